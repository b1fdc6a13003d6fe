import { describe, expect, it } from '@jest/globals';
import { StageTime } from '../../../../libs/replay/stage-time.js';
import type { Score } from '../tape/score.js';
import { barsPath, density, placeNames, withheldAt, withheldPath, withheldSteps } from './score-lines.js';

// Four moments: at once, after 1 s, after 3 s, and nine days later, which six seconds of stage time are.
const at = [0, 1000, 3000, 777_600_000];
const score: Score = { at, events: [1, 3, 16, 4], withheld: [0, 0, 250, 7] };
const time = new StageTime(at, 6);

describe('the density of events', () => {
  it('is the square root of what happens in each bin of stage time, of the most', () => {
    expect(density(score, time, 2000)).toEqual([0.5, 1, 0, 0, 0.5]);
  });

  it('is drawn as bars that stand on the line, none where nothing happens', () => {
    expect(barsPath([0.5, 0, 1], 300, 20)).toBe('M0 20v-10h75V20zM200 20v-20h75V20z');
  });

  it('is seen even where little happens', () => {
    expect(barsPath([0.01], 100, 20)).toBe('M0 20v-2h75V20z');
  });

  it('is level where the story has one moment, and where nothing happens', () => {
    const one = new StageTime([5], 6);
    expect(density({ at: [5], events: [9], withheld: [0] }, one, 2000)).toEqual([1]);
    expect(density({ at: [5], events: [0], withheld: [0] }, one, 2000)).toEqual([0]);
  });
});

describe('the withheld line', () => {
  it('has a step for each change', () => {
    expect(withheldSteps(score, time, Infinity)).toEqual([
      { position: 3000, count: 250 },
      { position: 9000, count: 7 },
    ]);
  });

  it('tells nothing that happens after what was seen', () => {
    expect(withheldSteps(score, time, 3000)).toEqual([{ position: 3000, count: 250 }]);
    expect(withheldSteps(score, time, 2999)).toEqual([]);
  });

  it('hangs from the line in steps, on a square-root scale', () => {
    const box = { duration: 9000, width: 900, top: 30, depth: 20 };
    const steps = [
      { position: 3000, count: 100 },
      { position: 6000, count: 25 },
    ];
    expect(withheldPath(steps, 9000, box, 100)).toBe('M300 30H300V50H600V40H900V30z');
    expect(withheldPath([], 9000, box, 100)).toBe('');
  });

  it('has a figure at every instant', () => {
    expect(withheldAt(score, -1)).toBe(0);
    expect(withheldAt(score, 3000)).toBe(250);
    expect(withheldAt(score, 500_000)).toBe(250);
    expect(withheldAt(score, 777_600_000)).toBe(7);
  });
});

describe('the names of chapters', () => {
  it('stand where their chapters begin, if there is room', () => {
    expect(placeNames([0, 100, 200], [80, 90, 50], 300, 0)).toEqual([0, 100, 200]);
  });

  it('give way to the one before them', () => {
    expect(placeNames([0, 50, 100], [80, 80, 80], 300, -1)).toEqual([0, null, 100]);
  });

  it('give way to the chapter that plays', () => {
    expect(placeNames([0, 50, 100], [80, 80, 80], 300, 1)).toEqual([null, 50, null]);
  });

  it('never stand past the end of the line', () => {
    expect(placeNames([0, 280], [80, 100], 300, 1)).toEqual([0, 200]);
  });
});
