import { describe, expect, it } from '@jest/globals';
import type { Moment, Tape } from '#contract';
import { ulid, type ScenarioFacts, type StoredPost } from '#domain';
import { Gate, Gated, gateTape, Packed, partOfTape, tapeOf, type Viewpoint } from '#visibility';
import { lookingFrom, restriction, storedAccount, storedPost, WRITTEN } from '../../test/support/stored.js';

const gate = new Gate('https://example.org');
const STORY = 'a-story';
const NO_ONE = { likes: 0, reposts: 0, replies: 0 };

/** The id of a post that was written so many seconds into the story. */
const idAt = (second: number): string => ulid(WRITTEN + second * 1_000, new Uint8Array(10));
const at = (second: number): number => WRITTEN + second * 1_000;

const asha = () => storedAccount('asha', { scenario: STORY });
const bilal = () => storedAccount('bilal', { scenario: STORY });

function says(second: number, author = asha(), rest: Partial<StoredPost> = {}): StoredPost {
  return storedPost(idAt(second), author, { at: at(second), scenario: STORY, counts: NO_ONE, ...rest });
}

/** A story whose steps are a second apart. */
function story(posts: StoredPost[], rest: Partial<ScenarioFacts> = {}): ScenarioFacts {
  return {
    id: STORY,
    end: at(60),
    steps: new Map(Array.from({ length: 60 }, (_, n) => [at(n), `step-${n}`])),
    posts,
    postCounts: [],
    accountCounts: [],
    told: [],
    orders: new Map(),
    ...rest,
  };
}

function momentsOf(facts: ScenarioFacts, viewpoint: Viewpoint = lookingFrom('IN')): Moment[] {
  return [...tapeOf(facts, viewpoint, gate)].flatMap((one) => {
    if (one === null) return [];
    // The judged entity travels as it is.
    expect(JSON.parse(one.text)).toEqual(JSON.parse(JSON.stringify(one.value)));
    return one.value;
  });
}

/** Moments in few words: when, and what is told of which second's post. */
function inShort(moments: readonly Moment[]): string[] {
  const second = (id: string) => [...Array(60).keys()].find((n) => idAt(n) === id);
  return moments.map(({ at: instant, step, frames }) => {
    const told = frames.map((frame) => {
      if (frame.type === 'delete') return `delete ${second(frame.payload)}`;
      if (frame.type !== 'update' && frame.type !== 'status.update' && frame.type !== 'thread')
        return frame.type;
      const { id, tombstone } = frame.payload;
      return `${frame.type} ${second(id)}${tombstone ? ' (tombstone)' : ''}`;
    });
    return `${(Date.parse(instant) - WRITTEN) / 1_000}${step === null ? ' by the clock' : ''}: ${told.join(', ')}`;
  });
}

describe('the tape of a story', () => {
  it('tells a post when it appears, and again with whatever quotes it when it is liked', () => {
    const quote = says(3, bilal(), { quoteOf: idAt(1) });
    const facts = story([says(1), says(2), quote, says(4, bilal(), { quoteOf: idAt(3) })], {
      postCounts: [{ subject: idAt(1), at: at(9), counts: { ...NO_ONE, likes: 1 } }],
    });
    expect(inShort(momentsOf(facts))).toEqual([
      '1: update 1',
      '2: update 2',
      '3: update 3',
      '4: update 4',
      '9: status.update 1, status.update 3, status.update 4',
    ]);
  });

  it('tells nothing of what an account counts of itself, and truthfully with what is told', () => {
    const facts = story([says(1), says(5)], {
      accountCounts: [
        { subject: 'asha', at: at(1), counts: { statuses: 1, followers: 0, following: 0 } },
        { subject: 'asha', at: at(3), counts: { statuses: 1, followers: 9, following: 0 } },
        { subject: 'asha', at: at(5), counts: { statuses: 2, followers: 9, following: 0 } },
      ],
    });
    const moments = momentsOf(facts);
    expect(inShort(moments)).toEqual(['1: update 1', '5: update 5']);
    expect(
      moments.map(({ frames: [frame] }) => frame?.type === 'update' && frame.payload.account),
    ).toMatchObject([
      { statuses_count: 1, followers_count: 0 },
      { statuses_count: 2, followers_count: 9 },
    ]);
  });

  it('tells a withholding where it binds as tombstones; elsewhere that it is', () => {
    const subject = { type: 'post', id: idAt(1) } as const;
    const withheld = restriction('withhold', subject, { from: at(7), until: at(8) + 500 });
    const facts = story([
      says(1, asha(), { restrictions: [withheld] }),
      says(2, bilal(), { quoteOf: idAt(1) }),
    ]);
    const first = ['1: update 1', '2: update 2'];
    expect(inShort(momentsOf(facts))).toEqual([
      ...first,
      '7: status.update 1 (tombstone), status.update 2 (tombstone)',
      '8.5 by the clock: status.update 1, status.update 2',
    ]);
    const elsewhere = momentsOf(facts, lookingFrom('elsewhere'));
    expect(inShort(elsewhere)).toEqual([
      ...first,
      '7: status.update 1, status.update 2',
      '8.5 by the clock: status.update 1, status.update 2',
    ]);
  });

  it('tells an account’s withholding of each of its posts, and of later ones from the beginning', () => {
    const author = asha();
    author.restrictions = [restriction('withhold', { type: 'account', id: 'asha' }, { from: at(3) })];
    expect(inShort(momentsOf(story([says(1, author), says(2, bilal()), says(5, author)])))).toEqual([
      '1: update 1',
      '2: update 2',
      '3: status.update 1 (tombstone)',
      '5: update 5 (tombstone)',
    ]);
  });

  it('takes what is suspended out of the feed, and leaves it in threads where it has a place', () => {
    const suspended = (second: number) =>
      restriction('suspend', { type: 'post', id: idAt(second) }, { from: at(7), until: at(9) });
    const facts = story([
      says(1, asha(), { restrictions: [suspended(1)] }),
      says(2, asha(), { restrictions: [suspended(2)] }),
      says(3, bilal(), { inReplyTo: idAt(2) }),
    ]);
    expect(inShort(momentsOf(facts)).slice(3)).toEqual([
      '7: delete 1, delete 2, thread 2 (tombstone)',
      '9: status.update 1, status.update 2',
    ]);
  });

  it('tells what is gone once something hangs on it, and an unlisted post in its thread', () => {
    const gone = { deleted: true, deletedAt: at(20) };
    const facts = story([
      says(1, asha(), gone),
      says(2, asha(), { ...gone, inReplyTo: idAt(1) }),
      says(3, asha(), gone),
      says(4, bilal(), { visibility: 'unlisted' }),
      says(5, bilal(), { inReplyTo: idAt(2) }),
      says(6, bilal(), { visibility: 'unlisted', inReplyTo: idAt(5) }),
    ]);
    expect(inShort(momentsOf(facts))).toEqual([
      '5: thread 1 (tombstone), thread 2 (tombstone), update 5',
      '6: thread 6',
    ]);
  });

  it('holds, where geography is enforced, nothing of what is restricted now', () => {
    const subject = { type: 'post', id: idAt(1) } as const;
    const since = restriction('withhold', subject, { from: at(3_000) });
    const facts = story([says(1, asha(), { restrictions: [since] })]);
    expect(inShort(momentsOf(facts))).toEqual(['1: update 1']);
    const enforced = lookingFrom('IN', { mode: 'enforced', now: at(3_001) });
    expect(inShort(momentsOf(facts, enforced))).toEqual(['1: update 1 (tombstone)']);
  });

  it('ends where the story does', () => {
    expect(inShort(momentsOf(story([says(1), says(5)], { end: at(4) })))).toEqual(['1: update 1']);
  });
});

describe('a page of a tape', () => {
  const rest = { next: null, until: '2021-02-12T00:00:00.000Z', cursor: 'c', is_complete: true };
  const page = () => {
    const moments = [...tapeOf(story([says(1), says(2), says(3)]), lookingFrom('IN'), gate)];
    return gateTape(
      moments.filter((one) => one !== null),
      rest,
    );
  };

  it('is its moments', () => {
    const { text, value } = page();
    expect(JSON.parse(text)).toEqual(JSON.parse(JSON.stringify(value)));
    expect(value.moments).toHaveLength(3);
    const empty: Tape = JSON.parse(gateTape([], rest).text) as Tape;
    expect(empty).toEqual({ moments: [], ...rest });
  });

  it('is packed and opened, as a whole or in part; nothing else is', async () => {
    const pack = (text: string) =>
      Promise.resolve({ bytes: new Map([['plain', Buffer.from(text)]]), tag: 'a-tag' });
    const packed = await Packed.of(page(), pack);
    expect([Packed.is(packed), Packed.is({ ...packed }), packed.tag]).toEqual([true, false, 'a-tag']);
    expect(Buffer.from(packed.as('plain')!).toString()).toBe(page().text);
    const opened = await packed.open(({ bytes }) =>
      Promise.resolve(Buffer.from(bytes.get('plain')!).toString()),
    );
    expect(Gated.is(opened)).toBe(true);
    expect(partOfTape(opened, 1, 1, rest).value.moments).toEqual(page().value.moments.slice(1, 2));
    const lookalike = { text: '{}', value: {}, mediaType: 'application/json' } as unknown as Gated<unknown>;
    await expect(Packed.of(lookalike, pack)).rejects.toThrow('gate');
  });
});
