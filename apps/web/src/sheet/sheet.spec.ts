import { describe, expect, it } from '@jest/globals';
import type { ContextRow, Status } from '#contract';
import { contextBand, type Band } from '../timeline/band.js';
import type { Seen, Turn } from '../timeline/draft.js';
import { account, at, BY_DEMAND, MADE_UP, status, tombstone } from '../timeline/sample.fixture.js';
import { withheldIn } from '../timeline/withheld.js';
import { rowsOf, type Folding, type Row } from './rows.js';
import { leadOf, sheetOf } from './sheet.js';

const asha = account('asha');
const standIn = (n: number) => account(`listed-${String(n).padStart(4, '0')}`, { kind: 'stand_in' });

function seen(posts: Status[], more: { bands?: Band[]; turned?: [string, Turn][] } = {}): Seen {
  return {
    posts: new Map(posts.map((post) => [post.id, post])),
    bands: new Map((more.bands ?? []).map((band) => [band.key, band])),
    turned: new Map(more.turned ?? []),
  };
}

function told(second: number, side: string | null = null): ContextRow {
  return {
    id: `context-${second}`,
    at: at(second),
    title: `What happened at ${second}`,
    text: '',
    side,
    provenance: MADE_UP,
  };
}

const notes = (...seconds: number[]): Band[] => seconds.map((second) => contextBand(told(second)));
const turnedAt = (second: number): Turn => ({ at: at(second), precision: null });
const FOLDED: Folding = {
  opened: new Set(),
  lead: null,
  dayStart: (instant) => `${instant.slice(0, 10)}T00:00:00.000Z`,
  mostAbove: 2,
  leadFirst: false,
};

function shape(rows: readonly Row[]): string[] {
  return rows.map((row) => {
    if (row.kind === 'pair') return `${row.id} ${row.same ? '=' : '≠'}`;
    if (row.kind === 'notes') return `${row.bands.length} notes`;
    if (row.kind === 'fold') return `${row.rows.length} folded ${row.same ? '=' : '≠'}`;
    return row.kind;
  });
}

describe('two sides', () => {
  it('given the same posts, pair them, newest first', () => {
    const posts = [status(1, asha), status(3, asha), status(2, asha)];
    expect(shape(rowsOf(sheetOf(seen(posts), seen(posts)), FOLDED))).toEqual([
      'post-0003 =',
      'post-0002 =',
      'post-0001 =',
    ]);
  });

  it('given a tombstone on one, differ; the withheld field alone is no difference', () => {
    const [one, two] = [status(1, asha), status(2, asha)];
    const left = seen([tombstone(one), two]);
    const right = seen([
      { ...one, withheld: BY_DEMAND },
      { ...two, withheld: { ...BY_DEMAND, country_codes: ['DE'] } },
    ]);
    expect(shape(rowsOf(sheetOf(left, right), FOLDED))).toEqual(['post-0002 =', 'post-0001 ≠']);
  });

  it('given a tombstone on both, read the same', () => {
    const gone = tombstone(status(1, asha));
    expect(shape(rowsOf(sheetOf(seen([gone]), seen([gone])), FOLDED))).toEqual(['post-0001 =']);
  });

  it('given a label on one, differ', () => {
    const plain = status(1, asha);
    const label = { text: 'Manipulated media', basis: 'platform_rule' as const, since: at(2) };
    const labelled = { ...plain, labels: [label] };
    expect(shape(rowsOf(sheetOf(seen([labelled]), seen([plain])), FOLDED))).toEqual(['post-0001 ≠']);
  });

  it('given a post that one lacks, keep its row', () => {
    expect(sheetOf(seen([]), seen([status(1, asha)])).posts).toMatchObject([{ left: null, same: false }]);
  });

  it('given a post that turned, put it where it turned, and not where it was written', () => {
    const [old, recent] = [status(1, asha), status(5, asha)];
    const left = seen([tombstone(old), recent], { turned: [[old.id, turnedAt(9)]] });
    expect(shape(rowsOf(sheetOf(left, seen([old, recent])), FOLDED))).toEqual(['post-0001 ≠', 'post-0005 =']);
  });

  it('given a post that is about to turn, bring it to where it will stand, as it still reads', () => {
    const posts = [status(1, asha), status(5, asha)];
    const bringing = { ids: new Set(['post-0001']), turn: turnedAt(9) };
    const sheet = sheetOf(seen(posts), seen(posts), new Set(), bringing);
    expect(shape(rowsOf(sheet, FOLDED))).toEqual(['post-0001 =', 'post-0005 =']);
  });
});

describe('narrator’s rows', () => {
  it('stand where they happened, above what happened at that instant', () => {
    const posts = [status(1, asha), status(4, asha)];
    const left = seen(posts, { bands: notes(2, 4) });
    expect(shape(rowsOf(sheetOf(left, seen(posts)), FOLDED))).toEqual([
      'band',
      'post-0004 =',
      'band',
      'post-0001 =',
    ]);
  });

  it('above the newest post are two at most; the rest is one line, which opens', () => {
    const posts = [status(1, asha)];
    const sheet = sheetOf(seen(posts, { bands: notes(2, 3, 4, 5, 6) }), seen(posts));
    const rows = rowsOf(sheet, FOLDED);
    expect(shape(rows)).toEqual(['band', 'band', '3 notes', 'post-0001 =']);
    const opened = new Set([rows[2]!.key]);
    expect(shape(rowsOf(sheet, { ...FOLDED, opened })).slice(2)).toEqual([
      '3 notes',
      'band',
      'band',
      'band',
      'post-0001 =',
    ]);
  });

  it('further down fold where they are many, but for the one right above what differs', () => {
    const [old, recent] = [status(1, asha), status(9, asha)];
    const bands = notes(2, 3, 4, 5);
    const same = sheetOf(seen([old, recent], { bands }), seen([old, recent]));
    expect(shape(rowsOf(same, FOLDED))).toEqual(['post-0009 =', '4 notes', 'post-0001 =']);
    const differs = sheetOf(seen([tombstone(old), recent], { bands }), seen([old, recent]));
    expect(shape(rowsOf(differs, FOLDED))).toEqual(['post-0009 =', '3 notes', 'band', 'post-0001 ≠']);
  });

  it('that give the reasons of two sides become one row, whoever spoke first on the left', () => {
    const bands = [contextBand(told(2, 'ministry')), contextBand(told(3, 'company'))];
    const [row] = rowsOf(sheetOf(seen([], { bands }), seen([])), FOLDED);
    expect(row).toMatchObject({ kind: 'reasons', bands: [{ at: at(2) }, { at: at(3) }] });
  });

  it('given none, are the frames of orders and decisions', () => {
    const decision: Band = {
      kind: 'decision',
      key: `${at(2)} decided`,
      at: at(2),
      decision: {
        order_id: null,
        outcome: 'withheld',
        reason: '',
        items: 1,
        scenario: null,
        provenance: null,
      },
    };
    expect(shape(rowsOf(sheetOf(seen([], { bands: [decision] }), seen([])), FOLDED))).toEqual(['band']);
    const narrated = seen([], { bands: [decision, ...notes(3)] });
    expect(rowsOf(sheetOf(narrated, seen([])), FOLDED)).toMatchObject([{ band: { kind: 'context' } }]);
  });
});

describe('stand-ins', () => {
  const many = [1, 2, 3, 4].map((n) => status(n, standIn(n)));
  const turned = many.slice(0, 3).map(({ id }): [string, Turn] => [id, turnedAt(9)]);
  const left = seen([...many.slice(0, 3).map((post) => tombstone(post)), many[3]!], { turned });

  it('next to each other fold into one row that counts them on each side', () => {
    const [fold] = rowsOf(sheetOf(seen(many), seen(many)), FOLDED);
    expect(fold).toMatchObject({ kind: 'fold', left: { withheld: 0, shown: 4 }, right: { shown: 4 } });
  });

  it('that turned together fold together, apart from those that did not', () => {
    const rows = rowsOf(sheetOf(left, seen(many)), FOLDED);
    expect(shape(rows)).toEqual(['3 folded ≠', 'post-0004 =']);
    expect(rows[0]).toMatchObject({ left: { withheld: 3, shown: 0 }, right: { withheld: 0, shown: 3 } });
  });

  it('open on what differs first', () => {
    const mixed = seen([many[0]!, tombstone(many[1]!), many[2]!, many[3]!]);
    const opened = new Set([many[0]!.id]);
    expect(shape(rowsOf(sheetOf(mixed, seen(many)), { ...FOLDED, opened }))).toEqual([
      '4 folded ≠',
      'post-0002 ≠',
      'post-0004 =',
      'post-0003 =',
      'post-0001 =',
    ]);
  });

  it('with a face are shown by themselves: the first that turned above all, the others below', () => {
    const five = [1, 2, 3, 4, 5].map((n) => status(n, standIn(n)));
    const faces = new Set([standIn(2).id, standIn(5).id]);
    const all = five.map(({ id }): [string, Turn] => [id, turnedAt(9)]);
    const sheet = sheetOf(
      seen(
        five.map((post) => tombstone(post)),
        { turned: all },
      ),
      seen(five),
      faces,
    );
    expect(shape(rowsOf(sheet, FOLDED))).toEqual(['post-0005 ≠', '3 folded ≠', 'post-0002 ≠']);
  });

  it('are counted where something of them is withheld, each once, apart from others', () => {
    const post = status(8, asha);
    const second = { ...status(7, standIn(1)), id: 'second-of-the-first' };
    const side = seen([...many.map((one) => tombstone(one)), tombstone(second), tombstone(post)]);
    expect(withheldIn(side)).toEqual({ standIns: 4, others: 1 });
  });
});

describe('a place in the story', () => {
  const [first, second, newest] = [status(1, asha), status(2, asha), status(30, asha)];
  const left = seen([tombstone(first), tombstone(second), newest], {
    turned: [
      [first.id, turnedAt(5)],
      [second.id, turnedAt(10)],
    ],
    bands: notes(20, 21),
  });
  const sheet = sheetOf(left, seen([first, second, newest]));

  it('opens on the newest that turned in its chapter, or before, and still differs', () => {
    expect(leadOf(sheet, at(8))).toBe('post-0002');
    expect(leadOf(sheet, at(15))).toBe('post-0002');
    const restored = seen([tombstone(first), second, newest], { turned: [...left.turned] });
    expect(leadOf(sheetOf(restored, seen([first, second, newest])), at(8))).toBe('post-0001');
    expect(leadOf(sheetOf(seen([newest]), seen([newest])), null)).toBeNull();
  });

  it('brings it under the newest post, or above it', () => {
    expect(shape(rowsOf(sheet, { ...FOLDED, lead: 'post-0002', leadFirst: true })).slice(0, 2)).toEqual([
      'post-0002 ≠',
      'post-0030 =',
    ]);
    expect(shape(rowsOf(sheet, { ...FOLDED, lead: 'post-0002' }))).toEqual([
      'post-0030 =',
      'post-0002 ≠',
      'band',
      'band',
      'post-0001 ≠',
    ]);
  });
});
