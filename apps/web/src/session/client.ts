import type { ErrorBody } from '#contract';
import type { Failure } from '../api/failure.js';

/** Milliseconds without an answer after which there is none. */
const PATIENCE = 20_000;

/** A request that was not granted; `body` is what the server said beside its words. */
export class Refusal extends Error {
  constructor(
    readonly failure: Failure,
    readonly body: ErrorBody | null = null,
  ) {
    super(failure.kind === 'refused' ? failure.message : 'no answer');
  }

  /** The HTTP status; null where no answer came. */
  get status(): number | null {
    return this.failure.kind === 'refused' ? this.failure.status : null;
  }
}

/** Turns a caught error into a refusal; one that no request threw means that no answer came. */
export function refusalOf(error: unknown): Refusal {
  return error instanceof Refusal ? error : new Refusal({ kind: 'unreachable' });
}

/** Asks the server as whoever has a token; as nobody without one. */
export class Client {
  constructor(readonly token: string | null) {}

  /** @throws Refusal */
  read<T>(path: string, signal?: AbortSignal): Promise<T> {
    return this.asks<T>('GET', path, undefined, {}, signal);
  }

  /**
   * @param key the idempotency key: what is sent again under it is done once
   * @throws Refusal
   */
  post<T>(path: string, body: object = {}, key?: string): Promise<T> {
    return this.asks<T>('POST', path, body, key === undefined ? {} : { 'Idempotency-Key': key });
  }

  /** @throws Refusal */
  patch<T>(path: string, body: object): Promise<T> {
    return this.asks<T>('PATCH', path, body);
  }

  private async asks<T>(
    method: string,
    path: string,
    body?: object,
    headers: Record<string, string> = {},
    signal?: AbortSignal,
  ): Promise<T> {
    const signals = [AbortSignal.timeout(PATIENCE), ...(signal === undefined ? [] : [signal])];
    let answer: Response;
    try {
      answer = await fetch(path, {
        method,
        cache: 'no-store',
        signal: anyOf(signals),
        headers: {
          Accept: 'application/json',
          ...(this.token === null ? {} : { Authorization: `Bearer ${this.token}` }),
          ...(body === undefined ? {} : { 'Content-Type': 'application/json' }),
          ...headers,
        },
        ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      });
    } catch {
      throw new Refusal({ kind: 'unreachable' });
    }
    const said = (await answer.json().catch(() => null)) as T | ErrorBody | null;
    if (answer.ok && said !== null) return said as T;
    const error = (said as ErrorBody | null)?.error;
    // An answer without Mastodon's error body is a proxy's, not the server's.
    if (typeof error !== 'string') throw new Refusal({ kind: 'unreachable' });
    throw new Refusal({ kind: 'refused', status: answer.status, message: error }, said as ErrorBody);
  }
}

/** One signal for several; browsers of 2022 have no `AbortSignal.any`. */
function anyOf(signals: readonly AbortSignal[]): AbortSignal {
  const both = new AbortController();
  for (const signal of signals) {
    if (signal.aborted) both.abort();
    signal.addEventListener('abort', () => both.abort(), { once: true });
  }
  return both.signal;
}
