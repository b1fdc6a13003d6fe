import type { Status } from '#contract';
import type { Band } from '../timeline/band.js';
import type { Seen, Turn } from '../timeline/draft.js';
import { sortKey } from '../timeline/sort-key.js';
import { pairOf, type Pair } from './pair.js';

/** A post as both sides read it, with how it last turned into a tombstone on a side, or back; null where it never did. */
export interface PostRow extends Pair {
  turn: Turn | null;
  /** A stand-in that describes somebody: it is what the moment has to lose, and is not folded. */
  face: boolean;
}

/** The views of both sides at one moment, as rows that are not folded yet, the newest first. */
export interface Sheet {
  posts: readonly PostRow[];
  bands: readonly Band[];
}

/** Posts that are about to turn: they are brought to where they will stand. */
export interface Bringing {
  ids: ReadonlySet<string>;
  turn: Turn;
}

/**
 * Puts two drafts side by side. The row that turned stands where it turned, and not where it was
 * written: so the difference is where the story is. Among those of one instant the first face comes first,
 * then all that are no faces, then the other faces.
 *
 * @param faces ids of accounts that are faces
 */
export function sheetOf(
  left: Seen,
  right: Seen,
  faces: ReadonlySet<string> = new Set(),
  bringing: Bringing | null = null,
): Sheet {
  return new SheetMaker(faces).make(left, right, bringing);
}

/** The last row of a post that was there once. */
interface Kept {
  row: PostRow;
  /** Whether the post is there now. */
  isShown: boolean;
}

/**
 * Makes the sheets of one story, one after the other. Rows are kept, those of posts that are not there now too:
 * so a move costs what it changes, and what says the same is the same object. What comes out is the same
 * whatever was made before.
 */
export class SheetMaker {
  private readonly kept = new Map<string, Kept>();
  private sheet: Sheet = { posts: [], bands: [] };
  /** The rows of it in the order of their keys, the newest first. */
  private inOrder: PostRow[] = [];
  /** The posts that were about to turn in the sheet before. */
  private brought: ReadonlySet<string> = new Set();

  /** @param faces ids of accounts that are faces */
  constructor(private readonly faces: ReadonlySet<string>) {}

  /**
   * Makes the next sheet.
   *
   * @param changed ids of all posts that may differ from the sheet before on a side; null where any may
   */
  make(
    left: Seen,
    right: Seen,
    bringing: Bringing | null = null,
    changed: ReadonlySet<string> | null = null,
  ): Sheet {
    const ids = changed ?? new Set([...this.kept.keys(), ...left.posts.keys(), ...right.posts.keys()]);
    const brings = bringing?.ids ?? NO_IDS;
    const goes = new Set<PostRow>();
    const comes: PostRow[] = [];
    // On most sides nothing ever turns, and to ask for each post costs.
    const [turnedLeft, turnedRight] = [left, right].map(({ turned }) => (turned.size > 0 ? turned : null));
    const turnOf = (id: string): Turn | null =>
      brings.has(id) ? bringing!.turn : later(turnedLeft?.get(id), turnedRight?.get(id));
    const look = (id: string): void => {
      const [one, other] = [left.posts.get(id) ?? null, right.posts.get(id) ?? null];
      const turn = turnOf(id);
      const kept = this.kept.get(id);
      const row = one === null && other === null ? null : this.rowOf(id, one, other, turn, kept?.row);
      const was = kept?.isShown === true ? kept.row : null;
      if (row === was) return;
      if (was !== null) goes.add(was);
      if (row !== null) comes.push(row);
      if (kept === undefined) this.kept.set(id, { row: row!, isShown: true });
      else [kept.row, kept.isShown] = [row ?? kept.row, row !== null];
    };
    for (const id of ids) look(id);
    for (const id of this.brought) if (!ids.has(id)) look(id);
    for (const id of brings) if (!ids.has(id) && !this.brought.has(id)) look(id);
    this.brought = brings;
    this.sheet = this.next(goes, comes, bandsOf(left, right));
    return this.sheet;
  }

  private next(goes: ReadonlySet<PostRow>, comes: PostRow[], bands: readonly Band[]): Sheet {
    const { sheet } = this;
    const sameBands = bands.length === sheet.bands.length && bands.every((one, i) => one === sheet.bands[i]);
    if (goes.size === 0 && comes.length === 0) return sameBands ? sheet : { posts: sheet.posts, bands };
    this.inOrder = merged(this.inOrder, goes, comes.sort(newestFirst));
    return { posts: facesFirst(this.inOrder), bands: sameBands ? sheet.bands : bands };
  }

  /** The row of a post: the one before, where it says the same. */
  private rowOf(
    id: string,
    left: Status | null,
    right: Status | null,
    turn: Turn | null,
    before: PostRow | undefined,
  ): PostRow {
    if (before?.left === left && before.right === right && sameTurn(before.turn, turn)) return before;
    const pair = pairOf(id, left, right);
    const face = this.faces.has((left ?? right)!.account.id);
    return { ...pair, key: turn === null ? pair.key : sortKey(turn.at, id), turn, face };
  }
}

const NO_IDS: ReadonlySet<string> = new Set();

/** The bands of both sides, the newest first. */
function bandsOf(left: Seen, right: Seen): Band[] {
  return [...new Map([...left.bands, ...right.bands]).values()].sort(newestFirst);
}
/**
 * The post that a place in the story opens on: the newest that turned since a chapter began and differs, or
 * else the newest that differs at all; null where both sides are the same.
 *
 * @param since when the chapter began, ISO 8601
 */
export function leadOf({ posts }: Sheet, since: string | null): string | null {
  let [turned, differing]: (string | null)[] = [null, null];
  for (const { id, same, turn } of posts) {
    if (same) continue;
    if (turn !== null && (since === null || turn.at >= since)) return id;
    if (turn !== null) turned ??= id;
    differing ??= id;
  }
  return turned ?? differing ?? null;
}

/** Posts that turned into tombstones, or back. */
export interface Turned {
  withheld: Status[];
  shown: Status[];
}

function newestFirst(one: { key: string }, other: { key: string }): number {
  return one.key < other.key ? 1 : one.key > other.key ? -1 : 0;
}

/** Rows in order, without some and with others, which are in order too. */
function merged(rows: readonly PostRow[], goes: ReadonlySet<PostRow>, comes: readonly PostRow[]): PostRow[] {
  const all: PostRow[] = [];
  let next = 0;
  for (const row of rows) {
    if (goes.size > 0 && goes.has(row)) continue;
    for (; next < comes.length && comes[next]!.key > row.key; next++) all.push(comes[next]!);
    all.push(row);
  }
  for (; next < comes.length; next++) all.push(comes[next]!);
  return all;
}

/** Posts, with those that turned at one instant in their order: the first face, then all that are none, then the other faces. */
function facesFirst(posts: readonly PostRow[]): readonly PostRow[] {
  const ordered = posts.slice();
  for (let index = 0; index < posts.length; index++) {
    const { face, turn } = posts[index]!;
    if (!face || turn === null) continue;
    let [start, end] = [index, index + 1];
    while (start > 0 && posts[start - 1]!.turn?.at === turn.at) start -= 1;
    while (end < posts.length && posts[end]!.turn?.at === turn.at) end += 1;
    const group = posts.slice(start, end);
    const faces = group.filter((row) => row.face);
    const others = group.filter((row) => !row.face);
    [faces[0]!, ...others, ...faces.slice(1)].forEach((row, i) => (ordered[start + i] = row));
    index = end - 1;
  }
  return ordered;
}

function sameTurn(one: Turn | null, other: Turn | null): boolean {
  return one === other || (one !== null && one.at === other?.at && one.precision === other.precision);
}

function later(one: Turn | undefined, other: Turn | undefined): Turn | null {
  if (one === undefined || other === undefined) return one ?? other ?? null;
  return one.at > other.at ? one : other;
}
