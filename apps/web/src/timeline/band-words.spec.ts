import { describe, expect, it } from '@jest/globals';
import type { FramePayloads } from '#contract';
import type { Band } from './band.js';
import { wordsIn } from '../words/words.js';
import { bandSentence, bandWords } from './band-words.js';
import { at } from './sample.fixture.js';

function decided(more: Partial<FramePayloads['decision']>): Band {
  const decision = {
    order_id: null,
    outcome: 'withheld',
    reason: 'Interim measure',
    items: 250,
    scenario: null,
    provenance: null,
  };
  return { kind: 'decision', key: 'k', at: at(1), decision: { ...decision, ...more } };
}

const EN = wordsIn('en');
const STORY = { standInNote: 'the real list was not published.' };

describe('a decision’s band', () => {
  it('given a scenario’s, counts stand-ins as stand-ins, and says that the list was not published', () => {
    expect(bandWords(decided({ scenario: 'sample' }), EN, STORY).count).toBe(
      '250 stand-ins; the real list was not published.',
    );
  });

  it('given people’s own, counts items', () => {
    expect(bandWords(decided({ items: 1 }), EN, STORY).count).toBe('1 item.');
  });

  it('is read out with its count, and why is left to the row', () => {
    expect(bandSentence(decided({ outcome: 'refused' }), EN, STORY)).toBe(
      'Decision: not acted on. 250 items.',
    );
    expect(bandSentence(decided({ items: 0 }), EN, STORY)).toBe('Decision: withheld.');
  });
});
