import { Module } from '@nestjs/common';
import { AccessModule } from '../access/access.module.js';
import { ErrorRenderer } from '../http/errors/error-renderer.js';
import { AuthorizeController } from './authorize/authorize.controller.js';
import { ByAddress } from './by-address.service.js';
import { ErrorPages } from './error-pages.js';
import { OEmbedController } from './oembed.controller.js';
import { PagesController } from './pages.controller.js';
import { Pages } from './pages.service.js';

/** Pages, feeds and embeds, and the pages that their errors are. */
@Module({
  imports: [AccessModule],
  controllers: [AuthorizeController, OEmbedController, PagesController],
  providers: [ByAddress, Pages, { provide: ErrorRenderer, useClass: ErrorPages }],
  exports: [ErrorRenderer],
})
export class PagesModule {}
