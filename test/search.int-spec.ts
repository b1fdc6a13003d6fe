import { beforeAll, describe, expect, it } from '@jest/globals';
import type { Search } from '#contract';
import type { RestrictionKind } from '#domain';
import { rebuild } from '#projections';
import { accountBody, postBody, restrictionBody, scenarioBody } from './support/bodies.js';
import { people, Reader, type Answer, type Person } from './support/client.js';
import { onEachDatabase } from './support/databases.js';
import { Platform } from './support/platform.js';
import { serverOn } from './support/server.js';

let words = 0;

onEachDatabase((make) => {
  describe('search', () => {
    const server = serverOn(make, { env: { TEST: '1' } });
    let asha: Person;
    let bilal: Person;
    let meera: Person;
    let india: Reader;
    let elsewhere: Reader;
    beforeAll(async () => {
      ({ asha, bilal, meera } = await people(server.address, {
        asha: 'reader',
        bilal: 'reader',
        meera: 'moderator',
      }));
      india = new Reader(server.address, { view_from: 'IN' });
      elsewhere = new Reader(server.address, { view_from: 'elsewhere' });
    });

    const searches = (
      reader: Reader,
      q: string,
      query: Record<string, string> = {},
    ): Promise<Answer<Search>> => reader.reads<Search>('/api/v2/search', { q, ...query });
    const found = async (reader: Reader, q: string, query: Record<string, string> = {}): Promise<string[]> =>
      (await searches(reader, q, { type: 'statuses', ...query })).body.statuses.map(({ id }) => id);
    const tags = async (reader: Reader, q: string, query: Record<string, string> = {}): Promise<string[]> =>
      (await searches(reader, q, { type: 'hashtags', ...query })).body.hashtags.map(({ name }) => name);
    const accounts = async (
      reader: Reader,
      q: string,
      query: Record<string, string> = {},
    ): Promise<string[]> =>
      (await searches(reader, q, { type: 'accounts', ...query })).body.accounts.map(({ acct }) => acct);
    /** A word that nobody has written yet. */
    const newWord = (): string => `rivers${words++}x`;
    const restricts = (
      kind: RestrictionKind,
      type: 'post' | 'account' | 'hashtag',
      id: string,
    ): Promise<string> => server.does('impose-restriction', restrictionBody(kind, { type, id }));

    describe('of posts', () => {
      it.each([
        ['a word, in any case', 'Winter rain', 'WINTER'],
        ['Devanagari', 'किसान आंदोलन जारी है', 'आंदोलन'],
        ['Chinese', '今天在德里有农民抗议活动', '农民抗议'],
        ['Japanese', '昨日の東京都知事の会見', '東京都'],
        ['Thai', 'สวัสดีครับทุกคน', 'ทุกคน'],
        ['Arabic', 'احتجاج المزارعين', 'المزارعين'],
        ['an emoji', 'On the road 🚜🌾', '🚜'],
        ['a phrase', 'They said no more taxes', '"no more taxes"'],
      ])('finds %s', async (_, text, q) => {
        const { id } = await asha.posts(text);
        expect(await found(elsewhere, q)).toEqual([id]);
      });

      it('finds all that have every word, newest first, answers and warnings among them', async () => {
        const word = newWord();
        const first = await asha.posts(`One ${word} stone`);
        const second = await bilal.replies(first.id, `Two stone ${word}`);
        const third = await asha.posts('Three', { spoiler_text: `${word} stone` });
        await asha.posts(`Four ${word}`);
        expect(await found(elsewhere, `${word} stone`)).toEqual([third.id, second.id, first.id]);
        expect(await found(elsewhere, `"stone ${word}"`)).toEqual([second.id]);
      });

      it('finds no part of a word, and nothing for nothing', async () => {
        const word = newWord();
        await asha.posts(word);
        expect(await found(elsewhere, word.slice(0, -1))).toEqual([]);
      });

      it('finds an edited post by what it says now; as of before, by what it said', async () => {
        const [before, after] = [newWord(), newWord()];
        const { id } = await asha.posts(`It was ${before}`);
        const then = new Date(server.clock.now()).toISOString();
        await asha.sends('PUT', `/api/v1/statuses/${id}`, { status: `It is ${after}` });
        expect(await found(elsewhere, after)).toEqual([id]);
        expect(await found(elsewhere, before)).toEqual([]);
        expect(await found(elsewhere, before, { view_at: then })).toEqual([id]);
        expect(await found(elsewhere, after, { view_at: then })).toEqual([]);
      });

      it('pages by id and by offset, also among those of one millisecond', async () => {
        const word = newWord();
        const ids: string[] = [];
        for (let n = 0; n < 7; n++) ids.unshift((await asha.posts(`${word} ${n}`)).id);
        expect(await found(elsewhere, word, { limit: '3' })).toEqual(ids.slice(0, 3));
        expect(await found(elsewhere, word, { limit: '3', max_id: ids[2]! })).toEqual(ids.slice(3, 6));
        expect(await found(elsewhere, word, { limit: '2', min_id: ids[4]! })).toEqual(ids.slice(2, 4));
        expect(await found(bilal, word, { limit: '3', offset: '5' })).toEqual(ids.slice(5));
        expect(await found(bilal, word, { limit: '3', offset: '8' })).toEqual([]);
        expect(await found(bilal, word, { limit: '2', min_id: ids[6]!, offset: '2' })).toEqual(
          ids.slice(2, 4),
        );
      });

      it('finds those of one account', async () => {
        const word = newWord();
        const [one] = [await asha.posts(word), await bilal.posts(word)];
        expect(await found(elsewhere, word, { account_id: asha.id })).toEqual([one.id]);
        for (const nobody of ['nobody', '"', 'a" OR "b', asha.id.toLowerCase()])
          expect(await found(elsewhere, word, { account_id: nobody })).toEqual([]);
      });

      it('finds none that is deleted, or for some people alone', async () => {
        const word = newWord();
        const { id } = await asha.posts(word);
        for (const visibility of ['unlisted', 'private', 'direct']) await asha.posts(word, { visibility });
        expect(await found(asha, word)).toEqual([id]);
        await asha.deletes(id);
        expect(await found(asha, word)).toEqual([]);
      });

      it('leaves out what is withheld, there alone, and its pages do not tell of it', async () => {
        const word = newWord();
        const ids: string[] = [];
        for (let n = 0; n < 4; n++) ids.unshift((await asha.posts(`${word} ${n}`)).id);
        const before = await searches(elsewhere, word, { limit: '2' });
        await restricts('withhold', 'post', ids[1]!);
        expect(await found(india, word)).toEqual([ids[0], ids[2], ids[3]]);
        expect(await found(india, word, { limit: '2' })).toEqual([ids[0], ids[2]]);
        const after = await searches(elsewhere, word, { limit: '2' });
        expect(after.body.statuses.map(({ id }) => id)).toEqual(before.body.statuses.map(({ id }) => id));
        expect(await found(bilal.in('IN'), word, { limit: '2', offset: '1' })).toEqual(ids.slice(2));
        expect(await found(asha.in('IN'), word)).toEqual(ids);
        expect(await found(meera.in('IN'), word)).toEqual(ids);
      });

      it('leaves out what is suspended, limited, or of somebody whom one keeps apart', async () => {
        const word = newWord();
        const author = await server.does('open-account', accountBody(`author_${word}`));
        const says = (rest = {}): Promise<string> =>
          server.does('publish-post', postBody(word, rest), author);
        const [suspended, limited, plain] = [await says(), await says(), await says()];
        await restricts('suspend', 'post', suspended);
        await restricts('limit', 'post', limited);
        expect(await found(elsewhere, word)).toEqual([plain]);
        await bilal.sends('POST', `/api/v1/accounts/${author}/mute`);
        expect(await found(bilal, word)).toEqual([]);
        await restricts('limit', 'account', author);
        expect(await found(elsewhere, word)).toEqual([]);
      });

      it('finds nothing by a hashtag that is limited, however it is written', async () => {
        const word = newWord();
        const { id } = await asha.posts(`#${word}`);
        expect(await found(elsewhere, word)).toEqual([id]);
        await restricts('limit', 'hashtag', word);
        for (const q of [word, `#${word}`, `"${word}"`]) expect(await found(elsewhere, q)).toEqual([]);
        expect(await tags(elsewhere, word)).toEqual([]);
      });

      it('finds a story’s where a venue or the story is named, and nowhere else', async () => {
        const word = newWord();
        const own = await asha.posts(word);
        const within = { scenario: { id: `story-${word}`, step: 'one' } };
        const platform = new Platform(server.database);
        await platform.done('open-scenario', scenarioBody({ steps: 1 }), within);
        const body = accountBody(`speaker_${word}`, { venue: 'koo' });
        const actor = await platform.done('open-account', body, within);
        const told = await platform.done('publish-post', postBody(`${word} #${word}`), { actor, ...within });
        expect(await found(elsewhere, word)).toEqual([own.id]);
        expect(await found(elsewhere, word, { venue: 'koo' })).toEqual([told]);
        expect(await found(elsewhere, word, { venue: 'home' })).toEqual([own.id]);
        expect(await found(elsewhere, word, { scenario: `story-${word}` })).toEqual([told]);
        expect(await tags(elsewhere, word)).toEqual([]);
        expect(await tags(elsewhere, word, { venue: 'koo' })).toEqual([word]);
        expect((await searches(elsewhere, word, { venue: 'koo', scenario: 'a' })).status).toBe(422);
        expect((await searches(elsewhere, word, { scenario: 'nothing' })).status).toBe(404);
      });

      it('finds the same after a rebuild', async () => {
        const word = newWord();
        const { id } = await asha.posts(word);
        await rebuild(server.database);
        expect(await found(elsewhere, word)).toEqual([id]);
      });

      it('finds no word of whoever was erased', async () => {
        const word = newWord();
        const author = await server.does('open-account', accountBody(`gone_${word}`));
        await server.does('publish-post', postBody(word), author);
        await server.does('erase-account', { account: author }, author);
        expect(await found(meera, word)).toEqual([]);
        expect(
          await server.database.reader.query(`SELECT 1 FROM post_words WHERE words LIKE '%${word}%'`),
        ).toEqual([]);
      });
    });

    describe('by operators', () => {
      const says = (word: string) => ({
        asha: (rest: Record<string, unknown> = {}) => asha.posts(word, rest),
        bilal: (rest: Record<string, unknown> = {}) => bilal.posts(word, rest),
      });

      it('finds whose posts they are, one’s own, and those of others', async () => {
        const word = newWord();
        const [one, other] = [await says(word).asha(), await says(word).bilal()];
        const { host } = new URL(one.url);
        for (const acct of ['asha', '@ASHA', 'asha@home', `@asha@${host}`])
          expect(await found(elsewhere, `from:${acct} ${word}`)).toEqual([one.id]);
        expect(await found(elsewhere, `${word} -from:asha`)).toEqual([other.id]);
        expect(await found(elsewhere, `${word} -from:nobody_here`)).toEqual([other.id, one.id]);
        expect(await found(elsewhere, `${word} -from:asha -from:bilal`)).toEqual([]);
        expect(await found(bilal, `${word} from:me`)).toEqual([other.id]);
        expect(await found(elsewhere, `${word} from:me`)).toEqual([]);
        for (const nobody of ['from:nobody_here', 'from:asha@mastodon.social', 'from:asha from:bilal'])
          expect(await found(elsewhere, `${word} ${nobody}`)).toEqual([]);
        expect(await found(elsewhere, `${word} from:asha`, { account_id: bilal.id })).toEqual([]);
        expect(await found(elsewhere, `${word} from:asha`, { account_id: asha.id })).toEqual([one.id]);
      });

      it('finds the language, answers, and what is sensitive, as it is now', async () => {
        const word = newWord();
        const hindi = await says(word).asha({ language: 'hi' });
        const warned = await says(word).asha({ language: 'en', sensitive: true });
        const answer = await bilal.replies(hindi.id, word);
        expect(await found(elsewhere, `${word} language:HI`)).toEqual([hindi.id]);
        expect(await found(elsewhere, `${word} -language:hi -is:reply`)).toEqual([warned.id]);
        expect(await found(elsewhere, `${word} is:sensitive`)).toEqual([warned.id]);
        expect(await found(elsewhere, `${word} is:reply`)).toEqual([answer.id]);
        const then = new Date(server.clock.now()).toISOString();
        await asha.does('PUT', `/api/v1/statuses/${hindi.id}`, { status: word, language: 'en' });
        expect(await found(elsewhere, `${word} language:hi`)).toEqual([]);
        expect(await found(elsewhere, `${word} language:hi`, { view_at: then })).toEqual([hindi.id]);
      });

      it('finds what was posted before, after and during a day of UTC', async () => {
        const word = newWord();
        const author = await server.does('open-account', accountBody(`then_${word}`));
        const ids: string[] = [];
        const start = Math.ceil(server.clock.now() / 86_400_000) * 86_400_000;
        const days = [0, 1, 2].map((n) => new Date(start + n * 86_400_000).toISOString().slice(0, 10));
        for (const at of [start, start + 86_400_000 - 1, start + 86_400_000]) {
          server.clock.set(at);
          ids.push(await server.does('publish-post', postBody(word), author));
        }
        const [first, last, next] = ids;
        expect(await found(elsewhere, `${word} during:${days[0]}`)).toEqual([last, first]);
        expect(await found(elsewhere, `${word} -during:${days[0]}`)).toEqual([next]);
        expect(await found(elsewhere, `${word} before:${days[1]}`)).toEqual([last, first]);
        expect(await found(elsewhere, `${word} after:${days[0]}`)).toEqual([next]);
        expect(await found(elsewhere, `${word} after:${days[0]} before:${days[1]}`)).toEqual([]);
        expect(await found(elsewhere, `${word} after:0001-01-01 before:9999-12-31`)).toEqual(
          ids.toReversed(),
        );
        expect(await found(elsewhere, `${word} after:9999-12-30`)).toEqual([]);
        expect(await found(elsewhere, `${word} before:0001-01-01`)).toEqual([]);
      });

      it('finds nothing that has media, a poll or a preview, as nothing has', async () => {
        const word = newWord();
        const { id } = await says(word).asha();
        expect(await found(elsewhere, `${word} has:media`)).toEqual([]);
        expect(await found(elsewhere, `${word} -has:poll -has:embed`)).toEqual([id]);
      });

      it('finds all posts that are so where no word is said', async () => {
        const author = await server.does('open-account', accountBody('quiet_one'));
        const ids: string[] = [];
        for (let n = 0; n < 3; n++) ids.unshift(await server.does('publish-post', postBody('…'), author));
        expect(await found(elsewhere, 'from:quiet_one', { limit: '2' })).toEqual(ids.slice(0, 2));
        expect(await found(elsewhere, 'from:quiet_one', { max_id: ids[1]! })).toEqual(ids.slice(2));
        expect(await found(elsewhere, 'from:quiet_one language:xx')).toEqual([]);
        expect(await found(elsewhere, '-has:media', { limit: '1' })).toEqual(ids.slice(0, 1));
      });

      it('leaves out what is withheld, suspended, limited, private or kept apart, all the same', async () => {
        const name = `hidden_${newWord()}`;
        const author = await server.does('open-account', accountBody(name));
        const says = (): Promise<string> => server.does('publish-post', postBody('Words'), author);
        const [withheld, suspended, limited, plain] = [
          await says(),
          await says(),
          await says(),
          await says(),
        ];
        await restricts('withhold', 'post', withheld);
        await restricts('suspend', 'post', suspended);
        await restricts('limit', 'post', limited);
        expect(await found(india, `from:${name}`)).toEqual([plain]);
        expect(await found(india, `from:${name} -is:reply -has:media`)).toEqual([plain]);
        expect(await found(elsewhere, `from:${name}`)).toEqual([plain, withheld]);
        await asha.posts('For some', { visibility: 'private', language: 'eo' });
        expect(await found(asha, 'language:eo')).toEqual([]);
        await bilal.sends('POST', `/api/v1/accounts/${author}/mute`);
        expect(await found(bilal, `from:${name}`)).toEqual([]);
      });
    });

    it('answers any bound, the last id that there can be among them', async () => {
      const word = newWord();
      const { id } = await asha.posts(word);
      const last = '7ZZZZZZZZZZZZZZZZZZZZZZZZZ';
      expect(await found(elsewhere, word, { max_id: last })).toEqual([id]);
      expect(await found(elsewhere, word, { min_id: last })).toEqual([]);
    });

    describe('of hashtags', () => {
      it('finds those that begin so, each with how it was used on seven days', async () => {
        const word = newWord();
        await asha.posts(`#${word} #${word}north`);
        await asha.posts(`#${word}`);
        const { hashtags } = (await searches(elsewhere, `#${word}`, { type: 'hashtags' })).body;
        expect(hashtags.map(({ name }) => name)).toEqual([word, `${word}north`]);
        expect(hashtags[0]?.history).toHaveLength(7);
        expect(hashtags[0]?.history[0]).toMatchObject({ uses: '2', accounts: '1' });
        expect(hashtags[0]?.url).toContain(`/tags/${word}`);
        expect(await tags(bilal, word, { limit: '1', offset: '1' })).toEqual([`${word}north`]);
      });

      it('finds them in any script, those too that go on in another', async () => {
        await asha.posts('#किसान #किसान_आंदोलन #kisanआंदोलन');
        expect(await tags(elsewhere, 'किसान')).toEqual(['किसान', 'किसान_आंदोलन']);
        expect(await tags(elsewhere, 'kisan')).toEqual(['kisanआंदोलन']);
      });

      it('tells of none that is used only where it is withheld', async () => {
        const word = newWord();
        const { id } = await asha.posts(`#${word}`);
        await restricts('withhold', 'post', id);
        expect(await tags(india, word)).toEqual([]);
        expect(await tags(elsewhere, word)).toEqual([word]);
      });
    });

    describe('of accounts and addresses', () => {
      it('finds accounts by how their handles begin', async () => {
        expect(await accounts(elsewhere, 'ash')).toEqual(['asha']);
        expect(await accounts(elsewhere, '@asha@home')).toEqual(['asha']);
        const { host } = new URL((await asha.posts('Here')).url);
        expect(await accounts(bilal, `@asha@${host}`, { resolve: 'true' })).toEqual(['asha']);
      });

      it('finds those alone whom one follows, where that is asked', async () => {
        expect(await accounts(bilal, 'asha', { following: 'true' })).toEqual([]);
        await bilal.sends('POST', `/api/v1/accounts/${asha.id}/follow`);
        expect(await accounts(bilal, 'asha', { following: 'true' })).toEqual(['asha']);
      });

      it('finds the post, account or hashtag that an address of this server names', async () => {
        const word = newWord();
        const post = await asha.posts(`#${word}`);
        const at = async (url: string): Promise<unknown[]> => {
          const { accounts: those, statuses, hashtags } = (await searches(india, url)).body;
          return [
            those.map(({ acct }) => acct),
            statuses.map(({ id }) => id),
            hashtags.map(({ name }) => name),
          ];
        };
        expect(await at(post.url)).toEqual([[], [post.id], []]);
        expect(await at(post.account.url)).toEqual([['asha'], [], []]);
        expect(await at(`${new URL(post.url).origin}/tags/${word}`)).toEqual([[], [], [word]]);
        await restricts('withhold', 'post', post.id);
        expect(await at(post.url)).toEqual([[], [], []]);
        expect(await at(`${new URL(post.url).origin}/tags/${word}`)).toEqual([[], [], []]);
        for (const url of ['https://elsewhere.example/@asha', `${server.address}/@as%00ha/x`, 'https://'])
          expect(await at(url)).toEqual([[], [], []]);
      });
    });

    it('answers all three, or the one that is asked for', async () => {
      const word = newWord();
      const { id } = await asha.posts(`#${word}`);
      const all = (await searches(elsewhere, word)).body;
      expect([all.accounts.length, all.statuses[0]?.id, all.hashtags[0]?.name]).toEqual([0, id, word]);
      const one = (await searches(elsewhere, word, { type: 'accounts' })).body;
      expect(one).toEqual({ accounts: [], statuses: [], hashtags: [] });
    });

    it.each([
      '%',
      '"',
      '""',
      '*',
      "'",
      '\\',
      '🚜',
      'a\u0000b',
      '\ud83d',
      'AND',
      'NEAR(a b)',
      '{a}: b',
      '-a',
      '^a',
      'ﷺ',
      '\u0301'.repeat(300),
    ])('answers whatever is typed: %j', async (q) => {
      const { status } = await searches(elsewhere, q);
      expect([200, 400, 422]).toContain(status);
    });

    it('refuses what is too long, blank or no search, and without a token what takes one', async () => {
      expect((await searches(elsewhere, 'a'.repeat(10_000))).status).toBe(422);
      expect((await elsewhere.reads('/api/v2/search')).status).toBe(422);
      expect((await searches(elsewhere, 'a', { type: 'everything' })).status).toBe(422);
      for (const query of [{ offset: '1' }, { resolve: 'true' }, { following: 'true' }])
        expect((await searches(elsewhere, 'a', query)).status).toBe(401);
      expect((await searches(bilal, 'a', { offset: '1', resolve: 'true' })).status).toBe(200);
    });
  });
});
