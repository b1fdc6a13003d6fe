import Libsql from 'libsql';
import pg from 'pg';

/** A statement as a driver was asked to run it. */
export interface Asking {
  sql: string;
  parameters: unknown[];
}

/** The statements that the drivers are asked to run, while somebody counts them. */
let counted: Asking[] | null = null;

interface Prepared {
  all(...parameters: unknown[]): unknown[];
}

/** Has the drivers tell of each statement that they are asked to run, from here on. To be called once, before any is. */
export function countStatements(): void {
  const sqlite = Libsql.prototype as { prepare: (this: unknown, sql: string) => Prepared };
  const { prepare } = sqlite;
  sqlite.prepare = function (sql) {
    const prepared = prepare.call(this, sql);
    const all = prepared.all.bind(prepared);
    prepared.all = (...parameters) => {
      counted?.push({ sql, parameters });
      return all(...parameters);
    };
    return prepared;
  };
  const client = pg.Client.prototype as unknown as { query: (this: unknown, ...asked: unknown[]) => unknown };
  const { query } = client;
  client.query = function (...asked) {
    const [first, second] = asked as [string | { text: string; values?: unknown[] }, unknown];
    const given = typeof first === 'string' ? { text: first, values: second } : first;
    counted?.push({ sql: given.text, parameters: Array.isArray(given.values) ? given.values : [] });
    return query.apply(this, asked);
  };
}

/** The statements that some work asks for: of several looks the fewest, since whoever follows the log asks, too. */
export async function fewestAsked(looks: readonly (() => Promise<unknown>)[]): Promise<Asking[]> {
  let fewest: Asking[] | null = null;
  for (const look of looks) {
    const asked: Asking[] = [];
    counted = asked;
    try {
      await look();
    } finally {
      counted = null;
    }
    if (fewest === null || asked.length < fewest.length) fewest = asked;
  }
  return fewest ?? [];
}

/** Runs statements as nothing but the driver does, on a connection of its own; what comes back is dropped. */
export async function bareDriver(
  url: string,
  statements: readonly Asking[],
): Promise<{ run: () => unknown; close: () => Promise<void> }> {
  if (url.startsWith('sqlite:')) {
    const connection = new Libsql(url.slice('sqlite:'.length));
    const prepared = statements.map(({ sql, parameters }) => [connection.prepare(sql), parameters] as const);
    return {
      run: () => {
        for (const [statement, parameters] of prepared) statement.all(...parameters);
      },
      close: () => Promise.resolve(void connection.close()),
    };
  }
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  // A plan for all parameters alike is far slower here than one for those that are given; and so is compiling it.
  await client.query('SET plan_cache_mode = force_custom_plan');
  await client.query('SET jit = off');
  return {
    run: async () => {
      for (const [n, { sql, parameters }] of statements.entries())
        await client.query({ name: `bench ${n}`, text: sql, values: parameters });
    },
    close: () => client.end(),
  };
}
