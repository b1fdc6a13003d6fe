import type { Status } from '#contract';
import type { Band } from '../timeline/band.js';
import type { Draft } from '../timeline/draft.js';
import { pairOf, type PairRow } from '../timeline/pairing.js';
import { sortKey } from '../timeline/sort-key.js';

/** A band across both panes. */
export interface BandRow {
  kind: 'band';
  key: string;
  at: string;
  band: Band;
}

/** The reasons of two sides, told beside each other at equal width. */
export interface ReasonsRow {
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
  /** What differs stands first. */
  rows: StageRowOfPost[];
  open: boolean;
  left: Tally;
  right: Tally;
  same: boolean;
  /** Stand-ins stand unfolded elsewhere in the list: these are "more". */
  more: boolean;
}

/** How many stand-ins in a run read alike on a side. */
export interface Tally {
  withheld: number;
  shown: number;
}

/** A post as both sides read it, with when it turned into a tombstone on a side, or back; null where it never did. */
export interface StageRowOfPost extends PairRow {
  turnedAt: string | null;
  /** A stand-in that describes somebody: it is what the moment has to lose, and is not folded. */
  face: boolean;
}

export type StageRow = StageRowOfPost | BandRow | ReasonsRow | NotesRow | FoldRow;

/** What both sides see at one moment, as rows that are not folded yet, the newest first. */
export interface Sheet {
  posts: readonly StageRowOfPost[];
  bands: readonly Band[];
}

/** Posts that are about to turn: they are brought to where they will stand. */
export interface Bringing {
  ids: ReadonlySet<string>;
  /** When they turn, ISO 8601. */
  at: string;
}

/** Below this many, a run of stand-ins stays as it is. */
const RUN = 3;
/** Narrator's rows above the newest post, at most. */
const MOST_ABOVE = 2;

/**
 * What two drafts come to, side by side. The row that turned stands where it turned, and not where it was
 * written: so the difference is where the story is. Among those of one instant the first face comes first,
 * then all that are no faces, then the other faces.
 *
 * @param faces ids of accounts that are faces
 */
export function sheetOf(
  left: Draft,
  right: Draft,
  faces: ReadonlySet<string>,
  bringing: Bringing | null = null,
): Sheet {
  const posts: StageRowOfPost[] = [];
  for (const id of new Set([...left.posts.keys(), ...right.posts.keys()])) {
    const [one, other] = [left.posts.get(id) ?? null, right.posts.get(id) ?? null];
    const pair = pairOf(id, one, other);
    const turnedAt = bringing?.ids.has(id) ? bringing.at : later(left.turned.get(id), right.turned.get(id));
    const face = faces.has((one ?? other)!.account.id);
    posts.push({ ...pair, key: sortKey(turnedAt ?? pair.at, id), turnedAt, face });
  }
  posts.sort(newestFirst);
  facesFirst(posts);
  const bands = new Map([...left.bands, ...right.bands]);
  return { posts, bands: [...bands.values()].sort(newestFirst) };
}

/** What is open, and what stands out. */
export interface Folding {
  /** Ids of posts of runs that are open, and keys of rows of notes. */
  opened: ReadonlySet<string>;
  /** The id of the post that is brought under the newest one; null for none. */
  lead: string | null;
  /** The day that an instant falls on, as a key. */
  dayOf: (at: string) => string;
}

/** The rows of a sheet, folded. */
export function rowsOf(sheet: Sheet, folding: Folding): StageRow[] {
  const merged = merge(sheet);
  const rows = foldStandIns(foldNotes(withReasons(merged), folding), folding);
  return withLead(rows, folding.lead);
}

/**
 * The post that a place in the story opens on: the newest that turned since a chapter began and differs, or
 * else the newest that differs at all; null where both sides are the same.
 *
 * @param since when the chapter began, ISO 8601
 */
export function leadOf({ posts }: Sheet, since: string | null): string | null {
  const differing = posts.filter((row) => !row.same);
  const turned = differing.find(({ turnedAt }) => turnedAt !== null && (since === null || turnedAt >= since));
  return (turned ?? differing.find(({ turnedAt }) => turnedAt !== null) ?? differing[0])?.id ?? null;
}

/** How many have something withheld on a side: stand-ins, and others. Whoever has several posts counts once. */
export interface Withheld {
  standIns: number;
  others: number;
}

/** Counts what a side withholds, over all that is folded and not over what happens to be drawn. */
export function withheldIn({ posts }: Draft): Withheld {
  const [standIns, others] = [new Set<string>(), new Set<string>()];
  for (const post of posts.values()) {
    const hidden = tombstoneOf(post);
    if (hidden !== null) (hidden.account.kind === 'stand_in' ? standIns : others).add(hidden.account.id);
  }
  return { standIns: standIns.size, others: others.size };
}

/** The tombstone that a reader sees for a post: its own, or that of what it passes on. */
function tombstoneOf(post: Status): Status | null {
  if (post.tombstone) return post;
  return post.reblog?.tombstone === true ? post.reblog : null;
}

type Unfolded = StageRowOfPost | BandRow | ReasonsRow;

function merge({ posts, bands }: Sheet): (StageRowOfPost | BandRow)[] {
  const narrated = bands.some(({ kind }) => kind === 'context');
  const shown = narrated ? bands.filter(({ kind }) => kind === 'context') : bands;
  const rows: (StageRowOfPost | BandRow)[] = [];
  let next = 0;
  for (const post of posts) {
    // At the same instant the decision stands above what it is on.
    const instant = post.turnedAt ?? post.at;
    for (; next < shown.length && shown[next]!.at >= instant; next++) rows.push(bandRow(shown[next]!));
    rows.push(post);
  }
  return [...rows, ...shown.slice(next).map(bandRow)];
}

function bandRow(band: Band): BandRow {
  return { kind: 'band', key: `${band.key} band`, at: band.at, band };
}

/** Two adjacent rows that give each a side's reasons become one. */
function withReasons(rows: readonly (StageRowOfPost | BandRow)[]): Unfolded[] {
  const paired: Unfolded[] = [];
  for (let i = 0; i < rows.length; i++) {
    const [row, older] = [rows[i]!, rows[i + 1]];
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
 * Folds narrator's rows: above the newest post all but two, elsewhere runs of more than two, but for the one
 * right above a row that differs, which tells why it does.
 */
function foldNotes(rows: readonly Unfolded[], { opened }: Folding): (Unfolded | NotesRow)[] {
  const folded: (Unfolded | NotesRow)[] = [];
  for (let start = 0; start < rows.length;) {
    let end = start;
    while (end < rows.length && rows[end]!.kind !== 'pair') end += 1;
    const run = rows.slice(start, end) as (BandRow | ReasonsRow)[];
    const below = rows[end];
    if (run.length > 0) folded.push(...foldRun(run, start === 0, below?.kind === 'pair' && !below.same, opened));
    if (below !== undefined) folded.push(below);
    start = end + 1;
  }
  return folded;
}

function foldRun(
  run: (BandRow | ReasonsRow)[],
  isOnTop: boolean,
  differsBelow: boolean,
  opened: ReadonlySet<string>,
): (BandRow | ReasonsRow | NotesRow)[] {
  const size = run.reduce((sum, row) => sum + bandsOf(row).length, 0);
  if (size <= MOST_ABOVE) return run;
  const kept: (BandRow | ReasonsRow)[] = [];
  let room = isOnTop ? MOST_ABOVE : differsBelow ? 1 : 0;
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

function bandsOf(row: BandRow | ReasonsRow): Band[] {
  return row.kind === 'band' ? [row.band] : row.bands;
}

function foldStandIns(rows: readonly (Unfolded | NotesRow)[], folding: Folding): StageRow[] {
  const more = rows.some((row) => row.kind === 'pair' && row.face);
  const folded: StageRow[] = [];
  for (let start = 0; start < rows.length;) {
    const run = runFrom(rows, start, folding.dayOf);
    const end = start + Math.max(run.length, 1);
    if (run.length < RUN) folded.push(...(rows.slice(start, end) as StageRow[]));
    else {
      const fold = foldOf(run, folding.opened, more);
      folded.push(fold, ...(fold.open ? fold.rows : []));
    }
    start = end;
  }
  return folded;
}

/** Adjacent stand-ins that turned at the same instant, or never did and are of one day. */
function runFrom(
  rows: readonly (Unfolded | NotesRow)[],
  start: number,
  dayOf: (at: string) => string,
): StageRowOfPost[] {
  const run: StageRowOfPost[] = [];
  for (let index = start; index < rows.length; index++) {
    const row = rows[index]!;
    if (row.kind !== 'pair' || !row.standIn || row.face) break;
    const first = run[0];
    if (first !== undefined && first.turnedAt !== row.turnedAt) break;
    if (first !== undefined && dayOf(first.at) !== dayOf(row.at)) break;
    run.push(row);
  }
  return run;
}

function foldOf(run: StageRowOfPost[], opened: ReadonlySet<string>, more: boolean): FoldRow {
  return {
    kind: 'fold',
    // By its oldest: a run grows at the top while it is being looked at.
    key: `${run.at(-1)!.key} fold`,
    at: run[0]!.turnedAt ?? run[0]!.at,
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

/** Brings the lead under the newest post, with the decision above it and the fold below. */
function withLead(rows: StageRow[], lead: string | null): StageRow[] {
  const at = rows.findIndex(
    (row) => (row.kind === 'pair' && row.id === lead) || (row.kind === 'fold' && row.rows[0]?.id === lead),
  );
  const newest = rows.findIndex((row) => row.kind === 'pair');
  if (lead === null || at === -1 || newest === -1 || at <= newest + 1) return rows;
  const row = rows[at]!;
  const first = rows[at - 1]?.kind === 'band' && at - 1 > newest ? at - 1 : at;
  const below = rows[at + 1];
  const isItsFold =
    row.kind === 'pair' && below?.kind === 'fold' && below.rows[0]!.turnedAt === row.turnedAt && !below.same;
  const end = at + (isItsFold && !below.open ? 2 : 1);
  return [
    ...rows.slice(0, newest + 1),
    ...rows.slice(first, end),
    ...rows.slice(newest + 1, first),
    ...rows.slice(end),
  ];
}

function newestFirst(one: { key: string }, other: { key: string }): number {
  return one.key < other.key ? 1 : one.key > other.key ? -1 : 0;
}

/** Orders posts that turned at one instant: the first face, then all that are none, then the other faces. */
function facesFirst(posts: StageRowOfPost[]): void {
  for (let start = 0; start < posts.length;) {
    const { turnedAt } = posts[start]!;
    let end = start + 1;
    while (end < posts.length && turnedAt !== null && posts[end]!.turnedAt === turnedAt) end += 1;
    const group = posts.slice(start, end);
    const [first, ...faces] = group.filter(({ face }) => face);
    if (first !== undefined && group.length > 1)
      posts.splice(start, group.length, first, ...group.filter(({ face }) => !face), ...faces);
    start = end;
  }
}

function later(one: string | undefined, other: string | undefined): string | null {
  if (one === undefined || other === undefined) return one ?? other ?? null;
  return one > other ? one : other;
}
