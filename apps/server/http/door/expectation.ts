import type { IncomingMessage, Server, ServerResponse } from 'node:http';

const waiting = new WeakSet<IncomingMessage>();

/**
 * Who waits for a `100 Continue` before they send a body is told so once it is read, and not before it is
 * known whether they may ask (RFC 9110, section 10.1.1).
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
