import { describe, expect, it } from '@jest/globals';
import type { Status } from '#contract';
import type { Band } from '../timeline/band.js';
import { account, at, status, tombstone } from '../timeline/sample.fixture.js';
import { announce, type Side, type Telling } from './announcement.js';

const asha = account('asha');
const listed = (second: number) => status(second, account(`listed-${second}`, { kind: 'stand_in' }));

const ENGLISH: Telling = {
  language: 'en',
  story: { standInNote: 'The real list was not published.' },
};

function side(from: string, before: Status[], after: Status[]): Side {
  const turned = after.filter(
    ({ tombstone }, i) => before[i] !== undefined && before[i].tombstone !== tombstone,
  );
  return {
    from,
    turned: {
      withheld: turned.filter(({ tombstone }) => tombstone),
      shown: turned.filter(({ tombstone }) => !tombstone),
    },
    posts: new Map(after.map((post) => [post.id, post])),
  };
}

describe('what is announced', () => {
  it('given one withholding, says where, whose, and that it is still shown on the other side', () => {
    const post = status(1, asha);
    expect(
      announce([], side('IN', [post], [tombstone(post)]), side('elsewhere', [post], [post]), ENGLISH),
    ).toBe('Withheld in India: post from asha. Still shown elsewhere.');
  });

  it('given many, counts them, stand-ins as stand-ins', () => {
    const posts = [listed(1), listed(2)];
    const left = side(
      'IN',
      posts,
      posts.map((post) => tombstone(post)),
    );
    expect(announce([], left, side('elsewhere', posts, posts), ENGLISH)).toBe(
      'Withheld in India: 2 stand-ins; The real list was not published. Still shown elsewhere.',
    );
  });

  it('given a withholding on both sides, does not say that it is shown', () => {
    const post = status(1, asha);
    const left = side('IN', [post], [tombstone(post)]);
    expect(announce([], left, side('PK', [post], [tombstone(post)]), ENGLISH)).toBe(
      'Withheld in India: post from asha. Withheld in Pakistan: post from asha.',
    );
  });

  it('given a lifting, says that it is shown again', () => {
    const post = status(1, asha);
    expect(
      announce([], side('IN', [tombstone(post)], [post]), side('elsewhere', [post], [post]), ENGLISH),
    ).toBe('Shown again in India: post from asha.');
  });

  it('given a decision, goes by its figure: another page may hold other posts', () => {
    const decision: Band = {
      kind: 'decision',
      key: 'k',
      at: at(1),
      decision: {
        order_id: null,
        outcome: 'withheld',
        reason: 'Interim measure',
        items: 250,
        scenario: 'a-story',
        provenance: null,
      },
    };
    const posts = [listed(1), listed(2)];
    const left = side(
      'IN',
      posts,
      posts.map((post) => tombstone(post)),
    );
    expect(announce([decision, decision], left, side('elsewhere', posts, posts), ENGLISH)).toBe(
      'Decision: withheld. 250 stand-ins; The real list was not published. Withheld in India. Still shown elsewhere.',
    );
  });

  it('given a post that was not there before, says nothing', () => {
    expect(
      announce([], side('IN', [], [tombstone(status(1, asha))]), side('elsewhere', [], []), ENGLISH),
    ).toBe('');
  });

  it('in Hindi, says it in Hindi', () => {
    const post = status(1, asha);
    const [left, right] = [side('IN', [post], [tombstone(post)]), side('elsewhere', [post], [post])];
    expect(announce([], left, right, { ...ENGLISH, language: 'hi' })).toBe(
      'भारत में रोका गया: asha की पोस्ट। अन्यत्र अब भी दिखता है।',
    );
  });
});
