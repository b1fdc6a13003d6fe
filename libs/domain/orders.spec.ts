import { describe, expect, it } from '@jest/globals';
import { ITEM_OUTCOMES, type CommandBodies, type ItemOutcome, type NewEvent } from '#domain';
import { decisionBody, orderBody, restrictionBody } from '../../test/support/bodies.js';
import {
  asha,
  authorityRegistered,
  bilal,
  command,
  happened,
  ministry,
  NOW,
  orderFiled,
  post,
  restrictionImposed,
  scenarioOpened,
  within,
} from '../../test/support/cast.js';
import { given } from '../../test/support/given.js';

const posted = [asha.signedUp(), asha.posted('p'), asha.posted('q'), authorityRegistered()];
const hashtag = { type: 'hashtag', id: 'march' } as const;

const files = (
  items: CommandBodies['file-order']['items'],
  rest: Partial<CommandBodies['file-order']> = {},
) => command('file-order', orderBody(ministry, items, rest), { actor: ministry });
const decides = (n: number, outcome: ItemOutcome, rest: Partial<CommandBodies['decide-item']> = {}) =>
  command('decide-item', decisionBody('order', n, outcome, rest));
const closes = (as: CommandBodies['close-order']['as']) =>
  command('close-order', { order: 'order', as, reason: 'The court says so' });
const notices = () => command('give-notice', { order: 'order', kind: 'non_compliance', text: 'Comply' });
const imposes = (...args: Parameters<typeof restrictionBody>) =>
  command('impose-restriction', restrictionBody(...args));
const lifts = (restriction: string) => command('lift-restriction', { restriction, reason: 'No longer' });

const KIND_OF = {
  withheld: 'withhold',
  suspended: 'suspend',
  labelled: 'label',
  limited: 'limit',
  restored: null,
  refused: null,
} as const;

/** Earlier decisions on items 1 (post p) and 2 (post q); each is named `decision-<place>`. */
function decided(...outcomes: [n: number, ItemOutcome][]): NewEvent[] {
  const standing = new Map<number, string | null>();
  return outcomes.map(([n, outcome], index) => {
    const id = `decision-${index + 1}`;
    const kind = KIND_OF[outcome];
    const { reason, ground } = decisionBody('order', n, outcome);
    const imposed = restrictionImposed(
      id,
      kind ?? 'limit',
      post(n === 1 ? 'p' : 'q'),
    ) as NewEvent<'restriction.imposed'>;
    const lifts = standing.get(n) ?? null;
    standing.set(n, kind && id);
    const imposes = kind && imposed.payload;
    return happened('item.decided', { order: 'order', n, outcome, reason, ground, lifts, imposes }, { id });
  });
}

describe('registering an authority', () => {
  const registers = (country: string) =>
    command('register-authority', { name: 'A ministry', short_name: 'M', country, note: '' }, { id: 'm' });

  it('normalises its country', () => {
    given()
      .when(registers('uk'))
      .then({ type: 'authority.registered', payload: expect.objectContaining({ country: 'GB' }) });
  });

  it.each(['', 'XX', 'EU', 'India'])('refuses the country "%s"', (country) => {
    given().when(registers(country)).thenRefused('invalid', { field: 'country' });
  });

  it('happens once', () => {
    given(authorityRegistered('m')).when(registers('IN')).thenRefused('conflict');
  });
});

describe('filing an order', () => {
  it('numbers its items from 1, and normalises its countries', () => {
    given(...posted)
      .when(
        files([{ subject: post('p') }, { url: 'https://example.org/x' }, { subject: hashtag }], {
          countries: ['in', 'uk', 'IN'],
        }),
      )
      .then({
        type: 'order.filed',
        actor: ministry,
        payload: expect.objectContaining({
          countries: ['GB', 'IN'],
          items: [
            { n: 1, subject: post('p'), url: null },
            { n: 2, subject: null, url: 'https://example.org/x' },
            { n: 3, subject: hashtag, url: null },
          ],
        }),
      });
  });

  it('gives a hashtag its one name', () => {
    given(...posted)
      .when(files([{ subject: { type: 'hashtag', id: '#March' } }]))
      .then({ payload: expect.objectContaining({ items: [{ n: 1, subject: hashtag, url: null }] }) });
  });

  it('happens once per external id', () => {
    given(...posted, orderFiled('order', [post('p')], { external_id: 'A/1' }))
      .when(files([{ subject: post('q') }], { external_id: 'A/1' }))
      .thenNothing('order');
    given(...posted, orderFiled('order', [post('p')], { external_id: 'A/1' }))
      .when(files([{ subject: post('q') }], { external_id: 'A/2' }))
      .then({ type: 'order.filed' });
  });

  it.each(['private', 'direct'] as const)(
    'names no %s post: more people read an order than such a post is for',
    (visibility) => {
      given(...posted, asha.posted('whisper', 'Hush', { visibility }))
        .when(files([{ subject: post('whisper') }]))
        .thenRefused('invalid', {
          message: 'must name what is there: item 1 names a post that is not there',
        });
    },
  );

  it('needs an authority, items that are there, countries and grounds', () => {
    given(asha.signedUp(), asha.posted('p'))
      .when(files([{ subject: post('p') }]))
      .thenRefused('not_found');
    given(...posted)
      .when(files([]))
      .thenRefused('invalid', { field: 'items' });
    given(...posted)
      .when(files([{ subject: post('nowhere') }]))
      .thenRefused('invalid', {
        field: 'items',
        message: 'must name what is there: item 1 names a post that is not there',
      });
    given(...posted, asha.deleted('p'))
      .when(files([{ subject: post('q') }, { subject: post('p') }]))
      .thenRefused('invalid', { message: 'must name what is there: item 2 names a post that is not there' });
    given(...posted)
      .when(files([{ subject: bilal.account }]))
      .thenRefused('invalid', { field: 'items' });
    given(...posted)
      .when(files([{ subject: post('p') }], { countries: [] }))
      .thenRefused('invalid', { field: 'countries' });
    given(...posted)
      .when(files([{ subject: post('p') }], { countries: ['IN', 'Atlantis'] }))
      .thenRefused('invalid', {
        field: 'countries',
        message: 'must be codes of countries: "Atlantis" is not a country',
      });
    given(...posted)
      .when(files([{ subject: post('p') }], { grounds: [] }))
      .thenRefused('invalid', { field: 'grounds' });
  });

  it('keeps its deadline in UTC, and refuses one that is no time', () => {
    given(...posted)
      .when(files([{ subject: post('p') }], { deadline: '2026-01-06T14:30:00+05:30' }))
      .then({ payload: expect.objectContaining({ deadline: '2026-01-06T09:00:00.000Z' }) });
    given(...posted)
      .when(files([{ subject: post('p') }], { deadline: 'tomorrow' }))
      .thenRefused('invalid', { field: 'deadline' });
  });

  it('is a scenario’s authority’s in its scenario alone, where no source need tell its grounds', () => {
    const story = [
      scenarioOpened('story'),
      within('story', authorityRegistered()),
      asha.signedUp(),
      asha.posted('p'),
    ];
    given(...story)
      .when(files([{ subject: post('p') }]))
      .thenRefused('forbidden');
    given(...story)
      .when(within('story', files([{ subject: post('p') }], { grounds: [] })))
      .then({ type: 'order.filed' });
    given(...posted, scenarioOpened('story'))
      .when(within('story', files([{ subject: post('p') }])))
      .thenRefused('forbidden');
  });
});

describe('deciding an item', () => {
  const filed = [...posted, orderFiled('order', [post('p'), post('q')], { countries: ['GB', 'IN'] })];

  it.each<[ItemOutcome, { kind: string; countries: string[]; label: string | null } | null]>([
    ['withheld', { kind: 'withhold', countries: ['GB', 'IN'], label: null }],
    ['suspended', { kind: 'suspend', countries: ['*'], label: null }],
    ['labelled', { kind: 'label', countries: ['*'], label: 'Disputed' }],
    ['limited', { kind: 'limit', countries: ['*'], label: null }],
    ['refused', null],
  ])('%s imposes its restriction from that moment on', (outcome, imposes) => {
    given(...filed)
      .when(decides(1, outcome))
      .then({
        type: 'item.decided',
        payload: expect.objectContaining({
          outcome,
          lifts: null,
          imposes:
            imposes &&
            expect.objectContaining({ ...imposes, subject: post('p'), from: new Date(NOW).toISOString() }),
        }),
      });
  });

  // From each state to each outcome: `>` it becomes that, `x` it clashes.
  const ALLOWED: Record<ItemOutcome | 'open', string> = {
    //          withheld suspended labelled limited restored refused
    open: /*  */ '>        >         >        >       x        >',
    withheld: /**/ 'x        >         >        >       >        >',
    suspended: /**/ '>        x         >        >       >        >',
    labelled: /**/ '>        >         x        >       >        >',
    limited: /*  */ '>        >         >        x       >        >',
    restored: /**/ '>        >         >        >       x        >',
    refused: /*  */ '>        >         >        >       x        x',
  };
  const TRANSITIONS = Object.entries(ALLOWED).flatMap(([state, row]) =>
    ITEM_OUTCOMES.map((outcome, i) => [state, outcome, row.split(/ +/)[i] === '>'] as const),
  );

  describe.each(TRANSITIONS)('from %s to %s', (state, outcome, allowed) => {
    const history =
      state === 'open'
        ? []
        : decided(...(state === 'restored' ? [[1, 'withheld'] as [number, ItemOutcome]] : []), [
            1,
            state as ItemOutcome,
          ]);

    it(allowed ? 'is a decision' : 'is a 409 that says what is allowed', () => {
      const ruling = given(...filed, ...history).when(decides(1, outcome));
      if (!allowed) {
        ruling.thenRefused('conflict', {
          allowed: TRANSITIONS.filter(([from, , yes]) => from === state && yes).map(([, to]) => to),
        });
        return;
      }
      // It ends the restriction that the decision before imposed, if any.
      const imposed = state === 'open' || state === 'refused' || state === 'restored' ? null : 'decision-1';
      ruling.then({ type: 'item.decided', payload: expect.objectContaining({ outcome, lifts: imposed }) });
    });
  });

  it('ends the item’s earlier restriction and imposes its own, in one event', () => {
    given(...filed, ...decided([1, 'withheld'], [1, 'suspended']))
      .when(decides(1, 'labelled'))
      .then({
        payload: expect.objectContaining({
          lifts: 'decision-2',
          imposes: expect.objectContaining({ kind: 'label' }),
        }),
      });
  });

  it('leaves other items alone', () => {
    given(...filed, ...decided([2, 'withheld']))
      .when(decides(1, 'withheld'))
      .then({ payload: expect.objectContaining({ lifts: null }) });
  });

  it('gives a ground where it refuses, and there alone', () => {
    given(...filed)
      .when(decides(1, 'refused', { ground: null }))
      .thenRefused('invalid', { field: 'ground' });
    given(...filed)
      .when(decides(1, 'withheld', { ground: 'activist' }))
      .thenRefused('invalid', { field: 'ground' });
  });

  it('gives a label its text', () => {
    given(...filed)
      .when(decides(1, 'labelled', { label: null }))
      .thenRefused('invalid', { field: 'label' });
    given(...filed)
      .when(decides(1, 'labelled', { label: '' }))
      .thenRefused('invalid', { field: 'label' });
  });

  it('of a hashtag can only limit it, and of an address elsewhere only refuse', () => {
    const order = [...posted, orderFiled('order', [hashtag, 'https://example.org/x'])];
    given(...order)
      .when(decides(1, 'withheld'))
      .thenRefused('conflict', { allowed: ['limited', 'refused'] });
    given(...order)
      .when(decides(1, 'limited'))
      .then({ type: 'item.decided' });
    given(...order)
      .when(decides(2, 'withheld'))
      .thenRefused('conflict', { allowed: ['refused'] });
    given(...order)
      .when(decides(2, 'refused'))
      .then({ payload: expect.objectContaining({ imposes: null }) });
  });

  it('needs an order and an item that are there', () => {
    given(...posted)
      .when(decides(1, 'withheld'))
      .thenRefused('not_found');
    given(...filed)
      .when(decides(3, 'withheld'))
      .thenRefused('not_found');
    given(...filed)
      .when(decides(0, 'withheld'))
      .thenRefused('not_found');
  });
});

describe('closing an order', () => {
  const filed = [...posted, orderFiled('order', [post('p'), post('q')])];
  const ENDS = ['revoked', 'expired', 'set_aside'] as const;

  it.each(ENDS)('as %s lifts exactly what it holds', (as) => {
    given(
      ...filed,
      restrictionImposed('another', 'withhold', post('p')),
      ...decided([1, 'withheld'], [2, 'withheld'], [2, 'suspended']),
    )
      .when(closes(as))
      .then({
        type: `order.${as}`,
        payload: expect.objectContaining({ lifts: ['decision-1', 'decision-3'] }),
      });
  });

  it('lifts nothing where its items were refused or restored', () => {
    given(...filed, ...decided([1, 'withheld'], [1, 'restored'], [2, 'refused']))
      .when(closes('revoked'))
      .then({ payload: expect.objectContaining({ lifts: [] }) });
  });

  it.each(ENDS)('as %s is final', (as) => {
    for (const later of [decides(1, 'withheld'), notices(), closes('confirmed'), ...ENDS.map(closes)]) {
      given(...filed)
        .when(closes(as))
        .then({})
        .andWhen(later)
        .thenRefused('conflict');
    }
  });

  it('confirming keeps it in force, once', () => {
    given(...filed, ...decided([1, 'withheld']))
      .when(closes('confirmed'))
      .then({ type: 'order.confirmed', payload: { reason: 'The court says so' } })
      .andWhen(closes('confirmed'))
      .thenRefused('conflict', { allowed: ['revoked', 'set_aside'] });
    given(...filed)
      .when(closes('confirmed'))
      .then({ type: 'order.confirmed' })
      .andWhen(decides(2, 'withheld'))
      .then({ type: 'item.decided' })
      .andWhen(notices())
      .then({ type: 'order.noticed' })
      .andWhen(closes('set_aside'))
      .then({ type: 'order.set_aside' });
  });

  it('needs an order that is there', () => {
    given(...posted)
      .when(closes('revoked'))
      .thenRefused('not_found');
    given(...posted)
      .when(notices())
      .thenRefused('not_found');
  });

  it('of a scenario’s authority, and giving notice on it, belong to the scenario', () => {
    const story = [
      scenarioOpened('story'),
      asha.signedUp(),
      asha.posted('p'),
      within('story', authorityRegistered()),
      within('story', orderFiled('order', [post('p')])),
    ];
    given(...story)
      .when(closes('revoked'))
      .thenRefused('forbidden');
    given(...story)
      .when(notices())
      .thenRefused('forbidden');
    given(...story)
      .when(within('story', closes('revoked')))
      .then({ type: 'order.revoked' });
    given(...story)
      .when(within('story', notices()))
      .then({ type: 'order.noticed' });
  });
});

describe('imposing a restriction', () => {
  it.each([
    ['withhold', ['in', 'uk'], ['GB', 'IN']],
    ['withhold', ['*', 'IN'], ['*']],
    ['suspend', [], ['*']],
    ['label', [], ['*']],
    ['limit', [], ['*']],
  ] as const)('to %s in %j does so in %j, from that moment on', (kind, asked, countries) => {
    given(...posted)
      .when(imposes(kind, post('p'), { countries: [...asked] }))
      .then({
        type: 'restriction.imposed',
        payload: expect.objectContaining({ kind, countries, from: new Date(NOW).toISOString(), until: null }),
      });
  });

  it('needs a subject that is there', () => {
    given(...posted)
      .when(imposes('withhold', post('nowhere')))
      .thenRefused('not_found');
    given(...posted, asha.deleted('p'))
      .when(imposes('withhold', post('p')))
      .thenRefused('not_found');
    given(...posted)
      .when(imposes('withhold', bilal.account))
      .thenRefused('not_found');
  });

  it('of a hashtag only limits it, by its one name', () => {
    given(...posted)
      .when(imposes('withhold', hashtag))
      .thenRefused('invalid', { field: 'kind' });
    given(...posted)
      .when(imposes('limit', { type: 'hashtag', id: '#MARCH' }))
      .then({ payload: expect.objectContaining({ subject: hashtag }) });
  });

  it('names countries where it withholds, and none where it suspends', () => {
    given(...posted)
      .when(imposes('withhold', post('p'), { countries: [] }))
      .thenRefused('invalid', { field: 'countries' });
    given(...posted)
      .when(imposes('withhold', post('p'), { countries: ['ZZ'] }))
      .thenRefused('invalid', { field: 'countries' });
    given(...posted)
      .when(imposes('suspend', post('p'), { countries: ['IN'] }))
      .thenRefused('invalid', { field: 'countries' });
  });

  it('gives a label its text, and nothing else one', () => {
    given(...posted)
      .when(imposes('label', post('p'), { label: null }))
      .thenRefused('invalid', { field: 'label' });
    given(...posted)
      .when(imposes('limit', post('p'), { label: 'x' }))
      .thenRefused('invalid', { field: 'label' });
  });

  it('holds for [from, until), which is not in the past and not empty', () => {
    const at = (ms: number) => new Date(NOW + ms).toISOString();
    given(...posted)
      .when(imposes('withhold', post('p'), { from: at(1_000), until: at(2_000) }))
      .then({ payload: expect.objectContaining({ from: at(1_000), until: at(2_000) }) });
    given(...posted)
      .when(imposes('withhold', post('p'), { from: at(-1) }))
      .thenRefused('invalid', { field: 'from' });
    given(...posted)
      .when(imposes('withhold', post('p'), { until: at(0) }))
      .thenRefused('invalid', { field: 'until' });
    given(...posted)
      .when(imposes('withhold', post('p'), { from: 'soon' }))
      .thenRefused('invalid', { field: 'from' });
    given(...posted)
      .when(imposes('withhold', post('p'), { until: 'later' }))
      .thenRefused('invalid', { field: 'until' });
  });
});

describe('changing the end of a restriction', () => {
  const ahead = (ms: number): string => new Date(NOW + ms).toISOString();
  const changes = (restriction: string, until: string | null) =>
    command('change-restriction', { restriction, until });

  it('puts it off, brings it forward or takes it away', () => {
    given(...posted, restrictionImposed('rule', 'withhold', post('p'), { until: ahead(5_000) }))
      .when(changes('rule', ahead(60_000)))
      .then({ type: 'restriction.changed', subject: 'rule', payload: { until: ahead(60_000) } })
      .andWhen(changes('rule', ahead(2_000)))
      .then({ type: 'restriction.changed', payload: { until: ahead(2_000) } })
      .andWhen(changes('rule', null))
      .then({ type: 'restriction.changed', payload: { until: null } });
  });

  it('to what it is already, changes nothing', () => {
    given(...posted, restrictionImposed('rule', 'withhold', post('p')))
      .when(changes('rule', null))
      .thenNothing('rule');
  });

  it('takes one that is ahead, later than its beginning', () => {
    given(...posted, restrictionImposed('rule', 'withhold', post('p'), { from: ahead(60_000) }))
      .when(changes('rule', ahead(60_000)))
      .thenRefused('invalid', { field: 'until' });
    given(...posted, restrictionImposed('rule', 'withhold', post('p')))
      .when(changes('rule', ahead(0)))
      .thenRefused('invalid', { field: 'until' });
  });

  it('is not for what an order holds, nor for what has ended', () => {
    given(...posted, orderFiled('order', [post('p')]), ...decided([1, 'withheld']))
      .when(changes('decision-1', ahead(60_000)))
      .thenRefused('conflict', { allowed: ['decide item 1 of order order'] });
    given(...posted, restrictionImposed('rule', 'withhold', post('p'), { until: ahead(-1_000) }))
      .when(changes('rule', ahead(60_000)))
      .thenRefused('conflict');
  });

  it('is done fifty times at most', () => {
    const story = given(...posted, restrictionImposed('rule', 'withhold', post('p')));
    let last = story.when(changes('rule', ahead(10_000)));
    for (let n = 2; n <= 50; n++)
      last = last.then({ type: 'restriction.changed' }).andWhen(changes('rule', ahead(10_000 + n)));
    last.then({ type: 'restriction.changed' }).andWhen(changes('rule', null)).thenRefused('conflict');
  });
});

describe('lifting a restriction', () => {
  it('ends one without an order, once', () => {
    given(...posted, restrictionImposed('rule', 'withhold', post('p')))
      .when(lifts('rule'))
      .then({ type: 'restriction.lifted', subject: 'rule' })
      .andWhen(lifts('rule'))
      .thenRefused('conflict');
  });

  it('that an order holds is a 409 that says whose decision it takes', () => {
    given(...posted, orderFiled('order', [post('p')]), ...decided([1, 'withheld']))
      .when(lifts('decision-1'))
      .thenRefused('conflict', { allowed: ['decide item 1 of order order'] });
  });

  it('can be done before it starts, once', () => {
    const soon = new Date(NOW + 60_000).toISOString();
    given(...posted, restrictionImposed('rule', 'withhold', post('p'), { from: soon }))
      .when(lifts('rule'))
      .then({ type: 'restriction.lifted' })
      .andWhen(lifts('rule'))
      .thenRefused('conflict');
  });

  it('cannot be done once it ran out', () => {
    const past = new Date(NOW - 1_000).toISOString();
    given(...posted, restrictionImposed('rule', 'withhold', post('p'), { until: past }))
      .when(lifts('rule'))
      .thenRefused('conflict');
  });

  it('needs one that is there', () => {
    given(...posted)
      .when(lifts('nothing'))
      .thenRefused('not_found');
  });
});
