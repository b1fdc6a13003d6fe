import type { StreamName } from '#contract';
import { ulid, type Subject } from '#domain';
import { ScheduleKeeper } from '../../apps/server/schedule/schedule-keeper.js';
import { restrictionBody } from '../support/bodies.js';
import type { TestDatabase } from '../support/databases.js';
import { live, type Move } from '../support/histories.js';
import { Listener } from '../support/listener.js';
import { documentOf, routesOf, type Route } from '../support/open-api.js';
import { BEGINNING, Platform } from '../support/platform.js';
import { startServer, type TestServer } from '../support/server.js';
import type { Things } from './addresses.js';
import { Canaries } from './canaries.js';
import { ORIGIN, moderatorOf, signIn, thingsSince } from './load.js';
import type { Seat } from './seats.js';

/** Something withheld in India beside a history, after an instant of it: which, on what, and for how many instants. */
export interface Aside {
  after: number;
  on: number;
  lasts: number;
}

/** A server on which one history was lived, with ids and a clock that are not left to chance. */
export class World {
  routes: Route[] = [];
  things!: Things;
  tokens: ReadonlyMap<string, string> = new Map();
  /** Listeners elsewhere, with the frames that they were told while the history was lived. */
  readonly told: Listener[] = [];
  private stopped: Promise<void> | null = null;

  private constructor(
    readonly place: TestDatabase,
    readonly server: TestServer,
    readonly platform: Platform,
  ) {}

  static async of(
    place: TestDatabase,
    moves: readonly Move[],
    asides: readonly Aside[] = [],
  ): Promise<World> {
    const server = await startServer(place, { env: { TEST: '1', PUBLIC_URL: ORIGIN } });
    const world = new World(place, server, new Platform(server.database));
    server.clock.set(BEGINNING);
    await world.lives(moves, asides);
    return world;
  }

  /** Stops its server; what it wrote stays. */
  stops(): Promise<void> {
    for (const listener of this.told) listener.close();
    return (this.stopped ??= this.server.close());
  }

  async close(): Promise<void> {
    await this.stops();
    await this.place.remove();
  }

  /** Somebody of the history, by number. */
  person(n: number): NonNullable<Seat['who']> {
    const { id } = this.things.accounts[n % this.things.accounts.length]!;
    return { id, token: this.tokens.get(id) ?? '', role: 'reader' };
  }

  /** Withholds something in India; null where it is deleted, and cannot be. @returns the restriction */
  async withholds(subject: Subject): Promise<string | null> {
    const outcome = await this.platform.ask('impose-restriction', restrictionBody('withhold', subject));
    return outcome.ok ? (outcome.subjects[0] ?? null) : null;
  }

  /** Moves its clock to that of what happened. */
  async settles(): Promise<void> {
    this.server.clock.set(this.platform.now);
    await this.server.app.get(ScheduleKeeper).catchUp();
  }

  private async lives(moves: readonly Move[], asides: readonly Aside[]): Promise<void> {
    const { platform } = this;
    const ids = idsOf(0);
    const idsOfAsides = idsOf(1);
    const imposed = new Map<Aside, string>();
    platform.ids = ids;
    let instant = 0;
    const happensBeside = async (): Promise<void> => {
      instant += 1;
      // At the instant that just was: it takes no time that the other history does not know.
      platform.tick = 0;
      platform.ids = idsOfAsides;
      for (const aside of asides) {
        if (instant === aside.after) {
          const restriction = await this.withholds(await this.one(aside.on));
          if (restriction !== null) imposed.set(aside, restriction);
        }
        const restriction = imposed.get(aside);
        if (instant === aside.after + aside.lasts && restriction !== undefined)
          await platform.lift(restriction);
      }
      platform.ids = ids;
    };
    const hears = async (): Promise<void> => {
      if (instant === 0) await this.beginsToListen();
      await happensBeside();
      for (const listener of this.told) await listener.hasHeard(this.server);
    };
    const apart = moves.map((move) => ({ ...move, when: 'later' as const }));
    await live(platform, apart, hears, new Canaries());
    await this.settles();
    for (const listener of this.told) await listener.hasHeard(this.server);
    this.things = await thingsSince(this.server, 0);
    this.routes = routesOf(await documentOf(this.server.address));
  }

  /** One of the accounts and posts that are there. */
  private async one(n: number): Promise<Subject> {
    const { accounts, posts } = await thingsSince(this.server, 0);
    const subjects: Subject[] = [
      ...accounts.map(({ id }) => ({ type: 'account', id }) as const),
      ...posts.map(({ id }) => ({ type: 'post', id }) as const),
    ];
    return subjects[n % subjects.length]!;
  }

  private async beginsToListen(): Promise<void> {
    const things = await thingsSince(this.server, 0);
    this.tokens = await signIn(this.server, things, moderatorOf(things));
    const accounts = things.accounts.map(({ id }): StreamName => `account:${id}`);
    const [first] = this.tokens.values();
    const open = async (auth: object, names: readonly StreamName[]): Promise<void> => {
      const listener = await Listener.connect(this.server.address, { ...auth });
      for (const name of names) await listener.subscribe(name, { view_from: 'US' });
      this.told.push(listener);
    };
    await open({}, ['public', 'public:local', 'venue:home', 'hashtag:tagged', ...accounts]);
    await open({ token: first }, ['user', 'public']);
  }
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
