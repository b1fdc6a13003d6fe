import type { Status } from '#contract';
import type { Band } from '../timeline/band.js';
import type { Turn } from '../timeline/draft.js';
import { sortKey } from '../timeline/sort-key.js';
import { pairOf, type Pair } from './pair.js';

/** The view of one side: of a stream, or at a moment of a tape. */
export interface Seen {
  readonly posts: ReadonlyMap<string, Status>;
  readonly bands: ReadonlyMap<string, Band>;
  readonly turned: ReadonlyMap<string, Turn>;
}

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

/**
 * Makes the sheets of one story, one after the other. Rows are kept, those of posts that are not there now too:
 * so a move costs what it changes, and what says the same is the same object. What comes out is the same
 * whatever was made before.
 */
export class SheetMaker {
  /** The rows of the sheet before, the newest first. */
  private shown: PostRow[] = [];
  /** The last rows of posts that were there once and are not now, in any order. */
  private absent: PostRow[] = [];
  private readonly known = new Set<string>();

  /** @param faces ids of accounts that are faces */
  constructor(private readonly faces: ReadonlySet<string>) {}

  make(left: Seen, right: Seen, bringing: Bringing | null = null): Sheet {
    const [stays, comes, absent]: [PostRow[], PostRow[], PostRow[]] = [[], [], []];
    // On most sides nothing ever turns.
    const [turnedLeft, turnedRight] = [left, right].map(({ turned }) =>
      turned.size > 0 ? turned : undefined,
    );
    const turnOf = (id: string): Turn | null => later(turnedLeft?.get(id), turnedRight?.get(id));
    let [onLeft, onRight] = [0, 0];
    const look = (id: string, was: PostRow | null, unchanged: PostRow[]): void => {
      const [one, other] = [left.posts.get(id) ?? null, right.posts.get(id) ?? null];
      if (one === null && other === null) return void absent.push(was!);
      if (one !== null) onLeft += 1;
      if (other !== null) onRight += 1;
      const turn = bringing?.ids.has(id) ? bringing.turn : turnOf(id);
      if (was !== null && was.left === one && was.right === other && sameTurn(was.turn, turn))
        unchanged.push(was);
      else comes.push(this.rowOf(id, one, other, turn));
    };
    for (const was of this.shown) look(was.id, was, stays);
    for (const was of this.absent) look(was.id, was, comes);
    const lookForNew = ({ posts }: Seen): void => {
      for (const id of posts.keys()) {
        if (this.known.has(id)) continue;
        this.known.add(id);
        look(id, null, comes);
      }
    };
    if (onLeft < left.posts.size) lookForNew(left);
    if (onRight < right.posts.size) lookForNew(right);
    this.shown = merged(stays, comes.sort(newestFirst));
    this.absent = absent;
    const bands = new Map([...left.bands, ...right.bands]);
    return { posts: facesFirst(this.shown), bands: [...bands.values()].sort(newestFirst) };
  }

  private rowOf(id: string, left: Status | null, right: Status | null, turn: Turn | null): PostRow {
    const pair = pairOf(id, left, right);
    const face = this.faces.has((left ?? right)!.account.id);
    return { ...pair, key: sortKey(turn?.at ?? pair.at, id), turn, face };
  }
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

/** How many have something withheld on a side: stand-ins, and others. Whoever has several posts counts once. */
export interface Withheld {
  standIns: number;
  others: number;
}

/** Counts what a side withholds, over all that is folded and not over what happens to be drawn. */
export function withheldIn({ posts }: Pick<Seen, 'posts'>): Withheld {
  const [standIns, others] = [new Set<string>(), new Set<string>()];
  for (const post of posts.values()) {
    const hidden = tombstoneOf(post);
    if (hidden !== null) (hidden.account.kind === 'stand_in' ? standIns : others).add(hidden.account.id);
  }
  return { standIns: standIns.size, others: others.size };
}

/** The tombstone that a reader sees for a post: its own, or that of what it passes on. */
export function tombstoneOf(post: Status): Status | null {
  if (post.tombstone) return post;
  return post.reblog?.tombstone === true ? post.reblog : null;
}

function newestFirst(one: { key: string }, other: { key: string }): number {
  return one.key < other.key ? 1 : one.key > other.key ? -1 : 0;
}

/** Two lists that are in order each, in one. */
function merged(some: readonly PostRow[], others: readonly PostRow[]): PostRow[] {
  const all: PostRow[] = [];
  let next = 0;
  for (const one of some) {
    for (; next < others.length && others[next]!.key > one.key; next++) all.push(others[next]!);
    all.push(one);
  }
  for (; next < others.length; next++) all.push(others[next]!);
  return all;
}

/** Posts, with those that turned at one instant in their order: the first face, then all that are none, then the other faces. */
function facesFirst(posts: readonly PostRow[]): PostRow[] {
  const ordered: PostRow[] = [];
  for (let start = 0; start < posts.length;) {
    const { turn } = posts[start]!;
    let end = start + 1;
    while (end < posts.length && turn !== null && posts[end]!.turn?.at === turn.at) end += 1;
    if (end === start + 1) ordered.push(posts[start]!);
    else {
      const group = posts.slice(start, end);
      const [first, ...faces] = group.filter(({ face }) => face);
      const others = group.filter(({ face }) => !face);
      for (const row of [...(first === undefined ? [] : [first]), ...others, ...faces]) ordered.push(row);
    }
    start = end;
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
