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
import { Plain } from '../exit/plain.js';
import { Origin } from '../../platform/origin.js';
import { DATABASE } from '../../platform/tokens.js';
import { ErrorRenderer, type RenderedError } from './error-renderer.js';
import { OAuthException } from '../refusals/oauth-error.js';
import { TooManyRequestsException } from '../refusals/too-many.js';
import { UnavailableForLegalReasonsException } from './refused.js';
import { ERRORS } from './words.js';

const RETRY_AFTER_S = 5;
const UNAVAILABLE = 'The database does not answer. Try again in a moment.';
const MAY_HAVE_HAPPENED = 'What was asked may have been done all the same.';

/** An error as it leaves. */
interface Failure {
  status: number;
  headers?: Record<string, string>;
  body: RenderedError;
}

/**
 * Every error over HTTP leaves here, in Mastodon's error body, or as the route renders it;
 * an unexpected one says nothing of its cause.
 */
@Catch()
export class ErrorFilter implements ExceptionFilter {
  private readonly logger = new Logger('Errors');

  constructor(
    @Inject(DATABASE) private readonly database: Database,
    private readonly origin: Origin,
    private readonly renderer: ErrorRenderer,
  ) {}

  async catch(error: unknown, host: ArgumentsHost): Promise<void> {
    const http = host.switchToHttp();
    const reply = http.getResponse<FastifyReply>();
    if (reply.sent) return;
    const request = http.getRequest<FastifyRequest>();
    const failure = await this.failureOf(error, request);
    const body = await this.renderer.render(request, reply, failure.status, failure.body);
    void reply
      .status(failure.status)
      .headers({ 'cache-control': 'private, no-store', ...failure.headers })
      .header('content-type', body.mediaType)
      .send(body.text);
  }

  private async failureOf(error: unknown, request: FastifyRequest): Promise<Failure> {
    if (error instanceof UnavailableForLegalReasonsException) return this.withheld(error, request);
    if (error instanceof HttpException) {
      const status = error.getStatus();
      // 501 says what a client asked for, not what went wrong.
      if (status >= 500 && status !== 501) this.logger.error({ err: error, request: request.id });
      return { status, headers: headersOf(error), body: Plain.error(bodyOf(error)) };
    }
    const status = statusOf(error);
    // Fastify's own: a body too large, or no JSON.
    if (status < 500) return { status, body: Plain.error({ error: (error as Error).message }) };
    this.logger.error({ err: error, request: request.id });
    if (!(error instanceof DatabaseUnavailable))
      return { status: 500, body: Plain.error({ error: ERRORS.ours }) };
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
  private async withheld(
    { body, countries }: UnavailableForLegalReasonsException,
    request: FastifyRequest,
  ): Promise<Failure> {
    // Null where there is no order, or one that may not be named.
    const order = body.value.withheld?.order_id ?? null;
    const authority =
      order === null ? null : await this.orNull(request, () => authorityOf(this.database.reader, order));
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

  /** Logs a failure and returns null, so that an error is answered without a detail, if need be. */
  private async orNull<T>(request: FastifyRequest, read: () => Promise<T>): Promise<T | null> {
    try {
      return await read();
    } catch (error) {
      this.logger.error({ err: error, request: request.id });
      return null;
    }
  }
}

/** Headers that some errors send beside their body. */
function headersOf(error: HttpException): Record<string, string> {
  if (error instanceof TooManyRequestsException) return { 'retry-after': String(error.retryAfter) };
  const challenge = error instanceof OAuthException ? error.challenge : null;
  return challenge === null ? {} : { 'www-authenticate': challenge };
}

function bodyOf(error: HttpException): ErrorBody {
  const body = error.getResponse();
  if (error instanceof OAuthException) return body as ErrorBody;
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
