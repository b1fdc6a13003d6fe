import { beforeAll, describe, expect, it } from '@jest/globals';
import { command, type Subject } from '#domain';
import { readHead } from '#log';
import type { Status } from '#contract';
import { decisionBody, orderBody, postBody } from './support/bodies.js';
import { people, Reader, type Person } from './support/client.js';
import { onEachDatabase } from './support/databases.js';
import { listenersOn, type Listener } from './support/listener.js';
import { serverOn } from './support/server.js';

const INDIA = { view_from: 'IN' };
const ELSEWHERE = { view_from: 'elsewhere' };
/** More than one command may touch and be told one by one, and fewer. */
const TOO_MANY = 1_600;
const MANY = 130;

onEachDatabase((make) => {
  describe('a command that touches many things', () => {
    const server = serverOn(make, { env: { TEST: '1' } });
    const { listen, onPublic } = listenersOn(server);
    let asha: Person;
    let meera: Person;
    let authority: string;

    beforeAll(async () => {
      ({ asha, meera } = await people(server.address, { asha: 'reader', meera: 'moderator' }));
      const named = { name: 'A ministry', short_name: 'Ministry', country: 'IN', note: '' };
      authority = await server.does('register-authority', named);
    });

    /** Asha posts so many under a hashtag, at once. */
    const postsMany = async (many: number, tag: string): Promise<string[]> => {
      const outcome = await server.bus.submit({
        build: ({ at, id }) =>
          Array.from({ length: many }, (_, n) =>
            command('publish-post', postBody(`Number ${n} #${tag}`), { id: id(), at, actor: asha.id }),
          ),
      });
      return outcome.ok ? outcome.subjects : [];
    };
    const orders = (posts: readonly string[]): Promise<string> => {
      const items = posts.map((id) => ({ subject: { type: 'post', id } satisfies Subject }));
      return server.does('file-order', orderBody(authority, items));
    };
    const decidesAll = async (order: string, many: number): Promise<void> => {
      const outcome = await server.bus.submit({
        build: ({ at, id }) =>
          Array.from({ length: many }, (_, n) =>
            command('decide-item', decisionBody(order, n + 1, 'withheld'), { id: id(), at, actor: meera.id }),
          ),
      });
      if (!outcome.ok) throw new Error(JSON.stringify(outcome.refusal));
    };
    const decisions = (listener: Listener): unknown[] =>
      listener.frames.flatMap((frame) => (frame.type === 'decision' ? frame.payload.items : []));
    const page = async (from: { view_from: string }, tag: string): Promise<Status[]> =>
      (await new Reader(server.address, from).reads<Status[]>(`/api/v1/timelines/tag/${tag}`)).body;

    it('is told in brief: to read again, once, and what no page tells; nobody is closed', async () => {
      const order = await orders(await postsMany(TOO_MANY, 'flood'));
      const listeners = [
        await onPublic(INDIA),
        await onPublic(ELSEWHERE),
        await onPublic(INDIA, meera),
        await onPublic(INDIA, asha),
      ];
      for (const listener of listeners) {
        await listener.subscribe('hashtag:flood', INDIA);
        await listener.subscribe(`account:${asha.id}`, INDIA);
      }
      await decidesAll(order, TOO_MANY);
      const { id } = await asha.posts('And then');
      const resync = (stream: string) => ({ stream, reason: 'much changed at once' });
      for (const listener of listeners) {
        await listener.hasHeard(server);
        expect(listener.errors).toEqual([]);
        expect(listener.resyncs.length).toBe(3);
        expect(listener.resyncs).toEqual(
          expect.arrayContaining([resync('public'), resync('hashtag:flood'), resync(`account:${asha.id}`)]),
        );
        expect(listener.told('public')).toEqual([`decision withheld ${TOO_MANY}`, `update ${id}`]);
        expect(listener.told('hashtag:flood')).toEqual([]);
      }
      // Which is how things stand.
      expect(await page(INDIA, 'flood')).toEqual([]);
      expect(await page(ELSEWHERE, 'flood')).toHaveLength(20);
      await server.does('close-order', { order, as: 'set_aside', reason: 'The court says so' });
      const [first] = listeners;
      await first?.hasHeard(server);
      expect(first?.told('public').at(-1)).toBe('order set_aside');
      expect(first?.resyncs).toHaveLength(6);
      expect(await page(INDIA, 'flood')).toHaveLength(20);
    }, 30_000);

    it('but not too many is told one by one, and counted once', async () => {
      const order = await orders(await postsMany(MANY, 'stream'));
      const listener = await onPublic(INDIA);
      const { seq } = await readHead(server.database.reader);
      await decidesAll(order, MANY);
      await listener.hasHeard(server);
      const kinds = listener.frames.map(({ type }) => type);
      for (const kind of ['status.update', 'withheld'] as const)
        expect(kinds.filter((one) => one === kind)).toHaveLength(MANY);
      expect(decisions(listener)).toEqual([MANY]);
      expect(listener.resyncs).toEqual([]);
      // To whoever resumes, from the middle of it too.
      for (const missed of [MANY, 20, 1]) {
        const again = await listen();
        await again.subscribe('public', { ...INDIA, since: seq + MANY - missed });
        expect(again.frames).toEqual(listener.frames.filter((frame) => frame.seq > seq + MANY - missed));
        again.close();
      }
    });

    it('is not caught up with from far behind, nor by more than some at once', async () => {
      const { seq } = await readHead(server.database.reader);
      for (let n = 0; n < 3; n++) await postsMany(700, 'lag');
      const far = await onPublic(INDIA);
      await far.subscribe('public', { ...INDIA, since: seq });
      expect(far.resyncs).toEqual([{ stream: 'public', reason: 'too far behind' }]);
      expect(far.frames).toEqual([]);
      const crowd = await Promise.all(Array.from({ length: 12 }, () => listen()));
      const missed = { stream: 'public', ...INDIA, since: seq + 200 };
      const turnedAway = await Promise.any(
        crowd.map(async (one) => {
          await one.ask('subscribe', missed);
          return one;
        }),
      );
      expect(turnedAway.resyncs).toEqual([{ stream: 'public', reason: 'too many are behind' }]);
      expect(turnedAway.frames).toEqual([]);
      for (const one of crowd) one.close();
      // Once they are gone, whoever comes later is told.
      const later = await listen();
      await later.subscribe('public', { ...INDIA, since: seq + 2_000 });
      expect(later.resyncs).toEqual([]);
      expect(later.frames).toHaveLength(100);
    }, 30_000);
  });
});
