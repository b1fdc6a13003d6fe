import { execFile, spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { promisify } from 'node:util';
import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { PROJECT_ROOT } from '#config';
import { restrictionBody } from './support/bodies.js';
import { people, type Person } from './support/client.js';
import { onEachDatabase } from './support/databases.js';
import { Installation } from './support/installation.js';
import { serverOn } from './support/server.js';

const EXAMPLES = path.join(PROJECT_ROOT, 'examples');

describe('the example for people’s CI', () => {
  let installed: Installation;
  beforeAll(async () => {
    installed = await Installation.make();
  }, 120_000);
  afterAll(() => installed.remove());

  it('passes, against a server that it starts itself', async () => {
    const { stdout } = await promisify(execFile)(
      process.execPath,
      ['--test', '--test-reporter=tap', path.join(EXAMPLES, 'ci', 'tombstone.test.mjs')],
      { env: { PATH: process.env['PATH'] ?? '', WITHHELD: installed.folder } },
    );
    expect(stdout).toMatch(/^# pass [1-9]/m);
    expect(stdout).toMatch(/^# fail 0$/m);
    expect(stdout).toMatch(/^# skipped 0$/m);
  }, 60_000);
});

onEachDatabase((make) => {
  describe('the example that watches', () => {
    const server = serverOn(make, { env: { TEST: '1' } });
    let asha: Person;
    const watchers: ChildProcess[] = [];
    beforeAll(async () => {
      ({ asha } = await people(server.address, { asha: 'reader' }));
      await asha.posts('Yesterday');
    });
    afterEach(() => {
      for (const watcher of watchers.splice(0)) watcher.kill('SIGKILL');
    });

    /** Watches from a country; each call waits for the next line. */
    const watches = async (country: string): Promise<() => Promise<string>> => {
      const args = [path.join(EXAMPLES, 'watch', 'watch.mjs'), country, server.address];
      const child = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'inherit'] });
      watchers.push(child);
      const lines: string[] = [];
      const reading = createInterface({ input: child.stdout }).on('line', (line) => lines.push(line));
      const next = async (): Promise<string> => {
        while (lines.length === 0) await once(reading, 'line');
        return lines.shift() ?? '';
      };
      expect(await next()).toBe(`Watching from ${country}: 1 posts, 0 of them withheld here.`);
      return next;
    };

    it('tells India of the tombstone, and elsewhere of where it is withheld', async () => {
      const [india, elsewhere] = await Promise.all([watches('IN'), watches('elsewhere')]);
      const post = await asha.posts('Good morning');
      const subject = { type: 'post', id: post.id } as const;
      const restriction = await server.does('impose-restriction', restrictionBody('withhold', subject));
      await server.does('lift-restriction', { restriction, reason: 'It is over' });
      const told = ['+ @asha: Good morning', `! post ${post.id} is withheld in: IN`];
      for (const line of told) expect(await elsewhere()).toBe(line);
      expect(await elsewhere()).toBe(`! post ${post.id} is withheld in: nowhere`);
      expect(await india()).toBe('+ @asha: Good morning');
      expect(await india()).toMatch(/^× @asha: This post from @asha has been withheld in India/);
      expect(await india()).toBe(`! post ${post.id} is withheld in: IN`);
      const lifted = [await india(), await india()];
      expect(lifted.toSorted()).toEqual([
        `! post ${post.id} is withheld in: nowhere`,
        '= @asha: Good morning',
      ]);
    });
  });
});
