import { schemaOf, type Sql } from '#database';
import { brokenLink, GENESIS_HASH, readHead, storedRows } from '#log';
import { isFoldedByThisVersion } from '#projections';
import { ok, warning, wrong, type Finding } from './findings.js';

/** How many of the last events are verified: all of them are by `withheld verify`, which may take long. */
const NEWEST = 1_000;
/** ms; a clock that is further off makes what people write come late, or early. */
const SKEW = { warning: 2_000, wrong: 60_000 };

/**
 * Looks whether a database is what this version of the program works with. Reads alone.
 *
 * @param known names of the program's migrations
 * @param now wall time, ms since the epoch
 */
export async function examineDatabase(sql: Sql, known: readonly string[], now: number): Promise<Finding[]> {
  const { applied, bare } = await schemaOf(sql);
  if (applied.length === 0)
    return [
      ok('database', 'It answers, and is empty: `withheld serve` or `withheld migrate` makes its tables.'),
    ];
  const newer = applied.filter((name) => !known.includes(name));
  const open = known.filter((name) => !applied.includes(name));
  if (newer.length > 0)
    return [
      wrong(
        'database',
        `It is newer than this program: it has ${newer.join(', ')}.`,
        'Run the newer version, or set DATABASE_URL to another database.',
      ),
    ];
  const findings = [ok('database', 'It answers.')];
  findings.push(
    open.length === 0
      ? ok('migrations', 'All of them have been run.')
      : warning(
          'migrations',
          `It lacks ${open.length}: ${open.join(', ')}.`,
          'Make a backup with the version that ran last; `withheld serve` or `withheld migrate` then runs them.',
        ),
    bare.length === 0
      ? ok('triggers', 'The log is kept append-only.')
      : wrong(
          'triggers',
          `Nothing keeps ${bare.join(', ')} append-only, so the database cannot be trusted.`,
          'Restore a backup into an empty database: `withheld restore <file>`.',
        ),
  );
  if (open.length > 0) return findings;
  findings.push(await chain(sql), await projections(sql), await clock(sql, now));
  return findings;
}

async function chain(sql: Sql): Promise<Finding> {
  const { seq, hash } = await readHead(sql);
  const from = Math.max(0, seq - NEWEST);
  const rows = await storedRows(sql, Math.max(0, from - 1), NEWEST + 1);
  let before = from === 0 ? GENESIS_HASH : (rows.shift()?.hash ?? '');
  for (const [n, row] of rows.entries()) {
    const broken = brokenLink(row, from + n + 1, before);
    if (broken !== null)
      return wrong(
        'chain',
        `It is broken at event ${from + n + 1}: ${broken}.`,
        'Somebody changed the log. `withheld verify` tells the first such event; restore a backup from before.',
      );
    before = row.hash;
  }
  if (before !== hash || rows.length !== seq - from)
    return wrong('chain', `The head says ${seq}, and the log does not end there.`, 'Restore a backup.');
  return ok(
    'chain',
    `The last ${rows.length.toLocaleString('en')} of ${seq.toLocaleString('en')} events verify.`,
  );
}

async function projections(sql: Sql): Promise<Finding> {
  return (await isFoldedByThisVersion(sql))
    ? ok('projections', 'They are folded by the rules of this version, up to the end of the log.')
    : warning(
        'projections',
        'They were folded by other rules than this version’s, or not since the log was restored.',
        '`withheld serve` folds the log again as it starts; `withheld rebuild` does so now.',
      );
}

async function clock(sql: Sql, now: number): Promise<Finding> {
  const { personAt } = await readHead(sql);
  if (personAt > now + SKEW.warning)
    return warning(
      'clock',
      `The last thing that somebody did is of ${seconds(personAt - now)} from now.`,
      'Set this machine’s clock (NTP). Until it is past that instant, everything is told as of then.',
    );
  if (sql.dialect.name === 'sqlite') return ok('clock', 'It is not behind what people did.');
  const [row] = await sql.query<{ now: number | string }>(
    'SELECT CAST(extract(epoch FROM clock_timestamp()) * 1000 AS bigint) AS now',
  );
  const skew = Math.abs(Number(row?.now ?? now) - now);
  const why = `The database’s clock and this machine’s are ${seconds(skew)} apart.`;
  if (skew < SKEW.warning) return ok('clock', why);
  const todo = 'Set both by NTP: rooms go by the database’s clock, what people do by the server’s.';
  return skew < SKEW.wrong ? warning('clock', why, todo) : wrong('clock', why, todo);
}

function seconds(ms: number): string {
  return `${(ms / 1_000).toFixed(1)} s`;
}
