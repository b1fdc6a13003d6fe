import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { once, EventEmitter } from 'node:events';
import type { Database } from '#database';
import { onEachDatabase, type TestDatabase } from '../../../test/support/databases.js';
import { anEvent, appendTo } from '../../../test/support/logged.js';
import { Clock } from '../platform/clock.js';
import { LogFollower, type LogListener } from './log-follower.js';

const upTo = (n: number) => Array.from({ length: n }, (_, i) => i + 1);

onEachDatabase((make) => {
  let place: TestDatabase;
  let database: Database;
  let follower: LogFollower;
  beforeEach(async () => {
    place = await make();
    database = await place.open();
    follower = new LogFollower(database, new Clock());
  });
  afterEach(async () => {
    await follower.onApplicationShutdown();
    await database.close();
    await place.remove();
  });
  const happens = async (n: number): Promise<void> => {
    for (const one of upTo(n)) await appendTo(database, anEvent(`Event ${one}`));
  };
  /** A listener that writes down what it takes. */
  const listening = (
    take?: LogListener['take'],
  ): { listener: LogListener; seqs: number[]; begun: number[] } => {
    const [seqs, begun]: [number[], number[]] = [[], []];
    const listener: LogListener = {
      begin: (after) => void begun.push(after),
      take: async (...given) => {
        await take?.(...given);
        seqs.push(...given[0].map(({ seq }) => seq));
      },
    };
    return { listener, seqs, begun };
  };

  describe('who listens to the log', () => {
    it('takes what comes after the server has started, in order, each once', async () => {
      await happens(3);
      const [one, other] = [listening(), listening()];
      follower.listen(one.listener);
      const stop = follower.listen(other.listener);
      await follower.onApplicationBootstrap();
      await happens(5);
      expect(await follower.reached(8)).toBe(true);
      stop();
      await happens(1);
      await follower.reached(9);
      expect(one.begun.at(-1)).toBe(3);
      expect(one.seqs).toEqual([4, 5, 6, 7, 8, 9]);
      expect(other.seqs).toEqual([4, 5, 6, 7, 8]);
    });

    it('is waited for: nothing more is read meanwhile', async () => {
      const gate = new EventEmitter();
      const slow = listening(async () => {
        await once(gate, 'opens');
      });
      const before = listening();
      follower.listen(before.listener);
      follower.listen(slow.listener);
      await follower.onApplicationBootstrap();
      await happens(1);
      const first = follower.reached(1);
      while (gate.listenerCount('opens') === 0) await new Promise(setImmediate);
      await happens(4);
      expect(before.seqs).toEqual([1]);
      expect(slow.seqs).toEqual([]);
      gate.on('newListener', () => setImmediate(() => gate.emit('opens')));
      gate.emit('opens');
      expect(await first).toBe(true);
      await follower.reached(5);
      expect([before.seqs, slow.seqs]).toEqual([upTo(5), upTo(5)]);
    });

    it('and fails is told the same again, and the others nothing twice', async () => {
      let failures = 0;
      const failing = listening(() => {
        if (failures++ === 0) throw new Error('The database is away');
      });
      const [before, behind] = [listening(), listening()];
      for (const { listener } of [before, failing, behind]) follower.listen(listener);
      await follower.onApplicationBootstrap();
      await happens(3);
      expect(await follower.reached(3)).toBe(true);
      expect(failures).toBeGreaterThan(1);
      expect([before.seqs, failing.seqs, behind.seqs]).toEqual([upTo(3), upTo(3), upTo(3)]);
    });

    it('begins anew with the log, after a reset; who waited for the log before waits no longer', async () => {
      const one = listening();
      follower.listen(one.listener);
      await follower.onApplicationBootstrap();
      await happens(2);
      await follower.reached(2);
      const waiting = follower.reached(100);
      await database.reset();
      follower.restart();
      expect(await waiting).toBe(false);
      await happens(1);
      // Until the one log is no longer followed, and the other is.
      while (!(await follower.reached(1))) await new Promise(setImmediate);
      expect(one.begun).toEqual([0, 0, 0]);
      expect(one.seqs).toEqual([1, 2, 1]);
    });
  });
});
