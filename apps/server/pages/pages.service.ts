import { Inject, Injectable } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import type { Database } from '#database';
import { scenarioById } from '#projections';
import type { Viewpoint } from '#visibility';
import { Origin } from '../platform/origin.js';
import { DATABASE } from '../platform/tokens.js';
import { pageRequestOf, type Page, type PageKind } from './page.js';

/** Makes the context of a page: the request, and the scenario that the page is of. */
@Injectable()
export class Pages {
  constructor(
    @Inject(DATABASE) private readonly database: Database,
    private readonly origin: Origin,
  ) {}

  /** @param scenario the id of the scenario that the page is of; null for what people here made */
  async of(
    kind: PageKind,
    request: FastifyRequest & { viewpoint?: Viewpoint },
    scenario: string | null,
  ): Promise<Page> {
    const found = scenario === null ? undefined : await scenarioById(this.database.reader, scenario);
    return pageRequestOf(
      kind,
      this.origin.url,
      request.url,
      request.viewpoint ?? null,
      found?.manifest ?? null,
    );
  }
}
