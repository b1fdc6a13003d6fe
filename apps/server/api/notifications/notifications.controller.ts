import { Controller, Get, Inject, Param, Query, Req, Res } from '@nestjs/common';
import { ApiOperation, ApiPropertyOptional, ApiTags, OmitType } from '@nestjs/swagger';
import { Transform } from 'class-transformer';
import { ArrayMaxSize, IsOptional, IsString, MaxLength } from 'class-validator';
import type { FastifyReply } from 'fastify';
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
import { RecordNotFoundException } from '../../http/errors/refused.js';
import { Origin } from '../../platform/origin.js';
import { DATABASE } from '../../platform/tokens.js';
import { QueryNumber } from '../../http/requests/whole-number.js';
import { linkPages, pageOf, PageQuery } from '../../http/paging/page.query.js';
import { ApiViewpoint } from '../../http/viewpoint/viewpoint.openapi.js';
import { readAt, View, type RequestWithViewpoint } from '../../http/viewpoint/viewpoint.js';

/** As Mastodon has it for notifications: twice as many as of posts. */
const DEFAULT_LIMIT = 40;
const MAX_LIMIT = 80;
const MAX_TYPES = 40;
const MAX_TYPE = 50;

/** A parameter that may be given more than once. */
const AsList = (): PropertyDecorator =>
  Transform(({ value }: { value: unknown }) => (Array.isArray(value) ? (value as unknown[]) : [value]));

class NotificationsQuery extends OmitType(PageQuery, ['limit']) {
  @ApiPropertyOptional({
    description: 'How many, at most',
    minimum: 1,
    maximum: MAX_LIMIT,
    default: DEFAULT_LIMIT,
  })
  @IsOptional()
  @QueryNumber(1, MAX_LIMIT)
  limit?: number;

  @ApiPropertyOptional({
    type: [String],
    description: 'Of these types alone; there is none yet but moderation_warning',
  })
  @IsOptional()
  @ArrayMaxSize(MAX_TYPES)
  @MaxLength(MAX_TYPE, { each: true })
  @IsString({ each: true })
  @AsList()
  'types[]'?: string[];

  @ApiPropertyOptional({ type: [String], description: 'Of other types than these' })
  @IsOptional()
  @ArrayMaxSize(MAX_TYPES)
  @MaxLength(MAX_TYPE, { each: true })
  @IsString({ each: true })
  @AsList()
  'exclude_types[]'?: string[];
}

/** What the viewer is told: that something of theirs was withheld, and that it no longer is. */
@ApiTags('notifications')
@Allows('notifications:read')
@Controller('api/v1/notifications')
export class NotificationsController {
  constructor(
    @Inject(DATABASE) private readonly database: Database,
    private readonly gate: Gate,
    private readonly origin: Origin,
  ) {}

  @Get()
  @ApiViewpoint()
  @ApiOperation({ summary: 'One’s own notifications up to the viewpoint’s instant, newest first' })
  async list(
    @Query() query: NotificationsQuery,
    @View() viewpoint: Viewpoint,
    @SignedIn() viewer: Viewer,
    @Req() request: RequestWithViewpoint,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<Gated<Notification[]>> {
    const page = { ...pageOf(query), limit: query.limit ?? DEFAULT_LIMIT };
    const told = await notificationsAt(this.database.reader, viewer.id, viewpoint.at, page, {
      types: query['types[]'],
      exceptTypes: query['exclude_types[]'],
    });
    linkPages(reply, request, this.origin.url, { ids: told.map(({ id }) => id) }, page.limit);
    return gateNotifications(told, await this.accountOf(viewer.id, viewpoint), viewpoint);
  }

  @Get(':id')
  @ApiViewpoint()
  @ApiOperation({ summary: 'One of one’s own notifications' })
  async show(
    @Param('id') id: string,
    @View() viewpoint: Viewpoint,
    @SignedIn() viewer: Viewer,
  ): Promise<Gated<Notification>> {
    if (!isId(id)) throw new RecordNotFoundException();
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
