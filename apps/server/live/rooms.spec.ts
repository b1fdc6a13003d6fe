import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { StreamName } from '#contract';
import type { StoredAccount, StoredPost, VenueId } from '#domain';
import { storedAccount, storedPost } from '../../../test/support/stored.js';
import { belongs, concerns, type Audience } from './audience.js';
import { Follows } from './follows.js';
import type { Reach } from './frame-set.js';
import type { Listener } from './listener.js';
import { Rooms, type Room, type Subscription } from './rooms.js';
import { streamsAbout, streamsOf } from './streams.js';

const PEOPLE = ['asha', 'bilal', 'chitra', 'divya'];
const TAGS = ['tea', 'rain'];
const STREAMS: StreamName[] = [
  'user',
  'public',
  'public:local',
  'venue:koo',
  'venue:home',
  'scenario:story',
  ...TAGS.map((tag): StreamName => `hashtag:${tag}`),
  ...PEOPLE.map((id): StreamName => `account:${id}`),
];

const people = fc.constantFrom(...PEOPLE);
const somebody = fc
  .record({
    id: people,
    venue: fc.constantFrom<VenueId>('home', 'koo', 'twitter'),
    scenario: fc.constantFrom(null, 'story'),
  })
  .map(({ id, ...rest }) => storedAccount(id, rest));
const somePost = fc
  .record({
    account: somebody,
    tags: fc.subarray(TAGS),
    visibility: fc.constantFrom('public' as const, 'unlisted' as const),
    inReplyTo: fc.constantFrom(null, 'another'),
    repostOf: fc.constantFrom(null, 'another'),
  })
  .map(({ account, ...rest }) => storedPost('post', account, { ...rest, scenario: account.scenario }));
/** The next step of a socket: it enters or leaves a room, or its viewer follows or unfollows somebody. */
const step = fc.record({
  socket: fc.nat(5),
  does: fc.constantFrom('enters' as const, 'leaves' as const, 'follows' as const, 'unfollows' as const),
  stream: fc.constantFrom(...STREAMS),
  from: fc.constantFrom('IN', null),
  whom: people,
});

/** A reach that holds one thing. */
function reachOf(streams: StreamName[], account: StoredAccount, hashtags: boolean): Reach {
  return { everyone: false, streams: new Set(streams), hashtags, accounts: new Set([account.id]) };
}

describe('the rooms that may be told something', () => {
  const sockets = Array.from({ length: 6 }, (_, n) => ({ id: `socket ${n}` }) as Listener);

  it('are, whoever came, went and followed, all those whose stream holds it, and of user streams no other', () => {
    fc.assert(
      fc.property(fc.array(step, { maxLength: 40 }), somePost, (steps, post) => {
        const rooms = new Rooms();
        const open = new Map<Listener, Subscription>();
        for (const { socket: n, does, stream, from, whom } of steps) {
          const socket = sockets[n]!;
          const known = open.get(socket);
          if (does === 'enters' || does === 'leaves') {
            if (known !== undefined) rooms.leave(socket, known);
            open.delete(socket);
          }
          if (does === 'enters') {
            const follows = stream === 'user' ? new Follows() : null;
            follows?.begin([whom]);
            const viewer = { id: PEOPLE[n % PEOPLE.length]!, role: 'reader' } as const;
            const rest = { basis: 'simulated', language: 'en', class: 'ordinary' } as const;
            const subscription = {
              audience: { stream, from, viewer, follows, ...rest },
              room: null,
              entered: 0,
            };
            rooms.enter(socket, subscription);
            open.set(socket, subscription);
          }
          if (known?.room != null && (does === 'follows' || does === 'unfollows'))
            rooms.noteFollow(known, whom, does === 'follows');
        }
        const seated = [...open].map(([socket, { audience, room }]) => ({ socket, audience, room: room! }));
        const holds = (found: readonly Room[], is: (audience: Audience) => boolean): void => {
          expect(found).toEqual([...found].sort((a, b) => a.number - b.number));
          for (const { audience, room } of seated) {
            if (is(audience)) expect(found).toContain(room);
            // A viewer's sockets share a room, and each of them knows whom the viewer follows by itself.
            else if (!seated.some((other) => other.room === room && is(other.audience)))
              expect(found).not.toContain(room);
          }
        };
        holds(rooms.within(reachOf(streamsOf(post), post.account, false)), (one) => belongs(post, one));
        holds(rooms.within(reachOf(streamsAbout(post.account), post.account, true)), (one) =>
          concerns(post.account, one),
        );
        const all = rooms.within({ ...reachOf([], post.account, false), everyone: true });
        expect(new Set(all)).toEqual(new Set(seated.map(({ room }) => room)));
        for (const [socket, subscription] of open) rooms.leave(socket, subscription);
        expect(rooms.size).toBe(0);
        expect(rooms.within(reachOf(streamsOf(post), post.account, true))).toEqual([]);
      }),
      { numRuns: 500 },
    );
  });

  it('are asked by the streams of a post, which are those that its pages are', () => {
    const asha = storedAccount('asha');
    const streams = (rest: Partial<StoredPost>): string[] => streamsOf(storedPost('post', asha, rest)).sort();
    expect(streams({ tags: ['tea'] })).toEqual([
      'account:asha',
      'hashtag:tea',
      'public',
      'public:local',
      'venue:home',
    ]);
    expect(streams({ tags: ['tea'], inReplyTo: 'another' })).toEqual(['account:asha', 'hashtag:tea']);
    expect(streams({ tags: ['tea'], visibility: 'unlisted' })).toEqual(['account:asha']);
    expect(streams({ repostOf: 'another', scenario: 'story' })).toEqual(['account:asha']);
    expect(streams({ inReplyTo: 'another', scenario: 'story' })).toEqual(['account:asha', 'scenario:story']);
  });
});
