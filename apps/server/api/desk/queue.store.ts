import { Inject, Injectable } from '@nestjs/common';
import type { Queue } from '#contract';
import type { ReportCategory } from '#contract';
import type { Database, SqlValue } from '#database';
import type { Subject } from '#domain';
import { countOpenItems, openItems, type OpenItemFilter } from '#projections';
import type { StoredQueueEntry, Viewer } from '#visibility';
import { PERMISSIONS } from '../../access/permissions.js';
import { Clock } from '../../platform/clock.js';
import { DATABASE } from '../../platform/tokens.js';
import { withinReach } from '../../private-state/within-reach.js';
import { appealsThat } from '../appeals/appeals.store.js';

/** Which of what waits. */
export interface QueueFilter {
  kind?: StoredQueueEntry['kind'] | undefined;
  order?: string | undefined;
  account?: string | undefined;
  assigned?: 'me' | 'nobody' | undefined;
}

/** Where the list goes on: after the thing with this id; of an item's order, after this number. */
export interface After {
  id: string;
  n: number;
}

interface PrivateRow {
  id: string;
  account_id: string;
  about: string;
  category: ReportCategory | null;
  text: string;
  status_ids: string | null;
  assigned_account_id: string | null;
  created_at: number;
  subject_type: Subject['type'] | null;
  subject_id: string | null;
  order_id: string | null;
  item_n: number | null;
  confidential: number | null;
}

/** Work that waits for a moderator: open items, reports and appeals; and who took which item. */
@Injectable()
export class QueueStore {
  constructor(
    @Inject(DATABASE) private readonly database: Database,
    private readonly clock: Clock,
  ) {}

  /** Entries, the newest first; one more than asked for where there are more. */
  async page(
    filter: QueueFilter,
    after: After | null,
    limit: number,
    moderator: Viewer,
  ): Promise<StoredQueueEntry[]> {
    const wants = (kind: StoredQueueEntry['kind']): boolean =>
      filter.kind === undefined || filter.kind === kind;
    const most = limit + 1;
    const items = wants('item')
      ? (
          await openItems(
            this.database.reader,
            this.itemsThat(filter, moderator),
            after && { order: after.id, n: after.n },
            most,
          )
        ).map((item): StoredQueueEntry => {
          const { order, n, subject, url, title, filedAt, deadline, confidential, assignedTo } = item;
          return {
            id: `item:${order}:${n}`,
            kind: 'item',
            since: filedAt,
            due: deadline,
            subject,
            order_id: order,
            item: n,
            url,
            account_id: null,
            category: null,
            text: title,
            assigned_account_id: assignedTo,
            confidential: confidential ? order : null,
          };
        })
      : [];
    const others: StoredQueueEntry[] = [];
    for (const kind of ['report', 'appeal'] as const) {
      // An order has items alone.
      if (!wants(kind) || (filter.order !== undefined && kind === 'report')) continue;
      const { sql, values } = this.waiting(kind, filter, moderator);
      const where = after === null ? '' : `AND w.id < $${values.push(after.id)}`;
      const rows = await this.database.reader.query<PrivateRow>(
        `${sql} ${where} ORDER BY w.id DESC LIMIT $${values.push(most)}`,
        values,
      );
      others.push(...rows.map((row) => toEntry(kind, row)));
    }
    return [...items, ...others].sort(newestFirst).slice(0, most);
  }

  async counts(filter: QueueFilter, moderator: Viewer): Promise<Queue['counts']> {
    const count = async (kind: 'report' | 'appeal'): Promise<number> => {
      if (filter.order !== undefined && kind === 'report') return 0;
      const { sql, values } = this.waiting(kind, filter, moderator);
      const [row] = await this.database.reader.query<{ waiting: number }>(
        `SELECT count(*) AS waiting FROM (${sql}) c`,
        values,
      );
      return row?.waiting ?? 0;
    };
    return {
      item: await countOpenItems(this.database.reader, this.itemsThat(filter, moderator)),
      report: await count('report'),
      appeal: await count('appeal'),
    };
  }

  /** Says who deals with an item; null: nobody. */
  async assignItem(order: string, n: number, to: string | null): Promise<void> {
    await this.database.write(async (transaction) => {
      await transaction.query('DELETE FROM item_assignment WHERE order_id = $1 AND n = $2', [order, n]);
      if (to !== null)
        await transaction.insert('item_assignment', [{ order_id: order, n, account_id: to }], {
          orIgnore: true,
        });
      transaction.notify('desk');
    });
  }

  private itemsThat({ order, account, assigned }: QueueFilter, { id }: Viewer): OpenItemFilter {
    const assignedTo = assigned === undefined ? undefined : assigned === 'me' ? id : null;
    return { order, account, assignedTo, notFiledBy: id, now: this.clock.now() };
  }

  /** The SQL of the open reports, or appeals, that are a moderator's to deal with. */
  private waiting(
    kind: 'report' | 'appeal',
    { order, account, assigned }: QueueFilter,
    moderator: Viewer,
  ): { sql: string; values: SqlValue[] } {
    const values: SqlValue[] = [];
    const bind = (value: SqlValue): string => `$${values.push(value)}`;
    const reach = PERMISSIONS['admin:queue:read'].reach ?? 'own';
    const about = kind === 'report' ? 'target_account_id' : 'account_id';
    const where = withinReach(`w.${about}`, moderator, reach, bind);
    if (kind === 'report') where.push('w.action_taken_at IS NULL');
    else where.push(...appealsThat('open', bind(this.clock.now())));
    if (account !== undefined) where.push(`w.${about} = ${bind(account)}`);
    if (assigned !== undefined)
      where.push(`w.assigned_account_id ${assigned === 'me' ? `= ${bind(moderator.id)}` : 'IS NULL'}`);
    if (order !== undefined) where.push(`r.order_id = ${bind(order)}`);
    const sql =
      kind === 'report'
        ? `SELECT w.id, w.account_id, w.target_account_id AS about, w.category, w.comment AS text, w.status_ids,
             w.assigned_account_id, w.created_at, NULL AS subject_type, NULL AS subject_id, NULL AS order_id,
             NULL AS item_n, NULL AS confidential FROM report w`
        : `SELECT w.id, w.account_id, w.account_id AS about, NULL AS category, w.text, NULL AS status_ids,
             w.assigned_account_id, w.created_at, r.subject_type, r.subject_id, r.order_id, r.item_n, r.confidential
           FROM appeal w JOIN restriction r ON r.id = w.restriction_id`;
    return { sql: `${sql} WHERE ${where.join(' AND ')}`, values };
  }
}

function toEntry(kind: 'report' | 'appeal', row: PrivateRow): StoredQueueEntry {
  const [status] = row.status_ids === null ? [] : (JSON.parse(row.status_ids) as string[]);
  const reported: Subject =
    status === undefined ? { type: 'account', id: row.about } : { type: 'post', id: status };
  return {
    id: `${kind}:${row.id}`,
    kind,
    since: row.created_at,
    due: null,
    subject:
      row.subject_type === null || row.subject_id === null
        ? reported
        : { type: row.subject_type, id: row.subject_id },
    order_id: row.order_id,
    item: row.item_n,
    url: null,
    account_id: row.account_id,
    category: row.category,
    text: row.text,
    assigned_account_id: row.assigned_account_id,
    confidential: row.confidential === 1 ? row.order_id : null,
  };
}

/** Where an entry stands in the list. */
export function placeOf({ id }: Pick<StoredQueueEntry, 'id'>): After {
  const [, thing = '', n = '0'] = id.split(':');
  return { id: thing, n: Number(n) };
}

function newestFirst(a: StoredQueueEntry, b: StoredQueueEntry): number {
  const [one, other] = [placeOf(a), placeOf(b)];
  return one.id === other.id ? one.n - other.n : one.id < other.id ? 1 : -1;
}
