const INSTANT = /^(\d{4})-(\d\d)-(\d\d)T(\d\d):(\d\d)(?::(\d\d)(?:\.(\d{1,3}))?)?(?:Z|[+-](\d\d):(\d\d))$/;

/** The last instant a scenario may name; its year still has four digits one millisecond later. */
const LAST = Date.parse('9999-12-31T23:59:59.998Z');

/**
 * A moment as a scenario writes it: RFC 3339 with an offset, the seconds optional. A day that the
 * calendar does not have (30 February) is refused, where `Date.parse` would take the next.
 *
 * @returns milliseconds since the Unix epoch, from 0; null where it is no such moment
 */
export function parseInstant(text: string): number | null {
  const match = INSTANT.exec(text);
  if (match === null) return null;
  const [year, month, day, hour, minute, second, , offsetHour, offsetMinute] = match
    .slice(1)
    .map((digits: string | undefined) => Number(digits ?? 0)) as [number, ...number[]];
  if (!month || month > 12 || !day || day > daysOf(year, month)) return null;
  if (hour! > 23 || minute! > 59 || second! > 59 || offsetHour! > 23 || offsetMinute! > 59) return null;
  const at = Date.parse(text);
  return Number.isFinite(at) && at >= 0 && at <= LAST ? at : null;
}

/** Milliseconds since the Unix epoch as events carry them: ISO 8601 in UTC. */
export function formatInstant(at: number): string {
  return new Date(at).toISOString();
}

function daysOf(year: number, month: number): number {
  return new Date(Date.UTC(year, month, 0)).getUTCDate();
}
