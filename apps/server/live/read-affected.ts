import { Pace, type Database, type Sql } from '#database';
import type { LoggedEvent, StoredPage, StoredPost, Subject } from '#domain';
import {
  accountsById,
  apartAmong,
  decidedAt,
  deedsAbout,
  deedsAmong,
  lastPostsOf,
  lastPostsWith,
  limitedTags,
  notificationsAbout,
  orderHeads,
  postsRestingOn,
  restrictionsById,
  statusesById,
  tagsFollowedAmong,
  talkKey,
  talksTouched,
  versionsOf,
  type ReadAt,
} from '#projections';
import type { Slice } from './slices.js';
import {
  countedBy,
  notificationKey,
  nothingAffected,
  postsAffectedBy,
  restrictionChangedBy,
  restrictionsAffectedBy,
  toldBy,
  type Affected,
} from './affected.js';

/** The number of the newest posts that are sent again when what they rest on is withheld. */
const RECENT = 400;
/** How many restrictions one statement reads what they are on for. */
const PART = 50;
/** Of how many posts of a conversation one that is shown is looked for. */
const MOST_BACK = 20;

/**
 * Reads all that a slice touches; where it is told in brief, only its orders.
 *
 * @param readers whose own is read, too, by account id
 * @param tells whether those are told of what the hashtags hold that they follow
 */
export async function readAffected(
  database: Database,
  slice: Slice,
  now: number,
  readers: readonly string[],
  tells: { tags: boolean },
): Promise<Affected> {
  const { reader } = database;
  const { events, part, inBrief } = slice;
  // Also what was in force right before the first of them: what was shown till then is told what became of it.
  const before = Math.min(now, ...events.map(({ at }) => at)) - 1;
  const when = { at: now, restrictionsAlsoAt: before, viewer: null, readers };
  const affected = nothingAffected();
  if (!inBrief) {
    const pace = new Pace();
    await readPosts(reader, when, events, affected);
    const ids = events.flatMap((event) => {
      const { ended, imposed } = restrictionsAffectedBy(event);
      return [...ended, ...imposed, ...restrictionChangedBy(event)];
    });
    for (let n = 0; n < ids.length; n += PART) {
      await pace.rest();
      await readRestrictions(reader, when, ids.slice(n, n + PART), affected);
    }
    const told = events.flatMap(({ type, subject }) =>
      type === 'account.warned' || type === 'account.updated' ? subject : [],
    );
    for (const account of await accountsById(reader, when, [...new Set(told)]))
      affected.accounts.set(account.id, account);
    await pace.rest();
    const tags = tagsOf([...affected.page.posts.values(), ...affected.before.values()]);
    for (const tag of await limitedTags(reader, tags, { at: now, restrictionsAlsoAt: now }))
      affected.limitedTags.add(tag);
    const restricted = [...affected.restrictions.values()].flatMap(({ subject }) =>
      subject.type === 'hashtag' ? subject.id : [],
    );
    if (tells.tags)
      affected.followedTags = await tagsFollowedAmong(reader, readers, [...tags, ...restricted]);
    await readDeeds(reader, when, events, readers, affected);
    await readTalks(reader, when, readers, affected);
    await readRetold(reader, when, readers, affected);
    const { page, accounts, actors } = affected;
    const authors = [...page.posts.values()].map(({ account }) => account.id);
    affected.apart = await apartAmong(reader, readers, [...authors, ...accounts.keys(), ...actors.keys()]);
  }
  const decided = events.filter((event) => event.type === 'item.decided');
  const orders = new Set([
    ...decided.map(({ payload }) => payload.order),
    ...events.flatMap(({ type, subject }) => (type.startsWith('order.') ? subject : [])),
  ]);
  for (const [id, head] of await orderHeads(reader, [...orders])) affected.orders.set(id, head);
  // The end of a command does not hold its other events, so how many items were decided is read.
  const [last] = part === 'end' ? decided.slice(-1) : [];
  if (last !== undefined) affected.decided = await decidedAt(reader, [...orders], last.at);
  return affected;
}

/** Reads the posts that events make, change or count for, and what rests on those that are deleted or edited. */
async function readPosts(
  reader: Sql,
  when: ReadAt,
  events: readonly LoggedEvent[],
  affected: Affected,
): Promise<void> {
  const page = await statusesById(reader, when, [...new Set(events.flatMap(postsAffectedBy))]);
  // The posts that deleted ones answered have one reply less.
  const answered = events.flatMap((event) =>
    event.type === 'post.deleted' ? countedBy(event, page.posts) : [],
  );
  addPosts(affected, await statusesById(reader, when, answered));
  addPosts(affected, page);
  const ofType = (wanted: LoggedEvent['type']): string[] =>
    events.flatMap(({ type, subject }) => (type === wanted ? subject : []));
  const edited = ofType('post.edited');
  for (const id of new Set(edited)) {
    const post = page.posts.get(id);
    const event = events.find(({ type, subject }) => type === 'post.edited' && subject === id);
    if (post === undefined || event === undefined) continue;
    const versions = await versionsOf(reader, when, post);
    // By the events' ids, since one can be edited more than once within a millisecond.
    const was = versions.findLast((version) => version.id < event.id);
    if (was !== undefined) affected.before.set(id, was.post);
  }
  const changed = new Set([...ofType('post.deleted'), ...edited]);
  await readResting(reader, when, { posts: changed, accounts: new Set(), scenarios: new Set() }, affected);
}

/** Reads what those who listen are told of what others did: the rows that their pages are read from. */
async function readDeeds(
  reader: Sql,
  when: ReadAt,
  events: readonly LoggedEvent[],
  readers: readonly string[],
  affected: Affected,
): Promise<void> {
  const deeds = await deedsAmong(reader, events.flatMap(toldBy), readers);
  for (const deed of deeds) affected.deeds.set(deed.id, [...(affected.deeds.get(deed.id) ?? []), deed]);
  if (deeds.length === 0) return;
  for (const account of await accountsById(reader, when, [...new Set(deeds.map(({ actor }) => actor))]))
    affected.actors.set(account.id, account);
}

/** Reads the conversations of those who listen that posts are of, with their last posts and who is in them. */
async function readTalks(
  reader: Sql,
  when: ReadAt,
  readers: readonly string[],
  affected: Affected,
): Promise<void> {
  if (readers.length === 0) return;
  const { posts } = affected.page;
  const { accounts } = restrictedIn(affected);
  const lastWith = await lastPostsWith(reader, [...accounts], RECENT);
  await readMissing(reader, when, lastWith, affected);
  for (const id of lastWith) {
    const author = posts.get(id)?.account.id ?? '';
    if (accounts.has(author)) affected.lastBy.set(author, [...(affected.lastBy.get(author) ?? []), id]);
  }
  const direct = [...posts.values()].filter(({ visibility }) => visibility === 'direct');
  const touched = await talksTouched(
    reader,
    direct.map(({ id }) => id),
    readers,
  );
  const last = await lastPostsOf(reader, touched, when.at, MOST_BACK);
  affected.talks = touched.map((talk) => ({
    ...talk,
    last: last.get(talkKey(talk.account, talk.talk)) ?? [],
  }));
  const shown = affected.talks.flatMap((talk) => talk.last);
  await readMissing(reader, when, shown, affected);
  const people = new Set<string>();
  for (const id of shown) {
    const post = posts.get(id);
    for (const one of post === undefined ? [] : [post.account, ...post.mentions]) people.add(one.id);
  }
  for (const account of await accountsById(reader, when, [...people]))
    affected.people.set(account.id, account);
}

/** Reads what those who listen were told before of what is restricted, or is no longer. */
async function readRetold(
  reader: Sql,
  when: ReadAt,
  readers: readonly string[],
  affected: Affected,
): Promise<void> {
  const { posts, accounts } = restrictedIn(affected);
  for (const id of [...posts, ...accounts])
    for (const one of affected.restingOn.get(id) ?? []) posts.add(one);
  affected.retold = await deedsAbout(reader, { posts, accounts }, readers, RECENT);
  const about = affected.retold.flatMap(({ id, type, post }) =>
    post === null ? [] : type === 'reblog' ? [id, post] : [post],
  );
  await readMissing(reader, when, about, affected);
  const actors = new Set(affected.retold.map(({ actor }) => actor));
  for (const account of await accountsById(reader, when, [...actors]))
    affected.actors.set(account.id, account);
}

/** The posts and accounts that restrictions are on which hide what they are on. */
function restrictedIn({ restrictions }: Affected): { posts: Set<string>; accounts: Set<string> } {
  const hiding = [...restrictions.values()].filter(({ kind }) => kind === 'withhold' || kind === 'suspend');
  const on = (type: Subject['type']): Set<string> =>
    new Set(hiding.flatMap(({ subject }) => (subject.type === type ? subject.id : [])));
  return { posts: on('post'), accounts: on('account') };
}

/** Reads those of some posts that were not read yet. */
async function readMissing(
  reader: Sql,
  when: ReadAt,
  ids: readonly string[],
  affected: Affected,
): Promise<void> {
  const missing = [...new Set(ids)].filter((id) => !affected.page.posts.has(id));
  addPosts(affected, await statusesById(reader, when, missing));
}

/** Reads some restrictions, what they are on, and what rests on that. */
async function readRestrictions(
  reader: Sql,
  when: ReadAt,
  ids: readonly string[],
  affected: Affected,
): Promise<void> {
  const restrictions = await restrictionsById(reader, ids);
  const on = (type: Subject['type']): Set<string> =>
    new Set(restrictions.flatMap(({ subject }) => (subject.type === type ? subject.id : [])));
  const [posts, accounts] = [on('post'), on('account')];
  for (const restriction of restrictions) affected.restrictions.set(restriction.id, restriction);
  const scenarios = new Set<string>();
  for (const account of await accountsById(reader, when, [...accounts])) {
    affected.accounts.set(account.id, account);
    if (account.scenario !== null) scenarios.add(account.scenario);
  }
  addPosts(affected, await statusesById(reader, when, [...posts]));
  await readResting(reader, when, { posts, accounts, scenarios }, affected);
  for (const told of await notificationsAbout(reader, ids)) {
    const what = told.changed !== null ? 'changed' : told.ended === null ? 'imposed' : 'ended';
    affected.notifications.set(notificationKey(told.restriction.id, what), told);
  }
}

async function readResting(
  reader: Sql,
  when: ReadAt,
  on: Parameters<typeof postsRestingOn>[2],
  affected: Affected,
): Promise<void> {
  const resting = await postsRestingOn(reader, when, on, RECENT);
  addPosts(affected, resting);
  for (const [one, ids] of byWhatTheyRestOn(resting))
    affected.restingOn.set(one, [...new Set([...(affected.restingOn.get(one) ?? []), ...ids])]);
}

/** Adds posts to those that were read; a later reading holds the same of a post, or more. */
function addPosts(affected: Affected, { posts }: StoredPage): void {
  for (const [id, post] of posts) affected.page.posts.set(id, post);
}

/** Ids of posts by each post and account that they rest on. */
function byWhatTheyRestOn({ ids, posts }: StoredPage): Map<string, string[]> {
  const restingOn = new Map<string, string[]>();
  for (const id of ids) {
    for (const one of restsOn(id, posts)) restingOn.set(one, [...(restingOn.get(one) ?? []), id]);
  }
  return restingOn;
}

/** Ids of a post's author, of all it passes on or quotes, all the way, and of their authors; not its own. */
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

function tagsOf(posts: readonly StoredPost[]): string[] {
  return [...new Set(posts.flatMap(({ tags }) => tags))];
}
