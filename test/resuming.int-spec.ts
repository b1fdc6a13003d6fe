import { once } from 'node:events';
import { beforeAll, describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { Frame } from '#contract';
import { read, readHead } from '#log';
import { Sockets } from '../apps/server/live/sockets.js';
import { postBody, restrictionBody } from './support/bodies.js';
import { people, type Person } from './support/client.js';
import { onEachDatabase } from './support/databases.js';
import { inShort, listenersOn, type Listener } from './support/listener.js';
import { serverOn, serversPerTest, type TestServer } from './support/server.js';

const INDIA = { view_from: 'IN' };

let databases = 0;

onEachDatabase((make) => {
  const first = databases++ === 0;
  const server = serverOn(make, { env: { TEST: '1' } });
  const starts = serversPerTest(make);
  const { listen, onPublic } = listenersOn(server);
  let asha: Person;

  const withhold = (post: string): Promise<string> =>
    server.does('impose-restriction', restrictionBody('withhold', { type: 'post', id: post }));
  const lift = (restriction: string): Promise<string> =>
    server.does('lift-restriction', { restriction, reason: 'Appeal' });
  const posts = (text: string): Promise<string> => server.does('publish-post', postBody(text), asha.id);

  beforeAll(async () => {
    ({ asha } = await people(server.address, { asha: 'reader' }));
  });

  describe('resuming', () => {
    it('tells what was missed, as it is now', async () => {
      const listener = await onPublic(INDIA);
      const heard = await asha.posts('Heard');
      await listener.until('the post', () => listener.frames.length > 0);
      listener.close();
      const missed = await asha.posts('Missed');
      const deleted = await asha.posts('Thought better of');
      await withhold(missed.id);
      await asha.deletes(deleted.id);
      const since = listener.frames.at(-1)?.seq ?? 0;
      const again = await listen();
      await again.subscribe('public', { ...INDIA, since });
      expect(again.told()).toEqual([
        `update ${missed.id} (tombstone)`,
        `status.update ${missed.id} (tombstone)`,
        `withheld ${missed.id} [IN]`,
        `delete ${deleted.id}`,
      ]);
      expect(JSON.stringify(again.frames)).not.toMatch(/Missed|better of/);
      expect(again.told().join()).not.toContain(heard.id);
    });

    it.each(['suspend', 'limit'] as const)(
      'tells that what was shown goes, %sed first and then deleted',
      async (kind) => {
        const listener = await onPublic(INDIA);
        const { id } = await asha.posts('Shown');
        await listener.hasHeard(server);
        const since = listener.frames.at(-1)?.seq ?? 0;
        listener.close();
        await server.does('impose-restriction', restrictionBody(kind, { type: 'post', id }));
        await server.does('delete-post', { post: id }, asha.id);
        const again = await listen();
        await again.subscribe('public', { ...INDIA, since });
        expect(again.told()).toEqual([`delete ${id}`]);
      },
    );

    it('after any drops, each frame has come once, in order, and nothing that was withheld by then', async () => {
      const acts = fc.array(fc.constantFrom('post', 'withhold', 'lift'), { maxLength: 4 });
      const rounds = fc.array(fc.record({ listening: acts, away: acts }), { minLength: 10, maxLength: 10 });
      await fc.assert(
        fc.asyncProperty(rounds, fc.infiniteStream(fc.nat()), async (played, chance) => {
          const reference = await onPublic(INDIA);
          const dropper = new Dropper(() => listen());
          const there: string[] = [];
          const withheld = new Map<string, string>();
          const oneOf = <T>(list: T[]): T | undefined => list[(chance.next().value ?? 0) % list.length];
          const act = async (what: string): Promise<void> => {
            const post = oneOf(there);
            const held = oneOf([...withheld.keys()]);
            if (what === 'post') there.push(await posts(`Number ${there.length}`));
            if (what === 'withhold' && post !== undefined && !withheld.has(post))
              withheld.set(post, await withhold(post));
            if (what === 'lift' && held !== undefined) {
              await lift(withheld.get(held) ?? '');
              withheld.delete(held);
            }
          };
          for (const { listening, away } of played) {
            for (const id of await dropper.resume()) expect([...withheld.keys()]).not.toContain(id);
            for (const what of listening) await act(what);
            dropper.drop();
            for (const what of away) await act(what);
          }
          await dropper.resume();
          await dropper.hasHeard(server);
          await reference.hasHeard(server);
          // A frame is as of when it was told: only whether it came is compared.
          const bare = (frames: Frame[]): string[] =>
            frames.map((frame) => `${frame.seq} ${inShort(frame).replace(/ [[(].*/, '')}`);
          expect(bare(dropper.frames)).toEqual(bare(reference.frames));
          dropper.close();
          reference.close();
        }),
        { numRuns: 2 },
      );
    }, 30_000);

    it('misses nothing and hears nothing twice when it begins in the middle of things', async () => {
      const writing = Array.from({ length: 240 }, (_, n) => n);
      const written = (async () => {
        // In small batches, so that there are many commits to fall between.
        while (writing.length > 0) await Promise.all(writing.splice(0, 8).map((n) => posts(`Number ${n}`)));
      })();
      const from = (await readHead(server.database.reader)).seq;
      const joiners = await Promise.all(
        Array.from({ length: 24 }, async (_, n) => {
          const listener = await listen();
          // Some come later than others, some with a place to go on from.
          for (let asked = 0; asked < n; asked++) await listener.ask('unsubscribe', { stream: 'public' });
          const seq = await listener.subscribe('public', n % 3 === 0 ? { since: from } : {});
          return { listener, after: n % 3 === 0 ? from : seq };
        }),
      );
      await written;
      const { events } = await read(server.database.reader, from, 10_000);
      for (const { listener, after } of joiners) {
        await listener.hasHeard(server);
        expect(listener.frames.map(({ seq }) => seq)).toEqual(
          events.filter(({ type, seq }) => type === 'post.published' && seq > after).map(({ seq }) => seq),
        );
      }
    }, 20_000);

    it('with what another process has told already, hears it not again', async () => {
      const wakes: (() => void)[] = [];
      let asleep = false;
      const ahead = await starts({ env: { TEST: '1' } });
      const { bilal } = await people(ahead.address, { bilal: 'reader' });
      const behind = await starts({
        place: ahead.place,
        wrap: (database) =>
          Object.create(database, {
            onCommit: {
              value: (wake: () => void) => {
                wakes.push(wake);
                return database.onCommit(() => (asleep ? undefined : wake()));
              },
            },
          }) as typeof database,
      });
      asleep = true;
      const told = await bilal.posts('Told elsewhere');
      const { seq } = await readHead(ahead.database.reader);
      const listener = await listen(undefined, behind);
      const subscribed = listener.subscribe('public', { since: seq });
      // The request is there once the next ones are answered.
      for (let asked = 0; asked < 5; asked++) await listener.ask('view:from', { country: 'US' });
      asleep = false;
      for (const wake of wakes) wake();
      expect(await subscribed).toBe(seq);
      const next = await behind.does('publish-post', postBody('And then'), bilal.id);
      await listener.hasHeard(behind);
      expect(listener.told()).toEqual([`update ${next}`]);
      expect(listener.told().join()).not.toContain(told.id);
    });
  });

  // Packets wait for a socket in memory, whatever the database.
  if (first)
    it('who cannot keep up is closed, and resumes where it stood', async () => {
      const slow = await listen();
      // Each post comes nineteen times, and is long: once per hashtag, and on three more streams.
      const tags = Array.from({ length: 16 }, (_, n) => `slow${n}`);
      for (const tag of tags) await slow.subscribe(`hashtag:${tag}`);
      for (const stream of ['public', 'venue:home', 'public:local'] as const) await slow.subscribe(stream);
      const { transport } = slow.socket.io.engine as unknown as {
        transport: { ws: { _socket: { pause(): void; resume(): void } } };
      };
      const { _socket: wire } = transport.ws;
      const { server: sockets } = server.app.get(Sockets);
      const letGo = once(sockets.sockets.sockets.get(slow.socket.id ?? '') ?? sockets, 'disconnect');
      wire.pause();
      const text = tags.map((tag) => `#${tag}`).join(' ') + '"'.repeat(350);
      await Promise.all(Array.from({ length: 200 }, () => posts(text)));
      const quick = await onPublic({ view_from: 'elsewhere' });
      // While it reads nothing, the server goes on for the others.
      const { id } = await asha.posts('Others go on');
      await quick.until('the post', () => quick.told().includes(`update ${id}`));
      await letGo;
      wire.resume();
      await slow.until('the end', () => !slow.socket.connected);
      expect(slow.errors).toEqual(['slow_consumer']);
      const heard = slow.frames.filter(({ stream }) => stream === 'public');
      const again = await listen();
      await again.subscribe('public', { since: heard.at(-1)?.seq ?? 0 });
      expect(heard.length + again.frames.length).toBe(201);
    }, 30_000);
});

/** Someone on the public stream from India who is cut off again and again, and goes on where it stood. */
class Dropper {
  readonly frames: Frame[] = [];
  private listener: Listener | null = null;
  private since: number | undefined;

  constructor(private readonly connect: () => Promise<Listener>) {}

  /** Cuts it off, in the middle of what it is told. */
  drop(): void {
    this.take();
    this.close();
  }

  /** Goes on. @returns the ids of posts that it is then told in full */
  async resume(): Promise<string[]> {
    this.listener = await this.connect();
    const rest = this.since === undefined ? {} : { since: this.since };
    const seq = await this.listener.subscribe('public', { ...INDIA, ...rest });
    const told = [...this.listener.frames];
    this.since ??= seq;
    return told.flatMap((frame) =>
      (frame.type === 'update' || frame.type === 'status.update') && !frame.payload.tombstone
        ? frame.payload.id
        : [],
    );
  }

  async hasHeard(server: TestServer): Promise<void> {
    await this.listener?.hasHeard(server);
    this.take();
  }

  close(): void {
    this.listener?.close();
    this.listener = null;
  }

  /** Takes what is complete; what it was told in part will be told again. */
  private take(): void {
    const frames = this.listener?.frames ?? [];
    const complete = frames.filter(({ more }) => more !== true).at(-1)?.seq ?? 0;
    this.frames.push(...frames.filter(({ seq }) => seq <= complete));
    this.since = Math.max(this.since ?? 0, complete);
    this.listener?.forget();
  }
}
