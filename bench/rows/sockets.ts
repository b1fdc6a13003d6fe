import { io, type Socket } from 'socket.io-client';
import { WebSocket } from 'ws';
import { once } from 'node:events';
import type { CreatedReplay } from '#contract';
import type { Contender, Row } from '../measure/row.js';
import { percentile } from '../measure/statistics.js';
import { ServerProcess } from '../measure/server.js';
import type { Platform } from '../measure/setting.js';
import { Worker } from '../measure/worker.js';

const WORDS = 'some words of a post '.repeat(4);
/** Posts that one sample of the fan-out sends, and how many are under way at once. */
const TOGETHER = { posts: 100, underWay: 4 };
/** Posts and controls that one sample of a latency sends, one after the other. */
const ONE_BY_ONE = 30;
const FOLLOWERS = 300;
/** Bytes of what a room's followers are told. */
const CONTROL = 420;

/** Something that can be sent to all who listen. */
interface Source {
  send: () => Promise<void>;
  listeners: Listeners;
  close: () => Promise<void>;
}

/** One post to so many sockets: how many deliveries a second, and how long each takes. */
export async function fanOut(program: Platform, against: Platform | null, sockets: number): Promise<Row[]> {
  const size = await frameSize(program);
  const row = (
    what: string,
    reach: Row['reach'],
    unit: string,
    of: (source: Source) => Promise<number>,
  ): Row => {
    return {
      what: `${what}, ${sockets.toLocaleString('en')} sockets`,
      unit,
      reach,
      program: contender(() => timeline(program, sockets), of),
      against: against === null ? undefined : contender(() => timeline(against, sockets), of),
      limit: contender(() => bare(size, sockets), of),
    };
  };
  return [
    row('one post to all', { is: 'at least', figure: 0.7 }, 'deliveries/s', deliveries),
    row('from a post to a socket, p50', { is: 'at most', figure: 1.3 }, 'ms', (source) =>
      latency(source, 0.5),
    ),
    row('from a post to a socket, p99', { is: 'at most', figure: 1.3 }, 'ms', (source) =>
      latency(source, 0.99),
    ),
  ];
}

/** From a post to the median of so many sockets. */
export async function toMedianSocket(platform: Platform, sockets: number): Promise<Row> {
  const size = await frameSize(platform);
  const half = (source: Source): Promise<number> => latency(source, 0.5);
  return {
    what: `from a post to a socket, p50, ${sockets.toLocaleString('en')} sockets`,
    unit: 'ms',
    reach: { is: 'at most', figure: 1.3 },
    program: contender(() => timeline(platform, sockets), half),
    limit: contender(() => bare(size, sockets), half),
  };
}

/** A control of a room, to all who follow it. */
export async function control(scenario: string, url: string, tree: string): Promise<Row> {
  const server = await ServerProcess.start(tree, 'dist/apps/server/main.js', {
    DATABASE_URL: url,
    SEED: scenario,
  });
  const half = (source: Source): Promise<number> => latency(source, 0.5);
  return {
    what: `a control of a room to ${FOLLOWERS} followers, the median one`,
    unit: 'ms',
    reach: { is: 'at most', figure: 2 },
    program: contender(() => room(server, scenario), half),
    limit: contender(bareRoom, half),
  };
}

/** It connects at its first sample, so that nobody listens while another row is measured. */
function contender(open: () => Promise<Source>, of: (source: Source) => Promise<number>): Contender {
  let opened: Promise<Source> | undefined;
  return {
    sample: async () => of(await (opened ??= open())),
    close: async () => (await opened)?.close(),
  };
}

async function deliveries({ send, listeners }: Source): Promise<number> {
  const done = await listeners.expect(TOGETHER.posts);
  const began = process.hrtime.bigint();
  let left = TOGETHER.posts;
  const sender = async (): Promise<void> => {
    while (left > 0) {
      left -= 1;
      await send();
    }
  };
  await Promise.all(Array.from({ length: TOGETHER.underWay }, sender));
  const times = await done();
  const seconds = Number((times.at(-1) ?? began) - began) / 1e9;
  return times.length / seconds;
}

async function latency({ send, listeners }: Source, share: number): Promise<number> {
  const taken: number[] = [];
  for (let n = 0; n < ONE_BY_ONE; n += 1) {
    const done = await listeners.expect(1);
    const began = process.hrtime.bigint();
    await send();
    for (const time of await done()) taken.push(Number(time - began) / 1e6);
  }
  return percentile(
    taken.sort((one, other) => one - other),
    share,
  );
}

/** Sockets in a process of their own. */
class Listeners {
  private constructor(
    private readonly worker: Worker,
    private readonly count: number,
  ) {}

  static async connect(to: string, address: string, count: number, room?: string): Promise<Listeners> {
    const worker = Worker.start('measure/listeners.mjs');
    await worker.ask({ kind: 'connect', to, address, count, room });
    return new Listeners(worker, count);
  }

  /** Counts from here. @returns what waits until each has so many more, and says when each came, in order, ns */
  async expect(each: number): Promise<() => Promise<bigint[]>> {
    await this.worker.ask({ kind: 'expect', deliveries: each * this.count });
    return async () => (await this.worker.ask<{ times: string[] }>({ kind: 'take' })).times.map(BigInt);
  }

  leave(): Promise<void> {
    return this.worker.stop();
  }
}

async function timeline({ server, filled }: Platform, sockets: number): Promise<Source> {
  const listeners = await Listeners.connect('timeline', server.address, sockets);
  let sent = 0;
  return {
    listeners,
    send: async () => {
      sent += 1;
      const token = filled.tokens[sent % filled.tokens.length] ?? '';
      await post(`${server.address}/api/v1/statuses`, `Words ${sent} of #bench: ${WORDS}`, token);
    },
    close: () => listeners.leave(),
  };
}

async function bare(size: number, sockets: number): Promise<Source> {
  const server = Worker.start('limits/bare-ws.mjs');
  const { address } = await server.ask<{ address: string }>({ size });
  const listeners = await Listeners.connect('bare', address, sockets);
  return {
    listeners,
    send: () => post(address, WORDS),
    close: async () => {
      await listeners.leave();
      await server.stop();
    },
  };
}

async function room(server: ServerProcess, scenario: string): Promise<Source> {
  const created = await fetch(`${server.address}/api/v1/replays`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ scenario, assign: 'split' }),
  });
  const { id, presenter_key } = (await created.json()) as CreatedReplay;
  const listeners = await Listeners.connect('room', server.address, FOLLOWERS, id);
  const presenter: Socket = io(server.address, { transports: ['websocket'], forceNew: true });
  await once(presenter as unknown as NodeJS.EventEmitter, 'connect');
  let playing = false;
  return {
    listeners,
    send: async () => {
      playing = !playing;
      const action = playing ? 'play' : 'pause';
      await presenter.emitWithAck('replay:control', { id, presenter_key, action });
    },
    close: async () => {
      presenter.close();
      await listeners.leave();
      await server.stop();
    },
  };
}

/** The same of a bare server: what a presenter sends goes to all the others. */
async function bareRoom(): Promise<Source> {
  const server = Worker.start('limits/bare-ws.mjs');
  const { address } = await server.ask<{ address: string }>({ size: CONTROL });
  const listeners = await Listeners.connect('bare', address, FOLLOWERS);
  const presenter = new WebSocket(address.replace(/^http/, 'ws'), { perMessageDeflate: false });
  await once(presenter, 'open');
  return {
    listeners,
    send: async () => {
      presenter.send('x'.repeat(CONTROL));
      return Promise.resolve();
    },
    close: async () => {
      presenter.close();
      await listeners.leave();
      await server.stop();
    },
  };
}

/** Bytes of the frame that a socket gets of a post. */
async function frameSize({ server, filled }: Platform): Promise<number> {
  const socket: Socket = io(server.address, { transports: ['websocket'], forceNew: true });
  await socket.emitWithAck('subscribe', { stream: 'public', view_from: 'IN' });
  const heard = once(socket as unknown as NodeJS.EventEmitter, 'event');
  await post(`${server.address}/api/v1/statuses`, `Words 0 of #bench: ${WORDS}`, filled.tokens[0]);
  const size = Buffer.byteLength(JSON.stringify(['event', ...((await heard) as unknown[])])) + 2;
  socket.close();
  return size;
}

async function post(address: string, status: string, token?: string): Promise<void> {
  const answer = await fetch(address, {
    method: 'POST',
    headers: {
      'content-type': 'application/json',
      ...(token === undefined ? {} : { authorization: `Bearer ${token}` }),
    },
    body: JSON.stringify({ status }),
  });
  if (!answer.ok) throw new Error(`${address}: ${answer.status}`);
  await answer.arrayBuffer();
}
