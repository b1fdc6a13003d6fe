import { afterEach } from '@jest/globals';
import { io, type Socket } from 'socket.io-client';
import type {
  Acknowledgement,
  ClientToServer,
  Frame,
  ServerToClient,
  StreamName,
  SubscribeRequest,
} from '#contract';
import { readHead } from '#log';
import type { Person } from './client.js';
import type { TestServer } from './server.js';

/** ms; what has not come by then does not come. */
const PATIENCE = 15_000;

/** A socket that writes down what it is told. */
export class Listener {
  readonly frames: Frame[] = [];
  readonly resyncs: Parameters<ServerToClient['resync']>[0][] = [];
  readonly errors: string[] = [];
  private readonly waiting = new Set<() => void>();

  private constructor(readonly socket: Socket<ServerToClient, ClientToServer>) {
    const note = (): void => {
      for (const look of this.waiting) look();
    };
    socket.on('event', (frame) => {
      this.frames.push(frame);
      note();
    });
    socket.on('resync', (reason) => {
      this.resyncs.push(reason);
      note();
    });
    socket.on('error', ({ error }) => {
      this.errors.push(error);
      note();
    });
    socket.on('disconnect', note);
  }

  /** @throws with the server's reason where it refuses */
  static async connect(
    address: string,
    auth: Record<string, unknown> = {},
    extraHeaders: Record<string, string> = {},
  ): Promise<Listener> {
    const socket: Socket<ServerToClient, ClientToServer> = io(address, {
      transports: ['websocket'],
      reconnection: false,
      forceNew: true,
      auth,
      extraHeaders,
    });
    const listener = new Listener(socket);
    await new Promise<void>((resolve, reject) => {
      socket.once('connect', resolve);
      socket.once('connect_error', reject);
    });
    return listener;
  }

  /** Subscribes. @throws where it is refused */
  async subscribe(stream: StreamName, rest: Omit<SubscribeRequest, 'stream'> = {}): Promise<number> {
    const answer = await this.ask('subscribe', { stream, ...rest });
    if (!answer.ok) throw new Error(`${stream}: ${answer.error}`);
    return answer.seq;
  }

  /** Sends any event with any payload; the acknowledgement comes back. */
  ask(event: string, ...payload: unknown[]): Promise<Acknowledgement> {
    const untyped = this.socket as unknown as Socket;
    return untyped.timeout(PATIENCE).emitWithAck(event, ...payload) as Promise<Acknowledgement>;
  }

  /** Sends a packet of socket.io as it is, such as `2["subscribe"]`, which its client need not have made. */
  sendRaw(packet: string): void {
    this.socket.io.engine.write(packet);
  }

  /** The answer to a packet that was sent with an id of its own. */
  acknowledged(id: number): Promise<Acknowledgement> {
    const { acks } = this.socket as unknown as { acks: Record<number, (answer: Acknowledgement) => void> };
    return new Promise((resolve, reject) => {
      const late = setTimeout(() => reject(new Error(`${id} was not answered`)), PATIENCE);
      acks[id] = (answer) => {
        clearTimeout(late);
        resolve(answer);
      };
    });
  }

  /** Waits until something has come. @throws with what has come, where it does not */
  until(what: string, found: () => boolean): Promise<void> {
    if (found()) return Promise.resolve();
    return new Promise((resolve, reject) => {
      const late = setTimeout(() => {
        this.waiting.delete(look);
        reject(new Error(`${what} did not come; what came: ${JSON.stringify(this.told())}`));
      }, PATIENCE);
      const look = (): void => {
        if (!found()) return;
        clearTimeout(late);
        this.waiting.delete(look);
        resolve();
      };
      this.waiting.add(look);
    });
  }

  /** Waits until it has been told of everything that has happened on a server so far. */
  async hasHeard(server: TestServer): Promise<void> {
    const { seq } = await readHead(server.database.reader);
    const giveUp = Date.now() + PATIENCE;
    for (;;) {
      // Answered in the order of what was sent before.
      const answer = await this.ask('unsubscribe', { stream: 'venue:blog' });
      if (!answer.ok) throw new Error(answer.error);
      if (answer.seq >= seq) return;
      if (Date.now() > giveUp) throw new Error(`The server has told up to ${answer.seq} of ${seq}`);
    }
  }

  /** The frames it got of a stream, or of all, in few words, such as `status.update 01… (tombstone)`. */
  told(stream?: StreamName): string[] {
    return this.frames.filter((frame) => stream === undefined || frame.stream === stream).map(inShort);
  }

  /** Forgets what it was told. */
  forget(): void {
    this.frames.length = 0;
  }

  close(): void {
    this.socket.disconnect();
  }
}

/** Connects listeners for the tests of a suite, and closes them after each test. */
export function listenersOn(server: TestServer) {
  const open: Listener[] = [];
  afterEach(() => {
    for (const listener of open.splice(0)) listener.close();
  });
  const listen = async (
    who?: Person,
    to: TestServer = server,
    headers?: Record<string, string>,
  ): Promise<Listener> => {
    const listener = await Listener.connect(to.address, who && { token: who.token }, headers);
    open.push(listener);
    return listener;
  };
  return {
    /** Connects as somebody or nobody, to the suite's server or another. */
    listen,
    /** Connects, and subscribes to the public stream: is told of what comes next, and since `since`. */
    onPublic: async (
      from: Omit<SubscribeRequest, 'stream'>,
      who?: Person,
      to: TestServer = server,
    ): Promise<Listener> => {
      const listener = await listen(who, to);
      await listener.subscribe('public', from);
      if (from.since === undefined) {
        // Earlier writes may not have been told yet.
        await listener.hasHeard(to);
        listener.forget();
      }
      return listener;
    },
  };
}

/** A frame in few words. */
export function inShort(frame: Frame): string {
  switch (frame.type) {
    case 'update':
    case 'status.update':
      return `${frame.type} ${frame.payload.id}${frame.payload.tombstone ? ' (tombstone)' : ''}`;
    case 'account.update':
      return `${frame.type} ${frame.payload.id}${frame.payload.display_name === '' ? ' (blank)' : ''}`;
    case 'delete':
      return `delete ${frame.payload}`;
    case 'withheld': {
      const { status_id, account_id, country_codes } = frame.payload;
      return `withheld ${status_id ?? account_id} [${country_codes.join()}]`;
    }
    case 'counts': {
      const { status_id, replies_count, reblogs_count, favourites_count } = frame.payload;
      return `counts ${status_id} ${replies_count}/${reblogs_count}/${favourites_count}`;
    }
    case 'notification': {
      const { type, account, moderation_warning, withheld } = frame.payload;
      if (moderation_warning === undefined) return `notification ${type} by ${account.username}`;
      if (withheld === null) return `notification: ${moderation_warning.text}`;
      const { kind, scope, lifted_at } = withheld;
      return `notification ${kind} ${scope}${lifted_at === null ? '' : ' (lifted)'}`;
    }
    case 'notifications_merged':
      return 'notifications_merged';
    case 'conversation': {
      const { id, unread, last_status } = frame.payload;
      return `conversation ${id}: ${last_status.id}${last_status.tombstone ? ' (tombstone)' : ''}${unread ? ', unread' : ''}`;
    }
    case 'context':
      return `context ${frame.payload.title}`;
    case 'order':
      return `order ${frame.payload.what}`;
    case 'decision':
      return `decision ${frame.payload.outcome} ${frame.payload.items}`;
    case 'tape':
      return `tape ${frame.payload.scenario}`;
  }
}
