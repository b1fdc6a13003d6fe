import { beforeEach, describe, expect, it } from '@jest/globals';
import type { Status, Tag } from '#contract';
import type { RestrictionKind } from '#domain';
import { accountBody, postBody, restrictionBody, scenarioBody } from './support/bodies.js';
import { people, Reader, type Person } from './support/client.js';
import { onEachDatabase } from './support/databases.js';
import { Platform } from './support/platform.js';
import { serverOn } from './support/server.js';

let tests = 0;

onEachDatabase((make) => {
  describe('trends', () => {
    const server = serverOn(make, { env: { TEST: '1' } });
    let asha: Person;
    let bilal: Person;
    let india: Reader;
    let elsewhere: Reader;
    beforeEach(async () => {
      // Each test a week later: nothing of before counts.
      server.clock.set(server.clock.now() + 8 * 24 * 60 * 60 * 1_000);
      tests += 1;
      const made = await people(server.address, {
        [`asha_${tests}`]: 'reader',
        [`bilal_${tests}`]: 'reader',
      });
      [asha, bilal] = Object.values(made) as [Person, Person];
      india = new Reader(server.address, { view_from: 'IN' });
      elsewhere = new Reader(server.address, { view_from: 'elsewhere' });
    });

    const tags = async (reader: Reader, query: Record<string, string> = {}): Promise<Tag[]> =>
      (await reader.reads<Tag[]>('/api/v1/trends/tags', query)).body;
    const names = async (reader: Reader, query: Record<string, string> = {}): Promise<string[]> =>
      (await tags(reader, query)).map(({ name }) => name);
    const statuses = async (reader: Reader, query: Record<string, string> = {}): Promise<string[]> =>
      (await reader.reads<Status[]>('/api/v1/trends/statuses', query)).body.map(({ id }) => id);
    const restricts = (
      kind: RestrictionKind,
      type: 'post' | 'account' | 'hashtag',
      id: string,
    ): Promise<string> => server.does('impose-restriction', restrictionBody(kind, { type, id }));

    it('are the hashtags that most people use, with how often on each of seven days', async () => {
      await asha.posts('#rain');
      server.clock.set(server.clock.now() + 24 * 60 * 60 * 1_000);
      await asha.posts('#rain #sun');
      await asha.posts('#wind #sun');
      await bilal.posts('#rain');
      expect(await names(elsewhere)).toEqual(['rain', 'sun', 'wind']);
      const [rain] = await tags(elsewhere);
      expect(rain?.history.map(({ uses, accounts }) => `${uses} by ${accounts}`)).toEqual([
        '2 by 2',
        '1 by 1',
        ...Array.from({ length: 5 }, () => '0 by 0'),
      ]);
      expect(Number(rain?.history[0]?.day) % 86_400).toBe(0);
      expect(await names(elsewhere, { limit: '1', offset: '1' })).toEqual(['sun']);
      expect((await elsewhere.reads('/api/v1/trends')).body).toEqual(await tags(elsewhere));
    });

    it('are the posts that are liked and passed on most', async () => {
      const [one, two] = [await asha.posts('One'), await asha.posts('Two')];
      await asha.posts('Three');
      await bilal.likes(one.id);
      await bilal.reposts(one.id);
      await bilal.likes(two.id);
      expect(await statuses(elsewhere)).toEqual([one.id, two.id]);
      expect(await statuses(elsewhere, { limit: '1', offset: '1' })).toEqual([two.id]);
      expect((await elsewhere.reads('/api/v1/trends/links')).body).toEqual([]);
    });

    it('are counted over what is shown where one looks from: nothing withheld there has a rank or a count', async () => {
      const withheld = await asha.posts('#rain #sun');
      const shown = await bilal.posts('#sun');
      for (const { id } of [withheld, shown]) await bilal.likes(id);
      const before = [await tags(elsewhere), await statuses(elsewhere)];
      await restricts('withhold', 'post', withheld.id);
      expect(await names(india)).toEqual(['sun']);
      expect((await tags(india))[0]?.history[0]).toMatchObject({ uses: '1', accounts: '1' });
      expect(await statuses(india)).toEqual([shown.id]);
      expect([await tags(elsewhere), await statuses(elsewhere)]).toEqual(before);
      // The same for all who look from there: its author, too.
      expect(await names(asha.in('IN'))).toEqual(['sun']);
    });

    it('hold nothing that is suspended, limited or deleted, and no hashtag that is', async () => {
      const posts = [];
      for (const tag of ['rain', 'sun', 'wind', 'snow']) posts.push(await asha.posts(`#${tag}`));
      for (const { id } of posts) await bilal.likes(id);
      await restricts('suspend', 'post', posts[0]!.id);
      await restricts('limit', 'post', posts[1]!.id);
      await restricts('limit', 'hashtag', 'wind');
      expect(await names(elsewhere)).toEqual(['snow']);
      expect(await statuses(elsewhere)).toEqual([posts[3]!.id, posts[2]!.id]);
      await asha.deletes(posts[3]!.id);
      expect(await names(elsewhere)).toEqual([]);
    });

    it('leave out to somebody whom they keep apart', async () => {
      const { id } = await asha.posts('One');
      await bilal.likes(id);
      await bilal.sends('POST', `/api/v1/accounts/${asha.id}/mute`);
      expect(await statuses(bilal)).toEqual([]);
      expect(await statuses(elsewhere)).toEqual([id]);
    });

    it('are of then, as of then', async () => {
      await asha.posts('#rain');
      const then = new Date(server.clock.now()).toISOString();
      server.clock.set(server.clock.now() + 8 * 24 * 60 * 60 * 1_000);
      await asha.posts('#sun');
      expect(await names(elsewhere)).toEqual(['sun']);
      expect(await names(elsewhere, { view_at: then })).toEqual(['rain']);
    });

    it('hold a story’s posts where a venue or the story is named, and nowhere else', async () => {
      const platform = new Platform(server.database);
      const scenario = `a-story-${tests}`;
      const within = { scenario: { id: scenario, step: 'one' } };
      await platform.done('open-scenario', scenarioBody({ steps: 1 }), within);
      const body = accountBody(`speaker_${tests}`, { venue: 'koo' });
      const actor = await platform.done('open-account', body, within);
      await platform.done('publish-post', postBody('#told'), { actor, ...within });
      expect(await names(elsewhere)).toEqual([]);
      expect(await names(elsewhere, { venue: 'koo' })).toEqual(['told']);
      expect(await names(elsewhere, { scenario })).toEqual(['told']);
      expect((await elsewhere.reads('/api/v1/trends', { venue: 'koo', scenario })).status).toBe(422);
    });
  });
});
