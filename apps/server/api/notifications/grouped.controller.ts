import { Controller, Get, HttpCode, Param, Post, Query } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import type { Account, GroupedNotificationsResults, Notification } from '#contract';
import { gateAccountsOf, gateGroups, type Gated, type Viewer, type Viewpoint } from '#visibility';
import { Allows } from '../../access/route-permissions.js';
import { SignedIn } from '../../access/signed-in.js';
import { RecordNotFoundException } from '../../http/errors/refused.js';
import { Paged } from '../../http/exit/paged.js';
import { Plain } from '../../http/exit/plain.js';
import { pageRequestOf } from '../../http/paging/page.query.js';
import { ApiViewpoint } from '../../http/viewpoint/viewpoint.openapi.js';
import { LooksBack, View } from '../../http/viewpoint/viewpoint.js';
import { GroupedQuery, GROUPED_TYPES, toldOf, UnreadGroupsQuery } from './notifications.dto.js';
import { GroupedService } from './grouped.service.js';
import { NotificationsStore } from './notifications.store.js';

const ALL = { types: GROUPED_TYPES, partial: false };

/** The viewer's notifications in groups: what others did with one post within some hours stands together. */
@ApiTags('notifications')
@Controller('api/v2/notifications')
export class GroupedController {
  constructor(
    private readonly grouped: GroupedService,
    private readonly store: NotificationsStore,
  ) {}

  @Get()
  @Allows('notifications:read')
  @ApiViewpoint()
  @ApiOperation({ summary: 'One’s own notifications in groups, the latest first' })
  async list(
    @Query() query: GroupedQuery,
    @View() viewpoint: Viewpoint,
    @SignedIn() viewer: Viewer,
    @LooksBack() looksBack: boolean,
  ): Promise<Paged<Notification, GroupedNotificationsResults>> {
    const grouping = {
      types: query.grouped_types ?? GROUPED_TYPES,
      partial: query.expand_accounts === 'partial_avatars',
    };
    // Whoever is signed in as of the past was told nothing there.
    if (looksBack) return new Paged(gateGroups([], grouping), [], Infinity);
    const page = await this.grouped.page(viewer, viewpoint, pageRequestOf(query), toldOf(query), grouping);
    return new Paged(gateGroups(page.shown, grouping), page, Infinity);
  }

  @Get('unread_count')
  @Allows('notifications:read')
  @ApiViewpoint()
  @ApiOperation({ summary: 'In how many groups one was notified since what one’s marker says one has read' })
  async unreadCount(
    @Query() query: UnreadGroupsQuery,
    @View() viewpoint: Viewpoint,
    @SignedIn() viewer: Viewer,
    @LooksBack() looksBack: boolean,
  ): Promise<Plain> {
    if (looksBack) return Plain.own({ count: 0 });
    const sinceId = (await this.store.lastRead(viewer.id)) ?? undefined;
    const page = { limit: query.limit, sinceId };
    const grouping = { types: query.grouped_types ?? GROUPED_TYPES };
    const { groups } = await this.grouped.page(viewer, viewpoint, page, toldOf(query), grouping);
    return Plain.own({ count: groups });
  }

  @Get(':group_key')
  @Allows('notifications:read')
  @ApiViewpoint()
  @ApiOperation({ summary: 'One group of one’s own notifications' })
  async show(
    @Param('group_key') key: string,
    @View() viewpoint: Viewpoint,
    @SignedIn() viewer: Viewer,
    @LooksBack() looksBack: boolean,
  ): Promise<Gated<GroupedNotificationsResults>> {
    return gateGroups(await this.group(key, viewer, viewpoint, looksBack), ALL);
  }

  @Get(':group_key/accounts')
  @Allows('notifications:read')
  @ApiViewpoint()
  @ApiOperation({ summary: 'Who did what a group of one’s own notifications tells' })
  async accounts(
    @Param('group_key') key: string,
    @View() viewpoint: Viewpoint,
    @SignedIn() viewer: Viewer,
    @LooksBack() looksBack: boolean,
  ): Promise<Gated<Account[]>> {
    return gateAccountsOf(await this.group(key, viewer, viewpoint, looksBack));
  }

  @Post(':group_key/dismiss')
  @Allows('notifications:write')
  @HttpCode(200)
  @ApiOperation({ summary: 'Dismiss a group of one’s notifications' })
  async dismiss(
    @Param('group_key') key: string,
    @View() viewpoint: Viewpoint,
    @SignedIn() viewer: Viewer,
  ): Promise<Plain> {
    for (let found = await this.group(key, viewer, viewpoint, false); found.length > 0;) {
      await this.store.dismiss(
        viewer.id,
        found.map(({ value }) => value.id),
      );
      found = await this.grouped.group(key, viewer, viewpoint);
    }
    return Plain.empty();
  }

  /** @throws RecordNotFoundException where nothing is in the group that one may be told */
  private async group(
    key: string,
    viewer: Viewer,
    viewpoint: Viewpoint,
    looksBack: boolean,
  ): Promise<Gated<Notification>[]> {
    const found = looksBack ? [] : await this.grouped.group(key, viewer, viewpoint);
    if (found.length === 0) throw new RecordNotFoundException();
    return found;
  }
}
