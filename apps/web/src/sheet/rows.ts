import type { Status } from '#contract';
import type { Band } from '../timeline/band.js';
import { tombstoneOf, type PostRow, type Sheet } from './sheet.js';

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
  /** The day that an instant falls on, as a key. */
  dayOf: (at: string) => string;
  /** How many narrator's rows stand above the newest post, at most. */
  mostAbove: number;
  /** Whether the lead stands above the newest post: where only one of them is in view. */
  leadFirst: boolean;
}

/** The rows of a sheet, folded. */
export function rowsOf(sheet: Sheet, folding: Folding): Row[] {
  const merged = merge(sheet);
  const rows = foldStandIns(foldNotes(withReasons(merged), folding), folding);
  return withLead(rows, folding);
}

/** Where a post stands: when it turned, or else when it was written. ISO 8601. */
export function instantOf({ turn, at }: PostRow): string {
  return turn?.at ?? at;
}

type Unfolded = PostRow | BandRow | ReasonsRow;

function merge({ posts, bands }: Sheet): (PostRow | BandRow)[] {
  const narrated = bands.some(({ kind }) => kind === 'context');
  const shown = narrated ? bands.filter(({ kind }) => kind === 'context') : bands;
  const rows: (PostRow | BandRow)[] = [];
  let next = 0;
  for (const post of posts) {
    // At the same instant the decision stands above what it is on.
    for (; next < shown.length && shown[next]!.at >= instantOf(post); next++)
      rows.push(bandRow(shown[next]!));
    rows.push(post);
  }
  return [...rows, ...shown.slice(next).map(bandRow)];
}

function bandRow(band: Band): BandRow {
  return { kind: 'band', key: `${band.key} band`, at: band.at, band };
}

/** Two adjacent rows that give each a side's reasons become one. */
function withReasons(rows: readonly (PostRow | BandRow)[]): Unfolded[] {
  const paired: Unfolded[] = [];
  for (let i = 0; i < rows.length; i++) {
    const row = rows[i]!;
    const older = row.kind === 'band' ? rows[i + 1] : undefined;
    const [side, other] = [sideOf(row), sideOf(older)];
    if (side !== null && other !== null && side !== other && row.kind === 'band' && older?.kind === 'band') {
      // Newest first in the list, so whoever spoke first is below.
      paired.push({ kind: 'reasons', key: older.key, at: row.at, bands: [older.band, row.band] });
      i += 1;
    } else paired.push(row);
  }
  return paired;
}

function sideOf(row: Unfolded | undefined): string | null {
  return row?.kind === 'band' && row.band.kind === 'context' ? row.band.row.side : null;
}

/**
 * Folds narrator's rows: above the newest post all but the newest few, elsewhere runs of more than two, but for
 * the one right above a row that differs, which tells why it does.
 */
function foldNotes(rows: readonly Unfolded[], { opened, mostAbove }: Folding): (Unfolded | NotesRow)[] {
  const folded: (Unfolded | NotesRow)[] = [];
  for (let start = 0; start < rows.length;) {
    let end = start;
    while (end < rows.length && rows[end]!.kind !== 'pair') end += 1;
    const below = rows[end];
    if (end > start) {
      const run = rows.slice(start, end) as (BandRow | ReasonsRow)[];
      const isOnTop = start === 0;
      const differsBelow = below?.kind === 'pair' && !below.same;
      const room = isOnTop ? mostAbove : sizeOf(run) <= MOST_BELOW ? MOST_BELOW : differsBelow ? 1 : 0;
      folded.push(...foldRun(run, isOnTop, room, opened));
    }
    if (below !== undefined) folded.push(below);
    start = end + 1;
  }
  return folded;
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

function foldStandIns(rows: readonly (Unfolded | NotesRow)[], folding: Folding): Row[] {
  const more = rows.some((row) => row.kind === 'pair' && row.face);
  const folded: Row[] = [];
  for (let start = 0; start < rows.length;) {
    const end = endOfRun(rows, start, folding.dayOf);
    if (end - start < RUN) for (let index = start; index < end; index++) folded.push(rows[index] as Row);
    else {
      const fold = foldOf(rows.slice(start, end) as PostRow[], folding.opened, more);
      folded.push(fold);
      if (fold.open) for (const row of fold.rows) folded.push(row);
    }
    start = end;
  }
  return folded;
}

/**
 * The index after a row and those of its run: adjacent stand-ins that turned at the same instant, or never did
 * and are of one day.
 */
function endOfRun(
  rows: readonly (Unfolded | NotesRow)[],
  start: number,
  dayOf: (at: string) => string,
): number {
  const first = rows[start]!;
  if (!isFoldable(first)) return start + 1;
  const day = first.turn === null ? dayOf(first.at) : null;
  for (let index = start + 1; ; index++) {
    const row = rows[index];
    if (row === undefined || !isFoldable(row) || row.turn?.at !== first.turn?.at) return index;
    if (day !== null && dayOf(row.at) !== day) return index;
  }
}

function isFoldable(row: Unfolded | NotesRow): row is PostRow {
  return row.kind === 'pair' && row.standIn && !row.face;
}

function foldOf(run: PostRow[], opened: ReadonlySet<string>, more: boolean): FoldRow {
  return {
    kind: 'fold',
    // By its oldest: a run grows at the top while it is being looked at.
    key: `${run.at(-1)!.key} fold`,
    at: instantOf(run[0]!),
    rows: [...run.filter((row) => !row.same), ...run.filter((row) => row.same)],
    open: run.some((row) => opened.has(row.id)),
    left: tally(run.map((row) => row.left)),
    right: tally(run.map((row) => row.right)),
    same: run.every((row) => row.same),
    more,
  };
}

function tally(statuses: readonly (Status | null)[]): Tally {
  const withheld = statuses.filter((status) => status !== null && tombstoneOf(status) !== null).length;
  const absent = statuses.filter((status) => status === null).length;
  return { withheld, shown: statuses.length - withheld - absent };
}

/** Brings the lead under the newest post, or above it, with its fold. */
function withLead(rows: Row[], { lead, leadFirst }: Folding): Row[] {
  const at = rows.findIndex(
    (row) => (row.kind === 'pair' && row.id === lead) || (row.kind === 'fold' && row.rows[0]?.id === lead),
  );
  const newest = rows.findIndex(({ kind }) => kind === 'pair' || kind === 'fold');
  const to = leadFirst ? newest : newest + 1;
  if (lead === null || at <= to) return rows;
  const row = rows[at]!;
  const below = rows[at + 1];
  const isItsFold =
    row.kind === 'pair' && below?.kind === 'fold' && below.rows[0]!.turn?.at === row.turn?.at && !below.same;
  const end = at + (isItsFold && !below.open ? 2 : 1);
  return [...rows.slice(0, to), ...rows.slice(at, end), ...rows.slice(to, at), ...rows.slice(end)];
}
