import { Controller, Get, Header, Inject, Req, Res } from '@nestjs/common';
import { ApiOperation, ApiProduces, ApiTags } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import type { TransparencyReport } from '#contract';
import type { Database } from '#database';
import { firstWithheldAt, ordersAt, talliesAt } from '#projections';
import {
  OrderGate,
  RECONSTRUCTION,
  transparencyReport,
  type Gated,
  type OrderWait,
  type Viewpoint,
} from '#visibility';
import { Allows } from '../access/route-permissions.js';
import { csv } from '../http/exit/csv.js';
import { ApiViewpoint } from '../http/viewpoint/viewpoint.openapi.js';
import { orderReader, type RequestWithViewpoint, View } from '../http/viewpoint/viewpoint.js';
import { Origin } from '../platform/origin.js';
import { DATABASE } from '../platform/tokens.js';
import { HTML_TYPE } from './layout.js';
import { Pages } from './pages.service.js';
import { daysBetween, reportPage } from './report-page.js';
import { PageRoute, sendAsPage } from './route-kind.js';

/** The latest orders, whose waits the page draws. */
const WAITS = 50;

/** The transparency report as a page: the API's rows, drawn. */
@ApiTags('pages')
@Allows('orders:read')
@Controller('transparency')
export class ReportPageController {
  constructor(
    @Inject(DATABASE) private readonly database: Database,
    private readonly gate: OrderGate,
    private readonly pages: Pages,
    private readonly origin: Origin,
  ) {}

  @Get()
  @PageRoute('page')
  @ApiOperation({ summary: 'The transparency report: by outcome, by authority, and how long it took' })
  async show(
    @View() viewpoint: Viewpoint,
    @Req() request: RequestWithViewpoint,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<Gated<TransparencyReport>> {
    const tallies = await talliesAt(this.database.reader, viewpoint.at, {});
    const on = { country: null, from: null, to: null };
    const report = transparencyReport(tallies, viewpoint, on, this.origin.url);
    const waits = await this.waits(viewpoint);
    const scenario = scenarioOfAll(report.value);
    const page = await this.pages.of('page', request, scenario, ['public']);
    sendAsPage(reply, 'page', report.value.notice !== null);
    return report.as(HTML_TYPE, (value) => reportPage(page, { report: value, waits: waits.value }));
  }

  @Get('waits.csv')
  @ApiViewpoint()
  @ApiProduces('text/csv')
  @Header('content-disposition', 'attachment; filename="time-to-decision.csv"')
  @ApiOperation({ summary: 'From each order to the first withholding on it, as a table (RFC 4180)' })
  async waitsCsv(@View() viewpoint: Viewpoint): Promise<Gated<OrderWait[]>> {
    const waits = await this.waits(viewpoint);
    return waits.as('text/csv; charset=utf-8', waitsCsv);
  }

  private async waits(viewpoint: Viewpoint): Promise<Gated<OrderWait[]>> {
    const { reader } = this.database;
    const orders = await ordersAt(reader, viewpoint.at, { limit: WAITS }, orderReader(viewpoint), {});
    const ids = orders.map(({ id }) => id);
    return this.gate.waits(orders, await firstWithheldAt(reader, ids, viewpoint.at), viewpoint);
  }
}

function waitsCsv(waits: readonly OrderWait[]): string {
  const replayed = waits.some(({ order }) => order.scenario !== null);
  return csv([
    ...(replayed ? [[RECONSTRUCTION]] : []),
    ['order_id', 'title', 'authority', 'scenario', 'filed_at', 'first_withheld_at', 'days'],
    ...waits.map(({ order, firstWithheld }) => [
      order.id,
      order.title,
      order.authority.name,
      order.scenario,
      order.filed_at,
      firstWithheld === null ? null : new Date(firstWithheld).toISOString(),
      firstWithheld === null
        ? null
        : daysBetween({ scenario: null }, Date.parse(order.filed_at), firstWithheld),
    ]),
  ]);
}

/** The scenario that all of a report's rows are of; null where they are of several, or of people here. */
function scenarioOfAll({ rows }: TransparencyReport): string | null {
  const [first] = rows;
  return first !== undefined && rows.every(({ scenario }) => scenario === first.scenario)
    ? first.scenario
    : null;
}
