import { EventEmitter, once } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';
import {
  Inject,
  Injectable,
  Logger,
  type OnApplicationBootstrap,
  type OnApplicationShutdown,
} from '@nestjs/common';
import type { Config } from '#config';
import { Pace, type Database } from '#database';
import type { LoggedEvent } from '#domain';
import { followLog, read, readHead } from '#log';
import { followedBy } from '#projections';
import { Gate } from '#visibility';
import { Clock } from '../platform/clock.js';
import { CONFIG, DATABASE } from '../platform/tokens.js';
import { Holders } from '../access/holders.js';
import type { Place } from '../http/viewpoint/whereabouts.js';
import { searchedTag, type Audience } from './audience.js';
import { Follows } from './follows.js';
import { FrameSet } from './frame-set.js';
import { chaptersOf, inBrief, MOST_TOLD, type Slice } from './slices.js';
import {
  closeBecause,
  Subscriptions,
  type LiveServer,
  type LiveSocket,
  type Subscription,
} from './subscriptions.js';
import { Turns } from './turns.js';
import { Viewers } from './viewers.js';
import { hasTaken, isTooSlow } from './waiting.js';

/** How many events a resume is told one by one; beyond, reading again over HTTP is sooner done. */
const MAX_BACKLOG = 2_000;
/** How many events all who resume at one time are told so: some seconds of this process's time. */
const MAX_BACKLOGS = 20_000;
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
  /** Sockets for which too much waited at the last look. */
  private readonly behind = new WeakSet<LiveSocket>();
  /** Everything up to here has been told to whoever sits in a room. */
  private cursor = 0;
  /** Whether that is the end of what was made together, and not in the middle of it. */
  private isAtEnd = true;
  /** How many events those who resume just now are told one by one, and whose turn it is. */
  private backlogs = 0;
  private readonly turns = new Turns();
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
    // Joining is between two events of the loop: nothing awaits between the last look at the cursor
    // and the join.
    while (told < this.cursor && isOpen()) {
      const behind = this.cursor - told;
      const { stream } = subscription.audience;
      const reason = this.whyNotTold(stream, behind);
      if (reason !== null) {
        socket.emit('resync', { stream, reason });
        told = this.cursor;
        break;
      }
      this.backlogs += behind;
      told = await this.tellMissed(socket, subscription, told, isOpen).finally(
        () => (this.backlogs -= behind),
      );
    }
    if (!isOpen()) return ENDED;
    // What the rooms are being told just now was told to them as they were when it began.
    const { telling } = this.subscriptions;
    if (telling !== null) {
      if (since !== undefined) this.subscriptions.tell(socket, telling.set, subscription.audience);
      told = telling.cursor;
    }
    this.subscriptions.join(socket, subscription);
    return { ok: true, seq: told };
  }

  /**
   * Why a stream is not caught up with event by event; null where it is. What a place that is searched
   * would tell of posts that it no longer shows would say that they have the hashtag, to whoever guesses
   * it: however long ago and whatever happened, its page is read again.
   */
  private whyNotTold(stream: Audience['stream'], behind: number): string | null {
    if (searchedTag(stream) !== null) return 'a hashtag is not caught up with';
    if (behind > MAX_BACKLOG) return 'too far behind';
    return this.backlogs + behind > MAX_BACKLOGS ? 'too many are behind' : null;
  }

  /** Tells a socket what it has missed, up to the cursor as it now is. @returns the `seq` it is told up to */
  private async tellMissed(
    socket: LiveSocket,
    subscription: Subscription,
    since: number,
    isOpen: () => boolean,
  ): Promise<number> {
    const { cursor, isAtEnd } = this;
    // Each part is told in a turn of its own, after the others who wait for one.
    const { events } = await this.turns.take(() => read(this.database.reader, since, cursor - since));
    const sets = this.setsOf(events, cursor, { begun: true, ended: isAtEnd });
    let told = since;
    while (told < cursor && isOpen()) {
      const next = await this.turns.take(async () => {
        // Others have had their turn, and may have ended this.
        const one = isOpen() ? await sets.next() : undefined;
        if (one === undefined || !isOpen()) return undefined;
        if (one.done === true) return cursor;
        const { audience } = subscription;
        for (const { actor, subject, follows } of followsIn(one.value.events)) {
          if (actor === audience.viewer?.id) audience.follows?.note(subject, follows);
        }
        this.subscriptions.tell(socket, one.value.set, audience);
        return one.value.cursor;
      });
      if (next === undefined) break;
      told = next;
      if (told < cursor) await hasTaken(socket);
    }
    return told;
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
    this.isAtEnd = true;
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

  /**
   * Tells everyone of some events.
   *
   * @param signal aborted when the log that the events are of is no longer the one there is
   */
  private async fanOut(events: readonly LoggedEvent[], cursor: number, signal: AbortSignal): Promise<void> {
    if (this.viewers.haveAny(barredBy(events))) await this.viewers.closeChanged();
    if (this.subscriptions.idle) {
      this.moveOn(events, cursor, signal);
      return;
    }
    // After an error it may begin in the middle of what was made together.
    const sets = this.setsOf(events, cursor, { begun: !this.isAtEnd, ended: true });
    const pace = new Pace();
    for await (const one of sets) {
      if (signal.aborted) return;
      for (const { actor, subject, follows } of followsIn(one.events))
        this.subscriptions.noteFollow(actor, subject, follows);
      // Nothing awaits between the last of what is told and the cursor: a joining socket is told each
      // event once.
      await this.subscriptions.tellAll(one.set, one.cursor, signal, () =>
        this.moveOn(one.events, one.cursor, signal, one.isEnd),
      );
      await pace.rest();
    }
    if (this.cursor < cursor) this.moveOn([], cursor, signal);
  }

  private moveOn(events: readonly LoggedEvent[], cursor: number, signal: AbortSignal, isEnd = true): void {
    if (signal.aborted) return;
    for (const { scenario, at } of events) if (scenario === null) this.clock.notBefore(at);
    this.cursor = cursor;
    this.isAtEnd = isEnd;
    this.progress.emit('moved', events);
  }

  /**
   * Reads what it takes to tell events, a slice at a time: a command that turns out to touch too much
   * is told in brief from there on.
   *
   * @param cursor the `seq` up to which the events go
   * @param edges whether the first may be in the middle of a command, and the last ends one
   */
  private async *setsOf(
    events: readonly LoggedEvent[],
    cursor: number,
    edges: { begun: boolean; ended: boolean },
  ): AsyncGenerator<{ set: FrameSet; events: readonly LoggedEvent[]; cursor: number; isEnd: boolean }> {
    const chapters = chaptersOf(events, edges.begun, edges.ended);
    for (const [n, slices] of chapters.entries()) {
      const isLast = n === chapters.length - 1;
      let touched = 0;
      for (const [i, slice] of slices.entries()) {
        let one = slice;
        let set = await this.frameSet(one);
        touched += set.size;
        if (touched > MOST_TOLD && !one.inBrief) {
          one = inBrief(slices.slice(i).flatMap((rest) => rest.events));
          set = await this.frameSet(one);
        }
        const isEnd = one !== slice || i === slices.length - 1;
        const upTo = isLast && isEnd ? cursor : (one.events.at(-1)?.seq ?? cursor);
        yield { set, events: one.events, cursor: upTo, isEnd: isEnd && (!isLast || edges.ended) };
        if (one !== slice) break;
      }
    }
  }

  private frameSet(slice: Slice): Promise<FrameSet> {
    // What happened is there, whatever this process's clock says.
    const now = slice.events.reduce((latest, { at }) => Math.max(latest, at), this.clock.now());
    return FrameSet.read(this.database, this.gate, slice, now, this.config.geo.mode);
  }

  private lookAtSockets(): void {
    // A socket that cannot keep up resumes by `since`; its buffer does not grow without bound. One that
    // has been told much just now has until the next look to take it.
    for (const socket of this.server?.sockets.sockets.values() ?? []) {
      if (!isTooSlow(socket)) this.behind.delete(socket);
      else if (this.behind.has(socket)) closeBecause(socket, 'slow_consumer');
      else this.behind.add(socket);
    }
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
