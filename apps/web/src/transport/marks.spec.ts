import { describe, expect, it } from '@jest/globals';
import { StageTime } from '../../../../libs/replay/stage-time.js';
import { indexAt, markAfter, markBefore, marksOf, minutesAndSeconds, previousChapter } from './marks.js';

describe('the marks along a stage', () => {
  const chapters = [0, 10_000, 25_000];

  it('lie where the cut plays them', () => {
    const instants = ['2021-02-01T09:00:00Z', '2021-02-01T09:00:02Z', '2021-02-10T05:00:00Z'];
    const time = new StageTime(
      instants.map((at) => Date.parse(at)),
      6,
    );
    const stage = { instants, chapters: [{ id: 'end', title: 'End', headline: '', at: instants[2]! }] };
    expect(marksOf(stage, time)).toEqual({ chapters: [8000], steps: [0, 2000, 8000] });
  });

  it('tell which one a position is in', () => {
    expect(indexAt(chapters, 0)).toBe(0);
    expect(indexAt(chapters, 9999)).toBe(0);
    expect(indexAt(chapters, 10_000)).toBe(1);
    expect(indexAt(chapters, 99_000)).toBe(2);
    expect(indexAt([5000], 0)).toBe(-1);
  });

  it('lead on to the next, and from the last nowhere', () => {
    expect(markAfter(chapters, 0)).toBe(10_000);
    expect(markAfter(chapters, 9000)).toBe(10_000);
    expect(markAfter(chapters, 25_000)).toBeNull();
  });

  it('lead back to the one before, and from the first nowhere', () => {
    expect(markBefore(chapters, 25_000)).toBe(10_000);
    expect(markBefore(chapters, 10_001)).toBe(10_000);
    expect(markBefore(chapters, 0)).toBeNull();
  });

  it('are one with a position that rounding moved', () => {
    expect(markAfter(chapters, 9999.9999)).toBe(25_000);
    expect(markBefore(chapters, 10_000.0001)).toBe(0);
  });
});

describe('previous chapter', () => {
  const chapters = [0, 10_000, 25_000];

  it('leads to the beginning of the chapter that plays', () => {
    expect(previousChapter(chapters, 14_000)).toBe(10_000);
  });

  it('leads to the chapter before, from up to three seconds in', () => {
    expect(previousChapter(chapters, 13_000)).toBe(0);
    expect(previousChapter(chapters, 25_000)).toBe(10_000);
  });

  it('is near for longer where it is told so', () => {
    expect(previousChapter(chapters, 20_000, 24_000)).toBe(0);
  });

  it('leads to the beginning of the story from the first, and from before it', () => {
    expect(previousChapter(chapters, 1000)).toBe(0);
    expect(previousChapter([5000], 2000)).toBe(0);
    expect(previousChapter([], 2000)).toBe(0);
  });
});

describe('a position in words', () => {
  it('counts the seconds that have passed', () => {
    expect(minutesAndSeconds(0)).toBe('0:00');
    expect(minutesAndSeconds(185_900)).toBe('3:05');
    expect(minutesAndSeconds(3_729_000)).toBe('1:02:09');
  });
});
