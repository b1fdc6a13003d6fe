import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import fs from 'node:fs';
import { promisify } from 'node:util';
import { Reader } from '../support/client.js';
import type { Fault } from './fault.js';
import type { Server, Site } from './site.js';
import { accountsFor, Writers } from './writers.js';

export const diskFull: Fault = {
  name: 'disk-full',
  promise:
    'there is no room for what is written: writes are told to try again, reads go on, and so do writes once there is room',
  on: ['SQLite'],
  async cause(site) {
    const server = await site.serve();
    const writers = await Writers.begin(site, server);
    const times = site.either(1, 20);
    for (let n = 0; n < times; n++) {
      await writers.acknowledge(10);
      await allow(server, largestFile(site));
      await writers.areRefused(8);
      const { status } = await new Reader(server.address).reads('/api/v1/timelines/public');
      assert.equal(status, 200, 'A read while there is no room');
      await allow(server, 'unlimited');
    }
    await writers.acknowledge(10);
    await writers.stop();
    await site.stops(server);
    assert.equal(writers.unanswered, 0, 'Requests that were not answered');
    return { times, ...(await accountsFor(site, writers)) };
  },
};

/** Lets a process make files of no more than so many bytes (RLIMIT_FSIZE), as a disk does that has no more room. */
async function allow({ pid }: Server, bytes: number | 'unlimited'): Promise<void> {
  await promisify(execFile)('prlimit', [`--pid=${pid}`, `--fsize=${bytes}:unlimited`]);
}

/** Bytes of the write-ahead log, which grows with each write. */
function largestFile({ place }: Site): number {
  return fs.statSync(`${place.url.slice('sqlite:'.length)}-wal`).size;
}
