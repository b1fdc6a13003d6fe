import type { Language } from '#visibility';
import type { Look } from './oracle.js';

/** Addresses that the registries list under these countries: of an Indian carrier, a German one, a public resolver. */
const ADDRESSES = { IN: '49.207.50.1', DE: '84.56.1.1', US: '8.8.8.8' } as const;

export type Mode = Look['mode'];

/** A reader's viewpoint: from where, as of when and as whom they look. */
export interface Seat {
  name: string;
  /** Null: an address that is of nowhere. */
  from: keyof typeof ADDRESSES | null;
  /** Whose token it is; null for anybody. */
  who: { id: string; token: string; role: 'reader' | 'moderator' } | null;
  asPublic?: boolean;
  /** English unless said. */
  language?: Language;
  /** Ms since the epoch; live unless said. */
  at?: number;
}

/** Describes a seat to the oracle, which says what may be told there. */
export function lookFrom(
  { from, who, asPublic = false, at, language = 'en' }: Seat,
  mode: Mode,
  now: number,
): Look {
  const as = asPublic ? null : who;
  return {
    from,
    language,
    mode,
    at: at ?? now,
    now,
    viewer: as?.id ?? null,
    seesAll: as?.role === 'moderator',
  };
}

/** The query and headers of a request from a seat. In `enforced` mode the address says where it is. */
export function requestFrom(
  { from, who, asPublic = false, at, language }: Seat,
  mode: Mode,
): { query: Record<string, string>; headers: Record<string, string> } {
  return {
    query: {
      ...(mode === 'open' && from !== null ? { view_from: from } : {}),
      ...(asPublic ? { view_as: 'public' } : {}),
      ...(at === undefined ? {} : { view_at: new Date(at).toISOString() }),
    },
    headers: {
      ...(mode === 'enforced' && from !== null ? { 'x-forwarded-for': ADDRESSES[from] } : {}),
      ...(language === undefined ? {} : { 'accept-language': language }),
      ...(who === null ? {} : { authorization: `Bearer ${who.token}` }),
    },
  };
}
