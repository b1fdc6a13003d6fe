import { execFile, execFileSync, spawn } from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { promisify } from 'node:util';
import { afterEach, describe, expect, it } from '@jest/globals';
import type { Person } from '../support/client.js';
import { letsIn, worldOf, type View } from './world.js';

const PATIENCE = 120_000;

/** Whether a package of Debian's is here. In CI it has to be. */
function isHere(command: string, ...args: string[]): boolean {
  try {
    execFileSync(command, args, { stdio: 'ignore' });
    return true;
  } catch {
    if (process.env['CI'] !== undefined) throw new Error(`${command} ${args.join(' ')} is not installed`);
    return false;
  }
}

/** Describes a client that need not be installed here. */
const where = (here: boolean): typeof describe | typeof describe.skip => (here ? describe : describe.skip);

/** A line that the Python client says. */
interface Said {
  what: string;
  [field: string]: unknown;
}

/** Debian's Python: another that comes first in the path may not have its packages. */
const PYTHON = '/usr/bin/python3';

where(isHere(PYTHON, '-c', 'import mastodon'))('Mastodon.py', () => {
  const world = worldOf('py');

  it(
    'signs in, posts, keeps, follows, pages, goes live, is shown tombstones, and looks back',
    async () => {
      const { url, asha, bilal, meera } = world;
      const client = spawn(PYTHON, [path.join(import.meta.dirname, 'mastodon_py.py'), url]);
      let wrong = '';
      client.stderr.setEncoding('utf8').on('data', (text: string) => (wrong += text));
      const answers: Readonly<Record<string, (said: Said) => Promise<object>>> = {
        code: async ({ address, view }) => ({ code: await letsIn(String(address), asha, view as View) }),
        post: async ({ what: _, text, ...rest }) => ({ id: (await bilal.posts(String(text), rest)).id }),
        who: () => Promise.resolve({ id: bilal.id }),
        withhold: ({ id }) => meera.imposes({ status_id: id }),
        delete: ({ id }) => bilal.deletes(String(id)),
        like: ({ id }) => bilal.likes(String(id)),
        follow: async () => {
          for (const who of [bilal, meera]) await who.does('POST', `/api/v1/accounts/${asha.id}/follow`);
          return { ids: [meera.id, bilal.id] };
        },
      };
      const told: Record<string, Said> = {};
      for await (const line of createInterface({ input: client.stdout })) {
        const said = JSON.parse(line) as Said;
        const answer = answers[said.what];
        if (answer === undefined) told[said.what] = said;
        else client.stdin.write(`${JSON.stringify(await answer(said))}\n`);
      }
      expect(wrong).toBe('');
      expect(told).toMatchObject({
        me: { id: asha.id, version: expect.stringContaining('4.4.0') },
        kept: {
          favourited: true,
          reblogged: true,
          bookmarked: true,
          bookmarks: [true],
          descendants: [true],
          home: expect.arrayContaining([expect.stringContaining('From a client')]),
        },
        follows: { following: true, relationship: true, followers: [asha.id] },
        found: { statuses: [true], hashtags: ['marmalade'], trends: ['marmalade'] },
        pages: { first: 3, all: 5 },
        conversations: { last: true, unread: true, accounts: [bilal.id], read: false },
        tombstone: {
          same: true,
          content: expect.stringContaining('withheld in India'),
          refused: expect.stringContaining('451'),
          elsewhere: expect.stringContaining('To be withheld'),
        },
        notifications: {
          types: expect.arrayContaining(['moderation_warning', 'favourite']),
          liked: [true],
        },
        cleared: { left: 0 },
        scheduled: { texts: ['Later'] },
        locked: { locked: true, waiting: true, told: true, let: true, not_let: false, left: 0 },
        past: { refused: expect.stringContaining('422') },
      });
      const last = told['stream']?.['last'];
      expect(told['stream']?.['told']).toEqual([
        ['update', last],
        ['status.update', last],
        ['delete', last],
      ]);
      expect(Number(told['past']?.['posts'])).toBeGreaterThan(0);
      expect(String(told['past']?.['latest']) <= '2021-02-10T08:05').toBe(true);
    },
    PATIENCE,
  );
});

where(isHere('toot', '--help'))('toot', () => {
  const world = worldOf('toot');
  const homes: string[] = [];
  afterEach(() => {
    for (const home of homes.splice(0)) fs.rmSync(home, { recursive: true, force: true });
  });

  /** A home of somebody's, in which toot is signed in. @returns how to run it */
  const signsIn = async (who: Person, view: View = {}): Promise<(...args: string[]) => Promise<string>> => {
    const home = fs.mkdtempSync(path.join(os.tmpdir(), 'withheld-toot-'));
    homes.push(home);
    const env = { PATH: process.env['PATH'] ?? '', HOME: home, XDG_CONFIG_HOME: home, LANG: 'C.UTF-8' };
    const login = spawn('toot', ['login', '--disable-https', '--instance', new URL(world.url).host], { env });
    let told = '';
    let wrong = '';
    login.stderr.setEncoding('utf8').on('data', (text: string) => (wrong += text));
    // It is not to open a browser.
    login.stdin.write('n\n');
    for await (const text of login.stdout.setEncoding('utf8') as AsyncIterable<string>) {
      const had = /http:\S+\/oauth\/authorize\S*/.test(told);
      told += text;
      const address = /(http:\S+\/oauth\/authorize\S*)\s/.exec(told)?.[1];
      if (!had && address !== undefined) login.stdin.write(`${await letsIn(address, who, view)}\n`);
    }
    expect(wrong).toBe('');
    expect(told).toContain('Successfully logged in');
    // The server is in this process, and answers while the client asks.
    return async (...args) => (await promisify(execFile)('toot', [...args, '--no-color'], { env })).stdout;
  };

  it(
    'signs in, posts, replies, keeps, reads, and shows tombstones',
    async () => {
      const { asha, bilal, meera } = world;
      const toot = await signsIn(asha);
      expect(await toot('whoami')).toContain(asha.username);
      expect(await toot('post', 'From a client')).toContain('Toot posted');
      const [post] = (await asha.reads<{ id: string }[]>('/api/v1/timelines/home')).body;
      await toot('post', '--reply-to', post?.id ?? '', 'And on');
      expect(await toot('thread', post?.id ?? '')).toContain('And on');
      const theirs = await bilal.posts('To be liked');
      for (const what of ['favourite', 'reblog', 'bookmark']) await toot(what, theirs.id);
      expect(await toot('timeline', '-1')).toContain('To be liked');
      expect(await toot('bookmarks', '-1')).toContain('To be liked');
      expect(await toot('follow', bilal.username)).toContain(`You are now following`);
      await bilal.posts('Marmalade #marmalade');
      const found = await toot('search', 'marmalade');
      expect(found).toContain('marmalade');
      expect(await toot('search', bilal.username)).toContain(bilal.username);
      expect(await toot('tags_follow', 'Ferries')).toContain('You are now following #Ferries');
      await meera.posts('The last one #ferries');
      expect(await toot('timeline', '-1')).toContain('The last one');
      expect(await toot('tags_followed')).toContain('ferries');
      await toot('tags_unfollow', 'ferries');
      expect(await toot('timeline', '-1')).not.toContain('The last one');
      const withheld = await bilal.posts('To be withheld');
      await meera.imposes({ status_id: withheld.id });
      expect(await toot('timeline', '-1', '--public', '--local')).toContain('To be withheld');
      const india = await signsIn(asha, { from: 'IN' });
      const seen = await india('timeline', '-1', '--public', '--local');
      expect(seen).toContain('withheld in India');
      expect(seen).not.toContain('To be withheld');
      await bilal.posts(`Good morning @${asha.username}`);
      expect(await toot('notifications')).toContain('Good morning');
      const past = await signsIn(asha, { from: 'IN', moment: '2021-02-10T08:04' });
      expect(await past('timeline', '-1', '--public')).toContain('2021-02-09 11:30');
    },
    PATIENCE,
  );
});
