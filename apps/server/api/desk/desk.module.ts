import { Module } from '@nestjs/common';
import { FollowerModule } from '../../follower/follower.module.js';
import { LiveModule } from '../../live/live.module.js';
import { AppealsModule } from '../appeals/appeals.module.js';
import { ReportsModule } from '../reports/reports.module.js';
import { HistoryController } from './history.controller.js';
import { PreviewController } from './preview.controller.js';
import { QueueController } from './queue.controller.js';
import { QueueStore } from './queue.store.js';
import { QueueWatch } from './queue-watch.js';

/** The moderators' desk: what waits, what was done, and what a decision would do. */
@Module({
  imports: [AppealsModule, ReportsModule, FollowerModule, LiveModule],
  controllers: [QueueController, HistoryController, PreviewController],
  providers: [QueueStore, QueueWatch],
})
export class DeskModule {}
