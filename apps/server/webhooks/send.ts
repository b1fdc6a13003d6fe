import dns from 'node:dns';
import http from 'node:http';
import https from 'node:https';
import net, { type LookupFunction } from 'node:net';
import { parseUrl } from '#domain';
import { networkAddress, parseAddress } from '../http/door/address.js';

/** The outcome of an attempt: an answer's status, or why there was none. */
export interface Attempt {
  status: number | null;
  /** Null where it was taken (2xx). */
  error: string | null;
}

/** How long a receiver may take to answer, ms. */
const ANSWER_WITHIN_MS = 10_000;
const NOT_PUBLIC = 'its address is not a public one';

/**
 * Why an address cannot be sent to; null where it may.
 *
 * @param isPrivate whether addresses of this machine and of private networks may, and HTTP without TLS
 */
export function whyNotTo(text: string, isPrivate: boolean): string | null {
  const url = parseUrl(text);
  if (url === null || !/^https?:$/.test(url.protocol)) return 'must be an address of https';
  if (url.protocol === 'http:' && !isPrivate) return 'must be an address of https';
  if (url.username !== '' || url.password !== '') return 'must not hold a name or a password';
  if (url.hash !== '') return 'must not have a fragment';
  const host = hostOf(url);
  return isPrivate || net.isIP(host) === 0 || isPublic(host) ? null : `must be public: ${NOT_PUBLIC}`;
}

/**
 * Sends one message. Redirects are not followed, and nothing of the answer's body is read. The name is resolved
 * here, and the connection goes to an address that was looked at: else a name that answers with another address
 * the next time would lead into the network that this server stands in.
 */
export function send(
  address: string,
  headers: Readonly<Record<string, string>>,
  body: string,
  isPrivate: boolean,
  within = ANSWER_WITHIN_MS,
): Promise<Attempt> {
  const why = whyNotTo(address, isPrivate);
  const url = parseUrl(address);
  if (why !== null || url === null) return Promise.resolve({ status: null, error: why ?? 'is no address' });
  const { request } = url.protocol === 'https:' ? https : http;
  return new Promise((resolve) => {
    // No answer within that time, however slowly one comes.
    const timer = setTimeout(() => asked.destroy(new Error(`no answer within ${within} ms`)), within);
    const end = (attempt: Attempt): void => {
      clearTimeout(timer);
      resolve(attempt);
    };
    const asked = request(
      url,
      {
        method: 'POST',
        agent: false,
        lookup: isPrivate ? dns.lookup : publicLookup,
        headers: {
          ...headers,
          'content-type': 'application/json',
          'content-length': Buffer.byteLength(body),
          'user-agent': 'Withheld-Webhooks',
        },
      },
      (answer) => {
        const status = answer.statusCode ?? 0;
        const taken = status >= 200 && status < 300;
        end({ status, error: taken ? null : `answered ${status}` });
        answer.destroy();
      },
    );
    asked.on('error', (error) => end({ status: null, error: error.message }));
    asked.end(body);
  });
}

/** Resolves a name to its addresses, and refuses one any of whose addresses is not public. */
const publicLookup: LookupFunction = (host, options, callback) => {
  dns.lookup(host, { ...options, all: true }, (error, addresses) => {
    if (error !== null) {
      callback(error, []);
      return;
    }
    const [first] = addresses;
    if (first === undefined) {
      callback(new Error('its name has no address'), []);
    } else if (!addresses.every(({ address }) => isPublic(address))) {
      callback(new Error(NOT_PUBLIC), []);
    } else if (options.all === true) callback(null, addresses);
    else callback(null, first.address, first.family);
  });
};

/** An address of the network of all: no special-purpose one (RFC 6890). */
function isPublic(text: string): boolean {
  const address = parseAddress(text);
  return address !== null && networkAddress(address) !== null;
}

function hostOf(url: URL): string {
  return url.hostname.replace(/^\[(.*)\]$/, '$1');
}
