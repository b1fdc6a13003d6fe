import assert from 'node:assert/strict';
import type { Fault } from './fault.js';
import type { Server } from './site.js';
import { accountsFor, Writers } from './writers.js';

export const rollingRestart: Fault = {
  name: 'rolling-restart',
  promise:
    'two servers are restarted one after the other, while a balancer goes by /ready: whoever writes is refused nothing, and nothing is lost or doubled',
  on: ['PostgreSQL'],
  async cause(site) {
    const drains = { DRAIN_SECONDS: '1' };
    const starts = async (): Promise<Server> => {
      const server = await site.serve(drains);
      assert.equal(await readiness(server), 200);
      return server;
    };
    const servers = [await starts(), await starts()];
    const writers = await Writers.begin(site, servers[0]!);
    const restarts = site.either(2, 40);
    for (let n = 0; n < restarts; n += 1) {
      const [leaving, staying] = [servers[n % 2]!, servers[(n + 1) % 2]!];
      writers.turnTo(Promise.resolve(leaving));
      await writers.acknowledge(8);
      const stopped = site.stops(leaving);
      // A balancer turns away once a server says that it goes; until then this one takes what it is sent.
      while ((await readiness(leaving)) !== 503);
      writers.turnTo(Promise.resolve(staying));
      await stopped;
      servers[n % 2] = await starts();
    }
    await writers.acknowledge(8);
    await writers.stop();
    for (const server of servers) await site.stops(server);
    assert.deepEqual(
      { refused: writers.refused, unanswered: writers.unanswered },
      { refused: 0, unanswered: 0 },
      'What a balancer that goes by /ready passes on',
    );
    return { restarts, ...(await accountsFor(site, writers)) };
  },
};

/** What a balancer is told: 503 once the server goes. */
async function readiness({ address }: Server): Promise<number> {
  const answer = await fetch(`${address}/ready`);
  await answer.arrayBuffer();
  return answer.status;
}
