import { beforeAll, describe, expect, it } from '@jest/globals';
import type { Account, FamiliarFollowers, Relationship, Status } from '#contract';
import { people, Reader, type Person } from './support/client.js';
import { onEachDatabase } from './support/databases.js';
import { serverOn } from './support/server.js';

const ACCOUNTS = '/api/v1/accounts';
const names = (accounts: readonly Account[]): string[] => accounts.map(({ username }) => username);

/** Asha writes; bilal, chitra and dev read her; meera moderates. */
onEachDatabase((make) => {
  const server = serverOn(make, { env: { TEST: '1' } });
  let cast: Record<'asha' | 'bilal' | 'chitra' | 'dev' | 'meera', Person>;
  const follows = (who: Person, whom: Person): Promise<Relationship> =>
    who.does('POST', `${ACCOUNTS}/${whom.id}/follow`);
  const relationTo = async (who: Person, whom: Person): Promise<Relationship | undefined> =>
    (await who.reads<Relationship[]>(`${ACCOUNTS}/relationships?id[]=${whom.id}`)).body[0];
  const followers = async (who: Reader, whom: Person, query = ''): Promise<string[]> =>
    names((await who.reads<Account[]>(`${ACCOUNTS}/${whom.id}/followers${query}`)).body);

  beforeAll(async () => {
    cast = await people(server.address, {
      asha: 'reader',
      bilal: 'reader',
      chitra: 'reader',
      dev: 'reader',
      meera: 'moderator',
    });
  });

  it('somebody is followed, which both are told, and the home of one holds what the other writes', async () => {
    const { asha, bilal } = cast;
    const relation = await follows(bilal, asha);
    expect(relation).toMatchObject({
      id: asha.id,
      following: true,
      showing_reblogs: true,
      followed_by: false,
    });
    expect(await relationTo(asha, bilal)).toMatchObject({ following: false, followed_by: true });
    const { id } = await asha.posts('To whom it may concern');
    const home = (await bilal.reads<Status[]>('/api/v1/timelines/home')).body;
    expect(home.map((status) => status.id)).toContain(id);
    const shown = (await bilal.reads<Account>(`${ACCOUNTS}/${asha.id}`)).body;
    expect(shown).toMatchObject({ followers_count: 1, following_count: 0 });
  });

  it('twice is once', async () => {
    const { asha, bilal } = cast;
    expect(await follows(bilal, asha)).toMatchObject({ following: true });
    expect(await followers(new Reader(server.address), asha)).toEqual(['bilal']);
  });

  it('lists are told to anybody, the latest first, and page by page', async () => {
    const { asha, chitra, dev } = cast;
    await follows(chitra, asha);
    await follows(dev, asha);
    const anybody = new Reader(server.address);
    expect(await followers(anybody, asha)).toEqual(['dev', 'chitra', 'bilal']);
    const first = await anybody.reads<Account[]>(`${ACCOUNTS}/${asha.id}/followers`, { limit: '2' });
    expect(names(first.body)).toEqual(['dev', 'chitra']);
    const next = (first.links['next'] ?? '').replace(/^https?:\/\/[^/]+/, '');
    const second = await anybody.reads<Account[]>(next);
    expect(names(second.body)).toEqual(['bilal']);
    expect(second.links['next']).toBeUndefined();
    const following = await anybody.reads<Account[]>(`${ACCOUNTS}/${dev.id}/following`);
    expect(names(following.body)).toEqual(['asha']);
    const none = await anybody.reads<Account[]>(`${ACCOUNTS}/${asha.id}/following`);
    expect(none).toMatchObject({ status: 200, body: [], links: {} });
  });

  it('lists are told as of an instant, without those who follow no longer', async () => {
    const { asha, chitra, dev } = cast;
    const before = new Date(server.clock.now()).toISOString();
    server.clock.set(server.clock.now() + 1_000);
    await dev.does('POST', `${ACCOUNTS}/${asha.id}/unfollow`);
    await follows(asha, chitra);
    expect(await followers(chitra, asha)).toEqual(['chitra', 'bilal']);
    expect(await followers(chitra, asha, `?view_at=${before}`)).toEqual(['chitra', 'bilal']);
    expect(await followers(chitra, chitra, `?view_at=${before}`)).toEqual([]);
    expect(await followers(chitra, chitra)).toEqual(['asha']);
  });

  it('is no one’s own doing: oneself cannot be followed, nor what is not there', async () => {
    const { asha } = cast;
    expect((await asha.sends('POST', `${ACCOUNTS}/${asha.id}/follow`)).status).toBe(422);
    expect((await asha.sends('POST', `${ACCOUNTS}/nobody/follow`)).status).toBe(404);
    expect((await asha.sends('POST', `${ACCOUNTS}/${asha.id}/follow`, { notify: true })).status).toBe(422);
    expect((await new Reader(server.address).sends('POST', `${ACCOUNTS}/${asha.id}/follow`)).status).toBe(
      401,
    );
    expect((await asha.reads(`${ACCOUNTS}/relationships?id[]=nobody&id[]=1`)).body).toEqual([]);
  });

  it('asks of eighty accounts at most', async () => {
    const ids = Array.from({ length: 81 }, () => `id[]=${cast.dev.id}`).join('&');
    expect((await cast.asha.reads(`${ACCOUNTS}/relationships?${ids}`)).status).toBe(422);
  });

  it('of those whom one follows is told who follows somebody, too', async () => {
    const { asha, bilal, chitra, dev } = cast;
    await follows(dev, bilal);
    await follows(dev, chitra);
    const { body } = await dev.reads<FamiliarFollowers[]>(`${ACCOUNTS}/familiar_followers?id[]=${asha.id}`);
    expect(body.map(({ id, accounts }) => [id, names(accounts).sort()])).toEqual([
      [asha.id, ['bilal', 'chitra']],
    ]);
  });

  describe('somebody withheld in India', () => {
    it('cannot be followed from there, and is on no list there, while following them ends at will', async () => {
      const { asha, bilal, chitra, dev, meera } = cast;
      const restriction = await meera.imposes({ account_id: chitra.id });
      expect(await followers(dev.in('IN'), asha)).toEqual(['bilal']);
      expect(await followers(dev.in('US'), asha)).toEqual(['chitra', 'bilal']);
      const at = `${ACCOUNTS}/${chitra.id}`;
      expect((await dev.in('IN').reads(`${at}/followers`)).status).toBe(451);
      expect((await bilal.in('IN').sends('POST', `${at}/follow`)).status).toBe(451);
      expect(await relationTo(asha.in('IN'), chitra)).toMatchObject({ following: true, followed_by: false });
      expect(await relationTo(asha.in('US'), chitra)).toMatchObject({ following: true, followed_by: true });
      expect(await dev.in('IN').does('POST', `${at}/unfollow`)).toMatchObject({ following: false });
      await meera.lifts(restriction);
      expect(await followers(dev.in('IN'), asha)).toEqual(['chitra', 'bilal']);
    });
  });

  describe('somebody suspended', () => {
    it('is followed by nobody new, and on no list', async () => {
      const { asha, bilal, dev, meera } = cast;
      const restriction = await meera.imposes({ account_id: bilal.id, kind: 'suspend' });
      expect(await followers(dev, asha)).toEqual(['chitra']);
      expect((await asha.sends('POST', `${ACCOUNTS}/${bilal.id}/follow`)).status).toBe(404);
      expect(await relationTo(dev, bilal)).toBeUndefined();
      expect((await dev.reads(`${ACCOUNTS}/${bilal.id}/followers`)).body).toEqual([]);
      await meera.lifts(restriction);
    });
  });
});
