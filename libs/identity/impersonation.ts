import type { Sql } from '#database';

/** Shorter names of a cast are refused only where they are the whole of somebody's. */
const SHORTEST_PART = 5;

// Characters that pass for others in a name, after NFKD and lower case.
const LOOKALIKES: Readonly<Record<string, string>> = {
  '0': 'o',
  '1': 'l',
  '3': 'e',
  '4': 'a',
  '5': 's',
  '7': 't',
  i: 'l',
  '|': 'l',
};

/**
 * Whether a name would pass for someone of a scenario's cast or one of its authorities: nobody
 * speaks as a real body here.
 */
export async function resemblesCast(sql: Sql, names: readonly string[]): Promise<boolean> {
  const rows = await sql.query<{ name: string; whole: number }>(
    `SELECT handle AS name, 0 AS whole FROM account WHERE scenario IS NOT NULL AND kind <> 'stand_in'
     UNION SELECT display_name, 0 FROM account WHERE scenario IS NOT NULL AND kind <> 'stand_in'
     UNION SELECT name, 0 FROM authority WHERE scenario IS NOT NULL
     UNION SELECT short_name, 0 FROM authority WHERE scenario IS NOT NULL
     UNION SELECT handle, 1 FROM account WHERE scenario IS NOT NULL AND kind = 'stand_in'`,
  );
  const cast = rows.map(({ name, whole }) => ({ skeleton: skeletonOf(name), whole: whole === 1 }));
  return names
    .map(skeletonOf)
    .some((asked) =>
      cast.some(
        ({ skeleton, whole }) =>
          skeleton !== '' &&
          (asked === skeleton || (!whole && skeleton.length >= SHORTEST_PART && asked.includes(skeleton))),
      ),
    );
}

function skeletonOf(name: string): string {
  return name
    .normalize('NFKD')
    .toLowerCase()
    .replace(/[^\p{L}\p{N}|]/gu, '')
    .replace(/[013457i|]/g, (char) => LOOKALIKES[char] ?? char);
}
