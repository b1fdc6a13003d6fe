import { madeTogether, type LoggedEvent } from '#domain';
import { postsAffectedBy, restrictionChangedBy, restrictionsAffectedBy } from './affected.js';

/**
 * How many things (posts, restrictions, and the posts that rest on them) one command or step of a
 * scenario may touch and be told one by one. Beyond, every stream is told to read again: a page is
 * read sooner than as many frames, and two frames of each stay below what may wait for a socket.
 */
export const MOST_TOLD = 1_500;
/** The most things that are read, judged and sent in one slice. */
const SLICE = 50;

/** Events that are sent together. */
export interface Slice {
  events: readonly LoggedEvent[];
  /** Whole commands; or the end of one command, or a part before its end. */
  part: 'whole' | 'end' | 'rest';
  /** Whether it is sent as a `resync`, with frames for nothing but what no page holds. */
  inBrief: boolean;
}

/**
 * Events as they are to be told: small commands together, a large one in slices, one that touches too
 * much in brief.
 *
 * @param events in `seq` order
 * @param begun whether the first of them may be in the middle of a command
 * @param ended whether the last of them ends one
 * @returns slices, those of one command or of several small ones together
 */
export function chaptersOf(events: readonly LoggedEvent[], begun: boolean, ended: boolean): Slice[][] {
  const chapters: Slice[][] = [];
  let small: LoggedEvent[] = [];
  let weight = 0;
  const tellSmall = (): void => {
    if (small.length > 0) chapters.push([slice(small, 'whole')]);
    small = [];
    weight = 0;
  };
  const commands = commandsIn(events);
  for (const [n, command] of commands.entries()) {
    const isEnded = ended || n < commands.length - 1;
    const isWhole = isEnded && !(begun && n === 0);
    const own = weightOf(command);
    if (!isWhole || own > SLICE || weight + own > SLICE) tellSmall();
    if (!isWhole || own > SLICE) chapters.push(chapterOf(command, isWhole, isEnded));
    else {
      small.push(...command);
      weight += own;
    }
  }
  tellSmall();
  return chapters;
}

function chapterOf(command: readonly LoggedEvent[], isWhole: boolean, isEnded: boolean): Slice[] {
  if (thingsIn(command).size > MOST_TOLD) return [inBrief(command)];
  const pieces: LoggedEvent[][] = [];
  let weight = Infinity;
  for (const event of command) {
    const own = weightOf([event]);
    if (weight + own > SLICE) {
      pieces.push([]);
      weight = 0;
    }
    pieces.at(-1)?.push(event);
    weight += own;
  }
  const last = !isEnded ? 'rest' : isWhole && pieces.length === 1 ? 'whole' : 'end';
  return pieces.map((piece, n) => slice(piece, n < pieces.length - 1 ? 'rest' : last));
}

function slice(events: readonly LoggedEvent[], part: Slice['part']): Slice {
  return { events, part, inBrief: false };
}

/** The end of a command, from any of its events on, as one slice in brief. */
export function inBrief(events: readonly LoggedEvent[]): Slice {
  return { events, part: 'end', inBrief: true };
}

function commandsIn(events: readonly LoggedEvent[]): LoggedEvent[][] {
  const commands: LoggedEvent[][] = [];
  let before: LoggedEvent | undefined;
  for (const event of events) {
    if (before !== undefined && madeTogether(before, event)) commands.at(-1)?.push(event);
    else commands.push([event]);
    before = event;
  }
  return commands;
}

/** The posts that events make, change or count for, and the restrictions that they begin or end. */
export function thingsIn(events: readonly LoggedEvent[]): Set<string> {
  return new Set(events.flatMap(thingsOf));
}

function thingsOf(event: LoggedEvent): string[] {
  const { ended, imposed } = restrictionsAffectedBy(event);
  return [...postsAffectedBy(event), ...ended, ...imposed, ...restrictionChangedBy(event)];
}

/** How much work it is to send some events, in things; an event that touches nothing counts as one. */
function weightOf(events: readonly LoggedEvent[]): number {
  return events.reduce((weight, event) => weight + Math.max(1, thingsOf(event).length), 0);
}
