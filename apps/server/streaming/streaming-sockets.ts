import type { IncomingMessage, Server } from 'node:http';
import type { Duplex } from 'node:stream';
import {
  Injectable,
  Logger,
  type BeforeApplicationShutdown,
  type OnApplicationBootstrap,
} from '@nestjs/common';
import { HttpAdapterHost } from '@nestjs/core';
import { WebSocketServer, type RawData } from 'ws';
import { bearerOf } from '../access/bearer.js';
import { queryOf } from '../http/door/form.js';
import { whatIsWrong } from '../http/door/shape.js';
import { parseLang, parseViewAs, parseViewFrom, type Parsed } from '../http/viewpoint/parse-viewpoint.js';
import { Viewers } from '../live/viewers.js';
import { ChannelOpener, type Look } from './channel-opener.js';
import { channelOf, type Asked, type NoChannel } from './channels.js';
import { WebSocketListener } from './web-socket-listener.js';
import { ERRORS } from '../http/errors/words.js';

const PATH = '/api/v1/streaming';
const PING_EVERY_MS = 30_000;
/** Bytes of one message from a client. */
const MAX_MESSAGE = 16 * 1024;
/** Messages of one client that wait for those before them. */
const MAX_WAITING = 100;

/** Why a request begins no socket, in the words of HTTP. */
const REASONS: Readonly<Record<number, string>> = {
  401: 'Unauthorized',
  422: 'Unprocessable Entity',
  500: 'Internal Server Error',
};

/** A request to begin a socket, read. */
interface Handshake {
  token: string | null;
  look: Look;
  /** The stream to begin with; null where none is named. */
  asked: Asked | null;
}

/**
 * Mastodon's streams over WebSocket: a client listens to several over one connection, with `subscribe` and
 * `unsubscribe`. Its token stands in `Authorization`, in the query, or in `Sec-WebSocket-Protocol`, which is then
 * echoed.
 *
 * @see https://docs.joinmastodon.org/methods/streaming/#websocket
 */
@Injectable()
export class StreamingSockets implements OnApplicationBootstrap, BeforeApplicationShutdown {
  private readonly logger = new Logger('Streaming');
  private readonly open = new Set<WebSocketListener>();
  private timer: NodeJS.Timeout | null = null;
  private readonly server = new WebSocketServer({
    noServer: true,
    clientTracking: false,
    maxPayload: MAX_MESSAGE,
    perMessageDeflate: false,
    // A browser ends a connection whose subprotocol was not taken.
    handleProtocols: (protocols) => [...protocols][0] ?? false,
  });

  constructor(
    private readonly host: HttpAdapterHost,
    private readonly viewers: Viewers,
    private readonly opener: ChannelOpener,
  ) {}

  onApplicationBootstrap(): void {
    const http = this.host.httpAdapter.getHttpServer() as Server;
    http.on('upgrade', (request: IncomingMessage, socket: Duplex, head: Buffer) => {
      if (request.url?.startsWith(PATH) === true) void this.upgrade(request, socket, head);
    });
    this.timer = setInterval(() => {
      for (const listener of this.open) listener.look();
    }, PING_EVERY_MS);
    this.timer.unref();
  }

  beforeApplicationShutdown(): void {
    if (this.timer !== null) clearInterval(this.timer);
    for (const listener of this.open) listener.close('going_away');
  }

  private async upgrade(request: IncomingMessage, socket: Duplex, head: Buffer): Promise<void> {
    // Whoever goes away meanwhile is nobody's fault.
    socket.on('error', () => socket.destroy());
    try {
      const handshake = handshakeOf(request);
      if ('error' in handshake) {
        refuse(socket, handshake);
        return;
      }
      const identity = await this.viewers.identify(handshake.token);
      if (identity === undefined) {
        refuse(socket, { error: ERRORS.badToken, status: 401 });
        return;
      }
      this.server.handleUpgrade(request, socket, head, (webSocket) =>
        this.connected(new WebSocketListener(request, identity, webSocket), handshake),
      );
    } catch (error) {
      this.logger.error(error instanceof Error ? (error.stack ?? error.message) : String(error));
      refuse(socket, { error: ERRORS.ours, status: 500 });
    }
  }

  private connected(listener: WebSocketListener, { look, asked }: Handshake): void {
    const { socket } = listener;
    this.open.add(listener);
    this.opener.begin(listener);
    socket.on('pong', () => (listener.isAlive = true));
    // Data that is no message, or too large a one, ends the connection with the code that says so.
    socket.on('error', () => undefined);
    socket.once('close', () => {
      this.open.delete(listener);
      this.opener.end(listener);
    });
    let waiting = 0;
    let last = Promise.resolve();
    /** One after the other: of a `subscribe` and an `unsubscribe` the later counts. */
    const inTurn = (act: () => Promise<NoChannel | null>): void => {
      if ((waiting += 1) > MAX_WAITING) return listener.close('too_many_messages');
      last = last
        .then(async () => {
          const refused = listener.connected ? await act() : null;
          if (refused !== null) listener.refuse(refused);
        })
        .catch((error: unknown) => {
          this.logger.error(error instanceof Error ? (error.stack ?? error.message) : String(error));
          listener.refuse({ error: ERRORS.ours, status: 500 });
        })
        .finally(() => (waiting -= 1));
    };
    socket.on('message', (data, isBinary) => {
      listener.isAlive = true;
      inTurn(() => this.take(listener, look, isBinary ? null : data));
    });
    if (asked !== null) inTurn(() => this.begin(listener, look, asked));
  }

  private async take(
    listener: WebSocketListener,
    look: Look,
    data: RawData | null,
  ): Promise<NoChannel | null> {
    const message = data === null ? null : messageIn(data);
    if (message === null) return { error: 'A message is a JSON object', status: 400 };
    const { type, ...asked } = message;
    if (type === 'subscribe') return this.begin(listener, look, asked);
    if (type !== 'unsubscribe') return { error: 'Unknown message type', status: 400 };
    const channel = channelOf(asked);
    if ('error' in channel) return channel;
    this.opener.close(listener, channel);
    return null;
  }

  private async begin(listener: WebSocketListener, look: Look, asked: Asked): Promise<NoChannel | null> {
    const channel = channelOf(asked);
    return 'error' in channel ? channel : this.opener.open(listener, channel, look);
  }
}

function messageIn(data: RawData): (Asked & { type?: unknown }) | null {
  try {
    const message: unknown = JSON.parse((data as Buffer).toString());
    const isObject = typeof message === 'object' && message !== null && !Array.isArray(message);
    return isObject && whatIsWrong('The message', message) === null ? message : null;
  } catch {
    return null;
  }
}

/** Reads what a request to begin a socket says in its address and headers. */
function handshakeOf({ url = '', headers }: IncomingMessage): Handshake | NoChannel {
  const [path = '', search = ''] = url.split(/\?(.*)/s);
  let query: Record<string, unknown>;
  try {
    query = queryOf(search);
  } catch (error) {
    return { error: error instanceof Error ? error.message : 'The query cannot be read', status: 422 };
  }
  if (query['view_at'] !== undefined)
    return { error: 'view_at is for reading: a stream tells of what happens now', status: 422 };
  const look: Look = {};
  const parsers = { view_from: parseViewFrom, view_as: parseViewAs, lang: parseLang };
  for (const [name, parse] of Object.entries(parsers)) {
    const text = query[name];
    if (text === undefined) continue;
    const parsed: Parsed<unknown> =
      typeof text === 'string' ? parse(text, name) : { ok: false, error: `${name} is given more than once` };
    if (!parsed.ok) return { error: parsed.error, status: 422 };
    Object.assign(look, { [name]: text });
  }
  const { access_token: inQuery } = query;
  const offered = headers['sec-websocket-protocol']?.split(',')[0]?.trim();
  const token =
    bearerOf(headers.authorization ?? '') ??
    (typeof inQuery === 'string' && inQuery !== '' ? inQuery : undefined) ??
    (offered === '' ? undefined : offered);
  // Some clients name the stream as the paths of server-sent events do.
  const inPath = path
    .slice(PATH.length)
    .replace(/^\/|\/$/g, '')
    .replaceAll('/', ':');
  const stream = inPath === '' ? query['stream'] : inPath;
  return { token: token ?? null, look, asked: stream === undefined ? null : { ...query, stream } };
}

/** Answers a request to begin a socket with why there is none. */
function refuse(socket: Duplex, { error, status }: NoChannel): void {
  const body = JSON.stringify({ error });
  const head = [
    `HTTP/1.1 ${status} ${REASONS[status] ?? 'Bad Request'}`,
    'Connection: close',
    'Content-Type: application/json; charset=utf-8',
    `Content-Length: ${Buffer.byteLength(body)}`,
  ];
  socket.end(`${head.join('\r\n')}\r\n\r\n${body}`);
}
