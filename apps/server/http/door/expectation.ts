import type { IncomingMessage, Server, ServerResponse } from 'node:http';

const waiting = new WeakSet<IncomingMessage>();

/**
 * Holds back `100 Continue` from a client that waits for it, until its body is about to be read: so it is
 * not sent before it is known whether the client may ask (RFC 9110, section 10.1.1).
 */
export function holdExpectations(server: Server): void {
  server.on('checkContinue', (request: IncomingMessage, response: ServerResponse) => {
    waiting.add(request);
    server.emit('request', request, response);
  });
}

/** Whether the client waits for a word before it sends the body. */
export function isHeldBack(request: IncomingMessage): boolean {
  return waiting.has(request);
}

/** Lets a client that waits send the body. */
export function letSend(request: IncomingMessage, response: ServerResponse): void {
  if (waiting.delete(request)) response.writeContinue();
}
