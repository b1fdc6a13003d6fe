import { Inject, Injectable } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import type { Order, StreamName } from '#contract';
import type { Database } from '#database';
import { orderAt, scenarioById } from '#projections';
import { OrderGate, type Gated, type Viewpoint } from '#visibility';
import { Origin } from '../platform/origin.js';
import { languageOf } from '../http/viewpoint/language.js';
import { DATABASE } from '../platform/tokens.js';
import { pageRequestOf, type Page, type PageKind } from './page.js';

/** Makes the context of a page: the request, and the scenario that the page is of. */
@Injectable()
export class Pages {
  constructor(
    @Inject(DATABASE) private readonly database: Database,
    private readonly origin: Origin,
    private readonly gate: OrderGate,
  ) {}

  /** The order on which something is withheld, where it may be read from a viewpoint. */
  async orderBehind(id: string, viewpoint: Viewpoint): Promise<Gated<Order> | null> {
    const order = await orderAt(this.database.reader, viewpoint.at, id);
    return order === undefined ? null : this.gate.order(order, viewpoint);
  }

  /**
   * The context of a page.
   *
   * @param scenario the id of the scenario that the page is of; null for what people here made
   * @param streams where something happens that changes the page
   */
  async of(
    kind: PageKind,
    request: FastifyRequest & { viewpoint?: Viewpoint },
    scenario: string | null,
    streams: readonly StreamName[] = [],
  ): Promise<Page> {
    const found = scenario === null ? undefined : await scenarioById(this.database.reader, scenario);
    const page = pageRequestOf(
      kind,
      this.origin.url,
      request.url,
      request.viewpoint ?? null,
      request.viewpoint?.language ?? languageOf(request.raw),
      found?.manifest ?? null,
    );
    return { ...page, streams, isOver: found?.loaded ?? false };
  }
}
