import { describe, expect, it } from '@jest/globals';
import type { Status } from '#contract';
import { people, Reader } from './support/client.js';
import { onEachDatabase } from './support/databases.js';
import { Listener } from './support/listener.js';
import { serversPerTest, type TestServer } from './support/server.js';

const NINE = Date.parse('2026-01-05T09:00:00Z');
const A_MINUTE = 60_000;

onEachDatabase((make, { shared }) => {
  const starts = serversPerTest(make);

  /** On a server whose clock shows nine: a post that a moderator withholds in India. */
  const withheldAtNine = async (server: TestServer): Promise<Status> => {
    server.clock.set(NINE);
    const { asha, moderator } = await people(server.address, { asha: 'reader', moderator: 'moderator' });
    const post = await asha.posts('A walk by the river');
    await moderator.imposes({ status_id: post.id });
    return post;
  };
  const inIndia = async (server: TestServer, { id }: Status): Promise<number> =>
    (await new Reader(server.address, { view_from: 'IN' }).reads(`/api/v1/statuses/${id}`)).status;

  describe('a clock that is set back', () => {
    it('does not show again what was withheld meanwhile', async () => {
      const server = await starts({ env: { TEST: '1' } });
      const post = await withheldAtNine(server);
      server.clock.set(NINE - A_MINUTE);
      expect(await inIndia(server, post)).toBe(451);
    });

    it('is not believed by the next start either', async () => {
      const server = await starts({ env: { TEST: '1' } });
      const post = await withheldAtNine(server);
      await server.close();
      const next = await starts({ env: { TEST: '1' }, place: server.place });
      next.clock.set(NINE - A_MINUTE);
      expect(await inIndia(next, post)).toBe(451);
    });
  });

  if (shared) {
    describe('a server whose clock is behind another’s', () => {
      it('withholds as soon as it has heard of it', async () => {
        const ahead = await starts({ env: { TEST: '1' } });
        const behind = await starts({ env: { TEST: '1' }, place: ahead.place });
        behind.clock.set(NINE - A_MINUTE);
        const listener = await Listener.connect(behind.address);
        const post = await withheldAtNine(ahead);
        await listener.hasHeard(behind);
        listener.close();
        expect(await inIndia(behind, post)).toBe(451);
      });
    });
  }
});
