import assert from 'node:assert/strict';
import type { Fault } from './fault.js';
import { inMs, megabytes, memoryOf, preloading } from './site.js';
import { accountsFor, Writers } from './writers.js';

/** Bytes by which the heap may grow from the middle of a load to its end: what is kept is bounded by then. */
const GROWTH = 16 * 1_048_576;

export const endurance: Fault = {
  name: 'endurance',
  promise: 'load for an hour (in CI a few seconds): memory stays flat',
  on: ['SQLite', 'PostgreSQL'],
  async cause(site) {
    const server = await site.serve(preloading('memory'));
    const writers = await Writers.begin(site, server, 8);
    const began = performance.now();
    const lasts = site.either(3_000, 3_600_000);
    const heaps: number[] = [];
    let most = 0;
    while (performance.now() - began < lasts) {
      await writers.acknowledge(200);
      const { heap, resident } = await memoryOf(server);
      heaps.push(heap);
      most = Math.max(most, resident);
    }
    await writers.stop();
    await site.stops(server);
    const [first = 0, middle = 0, last = 0] = [heaps[0], heaps[heaps.length >> 1], heaps.at(-1)];
    assert.ok(
      last < middle + GROWTH,
      `From ${megabytes(middle)} in the middle the heap grew to ${megabytes(last)}`,
    );
    return {
      'load for': inMs(performance.now() - began),
      'heap at first, in the middle and in the end': [first, middle, last].map(megabytes).join(', '),
      'resident at most': megabytes(most),
      ...(await accountsFor(site, writers)),
    };
  },
};
