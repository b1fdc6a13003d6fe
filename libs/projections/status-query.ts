import { amongIds, idsParameter, type Dialect, type QueryOptions, type Sql, type SqlValue } from '#database';
import { isId, MAX_SOURCE_DEPTH, timeOfId, ulid, type StoredPage } from '#domain';
import { countsJson, POST_COUNTS } from './counts.js';
import { pageSql, type PageRequest } from './paging.js';
import { ROWS_A_MS, wordsParameter } from './searched.js';
import { accountsJson, toAccount, type AccountRow } from './stored-accounts.js';
import {
  answeredJson,
  followersJson,
  inForceAt,
  isMuted,
  restrictionsJson,
  mentionedJson,
  toPost,
  versionAt,
  versionJson,
  type PostRow,
} from './stored-rows.js';

/** The instant as of which something is read, and the account it is read for. */
export interface ReadAt {
  /** The instant shown, ms since the epoch. */
  at: number;
  /** A second instant whose restrictions count too; the same where only `at` counts. */
  restrictionsAlsoAt: number;
  /** The signed-in account, for what it likes and passes on, and for what is for it. */
  viewer: string | null;
  /** Ids of the accounts that posts are read for, where that is not the viewer alone. */
  readers?: readonly string[];
  /** Each post is read for its author, as the viewer of it; `viewer` is null then. Not of what passes on or quotes another. */
  forAuthors?: true;
}

/** The account that something is read for, as SQL. */
interface ViewerSql {
  ofPost: string;
  ofAccount: string;
}

const LATEST_ENTROPY = new Uint8Array(10).fill(255);

/** The last id of an instant (ms since the epoch): ids sort as story time does, so an instant is a bound on ids. */
export function latestIdAt(at: number): string {
  return ulid(at, LATEST_ENTROPY);
}

export const POST_COLUMNS = [
  'id',
  'account_id',
  'at',
  'content',
  'spoiler_text',
  'sensitive',
  'language',
  'visibility',
  'tags',
  'in_reply_to',
  'in_reply_to_account',
  'repost_of',
  'quote_of',
  'deleted_at',
  'scenario',
  'provenance',
] as const satisfies (keyof PostRow)[];

/** The rows through which posts `p` are found, and their column of the posts' ids. */
interface Through {
  rows: string;
  id: string;
}

const POSTS: Through = { rows: 'post p', id: 'p.id' };

/**
 * One statement that reads posts with all that judging and showing them takes: the posts of a page,
 * those that they pass on or quote, and the accounts of all, each once. The database renders them
 * as two JSON texts, which reach us several times quicker than as many rows would.
 */
export class StatusQuery {
  private readonly parameters: SqlValue[] = [];
  private readonly at: string;
  private readonly alsoAt: string;
  /** The last id of the instant, as a placeholder. */
  readonly latest: string;

  constructor(
    private readonly sql: Sql,
    private readonly when: ReadAt,
  ) {
    this.at = this.bind(when.at, 'BIGINT');
    this.alsoAt =
      when.restrictionsAlsoAt === when.at ? this.at : this.bind(when.restrictionsAlsoAt, 'BIGINT');
    this.latest = this.bind(latestIdAt(when.at));
  }

  /** The placeholder of a value; `cast` where the database cannot tell its type. */
  bind(value: SqlValue, cast?: 'BIGINT' | 'TEXT'): string {
    this.parameters.push(value);
    const placeholder = `$${this.parameters.length}`;
    return cast === undefined ? placeholder : `CAST(${placeholder} AS ${cast})`;
  }

  /** The SQL of whether a post had a hashtag at the instant, given that it has or had it. */
  hasTag(post: string, tag: string): string {
    const { dialect } = this.sql;
    const tags = `coalesce((SELECT edit.tags FROM ${versionAt(post, this.at)} edit), ${post}.tags)`;
    return `(${post}.edited_at IS NULL OR EXISTS (SELECT 1 FROM ${dialect.textsOf(tags, 'm')} WHERE m.value = ${tag}))`;
  }

  /** Ids sort as story time does, so an instant is a bound on ids. */
  exists(post: string): string {
    return `${post}.id <= ${this.latest}`;
  }

  /**
   * A page of the posts that meet some conditions on `p`, newest first.
   *
   * @param through the rows through which posts are found, and their column of the posts' ids, by which it is paged
   */
  page(where: string[], page: PageRequest, through?: Through): Promise<StoredPage> {
    return this.run(this.selectPage(where, page, through));
  }

  /** A page of the posts that meet any of some sets of conditions, newest first: of each its own page, and of these the page. */
  pageOfAny(sets: string[][], page: PageRequest, through?: Through): Promise<StoredPage> {
    const [only, ...others] = sets.map((where) => this.selectPage(where, page, through));
    if (others.length === 0) return this.run(only ?? '');
    const all = [only, ...others].map((select) => `SELECT s.id FROM (${select}) AS s`).join(' UNION ');
    // Bounded again: PostgreSQL has to know of each value what it is for.
    const paging = pageSql(page, 'p.id', (value) => this.bind(value));
    return this.run(
      `SELECT p.id FROM (${all}) AS p WHERE ${['TRUE', ...paging.where].join(' AND ')} ${paging.tail}`,
    );
  }

  private selectPage(where: string[], page: PageRequest, through = POSTS): string {
    const { rows, id } = through;
    const paging = pageSql(page, id, (value) => this.bind(value));
    const conditions = [...where, `${id} <= ${this.latest}`, ...paging.where];
    return `SELECT p.id FROM ${rows} WHERE ${conditions.join(' AND ')} ${paging.tail}`;
  }

  /**
   * A page of the posts that have all of some words as of the instant, newest first.
   *
   * @param words as `searchedRow` stores them
   * @param span when they were posted: from one instant (ms since the epoch) until before another
   */
  async pageOfWords(
    words: readonly string[],
    where: string[],
    page: PageRequest,
    span: { since: number; until: number },
  ): Promise<StoredPage> {
    const { dialect } = this.sql;
    const isSqlite = dialect.name === 'sqlite';
    const having = this.bind(wordsParameter(dialect, words), 'TEXT');
    const n = isSqlite ? 'post_words_index.rowid' : 'worded.n';
    // By the number, since that is what there is an index of; by the id, too, which the number does not hold whole.
    const bounds = [`${n} < (${this.at} + 1) * ${ROWS_A_MS}`];
    // There is nothing before 1970 and after the instant; and of what is far off the number would be none.
    const ms = (at: number): string => this.bind(Math.max(0, Math.min(at, this.when.at + 1)), 'BIGINT');
    const { since, until } = span;
    if (since > -Infinity) bounds.push(`${n} >= ${ms(since)} * ${ROWS_A_MS}`);
    if (until < Infinity) bounds.push(`${n} < ${ms(until)} * ${ROWS_A_MS}`);
    const { maxId = '', sinceId = '', minId = '' } = page;
    if (isId(maxId)) bounds.push(`${n} < (${ms(timeOfId(maxId))} + 1) * ${ROWS_A_MS}`);
    for (const id of [sinceId, minId])
      if (isId(id)) bounds.push(`${n} >= ${ms(timeOfId(id))} * ${ROWS_A_MS}`);
    const paging = pageSql(page, 'worded.post_id', (value) => this.bind(value));
    const spoken = `coalesce((SELECT edit.id FROM ${versionAt('p', this.at)} edit), p.id)`;
    const shown = [
      `(p.edited_at IS NULL OR worded.id = ${spoken})`,
      this.exists('p'),
      ...where,
      ...paging.where,
    ];
    const post = dialect.lookUp('post', 'p', 'p.id = worded.post_id');
    if (!isSqlite && (await this.isRare(words))) {
      const rows = `SELECT * FROM post_words worded WHERE ${[hasWords(having), ...bounds].join(' AND ')}`;
      return this.run(
        `WITH worded AS MATERIALIZED (${rows}) SELECT p.id FROM worded ${post} WHERE ${shown.join(' AND ')} ${paging.tail}`,
      );
    }
    const rows = isSqlite
      ? `post_words_index CROSS JOIN post_words worded ON worded.n = ${n} ${post} WHERE post_words_index MATCH ${having}`
      : `post_words worded ${post} WHERE ${hasWords(having, { byIndex: false })}`;
    const select = `SELECT ${n} AS n, worded.post_id AS id FROM ${rows} AND ${[...bounds, ...shown].join(' AND ')}`;
    const { order, limit } = paging;
    const [least, most] = ['(SELECT min(f.n) FROM first f)', '(SELECT max(f.n) FROM first f)'];
    const toTheEnd =
      order === 'DESC'
        ? `${n} >= ${least} / ${ROWS_A_MS} * ${ROWS_A_MS} AND ${n} <= ${most}`
        : `${n} >= ${least} AND ${n} < (${most} / ${ROWS_A_MS} + 1) * ${ROWS_A_MS}`;
    // Of one millisecond ids may be in another order than numbers are: so all of the last one are looked at.
    return this.run(
      `WITH first AS MATERIALIZED (${select} ORDER BY ${n} ${order} LIMIT ${limit})
       SELECT r.id FROM (${select} AND ${toTheEnd}) AS r ORDER BY r.id ${order} LIMIT ${limit}`,
    );
  }

  /**
   * Whether few posts have some words, so that PostgreSQL finds all of them by its index, which is in no order, and
   * sorts them. Of many the newest are found sooner by going through the posts.
   */
  private async isRare(words: readonly string[]): Promise<boolean> {
    const rows = await this.sql.query(
      `SELECT 1 AS found FROM post_words worded WHERE ${hasWords('CAST($1 AS TEXT)')} LIMIT ${RARE + 1}`,
      [wordsParameter(this.sql.dialect, words)],
    );
    return rows.length <= RARE;
  }

  /**
   * A page of the posts of many accounts, newest first: of each the first that may be in it, by the index of its
   * posts, and of all these the page.
   *
   * @param accounts SQL that selects the accounts, as `id`
   */
  pageOfEach(accounts: string, where: string[], page: PageRequest): Promise<StoredPage> {
    const { lookUp, among } = this.sql.dialect;
    const paging = pageSql(page, 'p.id', (value) => this.bind(value));
    const conditions = ['p.account_id = w.id', ...where, `p.id <= ${this.latest}`, ...paging.where];
    const ofOne = `SELECT p.id FROM post p WHERE ${conditions.join(' AND ')} ${paging.tail}`;
    const found = `SELECT h.id FROM (${accounts}) AS w ${lookUp('post', 'h', among('h.id', ofOne))}`;
    return this.run(`SELECT p.id FROM (${found}) AS p ${paging.tail}`);
  }

  /**
   * A page of the posts of many accounts among the newest there are, or those next to where it begins.
   *
   * @param isOfOne the SQL of whether an account `p.account_id` is one of them
   * @param walked how many posts are looked at, at most: the page may come out short though there is more
   */
  pageAmong(isOfOne: string, where: string[], page: PageRequest, walked: number): Promise<StoredPage> {
    const paging = pageSql(page, 'p.id', (value) => this.bind(value));
    const conditions = [...where, `p.id <= ${this.latest}`, ...paging.where].join(' AND ');
    const newest = `SELECT p.id, p.account_id FROM post p WHERE ${conditions} ORDER BY p.id ${paging.order} LIMIT ${walked}`;
    return this.run(`SELECT p.id FROM (${newest}) AS p WHERE ${isOfOne} ${paging.tail}`);
  }

  /** The posts that a select gives the ids of, newest first. */
  async run(selectIds: string, options?: QueryOptions): Promise<StoredPage> {
    const { readers } = this.when;
    const who = this.viewerSql();
    const among = readers === undefined ? null : this.bind(idsParameter(readers));
    const [row] = await this.sql.query<{ posts: string; accounts: string }>(
      this.textOf(selectIds, who, among),
      this.parameters,
      options,
    );
    return row === undefined ? emptyPage() : toPage(row.posts, row.accounts);
  }

  /** Null where nobody is signed in: who has no likes, and nothing that is for them. */
  private viewerSql(): ViewerSql | null {
    const { viewer, forAuthors } = this.when;
    if (forAuthors === true) return { ofPost: 'shown.account_id', ofAccount: 'a.id' };
    if (viewer === null) return null;
    const bound = this.bind(viewer, 'TEXT');
    return { ofPost: bound, ofAccount: bound };
  }

  /** The statement, which is made once for each shape: it is long, and takes longer to put together than to look up. */
  private textOf(selectIds: string, viewer: ViewerSql | null, readers: string | null): string {
    const { at, alsoAt, latest } = this;
    const { dialect } = this.sql;
    const shape = [dialect.name, at, alsoAt, latest, viewer?.ofPost, readers, selectIds].join('\n');
    let text = TEXTS.get(shape);
    if (text === undefined) {
      text = this.compose(selectIds, viewer, readers);
      if (TEXTS.size < MOST_SHAPES) TEXTS.set(shape, text);
    }
    return text;
  }

  /**
   * @param viewer the account that it is read for; null where there is none
   * @param readers the accounts that posts are read for, as a JSON parameter; null where that is the viewer alone
   */
  private compose(selectIds: string, viewer: ViewerSql | null, readers: string | null): string {
    const { dialect } = this.sql;
    // Nobody's id; compared with as any other, it is looked up by the same index.
    const ofViewer = `f.actor = ${viewer?.ofPost ?? "''"}`;
    const among = readers === null ? ofViewer : amongIds(dialect, 'f.actor', readers);
    const post = {
      ...Object.fromEntries(POST_COLUMNS.map((column) => [column, `shown.${column}`])),
      counts: dialect.nestedJson(countsJson(dialect, POST_COUNTS, 'shown.id', this.at)),
      depth: 'shown.depth',
      // Nobody is told who wrote a post that was deleted or erased.
      in_reply_to_account:
        '(SELECT a.account_id FROM post a WHERE a.id = shown.in_reply_to AND a.deleted_at IS NULL)',
      mentioned: dialect.nestedJson(mentionedJson(dialect, 'shown')),
      followers: dialect.nestedJson(followersJson(dialect, 'shown', among)),
      answered: dialect.nestedJson(answeredJson(dialect, 'shown', among, this.at)),
      version: dialect.nestedJson(versionJson(dialect, 'shown', this.at)),
      restrictions: dialect.nestedJson(restrictionsJson(dialect, 'shown.id', this.at, this.alsoAt)),
      ...(viewer === null ? {} : this.ofViewer(viewer.ofPost)),
    };
    const columns = [...POST_COLUMNS, 'mentions', 'edited_at'].map((column) => `p.${column}`).join(', ');
    const authors = 'SELECT DISTINCT shown.account_id AS id FROM shown';
    const byId = dialect.lookUp('post', 'p', 'p.id = w.id');
    return `WITH RECURSIVE page(id) AS (${selectIds}), wanted(id, depth) AS (
         SELECT id, 0 FROM page
         UNION
         SELECT coalesce(p.repost_of, p.quote_of), w.depth + 1 FROM wanted w ${byId}
         WHERE w.depth < ${MAX_SOURCE_DEPTH} AND coalesce(p.repost_of, p.quote_of) IS NOT NULL
       ), shown AS MATERIALIZED (SELECT w.depth, ${columns} FROM wanted w ${byId})
       SELECT ${dialect.jsonRows(post, 'shown')} AS posts, ${accountsJson(dialect, authors, this.at, this.alsoAt, this.latest, viewer?.ofAccount ?? null)} AS accounts`;
  }

  /** The columns of what a viewer has done with a post that is shown. */
  private ofViewer(viewer: string): Record<'liked' | 'reposted' | 'kept' | 'muted', string> {
    const { dialect } = this.sql;
    return {
      liked: isThere(
        `post_like l WHERE l.actor = ${viewer} AND l.subject = shown.id AND ${inForceAt('l', this.at)}`,
      ),
      // By when it was and not by its id, lest the viewer's posts be gone through by id.
      reposted: isThere(
        `post o WHERE o.repost_of = shown.id AND o.account_id = ${viewer} AND o.at <= ${this.at} AND o.deleted_at IS NULL`,
      ),
      kept: dialect.nestedJson(keptJson(dialect, viewer)),
      muted: isMuted(dialect, 'shown.id', viewer),
    };
  }
}

/** Statements by their shape: all that they are made of but the values. */
const TEXTS = new Map<string, string>();
/** Pages differ by which bounds they have, feeds by what they hold: some dozens. */
const MOST_SHAPES = 500;

/** How many posts that say something are few. */
const RARE = 1_000;

/**
 * The SQL, on PostgreSQL, of whether a row has all of some words.
 *
 * @param options `byIndex`: whether the index of words is used. Else the planner is to take it that most rows have
 *   them, as it does of what differs from a constant, and go through the rows in their order
 */
function hasWords(words: string, { byIndex = true } = {}): string {
  const has = `string_to_array(worded.words, ' ') @> string_to_array(${words}, ' ')`;
  return byIndex ? has : `CASE WHEN ${has} THEN 1 ELSE 0 END <> 0`;
}

/**
 * The SQL of whether there is a row. EXISTS says the same, and lets PostgreSQL find all rows that could be
 * meant first, when it takes the rows that it is asked for to be many.
 */
export function isThere(from: string): string {
  return `((SELECT 1 FROM ${from} LIMIT 1) IS NOT NULL)`;
}

/** The SQL of a JSON array of how an account keeps a post that is shown. */
function keptJson(dialect: Dialect, viewer: string): string {
  return dialect.jsonRows(
    { how: 'k.how' },
    `kept_post k WHERE k.account_id = ${viewer} AND k.post_id = shown.id`,
  );
}

/** A page of nothing. */
export function emptyPage(): StoredPage {
  return { ids: [], posts: new Map() };
}

function toPage(posts: string, accounts: string): StoredPage {
  const byId = new Map((JSON.parse(accounts) as AccountRow[]).map((row) => [row.id, toAccount(row)]));
  const page = emptyPage();
  const listed = new Set<string>();
  for (const row of JSON.parse(posts) as PostRow[]) {
    const account = byId.get(row.account_id);
    // A post that is there has its account; one without would have nobody to judge it by.
    if (account === undefined) continue;
    page.posts.set(row.id, toPost(row, account));
    if (row.depth === 0) listed.add(row.id);
  }
  for (const post of page.posts.values()) {
    // A source that is not there was erased, and a quote outlives its source. (One too deep to be
    // read does not exist.)
    if (post.quoteOf !== null && !page.posts.has(post.quoteOf))
      page.posts.set(post.id, { ...post, quoteOf: null, quoteErased: true });
  }
  page.ids = [...listed].sort((a, b) => (a < b ? 1 : -1));
  return page;
}
