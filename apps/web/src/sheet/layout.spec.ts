import { describe, expect, it } from '@jest/globals';
import type { ProvenanceField } from '#contract';
import { layRow, type LaidRow } from './layout.js';
import { MADE_UP } from '../timeline/sample.fixture.js';
import type { Row } from './rows.js';

function row(at: string, precision: ProvenanceField['precision'] | null): Row {
  const provenance = precision && { ...MADE_UP, precision };
  return {
    kind: 'pair',
    key: at,
    id: at,
    at,
    left: null,
    right: null,
    same: true,
    standIn: false,
    provenance,
    turn: null,
    face: false,
  };
}

/** Some rows, in a list. */
const layRows = (rows: readonly Row[], timeZone: string): LaidRow[] =>
  rows.map((one, i) => layRow(one, rows[i - 1] ?? null, timeZone));

describe('rows under each other', () => {
  it('are given their day once, in the scenario’s time zone', () => {
    const rows = [
      row('2021-02-10T08:00:00Z', 'day'),
      row('2021-02-09T19:00:00Z', 'day'),
      row('2021-02-09T18:00:00Z', 'day'),
    ];
    expect(layRows(rows, 'Asia/Kolkata').map(({ day }) => day)).toEqual([
      'Wed 10 February 2021',
      null,
      'Tue 9 February 2021',
    ]);
  });

  it('are marked inferred unless the minute is known, and have no hour where the month is all', () => {
    const rows = [
      row('2021-02-10T09:19:00Z', 'minute'),
      row('2021-02-10T08:00:00Z', 'part_of_day'),
      row('2020-03-01T00:00:00Z', 'month'),
    ];
    expect(layRows(rows, 'Asia/Kolkata')).toMatchObject([
      { hour: { text: '14:49', inferred: false } },
      { hour: { text: '13:30', inferred: true } },
      { day: 'March 2020', hour: null },
    ]);
  });

  it('given people’s own posts, take the hour as it is', () => {
    expect(layRows([row('2021-02-10T08:00:00Z', null)], 'Asia/Kolkata')[0]?.hour?.inferred).toBe(false);
  });

  it('that turned have the hour at which they did, as well as that is known', () => {
    const turned: Row = {
      ...(row('2021-01-30T08:00:00Z', 'minute') as Extract<Row, { kind: 'pair' }>),
      turn: { at: '2021-02-10T04:44:00Z', precision: 'day' },
    };
    expect(layRows([turned], 'Asia/Kolkata')).toMatchObject([
      { day: 'Wed 10 February 2021', hour: { text: '10:14', inferred: true } },
    ]);
  });

  it('of one minute, draw the hour once', () => {
    const rows = [
      row('2021-02-10T08:00:30Z', 'day'),
      row('2021-02-10T08:00:01Z', 'day'),
      row('2021-02-10T07:59:00Z', 'day'),
    ];
    expect(layRows(rows, 'Asia/Kolkata').map(({ hourRepeats }) => hourRepeats)).toEqual([false, true, false]);
  });
});
