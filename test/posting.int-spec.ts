import { beforeAll, describe, expect, it } from '@jest/globals';
import type { Account, Status } from '#contract';
import { people, type Person } from './support/client.js';
import { onEachDatabase } from './support/databases.js';
import { serverOn } from './support/server.js';

const STATUSES = '/api/v1/statuses';

/** Many people post at once: what each is answered is read in one statement, and is their own. */
onEachDatabase((make) => {
  describe('posting at once', () => {
    const server = serverOn(make, { env: { TEST: '1' } });
    let cast: Record<'asha' | 'bilal' | 'chitra' | 'dev', Person>;
    /** Asha’s for her followers, of whom bilal is one, and bilal’s for everybody. */
    let before: Record<'private' | 'public', Status>;

    beforeAll(async () => {
      cast = await people(server.address, {
        asha: 'reader',
        bilal: 'reader',
        chitra: 'reader',
        dev: 'moderator',
      });
      const { asha, bilal, chitra } = cast;
      await server.does('follow-account', { account: asha.id }, bilal.id);
      await chitra.sends('PATCH', '/api/v1/accounts/update_credentials', {
        source: { privacy: 'unlisted', sensitive: true, language: 'hi' },
      });
      before = {
        private: await asha.posts('For my followers', { visibility: 'private' }),
        public: await bilal.posts('For everybody'),
      };
      await asha.sends('POST', `${STATUSES}/${before.public.id}/favourite`);
      await chitra.sends('POST', `${STATUSES}/${before.public.id}/mute`);
    });

    /** Posts and gives the answer; `who` alone reads it then. */
    const asked: [string, keyof typeof cast, () => Record<string, unknown>][] = [
      ['in public, with a mention and a hashtag', 'asha', () => ({ status: 'Namaste @bilal #waterlogged' })],
      ['for their followers', 'asha', () => ({ status: 'Only you', visibility: 'private' })],
      ['for whom it mentions', 'asha', () => ({ status: '@chitra you alone', visibility: 'direct' })],
      [
        'an answer for followers',
        'bilal',
        () => ({ status: 'Yes', in_reply_to_id: before.private.id, visibility: 'private' }),
      ],
      ['an answer in public', 'dev', () => ({ status: 'Well', in_reply_to_id: before.public.id })],
      ['by what they set for their posts', 'chitra', () => ({ status: 'नमस्ते' })],
      [
        'with a quote of what they like',
        'asha',
        () => ({ status: 'This', quoted_status_id: before.public.id }),
      ],
      [
        'with a warning',
        'dev',
        () => ({ status: 'Words', spoiler_text: 'Of it', sensitive: true, language: 'en' }),
      ],
    ];

    it('answers each with what they read then', async () => {
      const answers = await Promise.all(
        asked.map(([, who, body]) => cast[who].sends<Status>('POST', STATUSES, body())),
      );
      for (const [n, [what, who]] of asked.entries()) {
        const answer = answers[n]!;
        expect([what, answer.status]).toEqual([what, 200]);
        const { body: then } = await cast[who].reads<Status>(`${STATUSES}/${answer.body.id}`);
        const { account, ...post } = answer.body;
        const { account: author, ...stands } = then;
        // Others of the author's may have been counted by then.
        const uncounted = ({ statuses_count: _, ...rest }: Account) => rest;
        expect([what, post, uncounted(account)]).toEqual([what, stands, uncounted(author)]);
      }
    });

    it('answers once more with what became of it, where it was asked for under the same key', async () => {
      const { asha } = cast;
      const ask = () =>
        asha.sends<Status>('POST', STATUSES, { status: 'Once' }, { 'idempotency-key': 'a key of hers' });
      const { body: first } = await ask();
      for (const doing of ['favourite', 'bookmark', 'pin', 'reblog'])
        await asha.sends('POST', `${STATUSES}/${first.id}/${doing}`);
      const marks = { favourited: true, bookmarked: true, pinned: true, reblogged: true };
      expect(first).toMatchObject({ favourited: false, bookmarked: false, pinned: false, reblogged: false });
      const again = await Promise.all([ask(), cast.bilal.posts('Beside it'), ask()]);
      for (const { body } of [again[0], again[2]]) expect(body).toMatchObject({ id: first.id, ...marks });
      expect(again[1]).toMatchObject({ favourited: false, reblogged: false, content: '<p>Beside it</p>' });
    });
  });
});
