import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { dueAt, newClock, pause, play, positionOf, seek, setSpeed, SPEEDS, StageTime } from './stage-time.js';

const MINUTE = 60_000;
const DAY = 24 * 60 * MINUTE;

const instants = fc
  .uniqueArray(fc.integer({ min: 0, max: 2 ** 45 }), { minLength: 1, maxLength: 40 })
  .map((times) => times.sort((a, b) => a - b));
const idleLimit = fc.double({ min: 0.01, max: 1000, noNaN: true });

describe('stage time', () => {
  it('follows story time, and shortens longer gaps to the idle limit', () => {
    // given three instants, four seconds and then a day apart
    const stage = new StageTime([0, 4000, 4000 + DAY], 10);
    // then the first gap lasts as long as it did, the second ten seconds
    expect(stage.positionAt(1000)).toBe(1000);
    expect(stage.duration).toBe(14_000);
    // and half way through the day is half way through the ten seconds
    expect(stage.positionAt(4000 + DAY / 2)).toBe(9000);
    expect(stage.storyAt(9000)).toBe(4000 + DAY / 2);
  });

  it('stays at its ends outside them', () => {
    const stage = new StageTime([MINUTE, 2 * MINUTE], 5);
    expect([stage.positionAt(0), stage.positionAt(DAY)]).toEqual([0, 5000]);
    expect([stage.storyAt(-1), stage.storyAt(9e9)]).toEqual([MINUTE, 2 * MINUTE]);
  });

  it('shows every instant exactly at its position, both ways', () => {
    fc.assert(
      fc.property(instants, idleLimit, (times, limit) => {
        const stage = new StageTime(times, limit);
        for (const time of times) expect(stage.storyAt(stage.positionAt(time))).toBe(time);
        expect(stage.positionAt(times.at(-1)!)).toBe(stage.duration);
      }),
    );
  });

  it('never runs backwards, either way', () => {
    fc.assert(
      fc.property(
        instants,
        idleLimit,
        fc.array(fc.double({ min: -1, max: 2, noNaN: true })),
        (times, limit, at) => {
          const stage = new StageTime(times, limit);
          const span = times.at(-1)! - times[0]!;
          const sorted = at.sort((a, b) => a - b);
          const positions = sorted.map((part) => stage.positionAt(times[0]! + part * span));
          expect(positions).toEqual([...positions].sort((a, b) => a - b));
          const stories = sorted.map((part) => stage.storyAt(part * stage.duration));
          expect(stories).toEqual([...stories].sort((a, b) => a - b));
        },
      ),
    );
  });

  it('comes back to where it was: position to story time to position', () => {
    fc.assert(
      fc.property(instants, idleLimit, fc.double({ min: 0, max: 1, noNaN: true }), (times, limit, part) => {
        const stage = new StageTime(times, limit);
        const position = part * stage.duration;
        expect(Math.abs(stage.positionAt(stage.storyAt(position)) - position)).toBeLessThan(1);
      }),
    );
  });

  it('is no longer than story time, nor than the idle limit for each gap', () => {
    fc.assert(
      fc.property(instants, idleLimit, (times, limit) => {
        const { duration } = new StageTime(times, limit);
        expect(duration).toBeLessThanOrEqual(times.at(-1)! - times[0]!);
        expect(duration).toBeLessThanOrEqual((times.length - 1) * limit * 1000 * (1 + 1e-9));
      }),
    );
  });

  it('refuses instants that do not ascend, none at all, and a limit of nothing', () => {
    expect(() => new StageTime([], 1)).toThrow(RangeError);
    expect(() => new StageTime([1, 1], 1)).toThrow('Instants ascend strictly; number 1 does not');
    expect(() => new StageTime([1, 2], 0)).toThrow('The idle limit is more than 0 seconds, got 0');
  });
});

describe('a replay’s clock', () => {
  const paused = newClock(1000, 4, 60_000);

  it('stands while it is paused, and runs at its speed while it plays', () => {
    expect(positionOf(paused, 99_000)).toBe(0);
    const playing = play(paused, 2000);
    expect(positionOf(playing, 2500)).toBe(2000);
    expect(positionOf(pause(playing, 2500), 99_000)).toBe(2000);
  });

  it('stops by itself, until it is told where to stop next', () => {
    const playing = play(paused, 0);
    expect(positionOf(playing, 1e9)).toBe(60_000);
    expect(positionOf(play(playing, 1e9, 90_000), 1e9 + 1000)).toBe(64_000);
  });

  it('goes on from the same position when its speed changes', () => {
    const slower = setSpeed(play(paused, 0), 1000, 0.5);
    expect([positionOf(slower, 1000), positionOf(slower, 3000)]).toEqual([4000, 5000]);
    expect(() => setSpeed(paused, 0, SPEEDS.max + 1)).toThrow('Speed is 0.25 to 64, got 65');
  });

  it('goes where it is sent, within its ends', () => {
    expect(positionOf(seek(paused, 0, 5000), 0)).toBe(5000);
    expect(positionOf(seek(paused, 0, -1), 0)).toBe(0);
    expect(positionOf(seek(paused, 0, 1e9), 0)).toBe(60_000);
    expect(positionOf(seek(paused, 0, 70_000, 80_000), 0)).toBe(70_000);
  });

  it('does not rewind when the wall clock is set back', () => {
    expect(positionOf(play(paused, 5000), 4000)).toBe(0);
  });

  it('tells when a position is due: a paused one, or one beyond its stop, never', () => {
    const playing = play(paused, 1000);
    expect(dueAt(playing, 8000)).toBe(3000);
    expect(dueAt(playing, 0)).toBe(1000);
    expect(dueAt(playing, 60_001)).toBeNull();
    expect(dueAt(paused, 8000)).toBeNull();
  });

  it('shows a position when it is due, at any speed', () => {
    fc.assert(
      fc.property(
        fc.double({ ...SPEEDS, noNaN: true }),
        fc.integer({ min: 0, max: 60_000 }),
        (speed, position) => {
          const playing = play(newClock(0, speed, 60_000), 7);
          expect(positionOf(playing, dueAt(playing, position)!)).toBeCloseTo(position, 6);
        },
      ),
    );
  });
});
