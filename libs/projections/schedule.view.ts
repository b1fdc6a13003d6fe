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
