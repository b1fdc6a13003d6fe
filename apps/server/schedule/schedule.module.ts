import { Module } from '@nestjs/common';
import { LiveModule } from '../live/live.module.js';
import { ScheduleKeeper } from './schedule-keeper.js';

/** What comes about by the clock. */
@Module({ imports: [LiveModule], providers: [ScheduleKeeper], exports: [ScheduleKeeper] })
export class ScheduleModule {}
