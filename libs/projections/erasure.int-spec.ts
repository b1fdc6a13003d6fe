import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import fc from 'fast-check';
import { CommandBus } from '#commands';
import { command } from '#domain';
import { eraseAccount } from '#identity';
import { verify } from '#log';
import { accountAt, feedRows, rebuild, statusesById, threadOf, type ReadAt } from '#projections';
import { Gate } from '#visibility';
import { decisionBody, orderBody, postBody, restrictionBody } from '../../test/support/bodies.js';
import { bytesOf, everything } from '../../test/support/contents.js';
import { onEachDatabase, type TestDatabase } from '../../test/support/databases.js';
import { aHistory, canaryOf, live } from '../../test/support/histories.js';
import { Platform, post, type Member } from '../../test/support/platform.js';
import { lookingFrom } from '../../test/support/stored.js';
import { watch } from '../../test/support/watched.js';

const TIME_LIMIT = 30_000;
jest.setTimeout(2 * TIME_LIMIT);

const AUTHORITY = { name: 'Demo authority', short_name: 'Demo', country: 'IN', note: '' };

const now = (platform: Platform): ReadAt => ({
  at: platform.now,
  restrictionsAlsoAt: platform.now,
  viewer: null,
});

onEachDatabase((make) => {
  let place: TestDatabase;
  let platform: Platform;
  let asha: Member;
  let bilal: Member;
  const signUp = (handle: string) =>
    platform.signUp(handle, { display_name: canaryOf(handle), note: canaryOf(handle) });
  beforeEach(async () => {
    place = await make();
    platform = await Platform.on(place);
    [asha, bilal] = [await signUp('asha'), await signUp('bilal')];
  });
  afterEach(async () => {
    // Whatever was erased: the chain verifies, and what is left is what a rebuild makes of it.
    expect(await verify(platform.database.reader)).toMatchObject({ whole: true });
    const before = await platform.projections();
    await rebuild(platform.database);
    expect(await platform.projections()).toEqual(before);
    await platform.database.close();
    await place.remove();
  });

  describe('erasing an account', () => {
    it('removes its words from every table and from the file, and nobody else’s', async () => {
      const words = await asha.posts(`${canaryOf('asha')} #march`, { spoiler_text: canaryOf('asha') });
      await asha.deletes(await asha.posts(`${canaryOf('asha')}, deleted before`));
      await asha.posts('Zebrafish swim');
      await bilal.posts('Quokkas smile');
      const reply = await bilal.replies(words, canaryOf('bilal'));
      await asha.replies(reply, canaryOf('asha'));
      await platform.erase(asha);
      const all = await everything(platform.database);
      expect(all).not.toContain(canaryOf('asha'));
      expect(all).toContain(canaryOf('bilal'));
      // From the files beside it, too, once they are scrubbed.
      await platform.database.scrub();
      const bytes = bytesOf(place);
      expect(bytes).not.toContain(canaryOf('asha'));
      // Nor from the index by which words are found, which has them in lower case.
      expect(bytes).not.toContain('zebrafish');
      if (place.url.startsWith('sqlite:')) {
        expect(bytes).toContain(canaryOf('bilal'));
        expect(bytes).toContain('quokkas');
      }
    });

    it('of many posts leaves the index of words whole, without theirs, and kept as before', async () => {
      await bilal.posts('Quokkas smile');
      await platform.bus.submit({
        build: ({ at, id }) =>
          Array.from({ length: 150 }, () =>
            command('publish-post', postBody('Zebrafish swim'), { id: id(), at, actor: asha.id }),
          ),
      });
      await platform.erase(asha);
      await bilal.deletes(await bilal.posts('Quokkas sleep'));
      await platform.erase(await signUp('chitra'));
      if (!place.url.startsWith('sqlite:')) return;
      const indexed = await platform.database.write(async (transaction) => {
        // Throws where the index and the rows differ.
        await transaction.query(
          "INSERT INTO post_words_index (post_words_index, rank) VALUES ('integrity-check', 1)",
        );
        return transaction.query(
          'SELECT rowid FROM post_words_index WHERE post_words_index MATCH \'"quokkas"\'',
        );
      });
      expect(indexed).toHaveLength(2);
      await platform.database.scrub();
      expect(bytesOf(place)).not.toContain('zebrafish');
    });

    it('removes it at every instant, and what others hung on it', async () => {
      const words = await asha.posts('Words');
      await bilal.likes(words);
      const repost = await bilal.reposts(words);
      await bilal.follows(asha);
      const before = now(platform);
      await platform.erase(asha);
      const { reader } = platform.database;
      for (const when of [before, now(platform)]) {
        expect(await accountAt(reader, when, { id: asha.id })).toBeUndefined();
        expect((await statusesById(reader, when, [words, repost])).ids).toEqual([]);
        const left = await feedRows(reader, when, { name: 'account', key: bilal.id }, { limit: 40 });
        expect(left.ids).toEqual([]);
        expect(await accountAt(reader, when, { id: bilal.id })).toMatchObject({
          counts: { statuses: 0, followers: 0, following: 0 },
        });
      }
    });

    it('takes back what others were told of how they passed its words on', async () => {
      const repost = await bilal.reposts(await asha.posts('Words'));
      await platform.done('impose-restriction', restrictionBody('withhold', post(repost)));
      const told = async (): Promise<unknown> => (await platform.projections())['notification'];
      expect(await told()).toHaveLength(2);
      await platform.erase(asha);
      expect(await told()).toEqual([]);
    });

    it('takes back what it hung on others', async () => {
      const words = await bilal.posts('Words');
      await asha.likes(words);
      await asha.reposts(words);
      await asha.replies(words, 'Hi');
      await asha.follows(bilal);
      const others = await signUp('chitra');
      await others.likes(words);
      await platform.erase(asha);
      const page = await statusesById(platform.database.reader, now(platform), [words]);
      expect(page.posts.get(words)?.counts).toEqual({ likes: 1, reposts: 0, replies: 0 });
    });

    it('leaves what others answered to it, and what they said of it', async () => {
      const words = await asha.posts('Words');
      const reply = await bilal.replies(words, 'An answer');
      const quote = await bilal.quotes(words, 'A comment');
      const onThat = await bilal.quotes(quote, 'A comment on it');
      await platform.erase(asha);
      const page = await statusesById(platform.database.reader, now(platform), [reply, quote, onThat]);
      const viewpoint = lookingFrom('IN', { at: platform.now });
      const shown = new Gate('').listed(page, viewpoint, 'account').statuses.value;
      expect(
        shown.map(({ content, quote: inside }) => [content, inside?.quoted_status?.content ?? null]),
      ).toEqual([
        ['<p>A comment on it</p>', '<p>A comment</p>'],
        ['<p>A comment</p>', null],
        ['<p>An answer</p>', null],
      ]);
    });

    it('keeps the place of what was answered, though both who answered and whom they answered are erased', async () => {
      const chitra = await signUp('chitra');
      const root = await bilal.posts('A question');
      const first = await asha.replies(root, canaryOf('asha'));
      await asha.deletes(first);
      const second = await asha.replies(root, canaryOf('asha'));
      const third = await asha.replies(second, canaryOf('asha'));
      const fourth = await chitra.replies(third, canaryOf('chitra'));
      const last = await bilal.replies(fourth, 'The last word');
      await platform.erase(asha);
      await platform.erase(chitra);
      const { above, below, posts } = await threadOf(platform.database.reader, now(platform), root);
      expect([above, [...posts.keys()]]).toEqual([[], [last]]);
      expect(below).toEqual([
        { id: second, inReplyTo: root },
        { id: third, inReplyTo: second },
        { id: fourth, inReplyTo: third },
        { id: last, inReplyTo: fourth },
      ]);
      const up = await threadOf(platform.database.reader, now(platform), last);
      expect(up.above.map(({ id }) => id)).toEqual([fourth, third, second, root]);
    });

    it('keeps the place of what is answered with it, in one batch', async () => {
      const root = await bilal.posts('A question');
      const reply = await asha.replies(root, 'An answer');
      const [, answer] = await Promise.all([
        bilal.likes(root),
        bilal.replies(reply, 'Thanks'),
        platform.erase(asha),
      ]);
      const { below } = await threadOf(platform.database.reader, now(platform), root);
      expect(below.map(({ id }) => id)).toEqual([reply, answer]);
    });

    it('frees its name', async () => {
      await platform.erase(asha);
      const another = await signUp('asha');
      expect(another.id).not.toBe(asha.id);
    });

    it('happens once, and ends what it could do', async () => {
      await platform.erase(asha);
      await expect(platform.erase(asha)).rejects.toMatchObject({ refusal: { kind: 'not_found' } });
      await expect(asha.posts('A word more')).rejects.toMatchObject({ refusal: { kind: 'not_found' } });
    });

    it('removes what was asked for with it, too', async () => {
      const words = await asha.posts('Words');
      await Promise.allSettled([
        platform.erase(asha),
        asha.posts(canaryOf('asha')),
        bilal.likes(words),
        bilal.reposts(words),
        bilal.follows(asha),
      ]);
      expect(await everything(platform.database)).not.toContain(canaryOf('asha'));
      expect(await accountAt(platform.database.reader, now(platform), { id: bilal.id })).toMatchObject({
        counts: { statuses: 0, following: 0 },
      });
    });

    it('of a moderator or an authority lifts nothing that it imposed', async () => {
      const words = await bilal.posts('Words');
      const moderator = await signUp('moderator');
      const office = { actor: moderator.id };
      await platform.done('impose-restriction', restrictionBody('withhold', post(words)), office);
      const ministry = await signUp('ministry');
      const filing = { actor: ministry.id };
      const authority = await platform.done('register-authority', AUTHORITY, filing);
      const order = await platform.done(
        'file-order',
        orderBody(authority, [{ subject: post(words) }]),
        filing,
      );
      await platform.done('decide-item', decisionBody(order, 1, 'labelled'), office);
      for (const officer of [moderator, ministry]) await platform.erase(officer);
      const left = await everything(platform.database);
      for (const handle of ['moderator', 'ministry']) expect(left).not.toContain(canaryOf(handle));
      await rebuild(platform.database);
      const page = await statusesById(platform.database.reader, now(platform), [words]);
      expect(
        page.posts
          .get(words)
          ?.restrictions.map(({ kind }) => kind)
          .sort(),
      ).toEqual(['label', 'withhold']);
    });
  });

  describe('erasing that is aborted', () => {
    it('leaves everything as it was, and can be done again', async () => {
      await asha.posts(canaryOf('asha'));
      const { database } = platform;
      const before = await everything(database);
      const stop = new AbortController();
      const watched = watch(database, (sql) => {
        if (sql.includes('DELETE FROM log_body')) stop.abort();
      }).database;
      const erasing = eraseAccount(watched, new CommandBus(watched), asha.id, stop.signal);
      await expect(erasing).rejects.toThrow(/abort/i);
      expect(await everything(database)).toEqual(before);
      await platform.erase(asha);
      expect(await everything(database)).not.toContain(canaryOf('asha'));
    });
  });

  describe('after any history', () => {
    it('erasing somebody leaves no word of theirs, and every word of the others', async () => {
      // The rebuild after each test compares what is left; the histories share one platform.
      let n = 0;
      await fc.assert(
        fc.asyncProperty(aHistory(40, ['erase', 'sign up']), async (moves) => {
          const folder = await make();
          const one = await Platform.on(folder);
          try {
            await live(one, moves);
            const [first] = await one.database.reader.query<{ id: string }>(
              `SELECT id FROM account WHERE handle = 'asha'`,
            );
            const others = (text: string) =>
              ['bilal', 'chitra', 'dev'].map((who) => text.split(canaryOf(who)).length);
            const before = await everything(one.database);
            await one.done('erase-account', { account: first!.id });
            const after = await everything(one.database);
            expect(after).not.toContain(canaryOf('asha'));
            expect(others(after)).toEqual(others(before));
            expect(await verify(one.database.reader)).toMatchObject({ whole: true });
            n += 1;
          } finally {
            await one.database.close();
            const bytes = bytesOf(folder);
            await folder.remove();
            expect(bytes).not.toContain(canaryOf('asha'));
          }
        }),
        { numRuns: place.url.startsWith('postgres') ? 2 : 8, interruptAfterTimeLimit: TIME_LIMIT },
      );
      expect(n).toBeGreaterThan(0);
    });
  });
});
