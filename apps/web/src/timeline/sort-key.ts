/**
 * Where something stands in a timeline: its instant, then its id, as one string that sorts. Posts
 * and narrator's rows share it; the newest has the greatest.
 *
 * @param at ISO 8601
 */
export function sortKey(at: string, id: string): string {
  // The server sends this shape already; anything else is brought into it.
  const instant = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/.test(at) ? at : new Date(at).toISOString();
  return `${instant} ${id}`;
}
