import { BadRequestException } from '@nestjs/common';
import { grants, parseScopes, type OAuthApp, type Scope } from '#identity';

/** The address of an app that cannot be redirected to: whoever signs in is shown the code. */
export const OUT_OF_BAND = 'urn:ietf:wg:oauth:2.0:oob';

/** The parameters of a request to be let in, which the page's form sends back as they came. */
export const PARAMETERS = [
  'response_type',
  'client_id',
  'redirect_uri',
  'scope',
  'state',
  'code_challenge',
  'code_challenge_method',
  'lang',
] as const;

export type Parameters = Readonly<Partial<Record<(typeof PARAMETERS)[number], string>>>;

/** Characters of one; the head of a request bounds them all. */
const LONGEST = 4_000;

/** A request to be let in that may be shown to whoever is to decide. */
export interface AuthorizeRequest {
  app: OAuthApp;
  /** As it was asked for, to the letter. */
  redirectUri: string;
  scopes: readonly Scope[];
  state: string | null;
  codeChallenge: string | null;
}

/**
 * Reads the parameters of a query or a form; those that are blank are left out.
 *
 * @throws BadRequestException of one that is given more than once
 */
export function parametersOf(from: unknown): Parameters {
  const fields = (from ?? {}) as Readonly<Record<string, unknown>>;
  return Object.fromEntries(
    PARAMETERS.flatMap((name) => {
      const value = Object.hasOwn(fields, name) ? fields[name] : undefined;
      if (value === undefined || value === null || value === '') return [];
      if (typeof value !== 'string' || value.length > LONGEST)
        throw new BadRequestException(`Give ${name} once, as text`);
      return [[name, value]];
    }),
  );
}

/**
 * The address to answer to, where it is one of the app's: nobody is redirected to any other (RFC 6749, section
 * 4.1.2.1).
 *
 * @throws BadRequestException, which is shown and goes nowhere
 */
export function redirectUriOf({ redirect_uri: asked }: Parameters, app: OAuthApp): string {
  if (asked === undefined) throw new BadRequestException('redirect_uri is missing');
  if (!app.redirectUris.some((registered) => isSame(registered, asked)))
    throw new BadRequestException('The redirect_uri is none that the app registered, to the letter');
  return asked;
}

/** Reads the rest of the request; or gives the error that the app is told (RFC 6749, section 4.1.2.1). */
export function readRequest(
  parameters: Parameters,
  app: OAuthApp,
  redirectUri: string,
): { ok: true; request: AuthorizeRequest } | { ok: false; error: string; description: string } {
  const refused = (error: string, description: string) => ({ ok: false as const, error, description });
  if (parameters.response_type !== 'code')
    return refused('unsupported_response_type', 'Only response_type=code is known');
  const scopes = parseScopes(parameters.scope ?? 'read');
  if (!scopes.ok) return refused('invalid_scope', `There is no scope ${scopes.unknown}`);
  const beyond = scopes.scopes.find((scope) => !grants(app.scopes, scope));
  if (beyond !== undefined) return refused('invalid_scope', `The app did not register the scope ${beyond}`);
  const { code_challenge: codeChallenge, code_challenge_method: method } = parameters;
  if (codeChallenge === undefined && method !== undefined)
    return refused('invalid_request', 'code_challenge is missing');
  if (codeChallenge !== undefined && method !== 'S256')
    return refused('invalid_request', 'Only code_challenge_method=S256 is known');
  // RFC 7636, section 4.2: the digest of 32 bytes in base64url.
  if (codeChallenge !== undefined && !/^[\w-]{43}$/.test(codeChallenge))
    return refused('invalid_request', 'code_challenge is no SHA-256 in base64url');
  return {
    ok: true,
    request: {
      app,
      redirectUri,
      scopes: scopes.scopes,
      state: parameters.state ?? null,
      codeChallenge: codeChallenge ?? null,
    },
  };
}

/** An address with an answer in its query; what stands in it already is kept to the letter. */
export function answerUri(redirectUri: string, answer: Readonly<Record<string, string | null>>): string {
  const given = Object.entries(answer).flatMap(([name, value]) => (value === null ? [] : [[name, value]]));
  const query = new URLSearchParams(given as [string, string][]).toString();
  const joint = !redirectUri.includes('?') ? '?' : /[?&]$/.test(redirectUri) ? '' : '&';
  return redirectUri + joint + query;
}

/** To the letter; but an app that listens on this machine itself takes any port (RFC 8252, section 7.3). */
function isSame(registered: string, asked: string): boolean {
  if (registered === asked) return true;
  const anyPort = (uri: string): string | null => {
    const [, host, rest = ''] =
      /^(http:\/\/(?:127\.0\.0\.1|\[::1\]))(?::\d{1,5})?((?:\/|\?).*)?$/.exec(uri) ?? [];
    return host === undefined ? null : host + rest;
  };
  const plain = anyPort(registered);
  return plain !== null && plain === anyPort(asked);
}
