import { isLocalhost } from '#config';
import { isTag, parseUrl } from '#domain';

/** The thing that an address of this server names, as written: ids and handles are not checked. */
export type NamedHere =
  /** `acct` is the author whom the address names; null where it names none. */
  | { type: 'post'; id: string; acct: string | null }
  | { type: 'account'; id: string }
  | { type: 'account'; acct: string }
  | { type: 'hashtag'; tag: string };

/**
 * Finds the thing that an address of this server names: a post, an account or a hashtag, by its page, its
 * embed or feed, or its route in the API. Scheme, the case of the host, a slash at the end, a query and a
 * fragment make no difference: links hold viewpoints.
 *
 * @param address any text
 * @param origin this server's, e.g. `https://example.org`
 * @returns `elsewhere` where it is no address of this server; null where it is one, but names no such thing
 */
export function namedHere(address: string, origin: string): NamedHere | 'elsewhere' | null {
  const url = parseUrl(address);
  if (url === null || !/^https?:$/.test(url.protocol) || !isSameHost(url, new URL(origin)))
    return 'elsewhere';
  const path = decoded(url.pathname).replace(/\/+$/, '');
  for (const [form, named] of FORMS) {
    const [, first, second = ''] = form.exec(path) ?? [];
    if (first !== undefined) return named(first, second);
  }
  return null;
}

const FORMS: readonly [RegExp, (first: string, second: string) => NamedHere | null][] = [
  [/^\/@([^/]+)\/([^/]+)(?:\/embed)?$/, (acct, id) => ({ type: 'post', id, acct })],
  [/^\/@([^/]+?)(?:\.rss)?$/, (acct) => ({ type: 'account', acct })],
  [/^\/tags\/([^/]+)$/, (tag) => (isTag(tag) ? { type: 'hashtag', tag } : null)],
  [/^\/api\/v1\/statuses\/([^/]+)$/, (id) => ({ type: 'post', id, acct: null })],
  [/^\/api\/v1\/accounts\/([^/]+)$/, (id) => ({ type: 'account', id })],
];

/** The names that a machine calls itself are one: links say `localhost` where the server listens on 127.0.0.1. */
function isSameHost(url: URL, origin: URL): boolean {
  const own = [url, origin].every(({ hostname }) => isLocalhost(hostname.replace(/^\[(.*)\]$/, '$1')));
  return own ? url.port === origin.port : url.host === origin.host;
}

/** A path with what is percent-encoded in it; empty where that is not well-formed. */
function decoded(path: string): string {
  try {
    return decodeURIComponent(path);
  } catch {
    return '';
  }
}
