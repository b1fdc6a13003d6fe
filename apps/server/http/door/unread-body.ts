import type { IncomingMessage } from 'node:http';
import { Readable } from 'node:stream';
import { setTimeout as sleep } from 'node:timers/promises';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { hasBody } from './body-reader.js';
import { isHeldBack } from './expectation.js';

/** Bytes of a body that are passed over so that the connection can be kept. */
const WORTH_KEEPING = 65_536;
/** Bytes, and ms, that are passed over after the answer before the connection is closed. */
const LINGER_BYTES = 2 * 1_048_576;
const LINGER_MS = 2_000;

/**
 * A hook before an answer is sent. Where the request's body has not come whole, since it was refused unread,
 * the connection is closed; but for a while what still comes is passed over, as closing under a client that
 * sends would take the answer from it, too (RFC 9112, section 9.6). The answer itself does not wait.
 */
export function closeUnread(
  { raw, method }: FastifyRequest,
  reply: FastifyReply,
  payload: unknown,
  done: (error: null, payload: unknown) => void,
): void {
  if (raw.complete || !hasBody(raw)) return done(null, payload);
  const rest = Number(raw.headers['content-length'] ?? Infinity);
  if (rest <= WORTH_KEEPING && !isHeldBack(raw)) return done(null, payload);
  reply.header('connection', 'close');
  if (isHeldBack(raw) || method === 'HEAD' || typeof payload !== 'string') return done(null, payload);
  // The answer is complete after these bytes; the stream ends later.
  reply.header('content-length', Buffer.byteLength(payload));
  done(null, Readable.from(thenPassOver(payload, raw)));
}

async function* thenPassOver(payload: string, request: IncomingMessage): AsyncGenerator<Buffer> {
  yield Buffer.from(payload);
  let passed = 0;
  const enough = new AbortController();
  const stop = (): void => enough.abort();
  request.on('data', (chunk: Buffer) => {
    passed += chunk.length;
    if (passed > LINGER_BYTES) stop();
  });
  request.once('end', stop).once('close', stop).once('error', stop);
  request.resume();
  await sleep(LINGER_MS, undefined, { signal: enough.signal, ref: false }).catch(() => undefined);
}
