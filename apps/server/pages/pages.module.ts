import { Module } from '@nestjs/common';
import { ByAddress } from './by-address.service.js';
import { OEmbedController } from './oembed.controller.js';
import { PagesController } from './pages.controller.js';
import { Pages } from './pages.service.js';

/** Pages, feeds and embeds; errors are made into pages with what it exports. */
@Module({
  controllers: [OEmbedController, PagesController],
  providers: [ByAddress, Pages],
  exports: [Pages],
})
export class PagesModule {}
