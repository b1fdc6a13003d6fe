import { Logger } from '@nestjs/common';
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
  StreamName,
} from '#contract';
import type { Principal } from '#identity';
import { seesAll, type Viewpoint } from '#visibility';
import { lookingAs, permissionsOf } from '../access/may.js';
import { Audit } from '../http/exit/audit.js';
import { whatIsWrong, withoutNulls } from '../http/door/shape.js';
import { Clock } from '../platform/clock.js';
import { languageOf } from '../http/viewpoint/language.js';
import { parseViewFrom } from '../http/viewpoint/parse-viewpoint.js';
import { Replays } from '../replays/replays.service.js';
import { Whereabouts, type Place } from '../http/viewpoint/whereabouts.js';
import { ReplayControlDto, ReplayJoinDto, SubscribeDto, UnsubscribeDto, ViewFromDto } from './live.dto.js';
import { PARSER } from './encoded-frame.js';
import { ENDED, LiveService } from './live.service.js';
import { ReplaySockets } from './replay-sockets.js';
import { Sockets, type LiveServer, type LiveSocket } from './sockets.js';
import { SubscribeQueue } from './subscribe-queue.js';
import { Viewers } from './viewers.js';

const EVENTS = [
  'subscribe',
  'unsubscribe',
  'view:from',
  'replay:join',
  'replay:control',
  'replay:clock',
] as const satisfies readonly (keyof ClientToServer)[];
/** How many streams one socket may listen to. */
const MAX_STREAMS = 20;
/** The answer to a viewer who has been erased since they connected, or has another role or country. */
const CHANGED = { ok: false, error: 'Who you are here has changed: connect again' } as const;

/** The sockets: every message is validated and acknowledged. */
@WebSocketGateway({
  cors: { origin: '*' },
  transports: ['websocket'],
  maxHttpBufferSize: 64 * 1024,
  serveClient: false,
  parser: PARSER,
})
export class LiveGateway implements OnGatewayInit<LiveServer>, OnGatewayConnection, OnGatewayDisconnect {
  private readonly logger = new Logger('Sockets');
  private readonly queue = new SubscribeQueue();

  constructor(
    private readonly live: LiveService,
    private readonly sockets: Sockets,
    private readonly viewers: Viewers,
    private readonly whereabouts: Whereabouts,
    private readonly audit: Audit,
    private readonly clock: Clock,
    private readonly replays: Replays,
    private readonly replaySockets: ReplaySockets,
  ) {}

  afterInit(server: LiveServer): void {
    this.sockets.attach(server);
    server.use((socket, next) => {
      this.principalOf(socket.handshake.auth).then(
        (principal) => {
          const granted = principal?.view?.from ?? null;
          // Where geography is enforced, no grant may name a place.
          if (principal === undefined || (granted !== null && !this.whereabouts.takesGrants))
            return next(new Error('The access token is invalid'));
          const { token } = socket.handshake.auth;
          socket.data = {
            token: principal === null ? null : String(token),
            principal,
            viewer: lookingAs(principal),
            moved: granted === null ? null : { from: granted },
          };
          next();
        },
        (error: unknown) => next(new Error(this.wentWrong(error))),
      );
    });
  }

  handleConnection(socket: LiveSocket): void {
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
    this.live.leave(socket);
    this.replaySockets.leave(socket);
  }

  @SubscribeMessage('subscribe')
  subscribe(
    @ConnectedSocket() socket: LiveSocket,
    @MessageBody() payload: unknown,
  ): Promise<PlacedAcknowledgement> {
    return this.answer(SubscribeDto, payload, async (request) => {
      const { stream } = request;
      const beside = new Set([...this.queue.streams(socket), ...this.live.streams(socket)]);
      beside.delete(stream);
      if (beside.size >= MAX_STREAMS)
        return { ok: false, error: `A socket listens to at most ${MAX_STREAMS} streams` };
      const { moved } = socket.data;
      const answer = await this.queue.take(socket, stream, (wanted) => {
        // A `view:from` that the socket has sent since counts for this subscription, too.
        const asked = (): string | null => (socket.data.moved === moved ? (request.view_from ?? null) : null);
        return this.begin(socket, request, asked, wanted);
      });
      return answer ?? ENDED;
    });
  }

  private async begin(
    socket: LiveSocket,
    { stream, view_as, lang, since }: SubscribeDto,
    asked: () => string | null,
    wanted: AbortSignal,
  ): Promise<PlacedAcknowledgement> {
    if (!(await this.viewers.isCurrent(socket))) return CHANGED;
    const end = since === undefined ? null : await this.live.endBefore(since);
    if (end !== null) return { ok: false, error: `since ${since} is in the future: the log ends at ${end}` };
    if (wanted.aborted) return ENDED;
    const asPublic = view_as === 'public';
    const needed = stream === 'user' ? 'home:stream' : 'statuses:read';
    const may = permissionsOf([needed], socket.data.principal, asPublic);
    if ('denial' in may) return { ok: false, error: may.denial.message };
    const viewer = asPublic ? null : viewerOf(socket);
    const place = this.placeOf(socket, asked());
    if ('error' in place) return { ok: false, error: place.error };
    const language = lang ?? languageOf(socket.request);
    const cls = seesAll({ viewer, asPublic: false }) ? 'moderator' : 'ordinary';
    // Whoever is signed in as of the past is let in, and told nothing: nothing happens there any more.
    if (typeof socket.data.principal?.view?.at === 'number') return this.placed(this.live.position, place);
    const audience = { stream, ...place, language, class: cls, viewer } as const;
    const told = await this.live.subscribe(socket, audience, since, wanted, async () => {
      // Audited before it begins: which things it will be sent is not known, but nothing is withheld from it.
      if (cls === 'moderator') await this.noteSubscription(socket, stream, place);
    });
    // It may have moved while it caught up.
    return told.ok ? this.placed(told.seq, this.placeOf(socket, asked())) : told;
  }

  @SubscribeMessage('unsubscribe')
  unsubscribe(
    @ConnectedSocket() socket: LiveSocket,
    @MessageBody() payload: unknown,
  ): Promise<Acknowledgement> {
    return this.answer(UnsubscribeDto, payload, ({ stream }) => {
      this.queue.giveUp(socket, stream);
      this.live.unsubscribe(socket, stream);
      return Promise.resolve({ ok: true, seq: this.live.position });
    });
  }

  @SubscribeMessage('view:from')
  viewFrom(
    @ConnectedSocket() socket: LiveSocket,
    @MessageBody() payload: unknown,
  ): Promise<PlacedAcknowledgement> {
    return this.answer(ViewFromDto, payload, async ({ country }) => {
      if (!(await this.viewers.isCurrent(socket))) return CHANGED;
      const place = this.placeOf(socket, country);
      if ('error' in place) return { ok: false, error: place.error };
      for (const stream of this.live.moderatorStreams(socket))
        await this.noteSubscription(socket, stream, place);
      socket.data.moved = { from: place.from };
      this.live.viewFrom(socket, place);
      return this.placed(this.live.position, place);
    });
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

  /** Writes into the audit that a moderator listens to a stream, before they do. */
  private async noteSubscription(socket: LiveSocket, stream: StreamName, { from }: Place): Promise<void> {
    const { viewer } = socket.data;
    if (viewer === null) throw new Error('Nobody is told all');
    await this.audit.note(viewer.id, `subscribe ${stream}`, { at: this.clock.now(), live: true, from }, []);
  }

  private placed(seq: number, place: Place | { error: string }): PlacedAcknowledgement {
    return 'error' in place ? { ok: false, error: place.error } : { ok: true, seq, ...place };
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
    return 'Something went wrong on our side. Try again in a moment.';
  }

  /** The place that a socket looks from, as it asks now or asked with `view:from`; or why it may not. */
  private placeOf(socket: LiveSocket, asked: string | null): Place | { error: string } {
    let from = socket.data.moved?.from ?? null;
    if (asked !== null) {
      const parsed = parseViewFrom(asked);
      if (!parsed.ok) return parsed;
      from = parsed.value;
    }
    return this.whereabouts.placeOf(socket.request, socket.data.viewer, from);
  }

  /** The principal of a token; null where there is no token, undefined where it is nobody's. */
  private async principalOf({ token }: Record<string, unknown>): Promise<Principal | null | undefined> {
    if (token === undefined || token === null) return null;
    return typeof token === 'string' ? this.viewers.principalOf(token) : undefined;
  }
}

function viewerOf({ data: { viewer } }: LiveSocket): Viewpoint['viewer'] {
  return viewer === null ? null : { id: viewer.id, role: viewer.role };
}
