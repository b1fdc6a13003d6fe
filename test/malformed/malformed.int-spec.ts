import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { io, type Socket } from 'socket.io-client';
import type { ErrorBody } from '#contract';
import { verify } from '#log';
import { people, type Person } from '../support/client.js';
import { onEachDatabase } from '../support/databases.js';
import { documentOf, routesOf, type Route } from '../support/open-api.js';
import { closeRawConnections, sendRaw, type RawRequest } from '../support/raw-request.js';
import { serverOn } from '../support/server.js';
import { loadStory } from '../support/story.js';
import { Wire } from '../support/wire.js';
import { oddMessages, oddRequests, type Odd, type OddMessage } from './odd-requests.js';
import { Patience } from './patience.js';

const REQUESTS = Number(process.env['MALFORMED_REQUESTS'] ?? 400);
const MESSAGES = Number(process.env['MALFORMED_MESSAGES'] ?? 150);
/** Gives the same requests and messages again. */
const SEED = Number(process.env['MALFORMED_SEED'] ?? Date.now() % 2 ** 31);
const AT_ONCE = 8;
/** ms that a packet of which nothing can come back is given. */
const NOTHING_COMES_MS = 20;
/** ms; on a machine with other work, an answer in a tenth of it is a slow one. */
const MOST_PATIENT = 3_000;
const LONG = 30_000 + (REQUESTS + MESSAGES) * 20;

afterAll(closeRawConnections);

onEachDatabase((make) => {
  describe(`what makes no sense (MALFORMED_SEED=${SEED})`, () => {
    const server = serverOn(make, { env: { TEST: '1', DEMO: '1' } });
    let routes: Route[];
    let cast: Record<'asha' | 'meera' | 'ravi' | 'noor', Person>;
    let ids: string[];

    beforeAll(async () => {
      await loadStory(server.database);
      routes = routesOf(await documentOf(server.address)).filter(
        // It would empty the database under the others.
        ({ path }) => path !== '/api/v1/test/reset',
      );
      cast = await people(server.address, {
        asha: 'reader',
        meera: 'authority',
        ravi: 'moderator',
        noor: 'admin',
      });
      const post = await cast.asha.posts('Something to like');
      const order = await cast.meera.files([{ status_id: post.id }]);
      ids = [post.id, cast.asha.id, order.id, 'a-story', '1'];
    });

    it(
      'over HTTP is told so: never a 5xx, never a hang, and nobody else waits',
      async () => {
        const tokens = Object.values(cast).map(({ token }) => token);
        const odd = fc.sample(oddRequests(routes, ids, tokens), { seed: SEED, numRuns: REQUESTS });
        const patience = new Patience(server.address);
        const failures: unknown[] = [];
        await eachOf(odd, async (one) => {
          const wrong = await whatCame(server.address, one);
          if (wrong !== null) failures.push({ ...one, wrong });
        });
        await patience.stop();
        tell(`${REQUESTS} requests: ${failures.length} failures, /health within ${patience.longest} ms`);
        expect(failures).toEqual([]);
        expect(patience.longest).toBeLessThan(MOST_PATIENT);
        expect(await verify(server.database.reader)).toMatchObject({ whole: true });
        expect((await cast.noor.in('IN').posts('Still here')).id).toBeTruthy();
      },
      LONG,
    );

    it(
      'over a socket is told so: never an error of ours, never a hang, and nobody else waits',
      async () => {
        const odd = fc.sample(oddMessages(ids), { seed: SEED, numRuns: MESSAGES });
        const patience = new Patience(server.address);
        const failures: unknown[] = [];
        const people = [undefined, ...Object.values(cast)];
        const talkers = people.map((who) => new Talker(server.address, who?.token));
        await eachOf(odd, async (one, n) => {
          const wrong = await talkers[n % talkers.length]?.says(one);
          if (wrong !== null) failures.push({ one: JSON.stringify(one).slice(0, 300), wrong });
        });
        for (const talker of talkers) await talker.close();
        await patience.stop();
        tell(`${MESSAGES} messages: ${failures.length} failures, /health within ${patience.longest} ms`);
        expect(failures).toEqual([]);
        expect(patience.longest).toBeLessThan(MOST_PATIENT);
      },
      LONG,
    );
  });
});

/** Does something for each, a few at a time. */
async function eachOf<T>(list: readonly T[], act: (one: T, n: number) => Promise<void>): Promise<void> {
  let next = 0;
  const work = async (): Promise<void> => {
    for (let n = next++; n < list.length; n = next++) await act(list[n] as T, n);
  };
  await Promise.all(Array.from({ length: AT_ONCE }, work));
}

/** Sends something odd, and says what is wrong with the answer; null where nothing is. */
async function whatCame(address: string, odd: Odd): Promise<string | null> {
  try {
    if ('request' in odd) return await answersWell(address, odd.request);
    const wire = await Wire.open(address);
    try {
      wire.send(Buffer.from(odd.bytes, 'latin1')).end();
      const came = await wire.untilEnded();
      return /^HTTP\/1.1 5(?!05)/m.test(came) ? came.slice(0, 300) : null;
    } finally {
      wire.close();
    }
  } catch (error) {
    return String(error);
  }
}

async function answersWell(address: string, request: RawRequest): Promise<string | null> {
  const answer = await sendRaw(address, request);
  const { status, text } = answer;
  if (status >= 500 && status !== 501) return `${status} ${text}`;
  if (text === '')
    return request.method === 'HEAD' || [204, 304].includes(status) ? null : `${status}, and nothing`;
  // Pages, feeds and tables are no JSON, and their errors are told in their own form.
  const [mediaType] = (answer.headers['content-type'] ?? '').split(';');
  if (mediaType === 'application/json') {
    const { error } = JSON.parse(text) as Partial<ErrorBody>;
    return status < 400 || typeof error === 'string' ? null : `${status} ${text}`;
  }
  if (/\n\s+at /.test(text)) return `It tells of the program: ${text.slice(0, 300)}`;
  if (
    request.path.startsWith('/api/v1/streaming') &&
    ['text/event-stream', 'text/plain'].includes(mediaType ?? '')
  )
    return null;
  const page = ['text/html', 'application/rss+xml', 'text/csv', 'text/plain'].includes(mediaType ?? '');
  return page && !/^\/api\/v1\/(?!transparency\/report\.csv)/.test(request.path)
    ? null
    : `${status} as ${mediaType}`;
}

/** Somebody at a socket, who comes back when they are sent away. */
class Talker {
  private socket: Promise<Socket> | undefined;
  private connecting: Promise<Socket> | undefined;

  constructor(
    private readonly address: string,
    private readonly token: string | undefined,
  ) {}

  /** @returns what is wrong with the answer; null where nothing is */
  async says(message: OddMessage): Promise<string | null> {
    const socket = await this.connected();
    if ('packet' in message) {
      socket.io.engine.write(message.packet);
      await new Promise((resolve) => setTimeout(resolve, NOTHING_COMES_MS));
      return null;
    }
    const { event, payloads } = message;
    // Names that the client keeps for itself it does not send.
    if (RESERVED.has(event)) return null;
    return new Promise((resolve) => {
      const gone = (): void => resolve(null);
      socket.once('disconnect', gone);
      socket.timeout(15_000).emit(event, ...payloads, (error: Error | null, answer: { error?: string }) => {
        socket.off('disconnect', gone);
        if (error !== null) return resolve('no answer');
        resolve(answer.error?.startsWith('Something went wrong') === true ? answer.error : null);
      });
    });
  }

  async close(): Promise<void> {
    (await this.socket)?.disconnect();
  }

  private async connected(): Promise<Socket> {
    const socket = await this.socket;
    if (socket?.connected === true) return socket;
    // Several may find it gone at once; one of them comes back.
    this.socket = this.connecting ??= this.connect();
    return this.socket.finally(() => (this.connecting = undefined));
  }

  private async connect(): Promise<Socket> {
    const socket = io(this.address, {
      transports: ['websocket'],
      reconnection: false,
      forceNew: true,
      auth: { token: this.token },
    });
    await new Promise<void>((resolve, reject) => {
      socket.once('connect', resolve);
      socket.once('connect_error', reject);
    });
    return socket;
  }
}

const RESERVED = new Set([
  'connect',
  'connect_error',
  'disconnect',
  'disconnecting',
  'newListener',
  'removeListener',
]);

/** Prints a line where `MALFORMED_REQUESTS` is set: whoever sets it wants to know. */
function tell(line: string): void {
  if (process.env['MALFORMED_REQUESTS'] !== undefined) process.stderr.write(`${line}\n`);
}
