import { Module } from '@nestjs/common';
import { ErrorRenderer } from '../http/errors/error-renderer.js';
import { ByAddress } from './by-address.service.js';
import { ErrorPages } from './error-pages.js';
import { OEmbedController } from './oembed.controller.js';
import { PagesController } from './pages.controller.js';
import { Pages } from './pages.service.js';

/** Pages, feeds and embeds, and the pages that their errors are. */
@Module({
  controllers: [OEmbedController, PagesController],
  providers: [ByAddress, Pages, { provide: ErrorRenderer, useClass: ErrorPages }],
  exports: [ErrorRenderer],
})
export class PagesModule {}
