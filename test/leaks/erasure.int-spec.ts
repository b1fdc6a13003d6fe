import { describe, expect, it, jest } from '@jest/globals';
import fc from 'fast-check';
import { eraseAccount, setRole } from '#identity';
import { read } from '#log';
import { people, Reader } from '../support/client.js';
import { bytesOf, everything } from '../support/contents.js';
import { onEachDatabase } from '../support/databases.js';
import { Listener } from '../support/listener.js';
import { addressesOf } from './addresses.js';
import { canariesIn } from './canaries.js';
import { crawl, type Ground } from './crawl.js';
import { aWithheldHistory } from './load.js';
import { Oracle } from './oracle.js';
import type { Seat } from './seats.js';
import { World } from './world.js';

jest.setTimeout(300_000);

const RUNS = Number(process.env['LEAK_ERASURES'] ?? 1);
const SHOWN = 10;
const REPORT = 'canary999999m';

/** The canaries that somebody wrote. */
async function wordsOf({ server }: World, account: string): Promise<string[]> {
  const { events } = await read(server.database.reader, 0, 100_000);
  const theirs = events.filter(
    ({ type, actor, subject }) =>
      (type === 'post.published' && actor === account) || (type === 'account.opened' && subject === account),
  );
  return [...canariesIn(JSON.stringify(theirs))];
}

/** Every answer of every documented `GET` to a seat, in which a canary nobody may be told is a leak. */
async function reads(world: World, oracle: Oracle, seat: Seat): Promise<string[]> {
  const { server, routes, things } = world;
  const ground: Ground = { address: server.address, mode: 'open', oracle, now: server.clock.now() };
  const asked = routes
    .filter(({ method }) => method === 'GET')
    .flatMap((route) => addressesOf(route, things))
    .map((address) => ({ method: 'GET', ...address }));
  return (await crawl(ground, seat, asked)).leaks;
}

onEachDatabase((make) => {
  describe('whoever is erased', () => {
    it('is told by no route and no stream, of no instant, and is in no table', async () => {
      await fc.assert(
        fc.asyncProperty(aWithheldHistory(30), async (moves) => {
          const place = await make();
          const world = await World.of(place, moves);
          try {
            const { server, things } = world;
            const [asha, bilal, chitra] = [world.person(0), world.person(1), world.person(2)];
            await setRole(server.database, chitra.id, 'moderator');
            const moderator = { ...chitra, role: 'moderator' } as const;
            const words = await wordsOf(world, asha.id);
            const before = server.clock.now();
            // By somebody whom nothing in the history has suspended.
            const { fatima } = await people(server.address, { fatima: 'reader' });
            await new Reader(server.address, {}, fatima.token).sends('POST', '/api/v1/reports', {
              account_id: asha.id,
              comment: REPORT,
            });
            expect(await everything(server.database)).toContain(REPORT);

            server.clock.set(before + 1_000);
            expect(await eraseAccount(server.database, server.bus, asha.id)).toBeNull();

            const oracle = await Oracle.of(server.database);
            const seats: Seat[] = [
              { name: 'anybody', from: 'US', who: null },
              { name: 'anybody, of before', from: 'US', who: null, at: before },
              { name: 'a moderator', from: 'US', who: moderator },
              { name: 'a moderator, of before', from: 'US', who: moderator, at: before },
              { name: 'somebody', from: 'US', who: bilal },
            ];
            for (const seat of seats) {
              // The log no longer knows their words; those of others may be seen elsewhere.
              const leaks = await reads(world, oracle, seat);
              expect([seat.name, leaks.slice(0, SHOWN)]).toEqual([seat.name, []]);
            }
            const listener = await Listener.connect(server.address, { token: moderator.token });
            for (const stream of ['public', `account:${asha.id}`, `account:${bilal.id}`] as const)
              await listener.subscribe(stream, { since: 0 });
            await listener.hasHeard(server);
            listener.close();
            const told = canariesIn(JSON.stringify(listener.frames));
            const rows = await everything(server.database);
            expect(words.filter((word) => told.has(word) || rows.includes(word))).toEqual([]);
            expect(rows).not.toContain(REPORT);
            expect(things.accounts.length).toBeGreaterThan(3);
            await world.stops();
            // After a clean end no file of the database holds them either.
            const bytes = bytesOf(place);
            expect(words.filter((word) => bytes.includes(word))).toEqual([]);
          } finally {
            await world.close();
          }
        }),
        { numRuns: RUNS, endOnFailure: true },
      );
    });
  });
});
