import { Controller, Get, Header, Inject, Query } from '@nestjs/common';
import { ApiOperation, ApiProduces, ApiTags } from '@nestjs/swagger';
import type { LumenNotice, StatementOfReasons, TransparencyReport } from '#contract';
import type { Database } from '#database';
import type { StoredItem } from '#domain';
import { itemsAt, ordersAt, reasonsAt, talliesAt } from '#projections';
import {
  lumenNotices,
  statementsOfReasons,
  transparencyReport,
  type Gated,
  type Viewpoint,
} from '#visibility';
import { RefusedException } from '../../http/errors/refused.js';
import { Origin } from '../../platform/origin.js';
import { DATABASE } from '../../platform/tokens.js';
import { requireCountry } from '../../http/requests/require-country.js';
import { pageRequestOf } from '../../http/paging/page.query.js';
import { Paged } from '../../http/exit/paged.js';
import { ApiViewpoint } from '../../http/viewpoint/viewpoint.openapi.js';
import { orderReader, View } from '../../http/viewpoint/viewpoint.js';
import { reportCsv } from './report-csv.js';
import { NoticesQuery, ReportQuery, StatementsQuery } from './transparency.dto.js';
import { Allows } from '../../access/route-permissions.js';

/** Items of one order that a notice names, at most. */
const NOTICED_ITEMS = 1_000;

/** Reports on the orders of authorities and their outcome, and on the reason of each restriction. */
@ApiTags('transparency')
@Allows('orders:read')
@Controller('api/v1/transparency')
export class TransparencyController {
  constructor(
    @Inject(DATABASE) private readonly database: Database,
    private readonly origin: Origin,
  ) {}

  @Get('report')
  @ApiViewpoint()
  @ApiOperation({
    summary:
      'Orders, their items and what became of them as of the viewpoint’s instant, by country, authority and ' +
      'venue; an order for several countries counts in each',
  })
  async report(
    @Query() query: ReportQuery,
    @View() viewpoint: Viewpoint,
  ): Promise<Gated<TransparencyReport>> {
    const country = countryOf(query.country);
    const { from, to } = periodOf(query);
    const tallies = await talliesAt(this.database.reader, viewpoint.at, {
      country,
      scenario: query.scenario,
      filedFrom: from,
      filedTo: to,
    });
    const on = { country: country ?? null, from: from ?? null, to: to ?? null };
    return transparencyReport(tallies, viewpoint, on, this.origin.url);
  }

  @Get('report.csv')
  @ApiViewpoint()
  @ApiProduces('text/csv')
  @Header('content-disposition', 'attachment; filename="transparency-report.csv"')
  @ApiOperation({ summary: 'The report as a table (RFC 4180)' })
  async reportCsv(
    @Query() query: ReportQuery,
    @View() viewpoint: Viewpoint,
  ): Promise<Gated<TransparencyReport>> {
    return (await this.report(query, viewpoint)).as('text/csv; charset=utf-8', reportCsv);
  }

  @Get('notices')
  @ApiViewpoint()
  @ApiOperation({
    summary:
      'Orders filed by the viewpoint’s instant, newest first, in the fields of Lumen’s notices, each with up to ' +
      `${NOTICED_ITEMS} of its items`,
  })
  async notices(@Query() query: NoticesQuery, @View() viewpoint: Viewpoint): Promise<Paged<LumenNotice>> {
    const { reader } = this.database;
    const page = pageRequestOf(query);
    const orders = await ordersAt(reader, viewpoint.at, page, orderReader(viewpoint), {
      scenario: query.scenario,
    });
    const items = new Map<string, StoredItem[]>();
    for (const { id } of orders)
      items.set(id, await itemsAt(reader, id, viewpoint.at, { after: 0, limit: NOTICED_ITEMS }));
    return new Paged(lumenNotices(orders, items, viewpoint, this.origin.url), orders, page.limit);
  }

  @Get('statements')
  @ApiViewpoint()
  @ApiOperation({
    summary:
      'A statement of reasons of each restriction that began by the viewpoint’s instant, newest first, in ' +
      'the fields of the EU’s DSA Transparency Database',
  })
  async statements(
    @Query() query: StatementsQuery,
    @View() viewpoint: Viewpoint,
  ): Promise<Paged<StatementOfReasons>> {
    const page = pageRequestOf(query);
    const reasons = await reasonsAt(this.database.reader, viewpoint.at, page, {
      country: countryOf(query.country),
      scenario: query.scenario,
    });
    const ids = reasons.map(({ restriction }) => restriction.id);
    return new Paged(statementsOfReasons(reasons, viewpoint), { ids }, page.limit);
  }
}

function countryOf(text: string | undefined): string | undefined {
  return text === undefined ? undefined : requireCountry(text);
}

/** When the orders were filed: `[from, to)`, ms since the epoch. */
function periodOf(query: ReportQuery): { from: number | undefined; to: number | undefined } {
  const from = instantOf('from', query.from);
  const to = instantOf('to', query.to);
  if (from !== undefined && to !== undefined && to <= from)
    throw RefusedException.invalid('to', 'must be later than from');
  return { from, to };
}

function instantOf(field: string, text: string | undefined): number | undefined {
  if (text === undefined) return undefined;
  const at = Date.parse(text);
  if (Number.isNaN(at)) throw RefusedException.invalid(field, `"${text}" is not an instant`);
  return at;
}
