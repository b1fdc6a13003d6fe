import { Module } from '@nestjs/common';
import { FollowerModule } from '../follower/follower.module.js';
import { PostPublisher } from './post-publisher.js';
import { ScheduleKeeper } from './schedule-keeper.js';
import { ScheduledPostsStore } from './scheduled-posts.store.js';

/** Does things when they are due by the clock. */
@Module({
  imports: [FollowerModule],
  providers: [ScheduleKeeper, PostPublisher, ScheduledPostsStore],
  exports: [ScheduleKeeper, ScheduledPostsStore],
})
export class ScheduleModule {}
