import net from 'node:net';
import ipaddr from 'ipaddr.js';
import { LRUCache } from 'lru-cache';

/** An address of the Internet, read. */
export type Address = ipaddr.IPv4 | ipaddr.IPv6;

/** `1.6.0.1:55220`, `[2405:201::1]:443`, `[2405:201::1]`: as some proxies write what they saw. */
const WITH_PORT = /^(?:(?<v4>[^:]+):\d{1,5}|\[(?<v6>[^\]]*:[^\]]*)\](?::\d{1,5})?)$/;

/**
 * `::1.6.0.1`, which is deprecated and says nothing (RFC 4291, section 2.5.5.1). ipaddr.js would take it
 * for `::ffff:1.6.0.1`.
 */
const IPV4_COMPATIBLE = /^::\d+\./;

/**
 * Translated by a NAT64: RFC 6052, section 2.1. Of the other prefixes, nobody outside knows where in them
 * an IPv4 address stands, or whether.
 */
const NAT64 = ipaddr.IPv6.parseCIDR('64:ff9b::/96');

/**
 * The range that IANA assigns to networks of the Internet: RFC 4291, section 2.4, and its IPv6 address
 * space registry. ipaddr.js calls unassigned addresses outside it unicast too, such as the dummy prefix
 * 100:0:0:1::/64 (RFC 9780).
 */
const GLOBAL_UNICAST = ipaddr.IPv6.parseCIDR('2000::/3');

/** Addresses by how they were written: behind a proxy the same few are read several times with each request. */
const lately = new LRUCache<string, Address>({ max: 1_000 });

/**
 * Reads an address as a connection has it, or as a proxy wrote it into `X-Forwarded-For`: IPv4 as four
 * decimal parts, IPv6 as RFC 4291 has it, either with a port.
 *
 * @returns null of what is none: `unknown`, an obfuscated name (RFC 7239, section 6), `1.6`, `0x1060001`,
 *   `01.06.00.01`; of undefined too, which a connection has that is closed
 */
export function parseAddress(text: string | undefined): Address | null {
  if (text === undefined) return null;
  const known = lately.get(text);
  if (known !== undefined) return known;
  const { v4, v6 } = WITH_PORT.exec(text)?.groups ?? {};
  const host = v4 ?? v6 ?? text;
  // Node decides whether it is one: ipaddr.js also takes hexadecimal, octal and missing parts.
  if (net.isIP(host) === 0 || IPV4_COMPATIBLE.test(host) || !ipaddr.isValid(host)) return null;
  const address = ipaddr.parse(host);
  lately.set(text, address);
  return address;
}

/**
 * The address by which a network is known to the registries: of an IPv4 address within an IPv6 one
 * (`::ffff:1.6.0.1`, `64:ff9b::106:1`) that one.
 *
 * @returns null of a special-purpose address (RFC 6890, and IANA's registries of them), which is no place.
 *   Those that are globally reachable are among them: they are answered from wherever is nearest (AS112,
 *   AMT) or name no network (ORCHID). So are 6to4 (RFC 3056) and Teredo (RFC 4380): what they embed is the
 *   address of a relay or of a translator, which whoever sends may choose.
 */
export function networkAddress(address: Address): Address | null {
  if (address instanceof ipaddr.IPv6) {
    if (address.isIPv4MappedAddress()) return networkAddress(address.toIPv4Address());
    if (address.match(NAT64)) return networkAddress(new ipaddr.IPv4(address.toByteArray().slice(12)));
    if (!address.match(GLOBAL_UNICAST)) return null;
  }
  return address.range() === 'unicast' ? address : null;
}
