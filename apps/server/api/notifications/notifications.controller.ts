import { Controller, Get, HttpCode, Param, Post, Query } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import type { Notification } from '#contract';
import { isId } from '#domain';
import { gateNotifications, type Gated, type Viewer, type Viewpoint } from '#visibility';
import { Allows } from '../../access/route-permissions.js';
import { SignedIn } from '../../access/signed-in.js';
import { RecordNotFoundException } from '../../http/errors/refused.js';
import { Paged } from '../../http/exit/paged.js';
import { Plain } from '../../http/exit/plain.js';
import { pageRequestOf } from '../../http/paging/page.query.js';
import { ApiViewpoint } from '../../http/viewpoint/viewpoint.openapi.js';
import { LooksBack, View } from '../../http/viewpoint/viewpoint.js';
import { NotificationsQuery, toldOf, UnreadQuery } from './notifications.dto.js';
import { NotificationsService } from './notifications.service.js';
import { NotificationsStore } from './notifications.store.js';

/** The viewer's notifications: what others did that is about them, and what the platform did with what is theirs. */
@ApiTags('notifications')
@Controller('api/v1/notifications')
export class NotificationsController {
  constructor(
    private readonly notifications: NotificationsService,
    private readonly store: NotificationsStore,
  ) {}

  @Get()
  @Allows('notifications:read')
  @ApiViewpoint()
  @ApiOperation({ summary: 'One’s own notifications up to the viewpoint’s instant, newest first' })
  async list(
    @Query() query: NotificationsQuery,
    @View() viewpoint: Viewpoint,
    @SignedIn() viewer: Viewer,
    @LooksBack() looksBack: boolean,
  ): Promise<Paged<Notification>> {
    const page = pageRequestOf(query);
    // Whoever is signed in as of the past was told nothing there.
    if (looksBack) return new Paged(gateNotifications([]), [], page.limit);
    const filled = await this.notifications.page(viewer, viewpoint, page, toldOf(query));
    return new Paged(gateNotifications(filled.shown), filled, page.limit);
  }

  @Get('unread_count')
  @Allows('notifications:read')
  @ApiViewpoint()
  @ApiOperation({ summary: 'How many one was notified of since what one’s marker says one has read' })
  async unreadCount(
    @Query() query: UnreadQuery,
    @View() viewpoint: Viewpoint,
    @SignedIn() viewer: Viewer,
    @LooksBack() looksBack: boolean,
  ): Promise<Plain> {
    if (looksBack) return Plain.own({ count: 0 });
    const sinceId = (await this.store.lastRead(viewer.id)) ?? undefined;
    const page = { limit: query.limit, sinceId };
    const { ids } = await this.notifications.page(viewer, viewpoint, page, toldOf(query));
    return Plain.own({ count: ids.length });
  }

  @Post('clear')
  @Allows('notifications:write')
  @HttpCode(200)
  @ApiOperation({ summary: 'Dismiss all of one’s notifications' })
  async clear(@SignedIn() viewer: Viewer): Promise<Plain> {
    await this.store.clear(viewer.id);
    return Plain.empty();
  }

  @Get(':id')
  @Allows('notifications:read')
  @ApiViewpoint()
  @ApiOperation({ summary: 'One of one’s own notifications' })
  async show(
    @Param('id') id: string,
    @View() viewpoint: Viewpoint,
    @SignedIn() viewer: Viewer,
    @LooksBack() looksBack: boolean,
  ): Promise<Gated<Notification>> {
    if (!isId(id) || looksBack) throw new RecordNotFoundException();
    const shown = await this.notifications.one(id, viewer, viewpoint);
    if (shown === null) throw new RecordNotFoundException();
    return shown;
  }

  @Post(':id/dismiss')
  @Allows('notifications:write')
  @HttpCode(200)
  @ApiOperation({ summary: 'Dismiss one of one’s notifications' })
  async dismiss(
    @Param('id') id: string,
    @View() viewpoint: Viewpoint,
    @SignedIn() viewer: Viewer,
  ): Promise<Plain> {
    if (!isId(id) || (await this.notifications.one(id, viewer, viewpoint)) === null)
      throw new RecordNotFoundException();
    await this.store.dismiss(viewer.id, [id]);
    return Plain.empty();
  }
}
