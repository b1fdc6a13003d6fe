import { Controller, Get, HttpCode, Inject, Param, Post, Query } from '@nestjs/common';
import { ApiOperation, ApiPropertyOptional, ApiTags } from '@nestjs/swagger';
import { IsIn, Matches } from 'class-validator';
import type { Queue } from '#contract';
import type { Database } from '#database';
import { ID_PATTERN } from '#domain';
import { accountsById, itemsAt, statusesById } from '#projections';
import { ModerationGate, type Gated, type Viewer, type Viewpoint } from '#visibility';
import { Allows } from '../../access/route-permissions.js';
import { SignedIn } from '../../access/signed-in.js';
import { RecordNotFoundException } from '../../http/errors/refused.js';
import { Plain } from '../../http/exit/plain.js';
import { IsId } from '../../http/requests/is-id.js';
import { Limit } from '../../http/requests/limit.js';
import { Optional } from '../../http/requests/optional.js';
import { LiveView } from '../../http/viewpoint/live-view.js';
import { readAt } from '../../http/viewpoint/viewpoint.js';
import { Clock } from '../../platform/clock.js';
import { DATABASE } from '../../platform/tokens.js';
import { AppealsStore } from '../appeals/appeals.store.js';
import { ReportsStore } from '../reports/reports.store.js';
import { placeOf, QueueStore } from './queue.store.js';

const KINDS = ['item', 'report', 'appeal'] as const;
const ENTRY = new RegExp(`^(?:item:(${ID_PATTERN}):(\\d{1,5})|(report|appeal):(${ID_PATTERN}))$`);

class QueueQuery {
  @ApiPropertyOptional({ enum: KINDS, description: 'Of this kind alone; counts are of all kinds' })
  @Optional()
  @IsIn(KINDS)
  kind?: (typeof KINDS)[number];

  @ApiPropertyOptional({ description: 'Of this order: its items, and appeals against what it holds' })
  @Optional()
  @IsId()
  order_id?: string;

  @ApiPropertyOptional({ description: 'About this account, or a post of it' })
  @Optional()
  @IsId()
  account_id?: string;

  @ApiPropertyOptional({ enum: ['me', 'nobody'], description: 'Taken by oneself, or by nobody' })
  @Optional()
  @IsIn(['me', 'nobody'])
  assigned?: 'me' | 'nobody';

  @ApiPropertyOptional({ description: 'What `next` of the page before said' })
  @Optional()
  @Matches(ENTRY, { message: 'before must be what next of a page said' })
  before?: string;

  @Limit(100, 40)
  limit!: number;
}

/** All that waits for a moderator, in one list. */
@ApiTags('admin')
@Controller('api/v1/admin/queue')
export class QueueController {
  constructor(
    @Inject(DATABASE) private readonly database: Database,
    private readonly queue: QueueStore,
    private readonly reports: ReportsStore,
    private readonly appeals: AppealsStore,
    private readonly gate: ModerationGate,
    private readonly clock: Clock,
  ) {}

  @Get()
  @Allows('admin:queue:read')
  @ApiOperation({ summary: 'Open items, reports and appeals, newest first (role moderator)' })
  async list(
    @Query() { kind, order_id, account_id, assigned, before, limit }: QueueQuery,
    @LiveView() viewpoint: Viewpoint,
    @SignedIn() moderator: Viewer,
  ): Promise<Gated<Queue>> {
    const filter = { kind, order: order_id, account: account_id, assigned };
    const after = before === undefined ? null : placeOf({ id: before });
    const read = await this.queue.page(filter, after, limit, moderator);
    const entries = read.slice(0, limit);
    const next = read.length > limit ? (entries.at(-1)?.id ?? null) : null;
    const on = (type: 'account' | 'post'): string[] =>
      entries.flatMap(({ subject }) => (subject?.type === type ? subject.id : []));
    const when = readAt(viewpoint);
    const accounts = await accountsById(this.database.reader, when, [...new Set(on('account'))]);
    const { posts } = await statusesById(this.database.reader, when, [...new Set(on('post'))]);
    const counts = await this.queue.counts(filter, moderator);
    const around = { accounts: new Map(accounts.map((account) => [account.id, account])), posts };
    return this.gate.queue(entries, { counts, next }, around, viewpoint);
  }

  @Post(':entry/assign_to_self')
  @Allows('admin:queue:write')
  @HttpCode(200)
  @ApiOperation({ summary: 'Take an entry upon oneself (role moderator)' })
  assignToSelf(@Param('entry') entry: string, @SignedIn() moderator: Viewer): Promise<Plain> {
    return this.assign(entry, moderator, moderator.id);
  }

  @Post(':entry/unassign')
  @Allows('admin:queue:write')
  @HttpCode(200)
  @ApiOperation({ summary: 'Leave an entry to others (role moderator)' })
  unassign(@Param('entry') entry: string, @SignedIn() moderator: Viewer): Promise<Plain> {
    return this.assign(entry, moderator, null);
  }

  private async assign(entry: string, moderator: Viewer, to: string | null): Promise<Plain> {
    const [, order, n, kind, id = ''] = ENTRY.exec(entry) ?? [];
    if (order !== undefined) {
      const number = Number(n);
      const page = { after: number - 1, limit: 1 };
      const [item] = await itemsAt(this.database.reader, order, this.clock.now(), page);
      if (item?.n !== number) throw new RecordNotFoundException();
      await this.queue.assignItem(order, number, to);
    } else if (kind === 'report' && (await this.reports.byId(id, moderator)) !== undefined) {
      await this.reports.assign(id, to);
    } else if (kind === 'appeal' && (await this.appeals.byId(id, moderator)) !== undefined) {
      await this.appeals.assign(id, to);
    } else throw new RecordNotFoundException();
    return Plain.empty();
  }
}
