import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { controlled, newRoomClock, type RoomClock, type RoomControl, type RoomTable } from './clock.js';
import { positionOf, StageTime } from './stage-time.js';

const WALL = 1_700_000_000_000;
/** A story of five instants, 0, 4, 10, 12 and 20 s on stage, with a question after the second and the fourth. */
const time = new StageTime([0, 4_000, 10_000, 12_000, 90_000], 8);
const table: RoomTable = {
  time,
  marks: [
    { question: 'first', position: 4_000 },
    { question: 'second', position: 12_000 },
  ],
};

/** The room after some controls, each some ms of wall time after the one before. */
function after(...given: (RoomControl & { in?: number })[]): { clock: RoomClock; now: number } {
  let now = WALL;
  let clock = newRoomClock(table, now);
  for (const { in: later = 0, ...control } of given) {
    now += later;
    const told = controlled(clock, control, table, now);
    if (!told.ok) throw new Error(told.error);
    ({ clock } = told);
  }
  return { clock, now };
}

const anyControl: fc.Arbitrary<RoomControl> = fc.oneof(
  fc.record({ action: fc.constantFrom('play' as const, 'pause' as const, 'reveal' as const) }),
  fc.record({
    action: fc.constant('seek' as const),
    position: fc.double({ min: -5_000, max: 40_000, noNaN: true }),
  }),
  fc.record({ action: fc.constant('speed' as const), speed: fc.double({ min: 0.25, max: 64, noNaN: true }) }),
  fc.record({
    action: fc.constant('step' as const),
    direction: fc.constantFrom('forward' as const, 'back' as const),
  }),
  fc.record({
    action: fc.constant('ask' as const),
    question: fc.constantFrom(null, 'first', 'second', 'no such'),
  }),
);

describe('a room’s clock', () => {
  it('begins paused, and would stop at the first question', () => {
    expect(newRoomClock(table, WALL)).toMatchObject({
      state: 'paused',
      base: 0,
      stop_at: 4_000,
      stop_for: 'first',
    });
  });

  it('stops by itself after a question’s step, and goes on to the next when it is played', () => {
    const { clock, now } = after({ action: 'play' });
    expect(positionOf(clock, now + 60_000)).toBe(4_000);
    const told = controlled(clock, { action: 'play' }, table, now + 60_000);
    expect(told).toMatchObject({ ok: true, clock: { base: 4_000, stop_at: 12_000, stop_for: 'second' } });
  });

  it('is not set going again by another control than play, once it has stopped by itself', () => {
    for (const control of [
      { action: 'speed', speed: 2 },
      { action: 'pause' },
      { action: 'seek', position: 5_000 },
    ] as const) {
      const { clock, now } = after({ action: 'play' }, { ...control, in: 60_000 });
      expect([control, positionOf(clock, now + 5_000)]).toEqual([control, clock.base]);
    }
  });

  it('puts the question that it has come to on the screens, and passes it by once it is revealed', () => {
    const { clock } = after(
      { action: 'play' },
      { action: 'ask', question: null, in: 9_000 },
      { action: 'reveal', in: 9_000 },
      { action: 'seek', position: 1_000 },
      { action: 'play' },
    );
    expect(clock).toMatchObject({ ask: null, revealed: ['first'], stop_at: 12_000 });
  });

  it('goes to a question that is named, and pauses there', () => {
    const { clock, now } = after({ action: 'play' }, { action: 'ask', question: 'second', in: 1_000 });
    expect(clock).toMatchObject({ state: 'paused', ask: 'second' });
    expect(positionOf(clock, now + 1_000)).toBe(12_000);
  });

  it('steps from instant to instant, and stays at either end', () => {
    const steps = (...directions: ('forward' | 'back')[]): number =>
      after(...directions.map((direction) => ({ action: 'step' as const, direction }))).clock.base;
    expect(steps('forward', 'forward')).toBe(10_000);
    expect(steps('forward', 'back', 'back')).toBe(0);
    expect(steps('forward', 'forward', 'forward', 'forward', 'forward')).toBe(20_000);
  });

  it('plays from the beginning, when it stands at the end', () => {
    const { clock, now } = after({ action: 'seek', position: 99_000 }, { action: 'play' });
    expect([positionOf(clock, now), clock.stop_for]).toEqual([0, 'first']);
  });

  it.each([
    [{ action: 'speed', speed: 65 }, 'speed must be from 0.25 to 64'],
    [{ action: 'speed', speed: NaN }, 'speed must be from 0.25 to 64'],
    [{ action: 'reveal' }, 'No question is on the screens: ask one first'],
    [
      { action: 'ask', question: null },
      'No question is asked at this moment: name one of the scenario’s, or play on to the next',
    ],
    [{ action: 'ask', question: 'third' }, 'The scenario has no question "third"'],
  ] as const)('refuses %j, and says why', (control, error) => {
    expect(controlled(newRoomClock(table, WALL), control, table, WALL)).toEqual({ ok: false, error });
  });

  it('whatever is asked of it: stays within the story, never runs back, and stops where it says', () => {
    const moves = fc.array(fc.tuple(anyControl, fc.nat(30_000)), { maxLength: 20 });
    fc.assert(
      fc.property(moves, fc.nat(60_000), fc.nat(60_000), (given, a, b) => {
        let [clock, now] = [newRoomClock(table, WALL), WALL];
        for (const [control, ms] of given) {
          now += ms;
          const told = controlled(clock, control, table, now);
          if (told.ok) ({ clock } = told);
          const [sooner, later] = [
            positionOf(clock, now + Math.min(a, b)),
            positionOf(clock, now + Math.max(a, b)),
          ];
          expect(sooner).toBeLessThanOrEqual(later);
          expect(sooner).toBeGreaterThanOrEqual(0);
          expect(later).toBeLessThanOrEqual(clock.stop_at);
          expect(clock.stop_at).toBeLessThanOrEqual(time.duration);
          const mark = table.marks.find(({ question }) => question === clock.stop_for);
          expect(clock.stop_at).toBe(mark?.position ?? time.duration);
          if (clock.ask !== null) expect(clock.state).toBe('paused');
        }
      }),
    );
  });

  it('shows the same where it was moved to as where it played to', () => {
    fc.assert(
      fc.property(fc.nat(20_000), fc.constantFrom(0.25, 1, 2, 64), (position, speed) => {
        // Whoever plays on past a question comes to the same.
        let { clock, now } = after({ action: 'speed', speed }, { action: 'play' });
        while (clock.stop_at < position) {
          now += (clock.stop_at - clock.base) / speed;
          const told = controlled(clock, { action: 'play' }, table, now);
          if (!told.ok) throw new Error(told.error);
          ({ clock } = told);
        }
        const played = positionOf(clock, now + (position - clock.base) / speed);
        const sought = after({ action: 'seek', position });
        expect(played).toBeCloseTo(positionOf(sought.clock, sought.now), 3);
      }),
    );
  });
});
