import type { Moment, Status } from '#contract';
import type { StageTime } from '../../../../libs/replay/stage-time.js';
import type { Deck } from '../deck/deck.js';
import type { Tape } from '../tape/tape.js';
import { leadOf, SheetMaker, type Bringing, type Sheet, type Turned } from '../sheet/sheet.js';
import type { Withheld } from '../timeline/withheld.js';

/** The stage's content at one moment; replaced as a whole when it changes. */
export interface StageView {
  /** The instant that both sides are folded up to, ms since the epoch; null before the first moment. */
  at: number | null;
  sheet: Sheet;
  withheld: { left: Withheld; right: Withheld };
  /** The number of the last moment folded of the left tape, for what is told of orders; -1 before the first. */
  moment: number;
  /** The post that stands under the newest one; null for none. */
  lead: string | null;
  /** Posts that turned since the view before, to be told; empty after a move. */
  turned: { left: Turned; right: Turned };
  /** Whether what changed may be animated: it came by itself, slowly enough. */
  animated: boolean;
  /** How often the stage was moved: what is shown then does not follow from what was shown before. */
  moves: number;
  /** How often a row was brought to where it is seen, to turn there. */
  brought: number;
}

/** At this speed and above wipes are cuts, and few changes are shown. */
const FAST = 8;
/** Ms of wall time between two changes that are shown at such speeds: four a second. */
const BETWEEN_CHANGES = 250;
/** Ms of wall time from a row's being brought into view until it turns. */
const BRING = 450;
/** Ms of wall time for which what turned is held in view before rows come in, at 1×. */
const HOLD = 3_000;
/** Ms of stage time for which what has happened may wait to be shown; beyond, the position's own moment is shown at once. */
const MOST_BEHIND = 20_000;

const NONE: Turned = { withheld: [], shown: [] };

/** The parts of the story that a player needs. */
export interface Story {
  time: StageTime;
  /** ISO 8601, ascending. */
  chapters: readonly { at: string }[];
  /** Ids of accounts that are faces. */
  faces: ReadonlySet<string>;
}

/**
 * Shows on two sides what the deck's position comes to. Where it plays slowly enough, each moment that turns
 * a post is shown in two steps: first its row is brought to where it will stand, then it turns and is held
 * there for a while. The clock goes on meanwhile, and what came then is shown after. A move, a pause, a
 * fast speed, or falling far behind shows the position's own moment at once.
 */
export class Player {
  private view: StageView;
  private readonly listeners = new Set<() => void>();
  /** Wall time before which nothing new is shown. */
  private notBefore = 0;
  /** The instant of a moment whose posts have been brought, and turn next. */
  private brought: number | null = null;
  private leadPinned: string | null = null;
  private readonly sheets: SheetMaker;
  /** The moments of the sheet that was made last; null before the first. */
  private made: { left: number; right: number } | null = null;

  constructor(
    private readonly deck: Deck,
    private readonly story: Story,
    private readonly left: Tape,
    private readonly right: Tape,
    private readonly wantsMotion: () => boolean,
    private readonly now: () => number = () => performance.now(),
  ) {
    this.sheets = new SheetMaker(story.faces);
    this.view = this.viewOf(null, { animated: false, moves: 0, brought: 0 });
  }

  readonly subscribe = (listener: () => void): (() => void) => {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  };

  readonly snapshot = (): StageView => this.view;

  /** Shows the position's own moment at once: after a move, a pause, or more of a tape. */
  readonly move = (): void => {
    const at = this.target();
    this.notBefore = 0;
    this.brought = null;
    this.left.moveTo(this.left.momentAt(at));
    this.right.moveTo(this.right.momentAt(at));
    const { moves, brought } = this.view;
    this.leadPinned = null;
    const view = this.viewOf(null, { animated: false, moves: moves + 1, brought });
    this.leadPinned = leadOf(view.sheet, this.chapterAt(at));
    this.publish({ ...view, lead: this.leadPinned });
  };

  /** Whether something that has happened by now is still to be shown. */
  get isBehind(): boolean {
    const at = this.target();
    return this.brought !== null || [this.left, this.right].some((tape) => tape.current < tape.momentAt(at));
  }

  /** Shows what has come since, where it plays. To be called before each frame that the browser draws. */
  readonly tick = (): void => {
    const now = this.now();
    const target = this.target();
    if (this.deck.snapshot().clock.speed >= FAST || !this.wantsMotion()) {
      this.brought = null;
      if (now >= this.notBefore && this.advance(target)) this.notBefore = now + BETWEEN_CHANGES;
      return;
    }
    // As after a tab was hidden: what turned meanwhile would flash past, one post a frame.
    if (this.isFarBehind(target)) return this.move();
    if (now < this.notBefore) return;
    if (this.brought !== null) return this.turn(this.brought, now);
    const next = this.nextTurning(target);
    if (next === null) return void this.advance(target);
    this.advance(next - 1);
    this.bring(next, now);
  };

  /** The instant that the deck stands at, as far as both tapes have been read; ms since the epoch. */
  private target(): number {
    const known = Math.min(this.left.knownUpTo, this.right.knownUpTo);
    return Math.min(Math.floor(this.story.time.storyAt(this.deck.position)), known);
  }

  private chapterAt(at: number): string | null {
    return this.story.chapters.findLast((chapter) => Date.parse(chapter.at) <= at)?.at ?? null;
  }

  /** Whether a moment has waited for too long to be shown. That nothing happens for long is no waiting. */
  private isFarBehind(target: number): boolean {
    const waiting = [this.left, this.right].flatMap((tape) =>
      tape.current < tape.momentAt(target) ? [Date.parse(tape.moments[tape.current + 1]!.at)] : [],
    );
    const { time } = this.story;
    return waiting.some((at) => time.positionAt(target) - time.positionAt(at) > MOST_BEHIND);
  }

  /** Folds both sides up to an instant, and shows it where that changes anything. */
  private advance(at: number): boolean {
    const before = [this.left.current, this.right.current];
    const turned = { left: this.turnedUpTo(this.left, at), right: this.turnedUpTo(this.right, at) };
    this.left.moveTo(this.left.momentAt(at));
    this.right.moveTo(this.right.momentAt(at));
    if (this.left.current === before[0] && this.right.current === before[1]) return false;
    this.unpinWhere(turned);
    const { moves, brought } = this.view;
    const animated = this.wantsMotion() && this.deck.snapshot().clock.speed < FAST;
    this.publish({ ...this.viewOf(null, { animated, moves, brought }), turned });
    return true;
  }

  /** The next instant at which a post turns on a side, up to a target; null where none does. */
  private nextTurning(target: number): number | null {
    const found = [this.left, this.right].flatMap((tape) => {
      const last = tape.momentAt(target);
      for (let n = tape.current + 1; n <= last; n++)
        if (turningIn(tape, tape.moments[n]!).length > 0) return [Date.parse(tape.moments[n]!.at)];
      return [];
    });
    return found.length === 0 ? null : Math.min(...found);
  }

  private bring(at: number, now: number): void {
    const ids = new Set(
      [this.left, this.right].flatMap((tape) => {
        const moment = tape.moments[tape.momentAt(at)];
        return moment !== undefined && Date.parse(moment.at) === at
          ? turningIn(tape, moment).map(({ id }) => id)
          : [];
      }),
    );
    this.brought = at;
    this.notBefore = now + BRING;
    this.leadPinned = null;
    const { moves, brought } = this.view;
    const bringing = { ids, turn: { at: new Date(at).toISOString(), precision: null } };
    this.publish(this.viewOf(bringing, { animated: true, moves, brought: brought + 1 }));
  }

  private turn(at: number, now: number): void {
    this.brought = null;
    this.advance(at);
    this.notBefore = now + HOLD / this.deck.snapshot().clock.speed;
  }

  private turnedUpTo(tape: Tape, at: number): Turned {
    const turned: Turned = { withheld: [], shown: [] };
    for (const moment of tape.moments.slice(tape.current + 1, tape.momentAt(at) + 1))
      for (const post of turningIn(tape, moment))
        (post.tombstone ? turned.withheld : turned.shown).push(post);
    return turned;
  }

  /** A post that turns stands on top by itself: nothing else is kept there any more. */
  private unpinWhere({ left, right }: StageView['turned']): void {
    if ([left, right].some(({ withheld, shown }) => withheld.length + shown.length > 0))
      this.leadPinned = null;
  }

  private viewOf(
    bringing: Bringing | null,
    rest: Pick<StageView, 'animated' | 'moves' | 'brought'>,
  ): StageView {
    const { left, right } = this;
    const instants = [left, right].flatMap((tape) => tape.moments[tape.current]?.at ?? []);
    return {
      at: instants.length === 0 ? null : Math.max(...instants.map((at) => Date.parse(at))),
      sheet: this.sheets.make(left.seen, right.seen, bringing, this.changed()),
      withheld: { left: left.withheld, right: right.withheld },
      moment: left.current,
      lead: this.leadPinned,
      turned: { left: NONE, right: NONE },
      ...rest,
    };
  }

  /** Ids of the posts that may differ from the sheet that was made last; null where any may. */
  private changed(): ReadonlySet<string> | null {
    const { left, right, made } = this;
    this.made = { left: left.current, right: right.current };
    if (made === null) return null;
    const ids = new Set<string>();
    left.changedBetween(made.left, left.current, ids);
    right.changedBetween(made.right, right.current, ids);
    return ids;
  }

  private publish(view: StageView): void {
    this.view = view;
    this.listeners.forEach((listener) => listener());
  }
}

/** The posts that a moment turns into tombstones, or back, where the moment before is what is seen. */
function turningIn(tape: Tape, { frames }: Moment): Status[] {
  return frames.flatMap((frame) => {
    if (frame.type !== 'status.update') return [];
    const was = tape.seen.posts.get(frame.payload.id);
    return was !== undefined && was.tombstone !== frame.payload.tombstone ? [frame.payload] : [];
  });
}
