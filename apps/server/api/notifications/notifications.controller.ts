import { Controller, Get, Inject, Param, Query } from '@nestjs/common';
import { ApiOperation, ApiPropertyOptional, ApiTags } from '@nestjs/swagger';
import { IsString, MaxLength } from 'class-validator';
import type { Account, Notification } from '#contract';
import type { Database } from '#database';
import { isId } from '#domain';
import { accountAt, notificationAt, notificationsAt } from '#projections';
import {
  Gate,
  gateNotification,
  gateNotifications,
  type Gated,
  type Viewer,
  type Viewpoint,
} from '#visibility';
import { Allows } from '../../access/route-permissions.js';
import { SignedIn } from '../../access/signed-in.js';
import { Optional } from '../../http/requests/optional.js';
import { RecordNotFoundException } from '../../http/errors/refused.js';
import { DATABASE } from '../../platform/tokens.js';
import { AsList } from '../../http/requests/as-list.js';
import { Limit } from '../../http/requests/limit.js';
import { Unsupported } from '../../http/requests/unsupported.js';
import { PageBounds, pageRequestOf } from '../../http/paging/page.query.js';
import { Paged } from '../../http/exit/paged.js';
import { ApiViewpoint } from '../../http/viewpoint/viewpoint.openapi.js';
import { LooksBack, readAt, View } from '../../http/viewpoint/viewpoint.js';

const MAX_TYPES = 40;
const MAX_TYPE = 50;

class NotificationsQuery extends PageBounds {
  /** Twice as many as of posts, as Mastodon has it. */
  @Limit(80, 40)
  limit!: number;

  @ApiPropertyOptional({
    name: 'types[]',
    type: [String],
    description: 'Of these types alone; there is none yet but moderation_warning',
  })
  @Optional()
  @MaxLength(MAX_TYPE, { each: true })
  @IsString({ each: true })
  @AsList(MAX_TYPES)
  types?: string[];

  @ApiPropertyOptional({ name: 'exclude_types[]', type: [String], description: 'Of other types than these' })
  @Optional()
  @MaxLength(MAX_TYPE, { each: true })
  @IsString({ each: true })
  @AsList(MAX_TYPES)
  exclude_types?: string[];

  @Unsupported()
  account_id?: unknown;
}

/** The viewer's notifications: that something of theirs was withheld, and that it no longer is. */
@ApiTags('notifications')
@Allows('notifications:read')
@Controller('api/v1/notifications')
export class NotificationsController {
  constructor(
    @Inject(DATABASE) private readonly database: Database,
    private readonly gate: Gate,
  ) {}

  @Get()
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
    if (looksBack) return new Paged(gateNotifications([], null, viewpoint), [], page.limit);
    const told = await notificationsAt(this.database.reader, viewer.id, viewpoint.at, page, {
      types: query.types,
      exceptTypes: query.exclude_types,
    });
    const account = await this.accountOf(viewer.id, viewpoint);
    return new Paged(gateNotifications(told, account, viewpoint), told, page.limit);
  }

  @Get(':id')
  @ApiViewpoint()
  @ApiOperation({ summary: 'One of one’s own notifications' })
  async show(
    @Param('id') id: string,
    @View() viewpoint: Viewpoint,
    @SignedIn() viewer: Viewer,
    @LooksBack() looksBack: boolean,
  ): Promise<Gated<Notification>> {
    if (!isId(id) || looksBack) throw new RecordNotFoundException();
    const told = await notificationAt(this.database.reader, viewer.id, viewpoint.at, id);
    const account = await this.accountOf(viewer.id, viewpoint);
    const shown = told && account && gateNotification(told, account, viewpoint);
    if (!shown) throw new RecordNotFoundException();
    return shown;
  }

  /** The viewer's own account as it was at the viewpoint's instant; null where it was not there yet. */
  private async accountOf(id: string, viewpoint: Viewpoint): Promise<Gated<Account> | null> {
    const account = await accountAt(this.database.reader, readAt(viewpoint), { id });
    return account === undefined ? null : this.gate.accountEntry(account, viewpoint);
  }
}
