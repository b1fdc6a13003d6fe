import path from 'node:path';
import { pathToFileURL } from 'node:url';
import type { DatabaseLocation } from '#config';
import { inspectDatabase, type Database, type Sql } from '#database';
import type { Ended, Environment, Installation, Program } from '../support/installation.js';
import { postgresDatabase, sqliteDatabase, type TestDatabase } from '../support/test-database.js';

export type On = 'SQLite' | 'PostgreSQL';

export type Server = Program & { address: string };

const PRELOADS = path.join(import.meta.dirname, 'preload');

/** Where a fault is caused: the installed program, a database for it, and all that is cleared away after it. */
export class Site {
  private readonly leftovers: (() => unknown)[] = [];

  private constructor(
    readonly installed: Installation,
    readonly place: TestDatabase,
    readonly on: On,
    private readonly long: boolean,
  ) {}

  /** @param long whether it is to take the time that a person gives it, rather than a few seconds */
  static async make(installed: Installation, on: On, long: boolean): Promise<Site> {
    const place = await (on === 'SQLite' ? sqliteDatabase() : postgresDatabase());
    const site = new Site(installed, place, on, long);
    site.afterwards(() => place.remove());
    return site;
  }

  /** Another of the kind, on a database of its own; it is cleared away with this one. */
  async another(): Promise<Site> {
    const other = await Site.make(this.installed, this.on, this.long);
    this.afterwards(() => other.clear());
    return other;
  }

  /** Of two numbers, the one for the form that is run. */
  either(short: number, long: number): number {
    return this.long ? long : short;
  }

  /** Does something once the fault is over, however it ends; what was said last is done first. */
  afterwards(clear: () => unknown): void {
    this.leftovers.push(clear);
  }

  async clear(): Promise<void> {
    for (const clear of this.leftovers.splice(0).reverse()) await clear();
  }

  /** Starts a server on the database, and waits until it listens. */
  async serve(env: Environment = {}): Promise<Server> {
    const server = await this.installed.serve({ ...this.env, TEST: '1', LOG_LEVEL: 'silent', ...env });
    this.afterwards(() => server.kill('SIGKILL'));
    return server;
  }

  /** Starts a command on the database. */
  start(...args: string[]): Program {
    const program = this.installed.start(args, this.env);
    this.afterwards(() => program.kill('SIGKILL'));
    return program;
  }

  /** Runs a command on the database to its end. @throws where it does not do what it was asked */
  async does(...args: string[]): Promise<Ended> {
    const ended = await this.start(...args).ended;
    if (ended.code !== 0) throw new Error(`withheld ${args.join(' ')}: ${ended.stdout}${ended.stderr}`);
    return ended;
  }

  /** Stops a server as an operator does. @throws where it does not end in peace */
  async stops(server: Server): Promise<void> {
    const { code, stderr } = await server.kill('SIGTERM');
    if (code !== 0) throw new Error(`The server ended with ${code}: ${stderr}`);
  }

  /** Opens the database, which no server may have open if it is a SQLite file. */
  async using<T>(work: (database: Database) => Promise<T>): Promise<T> {
    const database = await this.place.open();
    try {
      return await work(database);
    } finally {
      await database.close();
    }
  }

  /** Reads the database as it is: nothing is brought up to date. */
  async inspect<T>(work: (sql: Sql) => Promise<T>): Promise<T> {
    const read = await inspectDatabase(this.location, work);
    if (read === null) throw new Error('There is no database');
    return read;
  }

  get location(): DatabaseLocation {
    const { url } = this.place;
    return this.on === 'SQLite'
      ? { kind: 'sqlite', path: url.slice('sqlite:'.length) }
      : { kind: 'postgres', url };
  }

  private get env(): Environment {
    return { DATABASE_URL: this.place.url };
  }
}

/** The environment that has a program run one of `preload/` before itself. */
export function preloading(name: string): Environment {
  return { NODE_OPTIONS: `--import ${pathToFileURL(path.join(PRELOADS, `${name}.mjs`)).href}` };
}

const asked = new WeakMap<Server, number>();

/**
 * Bytes of memory that a server holds which was started `preloading('memory')`, after it has collected what it
 * no longer needs.
 *
 * @returns `heap`: of JavaScript's; `resident`: of the process, as the system counts it
 */
export async function memoryOf(server: Server): Promise<{ heap: number; resident: number }> {
  const times = (asked.get(server) ?? 0) + 1;
  asked.set(server, times);
  process.kill(server.pid, 'SIGUSR2');
  const [, heap, resident] = (await server.says(/^memory /, times)).split(' ');
  return { heap: Number(heap), resident: Number(resident) };
}

/** Bytes as people read them. */
export function megabytes(bytes: number): string {
  return `${(bytes / 1_048_576).toFixed(1)} MB`;
}

/** Milliseconds as people read them. */
export function inMs(ms: number): string {
  return `${Math.round(ms)} ms`;
}
