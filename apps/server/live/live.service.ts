import { Inject, Injectable, type OnApplicationBootstrap, type OnApplicationShutdown } from '@nestjs/common';
import type { Database } from '#database';
import { readHead } from '#log';
import { followedBy } from '#projections';
import { DATABASE } from '../platform/tokens.js';
import type { Place } from '../http/viewpoint/whereabouts.js';
import type { Audience } from './audience.js';
import { CatchUp } from './catch-up.js';
import { FanOut } from './fan-out.js';
import { Follows } from './follows.js';
import type { GatedFrame } from './gated-frame.js';
import type { Listener } from './listener.js';
import { SlowConsumers } from './slow-consumers.js';
import { Subscriptions } from './subscriptions.js';
import { Viewers } from './viewers.js';

const LOOK_AT_SOCKETS_EVERY_MS = 1_000;
/** Reads what holds by the log, whatever this process's clock says: another's may be ahead of it. */
const END_OF_TIME = Number.MAX_SAFE_INTEGER;
/** The answer to a subscription that was given up before it had caught up. */
export const ENDED = { ok: false, error: 'The subscription was replaced or ended' } as const;

/** Subscribes listeners to the log as it grows. While the server runs, it checks all of them once a second. */
@Injectable()
export class LiveService implements OnApplicationBootstrap, OnApplicationShutdown {
  private timer: NodeJS.Timeout | null = null;

  constructor(
    @Inject(DATABASE) private readonly database: Database,
    private readonly subscriptions: Subscriptions,
    private readonly fanOut: FanOut,
    private readonly catchUp: CatchUp,
    private readonly viewers: Viewers,
    private readonly slowConsumers: SlowConsumers,
  ) {}

  onApplicationBootstrap(): void {
    this.timer = setInterval(() => {
      this.slowConsumers.look();
      this.viewers.look();
    }, LOOK_AT_SOCKETS_EVERY_MS);
    this.timer.unref();
  }

  async onApplicationShutdown(): Promise<void> {
    if (this.timer !== null) clearInterval(this.timer);
    await this.viewers.rest();
  }

  /** The `seq` up to which all have been sent everything. */
  get position(): number {
    return this.fanOut.position;
  }

  /** The streams that somebody listens to, or is about to. */
  streams(listener: Listener): Audience['stream'][] {
    return this.subscriptions.streams(listener);
  }

  /** Those who listen to somebody's own stream, by account id, each with what they look from. */
  ownStreamsOf(account: string): [Listener, Audience][] {
    return this.subscriptions.ownStreamsOf(account);
  }

  /** Tells one of them of what no event tells, unless they look from elsewhere by now. */
  tellOwn(listener: Listener, audience: Audience, frame: GatedFrame): void {
    this.subscriptions.tellOwn(listener, audience, frame);
  }

  /** The streams that somebody listens to as a moderator, who sees all. */
  moderatorStreams(listener: Listener): Audience['stream'][] {
    return this.subscriptions.moderatorStreams(listener);
  }

  /** Where the log ends, if that is before a `seq`; null where it is not. */
  async endBefore(seq: number): Promise<number | null> {
    if (seq <= this.position) return null;
    const head = await readHead(this.database.reader);
    return seq > head.seq ? head.seq : null;
  }

  /**
   * Starts telling a listener of a stream: everything after `since`, as of now, then whatever comes. From
   * the call on the subscription moves with the listener.
   *
   * @param since a `seq` that the log has reached
   * @param wanted is aborted where another takes its place
   * @param prepare is done before anything is told
   * @returns the `seq` it has been told up to, or why not
   */
  async subscribe(
    listener: Listener,
    audience: Omit<Audience, 'follows'>,
    since: number | undefined,
    wanted: AbortSignal,
    prepare: () => Promise<void>,
  ): Promise<{ ok: true; seq: number } | typeof ENDED> {
    const follows = audience.stream === 'user' ? new Follows() : null;
    const subscription = this.subscriptions.open(listener, { ...audience, follows });
    try {
      await prepare();
      if (audience.viewer !== null)
        follows?.begin(await followedBy(this.database.reader, audience.viewer.id, END_OF_TIME));
      const isOpen = (): boolean => !wanted.aborted && this.subscriptions.isOpen(listener, subscription);
      const seq = await this.catchUp.join(listener, subscription, since, isOpen);
      return seq === null ? ENDED : { ok: true, seq };
    } finally {
      this.subscriptions.abandon(listener, subscription);
    }
  }

  unsubscribe(listener: Listener, stream: Audience['stream']): void {
    this.subscriptions.close(listener, stream);
  }

  /** Moves all of a listener's subscriptions to another country; what it shows is to be read again. */
  viewFrom(listener: Listener, place: Place): void {
    this.subscriptions.move(listener, place);
    listener.medium.resync([listener], null, 'another viewpoint');
  }

  leave(listener: Listener): void {
    this.subscriptions.closeAll(listener);
  }
}
