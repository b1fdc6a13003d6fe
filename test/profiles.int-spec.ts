import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Account, CredentialAccount, Status } from '#contract';
import { people, Reader, type Person } from './support/client.js';
import { onEachDatabase } from './support/databases.js';
import { Listener } from './support/listener.js';
import { serverOn } from './support/server.js';
import { loadStory } from './support/story.js';

const ACCOUNTS = '/api/v1/accounts';
const UPDATE = `${ACCOUNTS}/update_credentials`;

/** Asha describes herself; bilal reads; meera moderates; lena hears what is told live. */
onEachDatabase((make) => {
  const server = serverOn(make, { env: { TEST: '1', PUBLIC_URL: 'https://Example.org:8443' } });
  let cast: Record<'asha' | 'bilal' | 'meera', Person>;
  let lena: Listener;
  const shown = async (who: Reader, query = ''): Promise<Account> =>
    (await who.reads<Account>(`${ACCOUNTS}/${cast.asha.id}${query}`)).body;

  beforeAll(async () => {
    await loadStory(server.database);
    cast = await people(server.address, { asha: 'reader', bilal: 'reader', meera: 'moderator' });
    lena = await Listener.connect(server.address, {});
    await lena.subscribe(`account:${cast.asha.id}`);
  });
  afterAll(() => lena.close());

  it('one’s own account says what only oneself is told', async () => {
    const { asha, bilal, meera } = cast;
    const own = (await asha.reads<CredentialAccount>(`${ACCOUNTS}/verify_credentials`)).body;
    expect(own.source).toMatchObject({ privacy: 'public', sensitive: false, language: null, note: '' });
    expect(own.role).toMatchObject({ id: '-99', name: '', permissions: '0', highlighted: false });
    const officer = (await meera.reads<CredentialAccount>(`${ACCOUNTS}/verify_credentials`)).body;
    expect(officer.role).toMatchObject({ name: 'Moderator', highlighted: true });
    expect(await shown(bilal)).not.toHaveProperty('source');
  });

  it('somebody describes themself, in JSON, and what is left out stays', async () => {
    const { asha, bilal } = cast;
    const own = await asha.does<CredentialAccount>('PATCH', UPDATE, {
      display_name: 'Asha of <Pune>',
      note: 'Reads & writes\nin two lines',
      bot: true,
      fields_attributes: [{ name: 'Home', value: '<b>Pune</b>' }],
    });
    expect(own.source).toMatchObject({
      note: 'Reads & writes\nin two lines',
      fields: [{ name: 'Home', value: '<b>Pune</b>' }],
    });
    const said = {
      display_name: 'Asha of <Pune>',
      note: '<p>Reads &amp; writes<br>in two lines</p>',
      bot: true,
      fields: [{ name: 'Home', value: '&lt;b&gt;Pune&lt;/b&gt;', verified_at: null }],
    };
    expect(await shown(bilal)).toMatchObject(said);
    await asha.does('PATCH', UPDATE, { note: '' });
    expect(await shown(bilal)).toMatchObject({ ...said, note: '' });
    await asha.does('PATCH', UPDATE, {});
    expect(await shown(bilal)).toMatchObject({ ...said, note: '' });
  });

  it('is read from a form, as Mastodon’s clients send it', async () => {
    const { asha, bilal } = cast;
    const form = new URLSearchParams([
      ['display_name', 'Asha'],
      ['bot', 'false'],
      ['fields_attributes[0][name]', 'First'],
      ['fields_attributes[0][value]', '1'],
      ['fields_attributes[1][name]', 'Second'],
      ['fields_attributes[1][value]', '2'],
      ['fields_attributes[2][name]', ''],
      ['fields_attributes[2][value]', ''],
      ['source[privacy]', 'unlisted'],
      ['source[language]', 'hi'],
    ]);
    const { status, body } = await asha.sends<CredentialAccount>('PATCH', UPDATE, form);
    expect(status).toBe(200);
    expect(body.source).toMatchObject({ privacy: 'unlisted', language: 'hi', sensitive: false });
    const { fields, bot } = await shown(bilal);
    expect([bot, fields.map(({ name }) => name)]).toEqual([false, ['First', 'Second']]);
    const post = await asha.posts('As I always do');
    expect(post).toMatchObject({ visibility: 'unlisted', language: 'hi', sensitive: false });
    expect(await asha.posts('Not this time', { visibility: 'public' })).toMatchObject({
      visibility: 'public',
    });
  });

  it('is told live, and stands on posts from before, of then at an instant before', async () => {
    const { asha, bilal } = cast;
    const post = await asha.posts('Before', { visibility: 'public' });
    const before = new Date(server.clock.now()).toISOString();
    server.clock.set(server.clock.now() + 1_000);
    await asha.does('PATCH', UPDATE, { display_name: 'Asha, now' });
    const at = `/api/v1/statuses/${post.id}`;
    expect((await bilal.reads<Status>(at)).body.account.display_name).toBe('Asha, now');
    expect((await bilal.reads<Status>(`${at}?view_at=${before}`)).body.account.display_name).toBe('Asha');
    expect((await shown(bilal, `?view_at=${before}`)).display_name).toBe('Asha');
    await lena.until('the name', () => JSON.stringify(lena.frames).includes('"Asha, now"'));
  });

  it.each([
    ['display_name', 'x'.repeat(31)],
    ['note', 'x'.repeat(501)],
    ['fields_attributes', Array.from({ length: 5 }, () => ({ name: 'a', value: 'b' }))],
    ['fields_attributes', [{ name: 'x'.repeat(256), value: '' }]],
    ['display_name', 'Moderator'],
    ['display_name', 'Example Speaker'],
    ['hide_collections', true],
    ['avatar', 'data:image/png;base64,AAAA'],
    ['discoverable', false],
    ['source', { privacy: 'direct' }],
    ['country', 'nowhere'],
  ])('refuses %s: %j, and changes nothing', async (field, value) => {
    const { asha, bilal } = cast;
    const before = await shown(bilal);
    const answer = await asha.sends('PATCH', UPDATE, { note: 'Something else', [field]: value });
    expect([answer.status, answer.text]).toEqual([422, expect.stringContaining(field)]);
    expect(await shown(bilal)).toEqual(before);
  });

  describe('somebody withheld in India', () => {
    it('is blanked there, whatever they describe themselves as, and found by no name', async () => {
      const { asha, bilal, meera } = cast;
      const restriction = await meera.imposes({ account_id: asha.id });
      await asha.does('PATCH', UPDATE, {
        note: 'canary-of-a-note',
        fields_attributes: [{ name: 'n', value: 'canary-f' }],
      });
      const there = await bilal.in('IN').reads(`${ACCOUNTS}/${asha.id}`);
      expect([there.status, there.text.includes('canary')]).toEqual([451, false]);
      const found = async (from: string): Promise<string> =>
        (await bilal.in(from).reads(`${ACCOUNTS}/search`, { q: 'ash' })).text;
      expect([await found('IN'), (await found('US')).includes('canary')]).toEqual(['[]', true]);
      const some = await bilal.in('IN').reads(`${ACCOUNTS}?id[]=${asha.id}&id[]=${bilal.id}`);
      expect((some.body as Account[]).map(({ id }) => id)).toEqual([bilal.id]);
      await meera.lifts(restriction);
    });
  });

  describe('looking somebody up', () => {
    it('takes their name in any case, with this server’s host, and with a venue', async () => {
      const { bilal } = cast;
      const found = async (acct: string): Promise<[number, string?]> => {
        const { status, body } = await bilal.reads<Account>(`${ACCOUNTS}/lookup`, { acct });
        return [status, body.username];
      };
      for (const acct of ['asha', '@ASHA', 'Asha@home', 'asha@example.org:8443', '@Asha@EXAMPLE.org:8443'])
        expect([acct, await found(acct)]).toEqual([acct, [200, 'asha']]);
      expect((await found('asha@elsewhere.example'))[0]).toBe(404);
    });

    it('by how a handle begins finds people here, and of a story those of a venue that is named', async () => {
      const { bilal } = cast;
      const names = async (q: string, rest = {}): Promise<string[]> => {
        const { body } = await bilal.reads<Account[]>(`${ACCOUNTS}/search`, { q, ...rest });
        return body.map(({ username }) => username);
      };
      expect(await names('a')).toEqual(['asha']);
      expect(await names('@ASH')).toEqual(['asha']);
      for (const q of ['%', '"', '*', '_', '🙂', 'a b', '']) expect([q, await names(q)]).toEqual([q, []]);
      expect(await names('a', { following: 'true' })).toEqual([]);
      expect((await new Reader(server.address).reads(`${ACCOUNTS}/search?q=a`)).status).toBe(401);
    });
  });

  describe('an account’s posts', () => {
    it('with a hashtag, without what answers, and without what it passes on', async () => {
      const { asha, bilal } = cast;
      const tagged = await asha.posts('With #tea', { visibility: 'public' });
      const answer = await asha.replies(tagged.id, 'More #tea');
      const other = await bilal.posts('By bilal');
      const repost = await asha.reposts(other.id);
      const ids = async (query: string, who: Reader = bilal): Promise<string[]> =>
        (await who.reads<Status[]>(`${ACCOUNTS}/${asha.id}/statuses?${query}`)).body.map(({ id }) => id);
      expect(await ids('tagged=TEA')).toEqual([answer.id, tagged.id]);
      expect(await ids('tagged=coffee')).toEqual([]);
      const all = await ids('');
      expect(all).toEqual(expect.arrayContaining([tagged.id, answer.id, repost.id]));
      expect(await ids('exclude_replies=true')).not.toContain(answer.id);
      expect(await ids('exclude_reblogs=1')).not.toContain(repost.id);
      expect([await ids('only_media=true'), await ids('pinned=true')]).toEqual([[], []]);
      const restriction = await cast.meera.imposes({ status_id: tagged.id });
      expect(await ids('tagged=tea', bilal.in('IN'))).toEqual([answer.id]);
      expect(await ids('', bilal.in('IN'))).toContain(tagged.id);
      await cast.meera.lifts(restriction);
    });

    it('are told who likes them and who passes them on', async () => {
      const { asha, bilal, meera } = cast;
      const post = await asha.posts('To be liked', { visibility: 'public' });
      await bilal.likes(post.id);
      await meera.likes(post.id);
      const repost = await bilal.reposts(post.id);
      const names = async (what: string, who: Reader = asha, id = post.id): Promise<string[]> =>
        (await who.reads<Account[]>(`/api/v1/statuses/${id}/${what}`)).body.map(({ username }) => username);
      expect(await names('favourited_by')).toEqual(['meera', 'bilal']);
      expect(await names('favourited_by', asha, repost.id)).toEqual(['meera', 'bilal']);
      expect(await names('reblogged_by')).toEqual(['bilal']);
      const restriction = await meera.imposes({ status_id: repost.id });
      expect([
        await names('reblogged_by', asha.in('IN')),
        await names('reblogged_by', asha.in('US')),
      ]).toEqual([[], ['bilal']]);
      await meera.lifts(restriction);
      const liked = (await bilal.reads<Status[]>('/api/v1/favourites')).body;
      expect(liked.map(({ id, favourited }) => [id, favourited])).toEqual([[post.id, true]]);
      await bilal.unlikes(post.id);
      expect((await bilal.reads<Status[]>('/api/v1/favourites')).body).toEqual([]);
      expect(await names('favourited_by')).toEqual(['meera']);
      const some = await bilal.reads<Status[]>(`/api/v1/statuses?id[]=${post.id}&id[]=nothing`);
      expect(some.body.map(({ id }) => id)).toEqual([post.id]);
    });
  });
});
