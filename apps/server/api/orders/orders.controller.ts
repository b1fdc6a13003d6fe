import { Body, Controller, Get, HttpCode, Inject, Param, Post, Query, Req } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import type { BulkDecision, Order, OrderItem, ResolvedLine } from '#contract';
import type { Database } from '#database';
import { isId, type StoredItem, type StoredOrder } from '#domain';
import { actorsOf } from '#log';
import { accountAt, itemsAt, orderAt, ordersAt } from '#projections';
import { mayReadOrder, OrderGate, seesAll, type Gated, type Viewer, type Viewpoint } from '#visibility';
import { CommandSender, type CommandRequest } from '../../commands/command-sender.js';
import { RecordNotFoundException, RefusedException } from '../../http/errors/refused.js';
import { Clock } from '../../platform/clock.js';
import { Origin } from '../../platform/origin.js';
import { DATABASE } from '../../platform/tokens.js';
import { PathNumber } from '../../http/requests/whole-number.js';
import { pageRequestOf } from '../../http/paging/page.query.js';
import { requirePermission } from '../../access/may.js';
import { Allows } from '../../access/route-permissions.js';
import { Paged } from '../../http/exit/paged.js';
import { SignedIn } from '../../access/signed-in.js';
import { ApiViewpoint } from '../../http/viewpoint/viewpoint.openapi.js';
import {
  askedFrom,
  asOfNow,
  orderReader,
  readAt,
  type RequestWithViewpoint,
  View,
} from '../../http/viewpoint/viewpoint.js';
import {
  DecisionBody,
  DecisionsBody,
  FileOrderBody,
  ItemsQuery,
  LinesBody,
  MAX_EACH,
  NoticeBody,
  OrdersQuery,
  OrderStatusBody,
} from './orders.dto.js';
import { namedItems } from './named-items.js';
import { resolveLines } from './resolve-lines.js';

/** Legal orders: an authority files them, a moderator decides item by item. */
@ApiTags('orders')
@Controller('api/v1/orders')
export class OrdersController {
  constructor(
    @Inject(DATABASE) private readonly database: Database,
    private readonly commands: CommandSender,
    private readonly gate: OrderGate,
    private readonly origin: Origin,
    private readonly clock: Clock,
  ) {}

  @Get()
  @Allows('orders:read')
  @ApiViewpoint()
  @ApiOperation({
    summary: 'Orders filed by the viewpoint’s instant, newest first; confidential ones for whom they concern',
  })
  async list(@Query() query: OrdersQuery, @View() viewpoint: Viewpoint): Promise<Paged<Order>> {
    const page = pageRequestOf(query);
    const { scenario, authority } = query;
    const orders = await ordersAt(this.database.reader, viewpoint.at, page, orderReader(viewpoint), {
      scenario,
      authority,
    });
    return new Paged(this.gate.orders(orders, viewpoint), orders, page.limit);
  }

  @Get(':id')
  @Allows('orders:read')
  @ApiViewpoint()
  @ApiOperation({ summary: 'One order, with how its items stand' })
  async show(@Param('id') id: string, @View() viewpoint: Viewpoint): Promise<Gated<Order>> {
    return found(this.gate.order(await this.read(id, viewpoint), viewpoint));
  }

  @Get(':id/items')
  @Allows('orders:read')
  @ApiViewpoint()
  @ApiOperation({ summary: 'Its items by number, each with its latest decision' })
  async items(
    @Param('id') id: string,
    @Query() { after = 0, limit, state }: ItemsQuery,
    @View() viewpoint: Viewpoint,
  ): Promise<Gated<OrderItem[]>> {
    const order = await this.read(id, viewpoint);
    const items = await itemsAt(this.database.reader, order.id, viewpoint.at, { after, limit, state });
    return found(this.gate.items(order, items, viewpoint, await this.decidersOf(items, viewpoint)));
  }

  @Post()
  @Allows('orders:write')
  @HttpCode(200)
  @ApiOperation({ summary: 'File an order (role authority); the same external_id again gives the first' })
  async file(
    @Body() body: FileOrderBody,
    @View() viewpoint: Viewpoint,
    @SignedIn() viewer: Viewer,
  ): Promise<Gated<Order>> {
    const now = asOfNow(viewpoint, this.clock);
    const account = await accountAt(this.database.reader, readAt(now), { id: viewer.id });
    if (account === undefined) throw new RecordNotFoundException();
    const name = account.displayName === '' ? account.handle : account.displayName;
    const asked: CommandRequest[] = [
      {
        type: 'register-authority',
        body: { name, short_name: account.handle, country: null, note: 'Files orders on this server.' },
      },
      {
        type: 'file-order',
        key: body.external_id === undefined ? null : `external_id:${body.external_id}`,
        body: {
          external_id: body.external_id ?? null,
          authority: null,
          venue: body.venue ?? 'home',
          title: body.title ?? `Order under ${body.legal_basis}`,
          legal_basis: body.legal_basis,
          grounds: [...new Set(body.grounds)],
          reason: body.reason ?? '',
          countries: body.countries,
          deadline: body.deadline ?? null,
          emergency: body.emergency ?? false,
          confidential: body.confidential ?? false,
          items: await namedItems(this.database, body.items, this.origin.url),
        },
      },
    ];
    const done = await this.commands.send(viewer.id, asked, undefined, askedFrom(viewpoint));
    return this.shown(done.subjects.at(-1) ?? '', viewpoint);
  }

  @Post('resolve')
  @Allows('orders:write')
  @HttpCode(200)
  @ApiOperation({
    summary: 'What pasted lines name, line by line, before an order is filed (role authority)',
  })
  async resolve(@Body() { lines }: LinesBody, @View() viewpoint: Viewpoint): Promise<Gated<ResolvedLine[]>> {
    const now = asOfNow(viewpoint, this.clock);
    const resolved = await resolveLines(this.database.reader, lines, this.origin.url, now);
    return this.gate.resolved(resolved, now);
  }

  @Post(':id/items/:n/decisions')
  @Allows('admin:orders:decide')
  @HttpCode(200)
  @ApiOperation({
    summary:
      'Decide one item (role moderator); what the transitions forbid is a 409 that names what is allowed',
  })
  async decide(
    @Param('id') id: string,
    @Param('n', PathNumber) n: number,
    @Body() body: DecisionBody,
    @View() viewpoint: Viewpoint,
    @SignedIn() viewer: Viewer,
  ): Promise<Gated<OrderItem[]>> {
    const order = await this.read(id, asOfNow(viewpoint, this.clock));
    await this.commands.send(viewer.id, [decision(order.id, n, body)]);
    const items = await itemsAt(this.database.reader, order.id, asOfNow(viewpoint, this.clock).at, {
      after: n - 1,
      limit: 1,
    });
    return found(this.gate.items(order, items, viewpoint, await this.decidersOf(items, viewpoint)));
  }

  @Post(':id/decisions')
  @Allows('admin:orders:decide')
  @HttpCode(200)
  @ApiOperation({
    summary:
      'Decide many items at once (role moderator): all of them or none; with each, those that nobody was sooner with',
  })
  async decideMany(
    @Param('id') id: string,
    @Body() body: DecisionsBody,
    @View() viewpoint: Viewpoint,
    @SignedIn() viewer: Viewer,
  ): Promise<Gated<Order | BulkDecision>> {
    const order = await this.read(id, asOfNow(viewpoint, this.clock));
    const open = (): Promise<number[]> =>
      itemsAt(this.database.reader, order.id, asOfNow(viewpoint, this.clock).at, {
        after: 0,
        limit: order.size,
        state: 'open',
      }).then((items) => items.map(({ n }) => n));
    const numbers = body.items === 'open' ? await open() : [...new Set(body.items)];
    if (body.each === true) return this.decideEach(order, numbers, body, viewpoint, viewer);
    await this.commands.send(
      viewer.id,
      numbers.map((n) => decision(order.id, n, body)),
    );
    return this.shown(order.id, viewpoint);
  }

  @Post(':id/notices')
  @Allows('orders:write')
  @HttpCode(200)
  @ApiOperation({ summary: 'Give notice on an order, such as of non-compliance (its authority)' })
  async notice(
    @Param('id') id: string,
    @Body() { kind = 'other', text }: NoticeBody,
    @View() viewpoint: Viewpoint,
    @SignedIn() viewer: Viewer,
  ): Promise<Gated<Order>> {
    const order = await this.read(id, asOfNow(viewpoint, this.clock));
    requireOwn(order, viewer);
    await this.commands.send(viewer.id, [{ type: 'give-notice', body: { order: order.id, kind, text } }]);
    return this.shown(order.id, viewpoint);
  }

  @Post(':id/status')
  @Allows('orders:write', 'admin:orders:set_aside')
  @HttpCode(200)
  @ApiOperation({
    summary:
      'Confirm or revoke an order (its authority), or set it aside (role moderator); ending it lifts what it holds',
  })
  async close(
    @Param('id') id: string,
    @Body() { status, reason }: OrderStatusBody,
    @View() viewpoint: Viewpoint,
    @SignedIn() viewer: Viewer,
    @Req() { principal }: RequestWithViewpoint,
  ): Promise<Gated<Order>> {
    requirePermission(status === 'set_aside' ? 'admin:orders:set_aside' : 'orders:write', principal);
    const order = await this.read(id, asOfNow(viewpoint, this.clock));
    if (status !== 'set_aside') requireOwn(order, viewer);
    await this.commands.send(viewer.id, [
      { type: 'close-order', body: { order: order.id, as: status, reason } },
    ]);
    return this.shown(order.id, viewpoint);
  }

  /** Decides each item on its own, so that what another decided meanwhile keeps none of the others from it. */
  private async decideEach(
    order: StoredOrder,
    numbers: readonly number[],
    body: DecisionsBody,
    viewpoint: Viewpoint,
    viewer: Viewer,
  ): Promise<Gated<BulkDecision>> {
    if (numbers.length > MAX_EACH)
      throw RefusedException.invalid('items', `must be at most ${MAX_EACH} with each`);
    const outcomes = await Promise.allSettled(
      numbers.map((n) => this.commands.send(viewer.id, [decision(order.id, n, body)])),
    );
    const decided = numbers.filter((_, i) => outcomes[i]?.status === 'fulfilled');
    const errors = new Map<number, string>();
    outcomes.forEach((outcome, i) => {
      if (outcome.status === 'fulfilled') return;
      // A fault of ours is told as such, unless some were decided: those are told first.
      if (!(outcome.reason instanceof RefusedException) && decided.length === 0) throw outcome.reason;
      errors.set(numbers[i] ?? 0, messageOf(outcome.reason));
    });
    const now = asOfNow(viewpoint, this.clock);
    const items =
      errors.size === 0
        ? []
        : await itemsAt(this.database.reader, order.id, now.at, { after: 0, limit: order.size });
    const states = new Map(items.map((item) => [item.n, item.decision?.outcome ?? 'open']));
    const refused = [...errors].map(([n, error]) => ({ n, error, state: states.get(n) ?? 'absent' }));
    return found(this.gate.bulkDecision(await this.read(order.id, now), { decided, refused }, now));
  }

  private async read(id: string, viewpoint: Viewpoint): Promise<StoredOrder> {
    const order = isId(id) ? await orderAt(this.database.reader, viewpoint.at, id) : undefined;
    if (order === undefined || !mayReadOrder(order, viewpoint).granted) throw new RecordNotFoundException();
    return order;
  }

  /** Who decided some items, by the decisions' ids: read for whoever may know it, the moderators. */
  private async decidersOf(
    items: readonly StoredItem[],
    viewpoint: Viewpoint,
  ): Promise<ReadonlyMap<string, string>> {
    if (!seesAll(viewpoint)) return new Map();
    const ids = items.flatMap(({ decision }) => decision?.id ?? []);
    return actorsOf(this.database.reader, ids, ['item.decided']);
  }

  private async shown(id: string, viewpoint: Viewpoint): Promise<Gated<Order>> {
    return this.show(id, asOfNow(viewpoint, this.clock));
  }
}

function decision(
  order: string,
  n: number,
  { outcome, reason, ground, label, basis, if_state }: DecisionBody,
): CommandRequest {
  return {
    type: 'decide-item',
    body: {
      order,
      n,
      outcome,
      reason,
      ground: ground ?? null,
      label: label ?? null,
      basis: basis ?? 'legal_demand',
      if_state: if_state ?? null,
    },
  };
}

function messageOf(error: unknown): string {
  if (!(error instanceof RefusedException)) return 'It could not be decided: try it again';
  return (error.getResponse() as { error: string }).error;
}

function requireOwn(order: StoredOrder, viewer: Viewer): void {
  if (order.authority.account === viewer.id) return;
  throw new RefusedException({
    kind: 'forbidden',
    message: 'Only the authority that filed an order follows it up',
  });
}

function found<T>(answer: Gated<T> | null): Gated<T> {
  if (answer === null) throw new RecordNotFoundException();
  return answer;
}
