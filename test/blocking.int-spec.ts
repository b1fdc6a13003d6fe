import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Account, Context, Relationship, Status } from '#contract';
import { people, Reader, type Person } from './support/client.js';
import { onEachDatabase } from './support/databases.js';
import { Listener } from './support/listener.js';
import { serverOn } from './support/server.js';

const ACCOUNTS = '/api/v1/accounts';
const ids = (statuses: readonly Status[]): string[] => statuses.map(({ id }) => id);

/** Asha blocks bilal and mutes chitra; dev is nothing to either; meera moderates, and is blocked by asha. */
onEachDatabase((make) => {
  const server = serverOn(make, { env: { TEST: '1' } });
  let cast: Record<'asha' | 'bilal' | 'chitra' | 'dev' | 'meera', Person>;
  let posts: Record<'asha' | 'bilal' | 'chitra' | 'dev', Status>;
  const heard = new Map<string, Listener>();
  const sets = (who: Person, what: string, whom: Person): Promise<Relationship> =>
    who.does('POST', `${ACCOUNTS}/${whom.id}/${what}`);
  const publicly = async (who: Reader): Promise<string[]> =>
    ids((await who.reads<Status[]>('/api/v1/timelines/public')).body);

  beforeAll(async () => {
    cast = await people(server.address, {
      asha: 'reader',
      bilal: 'reader',
      chitra: 'reader',
      dev: 'reader',
      meera: 'moderator',
    });
    const { asha, bilal, chitra, dev, meera } = cast;
    const root = await dev.posts('Dev asks');
    posts = {
      dev: root,
      asha: await asha.replies(root.id, 'Asha answers'),
      bilal: await bilal.posts('Bilal says'),
      chitra: await chitra.posts('Chitra says'),
    };
    await sets(asha, 'follow', bilal);
    await sets(bilal, 'follow', asha);
    await sets(asha, 'follow', chitra);
    expect(await sets(asha, 'block', bilal)).toMatchObject({ blocking: true, following: false });
    expect(await sets(asha, 'mute', chitra)).toMatchObject({ muting: true, muting_notifications: true });
    await sets(asha, 'block', meera);
    for (const [name, { token }] of Object.entries(cast)) {
      const listener = await Listener.connect(server.address, { token });
      heard.set(name, listener);
      for (const stream of ['public', 'user'] as const) await listener.subscribe(stream);
    }
  });
  afterAll(() => heard.forEach((listener) => listener.close()));

  it('ends following both ways', async () => {
    const { asha, bilal } = cast;
    const [relation] = (await bilal.reads<Relationship[]>(`${ACCOUNTS}/relationships?id[]=${asha.id}`)).body;
    expect(relation).toMatchObject({
      following: false,
      followed_by: false,
      blocked_by: true,
      blocking: false,
    });
    expect((await bilal.sends('POST', `${ACCOUNTS}/${asha.id}/follow`)).status).toBe(403);
    expect((await asha.sends('POST', `${ACCOUNTS}/${bilal.id}/follow`)).status).toBe(403);
  });

  it('leaves one another out of timelines; muting leaves out one way', async () => {
    const { asha, bilal, chitra, dev } = cast;
    expect(await publicly(asha)).toEqual([posts.dev.id]);
    expect(await publicly(bilal)).toEqual([posts.chitra.id, posts.bilal.id, posts.dev.id]);
    expect(await publicly(chitra)).toEqual([posts.chitra.id, posts.bilal.id, posts.dev.id]);
    expect(await publicly(dev)).toEqual([posts.chitra.id, posts.bilal.id, posts.dev.id]);
    const home = (await asha.reads<Status[]>('/api/v1/timelines/home')).body;
    expect(ids(home)).toEqual([posts.asha.id]);
  });

  it('leaves out of threads what the other answers', async () => {
    const answers = async (who: Reader): Promise<string[]> =>
      ids((await who.reads<Context>(`/api/v1/statuses/${posts.dev.id}/context`)).body.descendants);
    expect(await answers(cast.bilal)).toEqual([]);
    expect(await answers(cast.dev)).toEqual([posts.asha.id]);
  });

  it('leaves out what passes on or quotes the other', async () => {
    const { asha, bilal, dev } = cast;
    const quote = await dev.posts('Look at this', { quoted_status_id: posts.bilal.id });
    expect(await publicly(asha)).not.toContain(quote.id);
    expect(await publicly(bilal)).toContain(quote.id);
    await dev.deletes(quote.id);
  });

  it('keeps one’s posts from whom one blocks, even by id, and says no more than that they are not there', async () => {
    const { asha, bilal, dev } = cast;
    const at = `/api/v1/statuses/${posts.asha.id}`;
    const there = await bilal.reads(at);
    const nowhere = await bilal.reads(`/api/v1/statuses/${posts.asha.id.replace(/.$/, 'Z')}`);
    expect([there.status, there.text]).toEqual([404, nowhere.text]);
    for (const what of ['favourite', 'reblog'])
      expect((await bilal.sends('POST', `${at}/${what}`)).status).toBe(404);
    const answer = { status: 'But', in_reply_to_id: posts.asha.id };
    expect((await bilal.sends('POST', '/api/v1/statuses', answer)).status).toBe(404);
    expect((await bilal.reads<Status[]>(`${ACCOUNTS}/${asha.id}/statuses`)).body).toEqual([]);
    expect((await dev.reads(at)).status).toBe(200);
    expect((await bilal.reads<Account>(`${ACCOUNTS}/${asha.id}`)).body.username).toBe('asha');
    expect((await new Reader(server.address).reads(at)).status).toBe(200);
    expect((await bilal.reads(at, { view_as: 'public' })).status).toBe(200);
  });

  it('shows whom one keeps apart where one asks for them by name', async () => {
    const { asha } = cast;
    for (const who of ['bilal', 'chitra'] as const) {
      expect((await asha.reads(`/api/v1/statuses/${posts[who].id}`)).status).toBe(200);
      const profile = await asha.reads<Status[]>(`${ACCOUNTS}/${cast[who].id}/statuses`);
      expect(ids(profile.body)).toEqual([posts[who].id]);
    }
  });

  it('keeps nothing from a moderator', async () => {
    expect((await cast.meera.reads(`/api/v1/statuses/${posts.asha.id}`)).status).toBe(200);
  });

  it('is kept live, too', async () => {
    const { asha, bilal, chitra, dev } = cast;
    const said = {
      asha: await asha.posts('A'),
      bilal: await bilal.posts('B'),
      chitra: await chitra.posts('C'),
    };
    const last = await dev.posts('D');
    const told = async (name: string): Promise<string[]> => {
      const listener = heard.get(name)!;
      await listener.until('the last', () => listener.told().includes(`update ${last.id}`));
      const updates = Object.entries(said).filter(([, { id }]) => listener.told().includes(`update ${id}`));
      return updates.map(([who]) => who);
    };
    expect(await told('asha')).toEqual(['asha']);
    expect(await told('bilal')).toEqual(['bilal', 'chitra']);
    expect(await told('chitra')).toEqual(['asha', 'bilal', 'chitra']);
    expect(await told('dev')).toEqual(['asha', 'bilal', 'chitra']);
  });

  it('leaves one another out of lists of accounts, which whom one blocks is told no more than others', async () => {
    const { asha, bilal, chitra, dev } = cast;
    for (const who of [asha, bilal, chitra]) await sets(who, 'follow', dev);
    const followers = async (who: Reader): Promise<string[]> =>
      (await who.reads<Account[]>(`${ACCOUNTS}/${dev.id}/followers`)).body.map(({ username }) => username);
    expect(await followers(asha)).toEqual(['asha']);
    expect(await followers(bilal)).toEqual(['chitra', 'bilal']);
    expect(await followers(chitra)).toEqual(['chitra', 'bilal', 'asha']);
    const found = async (who: Person, q: string): Promise<string[]> =>
      (await who.reads<Account[]>(`${ACCOUNTS}/search`, { q })).body.map(({ username }) => username);
    expect(await found(bilal, 'ash')).toEqual([]);
    expect(await found(dev, 'ash')).toEqual(['asha']);
  });

  it('is listed for oneself, and ends', async () => {
    const { asha, bilal, chitra } = cast;
    const list = async (what: string): Promise<string[]> =>
      (await asha.reads<Account[]>(`/api/v1/${what}`)).body.map(({ username }) => username);
    expect(await list('blocks')).toEqual(['meera', 'bilal']);
    expect(await list('mutes')).toEqual(['chitra']);
    expect(await sets(asha, 'unblock', bilal)).toMatchObject({ blocking: false });
    expect(await sets(asha, 'unmute', chitra)).toMatchObject({ muting: false });
    expect([await list('blocks'), await list('mutes')]).toEqual([['meera'], []]);
    expect((await bilal.reads(`/api/v1/statuses/${posts.asha.id}`)).status).toBe(200);
    expect(await sets(bilal, 'follow', asha)).toMatchObject({ following: true });
  });

  it('oneself cannot be kept apart, nor for a while', async () => {
    const { asha, dev } = cast;
    expect((await asha.sends('POST', `${ACCOUNTS}/${asha.id}/block`)).status).toBe(422);
    expect((await asha.sends('POST', `${ACCOUNTS}/${asha.id}/mute`)).status).toBe(422);
    expect(await asha.sends('POST', `${ACCOUNTS}/${dev.id}/mute`, { duration: 60 })).toMatchObject({
      status: 422,
      body: { error: 'Validation failed: duration is not supported: a mute lasts until it is ended' },
    });
    for (const duration of [0, '0', ''])
      expect((await asha.sends('POST', `${ACCOUNTS}/${dev.id}/mute`, { duration })).status).toBe(200);
  });

  describe('a note on somebody', () => {
    it('is told to whoever wrote it, and to nobody else', async () => {
      const { asha, dev, meera } = cast;
      const comment = 'canary-of-a-note';
      const noted = await asha.does<Relationship>('POST', `${ACCOUNTS}/${dev.id}/note`, { comment });
      expect(noted.note).toBe(comment);
      for (const who of [dev, meera]) {
        const { text } = await who.reads(`${ACCOUNTS}/relationships?id[]=${dev.id}&id[]=${asha.id}`);
        expect(text).not.toContain(comment);
      }
      const gone = await asha.does<Relationship>('POST', `${ACCOUNTS}/${dev.id}/note`, { comment: '' });
      expect(gone.note).toBe('');
    });
  });
});
