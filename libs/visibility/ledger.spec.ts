import { describe, expect, it } from '@jest/globals';
import type { LedgerRow } from '#contract';
import type { EventType, LogEntry, NewEvent } from '#domain';
import { gateLedger, ledgerNeeds, type LedgerFacts, type LedgerNeeds, type Viewpoint } from '#visibility';
import { decisionBody, restrictionBody, scenarioBody } from '../../test/support/bodies.js';
import {
  asha as ashaActs,
  authorityRegistered,
  happened,
  onTwitter,
  orderFiled,
  post as onPost,
  restrictionImposed,
  scenarioLoaded,
  within,
} from '../../test/support/cast.js';
import {
  LOOKED_AT,
  lookingFrom,
  restriction,
  storedAccount,
  storedPost,
  WRITTEN,
} from '../../test/support/stored.js';

const LINK = { seq: 7, body_hash: 'b'.repeat(64), prev_hash: 'a'.repeat(64), hash: 'c'.repeat(64) };
const SALT = '5'.repeat(32);

const india = lookingFrom('IN');
const germany = lookingFrom('DE');
const moderator = lookingFrom('IN', { viewer: { id: 'meera', role: 'moderator' } });
const moderatorAsPublic = { ...moderator, asPublic: true };
const filer = lookingFrom('IN', { viewer: { id: 'ministry-account', role: 'authority' } });

const withheldPost = restriction('withhold', onPost('p'));
const withheldAccount = restriction('withhold', { type: 'account', id: 'asha' });

/** Facts in which everything exists and nothing is restricted, except where a case says otherwise. */
function facts(
  rest: {
    asha?: Parameters<typeof storedAccount>[1];
    bilal?: Parameters<typeof storedAccount>[1];
    p?: Parameters<typeof storedPost>[2];
    repost?: Parameters<typeof storedPost>[2];
    likes?: string[];
    restriction?: Parameters<typeof restriction>[2];
    confidential?: boolean;
    onTags?: LedgerFacts['onTags'];
  } = {},
): LedgerFacts {
  const asha = storedAccount('asha', rest.asha);
  const bilal = storedAccount('bilal', rest.bilal);
  const posts = [
    storedPost('p', asha, rest.p),
    storedPost('repost', bilal, { repostOf: 'p', ...rest.repost }),
    storedPost('quote', bilal, { quoteOf: 'p' }),
  ];
  return {
    accounts: new Map([asha, bilal].map((account) => [account.id, account])),
    posts: new Map(posts.map((post) => [post.id, post])),
    likes: new Set(rest.likes ?? ['like']),
    restrictions: new Map([['r', restriction('withhold', onPost('p'), { id: 'r', ...rest.restriction })]]),
    orders: new Map([
      [
        'order',
        {
          id: 'order',
          confidential: rest.confidential ?? false,
          authority: { id: 'ministry', account: 'ministry-account' },
        },
      ],
    ]),
    onTags: rest.onTags ?? [],
  };
}

const NOTHING: LedgerFacts = {
  accounts: new Map(),
  posts: new Map(),
  likes: new Set(),
  restrictions: new Map(),
  orders: new Map(),
  onTags: [],
};

/** The cases in which an event of a type is not told, and the viewers who are told it all the same. */
interface Case {
  event: NewEvent;
  /** `always`: even where nothing that it is about is found; `where seen`: not then; `never`: to nobody. */
  told: 'never' | 'always' | 'where seen';
  hidden?: [string, LedgerFacts, Viewpoint?][];
  shown?: [string, LedgerFacts, Viewpoint][];
}

const hiddenWithThePost: Case['hidden'] = [
  ['what it is about is withheld', facts({ p: { restrictions: [withheldPost] } })],
  ['its account is withheld', facts({ asha: { restrictions: [withheldAccount] } })],
  ['it is suspended', facts({ p: { restrictions: [restriction('suspend', onPost('p'))] } }), germany],
  ['its author deleted it', facts({ p: { deleted: true } }), moderator],
  ['it is unlisted', facts({ p: { visibility: 'unlisted' } }), moderator],
  [
    'it is for its author’s followers',
    facts({ p: { visibility: 'private', audience: new Set(['asha']) } }),
    moderator,
  ],
  [
    'it is withheld everywhere',
    facts({ p: { restrictions: [restriction('withhold', onPost('p'), { countries: ['*'] })] } }),
    germany,
  ],
  ['a moderator looks as the public', facts({ p: { restrictions: [withheldPost] } }), moderatorAsPublic],
];
const shownWithThePost: Case['shown'] = [
  ['from elsewhere', facts({ p: { restrictions: [withheldPost] } }), germany],
  ['to a moderator', facts({ p: { restrictions: [withheldPost] } }), moderator],
  ['labelled', facts({ p: { restrictions: [restriction('label', onPost('p'))] } }), india],
  ['once it is lifted', facts({ p: { restrictions: [{ ...withheldPost, until: LOOKED_AT }] } }), india],
];
const hiddenWithTheOrder: Case['hidden'] = [
  ['its order is confidential', facts({ confidential: true })],
  ['its order is confidential, from elsewhere', facts({ confidential: true }), germany],
  ['its order is confidential, as the public', facts({ confidential: true }), moderatorAsPublic],
];
const shownWithTheOrder: Case['shown'] = [
  ['to a moderator', facts({ confidential: true }), moderator],
  ['to whoever filed it', facts({ confidential: true }), filer],
];
const hiddenRestriction: Case['hidden'] = [
  ['it has not begun', facts({ restriction: { from: LOOKED_AT + 1 } })],
  ['it was lifted before it began', facts({ restriction: { from: WRITTEN + 2, until: WRITTEN + 1 } })],
  ['an order holds it, whose decision tells it', facts({ restriction: { order: { id: 'order', n: 1 } } })],
  [
    'what it is on is suspended',
    facts({ p: { restrictions: [restriction('suspend', onPost('p'))] } }),
    germany,
  ],
  ['what it is on was deleted', facts({ p: { deleted: true } })],
];
const shownRestriction: Case['shown'] = [
  ['where it binds', facts({ p: { restrictions: [withheldPost] } }), india],
  [
    'to a moderator, of what is suspended',
    facts({ p: { restrictions: [restriction('suspend', onPost('p'))] } }),
    moderator,
  ],
];

const { order, n, outcome, reason, ground } = decisionBody('order', 1, 'withheld');
const imposed = { ...restrictionBody('withhold', onPost('p')), from: '2026-01-05T08:59:00.000Z' };
const onOrder = (type: 'order.revoked' | 'order.expired' | 'order.set_aside'): Case => ({
  event: happened(type, { reason: 'Over', lifts: ['r'] }, { subject: 'order' }),
  told: 'where seen',
  hidden: hiddenWithTheOrder,
  shown: shownWithTheOrder,
});

/** As exhaustive as the list that it tests: every new event type has a case here. */
const CASES: Record<EventType, Case> = {
  'account.opened': {
    event: ashaActs.signedUp(),
    told: 'where seen',
    hidden: [
      ['it is withheld', facts({ asha: { restrictions: [withheldAccount] } })],
      [
        'it is suspended',
        facts({ asha: { restrictions: [restriction('suspend', ashaActs.account)] } }),
        germany,
      ],
    ],
    shown: [
      ['from elsewhere', facts({ asha: { restrictions: [withheldAccount] } }), germany],
      [
        'to itself',
        facts({ asha: { restrictions: [withheldAccount] } }),
        lookingFrom('IN', { viewer: { id: 'asha', role: 'reader' } }),
      ],
      ['limited', facts({ asha: { restrictions: [restriction('limit', ashaActs.account)] } }), india],
    ],
  },
  'account.erased': { event: happened('account.erased', {}, { subject: 'asha' }), told: 'always' },
  'account.updated': {
    event: happened(
      'account.updated',
      { display_name: 'Asha', note: '', bot: false, locked: true, fields: [] },
      { actor: 'asha', subject: 'asha' },
    ),
    told: 'never',
  },
  'account.warned': {
    event: happened('account.warned', { text: 'Mind your tone' }, { actor: 'meera', subject: 'asha' }),
    told: 'never',
  },
  'account.followed': { event: ashaActs.followed('bilal'), told: 'never' },
  'account.unfollowed': {
    event: happened('account.unfollowed', {}, { actor: 'asha', subject: 'bilal' }),
    told: 'never',
  },
  'account.follow_requested': { event: ashaActs.askedToFollow('bilal'), told: 'never' },
  'account.follow_withdrawn': {
    event: happened('account.follow_withdrawn', {}, { actor: 'asha', subject: 'bilal' }),
    told: 'never',
  },
  'account.follow_rejected': {
    event: happened('account.follow_rejected', {}, { actor: 'bilal', subject: 'asha' }),
    told: 'never',
  },
  'post.published': {
    event: ashaActs.posted('p'),
    told: 'where seen',
    hidden: hiddenWithThePost,
    shown: shownWithThePost,
  },
  'post.edited': {
    event: happened(
      'post.edited',
      { text: 'Words', language: null, spoiler_text: '', sensitive: false },
      { subject: 'p' },
    ),
    told: 'where seen',
    hidden: hiddenWithThePost,
    shown: shownWithThePost,
  },
  'post.reposted': {
    event: happened('post.reposted', { of: 'p', visibility: 'public' }, { id: 'repost', actor: 'bilal' }),
    told: 'where seen',
    hidden: [
      ...hiddenWithThePost,
      ['it was undone', facts({ repost: { deleted: true } })],
      ['it is unlisted', facts({ repost: { visibility: 'unlisted' } })],
    ],
    shown: shownWithThePost,
  },
  'post.deleted': { event: ashaActs.deleted('p'), told: 'never' },
  'post.liked': {
    event: happened('post.liked', {}, { id: 'like', actor: 'bilal', subject: 'p' }),
    told: 'where seen',
    hidden: [
      ...hiddenWithThePost,
      ['it was taken back', facts({ likes: [] }), moderator],
      [
        'whoever likes it is withheld',
        facts({ bilal: { restrictions: [restriction('withhold', { type: 'account', id: 'bilal' })] } }),
      ],
    ],
    shown: shownWithThePost,
  },
  'post.unliked': { event: happened('post.unliked', {}, { actor: 'bilal', subject: 'p' }), told: 'never' },
  'authority.registered': {
    event: { ...authorityRegistered(), actor: 'ministry-account' },
    told: 'where seen',
    hidden: [
      ['others look', facts()],
      ['others look, from elsewhere', facts(), germany],
      ['it looks as the public itself', facts(), { ...filer, asPublic: true }],
    ],
    shown: [
      ['to itself', facts(), filer],
      ['to a moderator', facts(), moderator],
    ],
  },
  'order.filed': {
    event: orderFiled('order', [onPost('p')]),
    told: 'where seen',
    hidden: hiddenWithTheOrder,
    shown: shownWithTheOrder,
  },
  'order.noticed': {
    event: happened('order.noticed', { kind: 'other', text: 'Words' }, { subject: 'order' }),
    told: 'where seen',
    hidden: hiddenWithTheOrder,
    shown: shownWithTheOrder,
  },
  'order.confirmed': {
    event: happened('order.confirmed', { reason: 'Words' }, { subject: 'order' }),
    told: 'where seen',
    hidden: hiddenWithTheOrder,
    shown: shownWithTheOrder,
  },
  'order.revoked': onOrder('order.revoked'),
  'order.expired': onOrder('order.expired'),
  'order.set_aside': onOrder('order.set_aside'),
  'item.decided': {
    event: happened('item.decided', { order, n, outcome, reason, ground, lifts: null, imposes: imposed }),
    told: 'where seen',
    hidden: hiddenWithTheOrder,
    shown: shownWithTheOrder,
  },
  'restriction.imposed': {
    event: restrictionImposed('r', 'withhold', onPost('p')),
    told: 'where seen',
    hidden: hiddenRestriction,
    shown: shownRestriction,
  },
  'restriction.lifted': {
    event: happened('restriction.lifted', { reason: 'No longer' }, { subject: 'r' }),
    told: 'where seen',
    hidden: hiddenRestriction,
    shown: shownRestriction,
  },
  'restriction.changed': {
    event: happened('restriction.changed', { until: null }, { subject: 'r' }),
    told: 'where seen',
    hidden: hiddenRestriction,
    shown: shownRestriction,
  },
  'restriction.started': {
    event: happened('restriction.started', { from: imposed.from }, { subject: 'r' }),
    told: 'where seen',
    hidden: hiddenRestriction,
    shown: shownRestriction,
  },
  'restriction.expired': {
    event: happened('restriction.expired', { until: imposed.from }, { subject: 'r' }),
    told: 'where seen',
    hidden: hiddenRestriction,
    shown: shownRestriction,
  },
  'context.added': {
    event: within('story', happened('context.added', { title: 'T', text: 'Words', side: null })),
    told: 'always',
  },
  'trend.observed': {
    event: within(
      'story',
      happened('trend.observed', { tag: '#Rivers', country: 'IN', rank: 1, posts: null }),
    ),
    told: 'always',
    hidden: [
      ['it is limited', facts({ onTags: [restriction('limit', { type: 'hashtag', id: 'rivers' })] })],
      [
        'it is limited, from elsewhere',
        facts({ onTags: [restriction('limit', { type: 'hashtag', id: 'rivers' })] }),
        germany,
      ],
    ],
    shown: [
      [
        'to a moderator',
        facts({ onTags: [restriction('limit', { type: 'hashtag', id: 'rivers' })] }),
        moderator,
      ],
      [
        'before it was limited',
        facts({ onTags: [restriction('limit', { type: 'hashtag', id: 'rivers' }, { from: LOOKED_AT + 1 })] }),
        india,
      ],
      ['where another is', facts({ onTags: [restriction('limit', { type: 'hashtag', id: 'seas' })] }), india],
    ],
  },
  'scenario.opened': {
    event: within('story', happened('scenario.opened', scenarioBody(), { subject: 'story' })),
    told: 'always',
  },
  'scenario.loaded': { event: scenarioLoaded('story'), told: 'always' },
};

const entryOf = (event: NewEvent): LogEntry => ({
  ...LINK,
  salt: SALT,
  stored: { ...event, at: new Date(event.at).toISOString(), payload: { ...event.payload } },
  event: { ...event, seq: LINK.seq, recorded_at: LOOKED_AT },
});
const tell = (entry: LogEntry, read: LedgerFacts, viewpoint: Viewpoint): LedgerRow | undefined =>
  gateLedger([entry], read, viewpoint).value[0];
const REDACTED = { ...LINK, redacted: true };

describe.each(Object.entries(CASES))('%s', (_, { event, told, hidden = [], shown = [] }) => {
  const entry = entryOf(event);
  const { id, type, actor, venue, subject, payload, provenance, scenario } = event;
  const whole = {
    id,
    type,
    at: new Date(event.at).toISOString(),
    actor,
    venue,
    subject,
    payload,
    provenance,
    scenario,
  };
  const toldRow = { ...LINK, redacted: false, salt: SALT, ...whole };

  it(
    told === 'never' ? 'is told to nobody' : 'is told whole, and no more of it, where all of it is seen',
    () => {
      // Who files as an authority is seen by itself alone.
      const viewpoint = type === 'authority.registered' ? filer : india;
      expect(tell(entry, facts(), viewpoint)).toEqual(told === 'never' ? REDACTED : toldRow);
      if (told === 'never') expect(tell(entry, facts(), moderator)).toEqual(REDACTED);
    },
  );

  it(`is ${told === 'always' ? 'told' : 'redacted'} where nothing that it is about is found`, () => {
    expect(tell(entry, NOTHING, india)).toEqual(told === 'always' ? toldRow : REDACTED);
  });

  it('is redacted before it happened, and once it is erased, to everybody', () => {
    for (const viewpoint of [india, moderator, filer]) {
      expect(tell(entry, facts(), { ...viewpoint, at: event.at - 1, live: false })).toEqual(REDACTED);
      expect(tell({ ...entry, salt: null, event: null }, facts(), viewpoint)).toEqual(REDACTED);
    }
  });

  if (hidden.length > 0)
    it.each(hidden)('is redacted to its hashes where %s', (__, read, viewpoint = india) => {
      expect(tell(entry, read, viewpoint)).toEqual(REDACTED);
    });

  if (shown.length > 0)
    it.each(shown)('is told %s', (__, read, viewpoint) => {
      expect(tell(entry, read, viewpoint)).toEqual(toldRow);
    });
});

describe('the ledger', () => {
  it('tells a quote only where what it quotes is seen', () => {
    const quote = entryOf(
      happened('post.published', { ...ashaActs.posted('x').payload } as never, {
        id: 'quote',
        actor: 'bilal',
      }),
    );
    expect(tell(quote, facts(), india)).toMatchObject({ redacted: false, id: 'quote' });
    expect(tell(quote, facts({ p: { restrictions: [withheldPost] } }), india)).toEqual(REDACTED);
  });

  it('counts what is restricted now, too, where geography is enforced', () => {
    const read = facts({ p: { restrictions: [{ ...withheldPost, from: LOOKED_AT - 1 }] } });
    const then = { ...india, at: LOOKED_AT - 2, live: false };
    expect(tell(entryOf(CASES['post.published'].event), read, then)).toMatchObject({ redacted: false });
    expect(tell(entryOf(CASES['post.published'].event), read, { ...then, mode: 'enforced' })).toEqual(
      REDACTED,
    );
  });

  it('does not tell what an erased account’s replies answered: they may have been unlisted', () => {
    const event = happened('account.erased', { answered: { reply: 'p' } }, { subject: 'asha' });
    for (const viewpoint of [india, moderator])
      expect(tell(entryOf(event), facts(), viewpoint)).toEqual(REDACTED);
  });

  it('does not tell an answer to what was deleted or erased: it names whose that was', () => {
    const { event } = CASES['post.published'];
    const answer = {
      ...event,
      payload: { ...event.payload, in_reply_to: 'q', in_reply_to_account: 'bilal' },
    } as NewEvent;
    const bilal = storedAccount('bilal');
    const told = (...posts: ReturnType<typeof storedPost>[]): unknown => {
      const known = facts();
      for (const one of posts) known.posts.set(one.id, one);
      return tell(entryOf(answer), known, india);
    };
    expect(told(storedPost('q', bilal))).toMatchObject({ redacted: false });
    const suspended = restriction('suspend', onPost('q'));
    expect(told(storedPost('q', bilal, { restrictions: [suspended] }))).toMatchObject({ redacted: false });
    expect(told(storedPost('q', bilal, { deleted: true }))).toEqual(REDACTED);
    expect(told()).toEqual(REDACTED);
  });

  it('redacts a type that a newer version wrote', () => {
    const entry = { ...entryOf(CASES['context.added'].event), event: null };
    expect(tell(entry, facts(), moderator)).toEqual(REDACTED);
  });

  it('is judged as it was brought up to date, and told as it was stored', () => {
    const entry = entryOf(CASES['context.added'].event);
    const stored = { ...entry.stored!, payload: { text: 'As it once was' }, version: 2 };
    expect(tell({ ...entry, stored }, facts(), india)).toEqual({
      ...LINK,
      redacted: false,
      salt: SALT,
      ...stored,
    });
  });

  it('needs each thing once, and nothing for what is not told anyway', () => {
    const entries = [
      CASES['post.published'].event,
      CASES['post.liked'].event,
      CASES['post.liked'].event,
      CASES['account.followed'].event,
      onTwitter.liked('later'),
      CASES['item.decided'].event,
      CASES['order.filed'].event,
      CASES['trend.observed'].event,
    ].map((event) => entryOf(event.subject === 'later' ? { ...event, at: LOOKED_AT + 1 } : event));
    const needs: LedgerNeeds = {
      account: ['bilal'],
      post: ['p'],
      named: [],
      like: ['like'],
      restriction: [],
      order: ['order'],
      tag: ['rivers'],
      filer: [],
    };
    expect(ledgerNeeds(entries, india)).toEqual(needs);
  });
});
