import { amongIds, idsParameter, type Dialect, type Sql, type SqlValue } from '#database';
import { MAX_SOURCE_DEPTH, ulid, type StoredPage } from '#domain';
import { countsJson, POST_COUNTS } from './counts.js';
import { pageSql, type PageRequest } from './paging.js';
import { accountsJson, toAccount, type AccountRow } from './stored-accounts.js';
import {
  answeredJson,
  followersJson,
  inForceAt,
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

/**
 * One statement that reads posts with all that judging and showing them takes: the posts of a page,
 * those that they pass on or quote, and the accounts of all, each once. The database renders them
 * as two JSON texts, which reach us several times quicker than as many rows would.
 */
export class StatusQuery {
  private readonly parameters: SqlValue[] = [];
  private readonly at: string;
  private readonly alsoAt: string;
  private readonly latest: string;

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
  page(where: string[], page: PageRequest, through = { rows: 'post p', id: 'p.id' }): Promise<StoredPage> {
    const { rows, id } = through;
    const paging = pageSql(page, id, (value) => this.bind(value));
    const conditions = [...where, `${id} <= ${this.latest}`, ...paging.where];
    return this.run(`SELECT p.id FROM ${rows} WHERE ${conditions.join(' AND ')} ${paging.tail}`);
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

  /** The posts that a select gives the ids of, newest first. */
  async run(selectIds: string): Promise<StoredPage> {
    const { viewer, readers } = this.when;
    // Whoever nobody is signed in for has no likes, and nothing that is for them.
    const who = viewer === null ? null : this.bind(viewer, 'TEXT');
    const among = readers === undefined ? null : this.bind(idsParameter(readers));
    const [row] = await this.sql.query<{ posts: string; accounts: string }>(
      this.textOf(selectIds, who, among),
      this.parameters,
    );
    return row === undefined ? emptyPage() : toPage(row.posts, row.accounts);
  }

  /** The statement, which is made once for each shape: it is long, and takes longer to put together than to look up. */
  private textOf(selectIds: string, viewer: string | null, readers: string | null): string {
    const { at, alsoAt, latest } = this;
    const { dialect } = this.sql;
    const shape = [dialect.name, at, alsoAt, latest, viewer, readers, selectIds].join('\n');
    let text = TEXTS.get(shape);
    if (text === undefined) {
      text = this.compose(selectIds, viewer, readers);
      if (TEXTS.size < MOST_SHAPES) TEXTS.set(shape, text);
    }
    return text;
  }

  /**
   * @param viewer the account that it is read for, as SQL; null where there is none
   * @param readers the accounts that posts are read for, as a JSON parameter; null where that is the viewer alone
   */
  private compose(selectIds: string, viewer: string | null, readers: string | null): string {
    const { dialect } = this.sql;
    // Nobody's id; compared with as any other, it is looked up by the same index.
    const ofViewer = `f.actor = ${viewer ?? "''"}`;
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
      ...(viewer === null ? {} : this.ofViewer(viewer)),
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
       SELECT ${dialect.jsonRows(post, 'shown')} AS posts, ${accountsJson(dialect, authors, this.at, this.alsoAt, this.latest, viewer)} AS accounts`;
  }

  /** The columns of what a viewer has done with a post that is shown. */
  private ofViewer(viewer: string): Record<'liked' | 'reposted' | 'kept', string> {
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
    };
  }
}

/** Statements by their shape: all that they are made of but the values. */
const TEXTS = new Map<string, string>();
/** Pages differ by which bounds they have, feeds by what they hold: some dozens. */
const MOST_SHAPES = 500;

/**
 * The SQL of whether there is a row. EXISTS says the same, and lets PostgreSQL find all rows that could be
 * meant first, when it takes the rows that it is asked for to be many.
 */
function isThere(from: string): string {
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
