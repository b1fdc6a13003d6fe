import { beforeAll, describe, expect, it } from '@jest/globals';
import type { Account, ContextRow, ErrorBody, Scenario, Status } from '#contract';
import { verify } from '#log';
import { people, Reader, type Answer } from './support/client.js';
import { onEachDatabase } from './support/databases.js';
import { serverOn, serversPerTest, STAND_OFF } from './support/server.js';
import { holdingStandOff } from './support/stand-off.js';

// Instants of the stand-off, in Indian time.
const BEFORE_ALL = '2019-06-01T00:00:00+05:30';
const BEFORE_THE_SIX_HOURS = '2021-02-01T14:29:59.999+05:30';
const THEY_BEGIN = '2021-02-01T14:30:02+05:30';
const SIX_IN_THE_EVENING = '2021-02-01T18:00:00+05:30';
const RESTORED = '2021-02-01T20:21:00+05:30';
const TWO_ON_THE_TENTH = '2021-02-10T14:00:00+05:30';

const TIMELINE = '/api/v1/timelines/public';
/** The most that a page holds. */
const PAGE = { limit: '40' };

// Stand-ins of the first order, by what becomes of them.
const POST_WITHHELD = 'listed-0017@twitter';
const ACCOUNT_WITHHELD = 'listed-0203@twitter';
const SUSPENDED_LATER = 'listed-0251@twitter';
const WITHHELD_ON_THE_TENTH = 'listed-0150@twitter';

// Links to what the stand-off tells last, so its ids and its chain do too. Whoever changes the
// scenario on purpose changes these with it.
const HEAD = 'd4784d85bbb765bede1b58162398b6efd2e5107321c1e1ece2afff43819ae6d1';
const ANSWER_ON_KOO = '01EY5F8H0049B1YD7AM8000000';
const POST_OF_17 = '01EX3QGHX824SNZ4HH3M000000';

onEachDatabase((make) => {
  const server = serverOn(holdingStandOff(make), { env: { TEST: '1' } });
  const starts = serversPerTest(make);
  let india: Reader;
  let elsewhere: Reader;

  beforeAll(async () => {
    india = new Reader(server.address, { view_from: 'IN' });
    elsewhere = new Reader(server.address, { view_from: 'elsewhere' });
  }, 60_000);

  const accountOf = async (acct: string, view_at = THEY_BEGIN): Promise<Account> =>
    (await elsewhere.reads<Account>('/api/v1/accounts/lookup', { acct, view_at })).body;
  const postOf = async (acct: string): Promise<Status> => {
    const { id } = await accountOf(acct);
    const { body } = await elsewhere.reads<Status[]>(`/api/v1/accounts/${id}/statuses`, {
      view_at: THEY_BEGIN,
    });
    const [post] = body;
    if (post === undefined) throw new Error(`${acct} has not posted`);
    return post;
  };

  describe('the two panes', () => {
    it.each([
      ['at six in the evening of 1 February', SIX_IN_THE_EVENING, { posts: 260, tombstones: 250 }],
      ['after Twitter restored nearly all', RESTORED, { posts: 260, tombstones: 7 }],
      // Of 1,378 posts, those of the 340 accounts that are limited by then are not listed.
      ['at two in the afternoon of 10 February', TWO_ON_THE_TENTH, { posts: 1038, tombstones: 204 }],
    ])(
      '%s: the same posts, tombstones in India alone',
      async (_, view_at, { posts, tombstones }) => {
        const [left, right] = await Promise.all([
          statusesOf(india.walks(TIMELINE, { ...PAGE, view_at })),
          statusesOf(elsewhere.walks(TIMELINE, { ...PAGE, view_at })),
        ]);
        expect(left.map(({ id }) => id)).toEqual(right.map(({ id }) => id));
        expect(new Set(left.map(({ id }) => id)).size).toBe(posts);
        expect(left).toHaveLength(posts);
        expect(left.filter(({ tombstone }) => tombstone)).toHaveLength(tombstones);
        expect(right.filter(({ tombstone }) => tombstone)).toHaveLength(0);
        // A post that is not withheld in India is there as it is elsewhere.
        for (const [index, status] of left.entries()) {
          if (!status.tombstone)
            expect(withoutWithheld(status)).toBe(withoutWithheld(right[index] ?? status));
        }
      },
      20_000,
    );

    it('nobody elsewhere notices the withholding, but for the field', async () => {
      const [before, after] = await Promise.all(
        [BEFORE_THE_SIX_HOURS, THEY_BEGIN].map((view_at) =>
          statusesOf(elsewhere.walks(TIMELINE, { ...PAGE, view_at })),
        ),
      );
      expect(withoutWithheld(after)).toBe(withoutWithheld(before));
      expect(after?.filter(({ withheld }) => withheld !== null)).toHaveLength(250);
      expect(before?.filter(({ withheld }) => withheld !== null)).toHaveLength(0);
    });

    it('any country that is not named sees what elsewhere sees, byte for byte', async () => {
      const query = { ...PAGE, view_at: SIX_IN_THE_EVENING };
      const [there, usa, nowhere] = await Promise.all([
        elsewhere.reads(TIMELINE, query),
        elsewhere.looking({ view_from: 'us' }).reads(TIMELINE, query),
        new Reader(server.address).reads(TIMELINE, query),
      ]);
      expect(usa.text).toBe(there.text);
      expect(nowhere.text).toBe(there.text);
    });

    it('tells a venue apart, and people here from the replay', async () => {
      const view_at = TWO_ON_THE_TENTH;
      const koo = await india.reads<Status[]>(TIMELINE, { venue: 'koo', view_at });
      expect(koo.body.map(({ id }) => id)).toEqual([ANSWER_ON_KOO]);
      for (const local of ['true', '1'])
        expect((await india.reads(TIMELINE, { local, view_at })).text).toBe('[]');
    });

    it('the narrator’s rows come as the story goes, the newest first, the same for all', async () => {
      const path = `/api/v1/scenarios/${STAND_OFF}/context`;
      const rows = await india.reads<ContextRow[]>(path, { view_at: SIX_IN_THE_EVENING, limit: '3' });
      expect(rows.body.map(({ title }) => title)).toEqual([
        'The ministry’s reason',
        'Twitter withholds about 250 of them, in India only',
        'The rules ask for confidentiality',
      ]);
      expect((await elsewhere.reads(path, { view_at: SIX_IN_THE_EVENING, limit: '3' })).text).toBe(rows.text);
      const [scenario] = (await india.reads<Scenario[]>('/api/v1/scenarios')).body;
      expect(scenario).toMatchObject({ id: STAND_OFF, loaded: true, steps: 90, steps_loaded: 90 });
    });
  });

  describe('paging', () => {
    it('leads through the whole timeline, each post once, whatever the page holds', async () => {
      const view_at = SIX_IN_THE_EVENING;
      const all = await statusesOf(india.walks(TIMELINE, { ...PAGE, view_at }));
      const pages = await india.walks(TIMELINE, { limit: '13', view_at });
      const sevens = await statusesOf(Promise.resolve(pages));
      expect(sevens.map(({ id }) => id)).toEqual(all.map(({ id }) => id));
      expect([...sevens].sort((a, b) => (a.id < b.id ? 1 : -1))).toEqual(sevens);
      // Back the way it came: the page before the second one is the first.
      const back = await new Reader(server.address).reads<Status[]>(pathOf(pages[1]?.links['prev']));
      expect(back.body.map(({ id }) => id)).toEqual(pages[0]?.body.map(({ id }) => id));
      expect(pages.at(-1)?.links).not.toHaveProperty('next');
    });

    it('its links keep the viewpoint, with times in Z', async () => {
      const { links } = await india.reads(TIMELINE, { limit: '5', view_at: SIX_IN_THE_EVENING });
      const next = new URL(links['next'] ?? '');
      expect(Object.fromEntries(next.searchParams)).toMatchObject({
        view_from: 'IN',
        view_at: '2021-02-01T12:30:00.000Z',
        limit: '5',
      });
      expect(next.href).toMatch(/view_at=[^&+]*Z/);
    });

    it('since_id gives the newest after it, min_id the ones right after it', async () => {
      const view_at = SIX_IN_THE_EVENING;
      const ids = (await statusesOf(india.walks(TIMELINE, { ...PAGE, view_at }))).map(({ id }) => id);
      const from = ids[100] ?? '';
      const read = async (query: Record<string, string>): Promise<string[]> =>
        (await india.reads<Status[]>(TIMELINE, { limit: '3', view_at, ...query })).body.map(({ id }) => id);
      expect(await read({ since_id: from })).toEqual(ids.slice(0, 3));
      expect(await read({ min_id: from })).toEqual(ids.slice(97, 100));
      expect(await read({ max_id: from })).toEqual(ids.slice(101, 104));
      expect(await read({ max_id: from.toLowerCase() })).toEqual(ids.slice(101, 104));
    });

    it('an account’s posts are paged as well', async () => {
      const { id } = await accountOf('listed-b-0600@twitter', TWO_ON_THE_TENTH);
      const { body } = await india.reads<Status[]>(`/api/v1/accounts/${id}/statuses`, {
        view_at: TWO_ON_THE_TENTH,
      });
      expect(body.map(({ account }) => account.id)).toEqual([id]);
    });
  });

  describe('the viewpoint', () => {
    const viewpointOf = async (reader: Reader, query: Record<string, string>): Promise<string | null> =>
      (await reader.reads(TIMELINE, { limit: '1', ...query })).headers.get('withheld-viewpoint');

    it('is named in every answer', async () => {
      expect(await viewpointOf(india, {})).toBe('from=IN; basis=simulated; at=live');
      expect(await viewpointOf(elsewhere, { view_at: SIX_IN_THE_EVENING })).toBe(
        'from=elsewhere; basis=simulated; at=2021-02-01T12:30:00.000Z',
      );
      expect(await viewpointOf(new Reader(server.address), {})).toBe('from=unknown; basis=unknown; at=live');
      const uk = new Reader(server.address, { view_from: 'uk' });
      expect(await viewpointOf(uk, {})).toBe('from=GB; basis=simulated; at=live');
    });

    it('reads a space before the offset as the + it was', async () => {
      const answer = await new Reader(server.address).reads(
        `${TIMELINE}?limit=1&view_at=2021-02-01T18:00:00+05:30`,
      );
      expect(answer.headers.get('withheld-viewpoint')).toContain('at=2021-02-01T12:30:00.000Z');
    });

    it.each([
      ['no offset', { view_at: '2021-02-01T18:00:00' }, /offset/],
      ['a day', { view_at: '2021-02-01' }, /offset/],
      ['no such day', { view_at: '2021-02-30T18:00:00Z' }, /is not an instant/],
      ['no such hour', { view_at: '2021-02-01T25:00:00Z' }, /is not an instant/],
      ['nothing', { view_at: '' }, /is not an instant/],
      ['the future', { view_at: '2999-01-01T00:00:00Z' }, /future/],
      ['before computers', { view_at: '1969-12-31T23:59:59Z' }, /1970/],
      ['no country', { view_from: 'India' }, /is not a country/],
      ['no place', { view_from: '' }, /is not a country/],
      ['the whole world', { view_from: '*' }, /is not a country/],
      ['nobody', { view_as: '' }, /only public/],
      ['somebody else', { view_as: 'moderator' }, /only public/],
    ])('%s is a 422 with the reason', async (_, query, reason) => {
      const answer = await new Reader(server.address).reads<ErrorBody>(TIMELINE, query);
      expect(answer.status).toBe(422);
      expect(answer.body.error).toMatch(reason);
    });

    it('given twice is a 422', async () => {
      const answer = await new Reader(server.address).reads(`${TIMELINE}?view_from=IN&view_from=US`);
      expect(answer.status).toBe(422);
      expect(answer.body).toEqual({ error: 'view_from is given more than once' });
    });

    it('no write happens at another time', async () => {
      const answer = await new Reader(server.address).sends(
        'POST',
        '/api/v1/statuses',
        { status: 'Yesterday' },
        {},
        { view_at: SIX_IN_THE_EVENING },
      );
      expect(answer.status).toBe(422);
      expect(answer.body.error).toMatch(/view_at is for reading/);
    });

    it('where nothing is said, the server’s default country counts', async () => {
      const other = await starts({ place: server.place, env: { GEO_DEFAULT_COUNTRY: 'in' } });
      const reader = new Reader(other.address);
      expect(await viewpointOf(reader, {})).toBe('from=IN; basis=default; at=live');
      const { id } = await postOf(POST_WITHHELD);
      const at = { view_at: SIX_IN_THE_EVENING };
      expect((await reader.reads(`/api/v1/statuses/${id}`, at)).status).toBe(451);
      expect((await reader.reads(`/api/v1/statuses/${id}`, { ...at, view_from: 'US' })).status).toBe(200);
    });
  });

  describe('what is withheld, asked for by its id', () => {
    const refusalsOf = (answer: Answer<ErrorBody>): unknown => ({
      status: answer.status,
      blockedBy: answer.links['blocked-by']?.replace(/:\d+$/, ''),
      geo: answer.headers.get('geo-scope-block'),
      cache: answer.headers.get('cache-control'),
      from: answer.headers.get('withheld-viewpoint')?.split(';')[0],
    });
    const REFUSED = {
      status: 451,
      blockedBy: 'http://localhost',
      geo: 'IN',
      cache: 'private, no-store',
      from: 'from=IN',
    };

    it('is a 451 with its tombstone: a post', async () => {
      const post = await postOf(POST_WITHHELD);
      const answer = await india.reads<ErrorBody>(`/api/v1/statuses/${post.id}`, {
        view_at: SIX_IN_THE_EVENING,
      });
      expect(refusalsOf(answer)).toEqual(REFUSED);
      const { withheld, status, account, error } = answer.body;
      expect(error).toBe(
        'This post from @listed-0017@twitter has been withheld in India in response to a legal demand.',
      );
      expect(withheld).toEqual({
        country_codes: ['IN'],
        scope: 'tweet',
        copyright: false,
        basis: 'legal_demand',
        order_id: expect.stringMatching(/^[0-9A-Z]{26}$/),
        since: '2021-02-01T09:00:00.000Z',
      });
      expect(account).toBeUndefined();
      // Kept: that it was there, when, whose. Everything else is gone.
      expect(status).toEqual({
        id: post.id,
        created_at: post.created_at,
        uri: post.uri,
        url: post.url,
        visibility: 'public',
        in_reply_to_id: null,
        in_reply_to_account_id: null,
        account: post.account,
        content: `<p>${error}</p>`,
        spoiler_text: '',
        sensitive: false,
        language: null,
        replies_count: 0,
        reblogs_count: 0,
        favourites_count: 0,
        quotes_count: 0,
        edited_at: null,
        reblog: null,
        quote: null,
        card: null,
        poll: null,
        media_attachments: [],
        mentions: [],
        tags: [],
        emojis: [],
        favourited: false,
        reblogged: false,
        muted: false,
        bookmarked: false,
        labels: [],
        withheld,
        tombstone: true,
        // Our notes may describe it.
        provenance: { ...post.provenance, note: null },
      });
    });

    it('is a 451 with its tombstone: an account, and all under it', async () => {
      const whole = await accountOf(ACCOUNT_WITHHELD);
      const post = await postOf(ACCOUNT_WITHHELD);
      const at = { view_at: SIX_IN_THE_EVENING };
      const answers = await Promise.all([
        india.reads<ErrorBody>(`/api/v1/accounts/${whole.id}`, at),
        india.reads<ErrorBody>('/api/v1/accounts/lookup', { acct: ACCOUNT_WITHHELD, ...at }),
        india.reads<ErrorBody>(`/api/v1/accounts/${whole.id}/statuses`, at),
        india.reads<ErrorBody>(`/api/v1/statuses/${post.id}`, at),
      ]);
      for (const answer of answers) {
        expect(refusalsOf(answer)).toEqual(REFUSED);
        expect(answer.body.error).toMatch(/^@listed-0203@twitter[’']s account has been withheld in India in/);
      }
      const [account, , , status] = answers.map(({ body }) => body);
      expect(account?.account).toEqual({
        ...whole,
        display_name: '',
        note: '',
        last_status_at: null,
        statuses_count: 0,
        followers_count: 0,
        following_count: 0,
        discoverable: false,
        noindex: true,
        withheld: { ...account?.withheld, scope: 'user' },
      });
      expect(account?.account?.avatar).toMatch(/\/avatar\.png$/);
      expect(status?.status).toMatchObject({ id: post.id, tombstone: true, tags: [] });
      expect(status?.status?.account).toEqual(account?.account);
    });

    it('stands as a tombstone in lists, with the same fields', async () => {
      const post = await postOf(POST_WITHHELD);
      const at = { view_at: SIX_IN_THE_EVENING };
      const refused = await india.reads<ErrorBody>(`/api/v1/statuses/${post.id}`, at);
      const listed = await india.reads<Status[]>(`/api/v1/accounts/${post.account.id}/statuses`, at);
      expect(listed.body).toEqual([refused.body.status]);
    });

    it('is there elsewhere, and there again once it is restored', async () => {
      const post = await postOf(POST_WITHHELD);
      const path = `/api/v1/statuses/${post.id}`;
      const there = await elsewhere.reads<Status>(path, { view_at: SIX_IN_THE_EVENING });
      expect(there.status).toBe(200);
      expect(there.body).toMatchObject({ tombstone: false, withheld: { country_codes: ['IN'] } });
      const again = await india.reads<Status>(path, { view_at: RESTORED });
      expect(again.status).toBe(200);
      expect(again.text).toBe((await india.reads(path, { view_at: BEFORE_THE_SIX_HOURS })).text);
    });

    it('moderators see it, unless they look as the public does', async () => {
      const { meera, rahul } = await people(server.address, { meera: 'moderator', rahul: 'reader' });
      const { id } = await postOf(POST_WITHHELD);
      const at = { view_at: SIX_IN_THE_EVENING, view_from: 'IN' };
      const seenBy = async (reader: Reader, query = {}): Promise<number> =>
        (await reader.reads(`/api/v1/statuses/${id}`, { ...at, ...query })).status;
      expect(await seenBy(meera)).toBe(200);
      expect(await seenBy(meera, { view_as: 'public' })).toBe(451);
      expect(await seenBy(rahul)).toBe(451);
      const page = await statusesOf(meera.walks(TIMELINE, { ...PAGE, ...at }));
      expect(page.filter(({ tombstone }) => tombstone)).toHaveLength(0);
    });
  });

  describe('what is gone', () => {
    it('a suspended account is there, blanked; its posts are not', async () => {
      const { id } = await accountOf(SUSPENDED_LATER);
      const post = await postOf(SUSPENDED_LATER);
      for (const reader of [india, elsewhere]) {
        const at = { view_at: TWO_ON_THE_TENTH };
        const account = await reader.reads<Account>(`/api/v1/accounts/${id}`, at);
        expect(account.status).toBe(200);
        expect(account.body).toMatchObject({
          suspended: true,
          acct: SUSPENDED_LATER,
          display_name: '',
          note: '',
          statuses_count: 0,
        });
        const status = await reader.reads(`/api/v1/statuses/${post.id}`, at);
        expect(status.status).toBe(404);
        expect(status.body).toEqual({ error: 'Record not found' });
        const statuses = await reader.reads<Status[]>(`/api/v1/accounts/${id}/statuses`, at);
        expect([statuses.status, statuses.text]).toEqual([200, '[]']);
      }
    });

    it('nothing is there before it was', async () => {
      const { id } = await accountOf(ACCOUNT_WITHHELD);
      const post = await postOf(WITHHELD_ON_THE_TENTH);
      const early = elsewhere.looking({ view_at: '2021-01-27T00:00:00Z' });
      expect((await early.reads(`/api/v1/statuses/${post.id}`)).status).toBe(404);
      const before = elsewhere.looking({ view_at: BEFORE_ALL });
      for (const path of [
        `/api/v1/accounts/${id}`,
        `/api/v1/accounts/${id}/statuses`,
        `/api/v1/accounts/lookup?acct=${ACCOUNT_WITHHELD}`,
      ])
        expect((await before.reads(path)).status).toBe(404);
      expect((await before.reads(TIMELINE)).text).toBe('[]');
    });

    it.each([
      '/api/v1/statuses/01EX9GX4P0ZZZZZZZZZZZZZZZZ',
      '/api/v1/statuses/not-an-id',
      '/api/v1/accounts/01EX9GX4P0ZZZZZZZZZZZZZZZZ',
      '/api/v1/accounts/01EX9GX4P0ZZZZZZZZZZZZZZZZ/statuses',
      '/api/v1/accounts/lookup?acct=nobody@nowhere',
      '/api/v1/accounts/lookup?acct=meity@koo@elsewhere',
      '/api/v1/scenarios/no-such-story',
      '/api/v1/no-such-route',
    ])('%s is a 404', async (path) => {
      const answer = await india.reads<ErrorBody>(path);
      expect(answer.status).toBe(404);
      expect(typeof answer.body.error).toBe('string');
    });
  });

  it('links to it last: ids and the chain follow from the file alone', async () => {
    expect(await verify(server.database.reader)).toMatchObject({ whole: true });
    const { body } = await elsewhere.reads<Status>(`/api/v1/statuses/${ANSWER_ON_KOO}`, {
      view_at: TWO_ON_THE_TENTH,
    });
    expect(body.content).toMatch(/^<p>Upon the request of Twitter/);
    expect((await postOf(POST_WITHHELD)).id).toBe(POST_OF_17);
    const rows = await server.database.reader.query<{ hash: string }>(
      `SELECT l.hash FROM log l JOIN log_body b ON b.seq = l.seq WHERE b.body LIKE '%"scenario.loaded"%'`,
    );
    expect(rows).toEqual([{ hash: HEAD }]);
  });
});

async function statusesOf(pages: Promise<Answer<Status[]>[]>): Promise<Status[]> {
  return (await pages).flatMap(({ body }) => body);
}

/** JSON with every `withheld` field left out. */
function withoutWithheld(value: unknown): string {
  return JSON.stringify(value, (key, inner: unknown) => (key === 'withheld' ? undefined : inner));
}

function pathOf(url: string | undefined): string {
  const { pathname, search } = new URL(url ?? '');
  return pathname + search;
}
