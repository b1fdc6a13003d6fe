import { once } from 'node:events';
import fs from 'node:fs';
import net from 'node:net';
import os from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Account, Scenario, ScenarioStage, Status } from '#contract';
import type { Database } from '#database';
import { Person, Reader } from './support/client.js';
import { onEachDatabase, type TestDatabase } from './support/databases.js';
import { differing, dump } from './support/dump.js';
import { runs, triesToServe, type Done } from './support/in-process.js';
import { Installation, type Ended, type Program } from './support/installation.js';
import { Listener } from './support/listener.js';
import { STAND_OFF } from './support/server.js';
import { STORY } from './support/story.js';

/** The end of the chain that the stand-off makes in an empty log. */
const HEAD = 'd4784d85bbb765bede1b58162398b6efd2e5107321c1e1ece2afff43819ae6d1';
const TOKEN = /^[\w-]{43}$/;

let installed: Installation;
/** Where servers of these tests keep their SQLite files. */
let folder: string;
beforeAll(async () => {
  folder = fs.mkdtempSync(path.join(os.tmpdir(), 'withheld-cli-'));
  installed = await Installation.make();
  fs.mkdirSync(installed.at('seeds', 'a-story'));
  fs.writeFileSync(installed.at('seeds', 'a-story', 'scenario.yaml'), STORY);
}, 120_000);
afterAll(async () => {
  await installed.remove();
  fs.rmSync(folder, { recursive: true, force: true });
});

/** The environment of a SQLite database in the folder. */
function at(name: string): { DATABASE_URL: string; PORT: string } {
  return { DATABASE_URL: `sqlite:${path.join(folder, `${name}.db`)}`, PORT: '0' };
}

let databases = 0;

onEachDatabase((make) => {
  // Commands that do not depend on the database are tried on one.
  const first = databases++ === 0;
  let place: TestDatabase;
  const withheld = (...args: string[]): Promise<Done> => runs(args, { DATABASE_URL: place.url });
  beforeAll(async () => {
    place = await make();
  });
  afterAll(() => place.remove());

  it('seeds the stand-off once, and says so the second time', async () => {
    const loaded = await withheld('seed', STAND_OFF);
    expect(loaded).toMatchObject({ code: 0, stderr: '' });
    expect(loaded.stdout).toMatch(/^Loaded 2021-india-twitter-koo: 90 steps in [\d.]+ s\.\n$/);
    const again = await withheld('seed', STAND_OFF);
    expect(again).toMatchObject({
      code: 0,
      stdout: expect.stringMatching(/loaded already; nothing was added/),
    });
    const live = await withheld('seed', STAND_OFF, '--live');
    expect(live).toMatchObject({ code: 3, stdout: expect.stringMatching(/npm run live/) });
  });

  it('verifies the chain, which is the same wherever it is loaded', async () => {
    expect(await withheld('verify')).toMatchObject({
      code: 0,
      stdout: `The chain is whole: 5,046 events, 0 of them erased.\nHead: ${HEAD}\n`,
    });
  });

  it('rebuilds the projections, row for row the same', async () => {
    const before = await using(place, dump);
    const rebuilt = await withheld('rebuild');
    expect(rebuilt).toMatchObject({ code: 0, stdout: 'Folded 5,046 events into the projections again.\n' });
    expect(differing(await using(place, dump), before)).toEqual([]);
  });

  if (first) {
    it('adds people, gives them roles and tokens, and erases them', async () => {
      const added = await withheld('user', 'add', 'asha', '--role', 'moderator');
      expect(added).toMatchObject({
        code: 0,
        stdout: expect.stringMatching(/^@asha is added as moderator\./),
      });
      const [, token = ''] = added.stdout.trim().split('\n');
      expect(token).toMatch(TOKEN);
      expect(await withheld('user', 'role', 'asha', 'reader')).toMatchObject({ code: 0 });
      const another = (await withheld('user', 'token', '@asha')).stdout.trim();
      expect(another).toMatch(TOKEN);
      expect(another).not.toBe(token);
      const narrow = await withheld('user', 'token', 'asha', '--scopes', 'read write:statuses');
      expect(narrow.stdout.trim()).toMatch(TOKEN);
      expect(await withheld('user', 'token', 'asha', '--scopes', 'read everything')).toMatchObject({
        code: 1,
        stderr: expect.stringContaining('"everything" is no scope'),
      });
      expect(await withheld('user', 'erase', 'asha')).toMatchObject({ code: 0 });
      expect((await withheld('verify')).stdout).toMatch(/5,048 events, 1 of them erased/);
    });

    it('goes on exactly where a live load was cut short, and ends as one all at once does', async () => {
      const here = at('cut-short');
      const args = ['seed', STAND_OFF, '--live', '--speed', '64'];
      const told: string[] = [];
      // By Ctrl-C, then as by a power cut; then it is let go on to its end.
      for (const [signal, after] of [
        ['SIGINT', 9],
        ['SIGKILL', 14],
      ] as const) {
        const program = installed.start(args, here);
        await program.says(/./, after);
        const ended = await program.kill(signal);
        if (signal === 'SIGINT')
          expect(ended).toMatchObject({ code: 0, stdout: expect.stringMatching(/Stopped after step \d+\./) });
        told.push(...stepsIn(ended));
      }
      const last = await installed.run(args, here);
      expect(last).toMatchObject({ code: 0, stdout: expect.stringMatching(/Loaded .*: 90 steps/) });
      told.push(...stepsIn(last));
      // A step whose line was on its way when the power went is not told again.
      expect(new Set(told).size).toBe(told.length);
      expect(told.length).toBeGreaterThanOrEqual(89);
      expect((await runs(['verify'], here)).stdout).toContain(`Head: ${HEAD}`);
    }, 120_000);
  }

  it('can be started several times at once on one empty database', async () => {
    const empty = await make();
    const env = { DATABASE_URL: empty.url, SEED: 'a-story' };
    const starts = () => installed.serve(env);
    // A SQLite file has one owner; on PostgreSQL any number of servers share a database.
    const servers = await Promise.all(empty.url.startsWith('postgres') ? [starts(), starts()] : [starts()]);
    for (const server of servers) {
      const { body } = await new Reader(server.address).reads<Scenario[]>('/api/v1/scenarios');
      expect(body).toMatchObject([{ id: 'a-story', loaded: true }]);
    }
    const ended = await Promise.all(servers.map((server) => server.kill('SIGTERM')));
    expect(ended.map(({ code }) => code)).toEqual(servers.map(() => 0));
    // One of them loaded it, and the others found it there.
    expect(ended.map(({ stderr }) => stderr).join('')).toMatch(/^Loaded a-story: 12 steps in [\d.]+ s\.\n$/);
    await empty.remove();
  });

  it('leaves a database alone that is newer than itself', async () => {
    const newer = await make();
    await using(newer, (database) =>
      database.write((transaction) =>
        transaction.query(`INSERT INTO migrations (timestamp, name) VALUES (9999999999999, 'FromTheFuture')`),
      ),
    );
    expect(await runs(['verify'], { DATABASE_URL: newer.url })).toMatchObject({
      code: 1,
      stderr: expect.stringMatching(/^This database is newer than this program \(it has FromTheFuture\)/),
    });
    await newer.remove();
  });
});

describe('withheld check', () => {
  it('holds the stand-off to what it expects', async () => {
    const { code, stdout, stderr } = await runs(['check', STAND_OFF]);
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    expect(stdout).toMatch(/90 steps, (\d+) of \1 expectations hold\./);
  });
});

describe('a scenario whose file was changed since it was loaded', () => {
  it('stays as it was loaded, and is told of as the server starts', async () => {
    // given a server that loaded it
    const id = 'changed-story';
    const file = installed.at('seeds', id, 'scenario.yaml');
    const text = STORY.replace('id: a-story', `id: ${id}`);
    fs.mkdirSync(path.dirname(file));
    fs.writeFileSync(file, text);
    const env = { ...at('changed'), SEED: id };
    const first = await (await installed.serve(env)).kill('SIGTERM');
    expect(first.stderr).toMatch(/^Loaded changed-story: 12 steps in [\d.]+ s\.\n$/);
    // when its file is changed, and the server started again
    fs.writeFileSync(file, text.replace('Hello.', 'Goodbye.'));
    const server = await installed.serve(env);
    const { body } = await new Reader(server.address).reads<ScenarioStage>(`/api/v1/scenarios/${id}/stage`);
    const { stderr } = await server.kill('SIGTERM');
    // then start-up and stage say so
    expect(body.file_is_loaded).toBe(false);
    expect(stderr).toBe(
      `seeds/${id}/scenario.yaml is another than the file that was loaded here, which is what is shown. To begin anew with it: npm start -- --fresh\n`,
    );
  });
});

describe('a server that runs', () => {
  let server: Program & { address: string };
  let env: Record<string, string>;
  beforeAll(async () => {
    env = at('runs');
    server = await installed.serve({ ...env, SEED: 'a-story' });
  });
  afterAll(() => server.kill('SIGKILL'));

  it('has said its address, as one line of JSON alone, and loaded its seed', async () => {
    expect(JSON.parse(server.stdout.trim().split('\n').at(-1) ?? '')).toEqual({ address: server.address });
    const { body } = await new Reader(server.address).reads<Scenario[]>('/api/v1/scenarios');
    expect(body).toMatchObject([{ id: 'a-story', loaded: true }]);
  });

  it('does what commands ask for, since it has the database', async () => {
    const listener = await Listener.connect(server.address);
    await listener.subscribe('public');
    const added = await runs(['user', 'add', 'asha'], env);
    expect(added).toMatchObject({ code: 0, stderr: '' });
    const asha = new Person(server.address, '', 'asha', added.stdout.trim().split('\n')[1] ?? '');
    expect((await asha.reads<Account>('/api/v1/accounts/verify_credentials')).body.username).toBe('asha');
    const post = await asha.posts('Hello');
    expect(await runs(['rebuild'], env)).toMatchObject({ code: 0 });
    expect((await asha.reads<Status>(`/api/v1/statuses/${post.id}`)).body).toEqual(post);
    // Who listens there sees a scenario arrive; Ctrl-C stops it there.
    const seeding = installed.start(['seed', STAND_OFF, '--live', '--speed', '64'], env);
    await listener.until('the first order', () => listener.told().includes('order filed'));
    expect(await seeding.kill('SIGINT')).toMatchObject({
      code: 0,
      stdout: expect.stringMatching(/Stopped\. The same command goes on from there\.\n$/),
    });
    listener.close();
  });

  const REFUSED: [string, string[], RegExp][] = [
    ['a name of the cast', ['user', 'add', 'crowd-001'], /resembles someone/],
    ['no name', ['user', 'add', 'not a name'], /was not added/],
    ['no role', ['user', 'add', 'x', '--role', 'king'], /Allowed choices are reader/],
    ['nobody', ['user', 'role', 'nobody', 'reader'], /There is no account @nobody/],
    ['to erase the cast', ['user', 'erase', 'examplespeaker@twitter'], /was not erased/],
    ['no scenario', ['seed', 'no-such-story'], /there is no scenario "no-such-story" in .*a-story/],
    ['no address', ['verify', 'example.org'], /Give an address that begins with http/],
    ['a place without an address', ['verify', '--view-from', 'IN'], /give its address, too/],
    ['a speed for what is not played', ['seed', 'a-story', '--speed', '2'], /--speed is for --live/],
    ['no speed', ['seed', 'a-story', '--live', '--speed', '0'], /Give a number from/],
  ];
  it.each(REFUSED)('has %s refused, with the reason', async (_, args, reason) => {
    const { code, stdout, stderr } = await runs(args, env);
    expect({ code, stdout }).toEqual({ code: 1, stdout: '' });
    expect(stderr).toMatch(reason);
  });

  it('has its ledger verified from outside, by whoever has no database of it', async () => {
    expect(await runs(['verify', server.address, '--view-from', 'IN'])).toMatchObject({
      code: 0,
      stderr: '',
      stdout: expect.stringMatching(
        /^The ledger at http.* is whole: .*redacted for you\.\n.*\nHead: [0-9a-f]{64}\n$/,
      ),
    });
  });

  it('keeps its token where others cannot read it, and takes no other', async () => {
    const lock = path.join(folder, 'runs.db.lock');
    expect((fs.statSync(lock).mode & 0o077).toString(8)).toBe('0');
    const visitor = new Reader(server.address);
    const ask = async (headers: Record<string, string>): Promise<number> =>
      (await visitor.sends('POST', '/internal/operations', { name: 'rebuild' }, headers)).status;
    expect(await ask({})).toBe(403);
    expect(await ask({ 'x-operator-token': 'x'.repeat(43) })).toBe(403);
  });

  it('is named to a second one on the same database', async () => {
    const second = await triesToServe(env);
    expect(second.code).toBe(1);
    expect(second.stderr).toContain(`in use by the server at ${server.address} (process ${server.pid})`);
  });

  it('has its port to itself', async () => {
    const { port } = new URL(server.address);
    const second = await triesToServe({ ...at('second'), PORT: port });
    expect(second.code).toBe(1);
    expect(second.stderr).toBe(
      `Port ${port} on 127.0.0.1 is in use. Set PORT to another one, such as PORT=${Number(port) + 1}.\n`,
    );
  });
});

describe('a server that is told to stop', () => {
  it('finishes what is under way, and exits 0', async () => {
    const server = await installed.serve(at('told'));
    const listener = await Listener.connect(server.address);
    await listener.subscribe('public');
    const visitor = new Reader(server.address);
    // Keeps a connection that only waits.
    await visitor.reads('/health');
    const signingUp = visitor.sends('POST', '/api/v1/accounts', {
      username: 'last_minute',
      email: 'last@example.org',
      password: 'correct horse battery staple',
      agreement: true,
    });
    await whenReceived(server.address);
    expect(await server.kill('SIGINT')).toMatchObject({ code: 0, signal: null, stderr: '' });
    expect((await signingUp).status).toBe(200);
    await listener.until('the end', () => !listener.socket.connected);
  });

  it('says at once that it is not ready, still answers for a moment, and then tells its sockets', async () => {
    const server = await installed.serve({ ...at('drained'), DRAIN_SECONDS: '1' });
    const listener = await Listener.connect(server.address);
    const { ended } = await drains(server);
    expect((await new Reader(server.address).reads('/health')).status).toBe(200);
    expect(await ended).toMatchObject({ code: 0, signal: null });
    await listener.until('the end', () => !listener.socket.connected);
    expect(listener.errors).toEqual(['going_away']);
  });

  it('ends at once when it is told a second time', async () => {
    const server = await installed.serve({ ...at('twice'), DRAIN_SECONDS: '300' });
    await drains(server);
    expect(await server.kill('SIGTERM')).toMatchObject({ code: 1, signal: null });
  });

  it('stops what a command has it do, and leaves the rest for later', async () => {
    const env = at('stopped');
    const server = await installed.serve(env);
    const seeding = installed.start(['seed', STAND_OFF, '--live'], env);
    await seeding.says(/Koo is developed/);
    expect(await server.kill('SIGTERM')).toMatchObject({ code: 0 });
    const { code, stdout } = await seeding.ended;
    expect({ code, stdout }).toEqual({ code: 0, stdout: expect.stringMatching(/goes on from there/) });
  });
});

describe('a server that cannot start', () => {
  const WRONG: [string, Record<string, string>, RegExp[]][] = [
    [
      'with several things wrong',
      {
        PORT: 'high',
        DATABASE_URL: 'mysql://x',
        GEO_MODE: 'maybe',
        PUBLIC_URL: 'example.org',
        LOG_LEVEL: 'loud',
      },
      [
        /^PORT="high": use a number from 0 to 65535$/m,
        /^DATABASE_URL.*: use sqlite:/m,
        /^GEO_MODE=/m,
        /^PUBLIC_URL/m,
        /^LOG_LEVEL=/m,
      ],
    ],
    [
      'with what is for this machine alone, in the open',
      { HOST: '0.0.0.0', DEMO: '1', TEST: '1' },
      [/^DEMO=1 with HOST/m, /^TEST=1 with HOST/m],
    ],
    ['on an address that is not this machine’s', { HOST: '192.0.2.1' }, [/Cannot listen on 192\.0\.2\.1/]],
    ['with a seed that is not there', { SEED: 'no-such-story' }, [/no-such-story/, /could not be loaded/]],
  ];
  it.each(WRONG)('%s says what to change', async (_, wrong, reasons) => {
    const { code, stdout, stderr } = await triesToServe({ ...at('wrong'), ...wrong });
    expect({ code, stdout }).toEqual({ code: 1, stdout: '' });
    for (const reason of reasons) expect(stderr).toMatch(reason);
    expect(stderr).not.toMatch(/^\s+at /m);
  });

  it('exits 1, and says so on standard error alone', async () => {
    const { code, stdout, stderr } = await installed.run(['serve'], { ...at('wrong'), PORT: 'high' });
    expect({ code, stdout }).toEqual({ code: 1, stdout: '' });
    expect(stderr).toBe('PORT="high": use a number from 0 to 65535\n');
  });

  // A command opens the database the same way.
  const CLOSED: [string, 'serve' | 'migrate' | 'verify', () => string, RegExp][] = [
    [
      'under a file',
      'serve',
      () => `sqlite:${path.join(fileWith(''), 'data', 'db')}`,
      /cannot be written .*Change its permissions, or set DATABASE_URL/,
    ],
    [
      'where nobody may write',
      'migrate',
      () => 'sqlite:/sys/data/db',
      /cannot be written .*Change its permissions, or set DATABASE_URL/,
    ],
    [
      'that is none',
      'serve',
      () => `sqlite:${fileWith('A letter, and a long one at that. '.repeat(100))}`,
      /cannot be opened/,
    ],
    [
      'that is not there',
      'verify',
      () => `sqlite:${fileWith('')}.nowhere`,
      /^There is no database at .*\.nowhere\. Load a scenario or start a server first, or set DATABASE_URL/,
    ],
    [
      'that does not answer',
      'verify',
      () => 'postgres://nobody@127.0.0.1:1/nothing',
      /^PostgreSQL at 127\.0\.0\.1:1 cannot be reached/,
    ],
  ];
  it.each(CLOSED)('on a database %s says so', async (_, command, url, reason) => {
    const env = { DATABASE_URL: url(), PORT: '0' };
    const { code, stdout, stderr } = await (command === 'serve' ? triesToServe(env) : runs([command], env));
    expect({ code, stdout }).toEqual({ code: 1, stdout: '' });
    expect(stderr).toMatch(reason);
  });
});

it('its help lists the commands and every variable', async () => {
  const { code, stdout } = await runs(['--help']);
  expect(code).toBe(0);
  for (const word of ['serve', 'migrate', 'seed', 'check', 'rebuild', 'verify', 'user'])
    expect(stdout).toMatch(new RegExp(`^  ${word} `, 'm'));
  for (const name of ['PORT', 'HOST', 'DATABASE_URL', 'SEED', 'DEMO', 'TEST', 'GEO_DEFAULT_COUNTRY'])
    expect(stdout).toMatch(new RegExp(`^  ${name} `, 'm'));
});

/** Opens a database that no program has open. */
async function using<T>(place: TestDatabase, work: (database: Database) => Promise<T>): Promise<T> {
  const database = await place.open();
  try {
    return await work(database);
  } finally {
    await database.close();
  }
}

let files = 0;

function fileWith(text: string): string {
  const file = path.join(folder, `file-${files++}`);
  fs.writeFileSync(file, text);
  return file;
}

/** The lines of a live load that tell a step. */
function stepsIn({ stdout }: Ended): string[] {
  return stdout.split('\n').filter((line) => /^\d\d \w+ \d{4}/.test(line));
}

/** Tells a server that somebody looks at to stop, and waits until it says so. @returns its end, to be waited for */
async function drains(server: Program & { address: string }): Promise<{ ended: Promise<Ended> }> {
  const reader = new Reader(server.address);
  expect((await reader.reads('/ready')).status).toBe(200);
  const ended = server.kill('SIGTERM');
  while ((await reader.reads('/ready')).status !== 503);
  return { ended };
}

/** Waits until a server has read what was sent to it before: it answers in turn. */
async function whenReceived(address: string): Promise<void> {
  const { hostname, port } = new URL(address);
  const probe = net.connect(Number(port), hostname);
  await once(probe, 'connect');
  probe.end('GET /health HTTP/1.1\r\nhost: x\r\nconnection: close\r\n\r\n');
  probe.resume();
  await once(probe, 'close');
}
