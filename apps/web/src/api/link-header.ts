/**
 * The `max_id` of the next (older) page, from a `Link` header (RFC 8288). The id alone is taken and
 * not the address, so that a page is always read from where this one came from.
 *
 * @returns null where there is no older page
 */
export function nextMaxId(link: string | null): string | null {
  for (const part of (link ?? '').split(/,\s*(?=<)/)) {
    const match = /^<([^>]*)>(.*)$/s.exec(part.trim());
    if (match === null || !/;\s*rel="?[^";]*\bnext\b/i.test(match[2] ?? '')) continue;
    const query = new URLSearchParams((match[1] ?? '').split('?')[1] ?? '');
    return query.get('max_id');
  }
  return null;
}
