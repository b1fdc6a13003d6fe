/** Characters of one address, and of how many an app may register. */
export const LONGEST_REDIRECT = 2_000;
export const MOST_REDIRECTS = 20;

/** Schemes of what a browser would run or read here, and not hand on to an app. */
const NEVER = new Set(['javascript:', 'data:', 'vbscript:', 'blob:', 'file:', 'about:', 'view-source:']);

/**
 * Says what is wrong with an address that an app wants to be redirected to, in words that follow its name; null where
 * nothing is. It is kept to the letter, so it has to be one as it stands (RFC 6749, section 3.1.2).
 */
export function redirectProblem(uri: string): string | null {
  if (uri.length > LONGEST_REDIRECT) return `must have at most ${LONGEST_REDIRECT} characters`;
  if (!/^[\x21-\x7e]+$/.test(uri)) return 'must be percent-encoded';
  if (!/^[a-z][a-z0-9+.-]*:/i.test(uri) || !URL.canParse(uri)) return 'must be an absolute URI';
  const { protocol, host } = new URL(uri);
  if (NEVER.has(protocol)) return `must not be a ${protocol} address`;
  if (/^https?:$/.test(protocol) && (host === '' || !/^https?:\/\//i.test(uri))) return 'must name a host';
  // Even an empty one.
  if (uri.includes('#')) return 'must have no fragment';
  return null;
}
