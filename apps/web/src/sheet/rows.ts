import type { Status } from '#contract';
import type { Band } from '../timeline/band.js';
import { tombstoneOf } from '../timeline/withheld.js';
import type { PostRow, Sheet } from './sheet.js';

/** A band across both panes. */
interface BandRow {
  kind: 'band';
  key: string;
  at: string;
  band: Band;
}

/** The reasons of two sides, told beside each other at equal width. */
interface ReasonsRow {
  kind: 'reasons';
  key: string;
  at: string;
  /** Whoever acted speaks first. */
  bands: [Band, Band];
}

/** Narrator's rows in one line that says how many they are; opens in place. */
export interface NotesRow {
  kind: 'notes';
  key: string;
  at: string;
  bands: Band[];
  open: boolean;
}

/** A run of stand-ins in one row, counted on each side; opens in place. */
export interface FoldRow {
  kind: 'fold';
  key: string;
  at: string;
  /** Rows that differ stand first. */
  rows: PostRow[];
  open: boolean;
  left: Tally;
  right: Tally;
  same: boolean;
  /** Stand-ins stand unfolded elsewhere in the list: these are "more". */
  more: boolean;
}

/** How many stand-ins in a run read alike on a side. */
interface Tally {
  withheld: number;
  shown: number;
}

export type Row = PostRow | BandRow | ReasonsRow | NotesRow | FoldRow;

/** Below this many, a run of stand-ins stays as it is. */
const RUN = 3;
/** Below the newest post, a run of more narrator's rows than this is folded. */
const MOST_BELOW = 2;

/** Which folds are open, and which row stands out. */
export interface Folding {
  /** Ids of posts of runs that are open, and keys of rows of notes. */
  opened: ReadonlySet<string>;
  /** The id of the post that is brought under the newest one; null for none. */
  lead: string | null;
  /** When the day of an instant began, ISO 8601 with milliseconds. */
  dayStart: (at: string) => string;
  /** How many narrator's rows stand above the newest post, at most. */
  mostAbove: number;
  /** Whether the lead stands above the newest post: where only one of them is in view. */
  leadFirst: boolean;
}

/**
 * The rows of a sheet, folded. Bands are few and posts are many: each band finds its place among the posts, and
 * the posts between two of them are gone through once.
 */
export function rowsOf(sheet: Sheet, folding: Folding): Row[] {
  const { posts } = sheet;
  const rows: Row[] = [];
  const folds: FoldRow[] = [];
  let hasFaces = false;
  let next = 0;
  const foldUpTo = (end: number): void => {
    hasFaces = foldStandIns(posts, next, end, folding, rows, folds) || hasFaces;
    next = end;
  };
  for (const { bands, above } of placed(sheet)) {
    foldUpTo(above);
    for (const row of foldNotes(withReasons(bands), above, posts[above], folding)) rows.push(row);
  }
  foldUpTo(posts.length);
  for (const fold of folds) fold.more = hasFaces;
  return withLead(rows, folding);
}

/** Where a post stands: when it turned, or else when it was written. ISO 8601. */
export function instantOf({ turn, at }: PostRow): string {
  return turn?.at ?? at;
}

/** Bands that stand together, with the index of the post below them; that of the end for the last. */
interface Placed {
  bands: BandRow[];
  above: number;
}

function placed({ posts, bands }: Sheet): Placed[] {
  const narrated = bands.some(({ kind }) => kind === 'context');
  const shown = narrated ? bands.filter(({ kind }) => kind === 'context') : bands;
  const runs: Placed[] = [];
  for (const band of shown) {
    const last = runs.at(-1);
    const above = indexUnder(posts, band.at, last?.above ?? 0);
    if (last?.above === above) last.bands.push(bandRow(band));
    else runs.push({ bands: [bandRow(band)], above });
  }
  return runs;
}

/** The index of the newest post at or before an instant: at the same instant a decision stands above what it is on. */
function indexUnder(posts: readonly PostRow[], at: string, from: number): number {
  let [low, high] = [from, posts.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (instantOf(posts[middle]!) > at) low = middle + 1;
    else high = middle;
  }
  return low;
}

function bandRow(band: Band): BandRow {
  return { kind: 'band', key: `${band.key} band`, at: band.at, band };
}

/** Two adjacent bands that give each a side's reasons become one row. */
function withReasons(rows: readonly BandRow[]): (BandRow | ReasonsRow)[] {
  const paired: (BandRow | ReasonsRow)[] = [];
  for (let i = 0; i < rows.length; i++) {
    const [row, older] = [rows[i]!, rows[i + 1]];
    const [side, other] = [sideOf(row), older === undefined ? null : sideOf(older)];
    if (older !== undefined && side !== null && other !== null && side !== other) {
      // Newest first in the list, so whoever spoke first is below.
      paired.push({ kind: 'reasons', key: older.key, at: row.at, bands: [older.band, row.band] });
      i += 1;
    } else paired.push(row);
  }
  return paired;
}

function sideOf({ band }: BandRow): string | null {
  return band.kind === 'context' ? band.row.side : null;
}

/**
 * Folds narrator's rows: above the newest post all but the newest few, elsewhere runs of more than two, but for
 * the one right above a row that differs, which tells why it does.
 */
function foldNotes(
  run: (BandRow | ReasonsRow)[],
  above: number,
  below: PostRow | undefined,
  { opened, mostAbove }: Folding,
): (BandRow | ReasonsRow | NotesRow)[] {
  const isOnTop = above === 0;
  const differsBelow = below !== undefined && !below.same;
  const room = isOnTop ? mostAbove : sizeOf(run) <= MOST_BELOW ? MOST_BELOW : differsBelow ? 1 : 0;
  return foldRun(run, isOnTop, room, opened);
}

function foldRun(
  run: (BandRow | ReasonsRow)[],
  isOnTop: boolean,
  most: number,
  opened: ReadonlySet<string>,
): (BandRow | ReasonsRow | NotesRow)[] {
  const kept: (BandRow | ReasonsRow)[] = [];
  let room = most;
  const rest = [...run];
  const take = (): BandRow | ReasonsRow | undefined => (isOnTop ? rest[0] : rest.at(-1));
  for (let row = take(); row !== undefined && bandsOf(row).length <= room; row = take()) {
    room -= bandsOf(row).length;
    kept.push(row);
    if (isOnTop) rest.shift();
    else rest.pop();
  }
  const notes = notesOf(rest, opened);
  if (notes === null) return run;
  const inside = notes.open ? rest : [];
  return isOnTop ? [...kept, notes, ...inside] : [notes, ...inside, ...kept.reverse()];
}

function notesOf(rows: readonly (BandRow | ReasonsRow)[], opened: ReadonlySet<string>): NotesRow | null {
  const oldest = rows.at(-1);
  if (oldest === undefined) return null;
  const key = `${oldest.key} notes`;
  return { kind: 'notes', key, at: rows[0]!.at, bands: rows.flatMap(bandsOf), open: opened.has(key) };
}

function sizeOf(rows: readonly (BandRow | ReasonsRow)[]): number {
  return rows.reduce((sum, row) => sum + bandsOf(row).length, 0);
}

function bandsOf(row: BandRow | ReasonsRow): Band[] {
  return row.kind === 'band' ? [row.band] : row.bands;
}

/** Adds the posts from one index to another, runs of stand-ins in one row. @returns whether a face is among them */
function foldStandIns(
  posts: readonly PostRow[],
  from: number,
  to: number,
  { opened, dayStart }: Folding,
  rows: Row[],
  folds: FoldRow[],
): boolean {
  let hasFaces = false;
  for (let start = from; start < to;) {
    const end = endOfRun(posts, start, to, dayStart);
    if (end - start < RUN) {
      for (let index = start; index < end; index++) {
        const row = posts[index]!;
        hasFaces ||= row.face;
        rows.push(row);
      }
    } else {
      const fold = foldOf(posts.slice(start, end), opened);
      rows.push(fold);
      folds.push(fold);
      if (fold.open) for (const row of fold.rows) rows.push(row);
    }
    start = end;
  }
  return hasFaces;
}

/**
 * The index after a post and those of its run: adjacent stand-ins that turned at the same instant, or never did
 * and are of one day.
 */
function endOfRun(
  posts: readonly PostRow[],
  start: number,
  to: number,
  dayStart: (at: string) => string,
): number {
  const first = posts[start]!;
  if (!isFoldable(first)) return start + 1;
  const turned = first.turn?.at;
  const since = first.turn === null ? dayStart(first.at) : null;
  for (let index = start + 1; index < to; index++) {
    const row = posts[index]!;
    if (!isFoldable(row) || row.turn?.at !== turned) return index;
    if (since !== null && row.at < since) return index;
  }
  return to;
}

function isFoldable({ standIn, face }: PostRow): boolean {
  return standIn && !face;
}

function foldOf(run: readonly PostRow[], opened: ReadonlySet<string>): FoldRow {
  const [differing, same]: [PostRow[], PostRow[]] = [[], []];
  const [left, right]: [Tally, Tally] = [noTally(), noTally()];
  let open = false;
  for (const row of run) {
    (row.same ? same : differing).push(row);
    count(left, row.left);
    count(right, row.right);
    open ||= opened.has(row.id);
  }
  return {
    kind: 'fold',
    // By its oldest: a run grows at the top while it is being looked at.
    key: `${run.at(-1)!.key} fold`,
    at: instantOf(run[0]!),
    rows: [...differing, ...same],
    open,
    left,
    right,
    same: differing.length === 0,
    // Said once all rows are known.
    more: false,
  };
}

const noTally = (): Tally => ({ withheld: 0, shown: 0 });

function count(tally: Tally, status: Status | null): void {
  if (status === null) return;
  tally[tombstoneOf(status) === null ? 'shown' : 'withheld'] += 1;
}

/** Brings the lead under the newest post, or above it, with its fold. */
function withLead(rows: Row[], { lead, leadFirst }: Folding): Row[] {
  if (lead === null) return rows;
  const at = rows.findIndex(
    (row) => (row.kind === 'pair' && row.id === lead) || (row.kind === 'fold' && row.rows[0]?.id === lead),
  );
  const newest = rows.findIndex(({ kind }) => kind === 'pair' || kind === 'fold');
  const to = leadFirst ? newest : newest + 1;
  if (at <= to) return rows;
  const row = rows[at]!;
  const below = rows[at + 1];
  const isItsFold =
    row.kind === 'pair' && below?.kind === 'fold' && below.rows[0]!.turn?.at === row.turn?.at && !below.same;
  const end = at + (isItsFold && !below.open ? 2 : 1);
  return [...rows.slice(0, to), ...rows.slice(at, end), ...rows.slice(to, at), ...rows.slice(end)];
}
