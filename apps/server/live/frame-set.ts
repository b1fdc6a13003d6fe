import type { Database } from '#database';
import type { LoggedEvent, StoredPage } from '#domain';
import {
  accountsById,
  limitedTags,
  notificationsAbout,
  orderHeads,
  postsRestingOn,
  restrictionsById,
  statusesById,
} from '#projections';
import type { Gate, Viewpoint } from '#visibility';
import { FrameMaker, type GatedFrame } from './frame-maker.js';
import {
  countedBy,
  notificationKey,
  postsTouchedBy,
  restrictionsTouchedBy,
  type Touched,
} from './touched.js';
import type { Audience } from './audience.js';

/** How many of the last posts are told again when what they rest on is withheld. */
const RECENT = 400;

/**
 * Some events of the log with all that it takes to tell them to any audience: what they touch is
 * read once, as it is now, and judged per audience. Live and resumed sockets get the same frames.
 */
export class FrameSet {
  private constructor(
    private readonly gate: Gate,
    private readonly events: readonly LoggedEvent[],
    private readonly touched: Touched,
    private readonly now: number,
    private readonly mode: Viewpoint['mode'],
  ) {}

  /**
   * Reads what events touch.
   *
   * @param now ms since the epoch
   */
  static async read(
    database: Database,
    gate: Gate,
    events: readonly LoggedEvent[],
    now: number,
    mode: Viewpoint['mode'],
  ): Promise<FrameSet> {
    return new FrameSet(gate, events, await readTouched(database, events, now), now, mode);
  }

  /** Whether something is erased: what was shown may be gone, and no frame can say what. */
  get erases(): boolean {
    return this.events.some(({ type }) => type === 'account.erased');
  }

  /** Authors who may see more of their own here than others do. */
  restrictedAuthors(): Set<string> {
    const authors = new Set<string>(this.touched.accounts.keys());
    for (const { account, restrictions } of this.touched.page.posts.values()) {
      if (restrictions.length > 0 || account.restrictions.length > 0) authors.add(account.id);
    }
    return authors;
  }

  /** What an audience is told of the events, in `seq` order. */
  framesFor(audience: Audience): GatedFrame[] {
    return new FrameMaker(this.gate, this.touched, audience, this.now, this.mode).make(this.events);
  }
}

async function readTouched(
  database: Database,
  events: readonly LoggedEvent[],
  now: number,
): Promise<Touched> {
  const { reader } = database;
  // Also what was in force right before the first of them: what was shown till then is told what became of it.
  const before = Math.min(now, ...events.map(({ at }) => at)) - 1;
  const when = { at: now, restrictionsAlsoAt: before, viewer: null, suspendedToo: true };
  const ids = new Set<string>();
  const posts = new Set<string>();
  const orders = new Set<string>();
  for (const event of events) {
    for (const id of postsTouchedBy(event)) posts.add(id);
    const { ended, imposed } = restrictionsTouchedBy(event);
    for (const id of [...ended, ...imposed]) ids.add(id);
    if (event.type === 'item.decided') orders.add(event.payload.order);
    if (event.type.startsWith('order.')) orders.add(event.subject);
  }
  const restrictions = await restrictionsById(reader, [...ids]);
  const restricted = new Set<string>();
  const changed = new Set(events.flatMap(({ type, subject }) => (type === 'post.deleted' ? subject : [])));
  for (const { subject } of restrictions) {
    if (subject.type === 'post') changed.add(subject.id);
    if (subject.type === 'account') restricted.add(subject.id);
  }
  const warned = events.flatMap(({ type, subject }) => (type === 'account.warned' ? subject : []));
  const accounts = await accountsById(reader, when, [...new Set([...restricted, ...warned])]);
  const page = await statusesById(reader, when, [...posts, ...changed]);
  // What deleted posts answered counts one reply less.
  const answered = events.flatMap((event) =>
    event.type === 'post.deleted' ? countedBy(event, page.posts) : [],
  );
  const answeredPage = await statusesById(reader, when, answered);
  const resting = await postsRestingOn(reader, when, { posts: changed, accounts: restricted }, RECENT);
  const known = new Map([...resting.posts, ...answeredPage.posts, ...page.posts]);
  return {
    page: { ids: page.ids, posts: known },
    accounts: new Map(accounts.map((account) => [account.id, account])),
    restrictions: new Map(restrictions.map((restriction) => [restriction.id, restriction])),
    notifications: new Map(
      (await notificationsAbout(reader, [...ids])).map((told) => [
        notificationKey(told.restriction.id, told.ended === null ? 'imposed' : 'ended'),
        told,
      ]),
    ),
    orders: await orderHeads(reader, [...orders]),
    limitedTags: await limitedTags(reader, tagsOf(known), now),
    restingOn: byWhatTheyRestOn(resting),
  };
}

/** Ids of posts by each post and account that they rest on. */
function byWhatTheyRestOn({ ids, posts }: StoredPage): Map<string, string[]> {
  const restingOn = new Map<string, string[]>();
  for (const id of ids) {
    for (const one of restsOn(id, posts)) restingOn.set(one, [...(restingOn.get(one) ?? []), id]);
  }
  return restingOn;
}

/** What a post is of or by, and what it passes on or quotes, all the way; not itself. */
function restsOn(id: string, posts: StoredPage['posts']): Set<string> {
  const found = new Set<string>();
  for (let post = posts.get(id); post !== undefined;) {
    found.add(post.account.id);
    const source = post.repostOf ?? post.quoteOf;
    if (source !== null) found.add(source);
    post = source === null ? undefined : posts.get(source);
  }
  return found;
}

function tagsOf(posts: StoredPage['posts']): string[] {
  return [...new Set([...posts.values()].flatMap(({ tags }) => tags))];
}
