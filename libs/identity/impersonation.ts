import type { Sql } from '#database';
import { VENUES } from '#domain';
import { looksOf } from './lookalikes.js';

/** In letters and digits. A shorter name of a cast is refused only where it is somebody's whole name. */
const SHORTEST_PART = 5;

/** The looks of the names of a cast, by the form that is compared. */
interface Cast {
  /** Looks that nobody's name may contain. */
  parts: ReadonlySet<string>[];
  /** Looks that nobody's whole name may have. */
  wholes: ReadonlySet<string>[];
}

/** Names by which people know whoever runs a place, and the names of the venues. */
const OFFICES = [
  ...['withheld', 'admin', 'administrator', 'mod', 'moderator', 'moderation', 'official', 'operator'],
  ...['root', 'security', 'staff', 'support', 'system', 'help', 'abuse', ...Object.keys(VENUES)],
];

/** Whether a name would pass for who runs this place, or for one of its venues. Operators may give it. */
export function isReserved(name: string): boolean {
  return looksOf(name).some((look, form) => OFFICES.some((office) => looksOf(office)[form] === look));
}

/**
 * Whether a name would pass for someone of a scenario's cast or one of its authorities: nobody
 * speaks as a real body here.
 */
export async function resemblesCast(sql: Sql, names: readonly string[]): Promise<boolean> {
  const { parts, wholes } = await castOf(sql);
  return names.some((name) =>
    looksOf(name).some(
      (look, form) =>
        wholes[form]?.has(look) === true || partsOf(look).some((part) => parts[form]?.has(part)),
    ),
  );
}

/** The cast of the scenarios, kept as long as those stay the same. */
const known = new WeakMap<Sql, { version: string; cast: Cast }>();

/**
 * Reads the cast once: the step that opens a scenario opens all of its accounts, in one transaction, and nobody
 * joins it later. So it is not read anew while a scenario is being loaded, which can take as long as its story.
 */
async function castOf(sql: Sql): Promise<Cast> {
  const version = JSON.stringify(await sql.query('SELECT id, manifest FROM scenario ORDER BY id'));
  const before = known.get(sql);
  if (before?.version === version) return before.cast;
  const cast = await readCast(sql);
  known.set(sql, { version, cast });
  return cast;
}

async function readCast(sql: Sql): Promise<Cast> {
  const rows = await sql.query<{ name: string; whole: number }>(
    `SELECT handle AS name, 0 AS whole FROM account WHERE scenario IS NOT NULL AND kind <> 'stand_in'
     UNION SELECT display_name, 0 FROM account WHERE scenario IS NOT NULL AND kind <> 'stand_in'
     UNION SELECT name, 0 FROM authority WHERE scenario IS NOT NULL
     UNION SELECT short_name, 0 FROM authority WHERE scenario IS NOT NULL
     UNION SELECT handle, 1 FROM account WHERE scenario IS NOT NULL AND kind = 'stand_in'`,
  );
  const names = rows.map(({ name, whole }) => {
    const isWhole = whole === 1 || name.replace(/[^\p{L}\p{N}]/gu, '').length < SHORTEST_PART;
    return { looks: looksOf(name), isWhole };
  });
  const looks = (whole: boolean): Set<string>[] =>
    looksOf('').map(
      (_, form) =>
        new Set(
          names
            .filter(({ isWhole }) => isWhole === whole)
            .flatMap((name) => name.looks[form] ?? [])
            .filter((look) => look !== ''),
        ),
    );
  return { parts: looks(false), wholes: looks(true) };
}

/** All substrings of a name: some hundreds, since a name has 30 characters at most. */
function partsOf(look: string): string[] {
  return Array.from(look, (_, start) =>
    Array.from({ length: Math.max(0, look.length - start) }, (_, i) => look.slice(start, start + i + 1)),
  ).flat();
}
