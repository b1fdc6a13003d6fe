import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import type { FrameType, StreamKind } from '#contract';
import { STREAM_KINDS } from '#contract';
import type { LoggedEvent } from '#domain';
import { read, readHead } from '#log';
import { KeptAnswers } from '../../apps/server/kept/kept-answers.js';
import { people, Reader } from '../support/client.js';
import { onEachDatabase, type TestDatabase } from '../support/databases.js';
import { documentOf, routesOf, type Route } from '../support/open-api.js';
import { BEGINNING } from '../support/platform.js';
import { startServer, type TestServer } from '../support/server.js';
import { addressesOf, unknownOf, writesTo } from './addresses.js';
import { crawl, type Asked, type Crawled, type Ground } from './crawl.js';
import { Ears, leaksOf } from './ears.js';
import { load, ORIGIN, type Lived } from './load.js';
import { Oracle } from './oracle.js';
import { lookFrom, requestFrom, type Mode, type Seat } from './seats.js';

/**
 * How many random histories are lived on a server where geography is open, each of at most so many moves beside those
 * that withhold something; half as many where it is enforced, and half of those on PostgreSQL, where that takes longer.
 * The seed makes the same ones again. None but in CI and in `npm run test:long` (test/run/longer.js): what holds a
 * little of everything, and the scenario, are there always.
 */
const HISTORIES = Number(process.env['LEAK_HISTORIES'] ?? 0);
const LENGTH = 30;
const SEED = Number(process.env['LEAK_SEED'] ?? Date.now() % 1_000_000_000);

/** How many leaks a failing test tells. */
const SHOWN = 10;

/**
 * Routes that never tell a word of a post, an account or a confidential order. Any other must have
 * told one to somebody who may hear it, or the crawl proves nothing of it.
 */
const WORDLESS: Readonly<Record<string, string>> = {
  '/health': 'says that the server answers',
  '/ready': 'that it is to be handed requests',
  '/metrics': 'figures of the server, by routes’ patterns',
  '/api/v1/scenarios': 'what can be replayed, told by its file',
  '/api/v1/scenarios/{id}': 'the same',
  '/api/v1/scenarios/{id}/chapters': 'the same',
  '/api/v1/scenarios/{id}/sources': 'the same',
  '/api/v1/scenarios/{id}/context': 'the narrator’s own words',
  '/api/v1/scenarios/{id}/stage': 'the words of its file, and when something happens in it',
  '/api/v1/replays/{id}': 'where a room’s clock is, and how many are in it (test/rooms.int-spec.ts)',
  '/api/v1/replays/{id}/likes': 'ids alone, of what is shown from there at the room’s moment',
  '/r/{code}': 'the browser client’s page, as it was built',
  '/lessons': 'words of stories’ files',
  '/lessons/{id}': 'that there is none: no story of this world has a file (test/lessons.int-spec.ts)',
  '/lessons/{id}/sheets/{stop}': 'the same',
  '/api/v1/admin/audit': 'what moderators read, by address and id',
  '/api/v1/admin/preview': 'numbers alone',
  '/api/v1/admin/webhooks': 'addresses of other systems, and what became of messages to them',
  '/api/v1/admin/webhooks/{id}': 'the same',
  '/api/v1/instance': 'what this server is, in its own words and counts',
  '/api/v2/instance': 'the same',
  '/api/v1/instance/rules': 'the same',
  '/api/v1/instance/extended_description': 'the same',
  '/api/v1/instance/peers': 'nothing',
  '/api/v1/instance/domain_blocks': 'nothing',
  '/api/v1/instance/translation_languages': 'nothing',
  '/api/v1/accounts/relationships': 'ids, and what one has set oneself',
  '/api/v1/custom_emojis': 'nothing',
  '/api/v1/announcements': 'nothing',
  '/api/v1/suggestions': 'nothing',
  '/api/v2/suggestions': 'nothing',
  '/api/v1/directory': 'nothing',
  '/api/v1/lists': 'nothing',
  '/api/v1/filters': 'nothing',
  '/api/v2/filters': 'nothing',
  '/api/v1/followed_tags':
    'hashtags that one has named oneself, and how often each was used as one is shown it',
  '/api/v1/featured_tags': 'nothing',
  '/api/v1/endorsements': 'nothing',
  '/api/v1/domain_blocks': 'nothing',
  '/api/v1/scheduled_statuses': 'one’s own words that are to come; nothing here',
  '/api/v1/scheduled_statuses/{id}': 'the same',
  '/api/v1/notifications/unread_count': 'a number, of what the list holds',
  '/api/v2/notifications/unread_count': 'the same',
  '/api/v1/notifications/policy': 'what is so for everybody',
  '/api/v2/notifications/policy': 'the same',
  '/api/v1/notifications/requests': 'nothing',
  '/api/v1/notifications/requests/merged': 'what is so for everybody',
  '/api/v1/tags/{tag}': 'the hashtag that was asked for, and how often it was used as one is shown it',
  '/api/v1/trends/links': 'nothing',
  '/api/v1/accounts/{id}/featured_tags': 'nothing',
  '/api/v1/accounts/{id}/endorsements': 'nothing',
  '/api/v1/accounts/{id}/lists': 'nothing',
  '/api/v1/preferences': 'one’s own settings',
  '/api/v1/markers': 'how far one has read, by id',
  '/.well-known/nodeinfo': 'an address',
  '/.well-known/oauth-authorization-server': 'addresses, and what OAuth is here',
  '/nodeinfo/2.0': 'what this server is, in counts',
  '/api/v1/streaming/health': 'that streams can be listened to',
  // Mastodon's streams tell the same as our sockets (test/leaks/mastodon-ears.ts); the crawl reads how they begin.
  '/api/v1/streaming/user': 'a comment, to begin with',
  '/api/v1/streaming/user/notification': 'the same',
  '/api/v1/streaming/direct': 'the same',
  '/api/v1/streaming/public': 'the same',
  '/api/v1/streaming/public/local': 'the same',
  '/api/v1/streaming/public/remote': 'the same',
  '/api/v1/streaming/hashtag': 'the same',
  '/api/v1/streaming/hashtag/local': 'the same',
  '/api/v1/streaming/list': 'nothing: there are no lists',
  '/api/v1/apps/verify_credentials': 'an app’s own words about itself',
  '/oauth/authorize': 'an app’s own words, and chapters of stories by their files',
};

/** The routes that are there for people’s CI alone, and reset the server. */
const OF_TESTS = '/api/v1/test/';

/** Whether each type of frame tells words or ids that could be withheld; a missing type does not compile. */
const FRAMES: Record<FrameType, 'words' | 'ids'> = {
  update: 'words',
  notification: 'words',
  notifications_merged: 'ids',
  conversation: 'words',
  'status.update': 'words',
  delete: 'ids',
  'account.update': 'words',
  withheld: 'ids',
  counts: 'ids',
  context: 'ids',
  order: 'words',
  decision: 'words',
  tape: 'ids',
};

/** The posts that an event likes, passes on, answers or quotes. */
function actedOn(event: LoggedEvent): string[] {
  switch (event.type) {
    case 'post.liked':
      return [event.subject];
    case 'post.reposted':
      return [event.payload.of];
    case 'post.published':
      return [event.payload.in_reply_to, event.payload.quote_of].filter((id) => id !== null);
    default:
      return [];
  }
}

/** Whether the n-th history is picked: one of every so many. */
const oneIn = (every: number, n: number): boolean => n % every === 0;

const gets = (routes: readonly Route[]): Route[] => routes.filter(({ method }) => method === 'GET');

/** The crawl in a mode. Each has a file of its own, so that both can run at once. */
export function nothingLeaksWhere(mode: Mode): void {
  jest.setTimeout(120_000 + HISTORIES * 20_000);
  describe(`where geography is ${mode} (LEAK_SEED=${SEED})`, () => nothingLeaks(mode));
}

const nothingLeaks = (mode: Mode): void =>
  onEachDatabase((make, { shared }) => {
    let place: TestDatabase;
    let server: TestServer;
    let ground: Ground;
    let routes: Route[];
    let lives: Lived[];
    let ears: Ears;
    let onlooker: NonNullable<Seat['who']>;
    let moderator: NonNullable<Seat['who']>;
    const crawls: Crawled[] = [];

    beforeAll(async () => {
      place = await make();
      server = await startServer(place, {
        env: {
          TEST: '1',
          DEMO: '1',
          PUBLIC_URL: ORIGIN,
          GEO_MODE: mode,
          TRUSTED_PROXIES: '127.0.0.1',
        },
      });
      routes = routesOf(await documentOf(server.address));
      // Story time of what people do never goes back.
      server.clock.set(BEGINNING);
      const { onlooker: one, meera } = await people(server.address, {
        onlooker: 'reader',
        meera: 'moderator',
      });
      onlooker = { id: one.id, token: one.token, role: 'reader' };
      moderator = { id: meera.id, token: meera.token, role: 'moderator' };
      ears = new Ears(server, mode, onlooker, moderator);
      const most = mode === 'open' ? HISTORIES : Math.ceil(HISTORIES / 2);
      const histories = shared ? Math.ceil(most / 2) : most;
      lives = await load(server, { histories, length: LENGTH, seed: SEED }, (n) =>
        oneIn(3, n) || n > histories ? ears : null,
      );
      ground = {
        address: server.address,
        mode,
        oracle: await Oracle.of(server.database),
        now: server.clock.now(),
      };
      for (const [n, life] of lives.entries()) await relates(life, n);
      // Whoever follows somebody is shown what is for their followers.
      ground = { ...ground, oracle: await Oracle.of(server.database) };
      for (const [n, life] of lives.entries()) if (life.things.accounts.length > 5) await reports(life, n);
      await appeals();
    });
    afterAll(async () => {
      await server.close();
      await place.remove();
    });

    /** Somebody elsewhere reports somebody of each history, in words that only moderators read. */
    const reports = async (life: Lived, n: number): Promise<void> => {
      const comment = `canary${1_000_000 + n}m`;
      const body = { account_id: life.things.accounts[n % 6]?.id, comment };
      const seat: Seat = { name: 'a reader elsewhere', from: 'US', who: onlooker };
      const { query, headers } = requestFrom(seat, mode);
      const reader = new Reader(server.address, query, onlooker.token);
      const answer = await reader.sends<{ id: string }>('POST', '/api/v1/reports', body, headers);
      if (answer.status !== 200) throw new Error(answer.text);
      life.things.reports.push(answer.body.id);
      ground.oracle.noteReport(comment, onlooker.id);
    };
    /** The moderator, who sees all, has something to do with somebody of each history, so that their own lists hold them. */
    const relates = async ({ things: { accounts, posts }, tokens }: Lived, n: number): Promise<void> => {
      const { query, headers } = requestFrom({ name: 'a moderator', from: 'US', who: moderator }, mode);
      const reader = new Reader(server.address, query, moderator.token);
      const hidden = accounts.filter(({ id }) => ground.oracle.hidesAccount(id, india()));
      const hiddenPosts = posts.filter(({ id }) => ground.oracle.hidesPost(id, india()));
      const does: readonly string[] = hidden.length > 1 ? ['follow', 'mute'] : [];
      for (const [i, { id }] of hidden.entries())
        await reader.sends('POST', `/api/v1/accounts/${id}/${does[i] ?? 'block'}`, {}, headers);
      const [followed] = does.length > 0 ? hidden : [];
      if (followed !== undefined) {
        const authorization = `Bearer ${tokens.get(followed.id) ?? ''}`;
        const words = { status: `@meera canary${1_800_000 + n}t`, visibility: 'direct' };
        await reader.sends('POST', '/api/v1/statuses', words, { ...headers, authorization });
      }
      await reader.sends('PATCH', '/api/v1/accounts/update_credentials', { locked: true }, headers);
      for (const { id } of hidden) {
        const asks = new Reader(server.address, query, tokens.get(id) ?? null);
        await asks.sends('POST', `/api/v1/accounts/${moderator.id}/follow`);
      }
      for (const { id } of hiddenPosts.slice(0, 5)) {
        for (const what of ['favourite', 'bookmark', 'mute'])
          await reader.sends('POST', `/api/v1/statuses/${id}/${what}`, {}, headers);
        const author = tokens.get(ground.oracle.model.posts.get(id)?.account ?? '');
        if (author === undefined) continue;
        await new Reader(server.address, query, author).sends(
          'POST',
          `/api/v1/statuses/${id}/pin`,
          {},
          {
            ...headers,
            authorization: `Bearer ${author}`,
          },
        );
      }
    };
    /** Somebody elsewhere appeals, and a moderator writes a note, in words that moderators and they alone read. */
    const appeals = async (): Promise<void> => {
      const sends = async (who: typeof onlooker, path: string, body: object): Promise<string> => {
        const { headers } = requestFrom({ name: 'somebody elsewhere', from: 'US', who }, mode);
        const answer = await new Reader(server.address, {}, who.token).sends<{ id: string }>(
          'POST',
          `/api/v1/${path}`,
          body,
          headers,
        );
        if (answer.status !== 200) throw new Error(answer.text);
        return answer.body.id;
      };
      const on = { account_id: onlooker.id };
      const label = { kind: 'label', label: 'Plain', basis: 'platform_rule', reason: 'Plain' };
      await sends(moderator, 'restrictions', { ...on, ...label });
      const [appeal, note] = ['canary1900001m', 'canary1900002m'];
      lives[0]?.things.appeals.push(await sends(onlooker, 'appeals', { ...on, text: appeal }));
      await sends(moderator, 'admin/notes', { ...on, text: note });
      ground.oracle.noteReport(appeal, onlooker.id);
      ground.oracle.noteReport(note, moderator.id);
    };
    const reads = async (seat: Seat, life: Lived, rest: Partial<Asked> = {}): Promise<string[]> => {
      // Lists are of all histories at once, and not read again for each.
      const whole = seat.at !== undefined || lives.indexOf(life) % 4 === 0;
      const asked = gets(routes)
        .flatMap((route) => addressesOf(route, life.things))
        .filter(({ about }) => whole || about);
      const crawled = await crawl(
        ground,
        seat,
        asked.map((address) => ({ method: 'GET', ...address, ...rest })),
      );
      crawls.push(crawled);
      return crawled.leaks;
    };
    /**
     * Reads all that histories are about, from seats that may be a history's own: of the random ones some, and always
     * the first and the last, which are not left to chance.
     */
    const readsEach = async (
      seats: (life: Lived, n: number) => Seat[],
      { only = () => true, ...rest }: Partial<Asked> & { only?: (n: number) => boolean } = {},
    ): Promise<void> => {
      const leaks: string[] = [];
      for (const [n, life] of lives.entries())
        if (only(n) || n === 0 || n === lives.length - 1)
          for (const seat of seats(life, n)) leaks.push(...(await reads(seat, life, rest)));
      expect(leaks.slice(0, SHOWN)).toEqual([]);
    };
    const india = (): ReturnType<typeof lookFrom> =>
      lookFrom({ name: '', from: 'IN', who: null }, mode, ground.now);
    /** Somebody of a history; who is withheld in India, if anybody is. */
    const personOf = ({ things: { accounts }, tokens }: Lived, n: number): NonNullable<Seat['who']> => {
      const withheld = accounts.find((account) => ground.oracle.hidesAccount(account.id, india()));
      const { id } = n % 2 === 0 && withheld !== undefined ? withheld : accounts[n % accounts.length]!;
      return { id, token: tokens.get(id) ?? '', role: 'reader' };
    };

    it('every parameter of every route is one that the crawl can fill in', () => {
      expect(routes.filter((route) => !route.path.startsWith(OF_TESTS)).flatMap(unknownOf)).toEqual([]);
    });

    it('nobody in India is told on any stream, live or caught up with', () => {
      const { oracle } = ground;
      const leaks = ears.heard.flatMap((one) => {
        const told = leaksOf(one, oracle, mode);
        const { seat, how, frame } = one;
        return told.length === 0
          ? []
          : `${how} ${frame.stream} ${frame.type} to ${seat.name}: ${told.join(', ')}`;
      });
      expect(leaks.slice(0, SHOWN)).toEqual([]);
    });

    it('and Mastodon’s streams tell what our sockets do, and nothing else', () => {
      expect(ears.differences.slice(0, SHOWN)).toEqual([]);
    });

    it('while every stream tells elsewhere, in frames of every type', () => {
      const { oracle } = ground;
      const elsewhere = ears.heard.filter(({ seat }) => seat.from === 'US');
      const telling = elsewhere.filter(
        (one) => leaksOf({ ...one, seat: { ...one.seat, from: 'IN' } }, oracle, mode).length > 0,
      );
      const streams = (how: string): Set<StreamKind> =>
        new Set(telling.filter((one) => one.how === how).map(({ kind }) => kind));
      expect([...streams('live')].sort()).toEqual([...STREAM_KINDS].sort());
      // Places that are searched are not caught up with.
      const caughtUp = STREAM_KINDS.filter((kind) => kind !== 'hashtag:');
      expect([...streams('resumed')].sort()).toEqual([...caughtUp].sort());
      const types = new Set(elsewhere.map(({ frame }) => frame.type));
      expect([...types].sort()).toEqual(Object.keys(FRAMES).sort());
    });

    it('nobody in India is told by any route: not anybody, nor by what was kept of an answer', async () => {
      const answers = server.app.get(KeptAnswers);
      const before = answers.given;
      await readsEach(() => [{ name: 'anybody', from: 'IN', who: null }]);
      expect(answers.given - before).toBeGreaterThan(20);
    });

    it('nor a reader, nor an author of something else', async () => {
      await readsEach(
        (life, n) => [
          { name: 'a reader', from: 'IN', who: onlooker },
          { name: 'an author', from: 'IN', who: personOf(life, n + 1) },
        ],
        { only: (n) => oneIn(4, n) },
      );
    });

    it('nor an author or a moderator as the public', async () => {
      await readsEach(
        (life, n) => [
          { name: 'an author, as the public', from: 'IN', who: personOf(life, n), asPublic: true },
          { name: 'a moderator, as the public', from: 'IN', who: moderator, asPublic: true },
        ],
        { only: (n) => oneIn(4, n + 1) },
      );
    });

    it('nor anybody, nor a moderator as the public, of an instant before', async () => {
      await readsEach(
        (life) =>
          instantsOf(life).flatMap((at) => [
            { name: `anybody, as of ${at}`, from: 'IN', who: null, at },
            {
              name: `a moderator, as the public, as of ${at}`,
              from: 'IN',
              who: moderator,
              asPublic: true,
              at,
            },
          ]),
        { only: (n) => oneIn(3, n) },
      );
    });

    it('nor anybody who is found nowhere', async () => {
      await readsEach(() => [{ name: 'anybody of nowhere', from: null, who: null }], {
        only: (n) => oneIn(6, n),
      });
    });

    it('nor by what caches go by', async () => {
      const conditional = {
        'if-none-match': '*, "a", W/"b"',
        'if-modified-since': new Date(ground.now).toUTCString(),
      };
      await readsEach(() => [{ name: 'anybody', from: 'IN', who: null }], {
        method: 'HEAD',
        headers: conditional,
        only: (n) => oneIn(6, n),
      });
    });

    it('and what tells elsewhere, an author or a moderator, is every route that has words', async () => {
      await readsEach(
        (life, n) => [
          { name: 'anybody elsewhere', from: 'US', who: null },
          { name: 'a moderator', from: 'IN', who: moderator },
          { name: 'an author', from: 'IN', who: personOf(life, n) },
        ],
        { only: (n) => oneIn(6, n) },
      );
      const telling = new Set(crawls.flatMap((crawled) => [...crawled.telling]));
      const silent = gets(routes)
        .map(({ path }) => path)
        .filter((path) => !telling.has(path));
      expect(silent.sort()).toEqual(Object.keys(WORDLESS).sort());
      const statuses = new Set(crawls.flatMap((crawled) => [...crawled.statuses]));
      expect([...statuses]).toEqual(expect.arrayContaining([200, 404, 451]));
    });

    it('nor by the answer to anything that one may ask for, and what was refused was not done', async () => {
      const { seq } = await readHead(server.database.reader);
      const writes = routes.filter(({ method, path }) => method !== 'GET' && !path.startsWith(OF_TESTS));
      const seat: Seat = { name: 'a reader', from: 'IN', who: onlooker };
      const leaks: string[] = [];
      for (const [n, life] of lives.entries()) {
        if (!oneIn(6, n)) continue;
        const asked = writes.flatMap((route) =>
          writesTo(route, life.things).map((write) => ({ method: route.method, ...write })),
        );
        leaks.push(...(await crawl(ground, seat, asked)).leaks);
      }
      expect(leaks.slice(0, SHOWN)).toEqual([]);
      const { events } = await read(server.database.reader, seq, 100_000);
      const look = lookFrom(seat, mode, ground.now);
      const acted = events.filter(({ actor }) => actor === onlooker.id).flatMap(actedOn);
      expect(acted.length).toBeGreaterThan(10);
      const { oracle } = ground;
      expect(acted.filter((id) => oracle.knows(id) && oracle.hidesPost(id, look, false))).toEqual([]);
    });

    /** Instants of a history: those right before something was withheld first. */
    function instantsOf({ began, ended, things }: Lived): number[] {
      const { model } = ground.oracle;
      const instants = things.restrictions
        .map((id) => model.restrictions.get(id)!.from - 1)
        .filter((at) => at > began && at < ended);
      return [...new Set(instants)].sort((a, b) => a - b).slice(0, HISTORIES === 0 ? 2 : 1);
    }
  });
