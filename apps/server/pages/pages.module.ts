import { Module } from '@nestjs/common';
import { AccessModule } from '../access/access.module.js';
import { ErrorRenderer } from '../http/errors/error-renderer.js';
import { AuthorizeController } from './authorize/authorize.controller.js';
import { ByAddress } from './by-address.service.js';
import { ErrorPages } from './error-pages.js';
import { LessonsController } from './lessons/lessons.controller.js';
import { OEmbedController } from './oembed.controller.js';
import { OrderPagesController } from './order-pages.controller.js';
import { PagesController } from './pages.controller.js';
import { ReplaysModule } from '../replays/replays.module.js';
import { RoomPageController } from './room-page.controller.js';
import { Pages } from './pages.service.js';
import { ReportPageController } from './report-page.controller.js';
import { StagesModule } from '../stages/stages.module.js';

/** Pages, feeds and embeds, and the pages that their errors are. */
@Module({
  imports: [AccessModule, ReplaysModule, StagesModule],
  controllers: [
    AuthorizeController,
    LessonsController,
    OEmbedController,
    OrderPagesController,
    PagesController,
    ReportPageController,
    RoomPageController,
  ],
  providers: [ByAddress, Pages, { provide: ErrorRenderer, useClass: ErrorPages }],
  exports: [ErrorRenderer],
})
export class PagesModule {}
