import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Ajv2020, type ValidateFunction } from 'ajv/dist/2020.js';
import { addressesOf, type Things } from './leaks/addresses.js';
import { people, type Person } from './support/client.js';
import { onEachDatabase } from './support/databases.js';
import { documentOf, routesOf, type OpenApi, type Route } from './support/open-api.js';
import { closeRawConnections, sendRaw } from './support/raw-request.js';
import { serverOn } from './support/server.js';
import { loadStory } from './support/story.js';

/** Granted to nobody here, since they are of what this story does not have: an app, a room, a decision. */
const OF_OTHERS: Readonly<Record<string, string>> = {
  '/api/v1/scheduled_statuses/{id}': 'test/scheduled.int-spec.ts',
  '/api/v1/apps/verify_credentials': 'test/oauth.int-spec.ts',
  '/oauth/authorize': 'test/oauth.int-spec.ts',
  '/api/v1/replays/{id}': 'test/rooms.int-spec.ts',
  '/api/v1/replays/{id}/likes': 'test/rooms.int-spec.ts',
  '/r/{code}': 'test/rooms.int-spec.ts',
  '/lessons/{id}': 'test/lessons.int-spec.ts',
  '/lessons/{id}/sheets/{stop}': 'test/lessons.int-spec.ts',
  '/api/v1/admin/preview': 'test/desk.int-spec.ts',
  '/api/v1/streaming/list': 'test/streaming.int-spec.ts',
};
const JSON_TYPE = 'application/json';
/** How many addresses of a route are asked for, and how many wrong answers are told. */
const OF_EACH = 6;
const SHOWN = 5;

afterAll(closeRawConnections);

onEachDatabase((make) => {
  const server = serverOn(make, { env: { TEST: '1', DEMO: '1' } });
  let document: OpenApi;
  let ajv: Ajv2020;
  let things: Things;
  const checks = new Map<string, ValidateFunction>();
  let cast: Record<'asha' | 'meera' | 'ravi' | 'noor', Person>;

  beforeAll(async () => {
    await loadStory(server.database);
    document = await documentOf(server.address);
    ajv = new Ajv2020({ strict: false, allErrors: true });
    ajv.addSchema({ $id: 'document', ...(closed(document) as object) });
    cast = await people(server.address, {
      asha: 'reader',
      meera: 'authority',
      ravi: 'moderator',
      noor: 'admin',
    });
    const { asha, meera, noor, ravi } = cast;
    const post = await asha.posts('Something #odd, @ravi');
    const quote = await ravi.posts('Look', { quoted_status_id: post.id });
    const repost = await ravi.reposts(post.id);
    const gone = await asha.posts('To be quoted, and gone');
    const quoteOfGone = await ravi.posts('It was here', { quoted_status_id: gone.id });
    await asha.replies(post.id, 'An answer');
    await asha.deletes(gone.id);
    const order = await meera.files([
      { status_id: post.id },
      { tag: 'odd' },
      { url: 'https://example.com/a' },
    ]);
    await ravi.decides(order, 1, 'withheld');
    const restriction = await noor.imposes({ kind: 'label', label: 'Disputed', status_id: quote.id });
    const report = await meera.does<{ id: string }>('POST', '/api/v1/reports', {
      account_id: asha.id,
      status_ids: [post.id],
    });
    const appeal = await asha.does<{ id: string }>('POST', '/api/v1/appeals', {
      status_id: post.id,
      text: 'Look again',
    });
    const webhook = await noor.does<{ id: string }>('POST', '/api/v1/admin/webhooks', {
      url: 'https://example.org/hook',
      events: ['order.filed'],
    });
    const [notice] = (await asha.reads<{ id: string }[]>('/api/v1/notifications')).body;
    things = {
      accounts: [{ id: asha.id, acct: 'asha' }],
      posts: [post, quote, repost, quoteOfGone].map(({ id, account }) => ({ id, acct: account.acct })),
      orders: [order.id],
      restrictions: [restriction.id],
      authorities: [order.authority.id],
      scenarios: ['a-story'],
      reports: [report.id],
      appeals: [appeal.id],
      webhooks: [webhook.id],
      notices: [notice?.id ?? ''],
      tags: ['odd'],
      origin: server.address,
    };
  });

  /** The validator for a route's answers with some status; null where it is no JSON. */
  const checkOf = ({ method, path }: Route, status: number): ValidateFunction | null => {
    const responses = document.paths[path]?.[method.toLowerCase()]?.responses ?? {};
    const key = [String(status), status >= 400 && status < 500 ? '4XX' : 'default', 'default'].find(
      (one) => one in responses,
    )!;
    if (!(JSON_TYPE in (responses[key]?.content ?? {}))) return null;
    const pointer = ['paths', path, method.toLowerCase(), 'responses', key, 'content', JSON_TYPE, 'schema']
      .map((part) => encodeURIComponent(part.replaceAll('~', '~0').replaceAll('/', '~1')))
      .join('/');
    let check = checks.get(pointer);
    if (check === undefined) checks.set(pointer, (check = ajv.compile({ $ref: `document#/${pointer}` })));
    return check;
  };

  describe('the documentation of an answer', () => {
    it('is true of what is answered, to everybody, from anywhere', async () => {
      const wrong: unknown[] = [];
      const granted = new Set<string>();
      const routes = routesOf(document).filter(({ method }) => method === 'GET');
      for (const route of routes)
        for (const { path } of addressesOf(route, things).slice(0, OF_EACH))
          for (const who of [cast.noor, cast.asha, null])
            for (const from of ['IN', 'elsewhere']) {
              const answer = await sendRaw(server.address, {
                method: 'GET',
                path: `${path}${path.includes('?') ? '&' : '?'}view_from=${from}`,
                headers: who === null ? {} : { authorization: `Bearer ${who.token}` },
              });
              const isJson = (answer.headers['content-type'] ?? '').startsWith(JSON_TYPE);
              const check = checkOf(route, answer.status);
              if (answer.status === 200) granted.add(route.path);
              if (answer.status === 200 && isJson !== (check !== null))
                wrong.push({ path, status: answer.status, type: answer.headers['content-type'] });
              if (!isJson || check === null || check(JSON.parse(answer.text))) continue;
              wrong.push({
                path,
                status: answer.status,
                errors: check.errors?.slice(0, 2),
                text: answer.text.slice(0, 300),
              });
            }
      expect(wrong.slice(0, SHOWN)).toEqual([]);
      // Each was granted to somebody, or nothing of it was compared.
      const refused = routes.filter(({ path }) => !granted.has(path)).map(({ path }) => path);
      expect(refused.filter((path) => !(path in OF_OTHERS))).toEqual([]);
    });

    it('is there of every route, and says how its errors look', () => {
      for (const [path, operations] of Object.entries(document.paths))
        for (const [method, { responses }] of Object.entries(operations))
          expect([path, method, Object.keys(responses)]).toEqual([path, method, ['200', '4XX', 'default']]);
    });
  });
});

/** A document whose objects have the fields that it names, and no others. */
function closed(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(closed);
  if (typeof value !== 'object' || value === null) return value;
  const inner = Object.fromEntries(Object.entries(value).map(([key, one]) => [key, closed(one)]));
  return inner['type'] === 'object' && 'properties' in inner && 'required' in inner
    ? { ...inner, additionalProperties: false }
    : inner;
}
