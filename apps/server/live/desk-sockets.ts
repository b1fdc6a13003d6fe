import { Injectable } from '@nestjs/common';
import type { Acknowledgement } from '#contract';
import type { Viewer } from '#visibility';
import { lookingAs, permissionsOf } from '../access/may.js';
import type { LiveSocket } from './sockets.js';
import { LiveService } from './live.service.js';
import { CHANGED } from './subscriber.js';
import { Viewers } from './viewers.js';

/** The permission to read the queue, which being told of its changes takes, too. */
const NEEDED = 'admin:queue:read';

/**
 * The sockets of moderators who watch their queue. What they are told says nothing but that it is to be read again,
 * by its route, which judges what they may see.
 */
@Injectable()
export class DeskSockets {
  private readonly watching = new Map<LiveSocket, Viewer>();
  private begin: (moderator: Viewer) => Promise<void> = () => Promise.resolve();

  constructor(
    private readonly viewers: Viewers,
    private readonly live: LiveService,
  ) {}

  /** Who says when a queue is another. @param begin is given each moderator before they are told */
  onWatch(begin: (moderator: Viewer) => Promise<void>): void {
    this.begin = begin;
  }

  /** Tells a socket of its moderator's queue, until it leaves; or says why it may not be told. */
  async watch(socket: LiveSocket): Promise<Acknowledgement> {
    const { listener } = socket.data;
    if (!(await this.viewers.isCurrent(listener))) return CHANGED;
    const { principal } = listener.identity;
    const may = permissionsOf([NEEDED], principal);
    if ('denial' in may) return { ok: false, error: may.denial.message };
    const account = lookingAs(principal, [NEEDED]);
    if (account === null) throw new Error('A queue is an account’s');
    const moderator = { id: account.id, role: account.role };
    await this.begin(moderator);
    if (socket.connected) this.watching.set(socket, moderator);
    return { ok: true, seq: this.live.position };
  }

  leave(socket: LiveSocket): void {
    this.watching.delete(socket);
  }

  /** Those who watch, by id: each once, however many sockets they have. */
  get moderators(): ReadonlyMap<string, Viewer> {
    return new Map([...this.watching.values()].map((moderator) => [moderator.id, moderator]));
  }

  /** Says to all sockets of a moderator that their queue is another. */
  tell(id: string): void {
    for (const [socket, moderator] of this.watching) if (moderator.id === id) socket.emit('desk:changed');
  }
}
