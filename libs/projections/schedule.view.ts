import type { Sql } from '#database';
import type { ScheduleEntry } from '#domain';

/** What comes about next by the clock, the earliest first: what is due already, too. */
export function nextOnSchedule(sql: Sql, limit: number): Promise<ScheduleEntry[]> {
  // Of one restriction the start is before the end.
  return sql.query<ScheduleEntry>(
    'SELECT what, subject, at FROM schedule ORDER BY at, subject, what LIMIT $1',
    [limit],
  );
}
