import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { CommandBus, IDEMPOTENCY_KEYS_HOLD_MS, type Outcome } from '#commands';
import type { Database } from '#database';
import { command, timeOfId, type LoggedEvent } from '#domain';
import { read, readHead, verify } from '#log';
import { accountBody, postBody } from '../../test/support/bodies.js';
import { onEachDatabase, type TestDatabase } from '../../test/support/databases.js';
import { Platform, post, type Member } from '../../test/support/platform.js';
import { LostConnection, watch, type Watched } from '../../test/support/watched.js';

const refused = (kind: string, rest: object = {}) =>
  expect.objectContaining({ ok: false, refusal: expect.objectContaining({ kind, ...rest }) });

onEachDatabase((make) => {
  let place: TestDatabase;
  let opened: Database;
  let watched: Watched;
  let platform: Platform;
  // Everyone is new in each test; the database, dear to make, is the same.
  let asha: Member;
  let bilal: Member;
  let tests = 0;
  let begun: number;
  const called = (handle: string) => `${handle}_${tests}`;
  beforeAll(async () => {
    place = await make();
    opened = await place.open();
  });
  beforeEach(async () => {
    tests += 1;
    watched = watch(opened);
    platform = new Platform(watched.database);
    platform.now = Math.max(platform.now, (await readHead(opened.reader)).personAt);
    [asha, bilal] = await Promise.all([platform.signUp(called('asha')), platform.signUp(called('bilal'))]);
    begun = (await readHead(opened.reader)).seq;
  });
  afterAll(async () => {
    expect(await verify(opened.reader)).toMatchObject({ whole: true, erased: 0 });
    await opened.close();
    await place.remove();
  });

  /** The events of this test. */
  const events = async (): Promise<LoggedEvent[]> => (await read(opened.reader, begun, 10_000)).events;
  const types = async () => (await events()).map(({ type }) => type);
  const publish = (by: Member, text: string, meta = {}) =>
    platform.ask('publish-post', postBody(text), { ...by.meta, ...meta });

  describe('a batch', () => {
    it('is one transaction for all that arrive together', async () => {
      const before = watched.commits;
      const outcomes = await Promise.all(Array.from({ length: 50 }, (_, i) => publish(asha, `Post ${i}`)));
      expect(outcomes.every(({ ok }) => ok)).toBe(true);
      expect(watched.commits - before).toBe(1);
    });

    it('takes what arrives while another commits in the next one', async () => {
      const before = watched.commits;
      const first = publish(asha, 'First');
      // After the turn in which the first batch began.
      await new Promise((resolve) => setImmediate(resolve));
      const others = Array.from({ length: 30 }, (_, i) => publish(bilal, `Post ${i}`));
      await Promise.all([first, ...others]);
      expect(watched.commits - before).toBe(2);
    });

    it('takes no more commands than its size, but always one submission', async () => {
      const small = new CommandBus(watched.database, { batchSize: 10, clock: () => platform.now });
      const submit = (weight: number) =>
        small.submit({
          weight,
          build: ({ at, id }) =>
            Array.from({ length: weight }, () =>
              command('publish-post', postBody('Words'), { ...asha.meta, id: id(), at }),
            ),
        });
      const before = watched.commits;
      await Promise.all([submit(4), submit(4), submit(4), submit(25), submit(1)]);
      // 4 + 4, 4, 25, 1.
      expect(watched.commits - before).toBe(4);
    });

    it('takes a fixed number of statements, however many commands', async () => {
      const [p, q] = [await asha.posts('One'), await asha.posts('Two')];
      const order = await platform.file(await platform.registerAuthority(), [post(p), post(q)]);
      const everything = (n: number, who: Member) => [
        platform.ask('open-account', accountBody(called(`guest_${n}`))),
        publish(who, `Post ${n}`, { idempotency_key: `key-${n}` }),
        platform.ask('like-post', { post: p }, who.meta),
        platform.ask('repost-post', { post: q, visibility: 'public' }, who.meta),
        platform.ask('follow-account', { account: asha.id }, who.meta),
        platform.ask('give-notice', { order, kind: 'other', text: `Notice ${n}` }),
      ];
      const guests = await Promise.all(
        Array.from({ length: 41 }, (_, i) => platform.signUp(called(`member_${i}`))),
      );
      const statementsFor = async (whole: Promise<Outcome>[]) => {
        const before = watched.statements;
        expect((await Promise.all(whole)).every(({ ok }) => ok)).toBe(true);
        return watched.statements - before;
      };
      const [first, ...rest] = guests as [Member, ...Member[]];
      const one = await statementsFor(everything(0, first));
      const forty = await statementsFor(rest.flatMap((who, i) => everything(i + 1, who)));
      expect(forty).toBe(one);
    });

    it('is decided in order of arrival, each on what the ones before it left', async () => {
      const p = await asha.posts('Hello');
      const outcomes = await Promise.all([
        platform.ask('open-account', accountBody(called('dev'))),
        platform.ask('open-account', accountBody(called('DEV'))),
        platform.ask('like-post', { post: p }, bilal.meta),
        platform.ask('like-post', { post: p }, bilal.meta),
        platform.ask('delete-post', { post: p }, asha.meta),
        platform.ask('like-post', { post: p }, asha.meta),
      ]);
      expect(outcomes.map((one) => (one.ok ? 'done' : one.refusal.kind))).toEqual([
        ...['done', 'conflict', 'done', 'done', 'done', 'not_found'],
      ]);
      expect(await types()).toEqual(['post.published', 'account.opened', 'post.liked', 'post.deleted']);
    });

    it('tells of each where the log stood once it was done', async () => {
      const { seq } = await readHead(opened.reader);
      const p = platform.ask('publish-post', postBody('Hello'), asha.meta);
      const nothing = platform.ask('unfollow-account', { account: asha.id }, bilal.meta);
      const follow = platform.ask('follow-account', { account: asha.id }, bilal.meta);
      expect(await Promise.all([p, nothing, follow])).toEqual([
        expect.objectContaining({ ok: true, seq: seq + 1 }),
        expect.objectContaining({ ok: true, seq: seq + 1, subjects: [asha.id] }),
        expect.objectContaining({ ok: true, seq: seq + 2 }),
      ]);
    });
  });

  describe('time', () => {
    it('is the clock’s, and in the ids, which ascend within a moment too', async () => {
      platform.tick = 0;
      const ids = await Promise.all(Array.from({ length: 20 }, (_, i) => asha.posts(`Post ${i}`)));
      expect([...ids].sort()).toEqual(ids);
      expect(new Set(ids.map(timeOfId))).toEqual(new Set([platform.now]));
      const later = await asha.posts('Later');
      expect(later > (ids.at(-1) ?? '')).toBe(true);
    });

    it('never goes back, though the clock does', async () => {
      const first = await asha.posts('First');
      platform.now -= 3_600_000;
      const second = await asha.posts('Second');
      expect(timeOfId(second)).toBe(timeOfId(first));
      // Nor in another process, whose clock is behind.
      const elsewhere = new Platform(opened);
      expect(await elsewhere.done('publish-post', postBody('Third'), asha.meta)).toBeTruthy();
      const times = (await events()).map(({ at }) => at);
      expect([...times].sort((a, b) => a - b)).toEqual(times);
    });
  });

  describe('a refused command', () => {
    it('writes nothing and costs nobody else', async () => {
      const outcomes = await Promise.all([
        publish(asha, 'One'),
        publish(asha, ' '),
        publish(bilal, 'x'.repeat(501)),
        platform.ask('delete-post', { post: 'nothing' }, asha.meta),
        publish(bilal, 'Two'),
      ]);
      expect(outcomes.map(({ ok }) => ok)).toEqual([true, false, false, false, true]);
      expect(await types()).toEqual(['post.published', 'post.published']);
    });

    it('takes the others of its submission with it', async () => {
      const outcome = await platform.bus.submit({
        build: ({ at, id }) => [
          command('publish-post', postBody('One'), { ...asha.meta, id: id(), at, idempotency_key: 'key' }),
          command('follow-account', { account: bilal.id }, { ...asha.meta, id: id(), at }),
          command('follow-account', { account: asha.id }, { ...asha.meta, id: id(), at }),
        ],
      });
      expect(outcome).toEqual(refused('invalid'));
      expect(await types()).toEqual([]);
      // The refused submission leaves nothing behind that the next one could find.
      expect(await platform.ask('follow-account', { account: bilal.id }, asha.meta)).toMatchObject({
        ok: true,
      });
      expect(await types()).toEqual(['account.followed']);
    });

    it('does not run what would have been written privately', async () => {
      let ran = 0;
      const privately = () => Promise.resolve(void (ran += 1));
      await platform.ask('publish-post', postBody(' '), asha.meta, { privately });
      expect(ran).toBe(0);
      await platform.ask('publish-post', postBody('Words'), asha.meta, { privately });
      expect(ran).toBe(1);
    });
  });

  describe('several commands as one submission', () => {
    it('happen together, each on what the ones before it did', async () => {
      const outcome = await platform.bus.submit({
        build: ({ at, id }) => {
          const [account, words] = [id(), id()];
          return [
            command('open-account', accountBody(called('chitra')), { id: account, at }),
            command('publish-post', postBody('Hello'), { id: words, at, actor: account }),
            command('like-post', { post: words }, { id: id(), at, actor: account }),
          ];
        },
      });
      expect(outcome).toMatchObject({
        ok: true,
        subjects: [expect.any(String), expect.any(String), expect.any(String)],
      });
      expect(await types()).toEqual(['account.opened', 'post.published', 'post.liked']);
    });
  });

  describe('a submission that is aborted', () => {
    it('does not happen; those that share its batch do', async () => {
      const stop = new AbortController();
      const [one, aborted, two] = await Promise.allSettled([
        publish(asha, 'One'),
        platform.ask('publish-post', postBody('Aborted'), asha.meta, {
          privately: () => Promise.resolve(stop.abort()),
          signal: stop.signal,
        }),
        publish(bilal, 'Two'),
      ]);
      expect([one.status, aborted.status, two.status]).toEqual(['fulfilled', 'rejected', 'fulfilled']);
      expect(aborted).toMatchObject({ reason: { name: 'AbortError' } });
      expect(await types()).toEqual(['post.published', 'post.published']);
    });
  });

  describe('when the database fails', () => {
    const brokenPrivately = {
      privately: (transaction: Parameters<Parameters<Database['write']>[0]>[0]) =>
        transaction.query('INSERT INTO credential (account_id) VALUES (NULL)').then(() => undefined),
    };

    it('in one submission, it alone is told so; the others go through', async () => {
      const [one, broken, two] = await Promise.allSettled([
        publish(asha, 'One'),
        platform.ask('publish-post', postBody('Broken'), asha.meta, brokenPrivately),
        publish(bilal, 'Two'),
      ]);
      expect([one.status, broken.status, two.status]).toEqual(['fulfilled', 'rejected', 'fulfilled']);
      const texts = (await events()).flatMap((event) =>
        event.type === 'post.published' ? event.payload.text : [],
      );
      expect(texts).toEqual(['One', 'Two']);
    });

    it('a submission that cannot be made is told so alone', async () => {
      const cannot = platform.bus.submit({
        build: () => {
          throw new RangeError('It cannot be made');
        },
      });
      const [made, unmade] = await Promise.allSettled([publish(asha, 'One'), cannot]);
      expect(made.status).toBe('fulfilled');
      expect(unmade).toMatchObject({ status: 'rejected', reason: { message: 'It cannot be made' } });
    });

    it('as it commits a batch, its commands are tried again one by one, and happen once', async () => {
      watched.fail(1);
      const outcomes = await Promise.all([publish(asha, 'One'), publish(bilal, 'Two')]);
      expect(outcomes.every(({ ok }) => ok)).toBe(true);
      expect(await types()).toEqual(['post.published', 'post.published']);
    });

    it('for good, all are told so, nothing is half written, and it goes on once it is back', async () => {
      watched.fail(1, 2, 3);
      const outcomes = await Promise.allSettled([publish(asha, 'One'), publish(bilal, 'Two')]);
      for (const outcome of outcomes)
        expect(outcome).toMatchObject({ status: 'rejected', reason: expect.any(LostConnection) });
      expect(await types()).toEqual([]);
      expect(await publish(asha, 'Three')).toMatchObject({ ok: true });
    });
  });

  describe('an idempotency key', () => {
    const key = { idempotency_key: 'a key of the client’s' };

    it('gives the first result again', async () => {
      const first = await publish(asha, 'Hello', key);
      expect(await publish(asha, 'Hello', key)).toMatchObject({
        ok: true,
        subjects: first.ok && first.subjects,
      });
      // In another process, too, and whatever is asked with it.
      const elsewhere = new Platform(opened);
      expect(
        await elsewhere.ask('publish-post', postBody('Other words'), { ...asha.meta, ...key }),
      ).toMatchObject({
        subjects: first.ok && first.subjects,
      });
      expect(await types()).toEqual(['post.published']);
    });

    it('holds within a batch', async () => {
      const outcomes = await Promise.all([publish(asha, 'Hello', key), publish(asha, 'Hello', key)]);
      expect(new Set(outcomes.map((outcome) => outcome.ok && outcome.subjects[0])).size).toBe(1);
      expect(await types()).toEqual(['post.published']);
    });

    it('is one account’s own', async () => {
      await Promise.all([publish(asha, 'Hello', key), publish(bilal, 'Hello', key)]);
      expect(await types()).toEqual(['post.published', 'post.published']);
    });

    it('of a refused command is not used up', async () => {
      expect(await publish(asha, ' ', key)).toEqual(refused('invalid'));
      expect(await publish(asha, 'Hello', key)).toMatchObject({ ok: true });
    });

    it('holds for a week, and is forgotten by whoever sends another later', async () => {
      const kept = async () =>
        (
          await opened.reader.query<{ key: string }>(
            'SELECT key FROM idempotency_key WHERE account_id = $1 ORDER BY key',
            [asha.id],
          )
        ).map((row) => row.key);
      const first = await publish(asha, 'Hello', key);
      platform.now += IDEMPOTENCY_KEYS_HOLD_MS - 10 * platform.tick;
      expect(await publish(asha, 'Hello', key)).toMatchObject({ subjects: first.ok && first.subjects });
      await publish(asha, 'Something else', { idempotency_key: 'another' });
      expect(await kept()).toEqual([key.idempotency_key, 'another']);
      platform.now += 10 * platform.tick;
      await publish(bilal, 'Something else', { idempotency_key: 'another' });
      expect(await kept()).toEqual(['another']);
    });

    it('is forgotten a few at a time, however many are old', async () => {
      const old = Array.from({ length: 1_000 }, (_, n) => ({
        account_id: asha.id,
        key: `old-${n}`,
        subject: 'a-post',
        created_at: n,
      }));
      await opened.write((transaction) => transaction.insert('idempotency_key', old));
      const left = async () =>
        (await opened.reader.query('SELECT 1 AS one FROM idempotency_key WHERE created_at < 1000')).length;
      await publish(asha, 'Hello', key);
      expect(await left()).toBe(899);
      const [oldest] = await opened.reader.query<{ created_at: number }>(
        'SELECT created_at FROM idempotency_key ORDER BY created_at LIMIT 1',
      );
      expect(Number(oldest?.created_at)).toBe(101);
      await opened.write((transaction) =>
        transaction.query('DELETE FROM idempotency_key WHERE created_at < 1000'),
      );
    });

    it('gives the first result though what it is about was withheld since', async () => {
      const p = await bilal.posts('Hello');
      const reply = () =>
        platform.ask('publish-post', postBody('Hi', { in_reply_to: p }), { ...asha.meta, ...key });
      const first = await reply();
      await platform.impose('withhold', post(p));
      expect(await reply()).toMatchObject({ ok: true, subjects: first.ok && first.subjects });
    });
  });

  describe('submissions in a sequence', () => {
    const after = (sequence: { broken: boolean }, text: string) =>
      platform.ask('publish-post', postBody(text), asha.meta, { sequence });

    it('end with the first that is refused', async () => {
      const sequence = { broken: false };
      const outcomes = await Promise.all(['One', ' ', 'Three'].map((text) => after(sequence, text)));
      expect(outcomes.map(({ ok }) => ok)).toEqual([true, false, false]);
      expect(await after(sequence, 'Four')).toEqual(
        refused('conflict', { message: 'An earlier step was refused' }),
      );
      expect(await after({ broken: false }, 'Another sequence')).toMatchObject({ ok: true });
      expect(await types()).toEqual(['post.published', 'post.published']);
    });

    it('end with the first that the database fails', async () => {
      const sequence = { broken: false };
      // The batch, then its second submission alone.
      watched.fail(1, 3);
      const outcomes = await Promise.allSettled(['One', 'Two', 'Three'].map((text) => after(sequence, text)));
      expect(outcomes.map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'fulfilled']);
      expect(outcomes[2]).toMatchObject({ value: { ok: false } });
      expect(await types()).toEqual(['post.published']);
    });

    it('are not broken by an attempt that was rolled back', async () => {
      const sequence = { broken: false };
      watched.fail(1);
      const outcomes = await Promise.all(['One', 'Two', ' ', 'Four'].map((text) => after(sequence, text)));
      expect(outcomes.map(({ ok }) => ok)).toEqual([true, true, false, false]);
    });
  });

  describe('what is asked of a re-post', () => {
    it('undone twice in one batch, is undone once', async () => {
      const words = await asha.posts('Words');
      await bilal.reposts(words);
      const before = (await types()).length;
      await Promise.all([bilal.undoesRepost(words), bilal.undoesRepost(words)]);
      expect((await types()).slice(before)).toEqual(['post.deleted']);
    });

    it('is done to the post once, in whatever batches it is asked', async () => {
      const p = await asha.posts('Hello');
      await bilal.likes(p);
      // The re-post is made in the very batch in which it is liked, passed on and undone.
      const outcome = await platform.bus.submit({
        build: ({ at, id }) => {
          const repost = id();
          return [
            command('repost-post', { post: p, visibility: 'public' }, { ...asha.meta, id: repost, at }),
            command('like-post', { post: repost }, { ...bilal.meta, id: id(), at }),
            command('unlike-post', { post: repost }, { ...bilal.meta, id: id(), at }),
            command('undo-repost', { post: repost }, { ...asha.meta, id: id(), at }),
          ];
        },
      });
      expect(outcome).toMatchObject({ ok: true });
      expect(await types()).toEqual([
        'post.published',
        'post.liked',
        'post.reposted',
        'post.unliked',
        'post.deleted',
      ]);
    });
  });
});
