import { Injectable, type CanActivate, type ExecutionContext } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import type { AuthenticatedRequest } from '../viewpoint/viewpoint.js';
import { RateLimits, type Sender } from './rate-limits.js';
import type { RateName } from './rates.js';
import { TooManyRequestsException } from '../refusals/too-many.js';

/**
 * Bounds how often one may ask, and says in each answer how often one still may, as Mastodon documents it: of the
 * rate that leaves least, with the instant of its next window in ISO 8601.
 *
 * @see https://docs.joinmastodon.org/api/rate-limits/
 */
@Injectable()
export class RateLimitGuard implements CanActivate {
  private said = { at: 0, text: '' };

  constructor(private readonly limits: RateLimits) {}

  /** @throws TooManyRequestsException */
  canActivate(context: ExecutionContext): boolean {
    if (context.getType() !== 'http') return true;
    const request = context.switchToHttp().getRequest<AuthenticatedRequest>();
    const sender = this.limits.senderOf(request);
    let least: Counted | undefined;
    let over: Counted | undefined;
    for (const [name, key] of ratesOf(request, sender)) {
      const counted = this.limits.count(name, key, sender);
      if (least === undefined || counted.remaining < least.remaining) least = counted;
      if (counted.isOver && (over === undefined || counted.remaining < over.remaining)) over = counted;
    }
    if (least === undefined) return true;
    context
      .switchToHttp()
      .getResponse<FastifyReply>()
      .headers({
        'x-ratelimit-limit': String(least.limit),
        'x-ratelimit-remaining': String(least.remaining),
        'x-ratelimit-reset': this.inWords(least.resetAt),
      });
    if (over !== undefined) throw TooManyRequestsException.until(over.resetAt);
    return true;
  }

  /** An instant in ISO 8601; windows last for many requests, and the last one's is asked for again. */
  private inWords(at: number): string {
    if (this.said.at !== at) this.said = { at, text: new Date(at).toISOString() };
    return this.said.text;
  }
}

type Counted = ReturnType<RateLimits['count']>;

/** The rates that a request counts towards, each with the name that it is counted under. */
function ratesOf(
  { method, principal, headers }: AuthenticatedRequest,
  { address }: Sender,
): [RateName, string][] {
  // The header is as good as the token in it: what is counted is kept for minutes, in memory alone.
  const token = headers.authorization ?? '';
  if (method === 'GET' || method === 'HEAD')
    return principal === null ? [['anonymousReads', address]] : [['reads', token]];
  const fromAddress: [RateName, string] = ['writesFromAddress', address];
  return principal === null ? [fromAddress] : [['writes', principal.account?.id ?? token], fromAddress];
}
