import { beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import type { ScheduledStatus, Status } from '#contract';
import { PostPublisher } from '../apps/server/schedule/post-publisher.js';
import { ScheduledPostsStore } from '../apps/server/schedule/scheduled-posts.store.js';
import { postBody } from './support/bodies.js';
import { people, Reader, type Answer, type Person } from './support/client.js';
import { onEachDatabase } from './support/databases.js';
import { serverOn, serversPerTest, type TestServer } from './support/server.js';

const SCHEDULED = '/api/v1/scheduled_statuses';
const STATUSES = '/api/v1/statuses';
const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
const iso = (at: number): string => new Date(at).toISOString();

/** Asha schedules posts; bilal reads; meera moderates. */
onEachDatabase((make, { shared }) => {
  const server = serverOn(make, { env: { TEST: '1' } });
  const starts = serversPerTest(make);
  let [asha, bilal, meera]: Person[] = [];
  // Today, since another process goes by its own clock: tokens that were unused for long would be none to it.
  let now = new Date().setUTCHours(9, 0, 0, 0);
  let round = 0;

  const clockReaches = async (at: number, on: TestServer = server): Promise<void> => {
    now = at;
    const answer = await new Reader(on.address).sends('POST', '/api/v1/test/clock', { now: iso(at) });
    expect(answer.status).toBe(200);
  };
  const schedules = (
    status: string,
    at: number,
    rest: object = {},
    key?: string,
  ): Promise<Answer<ScheduledStatus>> =>
    asha!.sends(
      'POST',
      STATUSES,
      { status, scheduled_at: iso(at), ...rest },
      key === undefined ? {} : { 'idempotency-key': key },
    );
  const scheduled = async (status: string, at: number, rest: object = {}): Promise<ScheduledStatus> => {
    const answer = await schedules(status, at, rest);
    expect([answer.status, answer.text]).toEqual([200, expect.any(String)]);
    return answer.body;
  };
  const waiting = async (who = asha!): Promise<ScheduledStatus[]> =>
    (await who.reads<ScheduledStatus[]>(SCHEDULED)).body;
  const posted = async (): Promise<string[]> => {
    const { status, text, body } = await bilal!.reads<Status[]>(`/api/v1/accounts/${asha!.id}/statuses`);
    if (status !== 200) throw new Error(`${status} ${text}`);
    return body.map(({ content }) => content.replace(/<[^>]+>/g, ''));
  };

  beforeAll(async () => {
    server.clock.set(now);
    const made = await people(server.address, { bilal: 'reader', meera: 'moderator' });
    [bilal, meera] = [made.bilal, made.meera];
  });
  beforeEach(async () => {
    round += 1;
    const made = await people(server.address, { [`asha_${round}`]: 'reader' });
    asha = made[`asha_${round}`];
  });

  it('is told to its author alone until it is due, and then posted', async () => {
    const at = now + HOUR;
    const post = await scheduled('Good evening', at, { spoiler_text: 'Evening', visibility: 'unlisted' });
    expect(post).toMatchObject({
      scheduled_at: iso(at),
      params: { text: 'Good evening', spoiler_text: 'Evening', visibility: 'unlisted', poll: null },
      media_attachments: [],
      failed: null,
    });
    expect(await waiting()).toEqual([post]);
    expect((await asha!.reads(`${SCHEDULED}/${post.id}`)).body).toEqual(post);
    expect(await waiting(bilal)).toEqual([]);
    for (const method of ['GET', 'PUT', 'DELETE']) {
      const body = method === 'PUT' ? { scheduled_at: iso(now + DAY) } : undefined;
      expect((await bilal!.sends(method, `${SCHEDULED}/${post.id}`, body)).status).toBe(404);
    }
    await clockReaches(at - 1);
    expect(await posted()).toEqual([]);
    await clockReaches(at);
    expect(await posted()).toEqual(['Good evening']);
    expect(await waiting()).toEqual([]);
    expect((await asha!.reads(`${SCHEDULED}/${post.id}`)).status).toBe(404);
    const [status] = (await bilal!.reads<Status[]>(`/api/v1/accounts/${asha!.id}/statuses`)).body;
    expect(status).toMatchObject({ created_at: iso(at), visibility: 'unlisted', spoiler_text: 'Evening' });
  });

  it('is put off, brought forward and dropped', async () => {
    const post = await scheduled('Moved', now + HOUR);
    const dropped = await scheduled('Dropped', now + HOUR);
    const moved = await asha!.does<ScheduledStatus>('PUT', `${SCHEDULED}/${post.id}`, {
      scheduled_at: iso(now + 2 * HOUR),
    });
    expect(moved).toEqual({ ...post, scheduled_at: iso(now + 2 * HOUR) });
    expect((await asha!.sends('DELETE', `${SCHEDULED}/${dropped.id}`)).text).toBe('{}');
    expect((await asha!.sends('DELETE', `${SCHEDULED}/${dropped.id}`)).status).toBe(404);
    await clockReaches(now + HOUR);
    expect(await posted()).toEqual([]);
    await clockReaches(now + HOUR);
    expect(await posted()).toEqual(['Moved']);
  });

  it('is posted at once where that is past, and refused where it is too near', async () => {
    expect((await schedules('Late', now - HOUR)).body).toMatchObject({ content: '<p>Late</p>' });
    expect((await schedules('Soon', now + 5 * MINUTE)).status).toBe(422);
    const post = await scheduled('Later', now + 5 * MINUTE + 1_000);
    const sooner = await asha!.sends('PUT', `${SCHEDULED}/${post.id}`, { scheduled_at: iso(now + MINUTE) });
    expect(sooner).toMatchObject({ status: 422, body: { error: expect.stringContaining('5 minutes') } });
    expect((await asha!.sends('POST', STATUSES, { status: 'x', scheduled_at: 'tomorrow' })).status).toBe(422);
    expect((await schedules('', now + HOUR)).status).toBe(422);
    expect((await schedules('x'.repeat(501), now + HOUR)).status).toBe(422);
    expect((await schedules('To nobody', now + HOUR, { in_reply_to_id: asha!.id })).status).toBe(404);
  });

  it('is bounded: twenty-five for a day', async () => {
    const day = Date.parse(iso(now + 3 * DAY).slice(0, 10));
    for (let n = 0; n < 25; n++) await scheduled(`Post ${n}`, day + n * MINUTE);
    const one = await schedules('One more', day + DAY - 1_000);
    expect(one).toMatchObject({ status: 422, body: { error: expect.stringContaining('25 posts') } });
    const next = await scheduled('The day after', day + DAY);
    const moved = await asha!.sends('PUT', `${SCHEDULED}/${next.id}`, { scheduled_at: iso(day) });
    expect(moved.status).toBe(422);
    const page = await asha!.reads<ScheduledStatus[]>(SCHEDULED, { limit: '2' });
    expect(page.body.map(({ params }) => params.text)).toEqual(['The day after', 'Post 24']);
    expect(page.links['next']).toBeDefined();
  });

  describe('asked for by several at once, of two processes', () => {
    /** Does as many things at once as there are instants, by turns at two processes. @returns the statuses */
    const atOnce = async (
      instants: readonly number[],
      ask: (who: Person, at: number, n: number) => Promise<Answer<unknown>>,
    ): Promise<number[]> => {
      const other = shared ? await starts({ env: { TEST: '1' }, place: server.place }) : server;
      other.clock.set(now);
      const there = new Reader(other.address, {}, asha!.token) as Person;
      const by = (n: number): Person => (n % 2 === 0 ? asha! : there);
      // Each has a connection of its own by then: else they would wait for one, and not be at once.
      await Promise.all(instants.map((_, n) => by(n).sends('DELETE', `${SCHEDULED}/${asha!.id}`)));
      const answers = instants.map((at, n) => ask(by(n), at, n));
      return (await Promise.all(answers)).map(({ status }) => status).sort();
    };
    const later = (who: Person, at: number, n: number): Promise<Answer<unknown>> =>
      who.sends('POST', STATUSES, { status: `At once ${n}`, scheduled_at: iso(at) });
    /** Schedules so many, 25 a day from the third day on. */
    const fill = async (many: number): Promise<string[]> => {
      const store = server.app.get(ScheduledPostsStore);
      const day = Date.parse(iso(now + 3 * DAY).slice(0, 10));
      const ids: string[] = [];
      for (let n = 0; n < many; n++) {
        const dueAt = day + Math.floor(n / 25) * DAY + n * MINUTE;
        const post = { account: asha!.id, dueAt, body: postBody(`Post ${n}`), country: null };
        const added = await store.add({ ...post, idempotencyKey: null });
        if (typeof added === 'string') throw new Error(added);
        ids.push(added.id);
      }
      return ids;
    };
    const SIX = [0, 1, 2, 3, 4, 5];
    const ONE_OF_SIX = [200, 422, 422, 422, 422, 422];

    it('keeps to three hundred in all', async () => {
      await fill(299);
      expect(
        await atOnce(
          SIX.map((n) => now + DAY * (20 + n)),
          later,
        ),
      ).toEqual(ONE_OF_SIX);
    });

    it('keeps to twenty-five for a day, where they are made and where they are moved', async () => {
      await fill(24);
      const day = Date.parse(iso(now + 3 * DAY).slice(0, 10));
      expect(
        await atOnce(
          SIX.map((n) => day + n),
          later,
        ),
      ).toEqual(ONE_OF_SIX);
      const others: string[] = [];
      for (const n of SIX) others.push((await scheduled(`Other ${n}`, day + (20 + n) * DAY)).id);
      for (let n = 0; n < 24; n++) await scheduled(`Eve ${n}`, day - DAY + n);
      const moved = await atOnce(
        SIX.map((n) => day - DAY + 100 + n),
        (who, at, n) => who.sends('PUT', `${SCHEDULED}/${others[n]!}`, { scheduled_at: iso(at) }),
      );
      expect(moved).toEqual(ONE_OF_SIX);
    });

    it('is one under one Idempotency-Key, be it a post or one to be', async () => {
      const at = now + DAY;
      const same = await atOnce(
        SIX.map(() => at),
        (who) =>
          who.sends(
            'POST',
            STATUSES,
            { status: 'Once', scheduled_at: iso(at) },
            { 'idempotency-key': 'once' },
          ),
      );
      expect(same).toEqual([200, 200, 200, 200, 200, 200]);
      expect(await waiting()).toHaveLength(1);
      const body = (n: number) => ({ status: 'Both', ...(n < 3 ? {} : { scheduled_at: iso(at) }) });
      await atOnce(
        SIX.map(() => at),
        (who, _, n) => who.sends('POST', STATUSES, body(n), { 'idempotency-key': 'both' }),
      );
      const both = [...(await posted()), ...(await waiting()).map(({ params }) => params.text)];
      expect(both.filter((text) => text === 'Both')).toHaveLength(1);
    });
  });

  it('is one under its Idempotency-Key, before it is due and after', async () => {
    const at = now + HOUR;
    const first = await schedules('Once', at, {}, 'a-key');
    expect((await schedules('Once', at, {}, 'a-key')).body).toEqual(first.body);
    expect((await schedules('Twice', at, {}, 'a-key')).status).toBe(409);
    expect(await waiting()).toHaveLength(1);
    await clockReaches(at);
    await clockReaches(now + 1_000);
    const again = await asha!.sends<Status>(
      'POST',
      STATUSES,
      { status: 'Once' },
      { 'idempotency-key': 'a-key' },
    );
    expect(again.body).toMatchObject({ content: '<p>Once</p>', created_at: iso(at) });
    expect(await posted()).toEqual(['Once']);
  });

  it('shares its keys with posts: what was asked for under one is not asked for otherwise', async () => {
    const at = now + HOUR;
    const posts = (status: string, key: string): Promise<Answer<Status>> =>
      asha!.sends<Status>('POST', STATUSES, { status }, { 'idempotency-key': key });
    expect((await posts('Now', 'of-a-post')).status).toBe(200);
    expect((await schedules('Now', at, {}, 'of-a-post')).status).toBe(409);
    const later = await schedules('Later', at, {}, 'of-one-to-be');
    const refused = await posts('Later', 'of-one-to-be');
    expect([refused.status, refused.text]).toEqual([
      409,
      expect.stringContaining('under this Idempotency-Key'),
    ]);
    expect(await waiting()).toEqual([later.body]);
    expect(await posted()).toEqual(['Now']);
    // Where nothing is to come of it any more, the key is free.
    await asha!.sends('DELETE', `${SCHEDULED}/${later.body.id}`);
    expect((await posts('Later', 'of-one-to-be')).status).toBe(200);
  });

  describe('what is refused by the time that it is due', () => {
    it('is kept with why, told to its author alone, and tried again where they say when', async () => {
      const target = await bilal!.posts('A walk by the river');
      const post = await scheduled('An answer', now + HOUR, { in_reply_to_id: target.id });
      const restriction = await meera!.imposes({ status_id: target.id });
      const inIndia = await asha!.in('IN').sends('POST', STATUSES, {
        status: 'From India',
        scheduled_at: iso(now + HOUR),
        in_reply_to_id: target.id,
      });
      expect(inIndia.status).toBe(451);
      await meera!.lifts(restriction);
      const there = await asha!.in('IN').does<ScheduledStatus>('POST', STATUSES, {
        status: 'From India',
        scheduled_at: iso(now + HOUR),
        in_reply_to_id: target.id,
      });
      await clockReaches(now + MINUTE);
      await meera!.imposes({ status_id: target.id });
      await clockReaches(Date.parse(post.scheduled_at));
      expect(await posted()).toEqual(['An answer']);
      const [failed, ...none] = await waiting();
      expect(none).toEqual([]);
      expect(failed).toEqual({ ...there, failed: expect.stringContaining('withheld') });
      await bilal!.deletes(target.id);
      await asha!.does('PUT', `${SCHEDULED}/${there.id}`, { scheduled_at: iso(now + HOUR) });
      await clockReaches(now + HOUR);
      expect((await waiting()).map((one) => one.failed)).toEqual([
        expect.stringContaining('no longer there'),
      ]);
    });

    it('is that of somebody suspended; of somebody erased nothing is left', async () => {
      await scheduled('From a suspended account', now + HOUR);
      await meera!.imposes({ account_id: asha!.id, kind: 'suspend', basis: 'platform_rule' });
      await clockReaches(now + HOUR);
      expect((await waiting()).map((one) => one.failed)).toEqual(['Your account is suspended']);
    });
  });

  it('is posted once by several processes, and by one that starts after it was due', async () => {
    const other = shared ? await starts({ env: { TEST: '1' }, place: server.place }) : server;
    for (let n = 0; n < 3; n++) await scheduled(`Post ${n}`, now + HOUR + n);
    await Promise.all([server, other].map((one) => clockReaches(now + 2 * HOUR, one)));
    const publishers = [server, other].map((one) => one.app.get(PostPublisher));
    await Promise.all(publishers.map((one) => one.publish(now)));
    expect((await posted()).sort()).toEqual(['Post 0', 'Post 1', 'Post 2']);
  });
});
