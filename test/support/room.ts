import { io, type Socket } from 'socket.io-client';
import type {
  ClientToServer,
  CreatedReplay,
  ErrorBody,
  JoinedReplay,
  JoinReplay,
  Replay,
  ReplayControlAcknowledgement,
  ReplayJoinAcknowledgement,
  ReplayState,
  ServerToClient,
} from '#contract';
import { Reader, type Answer } from './client.js';

/** ms; what has not come by then does not come. */
const PATIENCE = 15_000;

/** A room, by its routes. */
export class Room {
  private readonly reader: Reader;

  constructor(
    readonly address: string,
    readonly replay: CreatedReplay,
    private readonly headers: Record<string, string> = {},
  ) {
    this.reader = new Reader(address);
  }

  /** @throws with the answer where it is refused */
  static async made(
    address: string,
    body: Record<string, unknown>,
    headers: Record<string, string> = {},
  ): Promise<Room> {
    const answer = await new Reader(address).sends<CreatedReplay>('POST', '/api/v1/replays', body, headers);
    if (answer.status !== 200) throw new Error(answer.text);
    return new Room(address, answer.body, headers);
  }

  /** The same room, by another server. */
  by(address: string): Room {
    return new Room(address, this.replay, this.headers);
  }

  get id(): string {
    return this.replay.id;
  }

  get path(): string {
    return `/api/v1/replays/${this.id}`;
  }

  reads(query: Record<string, string> = {}, id = this.id): Promise<Answer<Replay>> {
    return this.reader.sends<Replay>('GET', `/api/v1/replays/${id}`, undefined, this.headers, query);
  }

  sends<T = ErrorBody>(what: string, body: object, query: Record<string, string> = {}): Promise<Answer<T>> {
    return this.reader.sends<T>('POST', `${this.path}/${what}`, body, this.headers, query);
  }

  async joined(body: JoinReplay = {}): Promise<JoinedReplay> {
    return granted(await this.sends<JoinedReplay>('join', body));
  }

  /** As the presenter. */
  async controls(action: string, rest: object = {}): Promise<ReplayState> {
    const { presenter_key } = this.replay;
    return granted(await this.sends<ReplayState>('control', { presenter_key, action, ...rest }));
  }
}

function granted<T>(answer: Answer<T>): T {
  if (answer.status !== 200) throw new Error(`${answer.status} ${answer.text}`);
  return answer.body;
}

/** Somebody in a room by a socket, who writes down where it is. */
export class Phone {
  readonly states: ReplayState[] = [];
  /** When each came, on the monotonic clock, ms. */
  readonly times: number[] = [];
  private readonly waiting = new Set<() => void>();

  private constructor(readonly socket: Socket<ServerToClient, ClientToServer>) {
    socket.on('replay:state', (state) => {
      this.states.push(state);
      this.times.push(performance.now());
      for (const look of this.waiting) look();
    });
  }

  static async connect(address: string): Promise<Phone> {
    const socket: Socket<ServerToClient, ClientToServer> = io(address, {
      transports: ['websocket'],
      reconnection: false,
      forceNew: true,
    });
    const phone = new Phone(socket);
    await new Promise<void>((resolve, reject) => {
      socket.once('connect', resolve);
      socket.once('connect_error', reject);
    });
    return phone;
  }

  asks<A>(event: string, payload: unknown): Promise<A> {
    return (this.socket as unknown as Socket).timeout(PATIENCE).emitWithAck(event, payload) as Promise<A>;
  }

  /** @throws where it is refused */
  async joins(room: { id: string } | { code: string }, rest: JoinReplay = {}): Promise<JoinedReplay> {
    const answer = await this.asks<ReplayJoinAcknowledgement>('replay:join', { ...room, ...rest });
    if (!answer.ok) throw new Error(answer.error);
    return answer;
  }

  /** @throws where it is refused */
  async controls(room: Room, action: string, rest: object = {}): Promise<ReplayState> {
    const { presenter_key } = room.replay;
    const request = { id: room.id, presenter_key, action, ...rest };
    const answer = await this.asks<ReplayControlAcknowledgement>('replay:control', request);
    if (!answer.ok) throw new Error(answer.error);
    return answer.replay;
  }

  /** The first state that was told, or will be, of which something holds. */
  async hears(holds: (state: ReplayState) => boolean): Promise<ReplayState> {
    const known = this.states.find(holds);
    if (known !== undefined) return known;
    return new Promise((resolve, reject) => {
      const late = setTimeout(() => {
        this.waiting.delete(look);
        reject(new Error(`Not heard; the last state was ${JSON.stringify(this.states.at(-1))}`));
      }, PATIENCE);
      const look = (): void => {
        const found = this.states.find(holds);
        if (found === undefined) return;
        clearTimeout(late);
        this.waiting.delete(look);
        resolve(found);
      };
      this.waiting.add(look);
    });
  }

  leaves(): void {
    this.socket.disconnect();
  }
}
