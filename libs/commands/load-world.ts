import type { ColumnType, SqlValue, Transaction } from '#database';
import {
  externalKey,
  handleKey,
  itemKey,
  MAX_SOURCE_DEPTH,
  pairKey,
  World,
  type AccountState,
  type ItemOutcome,
  type ItemState,
  type OrderState,
  type OrderStatus,
  type PostState,
  type ScheduleEntry,
} from '#domain';
import { toRestriction } from '#projections';
import type { Needs } from './needs.js';

type Row = Record<string, SqlValue>;

/** Loads what commands need: a fixed number of statements at most, however many commands. */
export async function loadWorld(transaction: Transaction, needs: Needs): Promise<World> {
  const world = new World();
  const load = new Loader(transaction);
  await loadPosts(load, needs, world);
  await loadAnsweredReplies(load, needs, world);
  await loadAccounts(load, needs, world);
  await loadRelations(load, needs, world);
  await loadOrders(load, needs, world);
  await loadRestrictions(load, needs, world);
  await loadSchedule(load, needs, world);
  await loadScenarios(load, needs, world);
  return world;
}

/** Runs a select over a set of keys, unless the set is empty. */
class Loader {
  constructor(private readonly transaction: Transaction) {}

  async rows<T>(
    keys: Iterable<Row>,
    columns: Readonly<Record<string, ColumnType>>,
    select: (keysTable: string) => string,
  ): Promise<T[]> {
    const list = [...keys];
    if (list.length === 0) return [];
    return this.transaction.query<T>(select(this.transaction.dialect.rowsOf('$1', 'k', columns)), [
      JSON.stringify(list),
    ]);
  }
}

const byId = (ids: Iterable<string>): Row[] => Array.from(ids, (id) => ({ id }));
const ID = { id: 'text' } as const;
const PAIR = { actor: 'text', subject: 'text' } as const;

/** The posts named, and those they pass on or quote, on which their visibility rests. */
async function loadPosts(load: Loader, needs: Needs, world: World): Promise<void> {
  // The latest first, since each may pass on one before it.
  for (const [repost, post] of [...needs.passedOn].reverse()) askOfSource(needs, repost, post);
  type PostRow = Omit<PostState, 'account' | 'deleted'> & { account_id: string; deleted_at: number | null };
  const posts = await load.rows<PostRow>(
    byId(needs.posts),
    ID,
    (k) => `WITH RECURSIVE wanted(id, depth) AS (
        SELECT k.id, 0 FROM ${k}
        UNION SELECT coalesce(p.repost_of, p.quote_of), w.depth + 1 FROM wanted w JOIN post p ON p.id = w.id
        WHERE w.depth < ${MAX_SOURCE_DEPTH} AND coalesce(p.repost_of, p.quote_of) IS NOT NULL
      )
      SELECT p.id, p.account_id, p.venue, p.visibility, p.in_reply_to, p.repost_of, p.quote_of, p.deleted_at
      FROM post p WHERE p.id IN (SELECT id FROM wanted)`,
  );
  for (const { account_id, deleted_at, ...post } of posts) {
    world.posts.set(post.id, { ...post, account: account_id, deleted: deleted_at !== null });
    needs.posts.add(post.id);
    needs.accounts.add(account_id);
    if (post.repost_of !== null) askOfSource(needs, post.id, post.repost_of);
  }
}

async function loadAnsweredReplies(load: Loader, needs: Needs, world: World): Promise<void> {
  const replies = await load.rows<{ id: string; account: string; in_reply_to: string }>(
    byId(needs.answeredRepliesOf),
    ID,
    (k) => `SELECT r.id, p.account_id AS account, r.in_reply_to FROM ${k}
      JOIN post p ON p.account_id = k.id JOIN reply r ON r.id = p.id
      WHERE EXISTS (SELECT 1 FROM reply a WHERE a.in_reply_to = r.id)`,
  );
  const byAccount = new Map<string, Map<string, string>>();
  for (const { id, account, in_reply_to } of replies)
    byAccount.set(account, (byAccount.get(account) ?? new Map<string, string>()).set(id, in_reply_to));
  for (const [account, answered] of byAccount) world.answeredReplies.set(account, answered);
}

/** What is asked of a re-post is done to the post it passes on. */
function askOfSource(needs: Needs, repost: string, source: string): void {
  for (const pairs of [needs.likes, needs.reposts]) {
    for (const { actor, subject } of [...pairs.values()]) {
      if (subject === repost) pairs.set(pairKey(actor, source), { actor, subject: source });
    }
  }
}

async function loadAccounts(load: Loader, needs: Needs, world: World): Promise<void> {
  const columns = 'a.id, a.venue, a.handle, a.kind, a.scenario';
  const known = [
    ...(await load.rows<AccountState>(
      byId(needs.accounts),
      ID,
      (k) => `SELECT ${columns} FROM account a JOIN ${k} ON k.id = a.id`,
    )),
    ...(await load.rows<AccountState>(
      byId(needs.handles),
      ID,
      (k) => `SELECT ${columns} FROM account a JOIN ${k} ON k.id = a.handle_key`,
    )),
  ];
  for (const account of known) {
    world.accounts.set(account.id, account);
    world.handles.set(handleKey(account.venue, account.handle), account.id);
  }
}

async function loadRelations(load: Loader, needs: Needs, world: World): Promise<void> {
  interface Pair {
    actor: string;
    subject: string;
  }
  const standing = (table: string) => (k: string) =>
    `SELECT r.actor, r.subject FROM ${table} r JOIN ${k} ON k.actor = r.actor AND k.subject = r.subject WHERE r.until_at IS NULL`;
  for (const { actor, subject } of await load.rows<Pair>(needs.likes.values(), PAIR, standing('post_like'))) {
    world.likes.set(pairKey(actor, subject), true);
  }
  for (const { actor, subject } of await load.rows<Pair>(needs.follows.values(), PAIR, standing('follow'))) {
    world.follows.set(pairKey(actor, subject), true);
  }
  const reposts = await load.rows<Pair & { id: string }>(
    needs.reposts.values(),
    PAIR,
    (k) => `SELECT p.id, p.account_id AS actor, p.repost_of AS subject FROM post p
      JOIN ${k} ON k.actor = p.account_id AND k.subject = p.repost_of WHERE p.deleted_at IS NULL`,
  );
  for (const { id, actor, subject } of reposts) world.reposts.set(pairKey(actor, subject), id);
  const keys = await load.rows<{ account_id: string; key: string; subject: string }>(
    needs.idempotency.values(),
    { account_id: 'text', key: 'text' },
    (k) =>
      `SELECT i.account_id, i.key, i.subject FROM idempotency_key i JOIN ${k} ON k.account_id = i.account_id AND k.key = i.key`,
  );
  for (const { account_id, key, subject } of keys) world.idempotency.set(pairKey(account_id, key), subject);
}

async function loadOrders(load: Loader, needs: Needs, world: World): Promise<void> {
  interface AuthorityRow {
    id: string;
    account_id: string | null;
    scenario: string | null;
  }
  const authorities = [
    ...(await load.rows<AuthorityRow>(
      byId(needs.authorities),
      ID,
      (k) => `SELECT a.id, a.account_id, a.scenario FROM authority a JOIN ${k} ON k.id = a.id`,
    )),
    ...(await load.rows<AuthorityRow>(
      byId(needs.authoritiesOf),
      ID,
      (k) => `SELECT a.id, a.account_id, a.scenario FROM authority a JOIN ${k} ON k.id = a.account_id`,
    )),
  ];
  for (const { id, account_id, scenario } of authorities) {
    world.addAuthority({ id, account: account_id, scenario });
  }

  type OrderRow = Omit<OrderState, 'authority' | 'countries' | 'confidential' | 'status'> & {
    authority_id: string;
    countries: string;
    confidential: number;
    status: OrderStatus;
  };
  const orders = await load.rows<OrderRow>(
    byId(needs.orders),
    ID,
    (k) => `SELECT o.id, o.authority_id, o.venue, o.countries, o.confidential, s.status, o.size, o.scenario
      FROM legal_order o JOIN ${k} ON k.id = o.id JOIN order_status s ON s.order_id = o.id AND s.until_at IS NULL`,
  );
  for (const { authority_id, countries, confidential, ...order } of orders) {
    world.orders.set(order.id, {
      ...order,
      authority: authority_id,
      countries: JSON.parse(countries) as string[],
      confidential: confidential === 1,
    });
  }
  const filed = await load.rows<{ id: string; authority_id: string; external_id: string }>(
    byId(needs.externalIds),
    ID,
    (k) => `SELECT o.id, o.authority_id, o.external_id FROM legal_order o JOIN ${k} ON k.id = o.external_id`,
  );
  for (const { id, authority_id, external_id } of filed) {
    world.ordersByExternalId.set(externalKey(authority_id, external_id), id);
  }

  interface ItemRow {
    order_id: string;
    n: number;
    subject_type: 'account' | 'post' | 'hashtag' | null;
    subject_id: string | null;
    outcome: ItemOutcome | null;
    restriction: string | null;
  }
  // A decision's restriction has the decision's own id, and holds while nothing has lifted it.
  const items = (match: string) => (k: string) =>
    `SELECT i.order_id, i.n, i.subject_type, i.subject_id, d.outcome, r.id AS restriction
     FROM order_item i JOIN ${k} ON ${match}
     LEFT JOIN item_decision d ON d.order_id = i.order_id AND d.n = i.n AND d.until_at IS NULL
     LEFT JOIN restriction r ON r.id = d.id AND r.until_at IS NULL`;
  const rows = [
    ...(await load.rows<ItemRow>(
      needs.items.values(),
      { order_id: 'text', n: 'int' },
      items('k.order_id = i.order_id AND k.n = i.n'),
    )),
    ...(await load.rows<ItemRow>(byId(needs.wholeOrders), ID, items('k.id = i.order_id'))),
  ];
  for (const { order_id, n, subject_type, subject_id, outcome, restriction } of rows) {
    const subject: ItemState['subject'] =
      subject_type === null || subject_id === null ? null : { type: subject_type, id: subject_id };
    world.items.set(itemKey(order_id, n), { subject, outcome, restriction });
  }
}

/** Those named, and where a person asks, those on every post and account their commands touch. */
async function loadRestrictions(load: Loader, needs: Needs, world: World): Promise<void> {
  const named = await load.rows<Parameters<typeof toRestriction>[0]>(
    byId(needs.restrictions),
    ID,
    (k) => `SELECT r.* FROM restriction r JOIN ${k} ON k.id = r.id`,
  );
  const touched = needs.byPeople ? new Set([...needs.posts, ...needs.accounts]) : [];
  const binding = await load.rows<Parameters<typeof toRestriction>[0]>(
    byId(touched),
    ID,
    (k) => `SELECT r.* FROM restriction r JOIN ${k} ON k.id = r.subject_id`,
  );
  for (const row of [...named, ...binding]) world.addRestriction(toRestriction(row));
}

async function loadSchedule(load: Loader, needs: Needs, world: World): Promise<void> {
  const entries = await load.rows<ScheduleEntry>(
    byId([...needs.orders, ...needs.restrictions]),
    ID,
    (k) => `SELECT s.what, s.subject, s.at FROM schedule s JOIN ${k} ON k.id = s.subject`,
  );
  for (const entry of entries) world.addToSchedule(entry);
}

async function loadScenarios(load: Loader, needs: Needs, world: World): Promise<void> {
  const scenarios = await load.rows<{ id: string; loaded: number }>(
    byId(needs.scenarios),
    ID,
    (k) => `SELECT s.id, s.loaded FROM scenario s JOIN ${k} ON k.id = s.id`,
  );
  for (const { id, loaded } of scenarios) world.scenarios.set(id, loaded === 1);
}
