import type { IncomingMessage } from 'node:http';
import Negotiator from 'negotiator';
import { LANGUAGES, type Language } from '#visibility';

/** The language of ours that a client likes best, by its `Accept-Language` (RFC 9110); English else. */
export function languageOf(request: IncomingMessage): Language {
  // Tools send none, and any will do for them.
  if (request.headers['accept-language'] === undefined) return LANGUAGES[0];
  const [best] = new Negotiator(request).languages([...LANGUAGES]);
  return LANGUAGES.find((language) => language === best) ?? 'en';
}
