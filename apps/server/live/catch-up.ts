import { Inject, Injectable } from '@nestjs/common';
import type { Database } from '#database';
import { read } from '#log';
import { tagsFollowedBy } from '#projections';
import { LogFollower } from '../follower/log-follower.js';
import { DATABASE } from '../platform/tokens.js';
import type { Audience } from './audience.js';
import { searchedTag } from './streams.js';
import { FanOut } from './fan-out.js';
import { followsIn } from './follows.js';
import { FrameSets } from './frame-sets.js';
import type { Listener } from './listener.js';
import { Subscriptions, type Subscription } from './subscriptions.js';
import { Turns } from './turns.js';

/** The most events that a resume is sent one by one; beyond, reading again over HTTP is faster. */
const MAX_BACKLOG = 2_000;
/** The most events that all resumes under way are sent one by one: some seconds of this process's time. */
const MAX_BACKLOGS = 20_000;

/** Sends a listener the events of a stream that it missed, as they are now, then puts it into its room. */
@Injectable()
export class CatchUp {
  /** The number of events that the resumes under way are sent one by one. */
  private backlogs = 0;
  private readonly turns = new Turns();

  constructor(
    @Inject(DATABASE) private readonly database: Database,
    private readonly follower: LogFollower,
    private readonly subscriptions: Subscriptions,
    private readonly sets: FrameSets,
    private readonly fanOut: FanOut,
  ) {}

  /**
   * @param since a `seq` that the log has reached, though this process may not have; none: from now on
   * @param isOpen whether the subscription is still wanted
   * @returns the `seq` it has been told up to; null where it was given up before
   */
  async join(
    listener: Listener,
    subscription: Subscription,
    since: number | undefined,
    isOpen: () => boolean,
  ): Promise<number | null> {
    // Another process may be ahead of this one: what that one told is not told again here.
    if (since !== undefined && since > this.fanOut.position && !(await this.follower.reached(since)))
      return null;
    let told = since ?? this.fanOut.position;
    // Joining is between two events of the loop: nothing awaits between the last look at the cursor
    // and the join.
    while (told < this.fanOut.position && isOpen()) {
      const isOfTags = await this.isOfTags(subscription.audience);
      const behind = this.fanOut.position - told;
      const { stream } = subscription.audience;
      const reason = isOfTags ? 'a hashtag is not caught up with' : this.whyNotTold(stream, behind);
      if (reason !== null) {
        listener.medium.resync([listener], stream, reason);
        told = this.fanOut.position;
        break;
      }
      this.backlogs += behind;
      told = await this.tellMissed(listener, subscription, told, isOpen).finally(
        () => (this.backlogs -= behind),
      );
    }
    if (!isOpen()) return null;
    // The slice being sent goes to those who were in the rooms when it began.
    const { telling } = this.subscriptions;
    if (telling !== null) {
      const { audience } = subscription;
      // It was read before the viewer came: of what is for them it does not know.
      if (since !== undefined && !telling.set.isFor(audience.viewer?.id ?? null))
        listener.medium.resync([listener], audience.stream, 'something has just happened');
      else if (since !== undefined) this.subscriptions.tell(listener, telling.set, audience);
      told = telling.cursor;
    }
    this.subscriptions.join(listener, subscription);
    return told;
  }

  /**
   * Whether a stream holds, too, what hashtags hold: who follows one now would be told of what it no longer shows, as
   * its own stream's listeners would.
   */
  private async isOfTags({ stream, viewer }: Audience): Promise<boolean> {
    if (stream !== 'user' || viewer === null) return false;
    return (await tagsFollowedBy(this.database.reader, viewer.id)).length > 0;
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

  /** Sends a listener the events that it missed, up to where all others are. @returns the `seq` reached */
  private async tellMissed(
    listener: Listener,
    subscription: Subscription,
    since: number,
    isOpen: () => boolean,
  ): Promise<number> {
    const { position, isBetweenCommands } = this.fanOut;
    const { viewer } = subscription.audience;
    const viewers = new Set(viewer === null ? [] : [viewer.id]);
    // Each part is told in a turn of its own, after the others who wait for one.
    const { events } = await this.turns.take(() => read(this.database.reader, since, position - since));
    const edges = { begun: true, ended: isBetweenCommands };
    // One that is followed from now on is not caught up with, either.
    const sets = this.sets.of(events, position, edges, () => viewers, { tags: false });
    let told = since;
    while (told < position && isOpen()) {
      const next = await this.turns.take(async () => {
        // Others have had their turn, and may have ended this.
        const one = isOpen() ? await sets.next() : undefined;
        if (one === undefined || !isOpen()) return undefined;
        if (one.done === true) return position;
        const { audience } = subscription;
        for (const { actor, subject, follows } of followsIn(one.value.events)) {
          if (actor === audience.viewer?.id) audience.follows?.note(subject, follows);
        }
        this.subscriptions.tell(listener, one.value.set, audience);
        return one.value.cursor;
      });
      if (next === undefined) break;
      told = next;
      if (told < position) await listener.hasTaken();
    }
    return told;
  }
}
