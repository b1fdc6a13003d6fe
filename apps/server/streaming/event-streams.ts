import {
  HttpException,
  Injectable,
  UnprocessableEntityException,
  type BeforeApplicationShutdown,
  type OnApplicationBootstrap,
} from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import { bearerOf } from '../access/bearer.js';
import type { RequestWithViewpoint } from '../http/viewpoint/viewpoint.js';
import { Viewers } from '../live/viewers.js';
import { ChannelOpener } from './channel-opener.js';
import { channelOf } from './channels.js';
import { EventStreamListener } from './event-stream-listener.js';

const THUMP_EVERY_MS = 15_000;

const HEADERS = {
  'content-type': 'text/event-stream; charset=utf-8',
  'cache-control': 'private, no-store',
  // A proxy that gathers up an answer would keep it back.
  'x-accel-buffering': 'no',
};

/** Mastodon's streams over server-sent events: one for each request, which is answered for as long as it listens. */
@Injectable()
export class EventStreams implements OnApplicationBootstrap, BeforeApplicationShutdown {
  private readonly open = new Set<EventStreamListener>();
  /** Those who have been told that it begins: no heartbeat comes before that. */
  private readonly begun = new Set<EventStreamListener>();
  private timer: NodeJS.Timeout | null = null;

  constructor(
    private readonly viewers: Viewers,
    private readonly opener: ChannelOpener,
  ) {}

  onApplicationBootstrap(): void {
    this.timer = setInterval(() => {
      for (const listener of this.begun) listener.comment('thump');
    }, THUMP_EVERY_MS);
    this.timer.unref();
  }

  /** The port is closed once nobody is answered any more. */
  beforeApplicationShutdown(): void {
    if (this.timer !== null) clearInterval(this.timer);
    for (const listener of this.open) listener.close();
  }

  /**
   * Answers a request with a stream; a `HEAD` with its headers.
   *
   * @param stream by Mastodon's name; its parameters stand in the query
   * @throws HttpException where there is no such stream, and where it looks back: a stream tells what happens
   */
  async answer(request: RequestWithViewpoint, reply: FastifyReply, stream: string): Promise<void> {
    const channel = channelOf({ ...(request.query as object), stream });
    if ('error' in channel) throw new HttpException(channel.error, channel.status);
    const { viewpoint, principal } = request;
    // Whoever is signed in as of the past is let in, and told nothing.
    if (!viewpoint.live && principal?.view?.at === undefined)
      throw new UnprocessableEntityException('view_at is for reading: a stream tells of what happens now');
    const identity = await this.viewers.identify(bearerOf(request.headers.authorization ?? '') ?? null);
    reply.hijack();
    const { raw } = reply;
    for (const [name, value] of Object.entries({ ...reply.getHeaders(), ...HEADERS }))
      if (value !== undefined) raw.setHeader(name, value);
    raw.writeHead(200);
    if (identity === undefined || request.method === 'HEAD') return void raw.end();
    const listener = new EventStreamListener(request.raw, identity, raw);
    this.open.add(listener);
    this.opener.begin(listener);
    raw.once('close', () => {
      this.open.delete(listener);
      this.begun.delete(listener);
      this.opener.end(listener);
    });
    raw.flushHeaders();
    const refused = await this.opener.open(listener, channel, {
      ...(viewpoint.basis === 'simulated' && viewpoint.from !== null ? { view_from: viewpoint.from } : {}),
      ...(viewpoint.asPublic ? { view_as: 'public' } : {}),
      lang: viewpoint.language,
    });
    if (refused !== null) listener.close();
    // From here on it is told.
    listener.comment(')');
    if (this.open.has(listener)) this.begun.add(listener);
  }
}
