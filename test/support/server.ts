import { afterAll, afterEach, beforeAll } from '@jest/globals';
import { CommandBus, loadSteps, type Outcome } from '#commands';
import { readConfig, type Config } from '#config';
import type { Database } from '#database';
import { command, type CommandBodies, type CommandType } from '#domain';
import { readHead } from '#log';
import { SEEDS_DIR } from '#operations';
import { compileScenario, loadScenarioFile } from '#replay';
import { createServer, type RunningServer } from '../../apps/server/create-server.js';
import { LogFollower } from '../../apps/server/follower/log-follower.js';
import type { Bounds } from '../../apps/server/http/door/bounds.js';
import { Clock } from '../../apps/server/platform/clock.js';
import type { TestDatabase } from './databases.js';

export const STAND_OFF = '2021-india-twitter-koo';

/** A server in this process, on a database of its own, with what a test reaches behind it. */
export interface TestServer {
  place: TestDatabase;
  address: string;
  app: RunningServer['app'];
  database: Database;
  bus: CommandBus;
  clock: Clock;
  /**
   * Runs a command behind the routes' back, once earlier events have been told to sockets: one that has no
   * route, such as following somebody, or one that a test needs done but is not about.
   *
   * @returns the id of what it is about
   * @throws with the refusal
   */
  does<T extends CommandType>(type: T, body: CommandBodies[T], actor?: string | null): Promise<string>;
  /** Stops it, if it still runs; its database stays. */
  close(): Promise<void>;
}

export interface TestServerOptions {
  /** Environment variables beside `PORT=0` and `LOG_LEVEL=silent`. */
  env?: Record<string, string>;
  /** Bounds that are others than a server's own, so that a test need not make thousands of connections. */
  bounds?: Partial<Bounds>;
  /** Stands between the server and its database. */
  wrap?: (database: Database) => Database;
}

/**
 * The server of a suite: it starts before the suite's tests, on a database of its own, and both are gone
 * after them. Nothing can be asked of it before.
 *
 * @param make makes the database, as `onEachDatabase` has it
 */
export function serverOn(make: () => Promise<TestDatabase>, options?: TestServerOptions): TestServer {
  let server: TestServer | undefined;
  // Making the database may load a story into it.
  beforeAll(async () => {
    server = await startServer(await make(), options);
  }, 120_000);
  afterAll(async () => {
    await server?.close();
    await server?.place.remove();
  });
  return new Proxy({} as TestServer, {
    get: (_, name) => {
      if (server === undefined) throw new Error('The server is not there yet');
      return server[name as keyof TestServer];
    },
  });
}

/**
 * For tests that need servers of their own: they and what was made for them are gone after the test.
 *
 * @returns starts one, on the database of another where its `place` is given, else on one of its own
 */
export function serversPerTest(
  make: () => Promise<TestDatabase>,
): (options?: TestServerOptions & { place?: TestDatabase }) => Promise<TestServer> {
  const servers: TestServer[] = [];
  const made: TestDatabase[] = [];
  afterEach(async () => {
    for (const server of servers.splice(0)) await server.close();
    for (const place of made.splice(0)) await place.remove();
  });
  return async ({ place: given, ...options } = {}) => {
    const place = given ?? (await make());
    if (place !== given) made.push(place);
    const server = await startServer(place, options);
    servers.push(server);
    return server;
  };
}

/** Starts a server from its sources on a free port. */
export async function startServer(
  place: TestDatabase,
  { env = {}, bounds = {}, wrap = (database) => database }: TestServerOptions = {},
): Promise<TestServer> {
  const opened = await place.open();
  const database = wrap(opened);
  const clock = new Clock();
  const server = await createServer({
    config: configFor({ DATABASE_URL: place.url, ...env }),
    database,
    ownership: null,
    clock,
    bounds,
  });
  const bus = server.app.get(CommandBus);
  let closed: Promise<void> | undefined;
  return {
    place,
    address: server.address,
    app: server.app,
    database,
    bus,
    clock,
    does: async (type, body, actor = null) => {
      await hasTold(server.app.get(LogFollower), database);
      return does(bus, type, body, actor);
    },
    close: () => (closed ??= server.close().then(() => opened.close())),
  };
}

/**
 * Waits until all listeners have been told all that has happened: frames tell the state of things by then,
 * so that a command run at once after it would be told with it.
 */
async function hasTold(follower: LogFollower, { reader }: Database): Promise<void> {
  const { seq } = await readHead(reader);
  await follower.reached(seq);
}

/** The configuration that an environment makes, for a server on a free port. */
export function configFor(env: Record<string, string>): Config {
  const read = readConfig({ PORT: '0', LOG_LEVEL: 'silent', DRAIN_SECONDS: '0', ...env }, process.cwd());
  if (!read.ok) throw new Error(read.errors.join('\n'));
  return read.config;
}

/** Loads the stand-off: all of it at once, or what of it happens up to an instant. */
export async function loadStandOff(database: Database, until?: string): Promise<void> {
  const loaded = await loadScenarioFile(SEEDS_DIR, STAND_OFF);
  if (!loaded.ok) throw new Error('The stand-off does not check');
  const { file, digest } = loaded;
  const end = until === undefined ? Infinity : Date.parse(until);
  const steps = [...compileScenario(file, digest)].filter(({ at }) => at <= end);
  for await (const _ of loadSteps(new CommandBus(database), database, { id: STAND_OFF, digest, steps }));
}

async function does<T extends CommandType>(
  bus: CommandBus,
  type: T,
  body: CommandBodies[T],
  actor: string | null,
): Promise<string> {
  const outcome: Outcome = await bus.submit({
    build: ({ at, id }) => [command(type, body, { id: id(), at, actor })],
  });
  if (!outcome.ok) throw new Error(`${type} was refused: ${JSON.stringify(outcome.refusal)}`);
  return outcome.subjects[0] ?? '';
}
