import { beforeAll, describe, expect, it, jest } from '@jest/globals';
import fc from 'fast-check';
import { eraseAccount, setCountry, setRole } from '#identity';
import { readHead } from '#log';
import { FrameSet } from '../apps/server/live/frame-set.js';
import { restrictionBody } from './support/bodies.js';
import { people, type Person } from './support/client.js';
import { onEachDatabase } from './support/databases.js';
import { Listener, listenersOn } from './support/listener.js';
import { serverOn } from './support/server.js';

const INDIA = { view_from: 'IN' };
const ELSEWHERE = { view_from: 'elsewhere' };

onEachDatabase((make) => {
  const server = serverOn(make, { env: { TEST: '1' } });
  const { listen, onPublic } = listenersOn(server);
  let asha: Person;
  let bilal: Person;

  const withhold = (post: string): Promise<string> =>
    server.does('impose-restriction', restrictionBody('withhold', { type: 'post', id: post }));

  beforeAll(async () => {
    ({ asha, bilal } = await people(server.address, { asha: 'reader', bilal: 'reader' }));
  });

  describe('a subscription', () => {
    it('is acknowledged with where the log stands', async () => {
      const listener = await listen();
      const { seq } = await readHead(server.database.reader);
      expect(await listener.ask('subscribe', { stream: 'public' })).toMatchObject({ ok: true, seq });
      expect(await listener.ask('unsubscribe', { stream: 'public' })).toEqual({ ok: true, seq });
      await asha.posts('Nobody listens');
      await listener.hasHeard(server);
      expect(listener.frames).toEqual([]);
    });

    it('is acknowledged with where one looks from, and how that is known', async () => {
      await setCountry(server.database, bilal.id, 'IN');
      const [nobody, somebody] = [await listen(), await listen(bilal)];
      const subscribes = (listener: Listener, view_from?: string) =>
        listener.ask('subscribe', { stream: 'public', ...(view_from === undefined ? {} : { view_from }) });
      const seq = expect.any(Number);
      expect(await subscribes(nobody)).toEqual({ ok: true, seq, from: null, basis: 'unknown' });
      expect(await subscribes(nobody, 'uk')).toEqual({ ok: true, seq, from: 'GB', basis: 'simulated' });
      expect(await subscribes(somebody)).toEqual({ ok: true, seq, from: 'IN', basis: 'account' });
      expect(await somebody.ask('view:from', { country: 'Elsewhere' })).toEqual({
        ok: true,
        seq,
        from: 'elsewhere',
        basis: 'simulated',
      });
      // A place that was set for the socket holds for its next subscription.
      expect(await subscribes(somebody)).toEqual({ ok: true, seq, from: 'elsewhere', basis: 'simulated' });
      await setCountry(server.database, bilal.id, null);
    });

    it.each([
      ['nothing', []],
      ['no object', ['public']],
      ['null', [null]],
      ['a list', [['public']]],
      ['two payloads', [{ stream: 'public' }, { stream: 'user' }]],
      ['no stream', [{}]],
      ['an unknown stream', [{ stream: 'private' }]],
      ['an unknown venue', [{ stream: 'venue:usenet' }]],
      ['an account that has no id', [{ stream: 'account:asha' }]],
      ['a hashtag with a space', [{ stream: 'hashtag:a b' }]],
      ['a stream that is no text', [{ stream: 7 }]],
      ['no such country', [{ stream: 'public', view_from: 'Atlantis' }]],
      ['a country that is no text', [{ stream: 'public', view_from: ['IN'] }]],
      ['somebody else’s eyes', [{ stream: 'public', view_as: 'moderator' }]],
      ['before the beginning', [{ stream: 'public', since: -1 }]],
      ['between two events', [{ stream: 'public', since: 1.5 }]],
      ['a text for a number', [{ stream: 'public', since: '1' }]],
      ['the future', [{ stream: 'public', since: 1_000_000 }]],
      ['the user stream, by nobody', [{ stream: 'user' }]],
      ['bytes', [Buffer.from('public')]],
    ])('is refused, with the reason: %s', async (_, payload) => {
      const listener = await listen();
      expect(await listener.ask('subscribe', ...payload)).toEqual({
        ok: false,
        error: expect.stringMatching(/^(?!Something went wrong).+/),
      });
      expect(listener.socket.connected).toBe(true);
    });

    it('takes null for what is left out', async () => {
      const listener = await listen();
      const request = { stream: 'public', view_from: null, view_as: null, since: null };
      expect(await listener.ask('subscribe', request)).toMatchObject({ ok: true });
    });

    it('of a hashtag is under its one name', async () => {
      const listener = await listen();
      await listener.ask('subscribe', { stream: 'hashtag:#Chai' });
      const { id } = await asha.posts('#CHAI');
      await listener.hasHeard(server);
      expect(listener.told('hashtag:chai')).toEqual([`update ${id}`]);
      await listener.ask('unsubscribe', { stream: 'hashtag:CHAI' });
      await asha.posts('#chai');
      await listener.hasHeard(server);
      expect(listener.frames).toHaveLength(1);
    });

    it('again takes the place of the one before', async () => {
      const listener = await onPublic(INDIA);
      await listener.subscribe('public', ELSEWHERE);
      const { id } = await asha.posts('Once');
      await withhold(id);
      await listener.hasHeard(server);
      expect(listener.told()).toEqual([`update ${id}`, `withheld ${id} [IN]`]);
    });

    it('is one of twenty at most', async () => {
      const listener = await listen();
      const subscribe = (n: number) => listener.ask('subscribe', { stream: `hashtag:number${n}` });
      const answers = await Promise.all(Array.from({ length: 25 }, (_, n) => subscribe(n)));
      expect(answers.filter(({ ok }) => ok)).toHaveLength(20);
      // The same ones again are no more than they were.
      expect(await subscribe(0)).toMatchObject({ ok: true });
      await listener.ask('unsubscribe', { stream: 'hashtag:number0' });
      expect(await subscribe(24)).toMatchObject({ ok: true });
    });

    it('of whom one follows is kept up with whom one follows', async () => {
      const [one, other] = [await listen(bilal), await listen(bilal)];
      for (const listener of [one, other]) await listener.subscribe('user');
      const texts = async (listener: Listener): Promise<string[]> => {
        await listener.hasHeard(server);
        return listener.frames.flatMap((frame) => (frame.type === 'update' ? frame.payload.content : []));
      };
      await asha.posts('A stranger’s');
      await server.does('follow-account', { account: asha.id }, bilal.id);
      await asha.posts('A friend’s');
      // Whoever moves reads again what is being told meanwhile.
      await other.hasHeard(server);
      // The first one leaves, the other one moves.
      one.close();
      await other.ask('view:from', { country: 'US' });
      await asha.posts('Still a friend’s');
      await server.does('unfollow-account', { account: asha.id }, bilal.id);
      await asha.posts('A stranger’s again');
      expect(await texts(other)).toEqual(['<p>A friend’s</p>', '<p>Still a friend’s</p>']);
    });

    it('an unknown event is answered, and nothing breaks', async () => {
      const listener = await listen();
      expect(await listener.ask('shout', { loud: true })).toMatchObject({
        ok: false,
        error: expect.stringMatching(/^Unknown event "shout"/),
      });
      (listener.socket as unknown as { emit(event: string): void }).emit('whisper');
      await listener.until('an error', () => listener.errors.length > 0);
      expect(listener.errors).toEqual([expect.stringMatching(/whisper/)]);
      expect(await listener.ask('subscribe', { stream: 'public' })).toMatchObject({ ok: true });
    });

    it('any payload is answered', async () => {
      const listener = await listen();
      await fc.assert(
        fc.asyncProperty(
          fc.constantFrom('subscribe', 'unsubscribe', 'view:from'),
          fc.oneof(
            fc.jsonValue(),
            fc.record(
              {
                stream: fc.oneof(fc.constantFrom('public', 'user', 'hashtag:', 'account:'), fc.jsonValue()),
                view_from: fc.jsonValue(),
                view_as: fc.jsonValue(),
                since: fc.oneof(fc.integer(), fc.jsonValue()),
                country: fc.jsonValue(),
              },
              { requiredKeys: [] },
            ),
          ),
          async (event, payload) => {
            const answer = await listener.ask(event, payload);
            if (!answer.ok) expect(answer.error).not.toMatch(/^Something went wrong/);
          },
        ),
        { numRuns: 150 },
      );
      expect(listener.socket.connected).toBe(true);
    });

    it.each([
      '2',
      '27',
      '2[5,"x"]',
      '27[5]',
      '2[-1e999]',
      '2["error",{}]',
      '2["__proto__"]',
      '2["subscribe"]',
    ])('a packet that no client makes does no harm: %s', async (packet) => {
      const listener = await listen();
      listener.sendRaw(packet);
      expect(await listener.ask('subscribe', { stream: 'public' })).toMatchObject({ ok: true });
    });

    it.each([10, 3_000, 20_000])('is answered, however deep: %d', async (depth) => {
      const deep = `${'['.repeat(depth)}${']'.repeat(depth)}`;
      const payloads = [deep, `{"stream":${deep}}`, `{"stream":"public","view_from":${deep}}`];
      const listener = await listen();
      const answer = (id: number, payload: string) => {
        const answered = listener.acknowledged(id);
        listener.sendRaw(`2${id}["subscribe",${payload}]`);
        return answered;
      };
      for (const [n, payload] of payloads.entries())
        expect(await answer(1_000 + n, payload)).toEqual({
          ok: false,
          error: expect.stringMatching(/^(?!Something went wrong).+/),
        });
      expect(await answer(2_000, `{"stream":"public","else":${deep}}`)).toMatchObject({ ok: depth === 10 });
    });

    it('of a burst for one stream the last one holds, and the others are not read for', async () => {
      const listener = await listen();
      const read = jest.spyOn(FrameSet, 'read');
      const asked = { stream: 'public', ...INDIA, since: 0 };
      const answers = await Promise.all(Array.from({ length: 500 }, () => listener.ask('subscribe', asked)));
      const reads = read.mock.calls.length;
      read.mockRestore();
      expect(answers.at(-1)).toMatchObject({ ok: true });
      expect(answers.filter(({ ok }) => !ok).length).toBeGreaterThan(450);
      expect(reads).toBeLessThan(50);
      listener.forget();
      const { id } = await asha.posts('Once');
      await listener.hasHeard(server);
      expect(listener.told()).toEqual([`update ${id}`]);
    });

    it('that has not begun is given up with its stream, and moves with the socket', async () => {
      const listener = await listen();
      const [given, left] = await Promise.all([
        listener.ask('subscribe', { stream: 'public', since: 0 }),
        listener.ask('unsubscribe', { stream: 'public' }),
      ]);
      expect([given.ok, left.ok]).toEqual([false, true]);
      await Promise.all([
        listener.ask('subscribe', { stream: 'venue:home', ...ELSEWHERE }),
        listener.ask('view:from', { country: 'IN' }),
      ]);
      const { id } = await asha.posts('Seen from India');
      await withhold(id);
      await listener.hasHeard(server);
      expect(listener.told()).toEqual([
        `update ${id}`,
        `status.update ${id} (tombstone)`,
        `withheld ${id} [IN]`,
      ]);
    });

    it('with a token that is nobody’s, does not begin', async () => {
      for (const token of ['nobodys', 7, {}])
        await expect(Listener.connect(server.address, { token })).rejects.toThrow(/access token is invalid/);
    });
  });

  describe('another viewpoint', () => {
    it('moves every subscription, and asks to read again', async () => {
      const listener = await listen();
      await listener.subscribe('public', ELSEWHERE);
      await listener.subscribe(`account:${asha.id}`);
      const { id } = await asha.posts('Here and there');
      expect(await listener.ask('view:from', { country: 'in' })).toMatchObject({ ok: true });
      expect(listener.resyncs).toEqual([{ stream: null, reason: expect.any(String) }]);
      await withhold(id);
      await listener.hasHeard(server);
      const told = [`update ${id}`, `status.update ${id} (tombstone)`, `withheld ${id} [IN]`];
      expect(listener.told('public')).toEqual(told);
      expect(listener.told(`account:${asha.id}`)).toEqual(told);
      // A later subscription looks from there, too.
      await listener.subscribe('venue:home');
      const { id: later } = await asha.posts('Later');
      await withhold(later);
      await listener.hasHeard(server);
      expect(listener.told('venue:home')).toContain(`status.update ${later} (tombstone)`);
      expect(await listener.ask('view:from', { country: 'nowhere' })).toMatchObject({ ok: false });
    });

    it('two windows of one person look from where each of them says', async () => {
      const [left, right] = [await onPublic(INDIA, bilal), await onPublic({ view_from: 'GB' }, bilal)];
      const { id } = await asha.posts('Not for India');
      await withhold(id);
      await Promise.all([left.hasHeard(server), right.hasHeard(server)]);
      expect(left.told()).toContain(`status.update ${id} (tombstone)`);
      expect(right.told()).toEqual([`update ${id}`, `withheld ${id} [IN]`]);
    });

    it('hundreds of sockets get what their country gets', async () => {
      const countries = ['IN', 'US', 'GB', 'elsewhere', 'DE'];
      const crowd = await Promise.all(
        Array.from({ length: 200 }, async (_, n) => ({
          country: countries[n % countries.length] ?? '',
          listener: await listen(),
        })),
      );
      await Promise.all(
        crowd.map(({ country, listener }) => listener.subscribe('public', { view_from: country })),
      );
      const { id } = await asha.posts('To everybody');
      await withhold(id);
      await Promise.all(crowd.map(({ listener }) => listener.hasHeard(server)));
      for (const { country, listener } of crowd) {
        const tombstone = country === 'IN' ? [`status.update ${id} (tombstone)`] : [];
        expect(listener.told()).toEqual([`update ${id}`, ...tombstone, `withheld ${id} [IN]`]);
      }
    }, 20_000);
  });

  describe('who is no longer who they were', () => {
    const made = async (name: string, role: 'reader' | 'moderator'): Promise<Person> =>
      (await people(server.address, { [name]: role }))[name]!;
    const isClosed = async (listener: Listener): Promise<void> => {
      await listener.until('the end', () => !listener.socket.connected);
      expect(listener.errors).toEqual(['viewer_changed']);
    };

    it('is a moderator no longer: what is open is closed, and nothing more begins', async () => {
      const chitra = await made('chitra', 'moderator');
      const [open, asking, other] = [
        await onPublic(INDIA, chitra),
        await listen(chitra),
        await onPublic(INDIA),
      ];
      await setRole(server.database, chitra.id, 'reader');
      const changed = { ok: false, error: expect.stringMatching(/connect again/) };
      expect(await asking.ask('subscribe', { stream: 'public', since: 0 })).toEqual(changed);
      await Promise.all([open, asking].map(isClosed));
      expect(other.socket.connected).toBe(true);
      const { id } = await asha.posts('Not for India');
      await withhold(id);
      const again = await onPublic(INDIA, chitra);
      await withhold((await asha.posts('Nor this')).id);
      await again.hasHeard(server);
      expect(again.told()[1]).toMatch(/tombstone/);
    });

    it('is a moderator who is suspended: looks as a reader does from then on', async () => {
      const farid = await made('farid', 'moderator');
      const open = await onPublic(INDIA, farid);
      const suspended = restrictionBody('suspend', { type: 'account', id: farid.id });
      const restriction = await server.does('impose-restriction', suspended);
      await isClosed(open);
      const again = await onPublic(INDIA, farid);
      const { id } = await asha.posts('Not for India');
      await withhold(id);
      await again.hasHeard(server);
      expect(again.told()).toContain(`status.update ${id} (tombstone)`);
      await server.does('lift-restriction', { restriction, reason: 'Appeal' });
      await isClosed(again);
    });

    it('looks from another country: so do new sockets', async () => {
      const divya = await made('divya', 'reader');
      const moved = await listen(divya);
      await setCountry(server.database, divya.id, 'IN');
      expect(await moved.ask('view:from', { country: 'US' })).toMatchObject({ ok: false });
      await isClosed(moved);
      const again = await onPublic({}, divya);
      const { id } = await asha.posts('Not for her');
      await withhold(id);
      await again.hasHeard(server);
      expect(again.told()).toContain(`status.update ${id} (tombstone)`);
    });

    it('is erased: told nothing more, and the others that they are to read again', async () => {
      const esha = await made('esha', 'moderator');
      const { id } = await esha.posts('Soon gone');
      const { seq } = await readHead(server.database.reader);
      const [own, other] = [await onPublic(INDIA, esha), await onPublic(INDIA)];
      await other.subscribe('hashtag:gone');
      expect(await eraseAccount(server.database, server.bus, esha.id)).toBeNull();
      await isClosed(own);
      await expect(listen(esha)).rejects.toThrow(/access token is invalid/);
      const resync = (stream: string) => ({ stream, reason: 'something was erased' });
      await other.hasHeard(server);
      expect(other.resyncs).toEqual([resync('public'), resync('hashtag:gone')]);
      expect(JSON.stringify([other.resyncs, other.frames])).not.toContain(id);
      const later = await asha.posts('Later');
      const resumed = await listen();
      await resumed.subscribe('public', { since: seq });
      expect(resumed.resyncs).toEqual([resync('public')]);
      expect(resumed.told()).toEqual([`update ${later.id}`]);
    });
  });
});
