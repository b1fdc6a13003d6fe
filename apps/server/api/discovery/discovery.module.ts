import { Module } from '@nestjs/common';
import { AccountsModule } from '../accounts/accounts.module.js';
import { SearchController } from './search.controller.js';
import { Searching } from './search.service.js';
import { TagsController } from './tags.controller.js';
import { TrendsController } from './trends.controller.js';
import { Trends } from './trends.service.js';

/** Search, hashtags and trends. */
@Module({
  imports: [AccountsModule],
  controllers: [SearchController, TagsController, TrendsController],
  providers: [Searching, Trends],
})
export class DiscoveryModule {}
