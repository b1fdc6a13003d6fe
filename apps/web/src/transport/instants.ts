/**
 * The last of the instants that is not after another.
 *
 * @param instants ISO 8601, ascending, at least one
 * @param at ISO 8601; before the first it is the first
 */
export function instantUpTo(instants: readonly string[], at: string): string {
  const time = Date.parse(at);
  return instants.findLast((instant) => Date.parse(instant) <= time) ?? instants[0] ?? at;
}
