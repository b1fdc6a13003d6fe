import { Module } from '@nestjs/common';
import { AccessModule } from '../access/access.module.js';
import { FollowerModule } from '../follower/follower.module.js';
import { LiveModule } from '../live/live.module.js';
import { Figures } from './figures.js';
import { MetricsController } from './metrics.controller.js';

/** Serves the figures of this server to whoever runs it. */
@Module({
  imports: [AccessModule, FollowerModule, LiveModule],
  controllers: [MetricsController],
  providers: [Figures],
})
export class MetricsModule {}
