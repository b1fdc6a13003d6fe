import { Pace, type Sql } from '#database';
import type { CountsSince, Restriction, ScenarioFacts, StoredAccount, StoredPost, ToldEvent } from '#domain';
import { eventsAbout } from '#log';
import { POST_COLUMNS, latestIdAt } from './status-query.js';
import { orderHeads } from './orders.view.js';
import { ACCOUNT_COLUMNS, toAccount, type AccountRow } from './stored-accounts.js';
import { mentionedJson, toPost, toRestriction, type PostRow, type RestrictionRow } from './stored-rows.js';

const TOLD_OF_ORDERS = [
  'order.filed',
  'order.noticed',
  'order.confirmed',
  'order.revoked',
  'order.expired',
  'order.set_aside',
  'item.decided',
] as const;
const TOLD_BY_NARRATOR = ['context.added', 'trend.observed'] as const;

/**
 * All facts of a scenario up to its end, in a fixed number of statements, by indexes that hold nothing else.
 * Between them others have their turn.
 *
 * @param now ms since the epoch: what comes about by the clock later than that has not yet
 * @returns undefined where no step of it has happened
 */
export async function scenarioFacts(sql: Sql, id: string, now: number): Promise<ScenarioFacts | undefined> {
  const pace = new Pace();
  const steps = await sql.query<{ step: string; at: number }>(
    'SELECT t.step, t.at FROM scenario_step t WHERE t.scenario = $1',
    [id],
  );
  if (steps.length === 0) return undefined;
  const restrictions = await restrictionsBySubject(sql, id);
  const end = endOf(steps, [...restrictions.values()].flat(), now);
  await pace.rest();
  const accounts = await accountsOf(sql, id, restrictions);
  const posts = await postsOf(sql, id, end, accounts, restrictions);
  await pace.rest();
  const postCounts = await countsOf<StoredPost['counts']>(
    sql,
    `SELECT c.subject, c.at, c.likes, c.reposts, c.replies
     FROM post p ${sql.dialect.lookUp('post_count', 'c', 'c.subject = p.id AND c.at <= $2')} WHERE p.scenario = $1`,
    [id, end],
  );
  await pace.rest();
  const accountCounts = await countsOf<StoredAccount['counts']>(
    sql,
    `SELECT c.subject, c.at, c.statuses, c.followers, c.following
     FROM account a ${sql.dialect.lookUp('account_count', 'c', 'c.subject = a.id AND c.at <= $2')} WHERE a.scenario = $1`,
    [id, end],
  );
  await pace.rest();
  const told = (await toldOf(sql, id)).filter(({ at }) => at <= end);
  const orders = await orderHeads(sql, [
    ...new Set(
      told.flatMap((event) => (event.type === 'item.decided' ? event.payload.order : event.subject)),
    ),
  ]);
  return {
    id,
    end,
    steps: new Map(steps.map(({ step, at }) => [at, step])),
    posts,
    postCounts,
    accountCounts,
    told,
    orders,
  };
}

/** A restriction with the scenario whose step imposed it. */
type OfScenario = Restriction & { scenario: string | null };

/**
 * The last instant of a scenario that has come about: of a step; or when a restriction that it imposed began, or
 * ended as it was imposed to.
 */
function endOf(steps: readonly { at: number }[], restrictions: readonly OfScenario[], now: number): number {
  const byTheClock = restrictions.flatMap(({ scenario, from, until, imposedUntil }) =>
    scenario === null ? [] : [from, ...(until !== null && until === imposedUntil ? [until] : [])],
  );
  return [...steps.map(({ at }) => at), ...byTheClock].reduce(
    (end, at) => (at > end && at <= now ? at : end),
    0,
  );
}

async function restrictionsBySubject(sql: Sql, scenario: string): Promise<Map<string, OfScenario[]>> {
  const { lookUp } = sql.dialect;
  const rows = await sql.query<RestrictionRow & { scenario: string | null }>(
    `SELECT r.* FROM post p ${lookUp('restriction', 'r', 'r.subject_id = p.id')} WHERE p.scenario = $1
     UNION ALL
     SELECT r.* FROM account a ${lookUp('restriction', 'r', 'r.subject_id = a.id')} WHERE a.scenario = $1`,
    [scenario],
  );
  const bySubject = new Map<string, OfScenario[]>();
  for (const row of rows) {
    const restriction = { ...toRestriction(row), scenario: row.scenario };
    const known = bySubject.get(row.subject_id);
    if (known === undefined) bySubject.set(row.subject_id, [restriction]);
    else known.push(restriction);
  }
  return bySubject;
}

async function accountsOf(
  sql: Sql,
  scenario: string,
  restrictions: ReadonlyMap<string, Restriction[]>,
): Promise<Map<string, StoredAccount>> {
  const columns = ACCOUNT_COLUMNS.map((column) => `a.${column}`).join(', ');
  const rows = await sql.query<AccountRow>(`SELECT ${columns} FROM account a WHERE a.scenario = $1`, [
    scenario,
  ]);
  return new Map(
    rows.map((row) => {
      const account = toAccount({ ...row, counts: [], last_post_at: null, restrictions: [], profile: [] });
      account.restrictions = restrictions.get(row.id) ?? [];
      return [row.id, account];
    }),
  );
}

/** Defaults for a story's posts, which stay as they were written; whom what they answer is for is known of the story. */
const NOTHING = {
  depth: 0,
  counts: [],
  liked: 0,
  reposted: 0,
  restrictions: [],
  followers: [],
  answered: [],
  version: [],
};

async function postsOf(
  sql: Sql,
  scenario: string,
  end: number,
  accounts: ReadonlyMap<string, StoredAccount>,
  restrictions: ReadonlyMap<string, Restriction[]>,
): Promise<StoredPost[]> {
  const columns = POST_COLUMNS.filter((column) => column !== 'in_reply_to_account').map(
    (column) => `p.${column}`,
  );
  const rows = await sql.query<Omit<PostRow, 'mentioned' | keyof typeof NOTHING> & { mentioned: string }>(
    `SELECT ${columns.join(', ')}, ${mentionedJson(sql.dialect, 'p')} AS mentioned,
       (SELECT a.account_id FROM post a WHERE a.id = p.in_reply_to AND a.deleted_at IS NULL) AS in_reply_to_account
     FROM post p WHERE p.scenario = $1 AND p.id <= $2 ORDER BY p.id`,
    [scenario, latestIdAt(end)],
  );
  const posts = rows.flatMap((row) => {
    const account = accounts.get(row.account_id);
    // As a page has it: a post without its account has nobody to judge it by.
    if (account === undefined) return [];
    const mentioned = JSON.parse(row.mentioned) as StoredPost['mentions'];
    const post = toPost({ ...row, ...NOTHING, mentioned }, account);
    post.restrictions = restrictions.get(row.id) ?? [];
    return post;
  });
  const known = new Map(posts.map((post) => [post.id, post]));
  for (const post of posts) {
    post.inReplyToAudience = known.get(post.inReplyTo ?? '')?.audience ?? null;
    if (post.quoteOf !== null && !known.has(post.quoteOf)) {
      post.quoteOf = null;
      post.quoteErased = true;
    }
  }
  return posts;
}

async function countsOf<T>(
  sql: Sql,
  select: string,
  parameters: [string, number],
): Promise<CountsSince<T>[]> {
  const rows = await sql.query<{ subject: string; at: number } & T>(select, parameters);
  return rows
    .map(({ subject, at, ...counts }) => ({ subject, at, counts: counts as unknown as T }))
    .sort((one, other) => one.at - other.at);
}

/** Events of its orders and its narrator's rows, in the order of the log. */
async function toldOf(sql: Sql, scenario: string): Promise<ToldEvent[]> {
  const { lookUp } = sql.dialect;
  const ids = async (select: string): Promise<string[]> =>
    (await sql.query<{ id: string }>(select, [scenario])).map(({ id }) => id);
  const orders = await ids(
    `SELECT o.id FROM legal_order o WHERE o.scenario = $1
     UNION ALL SELECT d.id FROM legal_order o ${lookUp('item_decision', 'd', 'd.order_id = o.id')} WHERE o.scenario = $1`,
  );
  const rows = await ids(
    `SELECT c.id FROM context_row c WHERE c.scenario = $1 UNION ALL SELECT t.id FROM trend t WHERE t.scenario = $1`,
  );
  const events = [
    ...(await eventsAbout(sql, orders, TOLD_OF_ORDERS)),
    ...(await eventsAbout(sql, rows, TOLD_BY_NARRATOR)),
  ] as ToldEvent[];
  return events.sort((one, other) => one.seq - other.seq);
}
