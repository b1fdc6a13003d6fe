import { amongIds, idsParameter, type Sql, type SqlValue } from '#database';
import type {
  ItemOutcome,
  OrderStatus,
  StoredDecisions,
  StoredItem,
  StoredOrder,
  Subject,
  VenueId,
} from '#domain';
import { newestFirst, pageSql, type PageRequest } from './paging.js';
import { inForceAt, toProvenance } from './stored-rows.js';

interface OrderRow {
  id: string;
  external_id: string | null;
  authority_id: string;
  a_account: string | null;
  a_name: string;
  a_short_name: string;
  a_country: string | null;
  a_note: string;
  venue: VenueId;
  title: string;
  legal_basis: string;
  grounds: string;
  reason: string;
  countries: string;
  deadline_at: number | null;
  emergency: number;
  confidential: number;
  filed_at: number;
  status: OrderStatus;
  status_since: number;
  status_reason: string;
  size: number;
  outcomes: string;
  notices: string;
  scenario: string | null;
  provenance: string | null;
}

/** The reader of a list: confidential orders are for moderators and for the account that filed them. */
export interface OrderReader {
  viewer: string | null;
  seesConfidential: boolean;
}

/** Orders filed by an instant (ms since the epoch), newest first. */
export function ordersAt(
  sql: Sql,
  at: number,
  page: PageRequest,
  reader: OrderReader,
  only: { scenario?: string | undefined; authority?: string | undefined },
): Promise<StoredOrder[]> {
  const parameters: SqlValue[] = [at];
  const bind = (value: SqlValue): string => `$${parameters.push(value)}`;
  const where: string[] = [];
  if (!reader.seesConfidential)
    where.push(`(o.confidential = 0 OR a.account_id = ${bind(reader.viewer ?? '')})`);
  if (only.scenario !== undefined) where.push(`o.scenario = ${bind(only.scenario)}`);
  if (only.authority !== undefined) where.push(`o.authority_id = ${bind(only.authority)}`);
  const paging = pageSql(page, 'o.id', bind);
  return selectOrders(sql, [...where, ...paging.where], paging.tail, parameters);
}

/** One order as of an instant (ms since the epoch); undefined where it was not filed yet. */
export async function orderAt(sql: Sql, at: number, id: string): Promise<StoredOrder | undefined> {
  const [order] = await selectOrders(sql, ['o.id = $2'], '', [at, id]);
  return order;
}

async function selectOrders(
  sql: Sql,
  where: readonly string[],
  rest: string,
  parameters: readonly SqlValue[],
): Promise<StoredOrder[]> {
  const { dialect } = sql;
  const at = 'CAST($1 AS BIGINT)';
  const outcomes = dialect.jsonRows(
    { outcome: 't.outcome', items: 't.items' },
    `(SELECT d.outcome, count(*) AS items FROM order_item i
      LEFT JOIN item_decision d ON d.order_id = i.order_id AND d.n = i.n AND ${inForceAt('d', at)}
      WHERE i.order_id = o.id GROUP BY d.outcome) t`,
  );
  const notices = dialect.jsonRows(
    { id: 'n.id', at: 'n.at', kind: 'n.kind', text: 'n.text', provenance: 'n.provenance' },
    `order_notice n WHERE n.order_id = o.id AND n.at <= ${at}`,
  );
  const rows = await sql.query<OrderRow>(
    `SELECT o.id, o.external_id, o.authority_id, a.account_id AS a_account, a.name AS a_name,
       a.short_name AS a_short_name, a.country AS a_country, a.note AS a_note, o.venue, o.title, o.legal_basis,
       o.grounds, o.reason, o.countries, o.deadline_at, o.emergency, o.confidential, o.filed_at, o.size, o.scenario,
       o.provenance, s.status, s.from_at AS status_since, s.reason AS status_reason,
       ${outcomes} AS outcomes, ${notices} AS notices
     FROM legal_order o ${dialect.lookUp('authority', 'a', 'a.id = o.authority_id')}
     ${dialect.lookUp('order_status', 's', `s.order_id = o.id AND ${inForceAt('s', at)}`)}
     WHERE ${[`o.filed_at <= ${at}`, ...where].join(' AND ')} ${rest}`,
    parameters,
  );
  return rows.map(toOrder).sort(newestFirst);
}

function toOrder(row: OrderRow): StoredOrder {
  const outcomes = JSON.parse(row.outcomes) as { outcome: string | null; items: number }[];
  const notices = JSON.parse(row.notices) as (Omit<StoredOrder['notices'][number], 'provenance'> & {
    provenance: string | null;
  })[];
  return {
    id: row.id,
    externalId: row.external_id,
    authority: {
      id: row.authority_id,
      account: row.a_account,
      name: row.a_name,
      shortName: row.a_short_name,
      country: row.a_country,
      note: row.a_note,
    },
    venue: row.venue,
    title: row.title,
    legalBasis: row.legal_basis,
    grounds: JSON.parse(row.grounds) as string[],
    reason: row.reason,
    countries: JSON.parse(row.countries) as string[],
    deadline: row.deadline_at,
    emergency: row.emergency === 1,
    confidential: row.confidential === 1,
    filedAt: row.filed_at,
    status: row.status,
    statusSince: row.status_since,
    statusReason: row.status_reason,
    size: row.size,
    outcomes: Object.fromEntries(
      outcomes
        .map(({ outcome, items }) => [outcome ?? 'open', items] as const)
        .sort(([a], [b]) => (a < b ? -1 : 1)),
    ),
    notices: notices
      .map((notice) => ({ ...notice, provenance: toProvenance(notice.provenance) }))
      .sort((a, b) => (a.id < b.id ? -1 : 1)),
    scenario: row.scenario,
    provenance: toProvenance(row.provenance),
  };
}

/**
 * Some of an order's items as of an instant (ms since the epoch), by number.
 *
 * @param after the number after which to begin; 0 for the first
 */
export async function itemsAt(
  sql: Sql,
  order: string,
  at: number,
  page: { after: number; limit: number; state?: ItemOutcome | 'open' | undefined },
): Promise<StoredItem[]> {
  const parameters: SqlValue[] = [order, at, page.after, page.limit];
  const state =
    page.state === undefined
      ? ''
      : page.state === 'open'
        ? 'AND d.id IS NULL'
        : `AND d.outcome = $${parameters.push(page.state)}`;
  const decided = `d.order_id = i.order_id AND d.n = i.n AND ${inForceAt('d', '$2')}`;
  const rows = await sql.query<{
    n: number;
    subject_type: Subject['type'] | null;
    subject_id: string | null;
    url: string | null;
    id: string | null;
    from_at: number | null;
    outcome: ItemOutcome | null;
    reason: string | null;
    ground: string | null;
  }>(
    `SELECT i.n, i.subject_type, i.subject_id, i.url, d.id, d.from_at, d.outcome, d.reason, d.ground
     FROM order_item i ${sql.dialect.lookUp('item_decision', 'd', decided, { orNone: true })}
     WHERE i.order_id = $1 AND i.n > $3 ${state} ORDER BY i.n LIMIT $4`,
    parameters,
  );
  return rows.map(({ n, subject_type, subject_id, url, id, from_at, outcome, reason, ground }) => ({
    n,
    subject: subject_type === null || subject_id === null ? null : { type: subject_type, id: subject_id },
    url,
    decision:
      id === null || from_at === null || outcome === null
        ? null
        : { id, at: from_at, outcome, reason: reason ?? '', ground },
  }));
}

/** Reads the decisions on an order's items by an instant (ms since the epoch), the latest first: at most `limit` rows. */
export function decisionsOn(sql: Sql, order: string, at: number, limit: number): Promise<StoredDecisions[]> {
  return sql.query<StoredDecisions>(
    `SELECT d.from_at AS "at", d.outcome, d.reason, count(*) AS items
     FROM item_decision d WHERE d.order_id = $1 AND d.from_at <= $2
     GROUP BY d.from_at, d.outcome, d.reason ORDER BY d.from_at DESC, d.outcome, d.reason LIMIT $3`,
    [order, at, limit],
  );
}

/** When something was first withheld on some orders, by an instant; ms since the epoch, by the order's id. */
export async function firstWithheldAt(
  sql: Sql,
  orders: readonly string[],
  at: number,
): Promise<Map<string, number>> {
  if (orders.length === 0) return new Map();
  const rows = await sql.query<{ order: string; first: number }>(
    `SELECT d.order_id AS "order", min(d.from_at) AS first FROM item_decision d
     WHERE ${amongIds(sql.dialect, 'd.order_id', '$1')} AND d.outcome = 'withheld' AND d.from_at <= $2
     GROUP BY d.order_id`,
    [idsParameter(orders), at],
  );
  return new Map(rows.map(({ order, first }) => [order, first]));
}

/** Counts an order's items by their latest outcome at an instant (ms since the epoch). */
export async function itemCounts(
  sql: Sql,
  order: string,
  at: number,
): Promise<Map<ItemOutcome | 'open', number>> {
  const rows = await sql.query<{ outcome: ItemOutcome | null; items: number }>(
    `SELECT d.outcome, count(*) AS items FROM order_item i
     LEFT JOIN item_decision d ON d.order_id = i.order_id AND d.n = i.n
       AND ${inForceAt('d', '$2')}
     WHERE i.order_id = $1 GROUP BY d.outcome`,
    [order, at],
  );
  return new Map(rows.map((row) => [row.outcome ?? 'open', row.items]));
}

/** An order's title and size, whether it may be named, and the account that files as its authority. */
export type OrderHead = Pick<StoredOrder, 'id' | 'title' | 'confidential' | 'size'> & {
  authority: Pick<StoredOrder['authority'], 'id' | 'account'>;
};

/** Heads of orders, by their ids. */
export async function orderHeads(sql: Sql, ids: readonly string[]): Promise<Map<string, OrderHead>> {
  if (ids.length === 0) return new Map();
  const rows = await sql.query<{
    id: string;
    title: string;
    confidential: number;
    size: number;
    authority_id: string;
    account_id: string | null;
  }>(
    `SELECT o.id, o.title, o.confidential, o.size, o.authority_id, a.account_id
     FROM legal_order o ${sql.dialect.lookUp('authority', 'a', 'a.id = o.authority_id')}
     WHERE ${amongIds(sql.dialect, 'o.id', '$1')}`,
    [idsParameter(ids)],
  );
  return new Map(
    rows.map(({ authority_id, account_id, confidential, ...rest }) => [
      rest.id,
      { ...rest, confidential: confidential === 1, authority: { id: authority_id, account: account_id } },
    ]),
  );
}

/** Counts the decided items of some orders at an instant (ms since the epoch), by order and outcome. */
export async function decidedAt(
  sql: Sql,
  orders: readonly string[],
  at: number,
): Promise<{ order: string; outcome: ItemOutcome; items: number }[]> {
  if (orders.length === 0) return [];
  return sql.query<{ order: string; outcome: ItemOutcome; items: number }>(
    `SELECT d.order_id AS "order", d.outcome, count(*) AS items
     FROM item_decision d WHERE ${amongIds(sql.dialect, 'd.order_id', '$1')} AND d.from_at = $2 GROUP BY d.order_id, d.outcome`,
    [idsParameter(orders), at],
  );
}
