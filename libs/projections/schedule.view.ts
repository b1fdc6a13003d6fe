import type { Sql } from '#database';
import type { ScheduleEntry } from '#domain';

/** The next entries of the schedule, earliest first, including those that are due already. */
export function nextOnSchedule(sql: Sql, limit: number): Promise<ScheduleEntry[]> {
  // A restriction's start is before its end.
  return sql.query<ScheduleEntry>(
    'SELECT what, subject, at FROM schedule ORDER BY at, subject, what LIMIT $1',
    [limit],
  );
}

/** When the schedule comes to something after an instant, ms since the epoch; null where it does not. */
export async function nextOnScheduleAfter(sql: Sql, at: number): Promise<number | null> {
  const [row] = await sql.query<{ at: number }>('SELECT at FROM schedule WHERE at > $1 ORDER BY at LIMIT 1', [
    at,
  ]);
  return row?.at ?? null;
}
