import { execFile } from 'node:child_process';
import { once } from 'node:events';
import fs from 'node:fs';
import http from 'node:http';
import type { AddressInfo } from 'node:net';
import os from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { Server } from 'socket.io';
import { parse } from 'yaml';
import { PROJECT_ROOT } from '#config';
import type { Context } from '#contract';
import { restrictionBody } from './support/bodies.js';
import { people, type Person } from './support/client.js';
import { onEachDatabase, sqliteDatabase } from './support/databases.js';
import { Installation, type Program } from './support/installation.js';
import { serverOn } from './support/server.js';

const EXAMPLES = path.join(PROJECT_ROOT, 'examples');

let installed: Installation;
beforeAll(async () => {
  installed = await Installation.make();
  fs.cpSync(EXAMPLES, installed.at('examples'), { recursive: true });
}, 120_000);
afterAll(() => installed.remove());

describe('the example for people’s CI', () => {
  /** Somebody's repository, in which this one is checked out as the workflow does. */
  let repository: string;
  /** The step of the workflow that tests. */
  const { run, env } = testOf(fs.readFileSync(path.join(EXAMPLES, 'ci', 'github-actions.yml'), 'utf8'));
  beforeAll(() => {
    repository = fs.mkdtempSync(path.join(os.tmpdir(), 'withheld-client-'));
    fs.symlinkSync(installed.folder, path.join(repository, 'withheld'));
    fs.mkdirSync(path.join(repository, 'test'));
  });
  afterAll(() => fs.rmSync(repository, { recursive: true, force: true }));

  /** Runs the workflow's test on a client. @returns what it said, and its exit code */
  const tests = async (client: string | null): Promise<{ code: number; told: string }> => {
    const file = path.join(repository, env.CLIENT);
    fs.rmSync(file, { force: true });
    if (client !== null) fs.writeFileSync(file, client);
    try {
      const options = { cwd: repository, env: { PATH: process.env['PATH'] ?? '', ...env } };
      const { stdout } = await promisify(execFile)('sh', ['-ec', run], options);
      return { code: 0, told: stdout };
    } catch (error) {
      const { code, stdout, stderr } = error as { code: number; stdout: string; stderr: string };
      return { code, told: stdout + stderr };
    }
  };

  it('passes a client that shows tombstones, against a server that it starts itself', async () => {
    const client = fs.readFileSync(path.join(EXAMPLES, 'ci', 'client.mjs'), 'utf8');
    const { code, told } = await tests(client);
    expect(told).toMatch(/^# pass 6$|ℹ pass 6$/m);
    expect(code).toBe(0);
  }, 60_000);

  const reads = (query: string, shows: string): string => `
    export function open(address, country) {
      const kept = new Map();
      return {
        async shows() {
          const answer = await fetch(\`\${address}/api/v1/timelines/public${query}\`);
          for (const status of await answer.json()) ${shows}
          return [...kept.values()];
        },
        async close() {},
      };
    }`;
  const all = 'kept.set(status.id, status.content);';
  it.each<[string, string | null, RegExp]>([
    ['says nowhere from where it looks', reads('', all), /shows in India what is withheld/],
    [
      'keeps what it was told',
      reads('?view_from=${country}', `if (!kept.has(status.id)) ${all}`),
      /shows in India what is withheld/,
    ],
    [
      'shows no notice',
      reads('?view_from=${country}', `if (status.tombstone) kept.clear(); else ${all}`),
      /does not say in India/,
    ],
    ['looks from India everywhere', reads('?view_from=IN', all), /withholds elsewhere what/],
    ['is not there', null, /Cannot find module/],
  ])(
    'fails a client that %s',
    async (_, client, reason) => {
      const { code, told } = await tests(client);
      expect(told).toMatch(reason);
      expect(code).not.toBe(0);
    },
    60_000,
  );
});

/** The step of a workflow that runs Node's tests. */
function testOf(workflow: string): { run: string; env: { CLIENT: string } } {
  const { jobs } = parse(workflow) as {
    jobs: Record<string, { steps: { run?: string; env?: { CLIENT: string } }[] }>;
  };
  const steps = Object.values(jobs).flatMap((job) => job.steps);
  const [step, ...others] = steps.filter(({ run }) => run?.includes('node --test') === true);
  if (step?.run === undefined || step.env === undefined || others.length > 0)
    throw new Error('One step of the workflow tests, and says what');
  return { run: step.run, env: step.env };
}

onEachDatabase((make) => {
  describe('the example that watches', () => {
    const server = serverOn(make, { env: { TEST: '1' } });
    let asha: Person;
    beforeAll(async () => {
      ({ asha } = await people(server.address, { asha: 'reader' }));
      await asha.posts('Yesterday');
    });

    /** Watches from a country; each call waits for the next line. */
    const watches = async (country: string): Promise<() => Promise<string>> => {
      const watcher = listens([path.join('examples', 'watch', 'watch.mjs'), country, server.address]);
      let n = 0;
      const next = (): Promise<string> => watcher.says(/^/, (n += 1));
      expect(await next()).toBe(`Watching from ${country}: 1 posts, 0 of them withheld here.`);
      return next;
    };

    it('tells India of the tombstone, and elsewhere of where it is withheld', async () => {
      const [india, elsewhere] = await Promise.all([watches('IN'), watches('elsewhere')]);
      const post = await asha.posts('Good morning');
      const subject = { type: 'post', id: post.id } as const;
      const restriction = await server.does('impose-restriction', restrictionBody('withhold', subject));
      const told = ['+ @asha: Good morning', `! post ${post.id} is withheld in: IN`];
      for (const line of told) expect(await elsewhere()).toBe(line);
      expect(await india()).toBe('+ @asha: Good morning');
      expect(await india()).toMatch(/^× @asha: This post from @asha has been withheld in India/);
      expect(await india()).toBe(`! post ${post.id} is withheld in: IN`);
      // Frames tell what things are when they are made, so it is lifted once they have come.
      await server.does('lift-restriction', { restriction, reason: 'It is over' });
      expect(await elsewhere()).toBe(`! post ${post.id} is withheld in: nowhere`);
      const lifted = [await india(), await india()];
      expect(lifted.toSorted()).toEqual([
        `! post ${post.id} is withheld in: nowhere`,
        '= @asha: Good morning',
      ]);
    });
  });
});

describe('the example of a bot', () => {
  const server = serverOn(sqliteDatabase, { env: { TEST: '1' } });

  it('answers whoever asks, once', async () => {
    const { asha, oracle } = await people(server.address, { asha: 'reader', oracle: 'reader' });
    const env = { TOKEN: oracle.token, SERVER: server.address };
    const bot = listens([path.join('examples', 'bot', 'bot.mjs')], env);
    await bot.says(/Listening/);
    const { id } = await asha.posts('Will it rain? #ask');
    await bot.says(new RegExp(`${id} 200`));
    const { body } = await asha.reads<Context>(`/api/v1/statuses/${id}/context`);
    expect(body.descendants.map(({ account, content }) => [account.acct, content])).toEqual([
      ['oracle', expect.stringMatching(/asha.*(Yes|No|Ask again later)\./)],
    ]);
  });
});

const POST = { id: '1', account: { id: '1', acct: 'asha' }, content: 'Good morning', tombstone: false };

/** Programs that listen, and end with each test. */
const listening: Program[] = [];
afterEach(async () => {
  for (const program of listening.splice(0)) await program.kill('SIGKILL');
});

/** Starts one, in the folder of the installation. */
function listens(args: readonly string[], env: Record<string, string> = {}): Program {
  const program = installed.startNode(args, env);
  listening.push(program);
  return program;
}

/** The program of a page of the documentation that listens to a socket, at a server's address. */
function programOf(page: string, address: string): string {
  const text = fs.readFileSync(path.join(PROJECT_ROOT, page), 'utf8');
  const [program, ...others] = [...text.matchAll(/^```js\n(.*?)^```$/gms)]
    .map(([, code = '']) => code)
    .filter((code) => code.includes('socket.io-client'));
  if (program === undefined || others.length > 0) throw new Error(`${page} has one such program`);
  const file = installed.at(`${path.basename(page, '.md')}.mjs`);
  fs.writeFileSync(file, program.replaceAll('http://localhost:3000', address));
  return file;
}

/** Those that listen: where each is from, the arguments that start it, and what it says once it listens. */
const LISTENERS: [string, (address: string) => string[], RegExp][] = [
  ['examples/watch', (address) => ['examples/watch/watch.mjs', 'IN', address], /^Watching/],
  ['README.md', (address) => [programOf('README.md', address)], /Good morning/],
  ['docs/api.md', (address) => [programOf('docs/api.md', address)], /Good morning/],
];

describe('those that listen', () => {
  it.each<NodeJS.Signals>(['SIGKILL', 'SIGTERM'])(
    'go on where they were once a server is back that ended by %s',
    async (signal) => {
      const place = await sqliteDatabase();
      const env = { DATABASE_URL: place.url, TEST: '1' };
      const first = await installed.serve(env);
      const { asha } = await people(first.address, { asha: 'reader' });
      const all = LISTENERS.map(([, program]) => listens(program(first.address)));
      const listen = Promise.all(all.map((listener, i) => listener.says(LISTENERS[i]![2])));
      // Not each says that it listens before it hears something.
      const waits = { still: true };
      void listen.finally(() => (waits.still = false)).catch(() => undefined);
      while (waits.still) await asha.posts('Good morning');
      await listen;
      await first.kill(signal);
      const second = installed.start(['serve'], { ...env, PORT: new URL(first.address).port });
      await second.says(/^Withheld is at/);
      await asha.posts('Good evening');
      for (const listener of all) await listener.says(/Good evening/);
      await second.kill('SIGKILL');
      await place.remove();
    },
    60_000,
  );

  it.each(LISTENERS)('go on where the connection goes before it was answered: %s', async (_, program) => {
    const server = http.createServer((request, response) => {
      if (request.url?.startsWith('/socket.io') !== true) response.end('[]');
    });
    const sockets = new Server(server);
    let asked = 0;
    sockets.on('connection', (socket) => {
      socket.on('subscribe', (_request: unknown, answer: (given: object) => void) => {
        asked += 1;
        if (asked === 1) return socket.conn.close();
        answer({ ok: true, seq: 7 });
        socket.emit('event', { seq: 8, type: 'update', payload: POST });
      });
    });
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    const { port } = server.address() as AddressInfo;
    await listens(program(`http://127.0.0.1:${port}`)).says(/Good morning/);
    expect(asked).toBe(2);
    await sockets.close();
  });
});
