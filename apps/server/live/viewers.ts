import { isDeepStrictEqual } from 'node:util';
import { Injectable, Logger } from '@nestjs/common';
import type { LoggedEvent } from '#domain';
import type { Principal } from '#identity';
import { Principals } from '../access/principals.js';
import { closeBecause, Sockets, type LiveSocket } from './sockets.js';

/**
 * Watches the viewers of the sockets: each looks as its token's principal was when it connected. Where the
 * principal has been erased since, or has another role or country, the socket is closed, and a new one looks
 * as they are now. A moderator who is suspended has another role.
 */
@Injectable()
export class Viewers {
  private readonly logger = new Logger('Viewers');
  /** The check under way of whether viewers have changed; null while there is none. */
  private looking: Promise<void> | null = null;

  constructor(
    private readonly principals: Principals,
    private readonly sockets: Sockets,
  ) {}

  /** The principal of a token; undefined where it is nobody's. */
  async principalOf(token: string): Promise<Principal | undefined> {
    return (await this.principals.of(new Set([token]))).get(token);
  }

  /** Closes the sockets whose viewers have changed, unless a check is under way. */
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
   * Closes the sockets of those whom events have erased or suspended, before anybody is told of them.
   *
   * @throws when the database fails
   */
  async closeBarred(events: readonly LoggedEvent[]): Promise<void> {
    const barred = barredBy(events);
    if (barred.size > 0 && this.haveAny(barred)) await this.closeChanged();
  }

  /** Whether the viewer of a socket has not changed; else it is closed once it has been answered. */
  async isCurrent(socket: LiveSocket): Promise<boolean> {
    const changed = await this.changedOf([socket]);
    if (changed.length > 0) setImmediate(() => closeBecause(socket, 'viewer_changed'));
    return changed.length === 0;
  }

  private haveAny(accounts: ReadonlySet<string>): boolean {
    return [...this.sockets.all].some(({ data: { viewer } }) => viewer !== null && accounts.has(viewer.id));
  }

  /** Looks up the principals of all sockets at once. */
  private async closeChanged(): Promise<void> {
    for (const socket of await this.changedOf([...this.sockets.all])) closeBecause(socket, 'viewer_changed');
  }

  private async changedOf(sockets: readonly LiveSocket[]): Promise<LiveSocket[]> {
    const signedIn = sockets.flatMap((socket) => {
      const { token, principal } = socket.data;
      return token === null ? [] : [{ socket, token, principal }];
    });
    if (signedIn.length === 0) return [];
    const principals = await this.principals.of(new Set(signedIn.map(({ token }) => token)));
    return signedIn
      .filter(({ token, principal }) => !isDeepStrictEqual(principals.get(token) ?? null, principal))
      .map(({ socket }) => socket);
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
