import { isDeepStrictEqual } from 'node:util';
import type { Holder } from '#identity';
import type { Holders } from '../access/holders.js';
import { closeBecause, type LiveSocket } from './subscriptions.js';

/**
 * Who looks through the sockets: each as whoever its token's holder was when it connected. Who has
 * been erased since, or has another role or country, looks no longer: the socket is closed, and a
 * new one is theirs as they now are. A moderator who is suspended has another role.
 */
export class Viewers {
  constructor(
    private readonly holders: Holders,
    private readonly sockets: () => Iterable<LiveSocket>,
  ) {}

  /** Who a token makes the viewer; undefined where it is nobody's. */
  async holderOf(token: string): Promise<Holder | undefined> {
    return (await this.holders.of(new Set([token]))).get(token);
  }

  /** Whether someone of some accounts looks through a socket. */
  haveAny(accounts: ReadonlySet<string>): boolean {
    if (accounts.size === 0) return false;
    return [...this.sockets()].some(({ data: { viewer } }) => viewer !== null && accounts.has(viewer.id));
  }

  /** Closes the sockets of those who are not who they were; all are asked for at once. */
  async closeChanged(): Promise<void> {
    for (const socket of await this.changedOf([...this.sockets()])) closeBecause(socket, 'viewer_changed');
  }

  /** Whether who looks through a socket is still who they were; else it is closed once it has been answered. */
  async isCurrent(socket: LiveSocket): Promise<boolean> {
    const changed = await this.changedOf([socket]);
    if (changed.length > 0) setImmediate(() => closeBecause(socket, 'viewer_changed'));
    return changed.length === 0;
  }

  private async changedOf(sockets: readonly LiveSocket[]): Promise<LiveSocket[]> {
    const signedIn = sockets.flatMap((socket) => {
      const { token, viewer } = socket.data;
      return token === null ? [] : [{ socket, token, viewer }];
    });
    if (signedIn.length === 0) return [];
    const holders = await this.holders.of(new Set(signedIn.map(({ token }) => token)));
    return signedIn
      .filter(({ token, viewer }) => !isDeepStrictEqual(holders.get(token) ?? null, viewer))
      .map(({ socket }) => socket);
  }
}
