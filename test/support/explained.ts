import Libsql from 'libsql';
import type { Database, Sql, SqlValue, Transaction } from '#database';

/** A statement as it was run, and how the database went about it. */
export interface Explained {
  sql: string;
  /** Each step, as the database describes it. */
  steps: string[];
  /** How many rows of tables it looked at; null where the database does not say (SQLite). */
  touched: number | null;
}

/** A database that explains each statement, with the very values and in the very state, before it is run. */
export function explaining(database: Database, explained: Explained[]): Database {
  const reader = explainingSql(database.reader, explained, (sql, parameters) =>
    explain(database.reader, sql, parameters),
  );
  return new Proxy(database, {
    get: (target, name) => {
      if (name === 'reader') return reader;
      const value: unknown = Reflect.get(target, name, target);
      if (typeof value !== 'function') return value;
      if (name !== 'write') return (value as (...parameters: unknown[]) => unknown).bind(target);
      return <T>(...[work, options]: Parameters<typeof target.write<T>>) =>
        target.write((transaction) => work(explainingTransaction(transaction, explained)), options);
    },
  });
}

type Explain = (sql: string, parameters?: readonly SqlValue[]) => Promise<Explained>;

function explainingSql(inner: Sql, explained: Explained[], how: Explain): Sql {
  return {
    dialect: inner.dialect,
    query: async (sql, parameters) => {
      if (/^\s*(SELECT|WITH|UPDATE|DELETE)/.test(sql)) explained.push(await how(sql, parameters));
      return inner.query(sql, parameters);
    },
  };
}

function explainingTransaction(inner: Transaction, explained: Explained[]): Transaction {
  // To explain it PostgreSQL runs it, so what it did is undone.
  const explainUndone: Explain = async (sql, parameters) => {
    if (inner.dialect.name === 'sqlite') return explainOnSqlite(inner, sql);
    await inner.query('SAVEPOINT explained');
    const found = await explain(inner, sql, parameters);
    await inner.query('ROLLBACK TO SAVEPOINT explained');
    return found;
  };
  const sql = explainingSql(inner, explained, explainUndone);
  return {
    ...sql,
    run: async (...statement) => {
      await sql.query(...statement);
    },
    insert: (...rows) => inner.insert(...rows),
    runLong: (sql) => inner.runLong(sql),
    notify: (about) => inner.notify(about),
  };
}

async function explain(sql: Sql, text: string, parameters?: readonly SqlValue[]): Promise<Explained> {
  if (sql.dialect.name === 'sqlite') return explainOnSqlite(sql, text);
  const [row] = await sql.query<{ 'QUERY PLAN': [{ Plan: PlanNode }] }>(
    `EXPLAIN (ANALYZE, TIMING OFF, FORMAT JSON) ${text}`,
    parameters,
  );
  const scans = row === undefined ? [] : nodesOf(row['QUERY PLAN'][0].Plan).filter(isScan);
  return {
    sql: text,
    steps: scans.map(
      (node) =>
        `${node['Node Type']} ${node['Relation Name'] ?? ''} ${node['Index Name'] ?? ''}: ${rowsOf(node)} rows`,
    ),
    touched: scans.reduce((sum, node) => sum + rowsOf(node), 0),
  };
}

/** On a connection of its own: libsql does not let go of a write that was explained. Values make no difference. */
async function explainOnSqlite(sql: Sql, text: string): Promise<Explained> {
  const [place] = await sql.query<{ file: string }>('PRAGMA database_list');
  const connection = new Libsql(place?.file ?? '');
  try {
    const rows = connection.prepare(`EXPLAIN QUERY PLAN ${sql.dialect.parameters(text)}`).all() as {
      detail: string;
    }[];
    return { sql: text, steps: rows.map(({ detail }) => detail), touched: null };
  } finally {
    connection.close();
  }
}

/** @see https://www.postgresql.org/docs/15/using-explain.html */
interface PlanNode {
  'Node Type': string;
  'Relation Name'?: string;
  'Index Name'?: string;
  'Actual Rows': number;
  'Actual Loops': number;
  'Rows Removed by Filter'?: number;
  'Rows Removed by Index Recheck'?: number;
  Plans?: PlanNode[];
}

function nodesOf(node: PlanNode): PlanNode[] {
  return [node, ...(node.Plans ?? []).flatMap(nodesOf)];
}

/** Whether it reads a table or an index. */
function isScan(node: PlanNode): boolean {
  return node['Relation Name'] !== undefined || node['Index Name'] !== undefined;
}

/** Rows are told per loop. */
function rowsOf(node: PlanNode): number {
  const perLoop =
    node['Actual Rows'] +
    (node['Rows Removed by Filter'] ?? 0) +
    (node['Rows Removed by Index Recheck'] ?? 0);
  return perLoop * node['Actual Loops'];
}
