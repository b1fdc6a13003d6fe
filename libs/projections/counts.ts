import type { Dialect, Sql, Transaction } from '#database';

export const POST_COUNTS = { table: 'post_count', columns: ['likes', 'reposts', 'replies'] } as const;
export const ACCOUNT_COUNTS = {
  table: 'account_count',
  columns: ['statuses', 'followers', 'following'],
} as const;

type CountTable = typeof POST_COUNTS | typeof ACCOUNT_COUNTS;
/** Counts as `countsJson` gives them: one row, or none where nothing was counted yet. */
export type Counted<T extends CountTable> = Record<T['columns'][number], number>[];

type CountRow<T extends CountTable> = { subject: string; at: number } & Record<T['columns'][number], number>;

interface Change {
  at: number;
  column: string;
  by: number;
}

/**
 * Folds changes into a history of counts: one row for each instant at which a count of a subject
 * changed, holding what it was from then on. Changes may come late: the rows after them follow.
 */
export class CountFold<T extends CountTable> {
  private readonly changes = new Map<string, Change[]>();

  constructor(readonly counts: T) {}

  add(subject: string, at: number, column: T['columns'][number], by: number): void {
    const changes = this.changes.get(subject);
    if (changes === undefined) this.changes.set(subject, [{ at, column, by }]);
    else changes.push({ at, column, by });
  }

  async flush(transaction: Transaction): Promise<void> {
    if (this.changes.size === 0) return;
    const known = await this.rowsFrom(transaction);
    const rows: CountRow<T>[] = [];
    for (const [subject, changes] of this.changes)
      rows.push(...this.merge(subject, changes, known.get(subject) ?? []));
    await transaction.insert(this.counts.table, rows, { orUpdate: { key: ['subject', 'at'] } });
  }

  /** Gives, for each subject, the row in force at its first change and all rows after it. */
  private async rowsFrom(sql: Sql): Promise<Map<string, CountRow<T>[]>> {
    const { table, columns } = this.counts;
    const asked = [...this.changes].map(([subject, changes]) => ({
      subject,
      at: Math.min(...changes.map((change) => change.at)),
    }));
    const inForceAndAfter = `c.subject = n.subject
      AND c.at >= coalesce((SELECT max(x.at) FROM ${table} x WHERE x.subject = n.subject AND x.at <= n.at), n.at)`;
    const rows = await sql.query<CountRow<T>>(
      `SELECT c.subject, c.at, ${columns.map((column) => `c.${column}`).join(', ')}
       FROM ${sql.dialect.rowsOf('$1', 'n', { subject: 'text', at: 'int' })} ${sql.dialect.lookUp(table, 'c', inForceAndAfter)}
       ORDER BY c.subject, c.at`,
      [JSON.stringify(asked)],
      { planned: 'once' },
    );
    const bySubject = new Map<string, CountRow<T>[]>();
    for (const row of rows) {
      const known = bySubject.get(row.subject);
      if (known === undefined) bySubject.set(row.subject, [row]);
      else known.push(row);
    }
    return bySubject;
  }

  private merge(subject: string, changes: Change[], known: CountRow<T>[]): CountRow<T>[] {
    changes.sort((a, b) => a.at - b.at);
    const instants = [...new Set([...known, ...changes].map(({ at }) => at))].sort((a, b) => a - b);
    const zero = Object.fromEntries(this.counts.columns.map((column) => [column, 0])) as Record<
      string,
      number
    >;
    const sum = { ...zero };
    let base: Record<string, number> = zero;
    let [nextKnown, nextChange] = [0, 0];
    return instants.map((at) => {
      const row = known[nextKnown];
      if (row?.at === at) {
        base = row;
        nextKnown += 1;
      }
      for (let change = changes[nextChange]; change?.at === at; change = changes[++nextChange]) {
        sum[change.column] = (sum[change.column] ?? 0) + change.by;
      }
      const merged = this.counts.columns.map((column) => [column, (base[column] ?? 0) + (sum[column] ?? 0)]);
      return { subject, at, ...Object.fromEntries(merged) } as CountRow<T>;
    });
  }
}

/**
 * The SQL of a subject's counts as of an instant, as a JSON array: of the last row ≤ T, or empty. In a
 * sub-select of its own, as PostgreSQL would join by reading the whole table.
 */
export function countsJson(dialect: Dialect, counts: CountTable, subject: string, at: string): string {
  return dialect.jsonRows(
    Object.fromEntries(counts.columns.map((column) => [column, `c.${column}`])),
    `(SELECT * FROM ${counts.table} x WHERE x.subject = ${subject} AND x.at <= ${at} ORDER BY x.at DESC LIMIT 1) c`,
  );
}
