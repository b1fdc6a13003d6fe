import { isDeepStrictEqual } from 'node:util';
import type { Frame, StreamName } from '#contract';
import type { Listener } from '../support/listener.js';
import { EventStream, StreamingSocket, type Message } from '../support/streaming-client.js';
import { requestFrom, type Mode, type Seat } from './seats.js';

/** The frames that Mastodon's streams tell, too. */
const TOLD: readonly string[] = [
  'update',
  'status.update',
  'delete',
  'notification',
  'notifications_merged',
  'conversation',
];
/** What of one's own stream is told as another of Mastodon's. */
const DIRECT = 'direct';
/** How many hashtags are listened to: each is as the others. */
const TAGS = 4;

/** A stream as both name it. */
interface Stream {
  ours: StreamName;
  query: { stream: string; tag?: string };
}

/** One connection, and the streams that it carries. */
interface Ear {
  client: StreamingSocket | EventStream;
  streams: Stream[];
}

/**
 * Listens to Mastodon's streams from where a socket of ours sits, and holds what they tell against what that is told:
 * the same posts and nothing else. So whatever the crawl proves of our sockets is proven of them.
 */
export class MastodonEars {
  private ears: Ear[] = [];

  private constructor(
    private readonly seat: Seat,
    private readonly listeners: readonly Listener[],
    private readonly open: () => Promise<Ear[]>,
  ) {}

  /** @param listeners those of our sockets at this seat that carry the streams */
  static async at(
    address: string,
    seat: Seat,
    mode: Mode,
    names: readonly StreamName[],
    listeners: readonly Listener[],
  ): Promise<MastodonEars> {
    const { query, headers } = requestFrom(seat, mode);
    const search = new URLSearchParams(query).toString();
    const plain = names.flatMap((ours) =>
      ours === 'public' || ours === 'public:local' || ours === 'user'
        ? [
            { ours, query: { stream: ours } },
            ...(ours === 'user' ? [{ ours, query: { stream: DIRECT } }] : []),
          ]
        : [],
    );
    const tags = names
      .flatMap((ours) =>
        ours.startsWith('hashtag:')
          ? [{ ours, query: { stream: 'hashtag', tag: ours.slice('hashtag:'.length) } }]
          : [],
      )
      .slice(0, TAGS);
    const open = async (): Promise<Ear[]> => {
      const sockets = await Promise.all(
        [plain, tags].map(async (streams): Promise<Ear> => {
          const client = await StreamingSocket.connect(address, search, { headers });
          for (const one of streams) client.sends({ type: 'subscribe', ...one.query });
          client.sends({ type: 'subscribe', stream: 'none' });
          await client.until('the answer', () => client.refusals.length > 0);
          return { client, streams };
        }),
      );
      const client = await EventStream.open(address, `/public?${search}`, headers);
      await client.until('the first comment', () => client.text !== '');
      return [...sockets, { client, streams: [{ ours: 'public', query: { stream: 'public' } }] }];
    };
    const ears = new MastodonEars(seat, listeners, open);
    ears.ears = await open();
    return ears;
  }

  /** Compares what was told since the last time. To be asked once our sockets have been told everything. */
  async differences(): Promise<string[]> {
    const found: string[] = [];
    let closed = false;
    for (const { client, streams } of this.ears) {
      for (const { ours, query } of streams) {
        const name = query.tag === undefined ? [query.stream] : [query.stream, query.tag];
        const got = (): Message[] =>
          client.messages.filter(({ stream }) => stream === null || isDeepStrictEqual(stream, name));
        const expected = this.framesOf(ours)
          .filter(({ type }) => (type === 'conversation') === (query.stream === DIRECT))
          .map(({ type, payload }) => [type, payload]);
        const isOver = (): boolean =>
          client instanceof StreamingSocket ? client.closed !== null : client.ended;
        await client.until(`all of ${ours}`, () => got().length >= expected.length || isOver());
        const told = got().map(({ event, payload }) => [event, payload]);
        // Where our sockets are asked to read again, the connection ends.
        if (isOver()) {
          closed = true;
          if (!this.listeners.some(({ resyncs }) => resyncs.length > 0))
            found.push(`${ours} ended to ${this.seat.name}`);
        }
        const same = isOver() ? expected.slice(0, told.length) : expected;
        if (!isDeepStrictEqual(told, same))
          found.push(
            `${ours} to ${this.seat.name}: ${inShort(told)}, where our own tells ${inShort(expected)}`,
          );
      }
      client.messages.length = 0;
    }
    if (closed) {
      this.close();
      this.ears = await this.open();
    }
    return found;
  }

  close(): void {
    for (const { client } of this.ears) client.close();
  }

  private framesOf(stream: StreamName): Frame[] {
    return this.listeners.flatMap(({ frames }) =>
      frames.filter((frame) => frame.stream === stream && TOLD.includes(frame.type)),
    );
  }
}

function inShort(told: readonly unknown[][]): string {
  return told
    .map(([event, payload]) => `${String(event)} ${JSON.stringify(payload).slice(0, 60)}`)
    .join(', ');
}
