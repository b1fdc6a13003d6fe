import { Module } from '@nestjs/common';
import { AccessModule } from '../access/access.module.js';
import { FollowerModule } from '../follower/follower.module.js';
import { LiveModule } from '../live/live.module.js';
import { Figures } from './figures.js';
import { MetricsController } from './metrics.controller.js';

/** What this server counts of itself, for whoever runs it. */
@Module({
  imports: [AccessModule, FollowerModule, LiveModule],
  controllers: [MetricsController],
  providers: [Figures],
})
export class MetricsModule {}
