import { Module } from '@nestjs/common';
import { AppealsModule } from '../appeals/appeals.module.js';
import { ReportsModule } from '../reports/reports.module.js';
import { HistoryController } from './history.controller.js';
import { PreviewController } from './preview.controller.js';
import { QueueController } from './queue.controller.js';
import { QueueStore } from './queue.store.js';

/** The moderators' desk: what waits, what was done, and what a decision would do. */
@Module({
  imports: [AppealsModule, ReportsModule],
  controllers: [QueueController, HistoryController, PreviewController],
  providers: [QueueStore],
})
export class DeskModule {}
