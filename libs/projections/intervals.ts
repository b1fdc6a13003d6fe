import type { SqlValue, Transaction } from '#database';

type Row = Record<string, SqlValue> & { id: string; from_at: number; until_at: number | null };

/**
 * Folds what begins and ends into a table of half-open intervals `[from_at, until_at)`, of which at
 * most one per key is open.
 */
export class IntervalFold {
  private readonly begun: Row[] = [];
  /** The rows begun in this fold that are still open, by key. */
  private readonly open = new Map<string, Row>();
  private readonly ended = new Map<string, Record<string, SqlValue>>();

  constructor(
    private readonly table: string,
    private readonly key: readonly string[],
  ) {}

  begin(row: Row): void {
    this.begun.push(row);
    this.open.set(this.keyOf(row), row);
  }

  /** Ends the interval that is open under a key, if one is. */
  end(key: Record<string, SqlValue>, at: number): void {
    const text = this.keyOf(key);
    const row = this.open.get(text);
    if (row === undefined) {
      this.ended.set(text, { ...key, at });
    } else {
      row.until_at = at;
      this.open.delete(text);
    }
  }

  async flush(transaction: Transaction): Promise<void> {
    if (this.ended.size > 0) {
      const columns = Object.fromEntries(
        this.key.map((column) => [column, column === 'n' ? 'int' : 'text'] as const),
      );
      const rows = transaction.dialect.rowsOf('$1', 'e', { ...columns, at: 'int' });
      const { lookUp, among } = transaction.dialect;
      const match = this.key.map((column) => `o.${column} = e.${column}`).join(' AND ');
      const ended = `SELECT o.id, e.at FROM ${rows} ${lookUp(this.table, 'o', `${match} AND o.until_at IS NULL`)}`;
      // Before the inserts: it is the earlier interval that ends.
      await transaction.run(
        `WITH x AS MATERIALIZED (${ended})
         UPDATE ${this.table} SET until_at = x.at FROM x
         WHERE ${this.table}.id = x.id AND ${among(`${this.table}.id`, 'SELECT x.id FROM x')}`,
        [JSON.stringify([...this.ended.values()])],
      );
    }
    await transaction.insert(this.table, this.begun);
  }

  private keyOf(row: Record<string, SqlValue>): string {
    return this.key.map((column) => row[column]).join(' ');
  }
}
