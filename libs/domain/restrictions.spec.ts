import { describe, expect, it } from '@jest/globals';
import { everBegan, untilAsKnown } from '#domain';

describe('whether a restriction ever begins', () => {
  it.each([
    ['one that nothing lifted', null, true],
    ['one that was lifted later', 101, true],
    ['one that was lifted in the millisecond in which it began', 100, true],
    ['one that was lifted before', 99, false],
  ])('%s', (_, until, began) => {
    expect(everBegan({ from: 100, until })).toBe(began);
  });
});

describe('when a restriction ends, as far as was known', () => {
  it.each([
    ['one without an end, not lifted yet', { until: null, imposedUntil: null }, null],
    ['one without an end, lifted by then', { until: 90, imposedUntil: null }, 90],
    ['one without an end, lifted later', { until: 110, imposedUntil: null }, null],
    ['one with an end, lifted later, before it', { until: 110, imposedUntil: 200 }, 200],
    ['one with an end, lifted before it', { until: 90, imposedUntil: 200 }, 90],
    ['one that expired', { until: 90, imposedUntil: 90 }, 90],
    ['one whose end was put off', { until: 200, imposedUntil: 150, changes: [{ at: 50, until: 200 }] }, 200],
    [
      'one whose end is put off later',
      { until: 200, imposedUntil: 150, changes: [{ at: 101, until: 200 }] },
      150,
    ],
    [
      'one whose end was taken away',
      { until: null, imposedUntil: 150, changes: [{ at: 100, until: null }] },
      null,
    ],
    ['one changed, then lifted', { until: 90, imposedUntil: null, changes: [{ at: 50, until: 200 }] }, 90],
  ])('%s', (_, restriction, known) => {
    expect(untilAsKnown(restriction, 100)).toBe(known);
  });
});
