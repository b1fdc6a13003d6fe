import { IncomingMessage } from 'node:http';

/** Says whether a request that asks for another protocol is given it. */
export type Switches = (request: IncomingMessage) => boolean;

/**
 * The class of a server's requests, whose `upgrade` is true of those alone that the server does switch. Any
 * other that asks for a protocol (`h2c`, as curl and Java's client do) is answered as if it had not: RFC
 * 9110, section 7.8. Node asks for `upgrade` when it has read the head, and takes the connection away from
 * HTTP where it is true: else, as long as anything listens for upgrades, it would take away all of them.
 * (`shouldUpgradeCallback` says the same, from Node 22.21 and 24.9 on.)
 */
export function requestsThat(switches: Switches): typeof IncomingMessage {
  return class extends IncomingMessage {
    /** Whether another protocol is asked for. `declare`: a field would undo what Node's constructor sets. */
    declare private asked: unknown;

    get upgrade(): boolean {
      return this.asked === true && switches(this);
    }

    set upgrade(asked: unknown) {
      this.asked = asked;
    }
  };
}

/** Where WebSockets begin: at socket.io's own path, and at Mastodon's streams. */
const SOCKETS = /^\/(?:socket\.io\/|api\/v1\/streaming(?:[/?]|$))/;

/** Whether a request begins a socket. */
export function beginsSocket({ method, url, headers }: IncomingMessage): boolean {
  return method === 'GET' && SOCKETS.test(url ?? '') && headers.upgrade?.toLowerCase() === 'websocket';
}
