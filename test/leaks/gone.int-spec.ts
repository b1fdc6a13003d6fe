import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { ulid, type Subject } from '#domain';
import { setRole } from '#identity';
import { onEachDatabase, type TestDatabase } from '../support/databases.js';
import { documentOf, routesOf, type Route } from '../support/open-api.js';
import { BEGINNING, Platform, post, type Member } from '../support/platform.js';
import { closeRawConnections, sendRaw } from '../support/raw-request.js';
import { startServer, type TestServer } from '../support/server.js';
import { addressesOf, writesNaming, type Things } from './addresses.js';
import { told } from './bytes.js';
import { ORIGIN, signIn, thingsSince } from './load.js';
import { requestFrom, type Seat } from './seats.js';

jest.setTimeout(120_000);
afterAll(closeRawConnections);

/** The people in both histories. */
interface Cast {
  asha: Member;
  bilal: Member;
  chitra: Member;
  dev: Member;
  esha: Member;
}

/** Something that was there once, in one of two histories. */
interface Gone {
  what: string;
  /** Makes what it rests on, in both histories. @returns its id, or none */
  before?: (cast: Cast) => Promise<string>;
  /** Makes it, in the one. */
  made: (cast: Cast, source: string) => Promise<string>;
  by: keyof Cast;
  /** Takes it away, in the one. */
  taken?: (history: History, id: string) => Promise<unknown>;
  /** Happens in both: it goes with what it rests on. */
  after?: (history: History, source: string) => Promise<unknown>;
}

const suspends = ({ platform }: History, subject: Subject): Promise<string> =>
  platform.impose('suspend', subject);

const GONE: readonly Gone[] = [
  {
    what: 'a post that its author deleted',
    by: 'asha',
    made: ({ asha }) => asha.posts('Words'),
    taken: ({ cast }, id) => cast.asha.deletes(id),
  },
  {
    what: 'a post that was withheld, and then deleted',
    by: 'asha',
    made: ({ asha }) => asha.posts('Words'),
    taken: async ({ platform, cast }, id) => {
      await platform.impose('withhold', post(id));
      await cast.asha.deletes(id);
    },
  },
  {
    what: 'a suspended post',
    by: 'asha',
    made: ({ asha }) => asha.posts('Words'),
    taken: (history, id) => suspends(history, post(id)),
  },
  {
    what: 'a suspended post of a venue that takes no likes',
    by: 'esha',
    made: ({ esha }) => esha.posts('Words'),
    taken: (history, id) => suspends(history, post(id)),
  },
  {
    what: 'a suspended post that is withheld, too',
    by: 'asha',
    made: ({ asha }) => asha.posts('Words'),
    taken: async (history, id) => {
      await history.platform.impose('withhold', post(id), { countries: ['*'] });
      await suspends(history, post(id));
    },
  },
  {
    what: 'a post of a suspended account',
    by: 'chitra',
    made: ({ chitra }) => chitra.posts('Words'),
    after: (history) => suspends(history, history.cast.chitra.account),
  },
  {
    what: 'a post of somebody who was erased',
    by: 'dev',
    made: ({ dev }) => dev.posts('Words'),
    after: ({ platform, cast }) => platform.erase(cast.dev),
  },
  {
    what: 'a re-post that was undone',
    by: 'asha',
    before: ({ asha }) => asha.posts('Words that stay'),
    made: ({ asha }, source) => asha.reposts(source),
    taken: ({ cast }, id) => cast.asha.undoesRepost(id),
  },
  {
    what: 'a re-post that was suspended',
    by: 'asha',
    before: ({ asha }) => asha.posts('Words that stay'),
    made: ({ asha }, source) => asha.reposts(source),
    taken: (history, id) => suspends(history, post(id)),
  },
  {
    what: 'a re-post of a suspended post',
    by: 'asha',
    before: ({ asha }) => asha.posts('Words'),
    made: ({ asha }, source) => asha.reposts(source),
    after: (history, source) => suspends(history, post(source)),
  },
  {
    what: 'a quote of a suspended post',
    by: 'asha',
    before: ({ asha }) => asha.posts('Words'),
    made: ({ asha }, source) => asha.quotes(source, 'So true'),
    after: (history, source) => suspends(history, post(source)),
  },
];

/** The requests to send to a server: reads, writes, or both. */
interface Asked {
  reads?: boolean;
  writes?: boolean;
}

/** A server on which one of two histories was lived; what is made in both has the same id in both. */
class History {
  readonly ids = new Map<string, string>();
  cast!: Cast;
  routes: Route[] = [];
  /** Things that exist, which a request may name beside one that is gone. */
  there!: Things;
  tokens!: ReadonlyMap<string, string>;
  authority!: string;
  withheld!: string;
  readonly platform: Platform;

  private constructor(
    readonly place: TestDatabase,
    readonly server: TestServer,
  ) {
    this.platform = new Platform(server.database);
  }

  /** @param withThem whether what is gone was ever there */
  static async of(place: TestDatabase, withThem: boolean): Promise<History> {
    const server = await startServer(place, { env: { TEST: '1', PUBLIC_URL: ORIGIN } });
    const history = new History(place, server);
    await history.lives(withThem);
    return history;
  }

  async close(): Promise<void> {
    await this.server.close();
    await this.place.remove();
  }

  private async lives(withThem: boolean): Promise<void> {
    const { platform } = this;
    const [inBoth, inOne, ofGone] = [idsOf(0), idsOf(1), idsOf(2)];
    platform.ids = inBoth;
    const [asha, bilal, chitra, dev] = [
      await platform.signUp('asha'),
      await platform.signUp('bilal'),
      await platform.signUp('chitra'),
      await platform.signUp('dev'),
    ];
    const esha = await platform.signUp('esha', { venue: 'press' });
    const authority = await platform.signUp('authority');
    this.cast = { asha, bilal, chitra, dev, esha };
    this.authority = authority.id;
    // Farid has as many posts in both histories.
    const farid = await platform.signUp('farid');
    this.withheld = await farid.posts('Withheld everywhere');
    await platform.impose('withhold', post(this.withheld), { countries: ['*'] });
    for (const { what, before, made, taken, after } of GONE) {
      const source = (await before?.(this.cast)) ?? '';
      // At an instant of its own, which passes where nothing is made, too.
      platform.now += 1_000;
      platform.tick = 0;
      const id = ofGone(platform.now);
      if (withThem) {
        platform.ids = () => id;
        await made(this.cast, source);
        platform.ids = inOne;
        // Bilal, who asks about it later, had a hand in it.
        await bilal.likes(id).catch(() => undefined);
        await bilal.reposts(id).catch(() => undefined);
        platform.now += 500;
        await taken?.(this, id);
      } else platform.now += 500;
      this.ids.set(what, id);
      platform.tick = 1_000;
      platform.ids = inBoth;
      await after?.(this, source);
    }
    platform.ids = null;
    this.server.clock.set((platform.now += 1_000));
    const routes = routesOf(await documentOf(this.server.address));
    // Those for tests name nothing.
    this.routes = routes.filter(({ path }) => !path.startsWith('/api/v1/test/'));
    this.there = await thingsSince(this.server, 0);
    this.tokens = await signIn(this.server, this.there);
    expect(await setRole(this.server.database, authority.id, 'authority')).toBe(true);
  }

  /** Sends each request that can name something gone. @returns the answers, by what was asked */
  async answers(seat: Seat, gone: Gone, { reads, writes }: Asked): Promise<Map<string, string>> {
    const id = this.ids.get(gone.what) ?? '';
    const things = onlyThis(id, gone.by);
    const asked: { method: string; path: string; body: object | null }[] = [];
    if (reads)
      for (const route of this.routes.filter(({ method }) => method === 'GET'))
        asked.push(...addressesOf(route, things).map(({ path }) => ({ method: 'GET', path, body: null })));
    if (writes) {
      const there = {
        ...onlyThis(this.withheld, 'asha'),
        accounts: [{ id: this.cast.asha.id, acct: 'asha' }],
      };
      for (const route of this.routes.filter(({ method }) => method !== 'GET'))
        asked.push(...writesNaming(route, things, there).map((one) => ({ method: route.method, ...one })));
      const statuses = { method: 'POST', path: '/api/v1/statuses' };
      asked.push(
        { ...statuses, body: { status: ' ', in_reply_to_id: id } },
        { ...statuses, body: { status: 'x'.repeat(600), quoted_status_id: id } },
        { ...statuses, body: { status: 'Hi', in_reply_to_id: id, quoted_status_id: this.withheld } },
      );
    }
    const { query, headers } = requestFrom(seat, 'open');
    const answers = new Map<string, string>();
    const viewpoint = new URLSearchParams(query).toString();
    const ask = async ({ method, path, body }: (typeof asked)[number]): Promise<void> => {
      const answer = await sendRaw(this.server.address, {
        method,
        path: `${path}${path.includes('?') ? '&' : '?'}${viewpoint}`,
        headers: { ...headers, ...(body === null ? {} : { 'content-type': 'application/json' }) },
        body: body === null ? null : JSON.stringify(body),
      });
      answers.set(`${method} ${path} ${JSON.stringify(body)}`, told(answer));
    };
    const naming = asked.filter(({ path, body }) => `${path} ${JSON.stringify(body)}`.includes(id));
    await Promise.all(naming.map(ask));
    return answers;
  }
}

function readerOf(tokens: ReadonlyMap<string, string>, id: string): NonNullable<Seat['who']> {
  return { id, token: tokens.get(id) ?? '', role: 'reader' };
}

/** Whatever kind of thing a request may name, it names this. */
function onlyThis(id: string, by: string): Things {
  const acct = by === 'esha' ? 'esha@press' : by;
  return {
    accounts: [{ id, acct }],
    posts: [{ id, acct }],
    orders: [id],
    restrictions: [id],
    authorities: [id],
    scenarios: [id],
    reports: [id],
    appeals: [id],
    webhooks: [id],
    notices: [id],
    tags: [id],
    origin: ORIGIN,
  };
}

/** Ids that follow from how many there were before. */
function idsOf(namespace: number): (at: number) => string {
  let made = 0;
  return (at) => {
    const entropy = Buffer.alloc(10, namespace);
    entropy.writeUInt32BE((made += 1), 6);
    return ulid(at, entropy);
  };
}

/** The requests that the two histories answer differently. */
function differing(one: ReadonlyMap<string, string>, other: ReadonlyMap<string, string>): string[] {
  return [...one].flatMap(([asked, answer]) =>
    answer === other.get(asked) ? [] : [`${asked}: ${answer} ≠ ${other.get(asked) ?? 'nothing'}`],
  );
}

onEachDatabase((make, { shared }) => {
  // On PostgreSQL, where it takes longer, some of each kind.
  const asked = GONE.filter((_, i) => !shared || i % 3 === 0);

  describe('of two histories, one in which it never was', () => {
    let once: History;
    let never: History;
    beforeAll(async () => {
      once = await History.of(await make(), true);
      never = await History.of(await make(), false);
    });
    afterAll(async () => {
      await once.close();
      await never.close();
    });

    const bothAnswer = async (seatIn: (history: History) => Seat, gone: Gone, asked: Asked) => {
      const [was, wasNot] = await Promise.all([
        once.answers(seatIn(once), gone, asked),
        never.answers(seatIn(never), gone, asked),
      ]);
      expect(was.size).toBeGreaterThan(20);
      expect([...was.keys()].sort()).toEqual([...wasNot.keys()].sort());
      return differing(was, wasNot);
    };

    describe.each(asked.map((gone) => [gone.what, gone] as const))('%s', (_, gone) => {
      it.each<[string, Asked, (history: History) => Seat]>([
        ['anybody', { reads: true }, () => ({ name: 'anybody', from: 'US', who: null })],
        [
          'whoever liked it and passed it on',
          { reads: true, writes: true },
          ({ cast, tokens }) => ({ name: 'somebody', from: 'US', who: readerOf(tokens, cast.bilal.id) }),
        ],
        [
          'an authority',
          { writes: true },
          ({ authority, tokens }) => ({ name: 'an authority', from: 'US', who: readerOf(tokens, authority) }),
        ],
      ])('is not told of to %s, whatever is asked', async (_, asked, seat) => {
        expect(await bothAnswer(seat, gone, asked)).toEqual([]);
      });

      it('is not told of as of before it was made', async () => {
        const seat = (): Seat => ({ name: 'anybody', from: 'US', who: null, at: BEGINNING + 1_000 });
        expect(await bothAnswer(seat, gone, { reads: true })).toEqual([]);
      });
    });

    it('its author may know of a suspended post, and does: the comparison sees it', async () => {
      const gone = GONE.find(({ what }) => what === 'a suspended post')!;
      const seat = ({ cast, tokens }: History): Seat => ({
        name: 'its author',
        from: 'US',
        who: readerOf(tokens, cast.asha.id),
      });
      const seen = (await bothAnswer(seat, gone, { reads: true })).join('\n');
      for (const route of ['/api/v1/statuses/', '/api/v1/explain?', '/api/v1/restrictions?', '/@asha/'])
        expect(seen).toContain(`GET ${route}`);
    });
  });
});
