import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { ErrorBody } from '#contract';
import { onEachDatabase } from './support/databases.js';
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
      ['nothing, that says it is JSON', { method: 'POST', path: ACCOUNTS, headers: json, body: '' }, 422],
      ['an array', { method: 'POST', path: ACCOUNTS, headers: json, body: '[]' }, 422],
      ['a number', { method: 'POST', path: ACCOUNTS, headers: json, body: '7' }, 422],
      ['null', { method: 'POST', path: ACCOUNTS, headers: json, body: 'null' }, 422],
      [
        'a prototype',
        { method: 'POST', path: ACCOUNTS, headers: json, body: '{"__proto__": {"username": "x"}}' },
        422,
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
      ['a broken escape', { method: 'GET', path: `${STATUSES}/%E0%A4%A` }, 404],
      ['a page that is not there', { method: 'GET', path: '/no/such/page.html' }, 404],
      ['an id of endless length', { method: 'GET', path: `${STATUSES}/${'0'.repeat(5_000)}` }, 404],
    ];

    it.each(REQUESTS)('%s gets an error body', async (_, request, status) => {
      const answer = await sendRaw(server.address, request);
      expect(answer.status).toBe(status);
      expect(answer.headers['content-type']).toMatch(/^application\/json/);
      expect(typeof (JSON.parse(answer.text) as ErrorBody).error).toBe('string');
    });
  });
});
