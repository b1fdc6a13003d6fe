import type { Frame, Status } from '#contract';
import type { Failure } from '../api/failure.js';
import type { Band } from './band.js';
import { Draft, veilWhere, withholding, withQuoteGone } from './draft.js';
import { sortKey } from './sort-key.js';

/**
 * One pane that is live: a timeline as seen from one place, folded (`draft.ts`) from pages read over HTTP
 * and frames that arrived meanwhile. Pure: no clock, no network, no DOM.
 */
export interface Pane {
  /** A country, or `elsewhere`. */
  readonly from: string;
  readonly phase: 'reading' | 'ready' | 'failed';
  readonly failure: Failure | null;
  readonly posts: ReadonlyMap<string, Status>;
  readonly bands: ReadonlyMap<string, Band>;
  /** `max_id` of the next older page; null when everything is here. */
  readonly older: string | null;
  /** Sort key of the oldest post read while older ones exist: what is below it comes with its page. */
  readonly floor: string | null;
  /** How many pages were read, to read as many again. */
  readonly pages: number;
  /** How often it was read from the top. */
  readonly reads: number;
  readonly basis: string | null;
  /** The last `seq` whose frames are complete: where to resume. */
  readonly seq: number | null;
  /** Frames that came while a page was being read; applied again on top of it. */
  readonly held: readonly Frame[] | null;
  /** Ids of posts shown as tombstones whose restriction was lifted, and whose content has not come yet. */
  readonly awaiting: ReadonlySet<string>;
}

export type PaneAction =
  /** Subscribed without resuming: nothing before `seq` will be sent. */
  | { type: 'subscribed'; seq: number }
  /** A page is being asked for. */
  | { type: 'asked' }
  /** The newest pages, which replace those that were there. */
  | { type: 'read'; posts: readonly Status[]; older: string | null; pages: number; basis: string | null }
  /** The page after the last. */
  | { type: 'read-older'; posts: readonly Status[]; older: string | null }
  | { type: 'failed'; failure: Failure }
  | { type: 'frames'; frames: readonly Frame[] };

/** Nothing read yet. */
export function emptyPane(from: string): Pane {
  return {
    from,
    phase: 'reading',
    failure: null,
    posts: new Map(),
    bands: new Map(),
    older: null,
    floor: null,
    pages: 0,
    reads: 0,
    basis: null,
    seq: null,
    held: null,
    awaiting: new Set(),
  };
}

/** The pane after something happened to it. */
export function reducePane(pane: Pane, action: PaneAction): Pane {
  switch (action.type) {
    case 'subscribed':
      // A head behind what was seen is another log (a reset server): nothing of the old one stands.
      return pane.seq !== null && action.seq < pane.seq
        ? { ...emptyPane(pane.from), reads: pane.reads, seq: action.seq, held: [] }
        : { ...pane, seq: action.seq, held: pane.held ?? [] };
    case 'asked':
      return { ...pane, held: pane.held ?? [], phase: pane.phase === 'failed' ? 'reading' : pane.phase };
    case 'read':
      return onRead(pane, action);
    case 'read-older':
      return onReadOlder(pane, action);
    case 'failed':
      // Rows on the page stay readable; only a pane that never read anything has failed.
      return {
        ...pane,
        failure: action.failure,
        held: null,
        phase: pane.phase === 'ready' ? 'ready' : 'failed',
      };
    case 'frames':
      return onFrames(pane, action.frames);
  }
}

function onRead(pane: Pane, page: Extract<PaneAction, { type: 'read' }>): Pane {
  const posts = new Map(page.posts.map((post) => [post.id, post]));
  const read: Pane = {
    ...pane,
    phase: 'ready',
    failure: null,
    posts,
    older: page.older,
    floor: floorOf(page.posts, page.older),
    pages: page.pages,
    reads: pane.reads + 1,
    basis: page.basis,
    held: null,
    awaiting: new Set(),
  };
  return replay(read, pane.held ?? [], posts);
}

function onReadOlder(pane: Pane, page: Extract<PaneAction, { type: 'read-older' }>): Pane {
  // Posts that are here already have had their frames; only new ones are taken from the page.
  const fresh = new Map(page.posts.filter((post) => !pane.posts.has(post.id)).map((post) => [post.id, post]));
  const read: Pane = {
    ...pane,
    failure: null,
    posts: new Map([...pane.posts, ...fresh]),
    older: page.older,
    floor: floorOf(page.posts, page.older) ?? (page.older === null ? null : pane.floor),
    pages: pane.pages + 1,
    held: null,
  };
  return replay(read, pane.held ?? [], fresh);
}

/**
 * Held frames on top of a page. The page may be newer than some of them, so a frame that would show
 * what the page has as a tombstone is not believed: the post is read again instead.
 */
function replay(pane: Pane, frames: readonly Frame[], page: ReadonlyMap<string, Status>): Pane {
  const doubted = new Set<string>();
  const believed = frames.filter((frame) => {
    const shows = (frame.type === 'status.update' || frame.type === 'update') && !frame.payload.tombstone;
    if (!shows || page.get(frame.payload.id)?.tombstone !== true) return true;
    doubted.add(frame.payload.id);
    return false;
  });
  const after = folded(pane, believed);
  return doubted.size === 0 ? after : { ...after, awaiting: new Set([...after.awaiting, ...doubted]) };
}

function onFrames(pane: Pane, frames: readonly Frame[]): Pane {
  const { seq } = pane;
  // Sent again after a reconnection: already applied.
  const fresh = seq === null ? frames : frames.filter((frame) => frame.seq > seq);
  const complete = fresh.findLast((frame) => frame.more !== true);
  const held = pane.held && fresh.reduce((before, frame) => hold(before, frame, pane.from), pane.held);
  return { ...folded(pane, fresh), seq: complete?.seq ?? seq, held };
}

/** Keeps a frame for later, and no words in the frames before it that it withholds or deletes. */
function hold(held: readonly Frame[], frame: Frame, from: string): readonly Frame[] {
  if (frame.type === 'delete') {
    const id = frame.payload;
    const kept = held.filter(
      (earlier) => !carries(earlier) || (earlier.payload.id !== id && earlier.payload.reblog?.id !== id),
    );
    return [...kept.map((earlier) => mapPayload(earlier, (post) => withQuoteGone(post, id))), frame];
  }
  const change = withholding(frame, from);
  if (change === null) return [...held, frame];
  const scrubbed = held.flatMap((earlier): Frame[] => {
    if (earlier.type === 'account.update' && earlier.payload.id === change.account) return [];
    return [mapPayload(earlier, (post) => veilWhere(post, change, from))];
  });
  return [...scrubbed, frame];
}

function mapPayload(frame: Frame, change: (post: Status) => Status): Frame {
  return carries(frame) ? { ...frame, payload: change(frame.payload) } : frame;
}

function carries(frame: Frame): frame is Extract<Frame, { type: 'update' | 'status.update' }> {
  return frame.type === 'update' || frame.type === 'status.update';
}

/** The pane with some frames folded in, as one new pane. */
function folded(pane: Pane, frames: readonly Frame[]): Pane {
  if (frames.length === 0) return pane;
  const draft = Draft.of(pane);
  for (const frame of frames) draft.apply(frame);
  const { posts, bands, awaiting } = draft;
  return { ...pane, posts, bands, awaiting };
}

function floorOf(posts: readonly Status[], older: string | null): string | null {
  if (older === null) return null;
  return posts.reduce<string | null>((lowest, post) => {
    const key = sortKey(post.created_at, post.id);
    return lowest === null || key < lowest ? key : lowest;
  }, null);
}
