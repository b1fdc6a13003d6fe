import os from 'node:os';
import type { Contender, Reach, Row } from '../measure/row.js';
import type { Platform } from '../measure/setting.js';
import { Worker } from '../measure/worker.js';

const CONNECTIONS = 16;
const PAGE = '/api/v1/timelines/public?limit=20&view_from=IN';
/** Instants that are asked for: more than one round gets through. */
const INSTANTS = 20_000;

/** Reads that may have been made before: beside a bare server that sends the same bytes. */
export async function answers(program: Platform, against: Platform | null, seconds: number): Promise<Row[]> {
  const rows: [string, (platform: Platform) => string, number][] = [
    ['the public timeline, live: a page of 20', () => PAGE, 0.4],
    ['a status by its id', ({ filled }) => `/api/v1/statuses/${filled.status}?view_from=IN`, 0.25],
    ['/health', () => '/health', 0.4],
  ];
  return Promise.all(
    rows.map(async ([what, pathIn, figure]) => {
      const asks = (platform: Platform): Contender =>
        asking({ address: platform.server.address, paths: [pathIn(platform)], seconds });
      return {
        what: `${what}, ${CONNECTIONS} connections`,
        unit: '/s',
        reach: { is: 'at least', figure } as const,
        program: asks(program),
        against: against === null ? undefined : asks(against),
        limit: await bareHttp(`${program.server.address}${pathIn(program)}`, seconds),
      };
    }),
  );
}

/** Reads that nobody has asked for before: beside the database's bare statements, a connection a core. */
export async function lookups(program: Platform, against: Platform | null, seconds: number): Promise<Row[]> {
  const home = (): string[] => ['/api/v1/timelines/home?limit=20&view_from=IN'];
  const rows: [string, (platform: Platform) => string[], ((platform: Platform) => string) | null][] = [
    ['the public timeline at a `view_at` that nobody asked for', pastPaths, null],
    ['a home page, 200 followed', home, ({ filled }) => filled.reader],
  ];
  const made: Row[] = [];
  for (const [what, pathsIn, tokenIn] of rows) {
    const asks = (platform: Platform): Contender =>
      asking({
        address: platform.server.address,
        paths: pathsIn(platform),
        seconds,
        ...(tokenIn === null ? {} : { tokens: [tokenIn(platform)] }),
      });
    made.push({
      what: `${what}, ${CONNECTIONS} connections`,
      unit: '/s',
      reach: { is: 'at least', figure: 0.5 },
      program: asks(program),
      against: against === null ? undefined : asks(against),
      limit: await bareStatements(program.url, pathsIn(program).slice(0, 10), tokenIn?.(program), seconds),
    });
  }
  return made;
}

/** A page of the past, each at an instant that nobody has asked for. */
export function pastPaths({ filled: { from, to } }: Platform): string[] {
  return Array.from({ length: INSTANTS }, () => {
    const at = new Date(from + Math.random() * (to - from)).toISOString();
    return `${PAGE}&view_at=${at}`;
  });
}

/** What somebody reads of their own, who is the person with posts of their own. */
export function ofOneAccount({ server, filled }: Platform, seconds: number): Row[] {
  const row = (what: string, path: string): Row => ({
    what,
    unit: '/s',
    reach: { is: 'at least', figure: 0 },
    program: asking({ address: server.address, paths: [path], tokens: [filled.reader], seconds }),
    limit: { sample: () => Promise.resolve(1) },
  });
  return [
    row('page of an account', `/api/v1/accounts/${filled.account}/statuses?limit=20`),
    row('notifications', '/api/v1/notifications?limit=20'),
  ];
}

/** A page of the past, at many posts beside few: reading must not grow with what there is. */
export function growth(many: Platform, few: Platform, posts: string, seconds: number): Row {
  const reach: Reach = { is: 'at least', figure: 0.7 };
  const past = ({ filled: { from, to }, server }: Platform): Contender =>
    asking({
      address: server.address,
      paths: Array.from({ length: INSTANTS }, () => {
        // All are full: they begin after the first tenth.
        const at = from + (0.1 + Math.random() * 0.9) * (to - from);
        return `${PAGE}&view_at=${new Date(at).toISOString()}`;
      }),
      seconds,
    });
  return { what: `a page of the past at ${posts}`, unit: '/s', reach, program: past(many), limit: past(few) };
}

interface Asked {
  address: string;
  paths: string[];
  tokens?: string[];
  /** Words that are posted there. */
  post?: string;
  connections?: number;
  seconds: number;
}

export function asking(asked: Asked): Contender {
  const worker = Worker.start('measure/requests.mjs');
  return {
    sample: async () =>
      (await worker.ask<{ rate: number }>({ kind: 'rate', connections: CONNECTIONS, ...asked })).rate,
    close: () => worker.stop(),
  };
}

/** A bare server that sends what is at an address. */
async function bareHttp(at: string, seconds: number): Promise<Contender> {
  const answer = await fetch(at);
  const body = Buffer.from(await answer.arrayBuffer()).toString('base64');
  const server = Worker.start('limits/bare-http.mjs');
  const type = answer.headers.get('content-type');
  const { address } = await server.ask<{ address: string }>({ body, type });
  const asks = asking({ address, paths: ['/'], seconds });
  return {
    sample: asks.sample,
    close: async () => {
      await asks.close?.();
      await server.stop();
    },
  };
}

async function bareStatements(
  url: string,
  paths: string[],
  token: string | undefined,
  seconds: number,
): Promise<Contender> {
  const workers = Array.from({ length: os.availableParallelism() }, () =>
    Worker.start('limits/statements.ts', [], { source: true }),
  );
  // SQLite's file is open in the server, which reads what is committed; another reader does not hold it up.
  const find = { url, paths, ...(token === undefined ? {} : { token }) };
  const { statements } = (await workers[0]?.ask<{ statements: unknown[] }>({ find })) ?? { statements: [] };
  for (const worker of workers) await worker.ask({ open: { url, statements } });
  return {
    sample: async () => {
      const rates = await Promise.all(workers.map((worker) => worker.ask<{ rate: number }>({ seconds })));
      return rates.reduce((sum, { rate }) => sum + rate, 0);
    },
    close: async () => {
      for (const worker of workers) await worker.stop();
    },
  };
}
