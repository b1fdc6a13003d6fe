import { Injectable, Logger } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { ErrorBody, StreamName } from '#contract';
import { Gated } from '#visibility';
import { ErrorRenderer, type RenderedError } from '../http/errors/error-renderer.js';
import { authorOfError, errorPage, scenarioOfError } from './error-page.js';
import { HTML_TYPE } from './layout.js';
import { Pages } from './pages.service.js';
import { pageKindOf, sendAsPage } from './route-kind.js';

/** Makes pages of the errors of routes that answer with pages. */
@Injectable()
export class ErrorPages extends ErrorRenderer {
  private readonly logger = new Logger('Errors');

  constructor(private readonly pages: Pages) {
    super();
  }

  override async render(
    request: FastifyRequest,
    reply: FastifyReply,
    status: number,
    body: RenderedError,
  ): Promise<RenderedError> {
    const kind = pageKindOf(request);
    if (kind === null) return body;
    const scenario = Gated.is(body) ? scenarioOfError(body.value) : null;
    // A withheld post may be shown again while the page is looked at.
    const author = Gated.is(body) ? authorOfError(body.value) : null;
    const streams: StreamName[] = author === null ? [] : [`account:${author}`];
    const page = await this.pages.of(kind, request, scenario, streams).catch((error: unknown) => {
      // The page goes out without the scenario's banner rather than not at all.
      this.logger.error({ err: error, request: request.id });
      return this.pages.of(kind, request, null);
    });
    const demanded = Gated.is(body) ? (body.value.withheld?.order_id ?? null) : null;
    const order =
      demanded === null || page.viewpoint === null
        ? null
        : await this.pages.orderBehind(demanded, page.viewpoint).catch(() => null);
    sendAsPage(reply, kind, true);
    const render = (value: ErrorBody): string => errorPage(page, status, value, order?.value ?? null);
    return Gated.is(body) ? body.as(HTML_TYPE, render) : body.as(HTML_TYPE, render);
  }
}
