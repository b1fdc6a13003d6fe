import {
  Catch,
  HttpException,
  Inject,
  Logger,
  type ArgumentsHost,
  type ExceptionFilter,
} from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { ErrorBody } from '#contract';
import { DatabaseUnavailable, type Database } from '#database';
import { territoryOf } from '#domain';
import { authorityOf } from '#projections';
import { Gated } from '#visibility';
import { Plain } from '../exit/plain.js';
import { errorPage, scenarioOfError } from '../pages/error-page.js';
import { HTML_TYPE } from '../pages/layout.js';
import { Pages } from '../pages/pages.service.js';
import { pageKindOf, sendAsPage } from '../pages/route-kind.js';
import { Origin } from '../platform/origin.js';
import { DATABASE } from '../platform/tokens.js';
import { UnavailableForLegalReasonsException } from './refused.js';

const RETRY_AFTER_S = 5;
const UNAVAILABLE = 'The database does not answer. Try again in a moment.';
const MAY_HAVE_HAPPENED = 'What was asked may have been done all the same.';

/** An error as it leaves. */
interface Failure {
  status: number;
  headers?: Record<string, string>;
  body: Gated<ErrorBody> | Plain<ErrorBody>;
}

/**
 * Every error over HTTP leaves here, in Mastodon's error body, or as a page where a page was asked for;
 * what is unexpected says nothing of itself.
 */
@Catch()
export class ErrorFilter implements ExceptionFilter {
  private readonly logger = new Logger('Errors');

  constructor(
    @Inject(DATABASE) private readonly database: Database,
    private readonly origin: Origin,
    private readonly pages: Pages,
  ) {}

  async catch(error: unknown, host: ArgumentsHost): Promise<void> {
    const http = host.switchToHttp();
    const reply = http.getResponse<FastifyReply>();
    if (reply.sent) return;
    const request = http.getRequest<FastifyRequest>();
    const failure = await this.failureOf(error, request);
    const body = await this.bodyFor(request, reply, failure);
    void reply
      .status(failure.status)
      .headers({ 'cache-control': 'private, no-store', ...failure.headers })
      .header('content-type', body.mediaType)
      .send(body.text);
  }

  private async failureOf(error: unknown, request: FastifyRequest): Promise<Failure> {
    if (error instanceof UnavailableForLegalReasonsException) return this.withheld(error);
    if (error instanceof HttpException) {
      const status = error.getStatus();
      // 501 says what a client asked for, not what went wrong.
      if (status >= 500 && status !== 501) this.logger.error(error.stack ?? error.message);
      return { status, body: Plain.error(bodyOf(error)) };
    }
    const status = statusOf(error);
    // Fastify's own: a body too large, or no JSON.
    if (status < 500) return { status, body: Plain.error({ error: (error as Error).message }) };
    this.logger.error(error instanceof Error ? (error.stack ?? error.message) : String(error));
    if (!(error instanceof DatabaseUnavailable))
      return { status: 500, body: Plain.error({ error: 'Something went wrong on our side' }) };
    return {
      status: 503,
      headers: { 'retry-after': String(RETRY_AFTER_S) },
      body: Plain.error({ error: isRead(request) ? UNAVAILABLE : `${UNAVAILABLE} ${MAY_HAVE_HAPPENED}` }),
    };
  }

  /**
   * 451, with who blocks (`blocked-by`: RFC 7725, section 4), and by whose demand and where as far as that
   * may be told. The RFC has the latter in the body (section 3); `blocking-authority` and
   * `geo-scope-block` are those of draft-sahib-451-new-protocol-elements, which expired. The latter holds
   * every code where it binds, so that who compares it with their own need not know of what is part of what.
   */
  private async withheld({ body, countries }: UnavailableForLegalReasonsException): Promise<Failure> {
    // Null where there is no order, or one that may not be named.
    const order = body.value.withheld?.order_id ?? null;
    const authority =
      order === null ? null : await this.orNull(() => authorityOf(this.database.reader, order));
    const blocking =
      authority === null ? '' : `, <${this.origin.url}/authorities/${authority}>; rel="blocking-authority"`;
    return {
      status: 451,
      headers: {
        link: `<${this.origin.url}>; rel="blocked-by"${blocking}`,
        'geo-scope-block': territoryOf(countries).join(', '),
      },
      body,
    };
  }

  private async bodyFor(
    request: FastifyRequest,
    reply: FastifyReply,
    { status, body }: Failure,
  ): Promise<Failure['body']> {
    const kind = pageKindOf(request);
    if (kind === null) return body;
    const scenario = Gated.is(body) ? scenarioOfError(body.value) : null;
    const page =
      (await this.orNull(() => this.pages.of(kind, request, scenario))) ??
      (await this.pages.of(kind, request, null));
    sendAsPage(reply, kind, true);
    const render = (value: ErrorBody): string => errorPage(page, status, value);
    return Gated.is(body) ? body.as(HTML_TYPE, render) : body.as(HTML_TYPE, render);
  }

  /** What an error says beside its status is left out rather than lost with it. */
  private async orNull<T>(read: () => Promise<T>): Promise<T | null> {
    try {
      return await read();
    } catch (error) {
      this.logger.error(error instanceof Error ? (error.stack ?? error.message) : String(error));
      return null;
    }
  }
}

function bodyOf(error: HttpException): { error: string; allowed?: string[] } {
  const body = error.getResponse();
  if (typeof body === 'string') return { error: body };
  const {
    error: text,
    message,
    allowed,
  } = body as { error?: string; message?: string | string[]; allowed?: string[] };
  if (Array.isArray(message)) return { error: `Validation failed: ${message.join('; ')}` };
  return { error: message ?? text ?? error.message, ...(allowed === undefined ? {} : { allowed }) };
}

function statusOf(error: unknown): number {
  const status = (error as { statusCode?: unknown } | null)?.statusCode;
  return typeof status === 'number' ? status : 500;
}

function isRead({ method }: FastifyRequest): boolean {
  return method === 'GET' || method === 'HEAD';
}
