import { describe, expect, it } from '@jest/globals';
import type { ReplayState } from '#contract';
import { positionOf } from '../../../../libs/replay/stage-time.js';
import { clockOf, heard, isWaiting, sidesFrom } from './room-state.js';

const NOON = Date.parse('2026-03-01T12:00:00Z');
const at = (seconds: number): string => new Date(NOON + seconds * 1_000).toISOString();

const playing: ReplayState = {
  id: 'a-room',
  state: 'playing',
  position: 10_000,
  speed: 2,
  stop_at: 60_000,
  stop_for: 'what-next',
  version: 4,
  server_time: at(0),
  ask: null,
  people: { in: 3, sides: [], is_presenter_away: false },
};

describe('what is known of a room', () => {
  it('is the later version, and no earlier one that comes late', () => {
    const paused = { ...playing, state: 'paused' as const, version: 5, server_time: at(1) };
    expect(heard(playing, paused)).toEqual(paused);
    expect(heard(paused, playing)).toBe(paused);
  });

  it('takes counts of its own version, and leaves the clock where it was', () => {
    const counts = {
      ...playing,
      position: 14_000,
      server_time: at(2),
      people: { ...playing.people, in: 7 },
    };
    const known = heard(playing, counts);
    expect(known.people.in).toBe(7);
    expect([known.position, known.server_time]).toEqual([10_000, at(0)]);
  });

  it('takes no counts from before it', () => {
    const late = { ...playing, server_time: at(-1), people: { ...playing.people, in: 1 } };
    expect(heard(playing, late)).toBe(playing);
  });
});

describe('a room’s clock', () => {
  it('plays on by itself, at its speed, up to where it stops', () => {
    const clock = clockOf(playing, 5_000);
    expect(positionOf(clock, 5_000)).toBe(10_000);
    expect(positionOf(clock, 15_000)).toBe(30_000);
    expect(positionOf(clock, 3_600_000)).toBe(60_000);
  });

  it('stands where it was paused', () => {
    const clock = clockOf({ ...playing, state: 'paused' }, 5_000);
    expect(positionOf(clock, 3_600_000)).toBe(10_000);
  });

  it('has not begun while it stands at the beginning and nothing is asked', () => {
    const beginning = { ...playing, state: 'paused' as const, position: 0 };
    expect(isWaiting(beginning)).toBe(true);
    expect(isWaiting({ ...beginning, state: 'playing' })).toBe(false);
    expect(isWaiting({ ...beginning, position: 1 })).toBe(false);
  });
});

describe('the sides that somebody in a room sees', () => {
  it('are the story’s, of which one is their own', () => {
    expect(sidesFrom('IN', ['IN', 'elsewhere'])).toEqual({ left: 'IN', right: 'elsewhere', own: 'left' });
    expect(sidesFrom('elsewhere', ['IN', 'elsewhere'])).toEqual({
      left: 'IN',
      right: 'elsewhere',
      own: 'right',
    });
  });

  it('are a third place and the right one, where they look from a third', () => {
    expect(sidesFrom('DE', ['IN', 'elsewhere'])).toEqual({ left: 'DE', right: 'elsewhere', own: 'left' });
  });
});
