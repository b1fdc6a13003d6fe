/** `b64token` of RFC 6750, section 2.1. */
const BEARER = /^Bearer ([\w~+/.-]+=*)$/i;

/** The token of an `Authorization` header; undefined where it holds none. */
export function bearerOf(authorization: string): string | undefined {
  return BEARER.exec(authorization)?.[1];
}
