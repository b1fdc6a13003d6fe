import type { PlaceBasis } from './entities.js';

/**
 * A replay is a room: a clock over a loaded scenario, many viewers, one presenter. Everybody holds the tape
 * (`GET /api/v1/scenarios/:id/tape`), so a room tells where its clock is, and nothing of any post.
 *
 * Positions are ms of stage time at 1×, in the room's cut: the table of `ScenarioStage.instants` with the
 * `idle_limit` of that cut.
 */

/**
 * Where a room is: what every control changes, and what goes to everybody who is in it. A client computes
 * its position by itself, so it plays on while it hears nothing:
 *
 * `min(position + (now − server_time) × speed, stop_at)` while `state` is `playing`, else `position`.
 */
export interface ReplayState {
  id: string;
  /** `playing` holds at `stop_at`, too, where it stands by itself. */
  state: 'playing' | 'paused';
  /** At `server_time`. */
  position: number;
  /** From 0.25 to 64. */
  speed: number;
  /** Where it stops by itself: at the next question that has not been revealed, or at the end. */
  stop_at: number;
  /** The question that it stops for there (`ScenarioStage.ask`); null at the end. */
  stop_for: string | null;
  /** Rises by one with each control; the last by version wins. */
  version: number;
  /** ISO 8601, of the database's clock, which all processes share. */
  server_time: string;
  /** The question that is on the screens; null without one. */
  ask: ReplayAsk | null;
  people: ReplayPeople;
}

/** A question of the scenario's, put to the room. */
export interface ReplayAsk {
  /** Its words are in the scenario's stage (`ScenarioStage.ask`), by this id. */
  question: string;
  is_revealed: boolean;
  /** How many have answered: all that anybody is told before it is revealed. */
  answers: number;
  /** Null before it is revealed. */
  result: ReplayResult | null;
}

/** How many chose what. */
export interface ReplayResult {
  /** In the order of the question's choices. */
  choices: number[];
  /**
   * The same by where they looked from; null where a side has fewer than five answers, or where there is one
   * side alone: too few to tell the sides apart.
   */
  sides: { place: string; choices: number[] }[] | null;
}

/**
 * Who is in the room. To viewers this is as it was at the last control; the presenter's sockets are sent
 * `replay:state` with the same `version` again, at most once a second, as it or the number of answers changes.
 */
export interface ReplayPeople {
  /** How many are in now: by socket, or joined within the last 30 s. The presenter is none of them. */
  in: number;
  /** Those who are in, by where they look from; empty where the room assigns no place. */
  sides: { place: string; in: number }[];
  /** Whether the presenter has been away for 30 s: no socket and no control. All are sent it as it changes. */
  is_presenter_away: boolean;
}

/** `GET /api/v1/replays/:id`. */
export interface Replay extends ReplayState {
  /** Five letters and digits, none of which is read for another. */
  code: string;
  /** The page to join by, `/r/<code>`, as an address that other devices can open where `PUBLIC_URL` is one. */
  url: string;
  scenario: string;
  /** One of `ScenarioStage.cuts`. */
  cut: string;
  /** How viewers get their place: see `CreateReplay.assign`; null where each looks from where they are. */
  assign: string | null;
  /**
   * A digest of the table that its positions are of. A room whose scenario is another by now answers 409.
   */
  revision: string;
  /** ISO 8601: 24 h after the last control. Participants, answers and likes are erased then. */
  expires_at: string;
}

/** The answer to `POST /api/v1/replays`. */
export interface CreatedReplay extends Replay {
  /** Whoever has it controls the room. It is told this once, and stored hashed. */
  presenter_key: string;
}

/** The answer to `POST /api/v1/replays/:id/join`, and to `replay:join`. */
export interface JoinedReplay {
  /** To be kept, and sent with answers, likes and later joins; null for the presenter. */
  token: string | null;
  /**
   * Where the room has one look from: a country, or `elsewhere`. Null where it assigns none, where it is not
   * chosen yet, and for the presenter.
   */
  place: string | null;
  /** `simulated` where there is a place. */
  basis: PlaceBasis | null;
  /** The choices that one made before, by question. */
  answers: Record<string, number>;
  replay: Replay;
}

/** The answer to `POST /api/v1/replays/:id/answers`. */
export interface AnsweredReplay {
  question: string;
  choice: number;
}

/** The answer to `POST /api/v1/replays/:id/likes`, and each entry of `GET /api/v1/replays/:id/likes`, the most liked first, at most 200. */
export interface ReplayLikes {
  status_id: string;
  /** How many in this room like it. */
  likes: number;
}
