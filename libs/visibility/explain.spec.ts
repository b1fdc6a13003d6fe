import { describe, expect, it } from '@jest/globals';
import type { Restriction } from '#domain';
import { explainAccount, explainPost, judgePost, type Viewpoint } from '#visibility';
import {
  lookingFrom,
  LOOKED_AT,
  pageOf,
  restriction,
  storedAccount,
  storedPost,
  WRITTEN,
} from '../../test/support/stored.js';

const asha = storedAccount('asha');
const onPost = { type: 'post', id: 'p' } as const;
const explained = (restrictions: Parameters<typeof storedPost>[2], viewpoint: Viewpoint) => {
  const post = storedPost('p', asha, restrictions);
  return explainPost(post, pageOf(['p'], post).posts, viewpoint, [])!.value;
};

describe('an explanation', () => {
  it('comes to the verdict that the gate comes to', () => {
    const kinds = ['withhold', 'suspend', 'label', 'limit'] as const;
    for (const kind of kinds) {
      for (const from of ['IN', 'DE', null]) {
        for (const mode of ['open', 'enforced'] as const) {
          const post = storedPost('p', asha, { restrictions: [restriction(kind, onPost)] });
          const { posts } = pageOf(['p'], post);
          const viewpoint = lookingFrom(from, { mode });
          const { verdict } = judgePost(post, posts, viewpoint);
          const explained = explainPost(post, posts, viewpoint, [])?.value.verdict;
          // Nobody is told that a suspended thing exists.
          expect(explained).toBe(verdict === 'suspended' ? undefined : verdict);
        }
      }
    }
  });

  it('tells which rule matched, which did not, and why', () => {
    const [binds, over, elsewhere] = [
      restriction('withhold', onPost),
      restriction('withhold', onPost, { until: LOOKED_AT }),
      restriction('withhold', onPost, { countries: ['DE'] }),
    ];
    const { rules } = explained({ restrictions: [binds, over, elsewhere] }, lookingFrom('IN'));
    expect(rules.map(({ rule, matched, because }) => [rule, matched, because])).toEqual([
      ['absent', false, 'It is there since 2026-01-05T09:00:00.000Z.'],
      ['deleted', false, 'Its author has not deleted it.'],
      ['suspend', false, 'Nothing suspends it.'],
      ['withhold', true, 'In force in IN; you look from India.'],
      [
        'withhold',
        false,
        'Not in force at 2026-01-05T10:00:00.000Z: it is from 2026-01-05T09:00:00.000Z, until 2026-01-05T10:00:00.000Z.',
      ],
      ['withhold', false, 'In force in DE; you look from India.'],
      ['label', false, 'Nothing labels it.'],
      ['limit', false, 'Nothing limits it.'],
    ]);
  });

  it('tells by whose name it binds in a part of a country', () => {
    const told = (countries: string[], from: string): string | undefined =>
      explained(
        { restrictions: [restriction('withhold', onPost, { countries })] },
        lookingFrom(from),
      ).rules.find(({ rule }) => rule === 'withhold')?.because;
    expect(told(['FR'], 'RE')).toBe(
      'In force in FR; you look from Réunion, where the law of France is in force.',
    );
    expect(told(['RE'], 'RE')).toBe('In force in RE; you look from Réunion.');
    expect(told(['FR'], 'PM')).toBe('In force in FR; you look from St. Pierre & Miquelon.');
  });

  it.each<[string, Partial<Viewpoint>, string]>([
    [
      'its author',
      { viewer: { id: 'asha', role: 'reader' } },
      'In force in IN, and yours: you see your own.',
    ],
    ['a moderator', { viewer: { id: 'm', role: 'moderator' } }, 'In force in IN; a moderator sees all.'],
    ['someone elsewhere', { from: 'elsewhere' }, 'In force in IN; you look from elsewhere.'],
    [
      'a moderator elsewhere',
      { from: 'elsewhere', viewer: { id: 'm', role: 'moderator' } },
      'In force in IN; you look from elsewhere.',
    ],
    [
      'someone whose country is not known',
      { from: null },
      'In force in IN; where you are is not known, and then only what holds everywhere binds.',
    ],
  ])('tells %s why it is shown', (_, rest, because) => {
    const { verdict, rules } = explained(
      { restrictions: [restriction('withhold', onPost)] },
      lookingFrom('IN', rest),
    );
    expect(verdict).toBe('full');
    expect(rules.find(({ rule }) => rule === 'withhold')).toMatchObject({ matched: false, because });
  });

  it.each<[string, Restriction['kind'], Partial<Viewpoint>, string]>([
    [
      'where the viewer is not known and geography is enforced',
      'withhold',
      { from: null, mode: 'enforced' },
      'In force in IN; where you are is not known, and this server then shows only what is restricted nowhere.',
    ],
    [
      'that began after the instant looked at, where geography is enforced',
      'withhold',
      { at: WRITTEN, now: LOOKED_AT, mode: 'enforced' },
      'Not in force at 2026-01-05T09:00:00.000Z, but now: this server goes by the stricter of both.',
    ],
    [
      'that changes nothing of what is shown',
      'limit',
      {},
      'In force: it is kept out of public timelines, trends, search and recommendations, and shown otherwise.',
    ],
    ['that adds a note', 'label', {}, 'In force: it is shown with a label.'],
  ])('tells of a restriction %s', (_, kind, rest, because) => {
    const began = rest.at === undefined ? {} : { from: rest.at + 1 };
    const { rules } = explained(
      { restrictions: [restriction(kind, onPost, began)] },
      lookingFrom('IN', rest),
    );
    expect(rules.find(({ rule }) => rule === kind)).toMatchObject({ matched: true, because });
  });

  it('tells of an account that it is suspended everywhere', () => {
    const suspended = storedAccount('asha', {
      restrictions: [restriction('suspend', { type: 'account', id: 'asha' })],
    });
    const { rules } = explainAccount(suspended, lookingFrom(null), []).value;
    const because = 'In force everywhere.';
    expect(rules.find(({ rule }) => rule === 'suspend')).toMatchObject({ matched: true, because });
  });

  it('is not given of a post that may not be known to be there', () => {
    const post = storedPost('p', asha, { restrictions: [restriction('suspend', onPost)] });
    const { posts } = pageOf(['p'], post);
    expect(explainPost(post, posts, lookingFrom('IN'), [])).toBeNull();
    const own = lookingFrom('IN', { viewer: { id: 'asha', role: 'reader' } });
    expect(explainPost(post, posts, own, [])?.value.verdict).toBe('full');
    const ahead = lookingFrom('IN', { at: WRITTEN - 1 });
    expect(explainPost(post, posts, ahead, [])).toBeNull();
  });

  it('says nothing of the words, nor of a confidential order', () => {
    const confidential = restriction('withhold', onPost, {
      id: 'the-restriction',
      reason: 'canary',
      order: { id: 'canary-order', n: 7 },
      confidential: true,
    });
    const post = storedPost('p', storedAccount('asha', { displayName: 'canary', note: 'canary' }), {
      content: 'canary',
      spoilerText: 'canary',
      tags: ['canary'],
      restrictions: [confidential],
    });
    const events = [{ seq: 9, id: 'e', type: 'item.decided', at: WRITTEN, subject: 'the-restriction' }];
    const { text } = explainPost(post, pageOf(['p'], post).posts, lookingFrom('IN'), events)!;
    expect(text).not.toMatch(/canary|item\.decided/);
  });

  it('of an account not yet there says so', () => {
    const { verdict, rules } = explainAccount(asha, lookingFrom('IN', { at: WRITTEN - 5_000 }), []).value;
    expect(verdict).toBe('absent');
    expect(rules[0]).toMatchObject({ rule: 'absent', matched: true });
  });
});
