import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { Status } from '#contract';
import type { Provenance, Restriction, StoredAccount, StoredPage, StoredPost, Subject } from '#domain';
import { Gate, type Viewpoint } from '#visibility';
import { lookingFrom, restriction, storedAccount, storedPost, WRITTEN } from '../../test/support/stored.js';
import { JudgedPage } from './judge-stored.js';
import { keyOf, textOf } from './render-key.js';
import { SharedRenderer } from './renderer.js';

/**
 * Properties of any page: posts of three people that re-post and quote one another, restricted in any way.
 * Each text and each figure of each post and account is a canary, recognised in what leaves.
 */

const gate = new Gate('https://example.org');
const ACCOUNTS = ['asha', 'bilal', 'chitra'];
const POSTS = ['p0', 'p1', 'p2', 'p3', 'p4'];
const SUBJECTS: Subject[] = [
  ...ACCOUNTS.map((id) => ({ type: 'account', id }) as const),
  ...POSTS.map((id) => ({ type: 'post', id }) as const),
];
const RUNS = { numRuns: 300 };

const canary = (of: string) => `canary-${of}-`;
/** A figure that occurs nowhere else. */
const figure = (of: string) => 7_000_000 + SUBJECTS.findIndex(({ id }) => id === of) * 100;
const noted = (of: string): Provenance => ({
  certainty: 'illustrative',
  precision: 'day',
  sources: ['S1'],
  note: `${canary(of)}note`,
});

const anInstant = fc.constantFrom(-5, 0, 5, 10, 15).map((seconds) => WRITTEN + seconds * 1_000);
const aRestriction = fc
  .record({
    subject: fc.constantFrom(...SUBJECTS),
    kind: fc.constantFrom('withhold', 'withhold', 'withhold', 'suspend', 'label', 'limit'),
    countries: fc.constantFrom('IN', 'DE', 'DE IN', '*').map((codes) => codes.split(' ')),
    basis: fc.constantFrom('legal_demand', 'local_law', 'platform_rule'),
    from: anInstant,
    until: fc.option(anInstant),
    order: fc.option(fc.constant({ id: 'order', n: 1 })),
    confidential: fc.boolean(),
  })
  .map(({ subject, kind, ...rest }) =>
    restriction(kind, subject, kind === 'withhold' ? rest : { ...rest, countries: ['*'] }),
  );
const aViewpoint: fc.Arbitrary<Viewpoint> = fc
  .record({
    from: fc.constantFrom('IN', 'DE', 'elsewhere', null),
    at: anInstant,
    now: fc.constant(WRITTEN + 12_000),
    mode: fc.constantFrom('open', 'enforced'),
    viewer: fc.option(
      fc.record({
        id: fc.constantFrom(...ACCOUNTS),
        role: fc.constantFrom('reader', 'authority', 'moderator'),
      }),
    ),
    asPublic: fc.boolean(),
    language: fc.constantFrom('en', 'hi'),
  })
  .map(({ from, ...rest }) => lookingFrom(from, rest));

interface Story {
  posts: {
    author: number;
    passesOn: number | null;
    as: 'repost' | 'quote';
    deleted: boolean;
    after: number;
  }[];
  restrictions: Restriction[];
}
const aStory: fc.Arbitrary<Story> = fc.record({
  posts: fc.tuple(
    ...POSTS.map((_, i) =>
      fc.record({
        author: fc.nat(ACCOUNTS.length - 1),
        passesOn: i === 0 ? fc.constant(null) : fc.option(fc.nat(i - 1)),
        as: fc.constantFrom('repost', 'quote'),
        deleted: fc.boolean().map((deleted) => deleted && i % 2 === 0),
        after: fc.constantFrom(0, 0, 4_000),
      }),
    ),
  ),
  restrictions: fc.array(aRestriction, { maxLength: 5 }),
});

/** The page of a story, as the views would read it. */
function pageOf({ posts, restrictions }: Story): StoredPage {
  const on = ({ type, id }: Subject) =>
    restrictions.filter(({ subject }) => subject.type === type && subject.id === id);
  const accounts = ACCOUNTS.map((id): StoredAccount =>
    storedAccount(id, {
      displayName: `${canary(id)}name`,
      note: `${canary(id)}words`,
      counts: { statuses: figure(id), followers: figure(id) + 1, following: figure(id) + 2 },
      scenario: 'story',
      provenance: noted(id),
      restrictions: on({ type: 'account', id }),
    }),
  );
  const stored = POSTS.map((id, i): StoredPost => {
    const { author, passesOn, as, deleted, after } = posts[i]!;
    const source = passesOn === null ? null : POSTS[passesOn]!;
    return storedPost(id, accounts[author]!, {
      at: WRITTEN + after,
      content: `<p>${canary(id)}words</p>`,
      spoilerText: `${canary(id)}warning`,
      language: `${canary(id)}language`,
      tags: [`${canary(id)}tag`],
      inReplyToAccount: null,
      repostOf: as === 'repost' ? source : null,
      quoteOf: as === 'quote' ? source : null,
      deleted,
      counts: { likes: figure(id), reposts: figure(id) + 1, replies: figure(id) + 2 },
      scenario: 'story',
      provenance: noted(id),
      restrictions: on({ type: 'post', id }),
    });
  });
  return { ids: [...POSTS].reverse(), posts: new Map(stored.map((post) => [post.id, post])) };
}

/** Everything that leaves of a page: lists, each post and account by its id, as entries, and counts. */
function leaving(page: StoredPage, viewpoint: Viewpoint): string[] {
  const accounts = new Map([...page.posts.values()].map(({ account }) => [account.id, account]));
  return [
    gate.listed(page, viewpoint, 'account').statuses.text,
    ...POSTS.flatMap((id) => {
      const answer = gate.status(page, id, viewpoint);
      const { text } = answer.is === 'gone' ? { text: '' } : answer.body;
      return [
        `${answer.is} ${text}`,
        gate.entry(page, id, viewpoint)?.text ?? '',
        gate.counts(page, id, viewpoint)?.text ?? '',
      ];
    }),
    ...[...accounts.values()].flatMap((account) => {
      const answer = gate.account(account, viewpoint);
      return [
        answer.is === 'gone' ? 'gone' : `${answer.is} ${answer.body.text}`,
        gate.accountEntry(account, viewpoint).text,
      ];
    }),
  ];
}

/** The subjects of which a text or figure is in the answer. */
function told(page: StoredPage, viewpoint: Viewpoint): Set<string> {
  const all = leaving(page, viewpoint).join('\n');
  return new Set(
    SUBJECTS.filter(
      ({ id }) => all.includes(canary(id)) || [0, 1, 2].some((i) => all.includes(String(figure(id) + i))),
    ).map(({ id }) => id),
  );
}

function withoutTheField(text: string): string {
  return text.replaceAll(/"withheld":(null|\{[^}]*\})/g, '"withheld":…');
}

describe('nobody else notices', () => {
  it('a withholding in India: elsewhere every byte is the same but for the withheld field', () => {
    fc.assert(
      fc.property(aStory, fc.constantFrom(...SUBJECTS), aViewpoint, (story, subject, viewpoint) => {
        fc.pre(viewpoint.from !== 'IN' && !(viewpoint.from === null && viewpoint.mode === 'enforced'));
        const withheld = {
          ...story,
          restrictions: [...story.restrictions, restriction('withhold', subject)],
        };
        const before = leaving(pageOf(story), viewpoint);
        const after = leaving(pageOf(withheld), viewpoint);
        expect(after.map(withoutTheField)).toEqual(before.map(withoutTheField));
      }),
      RUNS,
    );
  });
});

describe('no leak', () => {
  // A viewer without exemptions, whom restrictions bind, at an instant when everything exists.
  const bound = fc
    .constantFrom<Partial<Viewpoint>[]>(
      {},
      { viewer: { id: 'nobody', role: 'reader' } },
      { viewer: { id: 'asha', role: 'moderator' }, asPublic: true },
      { viewer: { id: 'asha', role: 'reader' }, asPublic: true },
      { mode: 'enforced' },
    )
    .map((rest) => lookingFrom('IN', rest));

  it('of a withheld account, or of any of its posts', () => {
    fc.assert(
      fc.property(aStory, fc.constantFrom(...ACCOUNTS), bound, (story, account, viewpoint) => {
        const restrictions = [
          ...story.restrictions,
          restriction('withhold', { type: 'account', id: account }),
        ];
        const page = pageOf({ ...story, restrictions });
        const its = POSTS.filter((id) => page.posts.get(id)!.account.id === account);
        const seen = told(page, viewpoint);
        for (const id of [account, ...its]) expect(seen).not.toContain(id);
      }),
      RUNS,
    );
  });

  it('of a withheld post, nor of what passes it on or quotes it', () => {
    fc.assert(
      fc.property(aStory, fc.constantFrom(...POSTS), bound, (story, post, viewpoint) => {
        const restrictions = [...story.restrictions, restriction('withhold', { type: 'post', id: post })];
        const page = pageOf({ ...story, restrictions });
        const around = POSTS.filter((id) =>
          [page.posts.get(id)!.repostOf, page.posts.get(id)!.quoteOf].includes(post),
        );
        const seen = told(page, viewpoint);
        for (const id of [post, ...around]) expect(seen).not.toContain(id);
      }),
      RUNS,
    );
  });

  it('of what is deleted, to anyone', () => {
    fc.assert(
      fc.property(aStory, aViewpoint, (story, viewpoint) => {
        const page = pageOf(story);
        const seen = told(page, viewpoint);
        for (const id of POSTS) if (page.posts.get(id)!.deleted) expect(seen).not.toContain(id);
      }),
      RUNS,
    );
  });
});

describe('less is never more', () => {
  const isWithin = (less: Set<string>, more: Set<string>) => {
    for (const id of less) expect(more).toContain(id);
  };

  it('a restriction more never shows more', () => {
    fc.assert(
      fc.property(aStory, aRestriction, aViewpoint, (story, another, viewpoint) => {
        const stricter = { ...story, restrictions: [...story.restrictions, another] };
        isWithin(told(pageOf(stricter), viewpoint), told(pageOf(story), viewpoint));
      }),
      RUNS,
    );
  });

  it('where geography is enforced, no more is shown than where it is open', () => {
    fc.assert(
      fc.property(aStory, aViewpoint, (story, viewpoint) => {
        const page = pageOf(story);
        isWithin(told(page, { ...viewpoint, mode: 'enforced' }), told(page, { ...viewpoint, mode: 'open' }));
      }),
      RUNS,
    );
  });

  it('as the public, no more is shown than as oneself', () => {
    fc.assert(
      fc.property(aStory, aViewpoint, (story, viewpoint) => {
        const page = pageOf(story);
        isWithin(told(page, { ...viewpoint, asPublic: true }), told(page, { ...viewpoint, asPublic: false }));
      }),
      RUNS,
    );
  });

  it('what is shown as the public is the same for every viewer', () => {
    fc.assert(
      fc.property(aStory, aViewpoint, (story, viewpoint) => {
        const page = pageOf(story);
        const asNobody = leaving(page, { ...viewpoint, viewer: null });
        expect(leaving(page, { ...viewpoint, asPublic: true })).toEqual(asNobody);
      }),
      RUNS,
    );
  });
});

describe('what is rendered once for all who may see it', () => {
  /** A post before the viewer's flags, and the key that it is kept under; null where it is not presented. */
  const rendered = (page: StoredPage, id: string, viewpoint: Viewpoint) => {
    const judged = new JudgedPage(page.posts, viewpoint).post(id);
    if (judged === undefined || ['deleted', 'absent'].includes(judged.judgement.verdict)) return null;
    const versions = [...page.posts.values()].flatMap((post) => [post, post.account]);
    return {
      key: textOf(keyOf(judged, viewpoint, (thing) => versions.indexOf(thing))),
      bytes: JSON.stringify(new SharedRenderer('https://example.org').post(judged, viewpoint)),
    };
  };

  it('has the same bytes wherever it has the same key', () => {
    let shared = 0;
    fc.assert(
      fc.property(aStory, aViewpoint, aViewpoint, (story, one, other) => {
        const page = pageOf(story);
        for (const id of POSTS) {
          const [here, there] = [one, other].map((viewpoint) => rendered(page, id, viewpoint));
          if (here === null || here?.key !== there?.key) continue;
          shared += 1;
          expect(there?.bytes).toBe(here?.bytes);
        }
      }),
      { numRuns: 1_000 },
    );
    // With few pairs the test would prove nothing.
    expect(shared).toBeGreaterThan(1_000);
  });

  it('leaves a gate for many viewpoints as it leaves a gate for each', () => {
    fc.assert(
      fc.property(aStory, fc.array(aViewpoint, { minLength: 2, maxLength: 6 }), (story, viewpoints) => {
        const page = pageOf(story);
        const forMany = gate.forMany();
        for (const viewpoint of viewpoints) {
          const told = (by: Gate) => POSTS.map((id) => by.entry(page, id, viewpoint, 'thread')?.text);
          expect(told(forMany)).toEqual(told(gate));
        }
      }),
      RUNS,
    );
  });

  it('is the same whatever the viewer has done with it: that is filled in last', () => {
    fc.assert(
      fc.property(aStory, aViewpoint, fc.subarray(POSTS), (story, viewpoint, touched) => {
        const page = pageOf(story);
        const flagged: StoredPage = {
          ...page,
          posts: new Map(
            [...page.posts].map(([id, post]) => {
              const isTouched = touched.includes(id);
              return [id, { ...post, liked: isTouched, reposted: isTouched }];
            }),
          ),
        };
        for (const id of POSTS)
          expect(rendered(flagged, id, viewpoint)?.bytes).toBe(rendered(page, id, viewpoint)?.bytes);
        const flags = (status: Status): [string, boolean, boolean][] => [
          [status.id, status.favourited, status.reblogged],
          ...[status.reblog, status.quote?.quoted_status].flatMap((one) => (one ? flags(one) : [])),
        ];
        for (const status of gate
          .listed(flagged, viewpoint, 'account')
          .statuses.value.filter((one) => !one.tombstone))
          for (const [id, favourited, reblogged] of flags(status))
            expect([id, favourited, reblogged]).toEqual([id, touched.includes(id), touched.includes(id)]);
      }),
      RUNS,
    );
  });
});

describe('the audit', () => {
  it('is told of just those posts and accounts that a moderator sees otherwise than the public does', () => {
    fc.assert(
      fc.property(aStory, aViewpoint, (story, view) => {
        const page = pageOf(story);
        const moderator: Viewpoint['viewer'] = { id: 'moderator', role: 'moderator' };
        const accounts = new Map([...page.posts.values()].map(({ account }) => [account.id, account]));
        const differs = (id: string, show: (viewpoint: Viewpoint) => string | undefined): void => {
          const exempted = new Set<string>();
          const shown = show({ ...view, viewer: moderator, asPublic: false, exempted });
          const toAll = new Set<string>();
          const otherwise = shown !== show({ ...view, viewer: moderator, asPublic: true, exempted: toAll });
          expect([id, exempted.has(id)]).toEqual([id, otherwise]);
          expect([...toAll]).toEqual([]);
        };
        for (const id of POSTS) differs(id, (viewpoint) => gate.entry(page, id, viewpoint)?.text);
        for (const [id, account] of accounts)
          differs(id, (viewpoint) => gate.accountEntry(account, viewpoint).text);
      }),
      RUNS,
    );
  });
});
