import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import {
  decide,
  EMERGENCY_EXPIRY_REASON,
  EMERGENCY_ORDER_MS,
  evolve,
  inForce,
  World,
  type Command,
  type NewEvent,
} from '#domain';
import { restrictionBody } from '../../test/support/bodies.js';
import {
  asha,
  authorityRegistered,
  command,
  happened,
  NOW,
  orderFiled,
  post,
  restrictionImposed,
  within,
} from '../../test/support/cast.js';
import { given } from '../../test/support/given.js';

const HOUR = 3_600_000;
const posted = [asha.signedUp(), asha.posted('p'), authorityRegistered()];

const iso = (at: number): string => new Date(at).toISOString();
const at = (instant: number, one: Command): Command => ({ ...one, meta: { ...one.meta, at: instant } });
const starts = (restriction = 'rule') => command('start-restriction', { restriction });
const expires = (restriction = 'rule') => command('expire-restriction', { restriction });
const lifts = (restriction = 'rule') => command('lift-restriction', { restriction, reason: 'No longer' });
const orderExpires = () => command('expire-order', { order: 'order' });
const confirms = () => command('close-order', { order: 'order', as: 'confirmed', reason: 'Looked into' });

describe('a restriction imposed for later', () => {
  const from = iso(NOW + HOUR);
  const until = iso(NOW + 2 * HOUR);
  const scheduled = [...posted, restrictionImposed('rule', 'withhold', post('p'), { from, until })];

  it('starts when it is due, by nobody’s hand, and not before', () => {
    given(...scheduled)
      .when(at(NOW + HOUR - 1, starts()))
      .thenRefused('conflict');
    given(...scheduled)
      .when(at(NOW + HOUR, starts()))
      .then({ type: 'restriction.started', subject: 'rule', actor: null, payload: { from } });
  });

  it('expires when it is due, and not before', () => {
    given(...scheduled)
      .when(at(NOW + 2 * HOUR - 1, expires()))
      .thenRefused('conflict');
    given(...scheduled)
      .when(at(NOW + 2 * HOUR, expires()))
      .then({ type: 'restriction.expired', subject: 'rule', actor: null, payload: { until } });
  });

  it('starts and expires once', () => {
    const later = NOW + 3 * HOUR;
    given(...scheduled)
      .when(at(later, starts()))
      .andWhen(at(later, starts()))
      .thenNothing('rule')
      .andWhen(at(later, expires()))
      .then({ type: 'restriction.expired' })
      .andWhen(at(later, expires()))
      .thenNothing('rule');
  });

  it('lifted before it begins neither starts nor expires', () => {
    const later = NOW + 3 * HOUR;
    given(...scheduled)
      .when(lifts())
      .andWhen(at(later, starts()))
      .thenNothing('rule')
      .andWhen(at(later, expires()))
      .thenNothing('rule');
  });
});

describe('a restriction imposed as of now', () => {
  it('was begun by being imposed', () => {
    given(...posted, restrictionImposed('rule', 'withhold', post('p')))
      .when(at(NOW + HOUR, starts()))
      .thenNothing('rule')
      .andWhen(at(NOW + HOUR, expires()))
      .thenNothing('rule');
  });

  it('that a scenario tells of is the scenario’s to end', () => {
    const told = restrictionImposed('rule', 'withhold', post('p'), { until: iso(NOW) });
    given(...posted, within('a-story', told))
      .when(expires())
      .thenNothing('rule');
  });

  it('that is not there neither starts nor expires', () => {
    given(...posted)
      .when(starts())
      .thenRefused('not_found');
    given(...posted)
      .when(expires())
      .thenRefused('not_found');
  });
});

describe('an emergency order', () => {
  const filed = orderFiled('order', [post('p')], { emergency: true });
  const due = filed.at + EMERGENCY_ORDER_MS;
  const withheld = happened(
    'item.decided',
    {
      order: 'order',
      n: 1,
      outcome: 'withheld',
      reason: 'As demanded',
      ground: null,
      lifts: null,
      imposes: (restrictionImposed('held', 'withhold', post('p')) as NewEvent<'restriction.imposed'>).payload,
    },
    { id: 'held' },
  );

  it('expires 48 hours after it was filed, with what it holds', () => {
    given(...posted, filed, withheld)
      .when(at(due - 1, orderExpires()))
      .thenRefused('conflict');
    given(...posted, filed, withheld)
      .when(at(due, orderExpires()))
      .then({
        type: 'order.expired',
        subject: 'order',
        actor: null,
        payload: { reason: EMERGENCY_EXPIRY_REASON, lifts: ['held'] },
      })
      .andWhen(at(due, orderExpires()))
      .thenNothing('order');
  });

  it('confirmed in time stays', () => {
    given(...posted, filed)
      .when(at(due - 1, confirms()))
      .then({ type: 'order.confirmed' })
      .andWhen(at(due, orderExpires()))
      .thenNothing('order');
  });

  it('is not confirmed, followed up or decided once its time has run out', () => {
    const decides = command('decide-item', {
      order: 'order',
      n: 1,
      outcome: 'withheld',
      reason: 'As demanded',
      ground: null,
      label: null,
      basis: 'legal_demand',
    });
    const notices = command('give-notice', { order: 'order', kind: 'other', text: 'Well?' });
    for (const late of [confirms(), notices, decides])
      given(...posted, filed)
        .when(at(due, late))
        .thenRefused('conflict', { message: 'The order is expired; nothing follows on it' });
  });

  it.each([
    ['is no emergency', orderFiled('order', [post('p')])],
    ['a scenario tells of', within('a-story', filed)],
  ])('that %s stays', (_, other) => {
    given(...posted, other)
      .when(at(due, orderExpires()))
      .thenNothing('order');
  });
});

describe('whoever follows the events alone', () => {
  const step = fc.record({
    does: fc.constantFrom('impose', 'lift', 'wait'),
    which: fc.nat(5),
    delay: fc.option(fc.nat(5)),
    lasting: fc.option(fc.integer({ min: 1, max: 5 })),
    wait: fc.nat(4),
  });

  it('knows what is in force once what is due has come about, without a clock', () => {
    fc.assert(
      fc.property(fc.array(step, { maxLength: 30 }), (steps) => {
        const world = new World();
        for (const event of posted) evolve(world, event);
        const told: NewEvent[] = [];
        const imposed: string[] = [];
        let now = NOW;
        const ask = (one: Command): void => {
          const decided = decide(world, at(now, one));
          if (!decided.ok || decided.event === null) return;
          evolve(world, decided.event);
          told.push(decided.event);
        };
        for (const { does, which, delay, lasting, wait } of steps) {
          now += wait;
          if (does === 'lift') ask(lifts(imposed[which]));
          if (does === 'impose') {
            const from = now + (delay ?? 0);
            const id = `rule-${imposed.length}`;
            const body = restrictionBody('withhold', post('p'), {
              from: delay === null ? null : iso(from),
              until: lasting === null ? null : iso(from + lasting),
            });
            const asked = command('impose-restriction', body, { id });
            imposed.push(id);
            ask(asked);
          }
          // Twice, as two processes might.
          for (const id of [...imposed, ...imposed]) {
            ask(starts(id));
            ask(expires(id));
          }
          const inForceNow = imposed.filter((id) => {
            const restriction = world.restrictions.get(id);
            return restriction !== undefined && inForce(restriction, now);
          });
          expect([...follow(told)].sort()).toEqual(inForceNow.sort());
        }
      }),
    );
  });

  /** The restrictions that began and have not ended; none begins or ends twice. */
  function follow(events: readonly NewEvent[]): Set<string> {
    const begun = new Set<string>();
    const ended = new Set<string>();
    for (const event of events) {
      const { type, subject } = event;
      const begins =
        type === 'restriction.started' ||
        (type === 'restriction.imposed' && Date.parse(event.payload.from) <= event.at);
      if (begins) expect(begun.has(subject)).toBe(false);
      if (begins) begun.add(subject);
      if (type === 'restriction.lifted' || type === 'restriction.expired') {
        expect(ended.has(subject)).toBe(false);
        ended.add(subject);
      }
    }
    return new Set([...begun].filter((id) => !ended.has(id)));
  }
});
