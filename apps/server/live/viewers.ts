import { isDeepStrictEqual } from 'node:util';
import { Injectable, Logger } from '@nestjs/common';
import type { LoggedEvent } from '#domain';
import { lookingAs } from '../access/may.js';
import { Principals } from '../access/principals.js';
import { Whereabouts } from '../http/viewpoint/whereabouts.js';
import type { Identity, Listener } from './listener.js';
import { Listeners } from './listeners.js';

/**
 * Watches who listens: each looks as its token's principal was when it connected. Where the principal has
 * been erased since, or has another role or country, the connection is closed, and a new one looks as they
 * are now. A moderator who is suspended has another role.
 */
@Injectable()
export class Viewers {
  private readonly logger = new Logger('Viewers');
  /** The check under way of whether viewers have changed; null while there is none. */
  private looking: Promise<void> | null = null;

  constructor(
    private readonly principals: Principals,
    private readonly whereabouts: Whereabouts,
    private readonly listeners: Listeners,
  ) {}

  /**
   * Who connects with a token, or without one.
   *
   * @returns undefined where the token is nobody's, or its grant names a place and geography is enforced
   */
  async identify(token: string | null): Promise<Identity | undefined> {
    if (token === null) return { token, principal: null, viewer: null };
    const principal = await this.principals.ofOne(token);
    if (principal === undefined) return undefined;
    if (typeof principal.view?.from === 'string' && !this.whereabouts.takesGrants) return undefined;
    return { token, principal, viewer: lookingAs(principal) };
  }

  /** Closes the connections whose viewers have changed, unless a check is under way. */
  look(): void {
    this.looking ??= this.closeChanged()
      .catch((error: unknown) =>
        this.logger.warn(`Whether viewers have changed is not known: ${String(error)}`),
      )
      .finally(() => (this.looking = null));
  }

  /** Resolves once no look is under way. */
  async rest(): Promise<void> {
    await this.looking;
  }

  /**
   * Closes the connections of those whom events have erased or suspended, before anybody is told of them.
   *
   * @throws when the database fails
   */
  async closeBarred(events: readonly LoggedEvent[]): Promise<void> {
    const barred = barredBy(events);
    if (barred.size > 0 && this.haveAny(barred)) await this.closeChanged();
  }

  /** Whether the viewer has not changed; else the connection is closed once it has been answered. */
  async isCurrent(listener: Listener): Promise<boolean> {
    const changed = await this.changedOf([listener]);
    if (changed.length > 0) setImmediate(() => listener.close('viewer_changed'));
    return changed.length === 0;
  }

  private haveAny(accounts: ReadonlySet<string>): boolean {
    return [...this.listeners.all].some(
      ({ identity: { viewer } }) => viewer !== null && accounts.has(viewer.id),
    );
  }

  /** Looks up the principals of all at once. */
  private async closeChanged(): Promise<void> {
    for (const listener of await this.changedOf([...this.listeners.all])) listener.close('viewer_changed');
  }

  private async changedOf(listeners: readonly Listener[]): Promise<Listener[]> {
    const signedIn = listeners.flatMap((listener) => {
      const { token, principal } = listener.identity;
      return token === null ? [] : [{ listener, token, principal }];
    });
    if (signedIn.length === 0) return [];
    const principals = await this.principals.of(new Set(signedIn.map(({ token }) => token)));
    return signedIn
      .filter(({ token, principal }) => !isDeepStrictEqual(principals.get(token) ?? null, principal))
      .map(({ listener }) => listener);
  }
}

/** Accounts that are erased or suspended with these events. */
function barredBy(events: readonly LoggedEvent[]): Set<string> {
  const barred = new Set<string>();
  for (const { type, subject, payload } of events) {
    if (type === 'account.erased') barred.add(subject);
    if (type === 'restriction.imposed' && payload.kind === 'suspend') barred.add(payload.subject.id);
  }
  return barred;
}
