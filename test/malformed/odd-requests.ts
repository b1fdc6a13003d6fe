import fc from 'fast-check';
import type { Route } from '../support/open-api.js';
import type { RawRequest } from '../support/raw-request.js';

/** Values that have broken programs before. */
export const ODD_VALUES: readonly unknown[] = [
  null,
  true,
  '',
  ' ',
  '1e0',
  '-1',
  'null',
  'x'.repeat(3_000),
  0,
  -1,
  1.5,
  2 ** 31,
  2 ** 53,
  1e308,
  [],
  [null],
  [[]],
  [{}],
  {},
  { toString: null },
  { length: 3 },
];

const ODD_TEXTS = [
  '',
  ' ',
  '\0',
  'a\0b',
  '\ud800',
  '💥',
  '‮',
  "' OR 1=1 --",
  '"; DROP TABLE log; --',
  '%',
  '%00',
  '../..',
  '{}',
  'null',
  'true',
  'NaN',
  '-1',
  '0x1',
  '1e0',
  '1e309',
  '2147483648',
  '9007199254740993',
  '99999999999999999999',
  '2021-02-10T08:04:00Z',
  '2021-W05-1T00:00:00Z',
  '2021-02-30T25:61:00+99:99',
  '+275760-09-13T00:00:00.000Z',
  'IN',
  '*',
  'elsewhere',
  'public',
  'x'.repeat(3_000),
  'é'.repeat(600),
];

/** A request, or bytes that are meant to be one. */
export type Odd = { request: RawRequest } | { bytes: string };

/**
 * Requests that make no sense, or little: to every route, with bodies of every kind, by anybody; and what
 * is hardly HTTP.
 *
 * @param ids of what there is
 * @param tokens of whoever has signed in
 */
export function oddRequests(
  routes: readonly Route[],
  ids: readonly string[],
  tokens: readonly string[],
): fc.Arbitrary<Odd> {
  const toRoute = fc.constantFrom(...routes).chain((route) => requestTo(route, ids, tokens));
  return fc.oneof(
    { weight: 9, arbitrary: toRoute.map((request) => ({ request })) },
    {
      weight: 1,
      arbitrary: fc
        .tuple(fc.constantFrom(...routes), fc.constantFrom(...tokens))
        .chain(([route, token]) => bytesTo(route.path, token))
        .map((bytes) => ({ bytes })),
    },
  );
}

function requestTo(
  route: Route,
  ids: readonly string[],
  tokens: readonly string[],
): fc.Arbitrary<RawRequest> {
  const text = fc.oneof(
    fc.constantFrom(...ODD_TEXTS),
    fc.constantFrom(...ids),
    fc.string({ unit: 'binary', maxLength: 40 }),
  );
  const value = fc.oneof(
    { weight: 3, arbitrary: text },
    { weight: 2, arbitrary: fc.constantFrom(...ODD_VALUES) },
    fc.array(text, { maxLength: 3 }),
    fc.jsonValue(),
  );
  const path = fc
    .array(fc.oneof({ weight: 3, arbitrary: fc.constantFrom(...ids) }, text), { minLength: 2, maxLength: 2 })
    .map((parts) => {
      let next = 0;
      return route.path.replace(/\{\w+\}/g, () => escaped(parts[next++] ?? ''));
    });
  const query = fc
    .array(
      fc.tuple(fc.constantFrom(...route.query, 'view_at', 'view_from', 'view_as', 'limit', 'unknown'), text),
      { maxLength: 3 },
    )
    .map((pairs) => pairs.map(([name, given]) => `${name}=${escaped(given)}`).join('&'));
  const fields = route.fields ?? ['status'];
  const object = fc
    .array(fc.tuple(fc.constantFrom(...fields, 'unknown'), value), { maxLength: 5 })
    .map((pairs) => JSON.stringify(Object.fromEntries(pairs)));
  const body = fc.oneof(
    { weight: 6, arbitrary: fc.tuple(fc.constant('application/json'), object) },
    fc.tuple(
      fc.constant('application/json'),
      fc.jsonValue().map((given) => JSON.stringify(given)),
    ),
    fc.tuple(fc.constant('application/json'), fc.string({ maxLength: 30 })),
    fc.tuple(fc.constant('application/json'), fc.constantFrom(...TOO_MUCH)),
    fc.tuple(
      fc.constant('application/json'),
      object.chain((whole) => fc.nat(whole.length).map((end) => whole.slice(0, end))),
    ),
    fc.tuple(fc.constant('application/x-www-form-urlencoded'), query),
    fc.tuple(
      fc.constantFrom('text/plain', 'multipart/form-data', 'multipart/form-data; boundary=x', 'nonsense', ''),
      fc.string(),
    ),
    fc.constant([null, null] as const),
  );
  const authorization = fc.oneof(
    { weight: 4, arbitrary: fc.constantFrom(...tokens).map((token) => `Bearer ${token}`) },
    fc.constantFrom(null, 'Bearer', 'Bearer x', 'Basic eDp5', 'Bearer '.repeat(50)),
  );
  const header = fc.constantFrom<Record<string, string>>(
    {},
    {},
    {},
    { 'idempotency-key': '' },
    { 'idempotency-key': 'key' },
    { 'idempotency-key': 'k'.repeat(500) },
    { upgrade: 'h2c', connection: 'upgrade' },
    { 'content-encoding': 'gzip' },
    { origin: 'null' },
    { 'accept-language': ',;q=x,*;q=9' },
    { 'x-forwarded-for': '1.2.3.4, x, ::' },
    { accept: 'text/html;q=0,*' },
    { range: 'bytes=-1-' },
    { 'if-none-match': '*' },
    { 'accept-version': '9' },
  );
  // Some come by another method, which the route may not know.
  const method = fc.oneof(
    { weight: 19, arbitrary: fc.constant(route.method) },
    fc.constantFrom('HEAD', 'PUT', 'PATCH', 'DELETE', 'OPTIONS', 'TRACE', 'PROPFIND', 'QUERY', 'GET', 'POST'),
  );
  return fc.record({ path, query, body, authorization, header, method }).map((parts) => {
    const [type, content] = parts.body;
    const bare = parts.method === 'GET' || parts.method === 'HEAD' || parts.method === 'TRACE';
    const headers = {
      ...(type === null || bare ? {} : { 'content-type': type }),
      ...(parts.authorization === null ? {} : { authorization: parts.authorization }),
      ...parts.header,
    };
    return {
      method: parts.method,
      path: parts.query === '' ? parts.path : `${parts.path}?${parts.query}`,
      headers,
      body: bare ? null : content,
    };
  });
}

const TOO_MUCH = [
  JSON.stringify(Object.fromEntries(Array.from({ length: 80_000 }, (_, n) => [`k${n}`, n]))),
  JSON.stringify({ items: Array.from({ length: 100_000 }, () => ({})) }),
  '['.repeat(100_000),
  `{"status":${'{"a":'.repeat(50_000)}1${'}'.repeat(50_000)}}`,
  JSON.stringify({ username: 'x'.repeat(1_000_000) }),
  ' '.repeat(2_000_000),
];

/** Escaped as far as a client must; half a character cannot be. */
function escaped(text: string): string {
  return encodeURIComponent(text.replace(/\p{Surrogate}/gu, '\ufffd'));
}

/** Bytes that are hardly a request, or not all of one. */
function bytesTo(path: string, token: string): fc.Arbitrary<string> {
  const head = (line: string, ...headers: string[]): string =>
    `${[line, 'Host: localhost', ...headers].join('\r\n')}\r\n\r\n`;
  const post = `POST ${path} HTTP/1.1`;
  const json = 'Content-Type: application/json';
  const bearer = `Authorization: Bearer ${token}`;
  return fc.oneof(
    fc.constantFrom(
      head(`GET ${path}`),
      head(`get ${path} HTTP/1.1`),
      head(`BREW ${path} HTTP/1.1`),
      head(`CONNECT localhost:1 HTTP/1.1`),
      head(`GET ${path} HTTP/9.9`),
      head(`GET http://elsewhere.example${path} HTTP/1.1`),
      head(`GET //${path} HTTP/1.1`),
      head(`GET ${path}?${'a&'.repeat(4_000)} HTTP/1.1`),
      head(`GET ${path} HTTP/1.1`, `X: ${'x'.repeat(20_000)}`),
      head(`GET ${path} HTTP/1.1`, 'X: \x01', 'No colon'),
      head(`GET ${path} HTTP/1.1`, 'Content-Length: -1'),
      head(post, bearer, json, 'Content-Length: 1e3'),
      head(post, bearer, json, 'Content-Length: 5', 'Transfer-Encoding: chunked') + '5\r\n{"a":1',
      head(post, bearer, json, 'Transfer-Encoding: chunked') + 'zz\r\nnonsense',
      head(post, bearer, json, 'Transfer-Encoding: chunked') + `1;${'x'.repeat(20_000)}\r\n{\r\n`,
      head(post, bearer, json, 'Transfer-Encoding: gzip, chunked') + '1\r\n{\r\n0\r\n\r\n',
      head(post, bearer, json, 'Content-Length: 1000') + '{"status":',
      head(post, bearer, json, 'Content-Length: 100000', 'Expect: 100-continue'),
      head(post, bearer, json, 'Content-Length: 2', 'Expect: miracles') + '{}',
      head(post, bearer, json, 'Content-Length: 2', 'Connection: Upgrade', 'Upgrade: h2c') + '{}',
      head('GET /socket.io/?EIO=4&transport=websocket HTTP/1.1', 'Upgrade: websocket', 'Connection: Upgrade'),
      head('GET /socket.io/?EIO=9&transport=x&sid=y HTTP/1.1', 'Upgrade: h2c', 'Connection: Upgrade'),
      head('POST /socket.io/?EIO=4&transport=polling HTTP/1.1', 'Content-Length: 3') + '40\r',
      'PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n',
      '\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03',
      head(`GET ${path} HTTP/1.1`).repeat(50),
    ),
    fc.string({ unit: 'binary', maxLength: 200 }),
  );
}

/** Messages to a socket: an event with a payload, or a packet as it is. */
export type OddMessage = { event: string; payloads: unknown[] } | { packet: string };

export function oddMessages(ids: readonly string[]): fc.Arbitrary<OddMessage> {
  const text = fc.oneof(
    fc.constantFrom(...ODD_TEXTS, 'public', 'user', 'hashtag:', 'account:', 'venue:koo', 'hashtag:é'),
    fc.constantFrom(...ids).map((id) => `account:${id}`),
  );
  const value = fc.oneof(text, fc.constantFrom(...ODD_VALUES), fc.jsonValue());
  const payload = fc.oneof(
    {
      weight: 3,
      arbitrary: fc.record(
        { stream: value, view_from: value, view_as: value, since: value, country: value, unknown: value },
        { requiredKeys: [] },
      ),
    },
    fc.jsonValue(),
    fc.constantFrom<unknown>(...TOO_MUCH_OF_A_PAYLOAD),
  );
  const event = fc.oneof(
    { weight: 6, arbitrary: fc.constantFrom('subscribe', 'unsubscribe', 'view:from') },
    fc.constantFrom('', 'connect', 'disconnect', 'error', '__proto__', 'x'.repeat(500)),
  );
  return fc.oneof(
    {
      weight: 9,
      arbitrary: fc.record({ event, payloads: fc.array(payload, { maxLength: 2 }) }),
    },
    {
      weight: 1,
      arbitrary: fc
        .oneof(
          fc.constantFrom(
            '2',
            '27',
            '2[5,"x"]',
            '27[5]',
            '2[-1e999]',
            '2["error",{}]',
            '2["subscribe"]',
            '2["subscribe",null]',
            '51-["subscribe",{"_placeholder":true,"num":0}]',
            '0{"token":{}}',
            '0/other,{}',
            '4{}',
            '9',
            `2["subscribe",${'['.repeat(20_000)}${']'.repeat(20_000)}]`,
            `2["subscribe",{${Array.from({ length: 5_000 }, (_, n) => `"k${n}":1`).join(',')}}]`,
            `2[${'"subscribe",'.repeat(4_000)}1]`,
          ),
          fc.string({ maxLength: 60 }),
        )
        .map((packet) => ({ packet })),
    },
  );
}

const TOO_MUCH_OF_A_PAYLOAD = [
  Object.fromEntries(Array.from({ length: 5_000 }, (_, n) => [`k${n}`, n])),
  { stream: 'public', since: Array.from({ length: 20_000 }, () => 0) },
  { stream: 'x'.repeat(60_000) },
  { stream: Buffer.from('public') },
];
