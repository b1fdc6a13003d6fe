import { Injectable } from '@nestjs/common';
import { Pace } from '#database';
import type { LoggedEvent } from '#domain';
import { LogFollower, type LogListener } from '../follower/log-follower.js';
import { followsIn } from './follows.js';
import { FrameSets } from './frame-sets.js';
import { Listeners } from './listeners.js';
import { Subscriptions } from './subscriptions.js';
import { Viewers } from './viewers.js';

/** Tells all who listen to this process of the log as it goes on. */
@Injectable()
export class FanOut implements LogListener {
  private cursor = 0;
  private isAtEnd = true;

  constructor(
    follower: LogFollower,
    private readonly listeners: Listeners,
    private readonly viewers: Viewers,
    private readonly subscriptions: Subscriptions,
    private readonly sets: FrameSets,
  ) {
    follower.listen(this);
  }

  /** The `seq` up to which everyone in a room has been sent everything. */
  get position(): number {
    return this.cursor;
  }

  /** Whether that is the end of a command, and not in the middle of one. */
  get isBetweenCommands(): boolean {
    return this.isAtEnd;
  }

  /** Begins with a new log: it closes whoever was sent the one before. */
  begin(after: number): void {
    this.listeners.closeAll();
    this.cursor = after;
    this.isAtEnd = true;
  }

  /** Sends some events to all listeners, but for those that were sent before it failed. */
  async take(given: readonly LoggedEvent[], cursor: number, signal: AbortSignal): Promise<void> {
    await this.viewers.closeBarred(given);
    const events = given.filter(({ seq }) => seq > this.cursor);
    if (this.subscriptions.idle) {
      this.noteFollows(events);
      this.moveTo(cursor, true, signal);
      return;
    }
    const pace = new Pace();
    for await (const one of this.sets.of(
      events,
      cursor,
      { begun: !this.isAtEnd, ended: true },
      () => this.subscriptions.viewers,
    )) {
      if (signal.aborted) return;
      this.noteFollows(one.events);
      // Nothing awaits between the last frame and the move of the cursor, so that whoever joins is sent
      // each event once.
      await this.subscriptions.tellAll(one.set, one.cursor, signal, () =>
        this.moveTo(one.cursor, one.isEnd, signal),
      );
      await pace.rest();
    }
    if (this.cursor < cursor) this.moveTo(cursor, true, signal);
  }

  private noteFollows(events: readonly LoggedEvent[]): void {
    for (const { actor, subject, follows } of followsIn(events))
      this.subscriptions.noteFollow(actor, subject, follows);
  }

  private moveTo(cursor: number, isAtEnd: boolean, signal: AbortSignal): void {
    if (signal.aborted) return;
    this.cursor = cursor;
    this.isAtEnd = isAtEnd;
  }
}
