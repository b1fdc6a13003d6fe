import { Pace, type Transaction } from '#database';
import {
  externalKey,
  handleKey,
  itemKey,
  isForSome,
  MAX_SOURCE_DEPTH,
  type Needs,
  pairKey,
  World,
  type AccountState,
  type ItemOutcome,
  type ItemState,
  type OrderState,
  type OrderStatus,
  type PostState,
  type Profile,
  type Role,
  type ScheduleEntry,
  type Words,
} from '#domain';
import { toRestriction, withChanges } from '#projections';
import { Loader, PAIR } from './loader.js';

/**
 * Loads what commands need: a fixed number of statements at most, however many commands; of an account that is to be
 * erased its posts are gone through.
 */
export async function loadWorld(transaction: Transaction, needs: Needs): Promise<World> {
  const world = new World(needs);
  const load = new Loader(transaction);
  await loadNamedRestrictions(load, needs, world);
  await loadPosts(load, needs, world);
  await loadWords(load, needs, world);
  await loadAnsweredReplies(load, needs, world);
  await loadAccounts(load, needs, world);
  await loadProfiles(load, needs, world);
  await loadRoles(load, needs, world);
  await loadRelations(load, needs, world);
  await loadOrders(load, needs, world);
  await loadRestrictions(load, needs, world);
  await loadSchedule(load, needs, world);
  await loadScenarios(load, needs, world);
  return world;
}

/** The posts named, and those they pass on or quote, on which their visibility rests. */
async function loadPosts(load: Loader, needs: Needs, world: World): Promise<void> {
  // The latest first, since each may pass on one before it.
  for (const [repost, post] of [...needs.passedOn].reverse()) askOfSource(needs, repost, post);
  type PostRow = Omit<PostState, 'account' | 'deleted' | 'mentions'> & {
    account_id: string;
    deleted_at: number | null;
    mentions: string;
  };
  const posts = await load.ofIds<PostRow>(
    needs.posts,
    (among) => `WITH RECURSIVE wanted(id, source, depth) AS (
        SELECT p.id, coalesce(p.repost_of, p.quote_of), 0 FROM post p WHERE ${among('p.id')}
        UNION SELECT p.id, coalesce(p.repost_of, p.quote_of), w.depth + 1
        FROM wanted w ${load.lookUp('post', 'p', 'p.id = w.source')} WHERE w.depth < ${MAX_SOURCE_DEPTH}
      )
      SELECT p.id, p.account_id, p.venue, p.visibility, p.in_reply_to, p.repost_of, p.quote_of, p.deleted_at,
        coalesce(${latestVersion('mentions')}, p.mentions) AS mentions
      FROM (SELECT DISTINCT id FROM wanted) AS w ${load.lookUp('post', 'p', 'p.id = w.id')}`,
  );
  for (const { account_id, deleted_at, mentions, ...post } of posts) {
    const named = isForSome(post.visibility) ? (JSON.parse(mentions) as string[]) : [];
    world.posts.set(post.id, {
      ...post,
      account: account_id,
      deleted: deleted_at !== null,
      mentions: named,
    });
    needs.posts.add(post.id);
    needs.accounts.add(account_id);
    // One that is not there was erased, or lies deeper than anything looks.
    for (const source of [post.repost_of, post.quote_of]) if (source !== null) needs.posts.add(source);
    if (post.repost_of !== null) askOfSource(needs, post.id, post.repost_of);
  }
}

/** The SQL of a column of the latest version of a post `p`; null where it was never edited. */
function latestVersion(column: string): string {
  return `(SELECT v.${column} FROM post_version v WHERE v.post_id = p.id AND p.edited_at IS NOT NULL
    ORDER BY v.at DESC, v.id DESC LIMIT 1)`;
}

/** The words of posts that are edited; a re-post has none. */
async function loadWords(load: Loader, needs: Needs, world: World): Promise<void> {
  const rows = await load.ofIds<Omit<Words, 'sensitive'> & { id: string; sensitive: number }>(
    needs.words,
    (among) => `SELECT p.id, coalesce(${latestVersion('text')}, p.text) AS text,
        CASE WHEN p.edited_at IS NULL THEN p.language ELSE ${latestVersion('language')} END AS language,
        coalesce(${latestVersion('spoiler_text')}, p.spoiler_text) AS spoiler_text,
        coalesce(${latestVersion('sensitive')}, p.sensitive) AS sensitive
      FROM post p WHERE ${among('p.id')} AND p.repost_of IS NULL`,
  );
  for (const { id, sensitive, ...words } of rows)
    world.words.set(id, { ...words, sensitive: sensitive === 1 });
}

/** How many of an account's posts are looked through at once. */
const POSTS_AT_ONCE = 500;

/**
 * The replies of accounts that are erased that somebody answered. One account may have any number of posts, so they are
 * gone through a page at a time, and others have their turns.
 */
async function loadAnsweredReplies(load: Loader, needs: Needs, world: World): Promise<void> {
  const pace = new Pace();
  for (const account of needs.answeredRepliesOf) {
    const answered = new Map<string, string>();
    for (let posts = await load.postsOf(account, '', POSTS_AT_ONCE); posts.length > 0;) {
      const replies = await load.ofIds<{ id: string; in_reply_to: string }>(
        posts,
        (among) => `SELECT r.id, r.in_reply_to FROM reply r
          WHERE ${among('r.id')} AND (SELECT 1 FROM reply a WHERE a.in_reply_to = r.id LIMIT 1) IS NOT NULL`,
      );
      for (const { id, in_reply_to } of replies) answered.set(id, in_reply_to);
      await pace.rest();
      posts = await load.postsOf(account, posts.at(-1) ?? '', POSTS_AT_ONCE);
    }
    if (answered.size > 0) world.answeredReplies.set(account, answered);
  }
}

/** A like or re-post of a re-post is done to the post it passes on, so it is looked up there. */
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
    ...(await load.ofIds<AccountState>(
      needs.accounts,
      (among) => `SELECT ${columns} FROM account a WHERE ${among('a.id')}`,
    )),
    ...(await load.ofIds<AccountState>(
      needs.handles,
      (among) => `SELECT ${columns} FROM account a WHERE ${among('a.handle_key')}`,
    )),
  ];
  for (const account of known) {
    world.accounts.set(account.id, account);
    world.handles.set(handleKey(account.venue, account.handle), account.id);
  }
}

/** Loads profiles as they are now. */
async function loadProfiles(load: Loader, needs: Needs, world: World): Promise<void> {
  const rows = await load.ofIds<{
    id: string;
    display_name: string;
    note: string;
    bot: number | null;
    locked: number | null;
    fields: string | null;
  }>(
    needs.profiles,
    (among) => `SELECT a.id, coalesce(v.display_name, a.display_name) AS display_name,
        coalesce(v.note, a.note) AS note, v.bot, v.locked, v.fields
      FROM account a LEFT JOIN account_version v ON a.updated_at IS NOT NULL AND v.id = (
        SELECT x.id FROM account_version x WHERE x.account_id = a.id ORDER BY x.at DESC, x.id DESC LIMIT 1)
      WHERE ${among('a.id')}`,
  );
  for (const { id, display_name, note, bot, locked, fields } of rows)
    world.profiles.set(id, {
      display_name,
      note,
      bot: bot === 1,
      locked: locked === 1,
      fields: JSON.parse(fields ?? '[]') as Profile['fields'],
    });
}

/** Roles are private state. They are read here so that who acts on whom is decided on them as they are by then. */
async function loadRoles(load: Loader, needs: Needs, world: World): Promise<void> {
  if (!needs.ranks) return;
  const persons = await load.ofIds<{ account_id: string; role: Role }>(
    needs.accounts,
    (among) => `SELECT c.account_id, c.role FROM credential c WHERE ${among('c.account_id')}`,
  );
  for (const { account_id, role } of persons) world.roles.set(account_id, role);
}

async function loadRelations(load: Loader, needs: Needs, world: World): Promise<void> {
  interface Pair {
    actor: string;
    subject: string;
  }
  const standing = (table: string) => (k: string) =>
    `SELECT r.actor, r.subject FROM ${k}
     ${load.lookUp(table, 'r', 'r.actor = k.actor AND r.subject = k.subject AND r.until_at IS NULL')}`;
  for (const { actor, subject } of await load.rows<Pair>(needs.likes.values(), PAIR, standing('post_like'))) {
    world.likes.set(pairKey(actor, subject), true);
  }
  for (const { actor, subject } of await load.rows<Pair>(needs.follows.values(), PAIR, standing('follow'))) {
    world.follows.set(pairKey(actor, subject), true);
  }
  const requests = needs.followRequests.values();
  for (const { actor, subject } of await load.rows<Pair>(requests, PAIR, standing('follow_request'))) {
    world.followRequests.set(pairKey(actor, subject), true);
  }
  // Posts for their authors' followers: whether who acts on them is one.
  const followers = await load.rows<Pair>(
    needs.audiences.values(),
    PAIR,
    (k) => `SELECT DISTINCT f.actor, f.subject FROM ${k}
      ${load.lookUp('post', 'p', "p.id = k.subject AND p.visibility = 'private'")}
      ${load.lookUp('follow', 'f', 'f.actor = k.actor AND f.subject = p.account_id AND f.until_at IS NULL')}`,
  );
  for (const { actor, subject } of followers) world.follows.set(pairKey(actor, subject), true);
  await loadBlocks(load, needs, world);
  const reposts = await load.rows<Pair & Pick<PostState, 'id' | 'venue' | 'visibility'>>(
    needs.reposts.values(),
    PAIR,
    (k) => `SELECT p.id, p.venue, p.visibility, p.account_id AS actor, p.repost_of AS subject FROM ${k}
      ${load.lookUp('post', 'p', 'p.account_id = k.actor AND p.repost_of = k.subject AND p.deleted_at IS NULL')}`,
  );
  for (const { actor, subject, ...post } of reposts) {
    world.reposts.set(pairKey(actor, subject), post.id);
    // Undoing a re-post deletes this post, so that whoever undoes it next finds that done.
    const passesOn = { in_reply_to: null, quote_of: null, repost_of: subject, deleted: false, mentions: [] };
    world.posts.set(post.id, { ...post, account: actor, ...passesOn });
  }
  const keys = await load.rows<{ account_id: string; key: string; subject: string; digest: string | null }>(
    needs.idempotency.values(),
    { account_id: 'text', key: 'text' },
    (k) =>
      `SELECT i.account_id, i.key, i.subject, i.digest FROM ${k}
       ${load.lookUp('idempotency_key', 'i', 'i.account_id = k.account_id AND i.key = k.key')}`,
  );
  for (const { account_id, key, subject, digest } of keys)
    world.idempotency.set(pairKey(account_id, key), { subject, digest });
}

/**
 * Who blocks whom is private state, read here as it is by then: of the pairs named, and of those who act on posts
 * and whose these are.
 */
async function loadBlocks(load: Loader, needs: Needs, world: World): Promise<void> {
  for (const { actor } of needs.byPeople ? needs.audiences.values() : [])
    for (const post of needs.posts) {
      const author = world.posts.known(post)?.account;
      if (author !== undefined && author !== actor) needs.pair(needs.blocks, actor, author);
    }
  const pairs = [...needs.blocks.values()];
  const ways = [...pairs, ...pairs.map(({ actor, subject }) => ({ actor: subject, subject: actor }))];
  const blocks = await load.rows<{ actor: string; subject: string }>(
    ways,
    PAIR,
    (k) => `SELECT k.actor, k.subject FROM ${k}
      ${load.lookUp('kept_apart', 'b', "b.account_id = k.actor AND b.target_id = k.subject AND b.how = 'block'")}`,
  );
  for (const { actor, subject } of blocks) world.blocks.set(pairKey(actor, subject), true);
}

async function loadOrders(load: Loader, needs: Needs, world: World): Promise<void> {
  interface AuthorityRow {
    id: string;
    account_id: string | null;
    scenario: string | null;
  }
  const authorities = [
    ...(await load.ofIds<AuthorityRow>(
      needs.authorities,
      (among) => `SELECT a.id, a.account_id, a.scenario FROM authority a WHERE ${among('a.id')}`,
    )),
    ...(await load.ofIds<AuthorityRow>(
      needs.authoritiesOf,
      (among) => `SELECT a.id, a.account_id, a.scenario FROM authority a WHERE ${among('a.account_id')}`,
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
  const orders = await load.ofIds<OrderRow>(
    needs.orders,
    (
      among,
    ) => `SELECT o.id, o.authority_id, a.account_id AS filer, o.venue, o.countries, o.confidential, s.status, o.size, o.scenario
      FROM legal_order o ${load.lookUp('order_status', 's', 's.order_id = o.id AND s.until_at IS NULL')}
        ${load.lookUp('authority', 'a', 'a.id = o.authority_id')}
      WHERE ${among('o.id')}`,
  );
  for (const { authority_id, countries, confidential, ...order } of orders) {
    world.orders.set(order.id, {
      ...order,
      authority: authority_id,
      countries: JSON.parse(countries) as string[],
      confidential: confidential === 1,
    });
  }
  const filed = await load.ofIds<{ id: string; authority_id: string; external_id: string }>(
    needs.externalIds,
    (among) =>
      `SELECT o.id, o.authority_id, o.external_id FROM legal_order o WHERE ${among('o.external_id')}`,
  );
  for (const { id, authority_id, external_id } of filed) {
    world.ordersByExternalId.set(externalKey(authority_id, external_id), id);
  }

  interface ItemRow {
    order_id: string;
    n: number;
    subject_type: 'account' | 'post' | 'hashtag' | null;
    subject_id: string | null;
    owner: string | null;
    outcome: ItemOutcome | null;
    restriction: string | null;
  }
  // A decision's restriction has the decision's own id, and holds while nothing has lifted it.
  const items = (from: string): string =>
    `SELECT i.order_id, i.n, i.subject_type, i.subject_id, d.outcome, r.id AS restriction,
       CASE i.subject_type WHEN 'account' THEN i.subject_id WHEN 'post' THEN p.account_id END AS owner FROM ${from}
     ${load.lookUp('post', 'p', 'p.id = i.subject_id', { orNone: true })}
     ${load.lookUp('item_decision', 'd', 'd.order_id = i.order_id AND d.n = i.n AND d.until_at IS NULL', { orNone: true })}
     ${load.lookUp('restriction', 'r', 'r.id = d.id AND r.until_at IS NULL', { orNone: true })}`;
  const rows = [
    ...(await load.rows<ItemRow>(needs.items.values(), { order_id: 'text', n: 'int' }, (k) =>
      items(`${k} ${load.lookUp('order_item', 'i', 'i.order_id = k.order_id AND i.n = k.n')}`),
    )),
    ...(await load.rows<ItemRow>(
      Array.from(needs.wholeOrders, (id) => ({ id })),
      { id: 'text' },
      (k) => items(`${k} ${load.lookUp('order_item', 'i', 'i.order_id = k.id')}`),
    )),
  ];
  for (const { order_id, n, subject_type, subject_id, owner, outcome, restriction } of rows) {
    const subject: ItemState['subject'] =
      subject_type === null || subject_id === null ? null : { type: subject_type, id: subject_id };
    world.items.set(itemKey(order_id, n), { subject, owner, outcome, restriction });
  }
}

type RestrictionRow = Parameters<typeof toRestriction>[0];

/**
 * Loads the restrictions named; where a person asks, their subjects as well, since whose they are decides.
 */
async function loadNamedRestrictions(load: Loader, needs: Needs, world: World): Promise<void> {
  const named = await load.ofIds<RestrictionRow>(
    needs.restrictions,
    (among) => `SELECT ${withChanges(load.dialect)} FROM restriction r WHERE ${among('r.id')}`,
  );
  for (const restriction of named.map(toRestriction)) {
    world.addRestriction(restriction);
    if (needs.byPeople) needs.subject(restriction.subject);
  }
}

/** Loads the restrictions on every post and account that the commands touch, where a person asks. */
async function loadRestrictions(load: Loader, needs: Needs, world: World): Promise<void> {
  const subjects = needs.byPeople ? new Set([...needs.posts, ...needs.accounts]) : [];
  const binding = await load.ofIds<RestrictionRow>(
    subjects,
    (among) => `SELECT r.* FROM restriction r WHERE ${among('r.subject_id')}`,
  );
  for (const row of binding) world.addRestriction(toRestriction(row));
}

async function loadSchedule(load: Loader, needs: Needs, world: World): Promise<void> {
  const entries = await load.ofIds<ScheduleEntry>(
    [...needs.orders, ...needs.restrictions],
    (among) => `SELECT s.what, s.subject, s.at FROM schedule s WHERE ${among('s.subject')}`,
  );
  for (const entry of entries) world.addToSchedule(entry);
}

async function loadScenarios(load: Loader, needs: Needs, world: World): Promise<void> {
  const scenarios = await load.ofIds<{ id: string; loaded: number }>(
    needs.scenarios,
    (among) => `SELECT s.id, s.loaded FROM scenario s WHERE ${among('s.id')}`,
  );
  for (const { id, loaded } of scenarios) world.scenarios.set(id, loaded === 1);
}
