import type { Replay, ReplayPeople, ReplayResult, ReplayState } from '#contract';
import { positionOf } from '#replay';
import type { StoredReplay } from './replay-rows.js';
import { PRESENTER, type AnswerCount, type PresenceCount } from './replays.store.js';

/** A side of fewer is not told apart: who chose what would be known. */
const LEAST_OF_A_SIDE = 5;
/** How long a presenter is not away yet after a control, ms. */
const AWAY_AFTER_MS = 30_000;

/** The parts of a room's state. */
export interface StateParts {
  room: StoredReplay;
  /** Of the room. */
  presence: readonly PresenceCount[];
  /** To the question on the screens; empty without one. */
  answers: readonly AnswerCount[];
  /** How many choices that question has. */
  choices: number;
}

export function presentState({ room, presence, answers, choices }: StateParts): ReplayState {
  const { id, clock, version, now } = room;
  const { ask } = clock;
  const isRevealed = ask !== null && clock.revealed.includes(ask);
  return {
    id,
    state: clock.state,
    position: positionOf(clock, now),
    speed: clock.speed,
    stop_at: clock.stop_at,
    stop_for: clock.stop_for,
    version,
    server_time: new Date(now).toISOString(),
    ask:
      ask === null
        ? null
        : {
            question: ask,
            is_revealed: isRevealed,
            answers: sumOf(answers.map(({ count }) => count)),
            result: isRevealed ? resultOf(answers, choices) : null,
          },
    people: peopleOf(room, presence),
  };
}

/** @param origin where links point to, without a trailing slash */
export function presentReplay(parts: StateParts, origin: string): Replay {
  const { code, scenario, cut, assign, revision, expiresAt } = parts.room;
  const expires_at = new Date(expiresAt).toISOString();
  const url = `${origin}/r/${code}`;
  return { ...presentState(parts), code, url, scenario, cut, assign, revision, expires_at };
}

/** Who chose what, told by side where no side is so small that somebody's answer would be known. */
function resultOf(answers: readonly AnswerCount[], choices: number): ReplayResult {
  const tally = (of: readonly AnswerCount[]): number[] =>
    Array.from({ length: choices }, (_, n) =>
      sumOf(of.filter(({ choice }) => choice === n + 1).map(({ count }) => count)),
    );
  const places = [...new Set(answers.map(({ place }) => place))];
  const sides = places.map((place) => answers.filter((one) => one.place === place));
  const areTold =
    sides.length > 1 && sides.every((side) => sumOf(side.map(({ count }) => count)) >= LEAST_OF_A_SIDE);
  return {
    choices: tally(answers),
    sides: areTold
      ? sides
          .map((side, n) => ({ place: places[n] ?? '', choices: tally(side) }))
          .sort((a, b) => (a.place < b.place ? -1 : 1))
      : null,
  };
}

function peopleOf(
  { assign, controlledAt, now }: StoredReplay,
  presence: readonly PresenceCount[],
): ReplayPeople {
  const people = presence.filter(({ place }) => place !== PRESENTER);
  return {
    in: sumOf(people.map((one) => one.people)),
    sides:
      assign === null
        ? []
        : people
            .filter(({ place }) => place !== '')
            .map((one) => ({ place: one.place, in: one.people }))
            .sort((a, b) => (a.place < b.place ? -1 : 1)),
    is_presenter_away: people.length === presence.length && now - controlledAt >= AWAY_AFTER_MS,
  };
}

function sumOf(numbers: readonly number[]): number {
  return numbers.reduce((sum, one) => sum + one, 0);
}
