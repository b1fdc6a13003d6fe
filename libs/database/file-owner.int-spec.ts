import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import Libsql from 'libsql';
import { DatabaseUnusable, FileOwnership } from '#database';
import { Child } from '../../test/support/child.js';

let folder: string;
let file: string;
beforeEach(() => {
  folder = fs.mkdtempSync(path.join(os.tmpdir(), 'withheld-'));
  file = path.join(folder, 'data', 'withheld.db');
});
afterEach(() => {
  fs.rmSync(folder, { recursive: true, force: true });
});

function take(): FileOwnership {
  const taken = FileOwnership.take(file);
  if (!taken.taken) throw new Error(`It is taken by ${JSON.stringify(taken.by)}`);
  return taken.ownership;
}

describe('a SQLite file', () => {
  it('has one owner, and a second is told who', () => {
    const ownership = take();
    expect(FileOwnership.take(file)).toEqual({
      taken: false,
      by: { pid: process.pid, address: null, token: ownership.owner.token },
    });
    ownership.announce('http://127.0.0.1:3000');
    expect(FileOwnership.take(file)).toMatchObject({
      taken: false,
      by: { address: 'http://127.0.0.1:3000' },
    });
    ownership.release();
  });

  it('can be taken once it is released, by an owner with another token', () => {
    const first = take();
    first.release();
    const second = take();
    expect(second.owner.token).not.toBe(first.owner.token);
    second.release();
  });

  it('has one owner, whatever links lead to it', () => {
    const ownership = take();
    fs.writeFileSync(file, '');
    const [link, folderLink] = [path.join(folder, 'link.db'), path.join(folder, 'elsewhere')];
    fs.symlinkSync(file, link);
    fs.symlinkSync(path.dirname(file), folderLink);
    for (const name of [link, path.join(folderLink, 'withheld.db')])
      expect(FileOwnership.take(name)).toMatchObject({ taken: false, by: { pid: process.pid } });
    ownership.release();
  });

  it('is let go of though another process looks who has it', () => {
    const ownership = take();
    const looking = new Libsql(`${file}.lock`);
    looking.exec('BEGIN; SELECT * FROM owner');
    expect(() => ownership.release()).not.toThrow();
    looking.close();
    take().release();
  });

  it('is not the one beside it', () => {
    const ownership = take();
    const beside = FileOwnership.take(path.join(folder, 'data', 'other.db'));
    expect(beside.taken).toBe(true);
    if (beside.taken) beside.ownership.release();
    ownership.release();
  });

  it('keeps its owner’s token from other users, and makes it hard to guess', () => {
    const ownership = take();
    for (const name of fs.readdirSync(path.dirname(file)))
      expect(fs.statSync(path.join(path.dirname(file), name)).mode & 0o077).toBe(0);
    expect(Buffer.from(ownership.owner.token, 'base64url')).toHaveLength(32);
    ownership.release();
  });

  it('needs a folder that can be made', () => {
    fs.writeFileSync(path.join(folder, 'data'), 'No folder');
    expect(() => FileOwnership.take(file)).toThrow(DatabaseUnusable);
  });
});

describe('a SQLite file of another process', () => {
  let owner: Child;
  beforeEach(async () => {
    owner = Child.run(
      `import { createInterface } from 'node:readline';
       import { FileOwnership } from './file-owner.js';
       const { ownership } = FileOwnership.take(${JSON.stringify(file)});
       console.log('taken');
       for await (const line of createInterface({ input: process.stdin })) {
         if (line === 'release') ownership.release();
         else ownership.announce(line);
         console.log('done');
       }`,
      ['libs/database/file-owner.ts', 'libs/database/private-files.ts', 'libs/database/errors.ts'],
    );
    expect(await owner.says()).toBe('taken');
  });
  afterEach(() => owner.kill());

  it('cannot be taken, and tells which process to ask, and where', async () => {
    expect(FileOwnership.take(file)).toMatchObject({ taken: false, by: { pid: owner.pid, address: null } });
    owner.tell('http://127.0.0.1:4000');
    await owner.says();
    expect(FileOwnership.take(file)).toMatchObject({
      taken: false,
      by: { pid: owner.pid, address: 'http://127.0.0.1:4000' },
    });
  });

  it('can be taken once that released it', async () => {
    owner.tell('release');
    await owner.says();
    take().release();
  });

  it('can be taken once that was killed, at any moment', async () => {
    owner.tell('http://127.0.0.1:4000');
    await owner.says();
    await owner.kill();
    const ownership = take();
    expect(ownership.owner.pid).toBe(process.pid);
    ownership.release();
  });
});
