import { EventEmitter } from 'node:events';
import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import type { Frame, PlacedAcknowledgement, Status, SubscribeRequest } from '#contract';
import { account, frame, status, tombstone, withheldFrame } from '../timeline/sample.fixture.js';
import { PaneReader, type LiveSocket } from './pane-reader.js';

const asha = status(1, account('asha'));
const bilal = status(2, account('bilal'));

/** A socket whose server answers by hand. */
class FakeSocket extends EventEmitter {
  connected = false;
  readonly asked: SubscribeRequest[] = [];
  private answers: ((late: Error | null, answer: PlacedAcknowledgement) => void)[] = [];

  timeout() {
    return {
      emit: (_: string, request: SubscribeRequest, answer: (typeof this.answers)[number]) => {
        this.asked.push(request);
        this.answers.push(answer);
      },
    };
  }

  connect(): this {
    this.connected = true;
    this.emit('connect');
    return this;
  }

  disconnect(): this {
    this.connected = false;
    return this;
  }

  drops(reason: string): void {
    this.connected = false;
    this.emit('disconnect', reason);
  }

  acknowledges(answer: PlacedAcknowledgement): void {
    this.answers.shift()?.(null, answer);
  }

  tells(...frames: Frame[]): void {
    for (const one of frames) this.emit('event', one);
  }
}

describe('a pane that is live', () => {
  let socket: FakeSocket;
  let reader: PaneReader;
  let timeline: Status[];
  let reads: string[];
  let isAway: boolean;
  const { fetch } = globalThis;
  beforeEach(() => {
    jest.useFakeTimers();
    Object.assign(globalThis, { window: globalThis });
    [timeline, reads, isAway] = [[asha], [], false];
    globalThis.fetch = ((path: string) => {
      if (isAway) return Promise.reject(new TypeError('Nobody answers'));
      reads.push(path);
      return Promise.resolve(new Response(JSON.stringify(timeline)));
    }) as typeof globalThis.fetch;
    socket = new FakeSocket();
    reader = new PaneReader('IN', null, () => socket as unknown as LiveSocket);
    reader.start();
  });
  afterEach(() => {
    reader.stop();
    jest.useRealTimers();
    globalThis.fetch = fetch;
    delete (globalThis as { window?: unknown }).window;
  });
  const passes = (ms: number) => jest.advanceTimersByTimeAsync(ms);
  const subscribed = async (seq: number) => {
    socket.connect();
    socket.acknowledges({ ok: true, seq, from: 'IN', basis: 'simulated' });
    await passes(0);
  };
  const shown = () => [...reader.snapshot().pane.posts.values()].map(({ id, tombstone: gone }) => [id, gone]);

  it('subscribes to what people write, from its place, as anybody, and then reads the page', async () => {
    await subscribed(7);
    expect(socket.asked).toEqual([{ stream: 'public:local', view_from: 'IN', view_as: 'public' }]);
    expect(reads).toHaveLength(1);
    expect(reads[0]).toContain('local=true');
    expect(shown()).toEqual([[asha.id, false]]);
    expect(reader.snapshot()).toMatchObject({ connection: 'live', busy: false });
  });

  it('shows frames that came together at once, each batch as one', async () => {
    await subscribed(7);
    let drawn = 0;
    reader.subscribe(() => (drawn += 1));
    socket.tells(frame(8, 'update', bilal), withheldFrame(9, asha, ['IN']));
    await passes(50);
    expect(drawn).toBe(1);
    expect(shown()).toEqual([
      [asha.id, true],
      [bilal.id, false],
    ]);
  });

  it('misses nothing that comes while the page is read', async () => {
    socket.connect();
    socket.acknowledges({ ok: true, seq: 7, from: 'IN', basis: 'simulated' });
    socket.tells(frame(8, 'status.update', tombstone(asha)));
    await passes(50);
    expect(shown()).toEqual([[asha.id, true]]);
  });

  it('resumes where it was after a connection was lost, and reads nothing again', async () => {
    await subscribed(7);
    socket.tells(frame(8, 'update', bilal));
    await passes(50);
    socket.drops('transport close');
    expect(reader.snapshot().connection).toBe('connecting');
    await passes(3_000);
    expect(reader.snapshot().connection).toBe('lost');
    await subscribed(12);
    expect(socket.asked.at(-1)).toMatchObject({ since: 8 });
    expect(reads).toHaveLength(1);
    expect(reader.snapshot().connection).toBe('live');
  });

  it('comes back by itself where the server closed it', async () => {
    await subscribed(7);
    socket.drops('io server disconnect');
    await passes(1_000);
    expect(socket.connected).toBe(true);
  });

  it('told to read again, reads again', async () => {
    await subscribed(7);
    timeline = [bilal];
    socket.emit('resync', { stream: null, reason: 'too much' });
    await passes(3_100);
    expect(reads).toHaveLength(2);
    expect(shown()).toEqual([[bilal.id, false]]);
  });

  it('where sockets are blocked, still reads the page', async () => {
    socket.emit('connect_error', new Error('blocked'));
    await passes(3_000);
    expect(shown()).toEqual([[asha.id, false]]);
    expect(reader.snapshot().connection).toBe('lost');
  });

  it('that cannot be read says so, and tries again by itself', async () => {
    isAway = true;
    await subscribed(7);
    expect(reader.snapshot().pane).toMatchObject({ phase: 'failed', failure: { kind: 'unreachable' } });
    isAway = false;
    await passes(5_000);
    expect(reader.snapshot().pane).toMatchObject({ phase: 'ready', failure: null });
  });

  it('that is refused says why', async () => {
    socket.connect();
    socket.acknowledges({ ok: false, error: 'view_from "ZZ" is not a country' });
    await passes(0);
    expect(reader.snapshot().pane.failure).toEqual({
      kind: 'refused',
      status: 422,
      message: 'view_from "ZZ" is not a country',
    });
  });

  it('that was stopped is told nothing more', async () => {
    await subscribed(7);
    reader.stop();
    socket.tells(frame(8, 'update', bilal));
    await passes(100);
    expect(shown()).toEqual([[asha.id, false]]);
  });
});
