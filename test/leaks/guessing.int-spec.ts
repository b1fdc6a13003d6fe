import { beforeAll, describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { StreamName } from '#contract';
import type { RestrictionKind, Subject } from '#domain';
import { readHead } from '#log';
import { accountBody, postBody, restrictionBody } from '../support/bodies.js';
import { people, type Person } from '../support/client.js';
import { onEachDatabase } from '../support/databases.js';
import { listenersOn, type Listener } from '../support/listener.js';
import { serverOn } from '../support/server.js';

const INDIA = { view_from: 'IN' };

/** Acts that keep a post from its hashtag's page. */
const HIDES = ['withhold post', 'withhold account', 'suspend post', 'suspend account', 'limit post'] as const;
const KEEPS = [
  ...HIDES,
  'label post',
  'limit account',
  'like',
  'reply',
  'quote',
  're-post',
  'delete',
] as const;
type Act = (typeof KEEPS)[number];

let guesses = 0;

onEachDatabase((make) => {
  describe('a hashtag’s stream', () => {
    const server = serverOn(make, { env: { TEST: '1' } });
    const { listen } = listenersOn(server);
    let bilal: Person;

    beforeAll(async () => {
      ({ bilal } = await people(server.address, { bilal: 'reader' }));
    });

    /** Does something to a post or its author; what the rules refuse is not done. */
    const does = async (
      act: Act | 'limit hashtag',
      post: string,
      author: string,
      tag: string,
    ): Promise<void> => {
      const [verb = '', on = ''] = act.split(' ');
      const of: Record<string, Subject> = {
        post: { type: 'post', id: post },
        account: { type: 'account', id: author },
        hashtag: { type: 'hashtag', id: tag },
      };
      const subject = of[on];
      const done =
        subject !== undefined
          ? server.does('impose-restriction', restrictionBody(verb as RestrictionKind, subject))
          : act === 'like'
            ? server.does('like-post', { post }, bilal.id)
            : act === 'reply'
              ? server.does('publish-post', postBody('An answer', { in_reply_to: post }), bilal.id)
              : act === 'quote'
                ? server.does('publish-post', postBody('A quote', { quote_of: post }), bilal.id)
                : act === 're-post'
                  ? server.does('repost-post', { post, visibility: 'public' }, bilal.id)
                  : server.does('delete-post', { post }, author);
      await done.catch(() => undefined);
    };
    /** All that a listener was told, with the hashtag it asked for replaced, so that listeners compare. */
    const told = ({ frames, resyncs }: Listener, tag: string): string =>
      JSON.stringify([frames, resyncs]).replaceAll(tag, 'tag');

    it('tells whoever guesses it nothing: not that somebody wrote under it what is kept from them', async () => {
      const histories = fc.record({
        hides: fc.oneof(fc.constantFrom(...HIDES), fc.constant('delete' as const)),
        before: fc.array(fc.constantFrom(...KEEPS), { maxLength: 3 }),
        after: fc.array(fc.constantFrom(...KEEPS), { maxLength: 4 }),
        signedIn: fc.boolean(),
      });
      await fc.assert(
        fc.asyncProperty(histories, async ({ hides, before, after, signedIn }) => {
          const n = guesses++;
          const [written, never] = [`secret${n}w`, `secret${n}n`];
          const instants = [0];
          const notes = async (): Promise<void> => {
            instants.push((await readHead(server.database.reader)).seq);
          };
          await notes();
          const author = await server.does('open-account', accountBody(`author_${n}`));
          const post = await server.does('publish-post', postBody(`Words #${written}`), author);
          await notes();
          for (const act of before) await does(act, post, author, written);
          await notes();
          await does(hides, post, author, written);
          const who = signedIn ? bilal : undefined;
          const witness = await listen();
          await witness.hasHeard(server);
          // Somebody guesses now, and stays.
          const live = await Promise.all(
            [written, never].map(async (tag) => {
              const listener = await listen(who);
              await listener.subscribe(`hashtag:${tag}`, INDIA);
              return { listener, tag };
            }),
          );
          for (const act of after) await does(act, post, author, written);
          const [one, other] = await Promise.all(
            live.map(async ({ listener, tag }) => {
              await listener.hasHeard(server);
              return told(listener, tag);
            }),
          );
          expect(one).toBe(other);
          // And somebody later, as though they had been there before.
          for (const since of instants) {
            const [guess, control] = await Promise.all(
              [written, never].map(async (tag) => {
                const stream: StreamName = `hashtag:${tag}`;
                const listener = await listen(who);
                await listener.subscribe(stream, { ...INDIA, since });
                return told(listener, tag);
              }),
            );
            expect([since, guess]).toEqual([since, control]);
          }
        }),
        { numRuns: 8, endOnFailure: true },
      );
    }, 30_000);
  });
});
