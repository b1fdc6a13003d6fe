import { describe, expect, it } from '@jest/globals';
import type { Status } from '#contract';
import type { Restriction, StoredPage, StoredPost } from '#domain';
import {
  Gate,
  gateContext,
  gateDecision,
  gateDeletion,
  gateNumberedDecision,
  gateOrder,
  type Viewpoint,
} from '#visibility';
import {
  LOOKED_AT,
  lookingFrom,
  pageOf,
  restriction,
  storedAccount,
  storedPost,
  WRITTEN,
} from '../../test/support/stored.js';

const gate = new Gate('https://example.org');
const asha = storedAccount('asha');
const bilal = storedAccount('bilal', { venue: 'twitter' });
const india = lookingFrom('IN');
const germany = lookingFrom('DE');

const onPost = (id: string, rest: Partial<Restriction> = {}) =>
  restriction('withhold', { type: 'post', id }, rest);
const onAccount = (id: string, rest: Partial<Restriction> = {}) =>
  restriction('withhold', { type: 'account', id }, rest);
const suspension = (id: string) => restriction('suspend', { type: 'post', id });

const asked = (page: StoredPage, id: string, viewpoint: Viewpoint) => gate.status(page, id, viewpoint);
const shown = (page: StoredPage, id: string, viewpoint: Viewpoint): Status => {
  const answer = asked(page, id, viewpoint);
  if (answer.is !== 'shown') throw new Error(`${id} is ${answer.is}`);
  return answer.body.value;
};
const listed = (page: StoredPage, viewpoint: Viewpoint) =>
  gate.listed(page, viewpoint, 'account').statuses.value;

describe('a post asked for by its id', () => {
  const post = (rest: Partial<StoredPost> = {}) => pageOf(['p'], storedPost('p', asha, rest));

  it('is shown in full where nothing binds', () => {
    expect(shown(post(), 'p', india)).toMatchObject({
      id: 'p',
      content: '<p>The words of p</p>',
      favourites_count: 21,
      reblogs_count: 22,
      replies_count: 23,
      tombstone: false,
      withheld: null,
      labels: [],
      account: { acct: 'asha', display_name: 'asha’s name', followers_count: 12 },
    });
  });

  it('is a 451 where it is withheld, with where and by which order', () => {
    const withheld = post({ restrictions: [onPost('p', { order: { id: 'order', n: 1 } })] });
    expect(asked(withheld, 'p', india)).toMatchObject({
      is: 'withheld',
      countries: ['IN'],
      body: { value: { withheld: { order_id: 'order' } } },
    });
    expect(shown(withheld, 'p', germany)).toMatchObject({
      content: '<p>The words of p</p>',
      withheld: { country_codes: ['IN'] },
    });
  });

  it('answers a 451 with the statement, the field and the tombstone', () => {
    const answer = asked(post({ restrictions: [onPost('p')] }), 'p', india);
    expect(answer.is === 'withheld' && answer.body.value).toMatchObject({
      error: 'This post from @asha has been withheld in India in response to a legal demand.',
      withheld: { country_codes: ['IN'], scope: 'tweet' },
      status: { id: 'p', tombstone: true },
    });
  });

  it('is gone where it is suspended, deleted, not yet there or never was', () => {
    expect(asked(post({ restrictions: [suspension('p')] }), 'p', germany)).toEqual({ is: 'gone' });
    expect(asked(post({ deleted: true }), 'p', india)).toEqual({ is: 'gone' });
    expect(asked(post(), 'p', lookingFrom('IN', { at: WRITTEN - 1 }))).toEqual({ is: 'gone' });
    expect(asked(post(), 'q', india)).toEqual({ is: 'gone' });
  });

  it('is gone rather than withheld where it is both', () => {
    expect(asked(post({ deleted: true, restrictions: [onPost('p')] }), 'p', india)).toEqual({ is: 'gone' });
    expect(asked(post({ restrictions: [suspension('p'), onPost('p')] }), 'p', india)).toEqual({ is: 'gone' });
  });

  it('is there from its very instant on', () => {
    expect(asked(post(), 'p', lookingFrom('IN', { at: WRITTEN })).is).toBe('shown');
  });

  it('carries its label', () => {
    const labelled = post({
      restrictions: [restriction('label', { type: 'post', id: 'p' }, { label: 'Disputed' })],
    });
    expect(asked(labelled, 'p', india)).toMatchObject({ is: 'shown', verdict: 'labelled' });
    expect(shown(labelled, 'p', india).labels).toEqual([
      { text: 'Disputed', basis: 'platform_rule', since: new Date(WRITTEN).toISOString() },
    ]);
  });

  it('carries its labels in the order in which they were put on, however they were read', () => {
    const [one, two, three] = [
      restriction('label', { type: 'post', id: 'p' }, { id: 'a', label: 'First', from: WRITTEN }),
      restriction('label', { type: 'account', id: 'asha' }, { id: 'b', label: 'Second', from: WRITTEN }),
      restriction('label', { type: 'post', id: 'p' }, { id: '0', label: 'Third', from: WRITTEN + 1 }),
    ];
    const by = storedAccount('asha', { restrictions: [two] });
    for (const restrictions of [
      [one, three],
      [three, one],
    ]) {
      const page = pageOf(['p'], storedPost('p', by, { restrictions }));
      expect(shown(page, 'p', india).labels.map(({ text }) => text)).toEqual(['First', 'Second', 'Third']);
    }
  });

  it('is shown to its author, who is told', () => {
    const withheld = post({ restrictions: [onPost('p')] });
    expect(shown(withheld, 'p', lookingFrom('IN', { viewer: { id: 'asha', role: 'reader' } }))).toMatchObject(
      {
        content: '<p>The words of p</p>',
        withheld: { country_codes: ['IN'] },
      },
    );
  });

  it('goes with its account', () => {
    const account = storedAccount('asha', { restrictions: [onAccount('asha')] });
    const answer = asked(pageOf(['p'], storedPost('p', account)), 'p', india);
    expect(answer.is === 'withheld' && answer.body.value).toMatchObject({
      error: '@asha’s account has been withheld in India in response to a legal demand.',
      withheld: { scope: 'user' },
      status: { account: { acct: 'asha', display_name: '' } },
    });
  });
});

describe('a tombstone', () => {
  it('keeps that something was there, by whom, and nothing of what it was', () => {
    const post = storedPost('p', bilal, {
      spoilerText: 'A warning',
      sensitive: true,
      tags: ['march'],
      inReplyTo: 'q',
      inReplyToAccount: 'asha',
      quoteOf: 'q',
      liked: true,
      reposted: true,
      visibility: 'unlisted',
      scenario: 'story',
      provenance: { certainty: 'quoted', precision: 'day', sources: ['S1'], note: 'Says what it said' },
      restrictions: [onPost('p', { order: { id: 'order', n: 3 } })],
    });
    const page = pageOf(['p'], post, storedPost('q', asha));
    const account = shown(pageOf(['r'], storedPost('r', bilal)), 'r', india).account;
    expect(listed(page, india)).toEqual([
      {
        id: 'p',
        created_at: '2026-01-05T09:00:00.000Z',
        uri: 'https://example.org/@bilal@twitter/p',
        url: 'https://example.org/@bilal@twitter/p',
        visibility: 'unlisted',
        in_reply_to_id: 'q',
        account,
        content:
          '<p>This post from @bilal@twitter has been withheld in India in response to a legal demand.</p>',
        withheld: {
          country_codes: ['IN'],
          scope: 'tweet',
          copyright: false,
          basis: 'legal_demand',
          order_id: 'order',
          since: '2026-01-05T09:00:00.000Z',
        },
        tombstone: true,
        provenance: { scenario: 'story', certainty: 'quoted', precision: 'day', sources: ['S1'], note: null },
        ...{ media_attachments: [], mentions: [], tags: [], emojis: [], labels: [] },
        ...{ replies_count: 0, reblogs_count: 0, favourites_count: 0, quotes_count: 0 },
        ...{ card: null, poll: null, quote: null, reblog: null, edited_at: null, language: null },
        ...{ in_reply_to_account_id: null, spoiler_text: '', sensitive: false },
        ...{ favourited: false, reblogged: false, muted: false, bookmarked: false },
      },
    ]);
  });

  it('speaks the viewer’s language', () => {
    const page = pageOf(['p'], storedPost('p', asha, { restrictions: [onPost('p')] }));
    expect(listed(page, lookingFrom('IN', { language: 'hi' }))[0]?.content).toBe(
      '<p>@asha की यह पोस्ट क़ानूनी माँग के चलते भारत में रोक दी गई है।</p>',
    );
  });

  it('names no country where the viewer’s is unknown, or it is everywhere', () => {
    const where = (countries: string[], viewpoint: Viewpoint) =>
      listed(
        pageOf(['p'], storedPost('p', asha, { restrictions: [onPost('p', { countries })] })),
        viewpoint,
      )[0]?.content;
    const nameless = '<p>This post from @asha has been withheld in response to a legal demand.</p>';
    expect(where(['*'], india)).toBe(nameless);
    expect(where(['IN'], lookingFrom(null, { mode: 'enforced' }))).toBe(nameless);
  });
});

describe('an account', () => {
  const account = (...restrictions: Restriction[]) => storedAccount('asha', { venue: 'koo', restrictions });

  it('is shown in full where nothing binds', () => {
    expect(gate.account(account(), india)).toMatchObject({ is: 'shown', verdict: 'full' });
    const answer = gate.account(account(), india);
    expect(answer.is === 'shown' && answer.body.value).toMatchObject({
      acct: 'asha@koo',
      display_name: 'asha’s name',
      note: '<p>asha’s note</p>',
      verified: true,
      statuses_count: 11,
      withheld: null,
    });
  });

  it('withheld is a 451 with nothing left but its handle', () => {
    const answer = gate.account(account(onAccount('asha')), india);
    expect(answer).toMatchObject({ is: 'withheld', countries: ['IN'] });
    expect(answer.is === 'withheld' && answer.body.value.error).toBe(
      '@asha@koo’s account has been withheld in India in response to a legal demand.',
    );
    expect(answer.is === 'withheld' && answer.body.value.account).toEqual({
      id: 'asha',
      username: 'asha',
      acct: 'asha@koo',
      url: 'https://example.org/@asha@koo',
      uri: 'https://example.org/@asha@koo',
      created_at: new Date(WRITTEN - 1_000).toISOString(),
      venue: 'koo',
      kind: 'person',
      ...{ display_name: '', note: '', fields: [], emojis: [], labels: [], verified: false },
      ...{ avatar: 'https://example.org/avatar.png', avatar_static: 'https://example.org/avatar.png' },
      ...{ header: 'https://example.org/header.png', header_static: 'https://example.org/header.png' },
      ...{ followers_count: 0, following_count: 0, statuses_count: 0, last_status_at: null },
      ...{ locked: false, bot: false, group: false, discoverable: false, noindex: true },
      provenance: null,
      withheld: {
        country_codes: ['IN'],
        scope: 'user',
        copyright: false,
        basis: 'legal_demand',
        order_id: null,
        since: new Date(WRITTEN).toISOString(),
      },
    });
  });

  it('suspended is blanked, and says so', () => {
    const answer = gate.account(account(restriction('suspend', { type: 'account', id: 'asha' })), germany);
    expect(answer).toMatchObject({ is: 'shown', verdict: 'suspended' });
    expect(answer.is === 'shown' && answer.body.value).toMatchObject({
      suspended: true,
      display_name: '',
      note: '',
      followers_count: 0,
      verified: false,
      withheld: null,
    });
  });

  it('not yet opened is gone', () => {
    expect(gate.account(account(), lookingFrom('IN', { at: WRITTEN - 2_000 }))).toEqual({ is: 'gone' });
  });

  it('says where it is limited or labelled', () => {
    const subject = { type: 'account', id: 'asha' } as const;
    const answer = gate.account(account(restriction('limit', subject), restriction('label', subject)), india);
    expect(answer.is === 'shown' && answer.body.value).toMatchObject({
      limited: true,
      labels: [{ text: 'Disputed' }],
    });
  });
});

describe('a list', () => {
  const page = pageOf(
    ['suspended', 'deleted', 'withheld', 'plain', 'unread'],
    storedPost('plain', asha),
    storedPost('withheld', asha, { restrictions: [onPost('withheld')] }),
    storedPost('suspended', asha, { restrictions: [suspension('suspended')] }),
    storedPost('deleted', asha, { deleted: true }),
  );

  it('shows tombstones, leaves out what is suspended or gone, and keeps its order', () => {
    expect(listed(page, india).map(({ id, tombstone }) => [id, tombstone])).toEqual([
      ['withheld', true],
      ['plain', false],
    ]);
  });

  it('lets a stream’s entry through as a list does', () => {
    for (const viewpoint of [india, germany]) {
      const entries = page.ids.flatMap((id) => gate.entry(page, id, viewpoint)?.value ?? []);
      expect(entries).toEqual(listed(page, viewpoint));
    }
  });
});

describe('a thread', () => {
  // root ← gone ← answer ← erased ← last, and beside them gone posts without answers.
  const link = (id: string, inReplyTo: string | null) => ({ id, inReplyTo });
  const { posts } = pageOf(
    [],
    storedPost('root', asha),
    storedPost('gone', bilal, { deleted: true, restrictions: [onPost('gone'), suspension('gone')] }),
    storedPost('answer', asha, { restrictions: [suspension('answer')] }),
    storedPost('last', asha),
    storedPost('leaf', bilal, { deleted: true }),
  );
  const below = [
    link('gone', 'root'),
    link('answer', 'gone'),
    link('erased', 'answer'),
    link('last', 'erased'),
    link('leaf', 'root'),
    link('erased-leaf', 'last'),
  ];
  const told = (thread: { above?: typeof below; below?: typeof below }, viewpoint = india) => {
    const { ancestors, descendants } = gate.thread(
      'root',
      { above: [], below: [], posts, ...thread },
      viewpoint,
    ).value;
    return [...ancestors, ...descendants].map(({ id, content }) => [id, content.replace(/<[^>]+>/g, '')]);
  };
  const GONE = 'This post was deleted by its author.';
  const REMOVED = 'This post from @asha has been removed by the platform.';

  it('keeps the place of what is gone where something hangs on it, whatever had been imposed on it', () => {
    expect(told({ below })).toEqual([
      ['gone', GONE],
      ['answer', REMOVED],
      ['erased', GONE],
      ['last', 'The words of last'],
    ]);
  });

  it('keeps it above what was asked for', () => {
    const above = [link('erased', 'answer'), link('answer', 'gone'), link('gone', null)];
    expect(told({ above })).toEqual([
      ['gone', GONE],
      ['answer', REMOVED],
      ['erased', GONE],
    ]);
  });

  it('tells nothing of it where what hangs on it is not there yet', () => {
    expect(told({ below }, lookingFrom('IN', { at: WRITTEN - 1 }))).toEqual([]);
  });

  it('tells the same of what is deleted and of what is erased, to everybody', () => {
    const [gone, , erased] = gate.thread('root', { above: [], below, posts }, india).value.descendants;
    const { id, created_at, in_reply_to_id, uri, url, ...rest } = gone!;
    expect(erased).toMatchObject(rest);
    expect(JSON.stringify(rest)).not.toMatch(/bilal|gone/);
    const moderator = lookingFrom('IN', { viewer: { id: 'm', role: 'moderator' } });
    const author = lookingFrom('IN', { viewer: { id: 'bilal', role: 'reader' } });
    for (const viewpoint of [moderator, author])
      expect(gate.thread('root', { above: [], below, posts }, viewpoint).value.descendants[0]).toEqual(gone);
  });
});

describe('a re-post or quote', () => {
  const source = (rest: Partial<StoredPost> = {}) => storedPost('source', asha, rest);
  const repost = (of: StoredPost) =>
    pageOf(['r'], storedPost('r', bilal, { repostOf: 'source', content: '' }), of);
  const quote = (of: StoredPost) => pageOf(['q'], storedPost('q', bilal, { quoteOf: 'source' }), of);

  it('shows its source inside', () => {
    expect(shown(repost(source()), 'r', india)).toMatchObject({
      account: { acct: 'bilal@twitter' },
      reblog: { id: 'source' },
      quote: null,
    });
    expect(shown(quote(source()), 'q', india)).toMatchObject({
      quote: { state: 'accepted', quoted_status: { id: 'source' } },
      reblog: null,
    });
  });

  it.each([
    ['its source', source({ restrictions: [onPost('source')] })],
    [
      'its source’s account',
      storedPost('source', storedAccount('asha', { restrictions: [onAccount('asha')] })),
    ],
  ])('is withheld with %s, and elsewhere tells so', (_, withheld) => {
    for (const [page, id] of [
      [repost(withheld), 'r'],
      [quote(withheld), 'q'],
    ] as const) {
      expect(asked(page, id, india).is).toBe('withheld');
      expect(listed(page, india)).toMatchObject([
        { id, tombstone: true, reblog: null, quote: null, withheld: { scope: 'tweet' } },
      ]);
      expect(shown(page, id, germany)).toMatchObject({ withheld: { country_codes: ['IN'] } });
    }
  });

  it('carries its own restrictions beside its source’s', () => {
    const page = pageOf(
      ['q'],
      storedPost('q', bilal, { quoteOf: 'source', restrictions: [onPost('q', { countries: ['DE'] })] }),
      source({ restrictions: [onPost('source')] }),
    );
    expect(asked(page, 'q', india).is).toBe('withheld');
    expect(asked(page, 'q', germany).is).toBe('withheld');
    expect(shown(page, 'q', lookingFrom('FR')).withheld?.country_codes).toEqual(['DE', 'IN']);
    expect(shown(page, 'q', lookingFrom('FR')).quote?.quoted_status?.withheld?.country_codes).toEqual(['IN']);
  });

  it('of something suspended goes with it', () => {
    expect(asked(repost(source({ restrictions: [suspension('source')] })), 'r', germany)).toEqual({
      is: 'gone',
    });
    expect(listed(quote(source({ restrictions: [suspension('source')] })), germany)).toEqual([]);
  });

  it('of something deleted: the re-post is gone, the quote stands without it', () => {
    expect(asked(repost(source({ deleted: true })), 'r', india)).toEqual({ is: 'gone' });
    expect(shown(quote(source({ deleted: true })), 'q', india)).toMatchObject({
      content: '<p>The words of q</p>',
      quote: { state: 'deleted', quoted_status: null },
    });
  });

  it('does not leave where its source could not be read', () => {
    expect(asked(pageOf(['r'], storedPost('r', bilal, { repostOf: 'source' })), 'r', india)).toEqual({
      is: 'gone',
    });
    expect(asked(pageOf(['q'], storedPost('q', bilal, { quoteOf: 'source' })), 'q', india)).toEqual({
      is: 'gone',
    });
  });

  it('does not leave where a source further down could not be read', () => {
    // A post that was not read may be withheld, and then so is everything that quotes it.
    const chain = pageOf(
      ['r'],
      storedPost('r', asha, { repostOf: 'q1' }),
      storedPost('q1', bilal, { quoteOf: 'q2' }),
      storedPost('q2', bilal, { quoteOf: 'q3' }),
      storedPost('q3', bilal, { quoteOf: 'unread' }),
    );
    expect(asked(chain, 'r', india)).toEqual({ is: 'gone' });
    expect(listed(chain, india)).toEqual([]);
  });

  it('is shown to the author of both alone', () => {
    const both = pageOf(
      ['r'],
      storedPost('r', asha, { repostOf: 'source' }),
      source({ restrictions: [onPost('source')] }),
    );
    expect(asked(both, 'r', lookingFrom('IN', { viewer: { id: 'asha', role: 'reader' } })).is).toBe('shown');
    const others = repost(source({ restrictions: [onPost('source')] }));
    expect(asked(others, 'r', lookingFrom('IN', { viewer: { id: 'bilal', role: 'reader' } })).is).toBe(
      'withheld',
    );
    expect(asked(others, 'r', lookingFrom('IN', { viewer: { id: 'asha', role: 'reader' } })).is).toBe(
      'shown',
    );
  });
});

describe('the withheld field', () => {
  const field = (restrictions: Restriction[], viewpoint: Viewpoint, account = asha) =>
    listed(pageOf(['p'], storedPost('p', account, { restrictions })), viewpoint)[0]?.withheld;

  it('is null where nothing is withheld', () => {
    expect(
      field(
        [restriction('label', { type: 'post', id: 'p' }), restriction('limit', { type: 'post', id: 'p' })],
        india,
      ),
    ).toBeNull();
    expect(field([onPost('p', { until: LOOKED_AT })], india)).toBeNull();
  });

  it('names the union of the countries in force, sorted, `*` alone where everywhere is among them', () => {
    const [inGermany, inIndia] = [
      onPost('p', { countries: ['FR', 'DE'] }),
      onPost('p', { countries: ['IN', 'DE'] }),
    ];
    expect(field([inIndia, inGermany], india)?.country_codes).toEqual(['DE', 'FR', 'IN']);
    expect(field([inIndia, onPost('p', { countries: ['*'] })], india)?.country_codes).toEqual(['*']);
  });

  it('is of the user where any is on the account', () => {
    const account = storedAccount('asha', { restrictions: [onAccount('asha', { countries: ['DE'] })] });
    expect(field([onPost('p')], india)?.scope).toBe('tweet');
    expect(field([onPost('p')], india, account)?.scope).toBe('user');
  });

  it('tells basis, order and since of the earliest that binds the viewer, else of the earliest', () => {
    const early = onPost('p', { countries: ['DE'], from: WRITTEN, basis: 'local_law' });
    const late = onPost('p', { countries: ['IN'], from: WRITTEN + 5, order: { id: 'order', n: 1 } });
    const later = onPost('p', { countries: ['IN'], from: WRITTEN + 9, basis: 'platform_rule' });
    const of = (one: Restriction) => ({
      basis: one.basis,
      order_id: one.order?.id ?? null,
      since: new Date(one.from).toISOString(),
    });
    for (const restrictions of [
      [early, late, later],
      [later, late, early],
    ]) {
      expect(field(restrictions, india)).toMatchObject(of(late));
      expect(field(restrictions, germany)).toMatchObject(of(early));
      expect(field(restrictions, lookingFrom('FR'))).toMatchObject(of(early));
    }
  });

  it('does not name a confidential order', () => {
    const confidential = onPost('p', { order: { id: 'order', n: 1 }, confidential: true });
    expect(field([confidential], india)).toMatchObject({ order_id: null, basis: 'legal_demand' });
    expect(
      asked(pageOf(['p'], storedPost('p', asha, { restrictions: [confidential] })), 'p', india),
    ).toMatchObject({ body: { value: { withheld: { order_id: null } } } });
  });
});

describe('what everybody who can see it is told', () => {
  const withheld = storedPost('p', asha, { restrictions: [onPost('p'), onPost('p', { countries: ['DE'] })] });

  it('of a withholding is ids and the complete list of countries', () => {
    const page = pageOf(['p'], withheld);
    expect(gate.withheldNotice(withheld, page.posts, lookingFrom('FR')).value).toMatchObject({
      status_id: 'p',
      account_id: 'asha',
      scope: 'tweet',
      country_codes: ['DE', 'IN'],
    });
  });

  it('of a lifting is an empty list', () => {
    const lifted = storedPost('p', asha);
    const notice = gate.withheldNotice(lifted, pageOf(['p'], lifted).posts, india).value;
    expect(notice).toMatchObject({ withheld: null, country_codes: [] });
    expect(gate.accountWithheldNotice(asha, india).value).toEqual({
      status_id: null,
      account_id: 'asha',
      scope: 'user',
      withheld: null,
      country_codes: [],
    });
  });

  it('of counts is nothing where the post is not to be seen', () => {
    const page = pageOf(['p'], withheld);
    expect(gate.counts(page, 'p', india)).toBeNull();
    expect(gate.counts(page, 'p', lookingFrom('FR'))?.value).toEqual({
      status_id: 'p',
      favourites_count: 21,
      reblogs_count: 22,
      replies_count: 23,
    });
    expect(gate.counts(page, 'unread', india)).toBeNull();
  });

  it('of a deletion is an id', () => {
    expect(gateDeletion('p').text).toBe('"p"');
  });
});

describe('an order', () => {
  const head = { seq: 7, recorded_at: 0, id: 'event', at: 0, actor: null, venue: null };
  const rest = { provenance: null, scenario: null };
  const filed = {
    ...head,
    ...rest,
    type: 'order.noticed',
    subject: 'the-id',
    payload: { kind: 'other', text: 'Comply' },
  } as const;
  const decided = (n: number) =>
    ({
      ...head,
      ...rest,
      type: 'item.decided',
      subject: 'event',
      payload: {
        order: 'the-id',
        n,
        outcome: 'withheld',
        reason: 'As demanded',
        ground: null,
        lifts: null,
        imposes: null,
      },
    }) as const;
  const order = { title: 'A demand', size: 3 };

  it('is told by its name', () => {
    expect(gateOrder(filed, { ...order, confidential: false }).value).toEqual({
      ...rest,
      order_id: 'the-id',
      title: 'A demand',
      what: 'noticed',
      text: 'Comply',
      items: 3,
    });
    const told = { ...rest, order_id: 'the-id', outcome: 'withheld', reason: 'As demanded' };
    expect(gateDecision(decided(1), { confidential: false, items: 5 }).value).toEqual({ ...told, items: 5 });
    expect(gateNumberedDecision([decided(3), decided(1)], false).value).toEqual({
      ...told,
      items: 2,
      numbers: [1, 3],
    });
  });

  it('that is confidential is told without name, title and words, and not which items were decided', () => {
    expect(gateOrder(filed, { ...order, confidential: true }).text).not.toMatch(/the-id|A demand|Comply/);
    expect(gateDecision(decided(1), { confidential: true, items: 1 }).text).not.toMatch(/the-id|As demanded/);
    const numbered = gateNumberedDecision([decided(3), decided(1)], true);
    expect(numbered.text).not.toMatch(/the-id|As demanded/);
    expect(numbered.value).toMatchObject({ items: 2, numbers: null });
  });
});

describe('the narrator', () => {
  it('is heard by everybody', () => {
    const row = {
      id: 'c',
      title: 'Meanwhile',
      text: 'It rained',
      side: null,
      scenario: 'story',
      provenance: null,
    };
    expect(gateContext([{ ...row, at: WRITTEN }]).value).toEqual([
      {
        id: 'c',
        at: '2026-01-05T09:00:00.000Z',
        title: 'Meanwhile',
        text: 'It rained',
        side: null,
        provenance: null,
      },
    ]);
  });
});
