import { beforeAll, beforeEach, expect, it } from '@jest/globals';
import type { Appeal, Order, Queue, Report, Status } from '#contract';
import { issueTokenFor, setRole } from '#identity';
import { people, signsUp, type Person } from './support/client.js';
import { onEachDatabase } from './support/databases.js';
import { listenersOn, type Listener } from './support/listener.js';
import { serverOn, serversPerTest, type TestServer } from './support/server.js';

const QUEUE = '/api/v1/admin/queue';

/** Meera and Nadia are moderators; the ministry files orders; Asha writes, and is new for each test. */
onEachDatabase((make, { shared }) => {
  const server = serverOn(make, { env: { TEST: '1' } });
  const starts = serversPerTest(make);
  const { listen } = listenersOn(server);
  let cast: Record<'ministry' | 'meera' | 'nadia' | 'admin', Person>;
  let asha: Person;
  let post: Status;
  let round = 0;

  beforeAll(async () => {
    cast = await people(server.address, {
      ministry: 'authority',
      meera: 'moderator',
      nadia: 'moderator',
      admin: 'admin',
    });
  });
  beforeEach(async () => {
    round += 1;
    asha = await signsUp(server.address, `asha${round}`);
    post = await asha.posts('A walk by the river');
  });

  /** Somebody at the desk: `hears` waits until they are told of what they had not been told of. */
  const watches = async (
    who: Person,
    on: TestServer = server,
  ): Promise<{ listener: Listener; hears: (what: string) => Promise<void>; told: () => number }> => {
    const listener = await listen(who, on);
    let [told, read] = [0, 0];
    const waiting = new Set<() => void>();
    listener.socket.on('desk:changed', () => {
      told += 1;
      for (const look of waiting) look();
    });
    expect(await listener.ask('desk:watch', {})).toMatchObject({ ok: true });
    const hears = async (what: string): Promise<void> => {
      if (told <= read)
        await new Promise<void>((resolve, reject) => {
          const late = setTimeout(
            () => reject(new Error(`${who.username} does not hear of ${what}`)),
            15_000,
          );
          waiting.add(() => {
            clearTimeout(late);
            resolve();
          });
        });
      waiting.clear();
      read = told;
    };
    return { listener, hears, told: () => told };
  };
  const waits = async (who: Person): Promise<string[]> =>
    (await who.reads<Queue>(QUEUE)).body.entries.map(({ id }) => id);

  it('tells a moderator of what is filed, taken, decided, reported and appealed, and of nothing else', async () => {
    const desk = await watches(cast.meera);
    const order: Order = await cast.ministry.files([{ status_id: post.id }]);
    await desk.hears('the order');
    expect(await waits(cast.meera)).toContain(`item:${order.id}:1`);

    const entry = `${QUEUE}/item:${order.id}:1`;
    await cast.nadia.sends('POST', `${entry}/assign_to_self`);
    await desk.hears('who took it');

    await cast.nadia.decides(order, 1, 'withheld');
    await desk.hears('the decision');
    expect(await waits(cast.meera)).not.toContain(`item:${order.id}:1`);

    const appeal = await asha.does<Appeal>('POST', '/api/v1/appeals', { status_id: post.id, text: 'Look' });
    await desk.hears('the appeal');
    await cast.nadia.does('POST', `/api/v1/appeals/${appeal.id}/answer`, { outcome: 'restore', text: 'Yes' });
    await desk.hears('its answer');

    const report = await cast.ministry.does<Report>('POST', '/api/v1/reports', { account_id: asha.id });
    await desk.hears('the report');
    await cast.nadia.does('POST', `/api/v1/admin/reports/${report.id}/resolve`);
    await desk.hears('its end');

    // A post, a like and a resolved report are no work; the next thing that is comes alone.
    const before = desk.told();
    await asha.likes((await asha.posts('And back')).id);
    await cast.ministry.does('POST', '/api/v1/reports', { account_id: asha.id });
    await desk.hears('the next report');
    expect(desk.told()).toBe(before + 1);
  });

  it('tells nobody else: who may not read the queue is refused, by role and by scope', async () => {
    for (const who of [undefined, asha, cast.ministry]) {
      const listener = await listen(who);
      expect(await listener.ask('desk:watch', {})).toEqual({
        ok: false,
        error: expect.stringMatching(/role moderator|authenticated user/),
      });
    }
    // nor a moderator's app that was let in for reading alone
    const { token } = await issueTokenFor(server.database, cast.meera.id, Date.now(), ['read']);
    const narrow = await listen({ ...cast.meera, token } as Person);
    expect(await narrow.ask('desk:watch', {})).toEqual({
      ok: false,
      error: 'This action is outside the authorized scopes',
    });
  });

  it('does not tell a moderator of a report that is beyond them', async () => {
    const [moderators, admins] = [await watches(cast.meera), await watches(cast.admin)];
    // about an admin: the other admins' to deal with, and no moderator's
    const root = (await people(server.address, { [`root${round}`]: 'admin' }))[`root${round}`]!;
    await asha.does('POST', '/api/v1/reports', { account_id: root.id });
    await admins.hears('the report about another admin');
    expect(moderators.told()).toBe(0);
    // and the next that is theirs is the first that they hear of
    await cast.ministry.does('POST', '/api/v1/reports', { account_id: asha.id });
    await moderators.hears('the report');
    expect(moderators.told()).toBe(1);
  });

  it('tells nothing to whoever is a moderator no more', async () => {
    const former = (await people(server.address, { [`former${round}`]: 'moderator' }))[`former${round}`]!;
    const desk = await watches(former);
    await setRole(server.database, former.id, 'reader');
    expect(await desk.listener.ask('desk:watch', {})).toMatchObject({ ok: false });
    await desk.listener.until('the end', () => !desk.listener.socket.connected);
  });

  if (shared)
    it('tells of what was filed and decided in another process', async () => {
      const other = await starts({ env: { TEST: '1' }, place: server.place });
      const desk = await watches(cast.meera, other);
      await cast.ministry.does('POST', '/api/v1/reports', { account_id: asha.id });
      await desk.hears('the report');
      const order = await cast.ministry.files([{ status_id: post.id }]);
      await desk.hears('the order');
      await cast.nadia.decides(order, 1, 'refused', { ground: 'other' });
      await desk.hears('the decision');
    });
});
