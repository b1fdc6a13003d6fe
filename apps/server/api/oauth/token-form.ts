import { OAuthException } from '../../http/refusals/oauth-error.js';

/** Characters; longer than anything that is given out here. */
const LONGEST = 4_000;

/**
 * A parameter of a request for a token, which may come as a form, in JSON or multipart: undefined where it was
 * left out or is blank.
 *
 * @throws OAuthException where it is no text, or given more than once (RFC 6749, section 3.2)
 */
export function parameterOf(body: unknown, name: string): string | undefined {
  const form = typeof body === 'object' && body !== null ? (body as Readonly<Record<string, unknown>>) : {};
  const value = Object.hasOwn(form, name) ? form[name] : undefined;
  if (value === undefined || value === null || value === '') return undefined;
  if (typeof value !== 'string' || value.length > LONGEST)
    throw new OAuthException(400, 'invalid_request', `Give ${name} once, as text`);
  return value;
}

/** @throws OAuthException where it was left out */
export function requiredOf(body: unknown, name: string): string {
  const value = parameterOf(body, name);
  if (value === undefined) throw new OAuthException(400, 'invalid_request', `${name} is missing`);
  return value;
}

/** A client's id and secret, as `Authorization: Basic` has them (RFC 6749, section 2.3.1); null where it has none. */
export function basicOf(authorization: string | undefined): { id: string; secret: string } | null {
  const [, coded] = /^Basic ([\w+/=-]+)$/i.exec(authorization ?? '') ?? [];
  if (coded === undefined) return null;
  const [, id = '', secret = ''] = /^([^:]*):(.*)$/s.exec(Buffer.from(coded, 'base64').toString()) ?? [];
  return { id: decoded(id), secret: decoded(secret) };
}

/** Form-encoded, as the RFC has it; many clients send it as it is, which is the same for what is given out here. */
function decoded(text: string): string {
  try {
    return decodeURIComponent(text.replaceAll('+', ' '));
  } catch {
    return text;
  }
}
