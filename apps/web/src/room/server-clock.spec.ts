import { beforeEach, describe, expect, it } from '@jest/globals';
import { ServerClock, timeSample } from './server-clock.js';

const NOON = Date.parse('2026-03-01T12:00:00Z');

describe('the server’s clock, as a page knows it', () => {
  let [monotonic, wall] = [0, 0];
  let clock: ServerClock;
  beforeEach(() => {
    // given a device whose own clock is an hour slow, and whose page was opened a second ago
    [monotonic, wall] = [1_000, NOON - 3_600_000];
    clock = new ServerClock(
      () => monotonic,
      () => wall,
    );
  });
  const passes = (ms: number) => {
    monotonic += ms;
    wall += ms;
  };

  it('lies half a round trip after the time was asked for', () => {
    clock.measured([timeSample(1_000, 1_200, NOON)]);
    expect(clock.onMonotonic(NOON)).toBe(1_100);
    expect(clock.onMonotonic(NOON + 5_000)).toBe(6_100);
  });

  it('is taken from the answer that came soonest', () => {
    // given answers that took their time on the way back, and one that did not
    clock.measured([
      timeSample(1_000, 1_900, NOON),
      timeSample(2_000, 2_020, NOON + 1_010),
      timeSample(3_000, 3_400, NOON + 2_000),
    ]);
    expect(clock.onMonotonic(NOON)).toBe(1_000);
  });

  it('stays as it was where nothing answered', () => {
    clock.measured([timeSample(1_000, 1_000, NOON)]);
    clock.measured([]);
    expect(clock.onMonotonic(NOON)).toBe(1_000);
  });

  it('is now, before it was ever heard', () => {
    passes(500);
    expect(clock.onMonotonic(NOON)).toBe(1_500);
  });

  it('makes good for an hour’s sleep, through which one of the device’s clocks stood still', () => {
    clock.measured([timeSample(1_000, 1_000, NOON)]);
    passes(2_000);
    // when it sleeps
    wall += 3_600_000;
    clock.woke();
    // then an hour more has passed by the server
    expect(clock.onMonotonic(NOON + 3_602_000)).toBe(3_000);
  });

  it('is left alone by a clock that goes on in sleep, and by one that strays a little', () => {
    clock.measured([timeSample(1_000, 1_000, NOON)]);
    passes(3_600_000);
    wall += 200;
    clock.woke();
    expect(clock.onMonotonic(NOON)).toBe(1_000);
  });
});
