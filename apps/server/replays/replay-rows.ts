import type { RoomClock } from '#replay';

/** A room, as it is stored. Instants in ms since the epoch, of the database's clock. */
export interface StoredReplay {
  id: string;
  code: string;
  /** SHA-256 of the presenter's key. */
  keyHash: string;
  scenario: string;
  cut: string;
  assign: string | null;
  /** The places that `split` gives in turns. */
  places: readonly string[];
  revision: string;
  clock: RoomClock;
  version: number;
  controlledAt: number;
  expiresAt: number;
  /** The database's clock, as the row was read. */
  now: number;
}

/** The same as a row. */
export interface ReplayRow {
  id: string;
  code: string;
  key_hash: string;
  scenario: string;
  cut: string;
  assign: string | null;
  places: string;
  revision: string;
  state: RoomClock['state'];
  base: number;
  set_at: number;
  speed: number;
  stop_at: number;
  stop_for: string | null;
  ask: string | null;
  revealed: string;
  version: number;
  controlled_at: number;
  expires_at: number;
}

/** Columns of the clock. */
export type ClockRow = Pick<
  ReplayRow,
  'state' | 'base' | 'set_at' | 'speed' | 'stop_at' | 'stop_for' | 'ask' | 'revealed'
>;

export function toReplay(row: ReplayRow, now: number): StoredReplay {
  return {
    id: row.id,
    code: row.code,
    keyHash: row.key_hash,
    scenario: row.scenario,
    cut: row.cut,
    assign: row.assign,
    places: JSON.parse(row.places) as string[],
    revision: row.revision,
    clock: {
      state: row.state,
      base: row.base,
      set_at: row.set_at,
      speed: row.speed,
      stop_at: row.stop_at,
      stop_for: row.stop_for,
      ask: row.ask,
      revealed: JSON.parse(row.revealed) as string[],
    },
    version: row.version,
    controlledAt: row.controlled_at,
    expiresAt: row.expires_at,
    now,
  };
}

export function clockRow({ revealed, ...clock }: RoomClock): ClockRow {
  const { state, base, set_at, speed, stop_at, stop_for, ask } = clock;
  return { state, base, set_at, speed, stop_at, stop_for, ask, revealed: JSON.stringify(revealed) };
}
