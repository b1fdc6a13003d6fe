import http from 'node:http';
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import type {
  AdminAppeal,
  Appeal,
  BulkDecision,
  ErrorBody,
  HistoryEntry,
  ModeratorNote,
  Notification,
  Preview,
  Queue,
  ResolvedLine,
  RestrictionField,
  Status,
  Webhook,
  WebhookMessage,
  WebhookWithSecret,
} from '#contract';
// @ts-expect-error It is plain JavaScript, as people copy it.
import { verify as verifyUntyped } from '../examples/webhooks/verify.mjs';
import { send } from '../apps/server/webhooks/send.js';
import { WebhookKeeper } from '../apps/server/webhooks/webhook-keeper.js';
import { RETRY_AFTER_MS, WebhooksStore } from '../apps/server/webhooks/webhooks.store.js';
import { people, Person, Reader, type Answer } from './support/client.js';
import { onEachDatabase } from './support/databases.js';
import { serverOn, serversPerTest } from './support/server.js';

const verify = verifyUntyped as (headers: object, body: string, secret: string) => boolean;
const APPEALS = '/api/v1/appeals';
const QUEUE = '/api/v1/admin/queue';
const NOTES = '/api/v1/admin/notes';
const WEBHOOKS = '/api/v1/admin/webhooks';

onEachDatabase((make, { shared }) => {
  const server = serverOn(make, { env: { TEST: '1' } });
  const starts = serversPerTest(make);
  let cast: Record<'ministry' | 'meera' | 'nadia' | 'admin', Person>;
  let inIndia: Reader;
  /** These are new for each test. */
  let asha: Person;
  let post: Status;
  let round = 0;

  beforeAll(async () => {
    inIndia = new Reader(server.address, { view_from: 'IN' });
    cast = await people(server.address, {
      ministry: 'authority',
      meera: 'moderator',
      nadia: 'moderator',
      admin: 'admin',
    });
  });
  beforeEach(async () => {
    round += 1;
    asha = (await people(server.address, { [`asha${round}`]: 'reader' }))[`asha${round}`]!;
    post = await asha.posts('A walk by the river');
  });

  const appeals = (body: object, who = asha): Promise<Answer<Appeal & ErrorBody>> =>
    who.sends<Appeal & ErrorBody>('POST', APPEALS, { text: 'I name nobody in it', ...body });
  const answers = (
    who: Person,
    id: string,
    outcome: 'restore' | 'uphold',
  ): Promise<Answer<AdminAppeal & ErrorBody>> =>
    who.sends<AdminAppeal & ErrorBody>('POST', `${APPEALS}/${id}/answer`, {
      outcome,
      text: 'Looked at again',
    });
  const history = async (id: string): Promise<HistoryEntry[]> =>
    (await cast.meera.reads<HistoryEntry[]>(`/api/v1/admin/subjects/${id}/history`)).body;
  const waiting = async (query: Record<string, string> = {}, who = cast.meera): Promise<Queue> =>
    (await who.reads<Queue>(QUEUE, query)).body;
  const statusInIndia = async (): Promise<number> =>
    (await inIndia.reads(`/api/v1/statuses/${post.id}`)).status;

  describe('an appeal', () => {
    it('against what an order holds is restored by a decision on its item', async () => {
      const { ministry, meera, nadia } = cast;
      const order = await ministry.files([{ status_id: post.id }]);
      await meera.decides(order, 1, 'withheld');
      expect(await statusInIndia()).toBe(451);
      const { body: own } = await asha.reads<Status>(`/api/v1/statuses/${post.id}`, { view_from: 'IN' });
      expect(own.withheld).toMatchObject({ country_codes: ['IN'], order_id: order.id });
      const [told] = (await asha.reads<Notification[]>('/api/v1/notifications')).body;
      const filed = await appeals({ restriction_id: told?.withheld?.restriction_id });
      expect(filed.body).toMatchObject({
        state: 'open',
        restriction: { status_id: post.id, imposed_by: null },
      });
      expect((await appeals({ status_id: post.id })).status).toBe(409);

      const { entries } = await waiting({ kind: 'appeal', account_id: asha.id });
      expect(entries).toMatchObject([{ id: `appeal:${filed.body.id}`, order_id: order.id, item: 1 }]);
      expect(await answers(nadia, filed.body.id, 'restore')).toMatchObject({
        status: 200,
        body: { state: 'restored', answered_by_account_id: nadia.id, answer: 'Looked at again' },
      });
      expect(await statusInIndia()).toBe(200);
      expect((await asha.reads<Appeal[]>(APPEALS)).body).toMatchObject([{ state: 'restored' }]);
      expect((await answers(meera, filed.body.id, 'uphold')).body.error).toContain('restored at');
      expect((await history(post.id)).map(({ type, outcome, by }) => [type, outcome, by])).toEqual([
        ['item_decided', 'restored', nadia.id],
        ['appealed', 'restored', asha.id],
        ['item_decided', 'withheld', meera.id],
        ['order_filed', null, ministry.id],
      ]);
    });

    it('is upheld by somebody other than who imposed it, and its author is told', async () => {
      const { meera, nadia } = cast;
      await meera.imposes({ status_id: post.id });
      const { body: filed } = await appeals({ status_id: post.id });
      expect(await answers(meera, filed.id, 'uphold')).toMatchObject({
        status: 403,
        body: { error: 'You imposed it: someone else upholds it. You may restore it' },
      });
      expect(await answers(nadia, filed.id, 'uphold')).toMatchObject({ body: { state: 'upheld' } });
      const [told] = (await asha.reads<Notification[]>('/api/v1/notifications')).body;
      expect(told?.moderation_warning?.text).toBe('Looked at again');
      expect(await statusInIndia()).toBe(451);
    });

    it('of two answers at once takes one', async () => {
      await cast.meera.imposes({ status_id: post.id });
      const { body: filed } = await appeals({ status_id: post.id });
      const both = await Promise.all([
        answers(cast.nadia, filed.id, 'uphold'),
        answers(cast.admin, filed.id, 'uphold'),
      ]);
      expect(both.map(({ status }) => status).sort()).toEqual([200, 409]);
    });

    it('is open to whoever is suspended', async () => {
      await cast.meera.imposes({ kind: 'suspend', account_id: asha.id });
      expect((await appeals({ account_id: asha.id })).body).toMatchObject({ state: 'open' });
    });

    it('on what was restored meanwhile says so, and answers nothing', async () => {
      const imposed = await cast.meera.imposes({ status_id: post.id });
      const other = await cast.meera.imposes({ status_id: post.id, countries: ['DE'] });
      const { body: filed } = await appeals({ restriction_id: imposed.id });
      await cast.meera.lifts(imposed);
      await cast.meera.lifts(other);
      expect((await asha.reads<Appeal>(`${APPEALS}/${filed.id}`)).body.state).toBe('moot');
      const answer = await answers(cast.nadia, filed.id, 'restore');
      expect([answer.status, answer.body.error]).toEqual([409, expect.stringMatching(/^Restored at .*Z/)]);
      expect(await appeals({ restriction_id: other.id })).toMatchObject({
        status: 409,
        body: { error: expect.stringMatching(/^Restored at .*nothing to appeal against/) },
      });
      expect((await waiting({ kind: 'appeal', account_id: asha.id })).counts.appeal).toBe(0);
    });

    it('is its author’s alone', async () => {
      const imposed = await cast.meera.imposes({ status_id: post.id });
      expect((await appeals({ status_id: post.id }, cast.ministry)).status).toBe(404);
      expect((await appeals({ restriction_id: imposed.id }, cast.ministry)).status).toBe(404);
      const { body: filed } = await appeals({ status_id: post.id });
      expect((await cast.ministry.reads(`${APPEALS}/${filed.id}`)).status).toBe(404);
      expect((await answers(cast.ministry, filed.id, 'restore')).status).toBe(403);
      for (const body of [{}, { status_id: post.id, account_id: asha.id }, { status_id: post.id, text: ' ' }])
        expect((await appeals(body)).status).toBe(422);
    });
  });

  describe('the queue', () => {
    it('holds items, reports and appeals, pages through them, and is taken from', async () => {
      const { ministry, meera, nadia } = cast;
      const second = await asha.posts('Another walk');
      const order = await ministry.files([{ status_id: post.id }, { status_id: second.id }], {
        title: 'A demand',
      });
      await ministry.does('POST', '/api/v1/reports', { account_id: asha.id, status_ids: [post.id] });
      await meera.imposes({ account_id: asha.id });
      await appeals({ account_id: asha.id });
      const about = { account_id: asha.id };
      const whole = await waiting(about);
      expect(whole.counts).toEqual({ item: 2, report: 1, appeal: 1 });
      expect(whole.entries.map(({ kind, item }) => [kind, item])).toEqual([
        ['appeal', null],
        ['report', null],
        ['item', 1],
        ['item', 2],
      ]);
      expect(whole.entries[2]).toMatchObject({
        text: 'A demand',
        status: { id: post.id },
        order_id: order.id,
      });
      const paged: string[] = [];
      for (let next: string | null = ''; next !== null;) {
        const page: Queue = await waiting({ ...about, limit: '1', ...(next === '' ? {} : { before: next }) });
        paged.push(...page.entries.map(({ id }) => id));
        next = page.next;
      }
      expect(paged).toEqual(whole.entries.map(({ id }) => id));

      for (const id of [paged[0], paged[2]]) await nadia.does('POST', `${QUEUE}/${id}/assign_to_self`);
      const mine = await waiting({ ...about, assigned: 'me' }, nadia);
      expect(mine.entries.map(({ id }) => id)).toEqual([paged[0], paged[2]]);
      expect((await waiting({ ...about, assigned: 'nobody' })).counts).toEqual({
        item: 1,
        report: 1,
        appeal: 0,
      });
      await nadia.does('POST', `${QUEUE}/${paged[2]}/unassign`);
      expect((await waiting({ ...about, assigned: 'me' }, nadia)).counts.item).toBe(0);
      for (const wrong of [`item:${order.id}:3`, `report:${order.id}`])
        expect((await nadia.sends('POST', `${QUEUE}/${wrong}/assign_to_self`)).status).toBe(404);
      expect((await meera.reads(QUEUE, { before: 'x' })).status).toBe(422);
    });

    it('is decided in bulk, but for what another decided just now', async () => {
      const { ministry, meera, nadia } = cast;
      const second = await asha.posts('Another walk');
      const order = await ministry.files([{ status_id: post.id }, { status_id: second.id }]);
      await nadia.decides(order, 1, 'refused', { ground: 'other' });
      const bulk = await meera.does<BulkDecision>('POST', `/api/v1/orders/${order.id}/decisions`, {
        items: [1, 2],
        outcome: 'withheld',
        reason: 'As ordered',
        if_state: 'open',
        each: true,
      });
      expect(bulk).toMatchObject({
        decided: [2],
        refused: [{ n: 1, state: 'refused', error: 'Item 1 is refused by now, and not open' }],
        order: { outcomes: { refused: 1, withheld: 1 } },
      });
    });
  });

  it('a restriction that is sent again under its key is imposed once', async () => {
    const { meera } = cast;
    const imposes = (reason: string): Promise<Answer<RestrictionField>> =>
      meera.sends<RestrictionField>(
        'POST',
        '/api/v1/restrictions',
        { kind: 'withhold', status_id: post.id, countries: ['IN'], basis: 'local_law', reason },
        { 'idempotency-key': `report ${round}` },
      );
    const [first, again] = [await imposes('The law'), await imposes('The law')];
    expect([first.status, again.status, again.body.id]).toEqual([200, 200, first.body.id]);
    expect((await imposes('Another reason')).status).toBe(409);
    const { body } = await meera.reads<RestrictionField[]>('/api/v1/restrictions', { subject: post.id });
    expect(body).toHaveLength(1);
    const long = await meera.sends(
      'POST',
      '/api/v1/restrictions',
      {},
      { 'idempotency-key': 'x'.repeat(201) },
    );
    expect(long.status).toBe(422);
  });

  it('a preview says what a decision would do', async () => {
    const { bilal } = await people(server.address, { [`bilal`]: 'reader' }).catch(() => ({ bilal: null }));
    await (bilal ?? cast.nadia).does('POST', `/api/v1/statuses/${post.id}/reblog`);
    const preview = async (query: string): Promise<Answer<Preview>> =>
      cast.meera.reads<Preview>(`/api/v1/admin/preview?${query}`);
    const about = `status_ids[]=${post.id}`;
    expect((await preview(`outcome=withheld&countries[]=IN&${about}`)).body).toMatchObject({
      countries: ['IN'],
      visible_elsewhere: true,
      http_status: { there: 451, elsewhere: 200 },
      statuses: 1,
      reblogs: 1,
      authors: 1,
    });
    expect((await preview(`outcome=suspended&${about}`)).body).toMatchObject({
      visible_elsewhere: false,
      http_status: { there: 404, elsewhere: 404 },
    });
    expect((await preview(`outcome=withheld&${about}`)).status).toBe(422);
  });

  it('a note is moderators’ own, on one thing, and its author’s to delete', async () => {
    const { meera, nadia } = cast;
    const note = await meera.does<ModeratorNote>('POST', NOTES, { status_id: post.id, text: 'It is true' });
    const on = async (who: Person): Promise<unknown> =>
      (await who.reads<ModeratorNote[]>(NOTES, { subject: post.id })).body;
    expect(await on(nadia)).toEqual([note]);
    expect((await history(post.id)).map(({ type, text }) => [type, text])).toEqual([['noted', 'It is true']]);
    expect((await nadia.sends('DELETE', `${NOTES}/${note.id}`)).status).toBe(404);
    expect((await meera.sends('DELETE', `${NOTES}/${note.id}`)).status).toBe(200);
    expect(await on(nadia)).toEqual([]);
    const { body: about } = await nadia.sends<ModeratorNote>('POST', NOTES, {
      account_id: meera.id,
      text: 'Hm',
    });
    expect((await meera.reads(NOTES, { subject: meera.id })).body).toEqual([]);
    await nadia.sends('DELETE', `${NOTES}/${about.id}`);
    expect((await meera.sends('POST', NOTES, { text: 'On nothing' })).status).toBe(422);
  });

  it('pasted lines say what they name, each with its error', async () => {
    const gone = await asha.posts('Deleted');
    const suspended = await asha.posts('Suspended');
    await asha.sends('DELETE', `/api/v1/statuses/${gone.id}`);
    await cast.meera.imposes({ kind: 'suspend', status_id: suspended.id });
    const path = `/@${asha.username}/${post.id}`;
    const { body } = await cast.ministry.sends<ResolvedLine[]>('POST', '/api/v1/orders/resolve', {
      lines: [
        path,
        `@${asha.username}`,
        '#Saturday',
        post.id,
        gone.id,
        suspended.id,
        'https://example.org/1',
        '?!',
      ],
    });
    const short = body.map(
      ({ status_id, account_id, tag, url, same_as, error }) =>
        error ?? [status_id ?? account_id ?? tag ?? url, same_as],
    );
    const none = 'Nothing here has this address';
    expect(short).toEqual([
      [post.id, null],
      [asha.id, null],
      ['saturday', null],
      [post.id, 1],
      none,
      none,
      ['https://example.org/1', null],
      'Give an address, an id, a handle or a hashtag, one a line',
    ]);
  });

  describe('a webhook', () => {
    /** A receiver of webhooks: its requests, and its answer. */
    const received: { headers: http.IncomingHttpHeaders; body: string }[] = [];
    let answer = 204;
    const receiver = http.createServer((request, response) => {
      let body = '';
      request.setEncoding('utf8').on('data', (part: string) => (body += part));
      request.on('end', () => {
        received.push({ headers: request.headers, body });
        response.writeHead(answer, answer === 302 ? { location: '/elsewhere' } : {}).end();
      });
    });
    let url: string;
    let hook: WebhookWithSecret;

    beforeAll(async () => {
      await once(receiver.listen(0, '127.0.0.1'), 'listening');
      url = `http://127.0.0.1:${(receiver.address() as AddressInfo).port}/hook`;
    });
    afterAll(() => {
      receiver.close();
    });
    beforeEach(async () => {
      answer = 204;
      hook = await cast.admin.does<WebhookWithSecret>('POST', WEBHOOKS, {
        url,
        events: ['restriction.imposed', 'restriction.ended', 'order.filed', 'report.filed', 'appeal.filed'],
      });
      received.length = 0;
    });
    afterEach(async () => {
      await cast.admin.sends('DELETE', `${WEBHOOKS}/${hook.id}`);
    });
    const sent = async (): Promise<WebhookMessage[]> => {
      await server.app.get(WebhookKeeper).catchUp();
      return received.map(({ body }) => JSON.parse(body) as WebhookMessage);
    };
    const shown = async (): Promise<Webhook> =>
      (await cast.admin.reads<Webhook>(`${WEBHOOKS}/${hook.id}`)).body;

    it('is told, signed, of what is ordered, withheld, reported, appealed against and restored', async () => {
      const order = await cast.ministry.files([{ status_id: post.id }], { confidential: true });
      await cast.meera.decides(order, 1, 'withheld');
      await cast.nadia.does('POST', '/api/v1/reports', { account_id: asha.id, comment: 'Look' });
      const { body: filed } = await appeals({ status_id: post.id });
      await answers(cast.nadia, filed.id, 'restore');
      const messages = await sent();
      expect(messages.map(({ type }) => type).sort()).toEqual([
        'appeal.filed',
        'order.filed',
        'report.filed',
        'restriction.ended',
        'restriction.imposed',
      ]);
      const imposed = messages.find(({ type }) => type === 'restriction.imposed');
      expect(imposed?.data.restriction).toMatchObject({
        status_id: post.id,
        order_id: order.id,
        countries: ['IN'],
      });
      for (const { headers, body } of received)
        expect([verify(headers, body, hook.secret), verify(headers, `${body} `, hook.secret)]).toEqual([
          true,
          false,
        ]);
      expect(new Set(received.map(({ headers }) => headers['webhook-id'])).size).toBe(5);
      const { pending, deliveries } = await shown();
      expect([pending, deliveries.every(({ state }) => state === 'delivered')]).toEqual([0, true]);
      expect((await cast.admin.reads(WEBHOOKS)).text).not.toContain(hook.secret);
    });

    it('that fails is tried again, the same message, and given up in the end', async () => {
      answer = 302;
      await cast.admin.does('POST', `${WEBHOOKS}/${hook.id}/ping`);
      for (const wait of RETRY_AFTER_MS) {
        await sent();
        server.clock.set(server.clock.now() + wait);
      }
      await sent();
      expect(new Set(received.map(({ headers }) => headers['webhook-id'])).size).toBe(1);
      expect(received.length).toBe(RETRY_AFTER_MS.length + 1);
      expect(await shown()).toMatchObject({
        pending: 0,
        lost: 1,
        deliveries: [
          { type: 'ping', state: 'given_up', attempts: 8, http_status: 302, error: 'answered 302' },
        ],
      });
    });

    it('that never answers holds up no other', async () => {
      // given another webhook, for which more waits than is sent at once, and whose receiver says nothing
      const silent = http.createServer(() => undefined);
      await once(silent.listen(0, '127.0.0.1'), 'listening');
      const { port } = silent.address() as AddressInfo;
      const body = { url: `http://127.0.0.1:${port}/`, events: ['order.filed'] };
      const other = await cast.admin.does<WebhookWithSecret>('POST', WEBHOOKS, body);
      const store = server.app.get(WebhooksStore);
      for (let n = 0; n < 45; n++) await store.ping(other.id);
      const asked = once(silent, 'request');
      server.app.get(WebhookKeeper).look();
      await asked;
      // when something happens that both are told of
      const told = once(receiver, 'request');
      const order = await cast.ministry.files([{ status_id: post.id }]);
      // then the one that answers is told at once, though the other has not answered yet
      await told;
      silent.closeAllConnections();
      silent.close();
      await cast.admin.does('DELETE', `${WEBHOOKS}/${other.id}`);
      expect((await sent()).map(({ data }) => data.order?.id)).toEqual([order.id]);
    });

    if (shared)
      it('is told each thing once, by whichever of two processes', async () => {
        const beside = await starts({ env: { TEST: '1' }, place: server.place });
        const { id, username, token } = cast.ministry;
        const there = new Person(beside.address, id, username, token);
        const orders: string[] = [];
        for (let n = 0; n < 12; n++)
          orders.push((await (n % 2 === 0 ? cast.ministry : there).files([{ status_id: post.id }])).id);
        for (const one of [server, beside, server]) await one.app.get(WebhookKeeper).catchUp();
        expect((await sent()).map(({ data }) => data.order?.id).sort()).toEqual(orders.sort());
      });

    it('that rests is told nothing, and of what comes once it is enabled again', async () => {
      const path = `${WEBHOOKS}/${hook.id}`;
      await cast.admin.does('PATCH', path, { enabled: false });
      await cast.meera.imposes({ status_id: post.id });
      expect(await sent()).toEqual([]);
      await cast.admin.does('PATCH', path, { enabled: true, events: ['order.filed'] });
      await cast.meera.imposes({ status_id: post.id });
      const order = await cast.ministry.files([{ status_id: post.id }]);
      expect((await sent()).map(({ data }) => data.order?.id)).toEqual([order.id]);
    });

    it('takes an address that may be sent to', async () => {
      for (const wrong of [
        'ftp://example.org',
        'nonsense',
        'https://me:secret@example.org',
        'https://example.org/#x',
      ])
        expect(
          (await cast.admin.sends('POST', WEBHOOKS, { url: wrong, events: ['order.filed'] })).status,
        ).toBe(422);
      expect((await cast.admin.sends('POST', WEBHOOKS, { url, events: ['what'] })).status).toBe(422);
      expect((await cast.meera.reads(WEBHOOKS)).status).toBe(403);
    });
  });
});

describe('a message to another system', () => {
  it('goes to public addresses alone, whatever a name answers', async () => {
    for (const host of [
      '127.0.0.1',
      '10.0.0.1',
      '[::1]',
      '169.254.169.254',
      '[::ffff:10.0.0.1]',
      'localhost',
    ]) {
      const { status, error } = await send(`https://${host}:1/`, {}, '{}', false);
      expect([host, status, error]).toEqual([host, null, expect.stringContaining('not a public one')]);
    }
  });

  it('to whoever never answers is given up in time', async () => {
    const silent = http.createServer(() => undefined);
    await once(silent.listen(0, '127.0.0.1'), 'listening');
    const { port } = silent.address() as AddressInfo;
    expect(await send(`http://127.0.0.1:${port}/`, {}, '{}', true, 50)).toEqual({
      status: null,
      error: 'no answer within 50 ms',
    });
    silent.closeAllConnections();
    silent.close();
  });
});
