import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { evolve, World, type NewEvent } from '#domain';
import { asha, bilal, post, restrictionImposed } from '../../test/support/cast.js';

describe('a world over another', () => {
  const world = (...events: NewEvent[]) => {
    const made = new World();
    for (const event of events) evolve(made, event);
    return made;
  };

  it('sees what is below, and hides what happened in it until it is kept', () => {
    const below = world(asha.signedUp(), asha.posted('p'));
    const fork = below.fork();
    evolve(fork, asha.deleted('p'));
    expect(fork.posts.get('p')?.deleted).toBe(true);
    expect(below.posts.get('p')?.deleted).toBe(false);
    fork.keep();
    expect(below.posts.get('p')?.deleted).toBe(true);
  });

  it('leaves no trace where it is let go', () => {
    const below = world(asha.signedUp(), asha.posted('p'), restrictionImposed('rule', 'withhold', post('p')));
    const fork = below.fork();
    for (const event of [
      bilal.signedUp(),
      bilal.liked('p'),
      restrictionImposed('more', 'withhold', post('p')),
    ])
      evolve(fork, event);
    expect(fork.restrictionsOn(post('p')).map(({ id }) => id)).toEqual(['rule', 'more']);
    expect(below.restrictionsOn(post('p')).map(({ id }) => id)).toEqual(['rule']);
    expect(below.accounts.get(bilal.id)).toBeUndefined();
  });

  it('is, kept, as though there had been one world all along', () => {
    const likes = fc.array(fc.tuple(fc.constantFrom('asha', 'bilal'), fc.boolean(), fc.boolean()));
    fc.assert(
      fc.property(likes, (steps) => {
        const forked = new World();
        const plain = new World();
        for (const [actor, liked, kept] of steps) {
          const event = {
            ...asha.liked('p'),
            type: liked ? 'post.liked' : 'post.unliked',
            actor,
          } as NewEvent;
          const fork = forked.fork();
          evolve(fork, event);
          if (!kept) continue;
          fork.keep();
          evolve(plain, event);
        }
        for (const actor of ['asha', 'bilal'])
          expect(forked.likes.get(`${actor} p`)).toBe(plain.likes.get(`${actor} p`));
      }),
    );
  });
});
