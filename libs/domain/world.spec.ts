import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { addNeeds, command, decide, evolve, Needs, NotLoaded, World, type NewEvent } from '#domain';
import { asha, bilal, post, restrictionImposed } from '../../test/support/cast.js';

describe('a world of what some commands need', () => {
  const likes = command('like-post', { post: 'p' }, { id: 'l', at: 1, actor: asha.id });
  const needs = new Needs();
  addNeeds(likes, needs);

  it('says of what was loaded and is not there that it is not', () => {
    expect(decide(new World(needs), likes)).toMatchObject({ ok: false, refusal: { kind: 'not_found' } });
  });

  it('throws where it is asked for anything else, however many worlds there are over it', () => {
    const other = command('like-post', { post: 'another' }, { id: 'm', at: 1, actor: asha.id });
    const world = new World(needs);
    evolve(world, asha.signedUp());
    for (const one of [world, world.fork(), world.fork().fork()]) {
      expect(() => decide(one, other)).toThrow(NotLoaded);
      expect(() => one.orders.get('o')).toThrow(
        'orders "o" was asked for and is not in what the command needs',
      );
    }
  });

  it('knows what has happened since it was loaded', () => {
    const world = new World(needs);
    evolve(world, bilal.posted('another'));
    expect(world.fork().posts.get('another')?.account).toBe(bilal.id);
  });
});

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
