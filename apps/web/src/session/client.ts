import type { ErrorBody } from '#contract';
import { call, type Answered, type Manner } from '../api/call.js';
import type { Failure } from '../api/failure.js';
import type { Answer, Given, Method, Route } from '../api/routes.js';

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
  read<P extends Route<'get'>>(
    route: P,
    given: Given<'get', P>,
    signal?: AbortSignal,
  ): Promise<Answer<'get', P>> {
    return this.asks('get', route, given, { signal });
  }

  /** @throws Refusal */
  post<P extends Route<'post'>>(route: P, given: Given<'post', P>): Promise<Answer<'post', P>> {
    return this.asks('post', route, given);
  }

  /** @throws Refusal */
  patch<P extends Route<'patch'>>(route: P, given: Given<'patch', P>): Promise<Answer<'patch', P>> {
    return this.asks('patch', route, given);
  }

  private async asks<M extends Method, P extends Route<M>>(
    method: M,
    route: P,
    given: Given<M, P>,
    manner: Manner = {},
  ): Promise<Answer<M, P>> {
    let answer: Answered<Answer<M, P>>;
    try {
      answer = await call(method, route, given, { ...manner, token: this.token, patience: PATIENCE });
    } catch {
      throw new Refusal({ kind: 'unreachable' });
    }
    if (answer.ok) return answer.body;
    const { status, body } = answer;
    throw new Refusal({ kind: 'refused', status, message: body.error }, body);
  }
}
