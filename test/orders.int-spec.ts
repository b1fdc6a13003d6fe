import { beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import type { ErrorBody, Explanation, Order, OrderItem, RestrictionField, Status } from '#contract';
import { forOthers, people, type Person, Reader } from './support/client.js';
import { onEachDatabase } from './support/databases.js';
import { serverOn } from './support/server.js';
import { loadStory } from './support/story.js';

const ORDERS = '/api/v1/orders';
const RESTRICTIONS = '/api/v1/restrictions';

onEachDatabase((make) => {
  const server = serverOn(make, { env: { TEST: '1' } });
  let india: Reader;
  let elsewhere: Reader;
  let cast: Record<'asha' | 'bilal' | 'ministry' | 'otherMinistry' | 'moderator' | 'admin', Person>;
  let post: Status;
  let other: Status;

  beforeAll(async () => {
    await loadStory(server.database);
    india = new Reader(server.address, { view_from: 'IN' });
    elsewhere = new Reader(server.address, { view_from: 'elsewhere' });
    cast = await people(server.address, {
      asha: 'reader',
      bilal: 'reader',
      ministry: 'authority',
      otherMinistry: 'authority',
      moderator: 'moderator',
      admin: 'admin',
    });
  });

  beforeEach(async () => {
    post = await cast.asha.posts('A walk by the river');
    other = await cast.bilal.posts('A walk by the sea');
  });

  /** An order on one thing of each kind, the post first. */
  const files = (rest: Record<string, unknown> = {}): Promise<Order> =>
    cast.ministry.files(
      [
        { status_id: post.id },
        { account_id: cast.bilal.id },
        { tag: '#Rivers' },
        { url: 'https://example.org/x' },
      ],
      { countries: ['in', 'EU'], ...rest },
    );
  const decisionsOn = (order: Order, n: number): string => `${ORDERS}/${order.id}/items/${n}/decisions`;

  describe('an order', () => {
    it('is filed by an authority, with its countries and items in order', async () => {
      const order = await files({ deadline: '2030-01-01T00:00:00+05:30', emergency: true });
      expect(order).toMatchObject({
        status: 'in_force',
        emergency: true,
        deadline: '2029-12-31T18:30:00.000Z',
        items_count: 4,
        outcomes: { open: 4 },
        authority: { name: 'ministry', country: null },
        scenario: null,
      });
      expect(order.countries).toContain('IN');
      expect(order.countries).toHaveLength(27 + 7 + 1);
      const items = (await elsewhere.reads<OrderItem[]>(`${ORDERS}/${order.id}/items`)).body;
      expect(items.map(({ n, state }) => [n, state])).toEqual([1, 2, 3, 4].map((n) => [n, 'open']));
      expect(items[2]).toMatchObject({ tag: 'rivers', status_id: null, url: null });
    });

    it('names what is here by its address, however that is written, and can be complied with', async () => {
      const { host } = new URL(post.url);
      const home = `http://${host}`;
      const here = `http://${host.toUpperCase()}`;
      const order = await cast.ministry.files([
        { url: post.url },
        { url: `${post.url}/` },
        { url: `${here}/@${cast.asha.username.toUpperCase()}/${post.id}/embed?view_from=IN#words` },
        { url: `https://${host}/%40asha@home/${post.id}` },
        { url: `${here}/api/v1/statuses/${post.id}` },
        { url: `${home}/@${cast.bilal.username}` },
        { url: `${home}/@${cast.bilal.username}.rss` },
        { url: `${home}/api/v1/accounts/${cast.bilal.id}/` },
        { url: `${home}/tags/%E0%A4%A8%E0%A4%A6%E0%A5%80` },
        { url: `http://example.org/@asha/${post.id}` },
        { url: `http://www.${host}/@asha/${post.id}` },
      ]);
      const items = (await elsewhere.reads<OrderItem[]>(`${ORDERS}/${order.id}/items`)).body;
      expect(
        items.map(({ status_id, account_id, tag, url }) => status_id ?? account_id ?? tag ?? url),
      ).toEqual([
        ...Array.from({ length: 5 }, () => post.id),
        ...Array.from({ length: 3 }, () => cast.bilal.id),
        'नदी',
        `http://example.org/@asha/${post.id}`,
        `http://www.${host}/@asha/${post.id}`,
      ]);
      await cast.moderator.decides(order, 1, 'withheld');
      expect((await india.reads(`/api/v1/statuses/${post.id}`)).status).toBe(451);
    });

    it('names by address what is withheld, and says of what is gone no more than of an id', async () => {
      await cast.moderator.imposes({ status_id: other.id });
      const order = await cast.ministry.in('IN').files([{ url: other.url }]);
      expect(order.items_count).toBe(1);
      const removed = await cast.bilal.posts('Removed in a moment');
      await cast.moderator.imposes({ kind: 'suspend', status_id: removed.id });
      const gone = await cast.asha.posts('Gone in a moment');
      await cast.asha.deletes(gone.id);
      const home = new URL(post.url).origin;
      const files = async (item: Record<string, string>): Promise<unknown[]> => {
        const body = { legal_basis: 'An Act', grounds: ['other'], countries: ['IN'], items: [item] };
        const answer = await cast.ministry.sends('POST', ORDERS, body);
        return [answer.status, answer.body.error];
      };
      const never = '01ARZ3NDEKTSV4RRFFQ69G5FAV';
      const notThere = await files({ status_id: gone.id });
      expect(notThere).toEqual([422, expect.stringMatching(/item 1 names a post that is not there/)]);
      for (const url of [
        gone.url,
        removed.url,
        `${home}/@asha/${never}`,
        `${home}/@asha/x`,
        `${home}/@nobody/${post.id}`,
        `${home}/@bilal/${post.id}`,
        `${home}/@%20/${post.id}`,
        `${home}/api/v1/statuses/${never}`,
      ])
        expect([url, ...(await files({ url }))]).toEqual([url, ...notThere]);
      const noAccount = await files({ account_id: never });
      for (const url of [`${home}/@nobody`, `${home}/api/v1/accounts/${never}`])
        expect([url, ...(await files({ url }))]).toEqual([url, ...noAccount]);
      for (const url of [home, `${home}/docs`, `${home}/tags/a-b`, `${home}/%E0%A4%A/`])
        expect([url, ...(await files({ url }))]).toEqual([
          url,
          422,
          expect.stringMatching(/item 1 names an address of this server that is of no post/),
        ]);
    });

    it('is filed once per external id', async () => {
      const first = await files({ external_id: 'F-17' });
      expect((await files({ external_id: 'F-17' })).id).toBe(first.id);
    });

    it.each([
      ['a reader', () => cast.asha, {}, 403, 'needs the role authority'],
      ['nobody', () => new Reader(server.address), {}, 401, 'authenticated user'],
      [
        'an item that names nothing',
        () => cast.ministry,
        { items: [{}] },
        422,
        'item 1 must name exactly one',
      ],
      [
        'a post that is not there',
        () => cast.ministry,
        { items: [{ status_id: '01ARYZ6S410000000000000000' }] },
        422,
        'not there',
      ],
      ['an unknown country', () => cast.ministry, { countries: ['XQ'] }, 422, '"XQ" is not a country'],
      ['no ground', () => cast.ministry, { grounds: [] }, 422, 'grounds'],
      [
        'too many items',
        () => cast.ministry,
        { items: Array.from({ length: 10_001 }, () => ({ tag: 'x' })) },
        422,
        'at most 10000',
      ],
    ] as [string, () => Reader, Record<string, unknown>, number, string][])(
      'is refused from %s',
      async (_, who, rest, status, words) => {
        const order = { legal_basis: 'An Act', grounds: ['public_order'], countries: ['IN'] };
        const body = { ...order, items: [{ tag: 'rivers' }], ...rest };
        const answer = await who().sends('POST', ORDERS, body);
        expect([answer.status, answer.body.error]).toEqual([status, expect.stringContaining(words)]);
      },
    );

    it('that is confidential is for moderators and whoever filed it', async () => {
      const order = await files({ confidential: true });
      await cast.moderator.decides(order, 1, 'withheld');
      for (const reader of [
        elsewhere,
        cast.asha,
        cast.otherMinistry,
        cast.ministry.looking({ view_as: 'public' }),
      ]) {
        expect((await reader.reads(`${ORDERS}/${order.id}`)).status).toBe(404);
        expect((await reader.reads(`${ORDERS}/${order.id}/items`)).status).toBe(404);
        expect((await reader.reads<Order[]>(ORDERS)).body.map(({ id }) => id)).not.toContain(order.id);
      }
      for (const reader of [cast.ministry, cast.moderator]) {
        expect((await reader.reads(`${ORDERS}/${order.id}`)).status).toBe(200);
        expect((await reader.reads<Order[]>(ORDERS)).body.map(({ id }) => id)).toContain(order.id);
      }
      const tombstone = await india.reads<ErrorBody>(`/api/v1/statuses/${post.id}`);
      expect(tombstone.text).not.toContain(order.id);
      const [restriction] = (await elsewhere.reads<RestrictionField[]>(RESTRICTIONS, { subject: post.id }))
        .body;
      expect(restriction).toMatchObject({ order_id: null, item: null, reason: '' });
      const told = await india.reads(`/api/v1/explain`, { status: post.id });
      expect(told.text).not.toContain(order.id);
    });
  });

  describe('a decision', () => {
    it('withholds where the order says, and nowhere else', async () => {
      const order = await files();
      const [item] = await cast.moderator.decides(order, 1, 'withheld');
      expect(item).toMatchObject({ n: 1, state: 'withheld', decision: { reason: 'As ordered' } });
      expect((await india.reads(`/api/v1/statuses/${post.id}`)).status).toBe(451);
      const shown = await elsewhere.reads<Status>(`/api/v1/statuses/${post.id}`);
      expect(shown.body).toMatchObject({
        content: post.content,
        withheld: { order_id: order.id, basis: 'legal_demand' },
      });
    });

    it('of another kind ends the one before; the same one again is a 409 that names what is allowed', async () => {
      const order = await files();
      await cast.moderator.decides(order, 1, 'withheld');
      const decision = { outcome: 'withheld', reason: 'As ordered' };
      const again = await cast.moderator.sends('POST', decisionsOn(order, 1), decision);
      expect([again.status, again.body.allowed]).toEqual([
        409,
        ['suspended', 'labelled', 'limited', 'restored', 'refused'],
      ]);
      await cast.moderator.decides(order, 1, 'restored');
      expect((await india.reads<Status>(`/api/v1/statuses/${post.id}`)).body).toEqual(forOthers(post));
    });

    it('can be on many items: on all of them, or on none', async () => {
      const order = await files();
      const wrong = await cast.moderator.sends('POST', `${ORDERS}/${order.id}/decisions`, {
        items: [1, 4],
        outcome: 'withheld',
        reason: 'As ordered',
      });
      expect(wrong.status).toBe(409);
      expect((await elsewhere.reads<Order>(`${ORDERS}/${order.id}`)).body.outcomes).toEqual({ open: 4 });
      const decided = await cast.moderator.decidesMany(order, 'open', 'refused', { ground: 'activist' });
      expect(decided.outcomes).toEqual({ refused: 4 });
    });

    it.each([
      ['a reader', () => cast.asha, 1, { outcome: 'withheld' }, 403],
      ['the authority itself', () => cast.ministry, 1, { outcome: 'withheld' }, 403],
      ['a refusal without its ground', () => cast.moderator, 1, { outcome: 'refused' }, 422],
      ['a label without its text', () => cast.moderator, 1, { outcome: 'labelled' }, 422],
      ['an item that is not there', () => cast.moderator, 9, { outcome: 'withheld' }, 404],
      ['an outcome that is none', () => cast.moderator, 1, { outcome: 'forgotten' }, 422],
    ] as [string, () => Person, number, Record<string, unknown>, number][])(
      'is refused from %s',
      async (_, who, n, decision, status) => {
        const order = await files();
        const answer = await who().sends('POST', decisionsOn(order, n), { reason: 'Because', ...decision });
        expect(answer.status).toBe(status);
        expect((await elsewhere.reads<Order>(`${ORDERS}/${order.id}`)).body.outcomes).toEqual({ open: 4 });
      },
    );

    it('is not taken by whoever filed the order, an admin neither: someone else decides', async () => {
      const order = await cast.admin.files([{ status_id: post.id }]);
      const body = { outcome: 'withheld', reason: 'As demanded' };
      const refused = { status: 403, body: { error: expect.stringContaining('someone else decides') } };
      expect(await cast.admin.sends('POST', decisionsOn(order, 1), body)).toMatchObject(refused);
      const setsAside = { status: 'set_aside', reason: 'Void' };
      expect(await cast.admin.sends('POST', `${ORDERS}/${order.id}/status`, setsAside)).toMatchObject(
        refused,
      );
      expect((await india.reads(`/api/v1/statuses/${post.id}`)).status).toBe(200);
      await cast.moderator.decides(order, 1, 'withheld');
      expect((await india.reads(`/api/v1/statuses/${post.id}`)).status).toBe(451);
      // Of another's order an admin decides.
      await cast.admin.decides(await files(), 1, 'withheld');
    });

    it('is never taken by people on an order of a replay', async () => {
      const replayed = (await elsewhere.reads<Order[]>(ORDERS)).body.find(
        ({ scenario }) => scenario !== null,
      );
      const decision = { outcome: 'restored', reason: 'As if it were ours' };
      const answer = await cast.moderator.sends('POST', decisionsOn(replayed as Order, 1), decision);
      expect([answer.status, answer.body.error]).toEqual([
        403,
        expect.stringContaining('its scenario’s alone'),
      ]);
    });
  });

  describe('an order that ends', () => {
    it('lifts what it holds, one by one, and nothing else', async () => {
      const [order, later] = [await files(), await files()];
      await cast.moderator.decides(order, 1, 'withheld');
      await cast.moderator.decides(later, 1, 'withheld');
      expect(await cast.ministry.closes(order, 'revoked')).toMatchObject({
        status: 'revoked',
        status_reason: 'It is over',
      });
      expect((await india.reads(`/api/v1/statuses/${post.id}`)).status).toBe(451);
      await cast.moderator.closes(later, 'set_aside');
      expect((await india.reads<Status>(`/api/v1/statuses/${post.id}`)).body).toEqual(forOthers(post));
      const decision = { outcome: 'withheld', reason: 'As ordered' };
      expect((await cast.moderator.sends('POST', decisionsOn(order, 2), decision)).status).toBe(409);
    });

    it('is ended by whoever filed it, not by another authority', async () => {
      const order = await files();
      const path = `${ORDERS}/${order.id}/status`;
      const revoked = { status: 'revoked', reason: 'It is over' };
      expect((await cast.otherMinistry.sends('POST', path, revoked)).status).toBe(403);
      const setAside = { status: 'set_aside', reason: 'It is over' };
      expect((await cast.ministry.sends('POST', path, setAside)).status).toBe(403);
      expect((await cast.ministry.closes(order, 'confirmed')).status).toBe('confirmed');
    });

    it('was in force before: each instant tells its own', async () => {
      const order = await files();
      await cast.moderator.decides(order, 1, 'withheld');
      const before = (await elsewhere.reads<Order>(`${ORDERS}/${order.id}`)).body;
      const [held] = (await elsewhere.reads<RestrictionField[]>(RESTRICTIONS, { subject: post.id })).body;
      await cast.ministry.closes(order, 'revoked');
      const then = await elsewhere.reads<Order>(`${ORDERS}/${order.id}`, { view_at: held?.from ?? '' });
      expect(then.body).toEqual(before);
    });
  });

  describe('a restriction without an order', () => {
    it('is imposed and lifted by a moderator', async () => {
      const imposed = await cast.moderator.imposes({ account_id: cast.bilal.id, countries: ['DE'] });
      const germany = new Reader(server.address, { view_from: 'DE' });
      expect((await germany.reads<ErrorBody>(`/api/v1/statuses/${other.id}`)).body).toMatchObject({
        error: '@bilal’s account has been withheld in Germany based on local law(s).',
        withheld: { scope: 'user', order_id: null },
      });
      expect((await cast.moderator.lifts(imposed)).in_force).toBe(false);
      expect((await germany.reads<Status>(`/api/v1/statuses/${other.id}`)).body).toEqual(forOthers(other));
      const path = `${RESTRICTIONS}/${imposed.id}/lift`;
      expect((await cast.moderator.sends('POST', path, { reason: 'Again' })).status).toBe(409);
    });

    it('is not lifted where an order holds it: its item is decided instead', async () => {
      const order = await files();
      const [item] = await cast.moderator.decides(order, 1, 'withheld');
      const path = `${RESTRICTIONS}/${item?.decision?.id ?? ''}/lift`;
      const answer = await cast.moderator.sends('POST', path, { reason: 'Please' });
      expect([answer.status, answer.body.allowed]).toEqual([409, [`decide item 1 of order ${order.id}`]]);
    });

    it.each([
      ['a reader', () => cast.asha, {}, 403],
      ['two subjects', () => cast.moderator, { tag: 'rivers' }, 422],
      ['no country', () => cast.moderator, { countries: [] }, 422],
      [
        'an end before its beginning',
        () => cast.moderator,
        { from: '2999-01-02T00:00:00Z', until: '2999-01-01T00:00:00Z' },
        422,
      ],
      ['a beginning in the past', () => cast.moderator, { from: '2001-01-01T00:00:00Z' }, 422],
    ] as [string, () => Person, Record<string, unknown>, number][])(
      'is refused from %s',
      async (_, who, rest, status) => {
        const body = {
          kind: 'withhold',
          status_id: other.id,
          countries: ['IN'],
          basis: 'local_law',
          reason: 'Why',
          ...rest,
        };
        expect((await who().sends('POST', RESTRICTIONS, body)).status).toBe(status);
        expect((await elsewhere.reads<RestrictionField[]>(RESTRICTIONS, { subject: other.id })).body).toEqual(
          [],
        );
      },
    );
  });

  describe('an explanation', () => {
    const explains = (reader: Reader): Promise<Explanation> =>
      reader.reads<Explanation>('/api/v1/explain', { status: post.id }).then(({ body }) => body);
    const withholding = ({ rules }: Explanation): Explanation['rules'][number] | undefined =>
      rules.find(({ rule }) => rule === 'withhold');

    it('tells each rule, matched or not, from where the viewer looks', async () => {
      const order = await files();
      await cast.moderator.decides(order, 1, 'withheld');
      const there = await explains(india);
      expect(there.verdict).toBe('withheld');
      expect(there.viewpoint).toMatchObject({
        from: 'IN',
        basis: 'simulated',
        why: 'Chosen with view_from.',
      });
      expect(there.rules.map(({ rule, matched }) => [rule, matched])).toEqual([
        ['absent', false],
        ['deleted', false],
        ['suspend', false],
        ['withhold', true],
        ['label', false],
        ['limit', false],
      ]);
      expect(withholding(there)).toMatchObject({
        restriction: { order_id: order.id },
        events: [{ type: 'item.decided' }],
      });
      expect(withholding(await explains(elsewhere))).toMatchObject({
        matched: false,
        because: expect.stringContaining('elsewhere'),
      });
      expect(withholding(await explains(cast.asha.in('IN')))?.because).toContain('you see your own');
      const toModerators = withholding(await explains(cast.moderator.in('IN')));
      expect(toModerators?.because).toContain('a moderator sees all');
    });

    it('tells what is no longer in force, and never what the post said', async () => {
      const order = await files();
      await cast.moderator.decides(order, 1, 'withheld');
      await cast.moderator.decides(order, 1, 'restored');
      const there = await explains(india);
      expect(there.verdict).toBe('full');
      expect(withholding(there)).toMatchObject({
        matched: false,
        because: expect.stringContaining('Not in force'),
      });
      expect(JSON.stringify(there)).not.toContain('river');
    });

    it('of an earlier instant knows nothing of what came later', async () => {
      const order = await files();
      await cast.moderator.decides(order, 1, 'withheld');
      const [first] = (await india.reads<RestrictionField[]>(RESTRICTIONS, { subject: post.id })).body;
      await cast.moderator.decides(order, 1, 'restored');
      const before = await explains(india.looking({ view_at: post.created_at }));
      expect(before.rules.filter(({ restriction }) => restriction !== null)).toEqual([]);
      const meanwhile = await explains(india.looking({ view_at: first?.from ?? '' }));
      expect(withholding(meanwhile)).toMatchObject({
        matched: true,
        restriction: { until: null, in_force: true },
        events: [{ type: 'item.decided' }],
      });
    });

    it('wants one thing that is there', async () => {
      expect((await india.reads('/api/v1/explain')).status).toBe(422);
      expect((await india.reads('/api/v1/explain', { status: '01ARYZ6S410000000000000000' })).status).toBe(
        404,
      );
    });
  });
});
