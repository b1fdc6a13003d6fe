import { beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import type { Explanation, Status } from '#contract';
import { people, Reader, type Person } from './support/client.js';
import { onEachDatabase } from './support/databases.js';
import { serverOn } from './support/server.js';

const HOUR = 3_600_000;
const iso = (at: number): string => new Date(at).toISOString();

onEachDatabase((make) => {
  const server = serverOn(make, { env: { TEST: '1' } });
  let inIndia: Reader;
  let cast: Record<'asha' | 'moderator', Person>;
  let post: Status;
  /** The time on the server's clock, ms since the epoch. */
  let now = Date.parse('2026-01-05T09:00:00Z');

  const clockReaches = (at: number): void => {
    now = at;
    server.clock.set(at);
  };
  /** The reasons given for the restrictions on the post, in words. */
  const explained = async (reader: Reader, view_at?: number): Promise<string[]> => {
    const when = view_at === undefined ? {} : { view_at: iso(view_at) };
    const { body } = await reader.reads<Explanation>('/api/v1/explain', { status: post.id, ...when });
    return body.rules.flatMap(({ restriction, because }) => (restriction === null ? [] : [because]));
  };

  beforeAll(async () => {
    server.clock.set(now);
    inIndia = new Reader(server.address, { view_from: 'IN' });
    cast = await people(server.address, { asha: 'reader', moderator: 'moderator' });
  });
  beforeEach(async () => {
    clockReaches(now + HOUR);
    post = await cast.asha.posts('A walk by the river');
  });

  describe('a restriction that is still ahead', () => {
    it('is explained to moderators alone, until it starts', async () => {
      await cast.moderator.imposes({ status_id: post.id, from: iso(now + HOUR) });
      expect(await explained(cast.moderator)).toEqual([expect.stringContaining('Not in force')]);
      expect(await explained(inIndia)).toEqual([]);
      expect(await explained(cast.asha)).toEqual([]);
      clockReaches(now + HOUR);
      expect(await explained(inIndia)).toEqual(['In force in IN; you look from India.']);
      expect(await explained(cast.asha.in('IN'))).toEqual(['In force in IN, and yours: you see your own.']);
    });

    it('and is lifted before is explained to moderators alone for good', async () => {
      const imposed = await cast.moderator.imposes({ status_id: post.id, from: iso(now + HOUR) });
      await cast.moderator.lifts(imposed);
      clockReaches(now + 2 * HOUR);
      const never = expect.stringContaining('Never in force: it was lifted before it began');
      expect(await explained(cast.moderator)).toEqual([never]);
      expect(await explained(inIndia)).toEqual([]);
    });
  });

  describe('of an instant before', () => {
    it('a lift is not known yet, nor when it came', async () => {
      const imposed = await cast.moderator.imposes({ status_id: post.id });
      const meanwhile = now;
      clockReaches(now + HOUR);
      await cast.moderator.lifts(imposed);
      expect(await explained(inIndia, meanwhile)).toEqual(['In force in IN; you look from India.']);
      expect(await explained(inIndia)).toEqual([expect.stringContaining(`until ${iso(now)}`)]);
    });
  });
});
