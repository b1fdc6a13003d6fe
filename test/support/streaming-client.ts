import http from 'node:http';
import { WebSocket, type ClientOptions } from 'ws';
import type { Status } from '#contract';

/** ms; what has not come by then does not come. */
const PATIENCE = 15_000;

/** A message of Mastodon's streams, its payload read where it is JSON. */
export interface Message {
  stream: readonly string[] | null;
  event: string;
  payload: unknown;
}

/** Waits for what comes. */
class Waiting {
  private readonly waiting = new Set<() => void>();

  look(): void {
    for (const one of [...this.waiting]) one();
  }

  /** @throws with what has come, where it does not */
  until(what: string, found: () => boolean, told: () => unknown): Promise<void> {
    if (found()) return Promise.resolve();
    return new Promise((resolve, reject) => {
      const late = setTimeout(() => {
        this.waiting.delete(look);
        reject(new Error(`${what} did not come; what came: ${JSON.stringify(told())}`));
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
}

/** A client of Mastodon's streams over one WebSocket. */
export class StreamingSocket {
  readonly messages: Message[] = [];
  readonly refusals: { error: string; status: number }[] = [];
  closed: { code: number; reason: string } | null = null;
  private readonly waiting = new Waiting();

  private constructor(readonly socket: WebSocket) {
    socket.on('message', (data: Buffer) => {
      const message = JSON.parse(data.toString()) as Message & { error?: string; status: number };
      if (message.error !== undefined) this.refusals.push({ error: message.error, status: message.status });
      else this.messages.push(read(message));
      this.waiting.look();
    });
    socket.on('close', (code, reason) => {
      this.closed = { code, reason: reason.toString() };
      this.waiting.look();
    });
    socket.on('error', () => undefined);
  }

  /**
   * @param query of the address, without the question mark
   * @param protocols to offer, as browsers offer a token
   * @throws with the answer's status and body where it is refused
   */
  static async connect(
    address: string,
    query = '',
    { protocols = [], path = '', ...options }: ClientOptions & { protocols?: string[]; path?: string } = {},
  ): Promise<StreamingSocket> {
    const url = `${address.replace('http', 'ws')}/api/v1/streaming${path}${query === '' ? '' : `?${query}`}`;
    const socket = new WebSocket(url, protocols, options);
    const client = new StreamingSocket(socket);
    await new Promise<void>((resolve, reject) => {
      socket.once('open', resolve);
      socket.once('error', reject);
      socket.once('unexpected-response', (_request, response) => {
        let body = '';
        response.setEncoding('utf8').on('data', (chunk: string) => (body += chunk));
        response.on('end', () => reject(new Error(`${response.statusCode} ${body}`)));
      });
    });
    return client;
  }

  sends(message: unknown): void {
    this.socket.send(typeof message === 'string' ? message : JSON.stringify(message));
  }

  until(what: string, found: () => boolean): Promise<void> {
    return this.waiting.until(what, found, () => [this.told(), this.refusals, this.closed]);
  }

  /** Waits for a post or its end. */
  hears(event: string, id: string): Promise<void> {
    return this.until(`${event} ${id}`, () => this.told().includes(`${event} ${id}`));
  }

  /** The messages that it got, in few words: `update 01…`. */
  told(): string[] {
    return this.messages.map(inShort);
  }

  close(): void {
    this.socket.terminate();
  }
}

/** A client of one of Mastodon's streams over server-sent events. */
export class EventStream {
  readonly messages: Message[] = [];
  /** All that came, as text. */
  text = '';
  ended = false;
  private readonly waiting = new Waiting();

  private constructor(
    private readonly request: http.ClientRequest,
    readonly response: http.IncomingMessage,
  ) {
    let rest = '';
    response.setEncoding('utf8').on('data', (chunk: string) => {
      this.text += chunk;
      const parts = (rest + chunk).split('\n\n');
      rest = parts.pop() ?? '';
      for (const part of parts) {
        const field = (name: string): string => new RegExp(`^${name}: (.*)$`, 'm').exec(part)?.[1] ?? '';
        this.messages.push(read({ stream: null, event: field('event'), payload: field('data') }));
      }
      this.waiting.look();
    });
    response.on('close', () => {
      this.ended = true;
      this.waiting.look();
    });
  }

  /** @throws with status and body where it is no stream */
  static open(address: string, path: string, headers: Record<string, string> = {}): Promise<EventStream> {
    return new Promise((resolve, reject) => {
      const request = http.get(
        `${address}/api/v1/streaming${path}`,
        { headers, agent: false },
        (response) => {
          if (response.statusCode === 200) return resolve(new EventStream(request, response));
          let body = '';
          response.setEncoding('utf8').on('data', (chunk: string) => (body += chunk));
          response.on('end', () => reject(new Error(`${response.statusCode} ${body}`)));
        },
      );
      request.on('error', reject);
    });
  }

  until(what: string, found: () => boolean): Promise<void> {
    return this.waiting.until(what, found, () => this.text);
  }

  hears(event: string, id: string): Promise<void> {
    return this.until(`${event} ${id}`, () => this.told().includes(`${event} ${id}`));
  }

  told(): string[] {
    return this.messages.map(inShort);
  }

  close(): void {
    this.request.destroy();
  }
}

/** A payload is text: of JSON, but for a bare id. */
function read({ stream, event, payload }: Message): Message {
  try {
    return { stream, event, payload: JSON.parse(String(payload)) };
  } catch {
    return { stream, event, payload };
  }
}

function inShort({ event, payload }: Message): string {
  if (typeof payload === 'string') return `${event} ${payload}`;
  const { id, tombstone } = payload as Partial<Status>;
  return `${event} ${id ?? ''}${tombstone === true ? ' (tombstone)' : ''}`;
}
