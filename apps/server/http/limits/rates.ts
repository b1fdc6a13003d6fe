/** So many requests in so much time. */
export interface Rate {
  limit: number;
  /** Ms. */
  within: number;
}

const MINUTES = 60_000;

/**
 * How often one may ask: `docs/api.md` lists it. Three hundred phones in a hall come from one address, each with
 * some twenty requests as it loads.
 */
export const RATES = {
  /** Reads with a token, by token: what Mastodon gives an account for everything. */
  reads: { limit: 1_500, within: 5 * MINUTES },
  /** Reads without one, by address; and tokens that are nobody's. */
  anonymousReads: { limit: 6_000, within: 20_000 },
  /** Writes with a token, by account; of an app by token. */
  writes: { limit: 300, within: 5 * MINUTES },
  /** Writes by address, whoever writes; signing in, signing up and registering apps among them. */
  writesFromAddress: { limit: 9_000, within: 5 * MINUTES },
} as const satisfies Readonly<Record<string, Rate>>;

export type RateName = keyof typeof RATES;

/** Passwords that may be tried for one name. */
export const SIGN_INS: Rate = { limit: 20, within: 5 * MINUTES };

/** How many times as much this machine itself may ask: nobody else does, and a bench of its own has to. */
export const OWN_MACHINE = 1_000;
