import assert from 'node:assert/strict';
import { read } from '#log';
import { people, Reader } from '../support/client.js';
import type { Fault } from './fault.js';
import { preloading } from './site.js';
import { accountsFor, Writers } from './writers.js';

const HOUR = 3_600_000;

export const skewedClocks: Fault = {
  name: 'clocks',
  promise:
    'a clock that is set back by an hour, or is an hour from another server’s: time in the log does not run backwards, and what was withheld stays so',
  on: ['SQLite', 'PostgreSQL'],
  async cause(site) {
    const back = { ...preloading('clock'), CLOCK_BACK: String(HOUR) };
    const first = await site.serve({ ...back, CLOCK_AHEAD: String(HOUR) });
    // A SQLite file has one owner.
    const second = site.on === 'PostgreSQL' ? await site.serve(back) : first;
    const { meera, asha } = await people(first.address, { meera: 'moderator', asha: 'reader' });
    const post = await asha.posts('A walk by the river');
    await meera.imposes({ status_id: post.id });
    const seen = async (address: string): Promise<number> =>
      (await new Reader(address, { view_from: 'IN' }).reads(`/api/v1/statuses/${post.id}`)).status;
    while ((await seen(second.address)) === 404);
    const writers = await Writers.begin(site, first);
    for (const [n, server] of [first, second].entries()) {
      await writers.acknowledge(10);
      process.kill(server.pid, 'SIGUSR2');
      await server.says(/^clock set back$/, server === first && second === first ? n + 1 : 1);
      for (const { address } of [first, second]) assert.equal(await seen(address), 451, 'What was withheld');
      writers.turnTo(Promise.resolve(second));
    }
    await writers.acknowledge(10);
    await writers.stop();
    for (const server of new Set([first, second])) await site.stops(server);
    const backwards = await site.using(async ({ reader }) => {
      const { events } = await read(reader, 0, 10_000);
      return events.filter(({ at }, n) => at < (events[n - 1]?.at ?? 0)).length;
    });
    assert.equal(backwards, 0, 'Events that are earlier than the one before');
    return { 'set back': 2, backwards, ...(await accountsFor(site, writers, 1)) };
  },
};
