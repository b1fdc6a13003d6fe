/**
 * An absolute URL, parsed as browsers do; null where it is none. `URL.canParse` is not asked: on Node 20
 * and 22, once it has run some thousand times, it refuses what holds letters such as ü.
 *
 * @see https://url.spec.whatwg.org
 */
export function parseUrl(text: string): URL | null {
  try {
    return new URL(text);
  } catch {
    return null;
  }
}
