import { Module } from '@nestjs/common';
import { FollowerModule } from '../follower/follower.module.js';
import { ScheduleKeeper } from './schedule-keeper.js';

/** Does things when they are due by the clock. */
@Module({ imports: [FollowerModule], providers: [ScheduleKeeper], exports: [ScheduleKeeper] })
export class ScheduleModule {}
