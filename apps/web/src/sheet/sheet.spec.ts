import { describe, expect, it } from '@jest/globals';
import type { ContextRow, ProvenanceField, Status } from '#contract';
import { contextBand, type Band } from './band.js';
import { pairRows, type Row } from './pairing.js';
import { account, at, BY_DEMAND, frame, MADE_UP, status, tombstone } from './sample.fixture.js';
import { emptyPane, reducePane, type Pane } from './timeline.js';

const asha = account('asha');

function pane(from: string, posts: Status[], older: string | null = null): Pane {
  return reducePane(emptyPane(from), { type: 'read', posts, older, pages: 1, basis: null });
}

function told(second: number): ContextRow {
  return {
    id: `context-${second}`,
    at: at(second),
    title: 'What happened',
    text: '',
    side: null,
    provenance: null,
  };
}

function shape(rows: Row[]): string[] {
  return rows.map((row) => (row.kind === 'band' ? 'band' : `${row.id} ${row.same ? '=' : '≠'}`));
}

describe('two panes side by side', () => {
  it('given the same posts, pairs them, newest first', () => {
    const posts = [status(1, asha), status(3, asha), status(2, asha)];
    expect(shape(pairRows(pane('IN', posts), pane('elsewhere', posts), []))).toEqual([
      'post-0003 =',
      'post-0002 =',
      'post-0001 =',
    ]);
  });

  it('given a tombstone on one side, says that they differ; the withheld field alone is no difference', () => {
    const [one, two] = [status(1, asha), status(2, asha)];
    const left = pane('IN', [tombstone(one), two]);
    const right = pane('elsewhere', [
      { ...one, withheld: BY_DEMAND },
      { ...two, withheld: { ...BY_DEMAND, country_codes: ['DE'] } },
    ]);
    expect(shape(pairRows(left, right, []))).toEqual(['post-0002 =', 'post-0001 ≠']);
  });

  it('given a tombstone on both sides, says that they read the same', () => {
    const gone = tombstone(status(1, asha));
    expect(shape(pairRows(pane('IN', [gone]), pane('PK', [gone]), []))).toEqual(['post-0001 =']);
  });

  it('given a label on one side, says that they differ', () => {
    const plain = status(1, asha);
    const labelled = {
      ...plain,
      labels: [{ text: 'Manipulated media', basis: 'platform_rule' as const, since: at(2) }],
    };
    expect(shape(pairRows(pane('IN', [labelled]), pane('elsewhere', [plain]), []))).toEqual(['post-0001 ≠']);
  });

  it('puts narrator’s rows where they happened, each once', () => {
    const posts = [status(1, asha), status(3, asha)];
    const left = reducePane(pane('IN', posts), {
      type: 'frames',
      frames: [{ seq: 1, at: at(2), stream: 'public', type: 'context', payload: told(2) }],
    });
    const rows = pairRows(left, pane('elsewhere', posts), [contextBand(told(2)), contextBand(told(4))]);
    expect(shape(rows)).toEqual(['band', 'post-0003 =', 'band', 'post-0001 =']);
  });

  it('given a narrator, leaves out the frames of what is told; people’s own decisions stay', () => {
    const decided = (seq: number, provenance: ProvenanceField | null) =>
      frame(seq, 'decision', {
        order_id: null,
        outcome: 'withheld',
        reason: '',
        items: 1,
        scenario: provenance?.scenario ?? null,
        provenance,
      });
    const left = reducePane(pane('IN', []), {
      type: 'frames',
      frames: [decided(1, MADE_UP), decided(2, null)],
    });
    const narrator = contextBand({ ...told(3), provenance: MADE_UP });
    const kinds = (context: Band[]): string[] =>
      pairRows(left, pane('elsewhere', []), context).map((row) => (row.kind === 'band' ? row.band.kind : ''));
    expect(kinds([narrator])).toEqual(['context', 'decision']);
    expect(kinds([])).toEqual(['decision', 'decision']);
  });

  it('given one pane that has read further back, stops where both have', () => {
    const posts = [status(3, asha), status(2, asha), status(1, asha)];
    const left = pane('IN', posts);
    const right = pane('elsewhere', posts.slice(0, 2), 'post-0002');
    expect(shape(pairRows(left, right, [contextBand(told(0))]))).toEqual(['post-0003 =', 'post-0002 =']);
  });

  it('given a post that one pane lacks, keeps its row', () => {
    const rows = pairRows(pane('IN', []), pane('elsewhere', [status(1, asha)]), []);
    expect(rows).toMatchObject([{ left: null, same: false }]);
  });
});
