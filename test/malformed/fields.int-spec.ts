import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { writesTo, type Things } from '../leaks/addresses.js';
import { people, type Person } from '../support/client.js';
import { onEachDatabase } from '../support/databases.js';
import { listenersOn } from '../support/listener.js';
import { documentOf, routesOf, type Route } from '../support/open-api.js';
import { closeRawConnections, sendRaw, type RawAnswer, type RawRequest } from '../support/raw-request.js';
import { serverOn } from '../support/server.js';
import { ODD_VALUES } from './odd-requests.js';

const AT_ONCE = 8;
const ODD_NUMBERS = ['', '-1', '1.5', '1e0', '0x1', '2147483647', '2147483648', '9007199254740993', '1e308'];

const RESET = '/api/v1/test/reset';
/** The bodies that the routes for tests take; the crawl knows those of the other routes. */
const TEST_BODIES: Readonly<Record<string, object>> = {
  '/api/v1/test/clock': { advance: 1 },
  '/api/v1/test/users': { users: [{ username: 'kabir', role: 'reader' }] },
};

afterAll(closeRawConnections);

onEachDatabase((make) => {
  const server = serverOn(make, { env: { TEST: '1', DEMO: '1' } });
  const { listen } = listenersOn(server);
  let routes: Route[];
  let things: Things;
  let cast: Record<'asha' | 'meera' | 'ravi' | 'noor', Person>;

  beforeAll(async () => {
    routes = routesOf(await documentOf(server.address)).filter(
      // It would empty the database under the others.
      ({ path }) => path !== RESET,
    );
    cast = await people(server.address, {
      asha: 'reader',
      meera: 'authority',
      ravi: 'moderator',
      noor: 'admin',
    });
    const { asha, meera, noor } = cast;
    const post = await asha.posts('Something #odd');
    const order = await noor.files([{ status_id: post.id }]);
    const report = await meera.does<{ id: string }>('POST', '/api/v1/reports', { account_id: asha.id });
    things = {
      accounts: [{ id: asha.id, acct: 'asha' }],
      posts: [{ id: post.id, acct: 'asha' }],
      orders: [order.id],
      restrictions: [order.id],
      authorities: [order.authority.id],
      scenarios: ['a-story'],
      reports: [report.id],
      appeals: [],
      webhooks: [],
      notices: [order.id],
      tags: ['odd'],
      origin: server.address,
    };
  });

  const send = (request: RawRequest, who: Person = cast.noor): Promise<RawAnswer> =>
    sendRaw(server.address, {
      ...request,
      headers: {
        authorization: `Bearer ${who.token}`,
        ...(request.body === undefined ? {} : { 'content-type': 'application/json' }),
      },
    });
  const post = (path: string, body: object, who?: Person): Promise<RawAnswer> =>
    send({ method: 'POST', path, body: JSON.stringify(body) }, who);

  /** Those that were answered with an error of ours. */
  async function failuresAmong(requests: readonly RawRequest[]): Promise<unknown[]> {
    const failures: unknown[] = [];
    let next = 0;
    const work = async (): Promise<void> => {
      for (let n = next++; n < requests.length; n = next++) {
        const request = requests[n] as RawRequest;
        const { status, text } = await send(request);
        if (status >= 500 && status !== 501) failures.push({ ...request, status, text });
      }
    };
    await Promise.all(Array.from({ length: AT_ONCE }, work));
    return failures;
  }

  describe('any field of any route', () => {
    it('may be anything: no error of ours', async () => {
      const requests = routes.flatMap((route) =>
        bodiesTo(route, things).flatMap(({ path, body }) =>
          withOddFields(body).map((odd) => ({ method: route.method, path, body: JSON.stringify(odd) })),
        ),
      );
      expect(requests.length).toBeGreaterThan(1_000);
      expect(await failuresAmong(requests)).toEqual([]);
    });

    it('that is a number in a query or a path may be any: no error of ours', async () => {
      const requests = routes.flatMap((route) => {
        const path = route.path
          .replace('{id}', route.path.includes('orders') ? (things.orders[0] ?? '') : cast.asha.id)
          .replace('{acct}', 'asha')
          .replace('{tag}', 'odd');
        const inQuery = route.numbers.flatMap((name) =>
          ODD_NUMBERS.map((number) => ({
            method: route.method,
            path: `${path.replace('{n}', '1')}?${name}=${number}`,
          })),
        );
        const inPath = path.includes('{n}')
          ? ODD_NUMBERS.map((number) => ({
              method: route.method,
              path: path.replace('{n}', number),
              body: '{"outcome": "refused", "reason": "No", "ground": "journalist"}',
            }))
          : [];
        return [...inQuery, ...inPath];
      });
      expect(requests.length).toBeGreaterThan(100);
      expect(await failuresAmong(requests)).toEqual([]);
    });
  });

  describe('a field that is null', () => {
    it('was left out, where it may be', async () => {
      const { asha, meera, ravi } = cast;
      const order = await meera.files([{ tag: 'odd' }]);
      const notice = await post(
        `/api/v1/orders/${order.id}/notices`,
        { text: 'A notice', kind: null },
        meera,
      );
      expect(notice.status).toBe(200);
      const users = await post('/api/v1/test/users', { users: [{ username: 'kiran', role: null }] });
      expect(users.status).toBe(200);
      const written = await post(
        '/api/v1/statuses',
        {
          status: 'All else is null',
          in_reply_to_id: null,
          sensitive: null,
          visibility: null,
          language: null,
        },
        asha,
      );
      expect(written.status).toBe(200);
      const acted = await post(
        `/api/v1/admin/accounts/${asha.id}/action`,
        { type: 'silence', report_id: null, text: null },
        ravi,
      );
      expect(acted.status).toBe(200);
    });

    it('is missing, where it may not', async () => {
      const answer = await post('/api/v1/statuses', { status: null });
      expect(answer).toMatchObject({ status: 422, text: expect.stringMatching(/status must be a string/) });
      const order = { legal_basis: 'A law', grounds: ['public_order'], countries: ['IN'], items: [null] };
      expect(await post('/api/v1/orders', order)).toMatchObject({ status: 422 });
    });

    it('was left out of a message to a socket, too', async () => {
      const listener = await listen();
      const nulls = { stream: 'public', view_from: null, view_as: null, since: null };
      expect(await listener.ask('subscribe', nulls)).toMatchObject({ ok: true });
    });
  });

  describe('a number', () => {
    it('is digits, in a path: under anything else there is nothing', async () => {
      const { meera, ravi } = cast;
      const order = await meera.files([{ tag: 'odd' }]);
      const decision = { outcome: 'refused', reason: 'No', ground: 'journalist' };
      for (const n of ['1e0', '01', '+1', '1.0', '0x1', '0', '-1', '2147483648', '99999999999999999999']) {
        const answer = await post(`/api/v1/orders/${order.id}/items/${n}/decisions`, decision, ravi);
        expect([n, answer.status]).toEqual([n, 404]);
      }
      expect((await ravi.reads(`/api/v1/orders/${order.id}/items?state=open`)).body).toHaveLength(1);
      expect((await post(`/api/v1/orders/${order.id}/items/1/decisions`, decision, ravi)).status).toBe(200);
    });

    it('is digits within its bounds, in a query', async () => {
      const path = `/api/v1/orders/${things.orders[0]}/items`;
      for (const [query, status] of [
        ['after=2147483647', 200],
        ['after=2147483648', 422],
        ['after=1e0', 422],
        ['after=', 200],
        ['after=-1', 422],
        ['after=1&after=2', 422],
        ['limit=0x10', 200],
      ] as const)
        expect([query, (await cast.noor.reads(`${path}?${query}`)).status]).toEqual([query, status]);
    });
  });
});

/** Bodies that a route takes. */
function bodiesTo(route: Route, things: Things): { path: string; body: object }[] {
  if (route.fields === null) return [];
  const body = TEST_BODIES[route.path];
  if (body !== undefined) return [{ path: route.path, body }];
  const [one] = writesTo(route, things);
  return one === undefined ? [] : [{ path: one.path, body: one.body ?? {} }];
}

/** A body with each of its fields, and of those of what it lists, as each odd value in turn. */
function withOddFields(body: object): object[] {
  return Object.entries(body).flatMap(([field, value]: [string, unknown]) => {
    const listed: unknown = Array.isArray(value) ? value[0] : undefined;
    const inside = typeof listed === 'object' && listed !== null ? withOddFields(listed) : [];
    return [...ODD_VALUES, ...inside.map((one) => [one])].map((odd) => ({ ...body, [field]: odd }));
  });
}
