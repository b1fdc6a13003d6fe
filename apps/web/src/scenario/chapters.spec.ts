import { describe, expect, it } from '@jest/globals';
import type { Chapter, Scenario } from '#contract';
import { chapterAt, headlineInstant, lastInstantOf, replayTitle } from './chapters.js';

const chapters: Chapter[] = [
  { id: 'a', title: 'A', headline: 'First.', at: '2021-01-26T09:30:00Z' },
  { id: 'b', title: 'B', headline: 'Second.', at: '2021-01-31T06:30:00Z' },
];
const scenario = {
  starts: '2021-01-25T20:00:00Z',
  ends: '2021-02-12T12:00:00Z',
  time_zone: 'Asia/Kolkata',
} as Scenario;

describe('chapters', () => {
  it('are in force from their instant on', () => {
    expect(chapterAt(chapters, '2021-01-26T09:29:59Z')).toBeNull();
    expect(chapterAt(chapters, '2021-01-26T09:30:00Z')?.id).toBe('a');
    expect(chapterAt(chapters, '2021-06-01T00:00:00Z')?.id).toBe('b');
  });

  it('end just before the next begins, the last with the scenario; that instant is still theirs', () => {
    const [a, b] = chapters as [Chapter, Chapter];
    expect(lastInstantOf(chapters, a, scenario)).toBe('2021-01-31T06:29:59.999Z');
    expect(lastInstantOf(chapters, b, scenario)).toBe('2021-02-12T12:00:00Z');
    expect(chapterAt(chapters, lastInstantOf(chapters, a, scenario))).toBe(a);
  });

  it('head a page only once they have happened here', () => {
    expect(headlineInstant(null, '2021-01-26T10:00:00Z', false)).toBe('2021-01-26T10:00:00Z');
    expect(headlineInstant('2021-02-10T00:00:00Z', '2021-01-26T10:00:00Z', false)).toBe(
      '2021-01-26T10:00:00Z',
    );
    expect(headlineInstant('2021-02-10T00:00:00Z', null, false)).toBeNull();
    expect(headlineInstant('2021-02-10T00:00:00Z', null, true)).toBe('2021-02-10T00:00:00Z');
  });

  it('are of a replay, which says its year', () => {
    expect(replayTitle(scenario)).toBe('Replay of 2021');
  });
});
