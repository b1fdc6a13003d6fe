import { Controller, Get, Inject, Param, Query, Req, Res } from '@nestjs/common';
import { ApiOperation, ApiPropertyOptional, ApiTags } from '@nestjs/swagger';
import { IsIn } from 'class-validator';
import type { FastifyReply } from 'fastify';
import { OUTCOMES, type Order, type Outcome, type StreamName } from '#contract';
import type { Database } from '#database';
import { isId, type StoredItem } from '#domain';
import { accountsById, decisionsOn, itemsAt, orderAt, ordersAt, statusesById } from '#projections';
import { OrderGate, mayReadOrder, type Gated, type OrderProfile, type Viewpoint } from '#visibility';
import { Allows } from '../access/route-permissions.js';
import { RecordNotFoundException } from '../http/errors/refused.js';
import { boundsAround } from '../http/exit/paged.js';
import { pageRequestOf, PageQuery } from '../http/paging/page.query.js';
import { Optional } from '../http/requests/optional.js';
import { WholeNumber } from '../http/requests/whole-number.js';
import { orderReader, readAt, type RequestWithViewpoint, View } from '../http/viewpoint/viewpoint.js';
import { DATABASE } from '../platform/tokens.js';
import { HTML_TYPE } from './layout.js';
import { DECISIONS_A_PAGE, listedItems, orderPage } from './order-page.js';
import { ordersPage } from './orders-page.js';
import { outcomeOf } from './outcome-marks.js';
import { Stages } from '../stages/stages.js';
import { Pages } from './pages.service.js';
import { PageRoute, sendAsPage } from './route-kind.js';

class OrderPageQuery {
  @ApiPropertyOptional({ enum: OUTCOMES, description: 'Lists the items that stand so' })
  @Optional()
  @IsIn(OUTCOMES)
  state?: Outcome;

  @ApiPropertyOptional({ description: 'Lists items after this number' })
  @Optional()
  @WholeNumber(0)
  after?: number;
}

/** Pages of legal orders: what the API says of them, to be read by people. */
@ApiTags('pages')
@Allows('orders:read')
@Controller('orders')
export class OrderPagesController {
  constructor(
    @Inject(DATABASE) private readonly database: Database,
    private readonly gate: OrderGate,
    private readonly pages: Pages,
    private readonly stages: Stages,
  ) {}

  @Get()
  @PageRoute('page')
  @ApiOperation({ summary: 'The orders that may be read, newest first' })
  async list(
    @Query() query: PageQuery,
    @View() viewpoint: Viewpoint,
    @Req() request: RequestWithViewpoint,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<Gated<Order[]>> {
    const bounds = pageRequestOf(query);
    const orders = await ordersAt(this.database.reader, viewpoint.at, bounds, orderReader(viewpoint), {});
    const shown = this.gate.orders(orders, viewpoint);
    const page = await this.pages.of('page', request, scenarioOfAll(shown.value), ['public']);
    sendAsPage(reply, 'page', shown.value.some(isReplayed));
    const { older } = boundsAround({ ids: orders.map(({ id }) => id) }, bounds.limit);
    return shown.as(HTML_TYPE, (value) => ordersPage(page, value, older));
  }

  @Get(':id')
  @PageRoute('page')
  @ApiOperation({ summary: 'One order: its facts, how each item stands, and what was decided when' })
  async show(
    @Param('id') id: string,
    @Query() { state, after = 0 }: OrderPageQuery,
    @View() viewpoint: Viewpoint,
    @Req() request: RequestWithViewpoint,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<Gated<OrderProfile>> {
    const { reader } = this.database;
    const order = isId(id) ? await orderAt(reader, viewpoint.at, id) : undefined;
    if (order === undefined || !mayReadOrder(order, viewpoint).granted) throw new RecordNotFoundException();
    const items = await itemsAt(reader, order.id, viewpoint.at, { after: 0, limit: order.size });
    const decisions = await decisionsOn(reader, order.id, viewpoint.at, DECISIONS_A_PAGE);
    const listed = { state: state ?? null, after };
    const subjects = await this.subjectsOf(listedItems(items.map(withOutcome), listed), viewpoint);
    const profile = this.gate.profile(order, items, decisions, subjects, viewpoint);
    if (profile === null) throw new RecordNotFoundException();
    const stream: StreamName = order.scenario === null ? 'public' : `scenario:${order.scenario}`;
    const page = await this.pages.of('page', request, order.scenario, [stream]);
    sendAsPage(reply, 'page', order.scenario !== null);
    const disputes = await this.stages.disputesOn(order, viewpoint.language);
    return profile.as(HTML_TYPE, (value) => orderPage(page, value, { listed, disputes }));
  }

  /** The accounts and posts that some items are about, as they stood. */
  private async subjectsOf(
    items: readonly StoredItem[],
    viewpoint: Viewpoint,
  ): Promise<Parameters<OrderGate['profile']>[3]> {
    const idsOf = (type: 'account' | 'post'): string[] =>
      items.flatMap(({ subject }) => (subject?.type === type ? [subject.id] : []));
    const when = readAt(viewpoint);
    const [accounts, { posts }] = await Promise.all([
      accountsById(this.database.reader, when, idsOf('account')),
      statusesById(this.database.reader, when, idsOf('post')),
    ]);
    return { accounts, posts };
  }
}

function withOutcome(item: StoredItem): StoredItem & { outcome: Outcome } {
  return { ...item, outcome: outcomeOf(item.decision?.outcome ?? 'open') };
}

function isReplayed({ scenario }: Order): boolean {
  return scenario !== null;
}

/** The scenario that all of some orders are of; null where they are of several, or of people here. */
function scenarioOfAll(orders: readonly Order[]): string | null {
  const [first] = orders;
  return first !== undefined && orders.every(({ scenario }) => scenario === first.scenario)
    ? first.scenario
    : null;
}
