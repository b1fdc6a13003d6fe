import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Account, Status } from '#contract';
import { eraseAccount, issueTokenFor } from '#identity';
import { rebuild } from '#projections';
import { restrictionBody } from './support/bodies.js';
import { forOthers, people, type Person, Reader, signsUp } from './support/client.js';
import { everything } from './support/contents.js';
import { onEachDatabase } from './support/databases.js';
import { closeRawConnections, sendRaw } from './support/raw-request.js';
import { serverOn } from './support/server.js';
import { loadStory } from './support/story.js';

const STATUSES = '/api/v1/statuses';
const ACCOUNTS = '/api/v1/accounts';

afterAll(closeRawConnections);

onEachDatabase((make) => {
  const server = serverOn(make, { env: { TEST: '1' } });
  let visitor: Reader;

  beforeAll(async () => {
    await loadStory(server.database);
    visitor = new Reader(server.address);
  });

  describe('someone who signs up', () => {
    it('can post at once, under a name of their own', async () => {
      const asha = await signsUp(server.address, 'Asha');
      const post = await asha.posts('Hello <b>world</b>, see https://example.org #Morning');
      expect(post).toMatchObject({
        visibility: 'public',
        tombstone: false,
        withheld: null,
        provenance: null,
        account: { id: asha.id, acct: 'Asha', venue: 'home', kind: 'person' },
        tags: [{ name: 'morning' }],
      });
      expect(post.content).toContain('&lt;b&gt;world&lt;/b&gt;');
      expect((await visitor.reads<Status>(`${STATUSES}/${post.id}`)).body).toEqual(forOthers(post));
      const found = await visitor.reads<Account>(`${ACCOUNTS}/lookup`, { acct: '@asha' });
      expect(found.body).toMatchObject({ id: asha.id, statuses_count: 1 });
    });

    const newcomer = (rest: Record<string, unknown>) =>
      visitor.sends('POST', ACCOUNTS, {
        username: 'someone',
        email: 'someone@example.org',
        password: 'twelve characters',
        agreement: true,
        ...rest,
      });

    it.each([
      ['a name with spaces', { username: 'a b' }, /username/],
      ['a name too long', { username: 'a'.repeat(31) }, /username/],
      ['no e-mail', { email: 'nobody' }, /email/],
      ['a short password', { password: 'short' }, /password/],
      ['a password of endless length', { password: 'x'.repeat(1_000) }, /password/],
      ['no agreement', { agreement: false }, /agreement/],
      ['a name of the cast', { username: 'ExampleSpeaker' }, /resembles/],
      ['a name that reads like one of the cast', { username: 'examp1e_speaker' }, /resembles/],
      ['a name around one of the cast', { username: 'realexamplespeaker' }, /resembles/],
      ['the name of an authority', { username: 'example_ministry' }, /resembles/],
      ['a stand-in’s name', { username: 'crowd_001' }, /resembles/],
      ['the name of who runs the place', { username: 'adm1n' }, /is kept for who runs this place/],
      ['the name of a venue', { username: 'koo' }, /is kept for who runs this place/],
      ['a name that only looks like one of the cast', { username: 'exarnple_speaker' }, /resembles/],
      [
        'a password that many people use',
        { password: 'password1234' },
        /^Validation failed: password is one/,
      ],
      ['one of them in other letters', { password: 'PassWord1234' }, /password is one/],
      ['a password of one character', { password: 'zzzzzzzzzzzz' }, /password is made of/],
      ['a password of the name and the service', { password: 'someone.withheld' }, /password is made of/],
    ])('is refused with %s', async (_, rest, reason) => {
      const answer = await newcomer(rest);
      expect(answer.status).toBe(422);
      expect(answer.body.error).toMatch(reason);
    });

    it('is refused a name that is taken, and never an e-mail: that would tell who has it', async () => {
      await signsUp(server.address, 'bilal');
      const name = await newcomer({ username: 'BILAL' });
      expect([name.status, name.body.error]).toEqual([
        422,
        'Validation failed: username has already been taken',
      ]);
      const email = await newcomer({ username: 'bilal_too', email: 'Bilal@example.org' });
      expect(email.status).toBe(200);
    });

    it('is refused the name of somebody who was erased, in the words of any that is taken', async () => {
      const gone = await signsUp(server.address, 'Gone_Girl');
      expect(await eraseAccount(server.database, server.bus, gone.id)).toBeNull();
      await rebuild(server.database);
      const [again, taken] = [
        await newcomer({ username: 'gone_girl' }),
        await newcomer({ username: 'Asha' }),
      ];
      expect([again.status, again.text]).toEqual([taken.status, taken.text]);
      expect(again.status).toBe(422);
      expect(await everything(server.database)).not.toMatch(/gone_girl/i);
    });

    it('twice at once is there once', async () => {
      const answers = await Promise.all(Array.from({ length: 5 }, () => newcomer({ username: 'once_only' })));
      expect(answers.map(({ status }) => status).sort()).toEqual([200, 422, 422, 422, 422]);
    });
  });

  describe('a conversation', () => {
    let asha: Person;
    let bilal: Person;
    let meera: Person;
    beforeAll(async () => {
      ({
        talker: asha,
        listener: bilal,
        moderator: meera,
      } = await people(server.address, {
        talker: 'reader',
        listener: 'reader',
        moderator: 'moderator',
      }));
    });
    const countsOf = async (id: string): Promise<number[]> => {
      const { body } = await visitor.reads<Status>(`${STATUSES}/${id}`);
      return [body.replies_count, body.reblogs_count, body.favourites_count];
    };

    it('is replied to, liked, passed on, and all of it undone', async () => {
      const post = await asha.posts('What do you think?');
      const reply = await bilal.replies(post.id, 'Not much');
      expect(reply).toMatchObject({ in_reply_to_id: post.id, in_reply_to_account_id: asha.id });
      expect(await bilal.likes(post.id)).toMatchObject({
        id: post.id,
        favourited: true,
        favourites_count: 1,
      });
      expect(await bilal.likes(post.id)).toMatchObject({ favourites_count: 1 });
      const repost = await bilal.reposts(post.id);
      expect(repost).toMatchObject({ account: { id: bilal.id }, reblog: { id: post.id, reblogs_count: 1 } });
      expect((await bilal.reposts(post.id)).id).toBe(repost.id);
      // Liking a re-post likes the post that it passes on.
      expect(await asha.likes(repost.id)).toMatchObject({ id: post.id, favourites_count: 2 });
      expect(await countsOf(post.id)).toEqual([1, 1, 2]);

      expect(await bilal.unlikes(post.id)).toMatchObject({ favourited: false, favourites_count: 1 });
      expect(await bilal.undoesRepost(post.id)).toMatchObject({ reblogged: false, reblogs_count: 0 });
      expect(await bilal.deletes(reply.id)).toMatchObject({ id: reply.id, content: '<p>Not much</p>' });
      expect(await countsOf(post.id)).toEqual([0, 0, 1]);
      for (const gone of [reply.id, repost.id])
        expect((await visitor.reads(`${STATUSES}/${gone}`)).status).toBe(404);
      expect((await bilal.sends('DELETE', `${STATUSES}/${reply.id}`)).status).toBe(404);
    });

    it('what is deleted was deleted at every time', async () => {
      const post = await asha.posts('I should not have said that');
      const then = new Date().toISOString();
      await asha.deletes(post.id);
      for (const query of [{}, { view_at: then }])
        expect((await visitor.reads(`${STATUSES}/${post.id}`, query)).status).toBe(404);
    });

    it.each([
      ['blank', { status: '  \n ' }, /blank/],
      ['missing', {}, /status/],
      [
        'too long for its venue',
        { status: 'x'.repeat(501) },
        /501 characters long; Withheld takes up to 500/,
      ],
      ['no text', { status: 7 }, /status/],
      ['not storable', { status: 'a\0b' }, /status must be text/],
      ['half a character', { status: 'a\ud83db' }, /status must be text/],
      ['to nobody that there is a word for', { status: 'a', visibility: 'some' }, /visibility/],
      ['in no language', { status: 'a', language: 'not a language' }, /language/],
      ['a reply to nothing', { status: 'a', in_reply_to_id: 'nothing' }, /in_reply_to_id/],
    ])('a post that is %s is a 422', async (_, body, reason) => {
      const answer = await asha.sends('POST', STATUSES, body);
      expect(answer.status).toBe(422);
      expect(answer.body.error).toMatch(reason);
    });

    it('counts characters as a reader does', async () => {
      const family = '👩‍👩‍👧‍👦';
      expect((await asha.posts(family.repeat(500))).content).toContain(family);
      expect((await asha.sends('POST', STATUSES, { status: family.repeat(501) })).status).toBe(422);
    });

    it('takes a form as well as JSON', async () => {
      const answer = await sendRaw(server.address, {
        method: 'POST',
        path: STATUSES,
        headers: {
          'content-type': 'application/x-www-form-urlencoded',
          authorization: `Bearer ${asha.token}`,
        },
        body: 'status=From+a+form&sensitive=true',
      });
      expect(answer.status).toBe(200);
      expect(JSON.parse(answer.text)).toMatchObject({ content: '<p>From a form</p>', sensitive: true });
    });

    it('the same Idempotency-Key gives the first result, for its owner alone', async () => {
      const post = async (who: Person, key: string, status: string): Promise<string> =>
        (await who.sends<Status>('POST', STATUSES, { status }, { 'idempotency-key': key })).body.id;
      const first = await post(asha, 'key-1', 'Once');
      expect(await post(asha, 'key-1', 'Once')).toBe(first);
      expect(await post(asha, 'key-2', 'Once')).not.toBe(first);
      expect(await post(bilal, 'key-1', 'Mine')).not.toBe(first);
      const many = await Promise.all(Array.from({ length: 10 }, () => post(asha, 'key-3', 'All at once')));
      expect(new Set(many).size).toBe(1);
    });

    it('a key too long to be kept is refused, and is nobody else’s', async () => {
      const headers = { 'idempotency-key': 'k'.repeat(201) };
      const answer = await asha.sends('POST', STATUSES, { status: 'Once' }, headers);
      expect(answer.status).toBe(422);
    });

    it('is written as oneself: view_as is for reading', async () => {
      const answer = await asha.looking({ view_as: 'public' }).sends('POST', STATUSES, { status: 'Hello' });
      expect([answer.status, answer.text]).toEqual([422, expect.stringContaining('view_as')]);
    });

    it('another’s post is not theirs to delete', async () => {
      const post = await asha.posts('Mine');
      for (const who of [bilal, meera])
        expect((await who.sends('DELETE', `${STATUSES}/${post.id}`)).status).toBe(404);
      expect((await visitor.reads(`${STATUSES}/${post.id}`)).status).toBe(200);
    });

    it('without a token, or with one that is nobody’s, it is a 401', async () => {
      const stranger = new Reader(server.address, {}, 'nobodys-token');
      for (const who of [visitor, stranger]) {
        const answer = await who.sends('POST', STATUSES, { status: 'Hello' });
        expect(answer.status).toBe(401);
        expect(typeof answer.body.error).toBe('string');
      }
      expect((await stranger.reads('/api/v1/timelines/public')).status).toBe(401);
    });

    describe('with something withheld in it', () => {
      it('what is withheld from someone takes no like, re-post or reply of theirs', async () => {
        const post = await asha.posts('Not for India');
        await server.does('impose-restriction', restrictionBody('withhold', { type: 'post', id: post.id }));
        const indian = bilal.in('IN');
        const tries = [
          indian.sends('POST', `${STATUSES}/${post.id}/favourite`),
          indian.sends('POST', `${STATUSES}/${post.id}/reblog`),
          indian.sends('POST', STATUSES, { status: 'But why?', in_reply_to_id: post.id }),
        ];
        for (const answer of await Promise.all(tries)) {
          expect(answer.status).toBe(451);
          expect(answer.body.status).toMatchObject({ id: post.id, tombstone: true });
          expect(answer.headers.get('geo-scope-block')).toBe('IN');
          expect(answer.text).not.toContain('Not for India');
        }
        expect(await countsOf(post.id)).toEqual([0, 0, 0]);
        // From elsewhere, its author, and a moderator, can.
        expect((await bilal.in('US').likes(post.id)).favourites_count).toBe(1);
        expect((await asha.in('IN').likes(post.id)).favourites_count).toBe(2);
        expect((await meera.in('IN').likes(post.id)).favourites_count).toBe(3);
      });

      it('undoing stays open, and answers with the tombstone', async () => {
        const post = await asha.posts('Was liked before');
        const repost = await bilal.reposts(post.id);
        await bilal.likes(post.id);
        await server.does(
          'impose-restriction',
          restrictionBody('withhold', { type: 'account', id: asha.id }),
        );
        const indian = bilal.in('IN');
        for (const undone of [await indian.unlikes(post.id), await indian.undoesRepost(repost.id)]) {
          expect(undone).toMatchObject({ id: post.id, tombstone: true });
          expect(JSON.stringify(undone)).not.toContain('Was liked before');
        }
        expect(await countsOf(post.id)).toEqual([0, 0, 0]);
      });

      it('what rests on it can be deleted all the same', async () => {
        const { hari } = await people(server.address, { hari: 'reader' });
        const post = await hari.posts('Quoted, and then withheld');
        const own = await bilal.in('IN').posts('So true', { quoted_status_id: post.id });
        await server.does('impose-restriction', restrictionBody('withhold', { type: 'post', id: post.id }));
        const answer = await bilal.in('IN').sends<Status>('DELETE', `${STATUSES}/${own.id}`);
        expect([answer.status, answer.body.tombstone]).toEqual([200, true]);
        expect((await visitor.reads(`${STATUSES}/${own.id}`)).status).toBe(404);
      });

      it('its author sees it, with a banner', async () => {
        const { farah } = await people(server.address, { farah: 'reader' });
        const post = await farah.posts('Mine all the same');
        await server.does('impose-restriction', restrictionBody('withhold', { type: 'post', id: post.id }));
        const own = await farah.in('IN').reads<Status>(`${STATUSES}/${post.id}`);
        expect(own.status).toBe(200);
        expect(own.body).toMatchObject({ tombstone: false, withheld: { country_codes: ['IN'] } });
        const asPublic = await farah.in('IN').reads(`${STATUSES}/${post.id}`, { view_as: 'public' });
        expect(asPublic.status).toBe(451);
      });

      it('what is suspended is not there to be liked', async () => {
        const { gopal } = await people(server.address, { gopal: 'reader' });
        const post = await gopal.posts('Spam');
        await server.does(
          'impose-restriction',
          restrictionBody('suspend', { type: 'account', id: gopal.id }),
        );
        expect((await bilal.sends('POST', `${STATUSES}/${post.id}/favourite`)).status).toBe(404);
      });
    });
  });

  describe('the replay', () => {
    it('its posts can be liked and answered by people here', async () => {
      const { reader } = await people(server.address, { reader: 'reader' });
      const { body } = await visitor.reads<Status[]>('/api/v1/timelines/public', { venue: 'twitter' });
      const post = body.find(({ account }) => account.username === 'examplespeaker');
      expect((await reader.likes(post?.id ?? '')).favourites_count).toBe(1);
      expect(await reader.replies(post?.id ?? '', 'Hello to you')).toMatchObject({ provenance: null });
    });

    it('its statements to the press take no answers', async () => {
      const { reporter } = await people(server.address, { reporter: 'reader' });
      const { body } = await visitor.reads<Status[]>('/api/v1/timelines/public', { venue: 'press' });
      const answer = await reporter.sends('POST', `${STATUSES}/${body[0]?.id ?? ''}/favourite`);
      expect([answer.status, answer.body.error]).toEqual([
        422,
        expect.stringMatching(/takes no likes, re-posts or replies/),
      ]);
    });

    it('nobody acts as its cast', async () => {
      const speaker = await visitor.reads<Account>(`${ACCOUNTS}/lookup`, { acct: 'examplespeaker@twitter' });
      // Even a token made for one of them is nobody's.
      const { token } = await issueTokenFor(server.database, speaker.body.id, Date.now());
      const answer = await new Reader(server.address, {}, token).sends('POST', STATUSES, { status: 'Me' });
      expect(answer.status).toBe(401);
      await expect(
        server.does(
          'publish-post',
          {
            text: 'Me',
            language: null,
            spoiler_text: '',
            sensitive: false,
            visibility: 'public',
            in_reply_to: null,
            quote_of: null,
          },
          speaker.body.id,
        ),
      ).rejects.toThrow(/their scenario alone/);
    });
  });

  it('browsers of other sites may ask for every method', async () => {
    const answer = await sendRaw(server.address, {
      method: 'OPTIONS',
      path: `${STATUSES}/01EX9GX4P0ZZZZZZZZZZZZZZZZ`,
      headers: { origin: 'https://client.example', 'access-control-request-method': 'DELETE' },
    });
    expect(answer.status).toBe(204);
    expect(answer.headers['access-control-allow-methods']).toContain('DELETE');
  });
});
