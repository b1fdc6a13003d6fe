import { Body, Controller, Get, HttpCode, Inject, Param, Post, Query } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import type { AdminAccount } from '#contract';
import type { Database } from '#database';
import { inForce, isId, type StoredAccount } from '#domain';
import { accountAt, accountsPage } from '#projections';
import type { Gated, Viewer, Viewpoint } from '#visibility';
import { CommandSender, type CommandRequest } from '../../commands/command-sender.js';
import { RecordNotFoundException, RefusedException } from '../../http/errors/refused.js';
import { Plain } from '../../http/exit/plain.js';
import { Clock } from '../../platform/clock.js';
import { DATABASE } from '../../platform/tokens.js';
import { ReportsStore } from '../reports/reports.store.js';
import { pageRequestOf } from '../../http/paging/page.query.js';
import { Allows } from '../../access/route-permissions.js';
import { Paged } from '../../http/exit/paged.js';
import { SignedIn } from '../../access/signed-in.js';
import { ApiViewpoint } from '../../http/viewpoint/viewpoint.openapi.js';
import { asOfNow, readAt, View } from '../../http/viewpoint/viewpoint.js';
import { ActionBody, AdminAccountsQuery, type Action } from './admin-accounts.dto.js';
import { AdminDesk } from './admin-desk.js';

/** The kind of restriction that each action imposes, and the adjective for an account that has it. */
const IMPOSED = {
  silence: { kind: 'limit', stands: 'limited' },
  suspend: { kind: 'suspend', stands: 'suspended' },
} as const satisfies Record<Exclude<Action, 'none'>, object>;

/** Accounts as moderators deal with them. */
@ApiTags('admin')
@Controller('api/v1/admin/accounts')
export class AdminAccountsController {
  constructor(
    @Inject(DATABASE) private readonly database: Database,
    private readonly commands: CommandSender,
    private readonly reports: ReportsStore,
    private readonly desk: AdminDesk,
    private readonly clock: Clock,
  ) {}

  @Get()
  @Allows('admin:accounts:read')
  @ApiViewpoint()
  @ApiOperation({ summary: 'Accounts, newest first (role moderator)' })
  async list(@Query() query: AdminAccountsQuery, @View() viewpoint: Viewpoint): Promise<Paged<AdminAccount>> {
    const page = pageRequestOf(query);
    const [local, remote] = [query.local === true, query.remote === true];
    const accounts = await accountsPage(this.database.reader, readAt(viewpoint), page, {
      local: local === remote ? undefined : local,
      venue: query.by_domain,
      handle: query.username,
    });
    return new Paged(await this.desk.accounts(accounts, viewpoint), accounts, page.limit);
  }

  @Get(':id')
  @Allows('admin:accounts:read')
  @ApiViewpoint()
  @ApiOperation({ summary: 'One account (role moderator)' })
  async show(@Param('id') id: string, @View() viewpoint: Viewpoint): Promise<Gated<AdminAccount>> {
    return this.desk.account(await this.stored(id, viewpoint), viewpoint);
  }

  @Post(':id/action')
  @Allows('admin:accounts:impose')
  @HttpCode(200)
  @ApiOperation({
    summary: 'Warn, limit or suspend an account, resolve a report about it, or both at once (role moderator)',
  })
  async act(
    @SignedIn() moderator: Viewer,
    @Param('id') id: string,
    @Body() body: ActionBody,
    @View() viewpoint: Viewpoint,
  ): Promise<Plain> {
    const { report_id } = body;
    const account = await this.stored(id, asOfNow(viewpoint, this.clock));
    const asked = this.askedOf(account, body);
    if (report_id !== undefined) await this.requireReportOn(account, report_id, moderator);
    // A report is resolved even where the account is restricted so already.
    else if (asked === null) throw this.nothingToDo(body);
    await this.commands.send(moderator.id, asked === null ? [] : [asked], async (transaction) => {
      if (report_id !== undefined) await this.reports.resolveWithin(transaction, report_id, moderator.id);
    });
    return Plain.empty();
  }

  @Post(':id/unsilence')
  @Allows('admin:accounts:lift')
  @HttpCode(200)
  @ApiOperation({ summary: 'Lift its limits (role moderator); what an order holds alone is a 409' })
  unsilence(
    @SignedIn() moderator: Viewer,
    @Param('id') id: string,
    @View() viewpoint: Viewpoint,
  ): Promise<Gated<AdminAccount>> {
    return this.lift(id, 'silence', moderator, viewpoint);
  }

  @Post(':id/unsuspend')
  @Allows('admin:accounts:lift')
  @HttpCode(200)
  @ApiOperation({ summary: 'Lift its suspensions (role moderator); what an order holds alone is a 409' })
  unsuspend(
    @SignedIn() moderator: Viewer,
    @Param('id') id: string,
    @View() viewpoint: Viewpoint,
  ): Promise<Gated<AdminAccount>> {
    return this.lift(id, 'suspend', moderator, viewpoint);
  }

  /** The command for an action; null where there is no text to send, or where it is in force already. */
  private askedOf(account: StoredAccount, { type, text = '' }: ActionBody): CommandRequest | null {
    if (type === 'none')
      return text.trim() === '' ? null : { type: 'warn-account', body: { account: account.id, text } };
    const { kind } = IMPOSED[type];
    if (this.imposed(account, kind).some(({ order }) => order === null)) return null;
    return {
      type: 'impose-restriction',
      body: {
        kind,
        subject: { type: 'account', id: account.id },
        countries: [],
        basis: 'platform_rule',
        reason: text.trim() || 'By a moderator of this server',
        label: null,
        from: null,
        until: null,
      },
    };
  }

  private nothingToDo({ type }: ActionBody): RefusedException {
    return type === 'none'
      ? RefusedException.invalid('report_id', 'must name a report, or text a warning, where type is none')
      : RefusedException.conflict(`The account is ${IMPOSED[type].stands} already`, [`un${type}`]);
  }

  /** Lifts the restrictions without an order; where all have one, the command is tried, and refused. */
  private async lift(
    id: string,
    action: keyof typeof IMPOSED,
    moderator: Viewer,
    viewpoint: Viewpoint,
  ): Promise<Gated<AdminAccount>> {
    const { kind, stands } = IMPOSED[action];
    const held = this.imposed(await this.stored(id, asOfNow(viewpoint, this.clock)), kind);
    if (held.length === 0) throw RefusedException.conflict(`The account is not ${stands}`, [action]);
    const liftable = held.filter(({ order }) => order === null);
    await this.commands.send(
      moderator.id,
      (liftable.length > 0 ? liftable : held).map((restriction) => ({
        type: 'lift-restriction',
        body: { restriction: restriction.id, reason: 'Lifted by a moderator of this server' },
      })),
    );
    const then = asOfNow(viewpoint, this.clock);
    return this.desk.account(await this.stored(id, then), then);
  }

  private imposed(account: StoredAccount, kind: 'limit' | 'suspend'): StoredAccount['restrictions'] {
    const now = this.clock.now();
    return account.restrictions.filter((one) => one.kind === kind && inForce(one, now));
  }

  private async stored(id: string, viewpoint: Viewpoint): Promise<StoredAccount> {
    const account = isId(id) ? await accountAt(this.database.reader, readAt(viewpoint), { id }) : undefined;
    if (account === undefined) throw new RecordNotFoundException();
    return account;
  }

  private async requireReportOn(account: StoredAccount, id: string, moderator: Viewer): Promise<void> {
    const report = await this.reports.byId(id, moderator);
    if (report?.target !== account.id)
      throw RefusedException.invalid('report_id', 'is not a report about this account');
  }
}
