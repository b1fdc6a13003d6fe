import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import {
  decide,
  evolve,
  reachOf,
  ROLES,
  rolesBeyond,
  World,
  type Command,
  type NewEvent,
  type Role,
  type Subject,
} from '#domain';
import { decisionBody, restrictionBody } from '../../test/support/bodies.js';
import {
  asha,
  authorityRegistered,
  bilal,
  orderFiled,
  post,
  restrictionImposed,
  type Someone,
} from '../../test/support/cast.js';

const RANKS: readonly (readonly Role[])[] = [['reader', 'authority'], ['moderator'], ['admin']];
const rankOf = (role: Role): number => RANKS.findIndex((roles) => roles.includes(role));
const aRole = fc.constantFrom(...ROLES);

/** A world in which Asha and Bilal have these roles, and each has posted. */
function worldOf(roles: { asha?: Role; bilal?: Role }, ...events: NewEvent[]): World {
  const world = new World();
  for (const someone of [asha, bilal])
    for (const event of [someone.signedUp(), someone.posted(`${someone.id}-post`)]) evolve(world, event);
  for (const event of events) evolve(world, event);
  for (const [id, role] of Object.entries(roles)) world.roles.set(id, role);
  return world;
}

/** Each way of acting on somebody without an order, once on the account and once on a post of theirs. */
const ON: readonly ((who: Someone, on: Someone) => { command: Command; before: NewEvent[] })[] = [
  (who, on) => ({
    command: who.asks('warn-account', { account: on.id, text: 'Mind the rules' }),
    before: [],
  }),
  ...[(on: Someone): Subject => on.account, (on: Someone): Subject => post(`${on.id}-post`)].flatMap(
    (subject) => [
      (who: Someone, on: Someone) => ({
        command: who.asks('impose-restriction', restrictionBody('limit', subject(on))),
        before: [],
      }),
      (who: Someone, on: Someone) => ({
        command: who.asks('lift-restriction', { restriction: 'a-restriction', reason: 'No longer' }),
        before: [restrictionImposed('a-restriction', 'limit', subject(on))],
      }),
      (who: Someone, on: Someone) => ({
        command: who.asks('change-restriction', {
          restriction: 'a-restriction',
          until: '2100-01-01T00:00:00Z',
        }),
        before: [restrictionImposed('a-restriction', 'limit', subject(on))],
      }),
    ],
  ),
];

function answer(world: World, command: Command): 'done' | 'forbidden' | 'other' {
  const decided = decide(world, command);
  return decided.ok ? 'done' : decided.refusal.kind === 'forbidden' ? 'forbidden' : 'other';
}

describe('who acts on whom without an order', () => {
  it('imposing and undoing alike, on accounts and posts alike: only whoever is of a higher rank', () => {
    fc.assert(
      fc.property(aRole, aRole, fc.constantFrom(...ON), (own, other, acting) => {
        const { command, before } = acting(asha, bilal);
        const world = worldOf({ asha: own, bilal: other }, ...before);
        expect(answer(world, command)).toBe(rankOf(other) < rankOf(own) ? 'done' : 'forbidden');
      }),
    );
  });

  it.each(ROLES)('nobody on themself, in the role %s', (role) => {
    for (const acting of ON) {
      const { command, before } = acting(asha, asha);
      expect(answer(worldOf({ asha: role }, ...before), command)).toBe('forbidden');
    }
  });

  it('whom nobody signs in as is of no rank', () => {
    for (const acting of ON) {
      const { command, before } = acting(asha, bilal);
      expect(answer(worldOf({ asha: 'moderator' }, ...before), command)).toBe('done');
    }
  });

  it('the platform and a scenario act on everybody', () => {
    const world = worldOf({ asha: 'reader', bilal: 'admin' });
    const { command } = ON[1]!(asha, bilal);
    expect(answer(world, { ...command, meta: { ...command.meta, actor: null } })).toBe('done');
  });
});

describe('an order', () => {
  const decides = (who: Someone, outcome: Parameters<typeof decisionBody>[2]): Command =>
    who.asks('decide-item', decisionBody('an-order', 1, outcome));

  it('reaches every rank', () => {
    fc.assert(
      fc.property(aRole, aRole, (own, other) => {
        const world = worldOf(
          { asha: own, bilal: other },
          authorityRegistered(),
          orderFiled('an-order', [post('bilal-post')]),
        );
        expect(answer(world, decides(asha, 'withheld'))).toBe('done');
        expect(answer(world, decides(asha, 'refused'))).toBe('done');
      }),
    );
  });

  it('is decided and set aside by someone else than whoever filed it, in whatever role', () => {
    const filed = { ...authorityRegistered(), actor: asha.id } as NewEvent;
    const tag: Subject = { type: 'hashtag', id: 'rivers' };
    const setsAside = (who: Someone): Command =>
      who.asks('close-order', { order: 'an-order', as: 'set_aside', reason: 'Void' });
    for (const role of ROLES) {
      const world = worldOf({ asha: role, bilal: role }, filed, orderFiled('an-order', [tag]));
      for (const outcome of ['limited', 'refused'] as const) {
        expect(answer(world, decides(asha, outcome))).toBe('forbidden');
        expect(answer(world, decides(bilal, outcome))).toBe('done');
      }
      expect(answer(world, setsAside(asha))).toBe('forbidden');
      expect(answer(world, setsAside(bilal))).toBe('done');
      const revokes = asha.asks('close-order', { order: 'an-order', as: 'revoked', reason: 'Void' });
      expect(answer(world, revokes)).toBe('done');
    }
  });

  it.each<[string, Subject]>([
    ['account', asha.account],
    ['post', post('asha-post')],
  ])('is complied with, and not refused, lifted or set aside, by whose %s it names', (_, subject) => {
    const world = worldOf(
      { asha: 'admin' },
      authorityRegistered(),
      orderFiled('an-order', ['https://x.example', subject]),
    );
    const onOwn = (outcome: Parameters<typeof decisionBody>[2]): Command =>
      asha.asks('decide-item', decisionBody('an-order', 2, outcome));
    const setsAside = asha.asks('close-order', { order: 'an-order', as: 'set_aside', reason: 'Void' });
    expect(answer(world, onOwn('refused'))).toBe('forbidden');
    expect(answer(world, setsAside)).toBe('forbidden');
    const complied = decide(world, onOwn('withheld'));
    if (!complied.ok || complied.event === null) throw new Error('One may comply');
    evolve(world, complied.event);
    for (const outcome of ['limited', 'restored', 'refused'] as const)
      expect(answer(world, onOwn(outcome))).toBe('forbidden');
    expect(answer(world, decides(asha, 'refused'))).toBe('done');
  });
});

describe('a reach', () => {
  it('of lower ranks leaves out one’s own, and of one’s own those above', () => {
    fc.assert(
      fc.property(aRole, aRole, (own, other) => {
        expect(rolesBeyond(own, 'lower').includes(other)).toBe(rankOf(other) >= rankOf(own));
        expect(rolesBeyond(own, 'own').includes(other)).toBe(rankOf(other) > rankOf(own));
      }),
    );
  });

  it('is of commands that act on somebody by the platform’s own rules', () => {
    expect(reachOf('lift-restriction')).toBe('lower');
    expect(reachOf('decide-item')).toBeNull();
  });
});
