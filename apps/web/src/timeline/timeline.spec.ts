import { describe, expect, it } from '@jest/globals';
import type { Frame, Status } from '#contract';
import fc from 'fast-check';
import { account, BY_DEMAND, frame, status, tombstone, withheldFrame } from './sample.fixture.js';
import { emptyPane, reducePane, type Pane, type PaneAction } from './timeline.js';

const asha = account('asha');
const ravi = account('ravi');
const first = status(1, asha);
const second = status(2, ravi);

function given(from: string, ...actions: PaneAction[]): Pane {
  return actions.reduce(reducePane, emptyPane(from));
}

const subscribed: PaneAction = { type: 'subscribed', seq: 10 };

function read(posts: Status[], older: string | null = null): PaneAction {
  return { type: 'read', posts, older, pages: 1, basis: 'simulated' };
}

function frames(...list: Frame[]): PaneAction {
  return { type: 'frames', frames: list };
}

describe('a pane', () => {
  it('given a page, is ready and knows where it ends', () => {
    const pane = given('IN', subscribed, read([second, first], 'post-0001'));
    expect(pane).toMatchObject({
      phase: 'ready',
      older: 'post-0001',
      floor: '2021-02-10T08:00:01.000Z post-0001',
    });
    expect([...pane.posts.keys()]).toEqual(['post-0002', 'post-0001']);
  });

  it('given frames while the page is read, applies them on top of it', () => {
    const edited = { ...first, content: '<p>edited</p>' };
    const pane = given(
      'IN',
      { type: 'asked' },
      subscribed,
      frames(frame(11, 'update', second), frame(12, 'status.update', edited)),
      read([first]),
    );
    expect(pane.posts.get(first.id)?.content).toBe('<p>edited</p>');
    expect(pane.posts.has(second.id)).toBe(true);
    expect(pane.seq).toBe(12);
  });

  it('given a post older than what was read, leaves it to its page', () => {
    const pane = given('IN', subscribed, read([second], 'post-0002'), frames(frame(11, 'update', first)));
    expect(pane.posts.has(first.id)).toBe(false);
  });

  it('given a deletion, drops the post, its re-posts, and the quote of it', () => {
    const repost = status(3, ravi, { reblog: first });
    const quote = status(4, ravi, { quote: { state: 'accepted', quoted_status: first } });
    const pane = given('IN', subscribed, read([quote, repost, first]), frames(frame(11, 'delete', first.id)));
    expect([...pane.posts.keys()]).toEqual([quote.id]);
    expect(pane.posts.get(quote.id)?.quote).toEqual({ state: 'deleted', quoted_status: null });
  });

  it('given a suspended account, leaves its posts out', () => {
    const suspended = { ...asha, suspended: true as const };
    const pane = given(
      'IN',
      subscribed,
      read([second, first]),
      frames(frame(11, 'account.update', suspended)),
    );
    expect([...pane.posts.keys()]).toEqual([second.id]);
  });

  it('given frames of which more follow, resumes from the one before them', () => {
    const part = { ...frame(11, 'update', first), more: true as const };
    expect(given('IN', subscribed, read([]), frames(part)).seq).toBe(10);
    expect(given('IN', subscribed, read([]), frames(part, frame(11, 'update', second))).seq).toBe(11);
  });

  it('given a head behind what it saw, starts again: it is another log', () => {
    const pane = given('IN', subscribed, read([first]), { type: 'subscribed', seq: 2 });
    expect(pane.posts.size).toBe(0);
    expect(pane).toMatchObject({ phase: 'reading', seq: 2 });
  });

  it('given a failure, keeps what can be read; with nothing read, has failed', () => {
    const failed: PaneAction = { type: 'failed', failure: { kind: 'unreachable' } };
    expect(given('IN', failed).phase).toBe('failed');
    expect(given('IN', subscribed, read([first]), failed)).toMatchObject({
      phase: 'ready',
      failure: { kind: 'unreachable' },
    });
  });

  it('given counts, shows them, but not on a tombstone', () => {
    const counts = (id: string) => ({
      status_id: id,
      favourites_count: 9,
      reblogs_count: 1,
      replies_count: 0,
    });
    const pane = given(
      'IN',
      subscribed,
      read([second, tombstone(first)]),
      frames(frame(11, 'counts', counts(first.id)), frame(12, 'counts', counts(second.id))),
    );
    expect(pane.posts.get(first.id)?.favourites_count).toBe(0);
    expect(pane.posts.get(second.id)?.favourites_count).toBe(9);
  });
});

describe('a withholding in India', () => {
  it('seen from India, leaves a tombstone with the server’s words', () => {
    const pane = given(
      'IN',
      subscribed,
      read([second, first]),
      frames(frame(11, 'status.update', tombstone(first)), withheldFrame(11, first, ['IN'])),
    );
    expect(pane.posts.get(first.id)).toMatchObject({
      tombstone: true,
      content: '<p>This post has been withheld in India.</p>',
    });
    expect(pane.posts.get(second.id)).toBe(second);
  });

  it('seen from a part of the country that is named, is its tombstone here as there', () => {
    const shown = (from: string): string | undefined =>
      given(from, subscribed, read([first]), frames(withheldFrame(11, first, ['FR']))).posts.get(first.id)
        ?.content;
    expect(shown('RE')).toContain('withheld in Réunion');
    expect(shown('PM')).toBe(first.content);
  });

  it('seen from elsewhere, changes the withheld field and nothing else', () => {
    const pane = given('elsewhere', subscribed, read([first]), frames(withheldFrame(11, first, ['IN'])));
    expect(pane.posts.get(first.id)).toEqual({ ...first, withheld: BY_DEMAND });
  });

  it('of an account, told by one frame, takes all its posts and its name', () => {
    const third = status(3, asha);
    const pane = given(
      'IN',
      subscribed,
      read([third, second, first]),
      frames(withheldFrame(11, first, ['IN'], 'user')),
    );
    expect(JSON.stringify([...pane.posts.values()])).not.toMatch(/words of asha|Name of asha/);
    expect(pane.posts.get(third.id)).toMatchObject({
      tombstone: true,
      content: '<p>@asha@twitter’s account has been withheld in India in response to a legal demand.</p>',
    });
    expect(pane.posts.get(second.id)).toBe(second);
  });

  it('takes what re-posts and what quotes it too, and asks how those read now', () => {
    const quote = status(4, ravi, { quote: { state: 'accepted', quoted_status: first } });
    const pane = given('IN', subscribed, read([quote, first]), frames(withheldFrame(11, first, ['IN'])));
    expect(pane.posts.get(quote.id)).toMatchObject({ tombstone: true, quote: null });
    expect([...pane.awaiting]).toEqual([quote.id]);
  });

  it('lifted, is awaited until the server says what the post says', () => {
    const stood = given('IN', subscribed, read([tombstone(first)]), frames(withheldFrame(11, first, [])));
    expect([...stood.awaiting]).toEqual([first.id]);
    expect(stood.posts.get(first.id)?.tombstone).toBe(true);
    const lifted = reducePane(stood, frames(frame(12, 'status.update', first)));
    expect(lifted.awaiting.size).toBe(0);
    expect(lifted.posts.get(first.id)).toEqual(first);
  });

  it('that came while an older page was read, holds for that page', () => {
    const pane = given(
      'IN',
      subscribed,
      read([second], 'post-0002'),
      { type: 'asked' },
      frames(withheldFrame(11, first, ['IN'])),
      { type: 'read-older', posts: [first], older: null },
    );
    expect(pane.posts.get(first.id)?.tombstone).toBe(true);
  });

  it('on the page already, is not undone by an earlier frame; the page is asked for again', () => {
    const pane = given(
      'IN',
      { type: 'asked' },
      subscribed,
      frames(frame(11, 'status.update', first)),
      read([tombstone(first)]),
    );
    expect(pane.posts.get(first.id)?.tombstone).toBe(true);
    expect([...pane.awaiting]).toEqual([first.id]);
  });
});

// Random histories: a few posts by two accounts, changed, withheld, lifted, deleted, in any order.
const posts = [
  first,
  second,
  status(3, asha),
  status(4, ravi, { reblog: first }),
  status(5, ravi, { quote: { state: 'accepted', quoted_status: status(3, asha) } }),
];
const COUNTRIES: string[][] = [[], ['IN'], ['DE'], ['*']];
const anyPost = fc.constantFrom(...posts);
const anyChange: fc.Arbitrary<(seq: number) => Frame> = fc.oneof(
  anyPost.map((post) => (seq: number) => frame(seq, 'update', post)),
  anyPost.map((post) => (seq: number) => frame(seq, 'status.update', post)),
  anyPost.map((post) => (seq: number) => frame(seq, 'status.update', tombstone(post))),
  anyPost.map((post) => (seq: number) => frame(seq, 'delete', post.id)),
  fc.tuple(anyPost, fc.constantFrom(...COUNTRIES), fc.constantFrom('tweet' as const, 'user' as const)).map(
    ([post, codes, scope]) =>
      (seq: number) =>
        withheldFrame(seq, post, codes, scope),
  ),
  fc.constantFrom(asha, ravi).map((who) => (seq: number) => frame(seq, 'account.update', who)),
  anyPost.map(
    (post) => (seq: number) =>
      frame(seq, 'counts', { status_id: post.id, favourites_count: seq, reblogs_count: 0, replies_count: 0 }),
  ),
);
const anyHistory = fc
  .array(anyChange, { maxLength: 12 })
  .map((changes) => changes.map((change, index) => change(11 + index)));
const anyPage = fc.subarray(posts);

describe('any history', () => {
  it('applied twice, frame by frame, is the history applied once', () => {
    fc.assert(
      fc.property(anyHistory, anyPage, (history, page) => {
        const once = given('IN', subscribed, read(page), frames(...history));
        const twice = given(
          'IN',
          subscribed,
          read(page),
          ...history.flatMap((one) => [frames(one), frames(one)]),
        );
        expect(twice).toEqual(once);
        expect(reducePane(once, frames(...history))).toEqual(once);
      }),
    );
  });

  it('whose frames are not yet complete, applied twice, is the same too', () => {
    fc.assert(
      fc.property(anyHistory, anyPage, (history, page) => {
        const parts = history.map((one) => ({ ...one, more: true as const }));
        const once = given('IN', subscribed, read(page), frames(...parts));
        const twice = given(
          'IN',
          subscribed,
          read(page),
          ...parts.flatMap((one) => [frames(one), frames(one)]),
        );
        expect(twice).toEqual(once);
      }),
    );
  });

  it('that ends in a withholding in India, keeps no text of it for India, whenever the page came', () => {
    fc.assert(
      fc.property(
        anyHistory,
        anyPage,
        anyPost,
        fc.constantFrom('tweet' as const, 'user' as const),
        fc.nat(12),
        (history, page, post, scope, when) => {
          const all = [...history, withheldFrame(40, post, ['IN'], scope)];
          const pane = given(
            'IN',
            { type: 'asked' },
            subscribed,
            frames(...all.slice(0, when)),
            read(page),
            frames(...all.slice(when)),
          );
          expect(JSON.stringify([[...pane.posts.values()], pane.held])).not.toContain(
            `words of ${post.account.username} at ${post.id.slice(-1)}`,
          );
        },
      ),
    );
  });

  it('that ends in one while a page is still being read, holds no text of it back', () => {
    fc.assert(
      fc.property(
        anyHistory,
        anyPost,
        fc.constantFrom('tweet' as const, 'user' as const),
        (history, post, scope) => {
          const pane = given(
            'IN',
            { type: 'asked' },
            subscribed,
            frames(...history, withheldFrame(40, post, ['IN'], scope)),
          );
          expect(JSON.stringify([[...pane.posts.values()], pane.held])).not.toContain(
            `words of ${post.account.username} at ${post.id.slice(-1)}`,
          );
        },
      ),
    );
  });

  it('of withholdings in India, changes nothing elsewhere but the withheld field', () => {
    fc.assert(
      fc.property(
        fc.array(fc.tuple(anyPost, fc.constantFrom('tweet' as const, 'user' as const)), { maxLength: 6 }),
        (withheld) => {
          const history = withheld.map(([post, scope], index) =>
            withheldFrame(11 + index, post, ['IN'], scope),
          );
          const pane = given('elsewhere', subscribed, read(posts), frames(...history));
          const bare = (list: Iterable<Status>) =>
            JSON.parse(
              JSON.stringify([...list], (key, value: unknown) => (key === 'withheld' ? null : value)),
            ) as unknown;
          expect(bare(pane.posts.values())).toEqual(bare(posts));
        },
      ),
    );
  });
});
