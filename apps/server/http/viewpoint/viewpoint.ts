import { createParamDecorator, type ExecutionContext } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Command } from '#domain';
import type { Principal, SignedInAccount } from '#identity';
import type { OrderReader, ReadAt } from '#projections';
import { restrictionsAlsoAt, seesAll, viewerOf, type Viewpoint } from '#visibility';
import type { Clock } from '../../platform/clock.js';

/** A request of which `AuthenticationGuard` has found out who asks. */
export interface AuthenticatedRequest extends FastifyRequest {
  /** The principal of its token; null where it has none. */
  principal: Principal | null;
  /** The principal's account, in the role in which it looks; null where nobody signed in. */
  account: SignedInAccount | null;
}

/** A request that `ViewpointGuard` has given its viewpoint. */
export interface RequestWithViewpoint extends AuthenticatedRequest {
  viewpoint: Viewpoint;
  /**
   * The instant that a header or the token's grant looks as of, whatever is asked, ms since the epoch; null where
   * none does, or where a parameter says otherwise.
   */
  standing: number | null;
}

/** Whether the request looks back by a header or its token's grant, and not by a parameter of its own. */
export const LooksBack = createParamDecorator((_: unknown, context: ExecutionContext): boolean => {
  return context.switchToHttp().getRequest<RequestWithViewpoint>().standing !== null;
});

/** This viewpoint as of now: for what is one's own, whatever instant one looks as of. */
export function live(viewpoint: Viewpoint): Viewpoint {
  return { ...viewpoint, at: viewpoint.now, live: true };
}

/** Names a viewpoint in the answer: `Withheld-Viewpoint: from=IN; basis=simulated; at=live`. */
export function nameViewpoint(reply: FastifyReply, { from, basis, at, live: isLive }: Viewpoint): void {
  reply.header(
    'withheld-viewpoint',
    `from=${from ?? 'unknown'}; basis=${basis}; at=${isLive ? 'live' : new Date(at).toISOString()}`,
  );
}

/** Injects the viewpoint of the request: when, where from and who. */
export const View = createParamDecorator((_: unknown, context: ExecutionContext): Viewpoint => {
  return context.switchToHttp().getRequest<RequestWithViewpoint>().viewpoint;
});

/**
 * This viewpoint, right now: as what was just written is read back.
 *
 * @param notBefore ms since the epoch; what has happened by then is there, whatever this process's clock says
 */
export function asOfNow(viewpoint: Viewpoint, clock: Clock, notBefore = viewpoint.now): Viewpoint {
  const now = Math.max(clock.now(), notBefore);
  return { ...viewpoint, at: now, now };
}

/** A viewpoint as a command carries it: where from, the mode, and whether the viewer sees all. */
export function askedFrom(viewpoint: Viewpoint): NonNullable<Command['meta']['viewpoint']> {
  return { from: viewpoint.from, mode: viewpoint.mode, seesAll: seesAll(viewpoint) };
}

/** The instants and the viewer that the views of a viewpoint are read for. */
export function readAt(viewpoint: Viewpoint): ReadAt {
  return {
    at: viewpoint.at,
    restrictionsAlsoAt: restrictionsAlsoAt(viewpoint),
    viewer: viewerOf(viewpoint),
  };
}

/** The reader of a list of orders: confidential ones are for moderators, and for the account that filed them. */
export function orderReader(viewpoint: Viewpoint): OrderReader {
  return { viewer: viewerOf(viewpoint), seesConfidential: seesAll(viewpoint) };
}

/**
 * The address of what was asked for, here and from the same viewpoint: a request may name another host,
 * and an instant is in `Z`, of which nobody mistakes a `+` for a space.
 *
 * @param origin this server's, such as `https://example.org`
 */
export function requestUrl({ url, viewpoint }: RequestWithViewpoint, origin: string): URL {
  const { pathname, search } = new URL(url, origin);
  const address = new URL(pathname + search, origin);
  if (!viewpoint.live) address.searchParams.set('view_at', new Date(viewpoint.at).toISOString());
  return address;
}
