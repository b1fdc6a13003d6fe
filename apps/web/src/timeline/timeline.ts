import type { Account, Frame, FramePayloads, Status } from '#contract';
import type { Failure } from '../api/failure.js';
import { bindsIn } from '../viewpoint/countries.js';
import { contextBand, frameBand, type Band } from './band.js';
import { sortKey } from './sort-key.js';
import { veilStatus } from './veil.js';

/**
 * One pane: the public timeline as seen from one place, folded from pages read over HTTP and frames
 * that arrived meanwhile. Pure: no clock, no network, no DOM.
 *
 * Two rules run through it. Applying a frame again changes nothing. And it fails closed: once a
 * withholding that binds here is known, no text of what it withholds is kept, whatever order pages
 * and frames come in; where that may be one step behind, `awaiting` asks for the page again.
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
      // What is on the page stays readable; only a pane that never read anything has failed.
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
  const after = believed.reduce(apply, pane);
  return doubted.size === 0 ? after : { ...after, awaiting: new Set([...after.awaiting, ...doubted]) };
}

function onFrames(pane: Pane, frames: readonly Frame[]): Pane {
  return frames.reduce((before, frame) => {
    // Sent again after a reconnection: already applied.
    if (before.seq !== null && frame.seq <= before.seq) return before;
    const after = apply(before, frame);
    const seq = frame.more === true ? before.seq : frame.seq;
    const held = before.held === null ? null : hold(before.held, frame, pane.from);
    return { ...after, seq, held };
  }, pane);
}

/** Keeps a frame for later, and no words in the frames before it that it withholds or deletes. */
function hold(held: readonly Frame[], frame: Frame, from: string): readonly Frame[] {
  if (frame.type === 'delete') {
    const gone = deleted(frame.payload);
    const kept = held.filter((earlier) => !carries(earlier) || !gone.drop(earlier.payload));
    return [...kept.map((earlier) => mapPayload(earlier, gone.change)), frame];
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

function apply(pane: Pane, frame: Frame): Pane {
  switch (frame.type) {
    case 'update':
      return onUpdate(pane, frame.payload);
    case 'status.update':
      return onStatusUpdate(pane, frame.payload);
    case 'delete':
      return onDelete(pane, frame.payload);
    case 'account.update':
      return onAccountUpdate(pane, frame.payload);
    case 'withheld':
      return onWithheld(pane, frame.payload);
    case 'counts':
      return onCounts(pane, frame.payload);
    case 'context':
      return withBand(pane, contextBand(frame.payload));
    case 'order':
    case 'decision':
      return withBand(pane, frameBand(frame));
    default:
      // A newer server may tell more than this page knows of.
      return pane;
  }
}

/** A new post. One that is here already is not overwritten: it may have been withheld since. */
function onUpdate(pane: Pane, post: Status): Pane {
  const here = pane.posts.get(post.id);
  if (here === undefined ? !inReach(pane, post) : !(post.tombstone && !here.tombstone)) return pane;
  return withPosts(pane, [post]);
}

function onStatusUpdate(pane: Pane, post: Status): Pane {
  const changed: Status[] = [];
  if (pane.posts.has(post.id) || inReach(pane, post)) changed.push(post);
  for (const wrapper of pane.posts.values()) {
    const after = withNested(wrapper, (nested) => (nested.id === post.id ? post : nested));
    if (after !== wrapper && wrapper.id !== post.id) changed.push(after);
  }
  const after = withPosts(pane, changed);
  if (!pane.awaiting.has(post.id)) return after;
  return { ...after, awaiting: new Set([...pane.awaiting].filter((id) => id !== post.id)) };
}

function onDelete(pane: Pane, id: string): Pane {
  const gone = deleted(id);
  return withoutPosts(pane, gone.drop, gone.change);
}

/** Drops a deleted post and its re-posts, and marks the quote as deleted in posts that quote it. */
function deleted(id: string) {
  return {
    drop: (post: Status): boolean => post.id === id || post.reblog?.id === id,
    change: (post: Status): Status =>
      post.quote?.quoted_status?.id === id
        ? { ...post, quote: { state: 'deleted', quoted_status: null } }
        : post,
  };
}

function onAccountUpdate(pane: Pane, account: Account): Pane {
  if (account.suspended === true) {
    // Suspended is left out of timelines.
    return withoutPosts(
      pane,
      (post) => post.account.id === account.id || post.reblog?.account.id === account.id,
      (post) => (post.quote?.quoted_status?.account.id === account.id ? { ...post, quote: null } : post),
    );
  }
  const change = withholding({ type: 'account.update', payload: account }, pane.from);
  const theirs = (post: Status): Status => (post.account.id === account.id ? { ...post, account } : post);
  const named = mapPosts(pane, (post) => withNested(theirs(post), theirs));
  return change === null ? named : veilAll(named, change);
}

function onWithheld(pane: Pane, told: FramePayloads['withheld']): Pane {
  const change = withholding({ type: 'withheld', payload: told }, pane.from);
  if (change !== null) return veilAll(pane, change);

  const awaiting = new Set(pane.awaiting);
  const about = concerns(told);
  const noted = (post: Status): Status => {
    if (!about(post) || sameWithheld(post.withheld, told.withheld)) return post;
    if (post.tombstone) awaiting.add(post.id);
    return { ...post, withheld: told.withheld };
  };
  const after = mapPosts(pane, (post) => withNested(noted(post), noted));
  return awaiting.size === pane.awaiting.size ? after : { ...after, awaiting };
}

/** Withholds what a telling is about. What merely wraps it is veiled too, until the server says how it reads. */
function veilAll(pane: Pane, change: Withholding): Pane {
  const wrappers: string[] = [];
  const after = mapPosts(pane, (post) => {
    const veiled = veilWhere(post, change, pane.from);
    if (veiled.tombstone && !post.tombstone && !change.about(post)) wrappers.push(post.id);
    return veiled;
  });
  return wrappers.length === 0 ? after : { ...after, awaiting: new Set([...after.awaiting, ...wrappers]) };
}

function onCounts(pane: Pane, counts: FramePayloads['counts']): Pane {
  const { status_id, ...figures } = counts;
  // Counts of something withheld go with it.
  const counted = (post: Status): Status =>
    post.id === status_id && !post.tombstone ? { ...post, ...figures } : post;
  return mapPosts(pane, (post) => withNested(counted(post), counted));
}

/** A withholding that binds here: what it is about, whose, and its terms. */
interface Withholding {
  about: (post: Status) => boolean;
  /** The account, where all of it is withheld. */
  account: string | null;
  withheld: FramePayloads['withheld']['withheld'];
}

type Telling =
  { type: 'withheld'; payload: FramePayloads['withheld'] } | { type: 'account.update'; payload: Account };

function withholding(frame: Frame | Telling, from: string): Withholding | null {
  if (frame.type === 'withheld') {
    const told = frame.payload;
    if (!bindsIn(told.country_codes, from)) return null;
    return {
      about: concerns(told),
      account: told.scope === 'user' ? told.account_id : null,
      withheld: told.withheld,
    };
  }
  if (frame.type === 'account.update') {
    const { id, withheld } = frame.payload;
    if (withheld === null || !bindsIn(withheld.country_codes, from)) return null;
    return { about: (post) => post.account.id === id, account: id, withheld };
  }
  return null;
}

function concerns(told: FramePayloads['withheld']): (post: Status) => boolean {
  return told.scope === 'user' || told.status_id === null
    ? (post) => post.account.id === told.account_id
    : (post) => post.id === told.status_id;
}

/** A post as its tombstone where the withholding is about it, or about what it re-posts or quotes. */
function veilWhere(post: Status, change: Withholding, from: string): Status {
  if (change.about(post)) {
    if (!post.tombstone) return veilStatus(post, change.withheld, from);
    return sameWithheld(post.withheld, change.withheld) ? post : { ...post, withheld: change.withheld };
  }
  const nested = post.reblog ?? post.quote?.quoted_status;
  if (!nested || !change.about(nested)) return post;
  if (post.tombstone) return { ...post, reblog: null, quote: null };
  return veilStatus(post, change.withheld && { ...change.withheld, scope: 'tweet' }, from);
}

function withNested(post: Status, change: (nested: Status) => Status): Status {
  const reblog = post.reblog && change(post.reblog);
  const quote: Status['quote'] =
    post.quote?.state === 'accepted'
      ? { state: 'accepted', quoted_status: change(post.quote.quoted_status) }
      : post.quote;
  if (reblog === post.reblog && quote?.quoted_status === post.quote?.quoted_status) return post;
  return { ...post, reblog, quote };
}

function sameWithheld(one: Status['withheld'], other: Status['withheld']): boolean {
  return JSON.stringify(one) === JSON.stringify(other);
}

function floorOf(posts: readonly Status[], older: string | null): string | null {
  if (older === null) return null;
  return posts.reduce<string | null>((lowest, post) => {
    const key = sortKey(post.created_at, post.id);
    return lowest === null || key < lowest ? key : lowest;
  }, null);
}

function inReach(pane: Pane, post: Status): boolean {
  return pane.floor === null || sortKey(post.created_at, post.id) >= pane.floor;
}

function withBand(pane: Pane, band: Band): Pane {
  return pane.bands.has(band.key) ? pane : { ...pane, bands: new Map([...pane.bands, [band.key, band]]) };
}

function withPosts(pane: Pane, changed: readonly Status[]): Pane {
  if (changed.length === 0) return pane;
  return {
    ...pane,
    posts: new Map([...pane.posts, ...changed.map((post): [string, Status] => [post.id, post])]),
  };
}

/** The pane itself where nothing changes, so that nothing is drawn for it. */
function mapPosts(pane: Pane, change: (post: Status) => Status): Pane {
  return withPosts(
    pane,
    [...pane.posts.values()].flatMap((post) => {
      const after = change(post);
      return after === post ? [] : [after];
    }),
  );
}

function withoutPosts(pane: Pane, drop: (post: Status) => boolean, change: (post: Status) => Status): Pane {
  const posts = new Map<string, Status>();
  let touched = false;
  for (const post of pane.posts.values()) {
    if (drop(post)) {
      touched = true;
      continue;
    }
    const after = change(post);
    if (after !== post) touched = true;
    posts.set(post.id, after);
  }
  return touched ? { ...pane, posts } : pane;
}
