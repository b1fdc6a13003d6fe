import { EventEmitter, once } from 'node:events';
import { setImmediate as nextTurn, setTimeout as sleep } from 'node:timers/promises';
import {
  Inject,
  Injectable,
  Logger,
  type OnApplicationBootstrap,
  type OnApplicationShutdown,
} from '@nestjs/common';
import type { Config } from '#config';
import type { Database } from '#database';
import type { LoggedEvent } from '#domain';
import { followLog, read, readHead } from '#log';
import { followedBy } from '#projections';
import { Gate } from '#visibility';
import { Clock } from '../platform/clock.js';
import { CONFIG, DATABASE } from '../platform/tokens.js';
import { Holders } from '../viewpoint/holders.js';
import type { Place } from '../viewpoint/whereabouts.js';
import type { Audience } from './audience.js';
import { Follows } from './follows.js';
import { FrameSet } from './frame-set.js';
import {
  closeBecause,
  Subscriptions,
  type LiveServer,
  type LiveSocket,
  type Subscription,
} from './subscriptions.js';
import { Viewers } from './viewers.js';
import { hasTaken, isTooSlow } from './waiting.js';

/** How far back a resume is told event by event; beyond it, reading again over HTTP is quicker. */
const MAX_BACKLOG = 20_000;
/** How many events a resume tells at once; before the next, the socket has to have taken them. */
const CHUNK = 250;
const LOOK_AT_SOCKETS_EVERY_MS = 1_000;
const TRY_AGAIN_AFTER_MS = 1_000;
/** Reads what holds by the log, whatever this process's clock says: another's may be ahead of it. */
const END_OF_TIME = Number.MAX_SAFE_INTEGER;
/** The answer to a subscription that was given up before it had caught up. */
export const ENDED = { ok: false, error: 'The subscription was replaced or ended' } as const;

/** Fans the log out to this process's sockets, in `seq` order. */
@Injectable()
export class LiveService implements OnApplicationBootstrap, OnApplicationShutdown {
  private readonly logger = new Logger('Live');
  private readonly stopping = new AbortController();
  /** Ends the following of one log; after a reset there is another. */
  private tail = new AbortController();
  private readonly subscriptions = new Subscriptions(() => this.requireServer());
  readonly viewers: Viewers;
  private server: LiveServer | null = null;
  /** Everything up to here has been told to whoever sits in a room. */
  private cursor = 0;
  /** Says when the cursor has moved, and past which events. */
  private readonly progress = new EventEmitter<{ moved: [readonly LoggedEvent[]] }>().setMaxListeners(0);
  private timer: NodeJS.Timeout | null = null;
  /** While it is seen whether viewers have changed. */
  private looking: Promise<void> | null = null;
  private following: Promise<void> = Promise.resolve();

  constructor(
    @Inject(CONFIG) private readonly config: Config,
    @Inject(DATABASE) private readonly database: Database,
    private readonly gate: Gate,
    private readonly clock: Clock,
    holders: Holders,
  ) {
    this.viewers = new Viewers(holders, () => this.server?.sockets.sockets.values() ?? []);
  }

  attach(server: LiveServer): void {
    this.server = server;
  }

  async onApplicationBootstrap(): Promise<void> {
    const { seq, personAt } = await readHead(this.database.reader);
    this.clock.notBefore(personAt);
    this.cursor = seq;
    this.following = this.follow();
    this.timer = setInterval(() => this.lookAtSockets(), LOOK_AT_SOCKETS_EVERY_MS);
    this.timer.unref();
  }

  async onApplicationShutdown(): Promise<void> {
    this.stopping.abort();
    this.tail.abort();
    if (this.timer !== null) clearInterval(this.timer);
    await this.looking;
    await this.following;
  }

  /** Calls back with what happened, here or in another process, until the returned function is called. */
  onEvents(listener: (events: readonly LoggedEvent[]) => void): () => void {
    this.progress.on('moved', listener);
    return () => this.progress.off('moved', listener);
  }

  /** The `seq` up to which everyone has been told. */
  get position(): number {
    return this.cursor;
  }

  /** The streams that a socket listens to, or is about to. */
  streams(socket: LiveSocket): Audience['stream'][] {
    return this.subscriptions.streams(socket);
  }

  /** The streams of which a socket is told all. */
  moderatorStreams(socket: LiveSocket): Audience['stream'][] {
    return this.subscriptions.moderatorStreams(socket);
  }

  /** Where the log ends, if that is before a `seq`; null where it is not. */
  async endBefore(seq: number): Promise<number | null> {
    if (seq <= this.cursor) return null;
    const head = await readHead(this.database.reader);
    return seq > head.seq ? head.seq : null;
  }

  /**
   * Starts telling a socket of a stream: everything after `since`, as of now, then whatever comes. From
   * the call on the subscription moves with the socket.
   *
   * @param since a `seq` that the log has reached
   * @param wanted is aborted where another takes its place
   * @param prepare is done before anything is told
   * @returns the `seq` it has been told up to, or why not
   */
  async subscribe(
    socket: LiveSocket,
    audience: Omit<Audience, 'follows'>,
    since: number | undefined,
    wanted: AbortSignal,
    prepare: () => Promise<void>,
  ): Promise<{ ok: true; seq: number } | typeof ENDED> {
    const follows = audience.stream === 'user' ? new Follows() : null;
    const subscription = this.subscriptions.open(socket, { ...audience, follows });
    try {
      await prepare();
      if (audience.viewer !== null)
        follows?.begin(await followedBy(this.database.reader, audience.viewer.id, END_OF_TIME));
      const isOpen = (): boolean => !wanted.aborted && this.subscriptions.isOpen(socket, subscription);
      return await this.catchUp(socket, subscription, since, isOpen);
    } finally {
      this.subscriptions.abandon(socket, subscription);
    }
  }

  private async catchUp(
    socket: LiveSocket,
    subscription: Subscription,
    since: number | undefined,
    isOpen: () => boolean,
  ): Promise<{ ok: true; seq: number } | typeof ENDED> {
    // Another process may be ahead of this one: what that one told is not told again here.
    while (since !== undefined && since > this.cursor) {
      const { signal } = this.tail;
      const moved = await once(this.progress, 'moved', { signal }).catch(() => null);
      if (moved === null) return ENDED;
    }
    let told = since ?? this.cursor;
    if (isOpen() && this.cursor - told > MAX_BACKLOG) {
      socket.emit('resync', { stream: subscription.audience.stream, reason: 'too far behind' });
      told = this.cursor;
    }
    const leftOut = new Set<string>();
    // Joining is between two events of the loop: nothing awaits between the last look at the cursor
    // and the join.
    while (told < this.cursor && isOpen()) {
      // Reading may not give way to anything: others have their turn, and may have ended this.
      await nextTurn();
      if (!isOpen()) break;
      const page = await read(this.database.reader, told, Math.min(CHUNK, this.cursor - told));
      const set = await this.frameSet(page.events);
      if (!isOpen()) break;
      const { audience } = subscription;
      for (const { actor, subject, follows } of followsIn(page.events)) {
        if (actor === audience.viewer?.id) audience.follows?.note(subject, follows);
      }
      this.subscriptions.tell(socket, set, { ...audience, leftOut });
      told = page.cursor;
      if (told < this.cursor) await hasTaken(socket);
    }
    if (!isOpen()) return ENDED;
    this.subscriptions.join(socket, subscription);
    return { ok: true, seq: told };
  }

  unsubscribe(socket: LiveSocket, stream: Audience['stream']): void {
    this.subscriptions.close(socket, stream);
  }

  /** Moves all of a socket's subscriptions to another country; what it shows is to be read again. */
  viewFrom(socket: LiveSocket, place: Place): void {
    this.subscriptions.move(socket, place);
    socket.emit('resync', { stream: null, reason: 'another viewpoint' });
  }

  leave(socket: LiveSocket): void {
    this.subscriptions.closeAll(socket);
  }

  /** After a reset the log begins anew. */
  restart(): void {
    this.server?.disconnectSockets(true);
    this.cursor = 0;
    this.tail.abort();
  }

  private async follow(): Promise<void> {
    while (!this.stopping.signal.aborted) {
      this.tail = new AbortController();
      const { signal } = this.tail;
      try {
        for await (const { events, cursor } of followLog(this.database, this.cursor, signal)) {
          await this.fanOut(events, cursor, signal);
        }
      } catch (error) {
        // The database went away: what is missed is read when it is back.
        this.logger.warn(`Following the log failed, trying again: ${String(error)}`);
        await sleep(TRY_AGAIN_AFTER_MS, undefined, { signal: this.stopping.signal }).catch(() => undefined);
      }
    }
  }

  /** @param signal aborted when the log that the events are of is no longer the one there is */
  private async fanOut(events: readonly LoggedEvent[], cursor: number, signal: AbortSignal): Promise<void> {
    const set = this.subscriptions.idle ? null : await this.frameSet(events);
    if (this.viewers.haveAny(barredBy(events))) await this.viewers.closeChanged();
    if (signal.aborted) return;
    // From here on nothing awaits, so that a joining socket is told each event once.
    for (const { actor, subject, follows } of followsIn(events))
      this.subscriptions.noteFollow(actor, subject, follows);
    if (set !== null) this.subscriptions.tellAll(set);
    for (const { scenario, at } of events) if (scenario === null) this.clock.notBefore(at);
    this.cursor = cursor;
    this.progress.emit('moved', events);
  }

  private frameSet(events: readonly LoggedEvent[]): Promise<FrameSet> {
    // What happened is there, whatever this process's clock says.
    const now = events.reduce((latest, { at }) => Math.max(latest, at), this.clock.now());
    return FrameSet.read(this.database, this.gate, events, now, this.config.geo.mode);
  }

  private lookAtSockets(): void {
    // A socket that cannot keep up resumes by `since`; its buffer does not grow without bound.
    for (const socket of this.server?.sockets.sockets.values() ?? [])
      if (isTooSlow(socket)) closeBecause(socket, 'slow_consumer');
    this.looking ??= this.viewers
      .closeChanged()
      .catch((error: unknown) =>
        this.logger.warn(`Whether viewers have changed is not known: ${String(error)}`),
      )
      .finally(() => (this.looking = null));
  }

  private requireServer(): LiveServer {
    if (this.server === null) throw new Error('The live gateway is not attached yet');
    return this.server;
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

/** Who follows whom from these events on, or no longer does. */
function followsIn(events: readonly LoggedEvent[]): { actor: string; subject: string; follows: boolean }[] {
  return events.flatMap(({ type, actor, subject }) =>
    type === 'account.followed' || type === 'account.unfollowed'
      ? { actor: actor ?? '', subject, follows: type === 'account.followed' }
      : [],
  );
}
