import { amongIds, idRows, idsParameter, type Dialect, type Sql } from '#database';
import {
  askedFor,
  spanOf,
  FEEDS,
  MAX_SOURCE_DEPTH,
  ruleOf,
  timeOfId,
  type Feed,
  type FeedRule,
  type StoredPage,
  type StoredPost,
} from '#domain';
import type { PageRequest } from './paging.js';
import { followersJson, mentionedJson, toVersion, type VersionRow } from './stored-rows.js';
import { wordOfAccount, wordOfPlace, type Place } from './searched.js';
import { emptyPage, isThere, StatusQuery, type ReadAt } from './status-query.js';

/** A re-post is gone once the post it passes on is deleted. */
const SOURCE_STANDS = '(SELECT s.deleted_at FROM post s WHERE s.id = p.repost_of) IS NULL';

/** The SQL of which posts `p` a feed holds, its key apart. */
function heldBy({ visibility, replies, reposts }: FeedRule): string[] {
  const where = ['p.deleted_at IS NULL'];
  const [only, ...others] = visibility;
  if (only !== undefined && others.length === 0) where.push(`p.visibility = '${only}'`);
  where.push(reposts ? SOURCE_STANDS : 'p.repost_of IS NULL');
  if (!replies) where.push('p.in_reply_to IS NULL');
  return where;
}

/** A reader’s filters of a feed, as the query has them. */
export interface Narrowed {
  /** Whether answers are left out. */
  replies?: boolean;
  /** A hashtag, normalised, that posts have; those without are left out. */
  untagged?: string;
  /** Hashtags of which a post of a hashtag’s feed may have any in place of the hashtag; that it has all of; and none of. */
  any?: readonly string[];
  all?: readonly string[];
  none?: readonly string[];
  /** Where posts are from; of the feed `search`, people's where it is not said. */
  place?: Place | undefined;
  /** The id of the account that posts are by; of the feed `search`. */
  by?: string | undefined;
  /** The ids of accounts that posts are not by; of the feed `search`. */
  notBy?: readonly string[];
  /** Hashtags, normalised, of which posts have one; of the feed `followed_tags`, whose key says nothing of them. */
  followed?: readonly string[];
}

/** The column that each kind of feed key selects by. */
const KEY_COLUMNS = { venue: 'p.venue', account: 'p.account_id', scenario: 'p.scenario' } as const;

/**
 * Some rows of a feed, newest first, before anyone has judged what becomes of each in it: the posts that
 * it holds, whoever looks.
 *
 * @param narrowed what a reader leaves out of it
 * @throws Error of a feed that has no pages of rows
 */
export function feedRows(
  sql: Sql,
  when: ReadAt,
  feed: Feed,
  page: PageRequest,
  narrowed: Narrowed = {},
): Promise<StoredPage> {
  const rule = ruleOf(feed);
  const held = heldBy(narrowed.replies === true ? { ...rule, replies: false } : rule);
  const { keyedBy } = rule;
  const { place, by, notBy = [] } = narrowed;
  if (keyedBy === 'follower')
    return ofFollowed(sql, when, feed.key ?? '', (query) => [...held, ...narrowing(query, narrowed)], page);
  const query = new StatusQuery(sql, when);
  if (keyedBy === 'words') {
    const { words, operators } = askedFor(feed.key ?? '');
    if (words.length === 0 && operators.length === 0) return Promise.resolve(emptyPage());
    const whose = by === undefined ? [] : [wordOfAccount(by)];
    const others =
      notBy.length === 0
        ? []
        : [`NOT ${amongIds(sql.dialect, 'p.account_id', query.bind(idsParameter(notBy)))}`];
    const named = [...words, wordOfPlace(place ?? 'people'), ...whose];
    return query.pageOfWords(named, [...held, ...others], page, spanOf(operators));
  }
  const where = [...held, ...narrowing(query, narrowed)];
  if (keyedBy === null) return query.page(where, page);
  if (keyedBy === 'follower of hashtags') {
    const people = fromPlace('people', (value) => query.bind(value));
    return ofTags(sql.dialect, query, narrowed.followed ?? [], [...people, ...where], page);
  }
  if (keyedBy === 'hashtag') {
    const keys = [feed.key ?? '', ...(narrowed.any ?? [])].map((tag) => query.bind(tag));
    // In the order of the hashtag's own index, from which the posts are looked up.
    const rows = postTags(query, sql.dialect);
    const having = keys.map((key) => [`t.tag = ${key}`, query.hasTag('p', key), ...where]);
    return query.pageOfAny(having, page, { rows, id: 't.post_id' });
  }
  const key = query.bind(feed.key);
  if (keyedBy === 'root' || keyedBy === 'recipient')
    throw new Error(`The feed ${feed.name} has no pages of rows`);
  return query.page([`${KEY_COLUMNS[keyedBy]} = ${key}`, ...where], page);
}

/** Rows of hashtags `t`, and the posts `p` that have or had them, as far as they are there. */
function postTags(query: StatusQuery, { lookUp }: Dialect): string {
  return `post_tag t ${lookUp('post', 'p', `p.id = t.post_id AND ${query.exists('p')}`)}`;
}

/**
 * A page of the posts with any of some hashtags: of each the first that may be in it, and of all these the page.
 * Hashtag and post are compared, and ordered by, as one: no other index than that of both is then of any use, of
 * which PostgreSQL may think that it finds those of one hashtag as soon.
 */
function ofTags(
  dialect: Dialect,
  query: StatusQuery,
  tags: readonly string[],
  where: readonly string[],
  page: PageRequest,
): Promise<StoredPage> {
  const { maxId, sinceId, minId, limit } = page;
  const above = [sinceId, minId].flatMap((id) => (id === undefined ? [] : query.bind(id)));
  const below = maxId === undefined ? [] : [query.bind(maxId)];
  const order = minId === undefined ? 'DESC' : 'ASC';
  const most = query.bind(limit);
  const conditions = [
    ...["''", ...above].map((id) => `(t.tag, t.post_id) > (n.id, ${id})`),
    ...below.map((id) => `(t.tag, t.post_id) < (n.id, ${id})`),
    `(t.tag, t.post_id) <= (n.id, ${query.latest})`,
    query.hasTag('p', 'n.id'),
    ...where,
  ];
  const ofOne = `SELECT t.post_id FROM ${postTags(query, dialect)} WHERE ${conditions.join(' AND ')}
    ORDER BY t.tag ${order}, t.post_id ${order} LIMIT ${most}`;
  const named = idRows(dialect, query.bind(idsParameter(tags)));
  const found = `SELECT h.id FROM ${named} ${dialect.lookUp('post', 'h', dialect.among('h.id', ofOne))}`;
  // A post may have several of them.
  return query.run(`SELECT DISTINCT p.id FROM (${found}) AS p ORDER BY p.id ${order} LIMIT ${most}`);
}

/** The SQL of which posts `p` a reader narrows a feed to by where they are from and their hashtags. */
function narrowing(query: StatusQuery, { place, untagged, all = [], none = [] }: Narrowed): string[] {
  return [
    ...(place === undefined ? [] : fromPlace(place, (value) => query.bind(value))),
    ...(untagged === undefined ? all : [...all, untagged]).map((tag) => tagged(query, tag)),
    ...none.map((tag) => `NOT ${tagged(query, tag)}`),
  ];
}

/** So many followed accounts are many: to look up the newest posts of each takes longer than to walk the newest of all. */
const MANY_FOLLOWED = 1_000;
/** How many posts are walked for a page of many followed accounts, before each of these is looked at. */
const WALKED = 1_000;

/**
 * A page of one's own posts and of those of whom one follows.
 *
 * @param conditions the SQL of which of these it holds, with values bound to the statement
 */
async function ofFollowed(
  sql: Sql,
  when: ReadAt,
  follower: string,
  conditions: (query: StatusQuery) => string[],
  page: PageRequest,
): Promise<StoredPage> {
  const follows = 'follow f WHERE f.until_at IS NULL AND f.actor';
  const [counted] = await sql.query<{ followed: number }>(
    `SELECT count(*) AS followed FROM (SELECT 1 FROM ${follows} = $1 LIMIT ${MANY_FOLLOWED + 1}) AS f`,
    [follower],
    { planned: 'once' },
  );
  if ((counted?.followed ?? 0) > MANY_FOLLOWED) {
    const query = new StatusQuery(sql, when);
    const key = query.bind(follower);
    const followed = isThere(`${follows} = ${key} AND f.subject = p.account_id`);
    const isOfOne = `(p.account_id = ${key} OR ${followed})`;
    const walked = await query.pageAmong(isOfOne, conditions(query), page, WALKED);
    if (walked.ids.length >= page.limit) return walked;
  }
  const query = new StatusQuery(sql, when);
  const key = query.bind(follower);
  const followed = `SELECT f.subject AS id FROM ${follows} = ${key} UNION SELECT CAST(${key} AS TEXT)`;
  return query.pageOfEach(followed, conditions(query), page);
}

/** The SQL of whether a post `p` has a hashtag. */
function tagged(query: StatusQuery, name: string): string {
  const tag = query.bind(name);
  const row = `post_tag x WHERE x.tag = ${tag} AND x.post_id = p.id`;
  return `((SELECT 1 FROM ${row} LIMIT 1) IS NOT NULL AND ${query.hasTag('p', tag)})`;
}

/** The SQL of which posts `p` are from a place. People are of the venue `home`, which has an index. */
function fromPlace(place: Place, bind: (value: string) => string): string[] {
  if (place === 'people') return ["p.venue = 'home'", 'p.scenario IS NULL'];
  return 'venue' in place ? [`p.venue = ${bind(place.venue)}`] : [`p.scenario = ${bind(place.scenario)}`];
}

/** Posts by id, deleted ones included, as far as they are there at that instant. */
export async function statusesById(sql: Sql, when: ReadAt, ids: readonly string[]): Promise<StoredPage> {
  if (ids.length === 0) return emptyPage();
  const query = new StatusQuery(sql, when);
  const named = amongIds(sql.dialect, 'p.id', query.bind(idsParameter(ids)));
  return query.run(`SELECT p.id FROM post p WHERE ${named} AND ${query.exists('p')}`, { planned: 'once' });
}

/**
 * Posts that were just written, each as its author sees it at an instant (ms since the epoch): by id, in one
 * statement. None of them passes on or quotes another, which its author may have done something with.
 */
export async function writtenPosts(
  sql: Sql,
  at: number,
  ids: readonly string[],
): Promise<ReadonlyMap<string, StoredPost>> {
  const when: ReadAt = { at, restrictionsAlsoAt: at, viewer: null, forAuthors: true };
  return (await statusesById(sql, when, ids)).posts;
}

/** The words of a post as they were written, as of an instant (ms since the epoch); undefined of a re-post. */
export async function wordsAt(
  sql: Sql,
  at: number,
  id: string,
): Promise<{ text: string; spoiler_text: string } | undefined> {
  const [row] = await sql.query<{ text: string; spoiler_text: string }>(
    `SELECT w.text, w.spoiler_text FROM (
       SELECT p.id, p.at, p.text, p.spoiler_text FROM post p WHERE p.id = $1 AND p.repost_of IS NULL
       UNION ALL SELECT v.id, v.at, v.text, v.spoiler_text FROM post_version v WHERE v.post_id = $1
     ) AS w WHERE w.at <= $2 ORDER BY w.at DESC, w.id DESC LIMIT 1`,
    [id, at],
  );
  return row;
}

/** A post with words that it has had, and the id of the event that they came with. */
export interface StoredVersion {
  id: string;
  post: StoredPost;
}

/** A post that was read with each of the words that it has had by the instant, the first ones first. */
export async function versionsOf(sql: Sql, when: ReadAt, post: StoredPost): Promise<StoredVersion[]> {
  const { dialect } = sql;
  const words = (row: string): string =>
    ['at', 'content', 'spoiler_text', 'sensitive', 'language', 'tags']
      .map((name) => `${row}.${name}`)
      .join(', ');
  const among = amongIds(dialect, 'f.actor', '$3');
  const followers = followersJson(dialect, 'p', among);
  const rows = await sql.query<
    Omit<VersionRow, 'mentioned'> & { id: string; mentioned: string; followers: string }
  >(
    `SELECT w.* FROM (
       SELECT p.id, ${words('p')}, ${mentionedJson(dialect, 'p')} AS mentioned, ${followers} AS followers
       FROM post p WHERE p.id = $1
       UNION ALL
       SELECT v.id, ${words('v')}, ${mentionedJson(dialect, 'v')} AS mentioned, ${followers} AS followers
       FROM post_version v JOIN post p ON p.id = v.post_id WHERE v.post_id = $1
     ) AS w WHERE w.at <= $2 ORDER BY w.at, w.id`,
    [post.id, when.at, idsParameter(when.readers ?? [when.viewer ?? ''])],
  );
  return rows.map(({ id, mentioned, followers: those, ...row }, n) => {
    const mentions = JSON.parse(mentioned) as VersionRow['mentioned'];
    const whom = JSON.parse(those) as { actor: string }[];
    return { id, post: toVersion(post, { ...row, mentioned: mentions }, whom, n === 0) };
  });
}

/** The accounts that some posts are by, by the posts' ids, as far as they are there. */
export async function authorsOf(sql: Sql, posts: readonly string[]): Promise<Map<string, string>> {
  if (posts.length === 0) return new Map();
  const rows = await sql.query<{ id: string; account_id: string }>(
    `SELECT p.id, p.account_id FROM post p WHERE ${amongIds(sql.dialect, 'p.id', '$1')}`,
    [idsParameter(new Set(posts))],
  );
  return new Map(rows.map(({ id, account_id }) => [id, account_id]));
}

/**
 * Recent posts that rest on what has changed: those that pass some posts on or quote them, of each the last
 * of them; and those of some accounts, or that pass on or quote what is theirs, among the last
 * posts of the public timeline, of some scenarios and of all.
 *
 * @param among how many of each are looked at
 */
export async function postsRestingOn(
  sql: Sql,
  when: ReadAt,
  on: { posts: ReadonlySet<string>; accounts: ReadonlySet<string>; scenarios: ReadonlySet<string> },
  among: number,
): Promise<StoredPage> {
  const query = new StatusQuery(sql, when);
  const selects: string[] = [];
  if (on.posts.size > 0)
    selects.push(
      passingOn(query, sql.dialect, amongIds(sql.dialect, 'p.id', query.bind(idsParameter(on.posts))), among),
    );
  if (on.accounts.size > 0)
    selects.push(
      latestOf(query, idRows(sql.dialect, query.bind(idsParameter(on.accounts))), on.scenarios, among),
    );
  return selects.length === 0
    ? emptyPage()
    : query.run(selects.map((select) => `SELECT id FROM (${select}) AS s`).join(' UNION '));
}

/** Upwards, from posts to what passes them on or quotes them. A deleted one in between carries on what is on its source. */
function passingOn(query: StatusQuery, dialect: Dialect, named: string, among: number): string {
  // Something may have been passed on any number of times. SQLite compares with a column as that column's
  // type, which its index on an expression has none of; with an expression it compares as is.
  const carriers = dialect.among(
    'v.id',
    `SELECT x.id FROM post x WHERE coalesce(x.repost_of, x.quote_of) = c.id || ''
       ORDER BY x.id DESC LIMIT ${among}`,
  );
  return `WITH RECURSIVE carrying(id, depth, deleted_at) AS (
      SELECT p.id, 0, CAST(NULL AS BIGINT) FROM post p WHERE ${named}
      UNION SELECT v.id, c.depth + 1, v.deleted_at
      FROM carrying c ${dialect.lookUp('post', 'v', carriers)} WHERE c.depth < ${MAX_SOURCE_DEPTH}
    )
    SELECT DISTINCT c.id FROM carrying c WHERE c.depth > 0 AND c.deleted_at IS NULL AND ${query.exists('c')}
    ORDER BY c.id DESC LIMIT ${among}`;
}

/**
 * Downwards, from the latest posts to what they pass on or quote: an account may have written any
 * number. Each step is a look-up by id, whatever the database thinks of how many there will be.
 */
function latestOf(
  query: StatusQuery,
  accounts: string,
  scenarios: ReadonlySet<string>,
  among: number,
): string {
  // Deleted posts are left out after the limit, not before: nobody knows how few would be left.
  const last = (where: string[]): string =>
    `SELECT latest.id FROM (SELECT p.id, p.deleted_at FROM post p WHERE ${[...where, query.exists('p')].join(' AND ')}
       ORDER BY p.id DESC LIMIT ${among}) AS latest WHERE latest.deleted_at IS NULL`;
  const lists = [
    heldBy(FEEDS.public),
    [],
    ...[...scenarios].map((one) => [`p.scenario = ${query.bind(one)}`, ...heldBy(FEEDS.scenario)]),
  ];
  return `WITH RECURSIVE made_of(id, source, depth) AS (
      SELECT latest.id, latest.id, 0 FROM (${lists.map(last).join(' UNION ')}) AS latest
      UNION SELECT m.id, (SELECT coalesce(p.repost_of, p.quote_of) FROM post p WHERE p.id = m.source), m.depth + 1
      FROM made_of m WHERE m.depth < ${MAX_SOURCE_DEPTH} AND m.source IS NOT NULL
    )
    SELECT m.id FROM made_of m WHERE (SELECT s.account_id FROM post s WHERE s.id = m.source) IN (SELECT n.id FROM ${accounts})`;
}

/** The latest story time of any post, ms since the epoch; 0 where there is none. */
export async function latestPostAt(sql: Sql): Promise<number> {
  const [row] = await sql.query<{ id: string | null }>('SELECT max(p.id) AS id FROM post p');
  const id = row?.id ?? null;
  return id === null ? 0 : timeOfId(id);
}

/** How many public posts people have made here, answers and re-posts not counted. */
export async function countLocalPosts(sql: Sql): Promise<number> {
  const [row] = await sql.query<{ posts: number }>(
    `SELECT count(*) AS posts FROM post
     WHERE venue = 'home' AND visibility = 'public' AND repost_of IS NULL AND in_reply_to IS NULL
       AND deleted_at IS NULL`,
  );
  return row?.posts ?? 0;
}
