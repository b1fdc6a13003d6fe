import { Inject, Injectable } from '@nestjs/common';
import type { Config } from '#config';
import type { Database } from '#database';
import type { LoggedEvent } from '#domain';
import { Gate } from '#visibility';
import { Clock } from '../platform/clock.js';
import { CONFIG, DATABASE } from '../platform/tokens.js';
import { FrameSet } from './frame-set.js';
import { chaptersOf, inBrief, MOST_TOLD, type Slice } from './slices.js';

/** One slice of the log, read and ready to be sent. */
export interface Told {
  set: FrameSet;
  events: readonly LoggedEvent[];
  /** The `seq` up to which it goes. */
  cursor: number;
  /** Whether it stops at the end of a command, and not in the middle of one. */
  isEnd: boolean;
}

/** Reads, as of now, all that the frames of some events need. */
@Injectable()
export class FrameSets {
  constructor(
    @Inject(CONFIG) private readonly config: Config,
    @Inject(DATABASE) private readonly database: Database,
    private readonly gate: Gate,
    private readonly clock: Clock,
  ) {}

  /**
   * A slice at a time: a command that turns out to touch too much is told in brief from there on.
   *
   * @param cursor the `seq` up to which the events go
   * @param readers ids of the accounts that listen
   * @param edges whether the first may be in the middle of a command, and the last ends one
   * @param tells whether readers are told of what the hashtags hold that they follow
   */
  async *of(
    events: readonly LoggedEvent[],
    cursor: number,
    edges: { begun: boolean; ended: boolean },
    readers: () => ReadonlySet<string>,
    tells = { tags: true },
  ): AsyncGenerator<Told> {
    const chapters = chaptersOf(events, edges.begun, edges.ended);
    for (const [n, slices] of chapters.entries()) {
      const isLast = n === chapters.length - 1;
      let affected = 0;
      for (const [i, slice] of slices.entries()) {
        let one = slice;
        let set = await this.read(one, readers(), tells);
        affected += set.size;
        if (affected > MOST_TOLD && !one.inBrief) {
          one = inBrief(slices.slice(i).flatMap((rest) => rest.events));
          set = await this.read(one, readers(), tells);
        }
        const isEnd = one !== slice || i === slices.length - 1;
        const upTo = isLast && isEnd ? cursor : (one.events.at(-1)?.seq ?? cursor);
        yield { set, events: one.events, cursor: upTo, isEnd: isEnd && (!isLast || edges.ended) };
        if (one !== slice) break;
      }
    }
  }

  private read(slice: Slice, readers: ReadonlySet<string>, tells: { tags: boolean }): Promise<FrameSet> {
    // The events have happened, whatever this process's clock says.
    const now = slice.events.reduce((latest, { at }) => Math.max(latest, at), this.clock.now());
    const moment = { at: now, now, live: true, mode: this.config.geo.mode };
    return FrameSet.read(this.database, this.gate, slice, moment, readers, tells);
  }
}
