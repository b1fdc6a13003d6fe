import type { Database, Transaction } from '#database';
import { timeOfId } from '#domain';
import { readHead } from '#log';

/** The first characters of the ids of numbered things: ULIDs of one millisecond, which sort by number. */
const PREFIX = {
  post: '01KA000000P',
  account: '01KA000000A',
  like: '01KA000000K',
  follow: '01KA000000F',
  request: '01KA000000Q',
  followed: '01KA000000G',
  restriction: '01KA000000R',
  order: '01KA000000C',
  authority: '01KA000000T',
  audit: '01KA000000V',
} as const;
type Thing = keyof typeof PREFIX;

/** When all of it happened, ms since the epoch. */
const LONG_AGO = timeOfId(numbered('post', 1));

/** The id of the thing with a number. */
export function numbered(thing: Thing, n: number): string {
  return PREFIX[thing] + String(n).padStart(26 - PREFIX[thing].length, '0');
}

/** A post that everybody re-posts, quotes, likes and answers. */
export const HOT = numbered('post', 10);
/** A post that quotes another. */
export const QUOTE = numbered('post', 22);
/** A post that nothing hangs on. */
export const QUIET = numbered('post', 15);
/** A conversation with many posts. */
export const TALK = numbered('post', 6);
/** A hashtag of every twentieth post. */
export const TAG = 'river';
export const ORDER = numbered('order', 1);

const INTO_PROJECTIONS = {
  // Every third post is by somebody who writes a lot.
  post: (by: string, { id, chars }: Sayings) => `
    INSERT INTO post (id, account_id, venue, at, text, content, spoiler_text, sensitive, language, visibility, tags,
      in_reply_to, in_reply_to_account, repost_of, quote_of, deleted_at, scenario, provenance)
    SELECT ${id('post', 'n')}, CASE WHEN n % 3 = 0 THEN '${by}' ELSE ${id('account', '1 + n % 1000')} END, 'home', ${LONG_AGO},
      'Words ' || ${chars('n')}, '<p>Words</p>', '', 0, 'en', CASE n % 20 WHEN 9 THEN 'unlisted' ELSE 'public' END,
      CASE n % 20 WHEN 8 THEN '["${TAG}"]' ELSE '[]' END,
      CASE WHEN n % 20 IN (4, 5) THEN '${HOT}' WHEN n % 20 = 6 THEN ${id('post', 'n - 1')} END, NULL,
      CASE n % 20 WHEN 0 THEN '${HOT}' WHEN 1 THEN ${id('post', 'n - 7')} END,
      CASE n % 20 WHEN 2 THEN ${id('post', 'n - 8')} WHEN 3 THEN '${HOT}' END,
      CASE n % 20 WHEN 7 THEN ${LONG_AGO} END, NULL, NULL FROM numbers`,
  // Every second one of theirs is of one conversation, the others are each of their own.
  talk_post: (by: string, { id }: Sayings) => `
    INSERT INTO talk_post (post_id, account_id, talk, gone)
    SELECT ${id('post', 'n')}, '${by}', CASE WHEN n % 2 = 0 THEN '${TALK}' ELSE ${id('post', 'n')} END, 0
    FROM numbers WHERE n % 3 = 0`,
  talk: (by: string, { id }: Sayings) => `
    INSERT INTO talk (id, account_id, last_post)
    SELECT ${id('post', 'n')}, '${by}', ${id('post', 'n')} FROM numbers WHERE n % 3 = 0 AND (n % 2 = 1 OR n = 6)`,
  post_tag: (_: string, { id }: Sayings) =>
    `INSERT INTO post_tag (tag, post_id) SELECT '${TAG}', ${id('post', 'n')} FROM numbers WHERE n % 20 = 8`,
  // Each in a millisecond of its own, as posts mostly are.
  post_words: (by: string, { id, chars }: Sayings) => `
    INSERT INTO post_words (n, id, post_id, words)
    SELECT (CAST(${LONG_AGO} AS BIGINT) + n) * 1048576, ${id('post', 'n')}, ${id('post', 'n')}, 'words ' || ${chars('n')} || ' \uE000 \uE001home \uE003'
      || CASE WHEN n % 3 = 0 THEN '${by.toLowerCase()}' ELSE lower(${id('account', '1 + n % 1000')}) END
    FROM numbers WHERE n % 20 NOT IN (0, 1, 9)`,
  // Of the hot one a row for each like.
  post_count: (_: string, { id }: Sayings) => `
    INSERT INTO post_count (subject, at, likes, reposts, replies)
    SELECT ${id('post', 'n')}, ${LONG_AGO}, 1, 0, 0 FROM numbers WHERE n <> 10
    UNION ALL SELECT '${HOT}', ${LONG_AGO} - 10000000 + n, n, n, n FROM numbers WHERE n % 10 = 0`,
  post_like: (by: string, { id }: Sayings) => `
    INSERT INTO post_like (id, actor, subject, from_at, until_at)
    SELECT ${id('like', '2 * n')}, '${by}', ${id('post', 'n')}, ${LONG_AGO}, CAST(NULL AS BIGINT) FROM numbers WHERE n % 3 = 1 AND n % 20 <> 15
    UNION ALL SELECT ${id('like', '2 * n + 1')}, ${id('account', 'n')}, '${HOT}', ${LONG_AGO}, NULL FROM numbers WHERE n % 10 = 1`,
  account: (_: string, { id, chars }: Sayings) => `
    INSERT INTO account (id, venue, handle, handle_key, display_name, note, verified, kind, opened_at, scenario, provenance)
    SELECT ${id('account', 'n')}, 'home', 'person_' || ${chars('n')}, 'person_' || ${chars('n')} || '@home', 'A person', '', 0,
      'person', ${LONG_AGO}, NULL, NULL FROM numbers WHERE n <= 1000 OR n % 5 = 0`,
  account_count: (by: string, { id }: Sayings) => `
    INSERT INTO account_count (subject, at, statuses, followers, following)
    SELECT ${id('account', 'n')}, ${LONG_AGO}, 1, 0, 0 FROM numbers WHERE n <= 1000 OR n % 5 = 0
    UNION ALL SELECT '${by}', ${LONG_AGO} - 10000000 + n, n, n, n FROM numbers WHERE n % 3 = 0`,
  follow: (by: string, { id }: Sayings) => `
    INSERT INTO follow (id, actor, subject, from_at, until_at)
    SELECT ${id('follow', 'n')}, ${id('account', 'n')}, '${by}', ${LONG_AGO}, NULL FROM numbers WHERE n % 10 = 0`,
  follow_request: (by: string, { id }: Sayings) => `
    INSERT INTO follow_request (id, actor, subject, from_at, until_at)
    SELECT ${id('request', 'n')}, ${id('account', 'n')}, '${by}', ${LONG_AGO}, NULL FROM numbers WHERE n % 10 = 5`,
  // Each follows the one that many posts have, and one that none has.
  followed_tag: (_: string, { id, chars }: Sayings) => `
    INSERT INTO followed_tag (id, account_id, tag)
    SELECT ${id('followed', '2 * n')}, ${id('account', 'n')}, '${TAG}' FROM numbers WHERE n % 10 = 0
    UNION ALL SELECT ${id('followed', '2 * n + 1')}, ${id('account', 'n')}, 'lake' || ${chars('n')} FROM numbers WHERE n % 10 = 0`,
  // Half of them are over, and nine in ten of an order.
  restriction: (_: string, { id }: Sayings) => `
    INSERT INTO restriction (id, kind, subject_type, subject_id, countries, basis, reason, label, from_at, until_at, order_id,
      item_n, confidential, scenario, imposed_until, began_id, ended_id)
    SELECT ${id('restriction', 'n')}, 'withhold', 'post', ${id('post', 'n')}, '["IN"]', 'legal_demand', 'As ordered', NULL,
      ${LONG_AGO} - 1, CASE WHEN n % 20 = 12 THEN ${LONG_AGO} END, ${id('order', '1 + n / 1000')}, n % 1000, 0, NULL, NULL,
      ${id('restriction', 'n')}, NULL
    FROM numbers WHERE n % 20 IN (11, 12)`,
  // One's own of every type: likes of the hot post, mentions, and what was restricted.
  notification: (by: string, { id }: Sayings) => `
    INSERT INTO notification (id, recipient, type, actor, post, restriction)
    SELECT ${id('like', '2 * n + 1')}, '${by}', 'favourite', ${id('account', '1 + n % 1000')}, '${HOT}', NULL FROM numbers WHERE n % 10 = 1
    UNION ALL SELECT ${id('post', 'n')}, '${by}', 'mention', ${id('account', '1 + n % 1000')}, ${id('post', 'n')}, NULL FROM numbers WHERE n % 20 = 13
    UNION ALL SELECT ${id('restriction', 'n')}, '${by}', 'moderation_warning', NULL, NULL, ${id('restriction', 'n')} FROM numbers WHERE n % 20 = 11`,
  legal_order: (_: string, { id }: Sayings) => `
    INSERT INTO legal_order (id, external_id, authority_id, venue, title, legal_basis, grounds, reason, countries, deadline_at,
      emergency, confidential, filed_at, size, scenario, provenance)
    SELECT ${id('order', 'n / 1000')}, NULL, '${numbered('authority', 1)}', 'home', 'An order', 'An Act', '["public_order"]', '',
      '["IN"]', NULL, 0, 0, ${LONG_AGO}, 100, NULL, NULL FROM numbers WHERE n % 1000 = 0`,
  order_status: (_: string, { id }: Sayings) => `
    INSERT INTO order_status (id, order_id, status, reason, from_at, until_at)
    SELECT ${id('order', 'n / 1000')}, ${id('order', 'n / 1000')}, 'in_force', '', ${LONG_AGO}, NULL FROM numbers WHERE n % 1000 = 0`,
  order_item: (_: string, { id }: Sayings) => `
    INSERT INTO order_item (order_id, n, subject_type, subject_id, url)
    SELECT ${id('order', '1 + (n - 1) / 1000')}, 1 + (n / 10) % 100, 'post', ${id('post', 'n')}, NULL FROM numbers WHERE n % 10 = 1`,
  item_decision: (_: string, { id }: Sayings) => `
    INSERT INTO item_decision (id, order_id, n, outcome, reason, ground, from_at, until_at)
    SELECT ${id('restriction', 'n')}, ${id('order', '1 + (n - 1) / 1000')}, 1 + (n / 10) % 100, 'withheld', 'As ordered', NULL,
      ${LONG_AGO}, NULL FROM numbers WHERE n % 20 = 11`,
  schedule: (_: string, { id }: Sayings) => `
    INSERT INTO schedule (subject, what, at)
    SELECT ${id('restriction', 'n')}, 'expire-restriction', 9000000000000 + n FROM numbers WHERE n % 100 = 11`,
  idempotency_key: (by: string, { id, chars }: Sayings) => `
    INSERT INTO idempotency_key (account_id, key, subject, created_at)
    SELECT '${by}', 'key ' || ${chars('n')}, ${id('post', 'n')}, ${LONG_AGO} FROM numbers`,
  audit: (_: string, { id }: Sayings) => `
    INSERT INTO audit (id, at, account_id, route, view_at, view_from, live, subjects)
    SELECT ${id('audit', 'n')}, ${LONG_AGO}, ${id('account', '1 + n % 10')}, 'GET /', ${LONG_AGO}, NULL, 1, '[]' FROM numbers`,
  credential: (_: string, { id }: Sayings) => `
    INSERT INTO credential (account_id, email, password_hash, role, country, demo, created_at)
    SELECT ${id('account', 'n')}, NULL, NULL, 'reader', NULL, 0, ${LONG_AGO} FROM numbers WHERE n % 10 = 0`,
  access_token: (_: string, { id, chars }: Sayings) => `
    INSERT INTO access_token (token_hash, account_id, scope, created_at)
    SELECT 'hash ' || ${chars('n')}, ${id('account', 'n')}, 'read', ${LONG_AGO} FROM numbers WHERE n % 10 = 0`,
};

/** Each table that grows as people do something. */
export const GROWING = [...Object.keys(INTO_PROJECTIONS), 'log', 'log_body'];

interface Sayings {
  /** The SQL of the id of the thing with a number, which is SQL itself. */
  id(thing: Thing, n: string): string;
  /** The SQL of a number as text. */
  chars(n: string): string;
}

/**
 * Adds posts with all that hangs on them, by number, as though they had happened long ago: in the
 * projections and in the log, whose hashes are not real.
 *
 * @param by the id of somebody's account, whose posts and likes they are for a good part
 */
export async function addPosts(
  database: Database,
  by: string,
  { from, to }: { from: number; to: number },
): Promise<void> {
  const postgres = database.dialect.name === 'postgres';
  const says: Sayings = {
    id: (thing, n) => {
      const width = 26 - PREFIX[thing].length;
      return postgres
        ? `'${PREFIX[thing]}' || lpad(CAST(${n} AS TEXT), ${width}, '0')`
        : `printf('${PREFIX[thing]}%0${width}d', ${n})`;
    },
    chars: (n) => `CAST(${n} AS TEXT)`,
  };
  const numbers = postgres
    ? `WITH numbers AS MATERIALIZED (SELECT CAST(n AS INTEGER) AS n FROM generate_series(${from}, ${to}) AS n)`
    : `WITH RECURSIVE numbers(n) AS (SELECT ${from} UNION ALL SELECT n + 1 FROM numbers WHERE n < ${to})`;
  const add = (transaction: Transaction, insert: string): Promise<unknown> =>
    transaction.query(insert.replace(/SELECT/, `${numbers} SELECT`));
  const work = async (transaction: Transaction): Promise<void> => {
    for (const insert of Object.values(INTO_PROJECTIONS)) await add(transaction, insert(by, says));
    if (from === 1)
      await transaction.insert('authority', [
        {
          id: numbered('authority', 1),
          account_id: null,
          name: 'A ministry',
          short_name: 'Ministry',
          country: 'IN',
          note: '',
          scenario: null,
        },
      ]);
    const { seq, personAt } = await readHead(transaction);
    const hash = `'${'0'.repeat(64)}'`;
    const body = `'{"id":"' || ${says.id('post', 'n')} || '","type":"post.published","at":"2025-01-01T00:00:00.000Z","actor":"${by}","venue":"home","subject":"'
      || ${says.id('post', 'n')} || '","payload":{"text":"Words","spoiler_text":"","sensitive":false,"language":"en","visibility":"public","in_reply_to":null,"in_reply_to_account":null,"quote_of":null},"provenance":null,"scenario":null}'`;
    const next = `${seq} + n - ${from - 1}`;
    await add(
      transaction,
      `INSERT INTO log (seq, body_hash, prev_hash, hash, recorded_at) SELECT ${next}, ${hash}, ${hash}, ${hash}, ${LONG_AGO} FROM numbers`,
    );
    await add(
      transaction,
      `INSERT INTO log_body (seq, salt, body) SELECT ${next}, '00000000000000000000000000000000', ${body} FROM numbers`,
    );
    await transaction.query('UPDATE log_head SET seq = $1, person_at = $2 WHERE id = 1', [
      seq + to - from + 1,
      personAt,
    ]);
  };
  await database.write(work, { patient: true });
}

/** Lets the planner know what is there, as `ANALYZE` does. */
export async function analyse(database: Database): Promise<void> {
  await database.write((transaction) => transaction.query('ANALYZE'), { patient: true });
}
