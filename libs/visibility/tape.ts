import type { Account, Moment, Status, Tape, TapePayloads } from '#contract';
import {
  holds,
  inForce,
  type Feed,
  type LoggedEvent,
  type Restriction,
  type ScenarioFacts,
  type StoredAccount,
  type StoredPage,
  type StoredPost,
  type ToldEvent,
} from '#domain';
import type { Gate } from './gate.js';
import { gateContextRow, gateDeletion, gateNumberedDecision, gateOrder, gateTrend } from './gate-story.js';
import { seal, sealAs, type Gated } from './gated.js';
import { restrictionsAlsoAt, type Viewpoint } from './viewpoint.js';

/** Changes of a scenario's facts at one instant. */
interface Happening {
  postCounts: ScenarioFacts['postCounts'][number][];
  accountCounts: ScenarioFacts['accountCounts'][number][];
  /** Posts that appear, or from now on have a place in a thread. */
  posts: StoredPost[];
  /** Restrictions that begin or end. */
  restrictions: Restriction[];
  told: ToldEvent[];
}

/** How a post was told last: in the feed or in threads alone, and by which text. */
interface Told {
  in: 'feed' | 'thread';
  /** Compared, without what an account's own counts make of it. */
  text: string;
}

type GatedFrame = {
  [K in keyof TapePayloads]: { type: K; payload: Gated<TapePayloads[K]> };
}[keyof TapePayloads];

/**
 * Makes the tape of a scenario, moment by moment: at each instant at which something happens to it, every post
 * that it may have changed is judged and rendered anew, and told where that gives other bytes than were told
 * last. No rule says what changes what it looks like: only what may.
 *
 * @param viewpoint where and in which language it is looked at, as the public; `at` is of no account
 * @returns its moments; null between them, wherever whoever asks may rest
 */
export function* tapeOf(
  facts: ScenarioFacts,
  viewpoint: Viewpoint,
  gate: Gate,
): Generator<Gated<Moment> | null> {
  yield* new TapeMaker(facts, viewpoint, gate).moments();
}

class TapeMaker {
  private readonly feed: Feed;
  /** All posts, each as it is at the instant that the maker has come to. Its own copies: they change. */
  private readonly page: StoredPage;
  private readonly accounts = new Map<string, StoredAccount>();
  /** The posts of each account. */
  private readonly postsBy = new Map<string, StoredPost[]>();
  /** The posts that pass on or quote each post. */
  private readonly carriers = new Map<string, StoredPost[]>();
  private readonly told = new Map<string, Told>();
  private readonly wasInFeed = new Set<string>();
  /** When each post first has a place in a thread, for those that ever have. */
  private readonly threadedFrom: ReadonlyMap<string, number>;

  constructor(
    private readonly facts: ScenarioFacts,
    private readonly viewpoint: Viewpoint,
    private readonly gate: Gate,
  ) {
    this.feed = { name: 'scenario', key: facts.id };
    this.page = { ids: [], posts: new Map() };
    for (const post of facts.posts) {
      const copy = { ...post, account: this.accountOf(post.account) };
      this.page.posts.set(post.id, copy);
      push(this.postsBy, post.account.id, copy);
      const source = post.repostOf ?? post.quoteOf;
      if (source !== null) push(this.carriers, source, copy);
    }
    this.threadedFrom = threadedFrom(facts.posts);
  }

  private accountOf(account: StoredAccount): StoredAccount {
    let copy = this.accounts.get(account.id);
    if (copy === undefined) this.accounts.set(account.id, (copy = { ...account }));
    return copy;
  }

  *moments(): Generator<Gated<Moment> | null> {
    let n = 0;
    for (const [at, happening] of this.happenings()) {
      const frames = yield* this.framesAt(at, happening);
      if (frames.length === 0) continue;
      yield momentOf({ n, at, step: this.facts.steps.get(at) ?? null }, frames);
      n += 1;
    }
  }

  /** Gives the changes of each instant up to the end, in order. */
  private happenings(): [number, Happening][] {
    const all = new Map<number, Happening>();
    const at = (instant: number): Happening => {
      let found = all.get(instant);
      if (found === undefined) {
        found = { postCounts: [], accountCounts: [], posts: [], restrictions: [], told: [] };
        all.set(instant, found);
      }
      return found;
    };
    const { facts } = this;
    for (const post of this.page.posts.values()) {
      at(post.at).posts.push(post);
      const from = this.threadedFrom.get(post.id);
      if (from !== undefined && from !== post.at) at(from).posts.push(post);
    }
    for (const change of facts.postCounts) at(change.at).postCounts.push(change);
    for (const change of facts.accountCounts) at(change.at).accountCounts.push(change);
    for (const event of facts.told) at(event.at).told.push(event);
    const subjects = [...this.page.posts.values(), ...this.accounts.values()];
    for (const restriction of subjects.flatMap(({ restrictions }) => restrictions)) {
      at(restriction.from).restrictions.push(restriction);
      if (restriction.until !== null) at(restriction.until).restrictions.push(restriction);
    }
    return [...all].filter(([instant]) => instant <= facts.end).sort(([one], [other]) => one - other);
  }

  private *framesAt(at: number, happening: Happening): Generator<null, GatedFrame[]> {
    const touched = new Set<string>();
    for (const { subject, counts } of happening.accountCounts) {
      const account = this.accounts.get(subject);
      if (account !== undefined) account.counts = counts;
    }
    for (const { subject, counts } of happening.postCounts) {
      const post = this.page.posts.get(subject);
      if (post === undefined) continue;
      post.counts = counts;
      this.touch(post, touched);
    }
    for (const post of happening.posts) {
      this.touch(post, touched);
      this.noteLastPost(post.account, at);
    }
    for (const { subject } of happening.restrictions) {
      const post = this.page.posts.get(subject.id);
      for (const one of post === undefined ? (this.postsBy.get(subject.id) ?? []) : [post])
        this.touch(one, touched);
      if (post !== undefined) this.noteLastPost(post.account, at);
    }
    const viewpoint = { ...this.viewpoint, at };
    const frames = [...this.eventFrames(happening.told)];
    for (const id of [...touched].sort()) {
      const post = this.page.posts.get(id);
      if (post !== undefined && post.at <= at) frames.push(...this.framesOf(post, viewpoint));
      yield null;
    }
    return frames;
  }

  /** Adds a post and all that pass it on or quote it, however far. */
  private touch(post: StoredPost, touched: Set<string>): void {
    if (touched.has(post.id)) return;
    touched.add(post.id);
    for (const carrier of this.carriers.get(post.id) ?? []) this.touch(carrier, touched);
  }

  /** When an account last posted words of its own that stand at an instant. */
  private noteLastPost(account: StoredAccount, at: number): void {
    const alsoAt = restrictionsAlsoAt(this.viewpoint);
    const last = (this.postsBy.get(account.id) ?? []).findLast(
      (post) =>
        post.at <= at &&
        !post.deleted &&
        post.repostOf === null &&
        post.quoteOf === null &&
        !post.restrictions.some(
          (one) => one.kind === 'suspend' && (inForce(one, at) || (this.isEnforced && inForce(one, alsoAt))),
        ),
    );
    account.lastPostAt = last?.at ?? null;
  }

  private get isEnforced(): boolean {
    return this.viewpoint.mode === 'enforced';
  }

  /** The frames of one post, where it is seen otherwise than it was told last. */
  private framesOf(post: StoredPost, viewpoint: Viewpoint): GatedFrame[] {
    const was = this.told.get(post.id);
    const inFeed = this.inFeed(post, viewpoint);
    const status = inFeed ?? this.inThread(post, viewpoint);
    if (status === null) {
      if (was === undefined) return [];
      this.told.delete(post.id);
      return [{ type: 'delete', payload: gateDeletion(post.id) }];
    }
    const is: Told = { in: inFeed === null ? 'thread' : 'feed', text: comparable(status) };
    if (was?.in === is.in && was.text === is.text) return [];
    this.told.set(post.id, is);
    if (is.in === 'thread') {
      const frame: GatedFrame = { type: 'thread', payload: status };
      return was?.in === 'feed' ? [{ type: 'delete', payload: gateDeletion(post.id) }, frame] : [frame];
    }
    const isNew = !this.wasInFeed.has(post.id);
    this.wasInFeed.add(post.id);
    return [{ type: isNew ? 'update' : 'status.update', payload: status }];
  }

  private inFeed(post: StoredPost, viewpoint: Viewpoint): Gated<Status> | null {
    if (post.deleted || !holds(this.feed, post)) return null;
    return this.gate.entry(this.page, post.id, viewpoint, 'scenario');
  }

  private inThread(post: StoredPost, viewpoint: Viewpoint): Gated<Status> | null {
    const from = this.threadedFrom.get(post.id);
    if (from === undefined || from > viewpoint.at) return null;
    return this.gate.inThread(post, this.page, viewpoint);
  }

  /** Frames of orders and of the narrator at one instant. */
  private *eventFrames(events: readonly ToldEvent[]): Generator<GatedFrame> {
    const decisions = new Map<string, LoggedEvent<'item.decided'>[]>();
    for (const event of events) {
      switch (event.type) {
        case 'context.added':
          yield { type: 'context', payload: this.contextOf(event) };
          break;
        case 'trend.observed':
          yield { type: 'trend', payload: gateTrend(event) };
          break;
        case 'item.decided':
          push(decisions, `${event.payload.order} ${event.payload.outcome}`, event);
          break;
        default: {
          const order = this.facts.orders.get(event.subject);
          if (order !== undefined) yield { type: 'order', payload: gateOrder(event, order) };
        }
      }
    }
    for (const [first, ...others] of decisions.values()) {
      if (first === undefined) continue;
      const confidential = this.facts.orders.get(first.payload.order)?.confidential ?? true;
      yield { type: 'decision', payload: gateNumberedDecision([first, ...others], confidential) };
    }
  }

  private contextOf({
    id,
    at,
    payload,
    provenance,
  }: LoggedEvent<'context.added'>): Gated<TapePayloads['context']> {
    return gateContextRow({ id, at, ...payload, provenance, scenario: this.facts.id });
  }
}

/**
 * When each post first has a place in a thread that the feed may not give it, ms since the epoch: an answer from
 * the beginning; what is answered, once an answer stands; what is gone, once something that stands hangs on it.
 */
function threadedFrom(posts: readonly StoredPost[]): Map<string, number> {
  const answers = new Map<string, StoredPost[]>();
  for (const post of posts) if (post.inReplyTo !== null) push(answers, post.inReplyTo, post);
  const hanging = new Map<string, number>();
  // From the newest: an answer is later than what it answers.
  for (const { id } of [...posts].reverse()) {
    const from = (answers.get(id) ?? []).map((one) => (one.deleted ? hanging.get(one.id) : one.at));
    const first = Math.min(...from.filter((one) => one !== undefined));
    if (Number.isFinite(first)) hanging.set(id, first);
  }
  const found = new Map(hanging);
  for (const { id, at, inReplyTo, deleted } of posts) if (inReplyTo !== null && !deleted) found.set(id, at);
  return found;
}

/** A status as text, but for what changes with everything that its accounts do: how much, how often and when last. */
function comparable({ value }: Gated<Status>): string {
  return JSON.stringify(withoutCounts(value));
}

function withoutCounts(status: Status): Status {
  const { account, reblog, quote } = status;
  const quoted = quote?.quoted_status ?? null;
  return {
    ...status,
    account: uncounted(account),
    reblog: reblog && withoutCounts(reblog),
    quote: quoted === null ? quote : { state: 'accepted', quoted_status: withoutCounts(quoted) },
  };
}

function uncounted(account: Account): Account {
  return { ...account, followers_count: 0, following_count: 0, statuses_count: 0, last_status_at: null };
}

function momentOf(
  head: { n: number; at: number; step: string | null },
  frames: readonly GatedFrame[],
): Gated<Moment> {
  const at = new Date(head.at).toISOString();
  const value = {
    n: head.n,
    at,
    step: head.step,
    frames: frames.map(({ type, payload }) => ({ type, payload: payload.value })) as Moment['frames'],
  };
  const texts = frames.map(({ type, payload }) => `{"type":"${type}","payload":${payload.text}}`);
  const { n, step } = value;
  return sealAs(value, `${JSON.stringify({ n, at, step }).slice(0, -1)},"frames":[${texts.join()}]}`);
}

/** A page of a tape, of moments that have been through the gate. */
export function gateTape(moments: readonly Gated<Moment>[], rest: Omit<Tape, 'moments'>): Gated<Tape> {
  const value = { moments: moments.map((moment) => moment.value), ...rest };
  const texts = moments.map(({ text }) => text);
  return sealAs(value, `{"moments":[${texts.join()}],${JSON.stringify(rest).slice(1)}`);
}

/** Some moments of a page of a tape. @param from the place of the first among them */
export function partOfTape(
  page: Gated<Tape>,
  from: number,
  limit: number,
  rest: Omit<Tape, 'moments'>,
): Gated<Tape> {
  return seal({ moments: page.value.moments.slice(from, from + limit), ...rest });
}

function push<K, V>(lists: Map<K, V[]>, key: K, value: V): void {
  const list = lists.get(key);
  if (list === undefined) lists.set(key, [value]);
  else list.push(value);
}
