import type { Dialect } from '#database';
import {
  isForSome,
  namesThatBindIn,
  OPEN_VISIBILITIES,
  type Provenance,
  type EndChange,
  type Restriction,
  type StoredAccount,
  type StoredPost,
  type Visibility,
} from '#domain';
import type { Counted, POST_COUNTS } from './counts.js';

/** A restriction as its table has it. */
export interface RestrictionRow {
  id: string;
  kind: Restriction['kind'];
  subject_type: Restriction['subject']['type'];
  subject_id: string;
  countries: string;
  basis: Restriction['basis'];
  reason: string;
  label: string | null;
  from_at: number;
  until_at: number | null;
  imposed_until: number | null;
  /** The ends that were set since, as JSON; where they were asked for. */
  changes?: string;
  order_id: string | null;
  item_n: number | null;
  confidential: number;
}

/** The words of a post from an instant on, as the views select them. */
export interface VersionRow {
  at: number;
  content: string;
  spoiler_text: string;
  sensitive: number;
  language: string | null;
  tags: string;
  mentioned: StoredPost['mentions'];
}

/** A post with its counts and restrictions, as the views select it. */
export interface PostRow {
  id: string;
  account_id: string;
  depth: number;
  at: number;
  content: string;
  spoiler_text: string;
  sensitive: number;
  language: string | null;
  visibility: Visibility;
  followers: { actor: string }[];
  /** The post that it answers, where that is for some people alone. */
  answered: Pick<PostRow, 'account_id' | 'mentioned' | 'followers' | 'version'>[];
  /** The words of then, where they are not the first ones. */
  version: VersionRow[];
  tags: string;
  mentioned: StoredPost['mentions'];
  in_reply_to: string | null;
  in_reply_to_account: string | null;
  repost_of: string | null;
  quote_of: string | null;
  deleted_at: number | null;
  counts: Counted<typeof POST_COUNTS>;
  /** Of a viewer; left out where there is none. */
  liked?: number | boolean;
  reposted?: number | boolean;
  /** How the viewer keeps it; left out where there is none. */
  kept?: { how: 'bookmark' | 'pin' | 'mute' }[];
  /** Whether the viewer has muted its thread; left out where there is none. */
  muted?: number | boolean;
  scenario: string | null;
  provenance: string | null;
  restrictions: RestrictionRow[];
}

const RESTRICTION_COLUMNS = [
  'id',
  'kind',
  'subject_type',
  'subject_id',
  'countries',
  'basis',
  'reason',
  'label',
  'from_at',
  'until_at',
  'imposed_until',
  'order_id',
  'item_n',
  'confidential',
] as const satisfies (keyof RestrictionRow)[];

/** The SQL of which intervals are in force at `at`, or where it differs at `alsoAt`. Both are SQL. */
export function inForceAt(row: string, at: string, alsoAt = at): string {
  const inForce = (instant: string): string =>
    `(${row}.from_at <= ${instant} AND (${row}.until_at IS NULL OR ${row}.until_at > ${instant}))`;
  return at === alsoAt ? inForce(at) : `(${inForce(at)} OR ${inForce(alsoAt)})`;
}

/** The SQL of `everBegan`. */
export function everBeganSql(row: string): string {
  return `(${row}.until_at IS NULL OR ${row}.until_at >= ${row}.from_at)`;
}

/**
 * The SQL of `bindsIn`, of restrictions or orders.
 *
 * @param bind takes a value, gives its placeholder
 */
export function bindsInSql(row: string, country: string | null, bind: (value: string) => string): string {
  // Countries are a JSON list of names, so a name in quotes is found or not.
  const named = namesThatBindIn(country).map((name) => `${row}.countries LIKE ${bind(`%"${name}"%`)}`);
  return `(${named.join(' OR ')})`;
}

/** The SQL of a JSON array of the restrictions on a subject that matter. */
export function restrictionsJson(dialect: Dialect, subject: string, at: string, alsoAt: string): string {
  const columns = Object.fromEntries(RESTRICTION_COLUMNS.map((column) => [column, `r.${column}`]));
  return dialect.jsonRows(
    columns,
    `restriction r WHERE r.subject_id = ${subject} AND ${inForceAt('r', at, alsoAt)}`,
  );
}

/**
 * The SQL of a JSON array of the accounts that a post mentions, by what it says: those that were there
 * when it was written. One who takes a handle later was not meant.
 */
export function mentionedJson(dialect: Dialect, post: string): string {
  const accounts = dialect.jsonRows(
    { id: 'a.id', venue: 'a.venue', handle: 'a.handle' },
    `${dialect.textsOf(`${post}.mentions`, 'm')}
     ${dialect.lookUp('account', 'a', `a.handle_key = m.value AND a.opened_at <= ${post}.at`)}`,
  );
  // Few posts mention anybody, and to ask for each would take time.
  return `CASE ${post}.mentions WHEN '[]' THEN '[]' ELSE ${accounts} END`;
}

const OPEN = OPEN_VISIBILITIES.map((one) => `'${one}'`).join(', ');

/** The SQL of whether a post is for everybody, by its visibility. */
export function isForAllInSql(visibility: string): string {
  return `${visibility} IN (${OPEN})`;
}

/** How far a thread is followed up to where it is muted, in answers. */
const MAX_MUTED_DEPTH = 200;

/**
 * The SQL of the ids `up.id` of a post and what it answers, by `up.depth`, as far as an account may know of it: what
 * is not for it ends the way, lest two answers be seen to be to the same hidden post.
 *
 * @param post its id, as SQL
 * @param account whose id it is read for, as SQL
 */
export function threadAbove(dialect: Dialect, post: string, account: string): string {
  const { lookUp } = dialect;
  const mentioned = `${dialect.textsOf('q.mentions', 'm')} ${lookUp('account', 'a', 'a.handle_key = m.value AND a.opened_at <= q.at')}`;
  const isForThem = [
    isForAllInSql('q.visibility'),
    `q.account_id = ${account}`,
    // By the words that it has had from the first: an edit may have taken the mention away.
    `(q.mentions <> '[]' AND q.edited_at IS NULL AND EXISTS (SELECT 1 FROM ${mentioned} WHERE a.id = ${account}))`,
    `(q.visibility = 'private' AND EXISTS (SELECT 1 FROM follow f
      WHERE f.actor = ${account} AND f.subject = q.account_id AND f.until_at IS NULL))`,
  ].join(' OR ');
  return `WITH RECURSIVE up(id, depth) AS (
    SELECT s.id, 0 FROM post s WHERE s.id = ${post}
    UNION ALL SELECT q.id, u.depth + 1 FROM up u ${lookUp('reply', 'answer', 'answer.id = u.id')}
      ${lookUp('post', 'q', 'q.id = answer.in_reply_to')}
    WHERE u.depth < ${MAX_MUTED_DEPTH} AND (${isForThem})
  )`;
}

/** How many characters of an id are its time. */
const ID_TIME = 10;

/**
 * The SQL of whether an account has muted the thread of a post; both are ids, as SQL.
 *
 * @param by an id, as SQL: whether it had by then
 */
export function isMuted(dialect: Dialect, post: string, account: string, by?: string): string {
  const before = by === undefined ? '' : ` AND substr(o.id, 1, ${ID_TIME}) <= substr(${by}, 1, ${ID_TIME})`;
  const muted = `kept_post o WHERE o.account_id = ${account} AND o.how = 'mute'${before}`;
  const above = `${threadAbove(dialect, post, account)} SELECT 1 FROM ${muted} AND o.post_id IN (SELECT up.id FROM up)`;
  // Few mute any.
  return `CASE WHEN EXISTS (SELECT 1 FROM ${muted}) THEN EXISTS (${above}) ELSE (1 = 0) END`;
}

/** The SQL of all columns of a restriction, and of the ends that were set since it was imposed. */
export function withChanges(dialect: Dialect, row = 'r'): string {
  const changes = dialect.jsonRows(
    { id: 'e.id', at: 'e.at', until_at: 'e.until_at' },
    `restriction_end e WHERE e.restriction_id = ${row}.id`,
  );
  return `${row}.*, ${changes} AS changes`;
}

function toChanges(json: string): EndChange[] {
  if (json === '[]') return [];
  const rows = JSON.parse(json) as { id: string; at: number; until_at: number | null }[];
  return rows.sort((a, b) => (a.id < b.id ? -1 : 1)).map(({ at, until_at }) => ({ at, until: until_at }));
}

/**
 * The SQL of a JSON array of the followers that a post's author has now, if it is for these.
 *
 * @param among the SQL of which of them are read, of `f`
 */
export function followersJson(dialect: Dialect, post: string, among: string): string {
  const followers = dialect.jsonRows(
    { actor: 'f.actor' },
    `follow f WHERE f.subject = ${post}.account_id AND f.until_at IS NULL AND ${among}`,
  );
  return `CASE ${post}.visibility WHEN 'private' THEN ${followers} ELSE '[]' END`;
}

/** The SQL of a JSON array of a post's words as of an instant; empty where they are the first ones. */
export function versionJson(dialect: Dialect, post: string, at: string): string {
  const columns = ['at', 'content', 'spoiler_text', 'sensitive', 'language', 'tags'];
  const version = dialect.jsonRows(
    {
      ...Object.fromEntries(columns.map((column) => [column, `edit.${column}`])),
      mentioned: dialect.nestedJson(mentionedJson(dialect, 'edit')),
    },
    `${versionAt(post, at)} edit`,
  );
  // Most posts were never edited.
  return `CASE WHEN ${post}.edited_at IS NULL THEN '[]' ELSE ${version} END`;
}

/** The SQL of the row of a post's words as of an instant, in brackets; none where they are the first ones. */
export function versionAt(post: string, at: string): string {
  return `(SELECT * FROM post_version x WHERE x.post_id = ${post}.id AND x.at <= ${at}
    ORDER BY x.at DESC, x.id DESC LIMIT 1)`;
}

/**
 * The SQL of a JSON array of the post that another answers, with its audience, if it is for some people alone.
 *
 * @param at the instant as of which its words are read, as SQL
 */
export function answeredJson(dialect: Dialect, post: string, among: string, at: string): string {
  const answered = dialect.jsonRows(
    {
      account_id: 'q.account_id',
      mentioned: dialect.nestedJson(mentionedJson(dialect, 'q')),
      followers: dialect.nestedJson(followersJson(dialect, 'q', among)),
      version: dialect.nestedJson(versionJson(dialect, 'q', at)),
    },
    `post q WHERE q.id = ${post}.in_reply_to AND NOT ${isForAllInSql('q.visibility')}`,
  );
  // Most posts answer none.
  return `CASE WHEN ${post}.in_reply_to IS NULL THEN '[]' ELSE ${answered} END`;
}

/** Earlier words of a post that was read: as they were from an instant on, and for whom. */
export function toVersion(
  post: StoredPost,
  row: VersionRow,
  followers: readonly { actor: string }[],
  isFirst: boolean,
): StoredPost {
  const { at, content, spoiler_text, sensitive, language, tags, mentioned } = row;
  const whom = { account_id: post.account.id, mentioned, followers: [...followers], version: [] };
  return {
    ...post,
    content,
    spoilerText: spoiler_text,
    sensitive: sensitive === 1,
    language,
    tags: JSON.parse(tags) as string[],
    mentions: mentioned,
    editedAt: isFirst ? null : at,
    audience: post.audience === null ? null : audienceOf(whom),
  };
}

/** Whom a post is for: its author, whom it mentions, and those of its author's followers that were read. */
function audienceOf({ account_id, followers, ...first }: PostRow['answered'][number]): ReadonlySet<string> {
  const { mentioned } = first.version[0] ?? first;
  return new Set([account_id, ...mentioned.map(({ id }) => id), ...followers.map(({ actor }) => actor)]);
}

export function toRestriction(row: RestrictionRow): Restriction {
  return {
    id: row.id,
    kind: row.kind,
    subject: { type: row.subject_type, id: row.subject_id },
    countries: JSON.parse(row.countries) as string[],
    basis: row.basis,
    reason: row.reason,
    label: row.label,
    from: row.from_at,
    until: row.until_at,
    imposedUntil: row.imposed_until,
    ...(row.changes === undefined ? {} : { changes: toChanges(row.changes) }),
    order: row.order_id === null || row.item_n === null ? null : { id: row.order_id, n: row.item_n },
    confidential: row.confidential === 1,
  };
}

export function toPost(row: PostRow, account: StoredAccount): StoredPost {
  const [edited] = row.version;
  const words = edited ?? row;
  return {
    id: row.id,
    account,
    at: row.at,
    content: words.content,
    spoilerText: words.spoiler_text,
    editedAt: edited?.at ?? null,
    sensitive: words.sensitive === 1,
    language: words.language,
    visibility: row.visibility,
    audience: isForSome(row.visibility) ? audienceOf(row) : null,
    tags: words.tags === '[]' ? NO_TAGS : (JSON.parse(words.tags) as string[]),
    mentions: words.mentioned,
    inReplyTo: row.in_reply_to,
    inReplyToAccount: row.in_reply_to_account,
    inReplyToAudience: row.answered[0] === undefined ? null : audienceOf(row.answered[0]),
    repostOf: row.repost_of,
    quoteOf: row.quote_of,
    deleted: row.deleted_at !== null,
    deletedAt: row.deleted_at,
    counts: row.counts[0] ?? { likes: 0, reposts: 0, replies: 0 },
    liked: Boolean(row.liked ?? false),
    reposted: Boolean(row.reposted ?? false),
    ...keptOf(row),
    scenario: row.scenario,
    provenance: toProvenance(row.provenance),
    restrictions: row.restrictions.map(toRestriction),
  };
}

/** How whoever looks keeps a post; not told of a row that was read for nobody, or for many. */
function keptOf({ kept, muted = false }: PostRow): Pick<StoredPost, 'kept'> {
  if (kept === undefined) return {};
  const isKept = (how: 'bookmark' | 'pin'): boolean => kept.some((one) => one.how === how);
  return { kept: { bookmarked: isKept('bookmark'), pinned: isKept('pin'), muted: Boolean(muted) } };
}

const NO_TAGS: string[] = [];

/** A provenance as a projection stores it. */
export function toProvenance(text: string | null): Provenance | null {
  return text === null ? null : (JSON.parse(text) as Provenance);
}
