import { Logger, type BeforeApplicationShutdown } from '@nestjs/common';
import {
  ConnectedSocket,
  MessageBody,
  SubscribeMessage,
  WebSocketGateway,
  type OnGatewayConnection,
  type OnGatewayDisconnect,
  type OnGatewayInit,
} from '@nestjs/websockets';
import { plainToInstance, type ClassConstructor } from 'class-transformer';
import { validate } from 'class-validator';
import type {
  Acknowledgement,
  ClientToServer,
  PlacedAcknowledgement,
  ReplayClockAcknowledgement,
  ReplayControlAcknowledgement,
  ReplayJoinAcknowledgement,
} from '#contract';
import { whatIsWrong, withoutNulls } from '../http/door/shape.js';
import { Replays } from '../replays/replays.service.js';
import { ReplayControlDto, ReplayJoinDto, SubscribeDto, UnsubscribeDto, ViewFromDto } from './live.dto.js';
import { DeskSockets } from './desk-sockets.js';
import type { Identity } from './listener.js';
import { Listeners } from './listeners.js';
import { LiveService } from './live.service.js';
import { ReplaySockets } from './replay-sockets.js';
import { SocketListener, Sockets, type LiveServer, type LiveSocket } from './sockets.js';
import { Subscriber } from './subscriber.js';
import { Viewers } from './viewers.js';
import { ERRORS } from '../http/errors/words.js';

const EVENTS = [
  'subscribe',
  'unsubscribe',
  'view:from',
  'replay:join',
  'replay:control',
  'replay:clock',
  'desk:watch',
] as const satisfies readonly (keyof ClientToServer)[];
/** The sockets: every message is validated and acknowledged. */
@WebSocketGateway({
  cors: { origin: '*' },
  transports: ['websocket'],
  maxHttpBufferSize: 64 * 1024,
  serveClient: false,
  // Mastodon's streams are upgraded on the same port; the door lets no other upgrade pass.
  destroyUpgrade: false,
})
export class LiveGateway
  implements OnGatewayInit<LiveServer>, OnGatewayConnection, OnGatewayDisconnect, BeforeApplicationShutdown
{
  private readonly logger = new Logger('Sockets');

  constructor(
    private readonly live: LiveService,
    private readonly subscriber: Subscriber,
    private readonly listeners: Listeners,
    private readonly sockets: Sockets,
    private readonly viewers: Viewers,
    private readonly replays: Replays,
    private readonly replaySockets: ReplaySockets,
    private readonly deskSockets: DeskSockets,
  ) {}

  afterInit(server: LiveServer): void {
    this.sockets.attach(server);
    server.use((socket, next) => {
      this.identify(socket.handshake.auth).then(
        (identity) => {
          if (identity === undefined) return next(new Error(ERRORS.badToken));
          socket.data = { listener: new SocketListener(socket, identity, this.sockets) };
          next();
        },
        (error: unknown) => next(new Error(this.wentWrong(error))),
      );
    });
  }

  /** Whoever listens is told that this server goes, before it closes its port. */
  beforeApplicationShutdown(): void {
    for (const listener of [...this.listeners.all])
      if (listener instanceof SocketListener) listener.close('going_away');
  }

  handleConnection(socket: LiveSocket): void {
    this.listeners.add(socket.data.listener);
    // Over the wire an event may be named by a number, or not at all, whatever socket.io's types say.
    socket.onAny((...sent: unknown[]) => {
      const name = typeof sent[0] === 'function' ? '' : String(sent[0]);
      if ((EVENTS as readonly string[]).includes(name)) return;
      const answer: Acknowledgement = {
        ok: false,
        error: `Unknown event "${name.slice(0, 40)}": use ${EVENTS.join(', ')}`,
      };
      const acknowledge = sent.at(-1);
      if (typeof acknowledge === 'function') (acknowledge as (given: Acknowledgement) => void)(answer);
      else socket.emit('error', { error: answer.error });
    });
  }

  handleDisconnect(socket: LiveSocket): void {
    this.listeners.remove(socket.data.listener);
    this.live.leave(socket.data.listener);
    this.replaySockets.leave(socket);
    this.deskSockets.leave(socket);
  }

  @SubscribeMessage('subscribe')
  subscribe(
    @ConnectedSocket() { data: { listener } }: LiveSocket,
    @MessageBody() payload: unknown,
  ): Promise<PlacedAcknowledgement> {
    return this.answer(SubscribeDto, payload, (request) => this.subscriber.subscribe(listener, request));
  }

  @SubscribeMessage('unsubscribe')
  unsubscribe(
    @ConnectedSocket() { data: { listener } }: LiveSocket,
    @MessageBody() payload: unknown,
  ): Promise<Acknowledgement> {
    return this.answer(UnsubscribeDto, payload, ({ stream }) =>
      Promise.resolve(this.subscriber.unsubscribe(listener, stream)),
    );
  }

  @SubscribeMessage('view:from')
  viewFrom(
    @ConnectedSocket() { data: { listener } }: LiveSocket,
    @MessageBody() payload: unknown,
  ): Promise<PlacedAcknowledgement> {
    return this.answer(ViewFromDto, payload, ({ country }) => this.subscriber.move(listener, country));
  }

  @SubscribeMessage('replay:join')
  joinReplay(
    @ConnectedSocket() socket: LiveSocket,
    @MessageBody() payload: unknown,
  ): Promise<ReplayJoinAcknowledgement> {
    return this.answer(ReplayJoinDto, payload, (request) => this.replaySockets.join(socket, request));
  }

  @SubscribeMessage('replay:control')
  controlReplay(
    @ConnectedSocket() socket: LiveSocket,
    @MessageBody() payload: unknown,
  ): Promise<ReplayControlAcknowledgement> {
    return this.answer(ReplayControlDto, payload, (request) => this.replaySockets.control(socket, request));
  }

  @SubscribeMessage('replay:clock')
  async replayClock(): Promise<ReplayClockAcknowledgement> {
    try {
      return { ok: true, server_time: new Date(await this.replays.now()).toISOString() };
    } catch (error) {
      return { ok: false, error: this.wentWrong(error) };
    }
  }

  @SubscribeMessage('desk:watch')
  async watchDesk(@ConnectedSocket() socket: LiveSocket): Promise<Acknowledgement> {
    try {
      return await this.deskSockets.watch(socket);
    } catch (error) {
      return { ok: false, error: this.wentWrong(error) };
    }
  }

  private async answer<T extends object, A extends { ok: boolean }>(
    type: ClassConstructor<T>,
    payload: unknown,
    act: (request: T) => Promise<A>,
  ): Promise<A | Extract<Acknowledgement, { ok: false }>> {
    if (typeof payload !== 'object' || payload === null || Array.isArray(payload)) {
      return { ok: false, error: 'The payload must be an object' };
    }
    const misshapen = whatIsWrong('The payload', payload);
    if (misshapen !== null) return { ok: false, error: misshapen };
    try {
      const request = plainToInstance(type, withoutNulls(payload) as object);
      const [wrong] = await validate(request, { whitelist: true, stopAtFirstError: true });
      if (wrong !== undefined) return { ok: false, error: Object.values(wrong.constraints ?? {}).join('; ') };
      return await act(request);
    } catch (error) {
      return { ok: false, error: this.wentWrong(error) };
    }
  }

  /** Logs an error for the operator, and returns the message for the client, which reveals no detail. */
  private wentWrong(error: unknown): string {
    this.logger.error(error instanceof Error ? (error.stack ?? error.message) : String(error));
    return ERRORS.ours;
  }

  /** Who connects with a token, or without one; undefined where it is nobody's. */
  private async identify({ token }: Record<string, unknown>): Promise<Identity | undefined> {
    if (token === undefined || token === null) return this.viewers.identify(null);
    return typeof token === 'string' ? this.viewers.identify(token) : undefined;
  }
}
