/** Requests to a room: see `replays.ts`. */

/** `POST /api/v1/replays`. */
export interface CreateReplay {
  scenario: string;
  /** One of `ScenarioStage.cuts`; `full` if not given. */
  cut?: string;
  /**
   * `split`: those who join get the two places that the scenario opens on in turns. `choice`: each says where
   * they look from as they join (`view_from`). A country, or `elsewhere`: all look from there. Not given: each
   * looks from where they are. Not to be given in `GEO_MODE=enforced`.
   */
  assign?: string;
}

/**
 * `POST /api/v1/replays/:id/join`, where `:id` is the room's id or code; `replay:join` with `id` or `code`. Again
 * with a token it is the same participant, in the same place; who polls joins again every 20 s, to be counted.
 */
export interface JoinReplay {
  /** That of an earlier join: its place and answers are kept. One that is not of this room is a new one's. */
  token?: string;
  /** Where the room's `assign` is `choice`: where to look from. A later join may change it. */
  view_from?: string;
  /** Joins as the presenter, who is no participant. */
  presenter_key?: string;
}

/** An act of the presenter on the room. */
export type ReplayAction =
  /** From the end, it plays from the beginning. Takes the question off the screens. */
  | { action: 'play' }
  | { action: 'pause' }
  /** To one of: a position, a story time (ISO 8601), a step's or a chapter's id. Takes the question off. */
  | { action: 'seek'; position: number }
  | { action: 'seek'; at: string }
  | { action: 'seek'; step: string }
  | { action: 'seek'; chapter: string }
  /** 0.25 to 64. */
  | { action: 'speed'; speed: number }
  /** To the next instant at which something happens, or the one before, and pauses. Takes the question off. */
  | { action: 'step'; direction: 'forward' | 'back' }
  /**
   * Pauses after the question's step and puts the question on the screens; without a name, the one that the
   * clock has come to. One that was revealed shows as revealed.
   */
  | { action: 'ask'; question?: string }
  /** Ends the answering of the question on the screens, and shows the answers. */
  | { action: 'reveal' };

/** `POST /api/v1/replays/:id/control`; `replay:control` with `id`. Answers the room's new state. */
export type ControlReplay = ReplayAction & { presenter_key: string };

/** `POST /api/v1/replays/:id/answers`: to the question on the screens, until it is revealed. The last one counts. */
export interface AnswerReplay {
  token: string;
  question: string;
  /** The number of the choice, from 1. */
  choice: number;
}

/** `POST /api/v1/replays/:id/likes`: a like "in this room", beside the replay's figures and never in them. */
export interface LikeReplay {
  token: string;
  status_id: string;
  /** False takes it back; true if not given. */
  liked?: boolean;
}
