import { describe, expect, it } from '@jest/globals';
import type { Status } from '#contract';
import { foldRows, tallyWords, type FoldedRow, type FoldRow } from './folding.js';
import { pairRows } from './pairing.js';
import { account, MADE_UP, status, tombstone } from './sample.fixture.js';
import { emptyPane, reducePane, type Pane } from './timeline.js';

const asha = account('asha');
const listed = (second: number) =>
  status(second, account(`listed-${second}`, { kind: 'stand_in' }), { provenance: MADE_UP });
const face = (second: number): Status => ({
  ...listed(second),
  content: '<p>[Stand-in: a student’s note.]</p>',
});
const day = (at: string) => at.slice(0, 10);

function pane(from: string, posts: Status[]): Pane {
  return reducePane(emptyPane(from), { type: 'read', posts, older: null, pages: 1, basis: null });
}

function fold(left: Status[], right: Status[], opened: string[] = [], endOpen = false): FoldedRow[] {
  return foldRows(pairRows(pane('IN', left), pane('elsewhere', right), []), new Set(opened), day, endOpen);
}

function shape(rows: FoldedRow[]): string[] {
  return rows.map((row) =>
    row.kind === 'fold' ? `fold of ${row.rows.length}` : row.kind === 'pair' ? row.id : 'band',
  );
}

const run = [listed(2), listed(3), listed(4)];

describe('runs of stand-ins', () => {
  it('given three in a row, fold into one; given two, stay', () => {
    expect(shape(fold([status(1, asha), ...run], [status(1, asha), ...run]))).toEqual([
      'fold of 3',
      'post-0001',
    ]);
    expect(shape(fold(run.slice(1), run.slice(1)))).toEqual(['post-0004', 'post-0003']);
  });

  it('given a face among them, leave it standing and say "more"', () => {
    const posts = [...run, face(5), listed(6)];
    const rows = fold(posts, posts);
    expect(shape(rows)).toEqual(['post-0006', 'post-0005', 'fold of 3']);
    expect(rows[2]).toMatchObject({ more: true });
  });

  it('given a face withheld on one side, still leave it standing: the other side shows it', () => {
    const rows = fold([...run.map((one) => tombstone(one)), tombstone(face(5))], [...run, face(5)]);
    expect(shape(rows)).toEqual(['post-0005', 'fold of 3']);
  });

  it('count what is withheld and what is shown, always as stand-ins', () => {
    const [folded] = fold(
      run.map((one, index) => (index < 2 ? tombstone(one) : one)),
      run,
    ) as [FoldRow];
    expect(folded).toMatchObject({
      left: { withheld: 2, shown: 1 },
      right: { withheld: 0, shown: 3 },
      same: false,
    });
    expect(tallyWords(folded, 'left')).toEqual([
      { figure: 2, words: 'stand-ins withheld here' },
      { figure: 1, words: 'stand-in shown here' },
    ]);
    expect(tallyWords(folded, 'right')).toEqual([{ figure: 3, words: 'stand-ins shown here' }]);
  });

  it('opened by any of theirs, stand under their fold', () => {
    expect(shape(fold(run, run, ['post-0003']))).toEqual([
      'fold of 3',
      'post-0004',
      'post-0003',
      'post-0002',
    ]);
  });

  it('that may go on in what is not loaded, say "or more"', () => {
    const [folded] = fold(run, run, [], true) as [FoldRow];
    expect(tallyWords(folded, 'left')[0]?.words).toBe('or more stand-ins shown here');
  });

  it('are of one day each', () => {
    const later = run.map((one) => ({
      ...one,
      id: `later-${one.id}`,
      created_at: one.created_at.replace('-10T', '-11T'),
    }));
    expect(shape(fold([...run, ...later], [...run, ...later]))).toEqual(['fold of 3', 'fold of 3']);
  });
});
