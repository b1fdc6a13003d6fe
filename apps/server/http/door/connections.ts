import type { IncomingMessage, RequestListener, Server, ServerResponse } from 'node:http';
import type { Socket } from 'node:net';
import type { Duplex } from 'node:stream';
import type { Bounds } from './bounds.js';
import { parseAddress } from './address.js';
import { countedAs, TrustedProxies } from './client-address.js';

/** Connections beyond the limit that still get an answer that says why; any more are closed at once. */
const TOLD_WHY = 500;
/** ms in which a refused connection has to send a request, to get that answer. */
const PATIENCE_MS = 2_000;
const RETRY_AFTER_S = 5;

/**
 * Bounds the connections that are open, in all and for each address. One that is too many is told so, by a
 * 503 to what it asks, and closed.
 *
 * An address has what it connected itself, for as long as that is open; and what it has under way through a
 * trusted proxy, whose own connections are many people's: each request until it is answered, and each socket
 * until it is closed. This machine itself is bounded in all alone: a proxy on it may not have been named.
 */
export class Connections {
  private open = 0;
  /** How many each address has. */
  private readonly held = new Map<string, number>();
  private readonly refused = new WeakSet<Duplex>();
  private readonly proxies: TrustedProxies;

  /** @param trustedProxies addresses and ranges (CIDR) */
  constructor(
    private readonly bounds: Pick<Bounds, 'connections' | 'connectionsPerAddress'>,
    trustedProxies: readonly string[],
  ) {
    this.proxies = new TrustedProxies(trustedProxies);
  }

  /** Counts what connects to a server. */
  count(server: Server): void {
    server.maxConnections = this.bounds.connections + TOLD_WHY;
    server.on('connection', (socket: Socket) => this.connected(socket));
    server.on('upgrade', (request: IncomingMessage, socket: Duplex) => {
      const through = this.throughProxy(request);
      if (through !== null) socket.once('close', this.hold(through));
    });
  }

  /** Stands before all that answers a server's requests: to be called once all of it is there. */
  guard(server: Server): void {
    const answerers = server.listeners('request') as RequestListener[];
    server.removeAllListeners('request');
    server.on('request', (request: IncomingMessage, response: ServerResponse) => {
      if (!this.admits(request)) return refuse(request, response);
      const through = this.throughProxy(request);
      if (through !== null) response.once('close', this.hold(through));
      for (const answer of answerers) answer.call(server, request, response);
    });
  }

  /** Whether a request, or the socket that it begins, is not one too many. */
  admits(request: IncomingMessage): boolean {
    if (this.refused.has(request.socket)) return false;
    const through = this.throughProxy(request);
    return through === null || (this.held.get(through) ?? 0) < this.bounds.connectionsPerAddress;
  }

  private connected(socket: Socket): void {
    this.open += 1;
    socket.once('close', () => (this.open -= 1));
    // A socket that is closed already has no address.
    const address = this.proxies.include(socket.remoteAddress) ? null : parseAddress(socket.remoteAddress);
    const counted = address === null ? null : countedAs(address);
    if (counted !== null) socket.once('close', this.hold(counted));
    const ofAddress = counted === null ? 0 : (this.held.get(counted) ?? 0);
    if (this.open <= this.bounds.connections && ofAddress <= this.bounds.connectionsPerAddress) return;
    this.refused.add(socket);
    const patience = setTimeout(() => socket.destroy(), PATIENCE_MS);
    socket.once('close', () => clearTimeout(patience));
  }

  /** The address that a request comes from through a trusted proxy; null where it comes by itself. */
  private throughProxy(request: IncomingMessage): string | null {
    if (!this.proxies.include(request.socket.remoteAddress)) return null;
    const address = this.proxies.addressOf(request);
    return address === null ? null : countedAs(address);
  }

  /** Counts one more of an address, until the returned function is called. */
  private hold(address: string): () => void {
    this.held.set(address, (this.held.get(address) ?? 0) + 1);
    return () => {
      const left = (this.held.get(address) ?? 0) - 1;
      if (left > 0) this.held.set(address, left);
      else this.held.delete(address);
    };
  }
}

function refuse(request: IncomingMessage, response: ServerResponse): void {
  const body = JSON.stringify({ error: 'Too many connections are open. Try again in a moment.' });
  response.writeHead(503, {
    'content-type': 'application/json; charset=utf-8',
    'content-length': Buffer.byteLength(body),
    'retry-after': String(RETRY_AFTER_S),
    connection: 'close',
  });
  response.end(body);
  request.resume();
}
