/** The limits on one request, and on all clients together. `docs/api.md` lists them. */
export interface Bounds {
  /** Bytes of one body. */
  bodyBytes: number;
  /** Bytes of all bodies that are on their way: the one that has taken longest makes room. */
  allBodiesBytes: number;
  /** ms in which the head of a request has to come; the first one from when the connection was made. */
  headMs: number;
  /** ms in which a request has to come, its body with it. */
  requestMs: number;
  /** ms between two checks of which requests are over these times. */
  lookEveryMs: number;
  /** Connections open at once, sockets included. */
  connections: number;
  /**
   * Of them, those of one address (IPv6: of one network of 64 bits). Three hundred phones in a hall come
   * from one address, each with six connections and a socket.
   */
  connectionsPerAddress: number;
}

export const BOUNDS: Bounds = {
  bodyBytes: 1_048_576,
  allBodiesBytes: 64 * 1_048_576,
  headMs: 10_000,
  requestMs: 30_000,
  lookEveryMs: 2_000,
  connections: 10_000,
  connectionsPerAddress: 3_000,
};

/** Injects the bounds that a server was started with. */
export const SERVER_BOUNDS = Symbol('Bounds');
