import type { Sql, SqlValue } from '#database';
import { timeOfId, type LoggedEvent, type RestrictionPayload } from '#domain';
import { eventsAbout } from '#log';
import { authorsOf, historyOf, newestFirst, orderHeads, pageSql, type PageRequest } from '#projections';
import type { StoredHistoryEntry, Viewer } from '#visibility';
import { PERMISSIONS } from '../../access/permissions.js';
import { withinReach } from '../../private-state/within-reach.js';

/** Fields of an entry whose event does not tell them. */
const NOTHING: Omit<StoredHistoryEntry, 'id' | 'at' | 'type'> = {
  by: null,
  text: '',
  outcome: null,
  restriction_id: null,
  kind: null,
  countries: [],
  until: null,
  order_id: null,
  item: null,
  confidential: null,
};

/**
 * A page of what was done about something, newest first: what the log tells, and what moderators and reporters
 * said. Reports, appeals and notes are left out where they are not the moderator's to see.
 */
export async function readHistory(
  sql: Sql,
  subject: string,
  page: PageRequest,
  moderator: Viewer,
): Promise<StoredHistoryEntry[]> {
  const entries = [
    ...(await logged(sql, subject, page)),
    ...(await said(sql, subject, page, moderator)),
  ].sort(newestFirst);
  // Each was read to the page's length, from the end that it is read from.
  return page.minId === undefined
    ? entries.slice(0, page.limit)
    : entries.slice(Math.max(0, entries.length - page.limit));
}

async function logged(sql: Sql, subject: string, page: PageRequest): Promise<StoredHistoryEntry[]> {
  const rows = await historyOf(sql, subject, page);
  const events = await eventsAbout(
    sql,
    rows.filter(({ title }) => title === null).map(({ about }) => about),
    [
      'restriction.imposed',
      'restriction.changed',
      'restriction.lifted',
      'restriction.expired',
      'item.decided',
      'account.warned',
    ],
  );
  const byId = new Map(events.map((event) => [event.id, event]));
  const orders = events.flatMap((event) => (event.type === 'item.decided' ? event.payload.order : []));
  const heads = await orderHeads(sql, [...new Set(orders)]);
  return rows.flatMap(({ id, n, title, confidential, authority }): StoredHistoryEntry[] => {
    if (title !== null) {
      const order = { order_id: id, item: n, confidential: confidential === 1 ? id : null };
      return [
        { ...NOTHING, id, at: timeOfId(id), type: 'order_filed', by: authority, text: title, ...order },
      ];
    }
    const event = byId.get(id);
    const entry = event === undefined ? null : told(event);
    if (entry === null) return [];
    const head = entry.order_id === null ? undefined : heads.get(entry.order_id);
    return [{ ...entry, confidential: head?.confidential === true ? head.id : null }];
  });
}

function told(event: LoggedEvent): StoredHistoryEntry | null {
  const { id, at, actor: by, subject } = event;
  const head = { ...NOTHING, id, at, by };
  switch (event.type) {
    case 'restriction.imposed':
      return {
        ...head,
        type: 'restriction_imposed',
        text: event.payload.reason,
        restriction_id: id,
        ...imposed(event.payload),
      };
    case 'item.decided': {
      const { order, n, outcome, reason, imposes } = event.payload;
      return {
        ...head,
        type: 'item_decided',
        text: reason,
        outcome,
        order_id: order,
        item: n,
        ...(imposes === null ? {} : { restriction_id: id, ...imposed(imposes) }),
      };
    }
    case 'restriction.changed': {
      const { until } = event.payload;
      return {
        ...head,
        type: 'restriction_changed',
        restriction_id: subject,
        until: until === null ? null : Date.parse(until),
      };
    }
    case 'restriction.lifted':
      return { ...head, type: 'restriction_lifted', restriction_id: subject, text: event.payload.reason };
    case 'restriction.expired':
      return { ...head, type: 'restriction_expired', restriction_id: subject };
    case 'account.warned':
      // Its words are for the person who was warned.
      return { ...head, type: 'warned' };
    default:
      return null;
  }
}

function imposed({
  kind,
  countries,
  until,
}: RestrictionPayload): Pick<StoredHistoryEntry, 'kind' | 'countries' | 'until'> {
  return { kind, countries, until: until === null ? null : Date.parse(until) };
}

interface SaidRow {
  id: string;
  type: 'reported' | 'appealed' | 'noted';
  by_account: string | null;
  text: string;
  outcome: string | null;
  restriction_id: string | null;
  at: number;
}

/** Reports, appeals and notes about something: private state. */
async function said(
  sql: Sql,
  subject: string,
  page: PageRequest,
  moderator: Viewer,
): Promise<StoredHistoryEntry[]> {
  const author = (await authorsOf(sql, [subject])).get(subject) ?? subject;
  const values: SqlValue[] = [subject, author];
  const bind = (value: SqlValue): string => `$${values.push(value)}`;
  const reach = PERMISSIONS['admin:queue:read'].reach ?? 'own';
  const paging = pageSql(page, 's.id', bind);
  const where = [...withinReach('s.about', moderator, reach, bind), ...paging.where].join(' AND ');
  // Reports on a post name it among others.
  const named = author === subject ? 'TRUE' : `r.status_ids LIKE ${bind(`%"${subject}"%`)}`;
  const rows = await sql.query<SaidRow>(
    `SELECT s.* FROM (
       SELECT r.id, 'reported' AS type, r.account_id AS by_account, r.comment AS text, r.category AS outcome,
         CAST(NULL AS TEXT) AS restriction_id, r.created_at AS at, r.target_account_id AS about
       FROM report r WHERE r.target_account_id = $2 AND ${named}
       UNION ALL SELECT a.id, 'appealed', a.account_id, a.text, coalesce(a.outcome, 'open'), a.restriction_id, a.created_at, a.account_id
       FROM appeal a JOIN restriction r ON r.id = a.restriction_id WHERE r.subject_id = $1
       UNION ALL SELECT n.id, 'noted', n.account_id, n.text, NULL, NULL, n.created_at, n.about_account_id
       FROM moderator_note n WHERE n.subject_id = $1
     ) s WHERE ${where} ${paging.tail}`,
    values,
  );
  return rows.map(({ id, type, by_account, text, outcome, restriction_id, at }) => ({
    ...NOTHING,
    ...{ id, type, by: by_account, text, outcome, restriction_id, at },
  }));
}
