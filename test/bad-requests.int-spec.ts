import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { ErrorBody } from '#contract';
import { verify } from '#log';
import { people } from './support/client.js';
import { onEachDatabase } from './support/databases.js';
import { documentOf, routesOf, type Route } from './support/open-api.js';
import { closeRawConnections, sendRaw, type RawRequest } from './support/raw-request.js';
import { serverOn } from './support/server.js';
import { loadStory } from './support/story.js';

const STATUSES = '/api/v1/statuses';
const ACCOUNTS = '/api/v1/accounts';

afterAll(closeRawConnections);

onEachDatabase((make) => {
  const server = serverOn(make, { env: { TEST: '1', DEMO: '1' } });

  beforeAll(() => loadStory(server.database));

  describe('a request that makes no sense', () => {
    const json = { 'content-type': 'application/json' };
    const REQUESTS: [string, RawRequest, number][] = [
      ['an unknown route', { method: 'GET', path: '/api/v1/nothing' }, 404],
      ['a route that takes another method', { method: 'PUT', path: '/api/v1/timelines/public' }, 404],
      ['malformed JSON', { method: 'POST', path: ACCOUNTS, headers: json, body: '{"username": ' }, 400],
      [
        'an empty body that says it is JSON',
        { method: 'POST', path: ACCOUNTS, headers: json, body: '' },
        400,
      ],
      ['an array', { method: 'POST', path: ACCOUNTS, headers: json, body: '[]' }, 422],
      ['a number', { method: 'POST', path: ACCOUNTS, headers: json, body: '7' }, 422],
      ['null', { method: 'POST', path: ACCOUNTS, headers: json, body: 'null' }, 422],
      [
        'a prototype',
        { method: 'POST', path: ACCOUNTS, headers: json, body: '{"__proto__": {"username": "x"}}' },
        400,
      ],
      [
        'XML',
        { method: 'POST', path: ACCOUNTS, headers: { 'content-type': 'text/xml' }, body: '<username/>' },
        415,
      ],
      [
        'a body of two megabytes',
        {
          method: 'POST',
          path: ACCOUNTS,
          headers: json,
          body: JSON.stringify({ username: 'x'.repeat(2 ** 21) }),
        },
        413,
      ],
      ['a path that no database holds', { method: 'GET', path: '/api/v1/timelines/tag/%00' }, 404],
      ['a query that no database holds', { method: 'GET', path: `${ACCOUNTS}/lookup?acct=a%00b` }, 422],
      [
        'half a character',
        { method: 'POST', path: ACCOUNTS, headers: json, body: '{"email": "a\\ud800@example.org"}' },
        422,
      ],
      [
        'a body nested without end',
        {
          method: 'POST',
          path: ACCOUNTS,
          headers: json,
          body: `{"a": ${'['.repeat(100_000)}${']'.repeat(100_000)}}`,
        },
        422,
      ],
      ['a broken escape', { method: 'GET', path: `${STATUSES}/%E0%A4%A` }, 400],
      ['a page that is not there', { method: 'GET', path: '/no/such/page.html' }, 404],
      ['an id of endless length', { method: 'GET', path: `${STATUSES}/${'0'.repeat(5_000)}` }, 404],
    ];

    it.each(REQUESTS)('%s gets an error body', async (_, request, status) => {
      const answer = await sendRaw(server.address, request);
      expect(answer.status).toBe(status);
      expect(answer.headers['content-type']).toMatch(/^application\/json/);
      expect(typeof (JSON.parse(answer.text) as ErrorBody).error).toBe('string');
    });

    it('of any kind, to any route, is told so, never a 5xx, never a hang', async () => {
      const { asha } = await people(server.address, { asha: 'reader' });
      const post = await asha.posts('Something to like');
      const routes = routesOf(await documentOf(server.address)).filter(
        // It would empty the database under the others.
        ({ path }) => path !== '/api/v1/test/reset',
      );
      const ids = [post.id, asha.id, 'a-story'];
      await fc.assert(
        fc.asyncProperty(
          fc.constantFrom(...routes).chain((route) => requestTo(route, ids, asha.token)),
          (request) => answersWell(server.address, request),
        ),
        { numRuns: 250 },
      );
      expect(await verify(server.database.reader)).toMatchObject({ whole: true });
      expect((await asha.in('IN').posts('Still here')).id).toBeTruthy();
    }, 30_000);
  });
});

/** Values that have broken programs before. */
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
  '1e309',
  '99999999999999999999',
  '2021-02-10T08:04:00Z',
  '2021-02-30T25:61:00+99:99',
  '+275760-09-13T00:00:00.000Z',
  'IN',
  '*',
  'elsewhere',
  'public',
  'x'.repeat(3_000),
  'é'.repeat(600),
];

function requestTo(route: Route, ids: readonly string[], token: string): fc.Arbitrary<RawRequest> {
  const text = fc.oneof(
    fc.constantFrom(...ODD_TEXTS),
    fc.constantFrom(...ids),
    fc.string({ unit: 'binary', maxLength: 40 }),
  );
  const value = fc.oneof(
    { weight: 3, arbitrary: text },
    fc.constantFrom<unknown>(null, true, false, 0, -1, 1.5, 1e308, [], {}, [null], { a: { b: [] } }),
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
    { weight: 4, arbitrary: fc.tuple(fc.constant('application/json'), object) },
    fc.tuple(
      fc.constant('application/json'),
      fc.jsonValue().map((given) => JSON.stringify(given)),
    ),
    fc.tuple(fc.constant('application/json'), fc.string({ maxLength: 30 })),
    fc.tuple(fc.constant('application/x-www-form-urlencoded'), query),
    fc.tuple(fc.constantFrom('text/plain', 'multipart/form-data', 'nonsense', ''), fc.string()),
    fc.constant([null, null] as const),
  );
  const authorization = fc.oneof(
    { weight: 3, arbitrary: fc.constant(`Bearer ${token}`) },
    fc.constantFrom(null, 'Bearer', 'Bearer x', 'Basic eDp5', 'Bearer '.repeat(50), `bearer ${token}`),
  );
  const key = fc.constantFrom(null, null, '', 'key', 'k'.repeat(500));
  return fc.record({ path, query, body, authorization, key }).map((parts) => {
    const [type, content] = parts.body;
    const headers = {
      ...(type === null || route.method === 'GET' ? {} : { 'content-type': type }),
      ...(parts.authorization === null ? {} : { authorization: parts.authorization }),
      ...(parts.key === null ? {} : { 'idempotency-key': parts.key }),
    };
    return {
      method: route.method,
      path: parts.query === '' ? parts.path : `${parts.path}?${parts.query}`,
      headers,
      body: route.method === 'GET' ? null : content,
    };
  });
}

/** Escaped as far as a client must; half a character cannot be. */
function escaped(text: string): string {
  return encodeURIComponent(text.replace(/\p{Surrogate}/gu, '\ufffd'));
}

async function answersWell(address: string, request: RawRequest): Promise<void> {
  const answer = await sendRaw(address, request);
  if (answer.status >= 500) throw new Error(JSON.stringify({ request, ...answer }));
  // Pages, feeds and tables are no JSON, and their errors are told in their own form.
  const [mediaType] = (answer.headers['content-type'] ?? '').split(';');
  expect(['application/json', 'text/html', 'application/rss+xml', 'text/csv']).toContain(mediaType);
  if (mediaType !== 'application/json') {
    expect(request.path).not.toMatch(/^\/api\/v1\/(?!transparency\/report\.csv)/);
    expect(answer.text).not.toMatch(/\n\s+at /);
    return;
  }
  const body = JSON.parse(answer.text) as Partial<ErrorBody>;
  if (answer.status >= 400) expect(typeof body.error).toBe('string');
}
