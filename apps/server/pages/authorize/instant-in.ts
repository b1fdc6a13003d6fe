const LOCAL = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(:\d{2}(\.\d{1,3})?)?$/;

/**
 * The instant of a time of day as a browser's field gives it, in a time zone. Where clocks are put forward over it,
 * the one that they would have shown; where it comes twice, the first.
 *
 * @param zone IANA name
 * @returns ms since the epoch; null where it is no time
 */
export function instantIn(zone: string, local: string): number | null {
  const asUtc = LOCAL.test(local) ? Date.parse(`${local}Z`) : NaN;
  if (Number.isNaN(asUtc)) return null;
  const first = asUtc - offsetAt(zone, asUtc);
  return asUtc - offsetAt(zone, first);
}

/** A time of day as a browser's field takes it: `2021-02-10T13:34`. */
export function localIn(zone: string, at: number): string {
  return new Date(at + offsetAt(zone, at)).toISOString().slice(0, 16);
}

/** How far a zone's clocks are ahead of UTC at an instant, in ms. */
function offsetAt(zone: string, at: number): number {
  const format = new Intl.DateTimeFormat('en-GB', { timeZone: zone, timeZoneName: 'longOffset' });
  const name = format.formatToParts(new Date(at)).find(({ type }) => type === 'timeZoneName')?.value ?? '';
  const [, sign, hours = '0', minutes = '0'] = /GMT([+-])(\d{2}):(\d{2})/.exec(name) ?? [];
  return (sign === '-' ? -1 : 1) * (Number(hours) * 60 + Number(minutes)) * 60_000;
}
