import assert from 'node:assert/strict';
import { setTimeout as sleep } from 'node:timers/promises';
import { PostgresProxy } from '../support/postgres-proxy.js';
import type { Fault } from './fault.js';
import { accountsFor, Writers } from './writers.js';

const ON = ['PostgreSQL'] as const;
/** ms; who asks a database that does not answer is told so after 4.5 s, and on a busy machine a little later. */
const TOLD_WITHIN = 6_000;

/** A fault on the way to PostgreSQL, while people post. */
function onTheWay(
  name: string,
  promise: string,
  fault: (proxy: PostgresProxy, writers: Writers, longer: boolean) => Promise<void>,
): Fault {
  return {
    name,
    promise,
    on: ON,
    async cause(site) {
      const proxy = await PostgresProxy.before(site.place.url);
      site.afterwards(() => proxy.close());
      const server = await site.serve({ DATABASE_URL: proxy.url });
      const writers = await Writers.begin(site, server);
      await writers.acknowledge(10);
      await fault(proxy, writers, site.either(0, 1) === 1);
      // It goes on by itself.
      await writers.acknowledge(10);
      await writers.stop();
      await site.stops(server);
      assert.equal(writers.unanswered, 0, 'Requests that were not answered');
      assert.ok(writers.slowestAnswer < TOLD_WITHIN, `An answer took ${writers.slowestAnswer} ms`);
      return { ...(await accountsFor(site, writers)), struck: proxy.struck };
    },
  };
}

export const POSTGRES_FAULTS: readonly Fault[] = [
  onTheWay(
    'postgres-away',
    'PostgreSQL goes away: whoever writes is told to try again within 5 s, and all goes on once it is back',
    async (proxy, writers, longer) => {
      proxy.goAway();
      await Promise.all([writers.areRefused(8), sleep(longer ? 10_000 : 0)]);
      proxy.comeBack();
    },
  ),
  onTheWay(
    'postgres-frozen',
    'PostgreSQL does not answer: whoever writes is told to try again within 5 s, and all goes on once it does',
    async (proxy, writers, longer) => {
      proxy.freeze();
      await Promise.all([writers.areRefused(4), sleep(longer ? 10_000 : 0)]);
      proxy.thaw();
    },
  ),
  onTheWay(
    'postgres-severed',
    'connections to PostgreSQL are cut, again and again: nothing is lost or doubled',
    async (proxy, writers, longer) => {
      for (let n = 0; n < (longer ? 100 : 5); n++) {
        proxy.cut();
        await writers.acknowledge(4);
      }
    },
  ),
  onTheWay(
    'commit-unanswered',
    'the answer to COMMIT is lost: what was committed has happened, once, and what was not is told so',
    async (proxy, writers, longer) => {
      for (let n = 0; n < (longer ? 50 : 3); n++)
        for (const kind of ['lose the answer', 'cut at once', 'lose what is said'] as const) {
          proxy.strike('COMMIT', kind);
          await writers.acknowledge(4);
        }
      assert.ok(proxy.struck > 0, 'No COMMIT was struck');
    },
  ),
];
