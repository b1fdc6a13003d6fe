import { Module } from '@nestjs/common';
import { AccountsModule } from '../accounts/accounts.module.js';
import { FollowedTagsController } from './followed-tags.controller.js';
import { FollowedTagsStore } from './followed-tags.store.js';
import { SearchController } from './search.controller.js';
import { Searching } from './search.service.js';
import { TagsController } from './tags.controller.js';
import { TrendsController } from './trends.controller.js';
import { Trends } from './trends.service.js';

/** Search, hashtags and trends. */
@Module({
  imports: [AccountsModule],
  controllers: [FollowedTagsController, SearchController, TagsController, TrendsController],
  providers: [FollowedTagsStore, Searching, Trends],
})
export class DiscoveryModule {}
