/**
 * Addresses of this machine that other devices can open: those of interfaces that are up, which are all that
 * `os.networkInterfaces()` lists. Left out are this machine's own (loopback), those of nowhere (`0.0.0.0`, `::`),
 * and link-local ones (RFC 3927, RFC 4291), which an IPv6 address in a browser cannot name the interface of.
 *
 * @param {NodeJS.Dict<import('node:os').NetworkInterfaceInfo[]>} interfaces
 * @param {boolean} withIPv6 whether the server listens on IPv6, too
 * @returns {string[]} as hosts of addresses; IPv4 first, since they can be typed
 */
export function hostsOf(interfaces, withIPv6) {
  const all = Object.values(interfaces).flatMap((infos) => infos ?? []);
  const open = all.filter(
    ({ internal, address }) => !internal && !isOfNowhere(address) && !isLinkLocal(address),
  );
  const [v4, v6] = ['IPv4', 'IPv6'].map((family) => open.filter((one) => one.family === family));
  const hosts = [
    ...v4.map(({ address }) => address),
    ...(withIPv6 ? v6.map(({ address }) => `[${address}]`) : []),
  ];
  return [...new Set(hosts)];
}

/** @param {string} address */
function isOfNowhere(address) {
  return address === '0.0.0.0' || address === '::';
}

/** @param {string} address */
function isLinkLocal(address) {
  return address.startsWith('169.254.') || /^fe[89ab]/i.test(address);
}
