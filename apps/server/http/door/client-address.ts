import type { IncomingMessage } from 'node:http';
import type { Socket } from 'node:net';
import proxyaddr from '@fastify/proxy-addr';
import ipaddr from 'ipaddr.js';
import { parseAddress, type Address } from './address.js';

/** The proxies whose `X-Forwarded-For` is believed. */
export class TrustedProxies {
  private readonly known = new WeakMap<Socket, Address | null>();
  private readonly within: (address: string, hop: number) => boolean;
  /** Whether an address is one of theirs, of those that were read lately. */
  private readonly theirs = new WeakMap<Address, boolean>();

  /** @param trusted addresses and ranges (CIDR) */
  constructor(private readonly trusted: readonly string[]) {
    this.within = proxyaddr.compile([...trusted]);
  }

  /** Whether an address is one of theirs, with a port beside it or not. */
  readonly include = (text: string | undefined): boolean => {
    if (this.trusted.length === 0) return false;
    const address = parseAddress(text);
    if (address === null) return false;
    let isTheirs = this.theirs.get(address);
    if (isTheirs === undefined) {
      isTheirs = this.within(address.toString(), 0);
      this.theirs.set(address, isTheirs);
    }
    return isTheirs;
  };

  /**
   * Whose address a request comes from: the connection's own, or what the last of the proxies saw. Of
   * `X-Forwarded-For` what anybody else wrote counts for nothing.
   *
   * @returns null of whoever has hung up, and of what is no address
   */
  addressOf(request: IncomingMessage): Address | null {
    // Where nobody else is believed, it is the connection's, which is read once however much is asked on it.
    if (this.trusted.length > 0) return parseAddress(proxyaddr(request, this.include));
    const { socket } = request;
    let address = this.known.get(socket);
    if (address === undefined) {
      address = parseAddress(socket.remoteAddress);
      // A connection that is closed has none any more.
      if (address !== null) this.known.set(socket, address);
    }
    return address;
  }
}

/**
 * The name under which an address is counted: for IPv6 its /64 network, since one household has all of it.
 *
 * @returns null for this machine itself (loopback), which is not limited
 */
export function countedAs(address: Address): string | null {
  const plain =
    address instanceof ipaddr.IPv6 && address.isIPv4MappedAddress() ? address.toIPv4Address() : address;
  if (plain.range() === 'loopback') return null;
  return plain instanceof ipaddr.IPv6 ? plain.parts.slice(0, 4).join(':') : plain.toString();
}
