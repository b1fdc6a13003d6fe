import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { decide, evolve, World, type Command, type CommandType, type NewEvent } from '#domain';
import {
  accountBody,
  decisionBody,
  orderBody,
  postBody,
  restrictionBody,
  scenarioBody,
} from '../../test/support/bodies.js';
import {
  asha,
  authorityRegistered,
  bilal,
  command,
  happened,
  ministry,
  NOW,
  onKoo,
  orderFiled,
  post,
  restrictionImposed,
  scenarioOpened,
  within,
} from '../../test/support/cast.js';
import { sealed } from '../../test/support/sealed.js';

const iso = (at: number): string => new Date(at).toISOString();
const HOUR = 3_600_000;

/** A little of everything that commands are decided on. */
const HAPPENED: NewEvent[] = [
  asha.signedUp(),
  bilal.signedUp(),
  onKoo.signedUp(),
  asha.posted('p'),
  asha.posted('to-followers', 'Words', { visibility: 'private' }),
  bilal.posted('answer', 'Hello @asha', { in_reply_to: 'p', in_reply_to_account: 'asha' }),
  asha.posted('thanks', 'Words', { in_reply_to: 'answer', in_reply_to_account: 'bilal' }),
  bilal.posted('quote', 'Words', { quote_of: 'p' }),
  bilal.reposted('passed-on', 'p'),
  bilal.liked('p'),
  bilal.followed('asha'),
  onKoo.askedToFollow('asha'),
  authorityRegistered(),
  orderFiled('order', [post('p'), asha.account, 'https://elsewhere.example/1']),
  orderFiled('emergency', [post('quote')], { emergency: true, external_id: '69A/1' }),
  restrictionImposed('rule', 'withhold', post('quote')),
  restrictionImposed('label', 'label', asha.account),
  restrictionImposed('ahead', 'suspend', post('answer'), { from: iso(NOW - 1), until: iso(NOW + HOUR) }),
  restrictionImposed('over', 'limit', asha.account, { until: iso(NOW - 1) }),
  scenarioOpened('story'),
  within('story', happened('context.added', { title: 'Before', text: 'Words', side: null })),
];

const fromIndia: Partial<Command['meta']> = { viewpoint: { from: 'IN', mode: 'open', seesAll: false } };

/** Commands of each type. A type without one does not compile. */
const ASKED: Readonly<Record<CommandType, [Command, ...Command[]]>> = {
  'open-account': [command('open-account', accountBody('dev')), command('open-account', accountBody('asha'))],
  'update-account': [
    asha.asks('update-account', {
      display_name: 'Asha',
      note: null,
      bot: true,
      locked: true,
      fields: [{ name: 'Site', value: 'https://asha.example' }],
    }),
  ],
  'erase-account': [
    asha.asks('erase-account', { account: 'asha' }),
    asha.asks('erase-account', { account: 'x' }),
  ],
  'warn-account': [command('warn-account', { account: 'asha', text: 'Mind your words' })],
  'follow-account': [asha.follows(bilal), bilal.follows(asha)],
  'unfollow-account': [bilal.unfollows(asha), asha.unfollows(bilal)],
  'authorize-follow': [asha.lets(onKoo), bilal.lets(asha)],
  'reject-follow': [asha.rejects(onKoo)],
  'publish-post': [
    asha.posts('Words @bilal', { visibility: 'direct' }),
    bilal.posts('Words', { in_reply_to: 'p', quote_of: 'quote' }),
    asha.asks('publish-post', postBody('Words', { quote_of: 'quote' }), fromIndia),
    onKoo.posts('Words', { in_reply_to: 'p' }),
  ],
  'edit-post': [
    asha.asks('edit-post', { ...postBody('Other words'), post: 'p' }),
    bilal.asks('edit-post', { ...postBody('Mine'), post: 'p' }),
  ],
  'repost-post': [asha.reposts('answer'), bilal.reposts('p'), bilal.reposts('to-followers')],
  'undo-repost': [bilal.undoesRepost('p'), asha.undoesRepost('p')],
  'delete-post': [asha.deletes('p'), bilal.deletes('p')],
  'like-post': [asha.likes('answer'), bilal.likes('passed-on')],
  'unlike-post': [bilal.unlikes('p'), asha.unlikes('p')],
  'register-authority': [
    command('register-authority', { name: 'A court', short_name: 'Court', country: 'IN', note: '' }),
  ],
  'file-order': [
    command('file-order', orderBody(ministry, [{ subject: post('p') }, { url: 'https://a.example/1' }])),
    command('file-order', orderBody(ministry, [{ subject: post('p') }], { external_id: '69A/1' })),
  ],
  'give-notice': [command('give-notice', { order: 'order', kind: 'non_compliance', text: 'Comply' })],
  'close-order': [
    command('close-order', { order: 'order', as: 'revoked', reason: 'A mistake' }),
    command('close-order', { order: 'emergency', as: 'confirmed', reason: 'Looked into' }),
  ],
  'decide-item': [
    command('decide-item', decisionBody('order', 1, 'withheld')),
    command('decide-item', decisionBody('order', 2, 'labelled', { if_state: 'open' })),
    command('decide-item', decisionBody('order', 9, 'refused')),
  ],
  'impose-restriction': [
    command('impose-restriction', restrictionBody('withhold', post('p'))),
    command('impose-restriction', restrictionBody('label', asha.account, { from: iso(NOW + HOUR) })),
    asha.asks('impose-restriction', restrictionBody('suspend', bilal.account), fromIndia),
  ],
  'lift-restriction': [
    command('lift-restriction', { restriction: 'rule', reason: 'No longer' }),
    command('lift-restriction', { restriction: 'none', reason: 'No longer' }),
  ],
  'change-restriction': [command('change-restriction', { restriction: 'rule', until: iso(NOW + HOUR) })],
  'start-restriction': [command('start-restriction', { restriction: 'ahead' })],
  'expire-restriction': [command('expire-restriction', { restriction: 'over' })],
  'expire-order': [
    command('expire-order', { order: 'emergency' }),
    command('expire-order', { order: 'emergency' }, { at: NOW + 100 * HOUR }),
  ],
  'open-scenario': [within('another', command('open-scenario', scenarioBody()))],
  'finish-scenario': [within('story', command('finish-scenario', { steps: 2 }))],
  'add-context': [within('story', command('add-context', { title: 'Then', text: 'Words', side: null }))],
  'observe-trend': [
    within('story', command('observe-trend', { tag: 'tag', country: 'IN', rank: 1, posts: null })),
  ],
};

/** A world as some events left it, which throws where anybody writes to it. */
function sealedWorld(events: readonly NewEvent[]): World {
  const world = new World();
  for (const event of events) evolve(world, event);
  return sealed(world);
}

describe.each(Object.entries(ASKED))('deciding %s', (type, commands) => {
  it('happens in one of the examples', () => {
    const decided = commands.map((one) => decide(sealedWorld(HAPPENED), sealed(one)));
    expect(decided).toContainEqual(
      expect.objectContaining({ ok: true, event: expect.objectContaining({ subject: expect.anything() }) }),
    );
  });

  it('writes to nothing, whatever has happened, and decides the same again', () => {
    const histories = fc.subarray(HAPPENED);
    fc.assert(
      fc.property(histories, fc.constantFrom<Command[]>(...commands), (history, one) => {
        const world = sealedWorld(history);
        const decided = decide(world, sealed(one));
        expect(decide(world, one)).toEqual(decided);
        expect(one.type).toBe(type);
      }),
      { numRuns: 60 },
    );
  });
});

describe('a sealed world', () => {
  it('throws where somebody writes to it', () => {
    const world = sealedWorld(HAPPENED);
    expect(() => {
      evolve(world, asha.deleted('p'));
    }).toThrow('in what is sealed');
    const known = world.posts.get('p') as { deleted: boolean };
    expect(() => {
      known.deleted = true;
    }).toThrow(TypeError);
  });
});
