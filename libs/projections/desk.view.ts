import { amongIds, idsParameter, type Sql, type SqlValue } from '#database';
import type { Subject } from '#domain';
import { newestFirst, pageSql, type PageRequest } from './paging.js';

/** Something that the log tells of a subject: an event, the thing that it is of, and of an order's the item. */
export interface HistoryRow {
  /** The event's id. */
  id: string;
  /** The event's subject: a restriction, an order, a decision or an account. */
  about: string;
  /** The number of the item that names the subject; null where it is of no order. */
  n: number | null;
  /** The title of the order that was filed; null where it is another event. */
  title: string | null;
  confidential: number | null;
  authority: string | null;
}

/** A page of what the log tells of a post, an account or a hashtag, newest first. */
export async function historyOf(sql: Sql, subject: string, page: PageRequest): Promise<HistoryRow[]> {
  const parameters: SqlValue[] = [subject];
  const { where, tail } = pageSql(page, 'h.id', (value) => `$${parameters.push(value)}`);
  const none =
    'CAST(NULL AS TEXT) AS title, CAST(NULL AS INTEGER) AS confidential, CAST(NULL AS TEXT) AS authority';
  const noItem = `CAST(NULL AS INTEGER) AS n, ${none}`;
  const rows = await sql.query<HistoryRow>(
    `SELECT h.* FROM (
       SELECT r.id, r.id AS about, ${noItem} FROM restriction r WHERE r.subject_id = $1 AND r.order_id IS NULL
       UNION ALL SELECT e.id, e.restriction_id, ${noItem} FROM restriction r
         ${sql.dialect.lookUp('restriction_end', 'e', 'e.restriction_id = r.id')} WHERE r.subject_id = $1
       UNION ALL SELECT r.ended_id, r.id, ${noItem} FROM restriction r
         WHERE r.subject_id = $1 AND r.order_id IS NULL AND r.ended_id IS NOT NULL
       UNION ALL SELECT d.id, d.id, i.n, ${none} FROM order_item i
         ${sql.dialect.lookUp('item_decision', 'd', 'd.order_id = i.order_id AND d.n = i.n')} WHERE i.subject_id = $1
       UNION ALL SELECT o.id, o.id, min(i.n), o.title, o.confidential, coalesce(a.account_id, a.id) FROM order_item i
         JOIN legal_order o ON o.id = i.order_id JOIN authority a ON a.id = o.authority_id
         WHERE i.subject_id = $1 GROUP BY o.id, o.title, o.confidential, a.account_id, a.id
       UNION ALL SELECT w.id, w.account_id, ${noItem} FROM warning w WHERE w.account_id = $1
     ) h ${where.length === 0 ? '' : `WHERE ${where.join(' AND ')}`} ${tail}`,
    parameters,
  );
  return rows.sort(newestFirst);
}

/** An open item of an order that binds, as the moderators' queue has it. */
export interface OpenItem {
  order: string;
  n: number;
  subject: Subject | null;
  url: string | null;
  title: string;
  filedAt: number;
  deadline: number | null;
  confidential: boolean;
  assignedTo: string | null;
}

/** Which of the open items; each is a condition more. */
export interface OpenItemFilter {
  order?: string | undefined;
  /** About this account or a post of it. */
  account?: string | undefined;
  /** Taken by this account; null: by nobody. */
  assignedTo?: string | null | undefined;
  /** Not of orders that this account filed: somebody else decides those. */
  notFiledBy: string;
  now: number;
}

/** An item after which the list goes on: of the order by its number, then of older orders. */
export interface AfterItem {
  order: string;
  n: number;
}

/** Items that wait for a decision, of the newest order first, by number; a story's orders decide themselves. */
export async function openItems(
  sql: Sql,
  filter: OpenItemFilter,
  after: AfterItem | null,
  limit: number,
): Promise<OpenItem[]> {
  const { from, parameters } = openItemsSql(filter);
  const bind = (value: SqlValue): string => `$${parameters.push(value)}`;
  let more = '';
  if (after !== null) {
    const order = bind(after.order);
    more = `AND (i.order_id < ${order} OR (i.order_id = ${order} AND i.n > ${bind(after.n)}))`;
  }
  const rows = await sql.query<{
    order_id: string;
    n: number;
    subject_type: Subject['type'] | null;
    subject_id: string | null;
    url: string | null;
    title: string;
    filed_at: number;
    deadline_at: number | null;
    confidential: number;
    assigned: string | null;
  }>(
    `SELECT i.order_id, i.n, i.subject_type, i.subject_id, i.url, o.title, o.filed_at, o.deadline_at, o.confidential,
       t.account_id AS assigned
     ${from} ${more} ORDER BY i.order_id DESC, i.n LIMIT ${bind(limit)}`,
    parameters,
  );
  return rows.map((row) => ({
    order: row.order_id,
    n: row.n,
    subject:
      row.subject_type === null || row.subject_id === null
        ? null
        : { type: row.subject_type, id: row.subject_id },
    url: row.url,
    title: row.title,
    filedAt: row.filed_at,
    deadline: row.deadline_at,
    confidential: row.confidential === 1,
    assignedTo: row.assigned,
  }));
}

export async function countOpenItems(sql: Sql, filter: OpenItemFilter): Promise<number> {
  const { from, parameters } = openItemsSql(filter);
  const [row] = await sql.query<{ items: number }>(`SELECT count(*) AS items ${from}`, parameters);
  return row?.items ?? 0;
}

function openItemsSql(filter: OpenItemFilter): { from: string; parameters: SqlValue[] } {
  const parameters: SqlValue[] = [];
  const bind = (value: SqlValue): string => `$${parameters.push(value)}`;
  const where = [
    'o.scenario IS NULL',
    `(a.account_id IS NULL OR a.account_id <> ${bind(filter.notFiledBy)})`,
    'd.id IS NULL',
  ];
  if (filter.order !== undefined) where.push(`o.id = ${bind(filter.order)}`);
  if (filter.account !== undefined) {
    const account = bind(filter.account);
    where.push(
      `(i.subject_id = ${account} OR EXISTS (SELECT 1 FROM post p WHERE p.id = i.subject_id AND p.account_id = ${account}))`,
    );
  }
  if (filter.assignedTo === null) where.push('t.account_id IS NULL');
  else if (filter.assignedTo !== undefined) where.push(`t.account_id = ${bind(filter.assignedTo)}`);
  return {
    from: `FROM legal_order o JOIN authority a ON a.id = o.authority_id
     JOIN order_status s ON s.order_id = o.id AND s.until_at IS NULL AND s.status IN ('in_force', 'confirmed')
     JOIN order_item i ON i.order_id = o.id
     LEFT JOIN item_decision d ON d.order_id = i.order_id AND d.n = i.n AND d.until_at IS NULL
     LEFT JOIN item_assignment t ON t.order_id = i.order_id AND t.n = i.n
     WHERE ${where.join(' AND ')}`,
    parameters,
  };
}

/** How many things rest on some posts and accounts, as they stand. */
export interface RestingCounts {
  statuses_of_accounts: number;
  reblogs: number;
  replies: number;
  authors: number;
}

/** Counts what rests on some posts and accounts: posts of the accounts, re-posts and replies by others, authors. */
export async function countResting(
  sql: Sql,
  posts: readonly string[],
  accounts: readonly string[],
): Promise<RestingCounts> {
  const { dialect } = sql;
  const [row] = await sql.query<RestingCounts>(
    `WITH theirs AS (
       SELECT p.id, p.account_id FROM post p WHERE ${amongIds(dialect, 'p.id', '$1')} AND p.deleted_at IS NULL
       UNION SELECT p.id, p.account_id FROM post p WHERE ${amongIds(dialect, 'p.account_id', '$2')} AND p.deleted_at IS NULL
     )
     SELECT
       (SELECT count(*) FROM post p WHERE ${amongIds(dialect, 'p.account_id', '$2')} AND p.deleted_at IS NULL) AS statuses_of_accounts,
       (SELECT count(*) FROM theirs t JOIN post p ON p.repost_of = t.id
         WHERE p.deleted_at IS NULL AND p.account_id <> t.account_id) AS reblogs,
       (SELECT count(*) FROM theirs t JOIN post p ON p.in_reply_to = t.id
         WHERE p.deleted_at IS NULL AND p.account_id <> t.account_id) AS replies,
       (SELECT count(*) FROM (SELECT t.account_id FROM theirs t
         UNION SELECT a.id FROM account a WHERE ${amongIds(dialect, 'a.id', '$2')}) w) AS authors`,
    [idsParameter(posts), idsParameter(accounts)],
  );
  return row ?? { statuses_of_accounts: 0, reblogs: 0, replies: 0, authors: 0 };
}
