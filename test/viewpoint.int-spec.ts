import { beforeAll, describe, expect, it } from '@jest/globals';
import type { Explanation, Status } from '#contract';
import { postBody, restrictionBody } from './support/bodies.js';
import { people, Reader, type Answer, type Person } from './support/client.js';
import { onEachDatabase } from './support/databases.js';
import { Listener } from './support/listener.js';
import { serverOn } from './support/server.js';

/** Addresses that the registries list under these countries: of an Indian carrier, of a public resolver. */
const OF_INDIA = '49.207.50.1';
const OF_THE_US = '8.8.8.8';
const OF_INDIA_V6 = '2405:201::1';
const PUBLIC = '/api/v1/timelines/public';

/** The place where a server takes a client to be, as it tells the client. */
const place = (answer: Answer<unknown>): string =>
  (answer.headers.get('withheld-viewpoint') ?? '').replace(/; at=.*/, '');

/** Reads as one whose request came through proxies. */
const through = <T>(reader: Reader, path: string, forwarded: string): Promise<Answer<T>> =>
  reader.sends<T>('GET', path, undefined, { 'x-forwarded-for': forwarded });

onEachDatabase((make) => {
  describe('where geography is open', () => {
    const server = serverOn(make, { env: { TEST: '1', TRUSTED_PROXIES: '127.0.0.1' } });
    let asha: Person;
    let visitor: Reader;
    beforeAll(async () => {
      ({ asha } = await people(server.address, { asha: 'reader' }));
      visitor = new Reader(server.address);
    });

    it('a viewer is where they say; else where their address is', async () => {
      expect(place(await visitor.reads(PUBLIC))).toBe('from=unknown; basis=unknown');
      expect(place(await through(visitor, PUBLIC, OF_INDIA))).toBe('from=IN; basis=geoip');
      expect(place(await through(visitor, PUBLIC, OF_INDIA_V6))).toBe('from=IN; basis=geoip');
      expect(place(await through(visitor, PUBLIC, `${OF_INDIA}:55220`))).toBe('from=IN; basis=geoip');
      expect(place(await through(visitor, PUBLIC, `[${OF_INDIA_V6}]:443`))).toBe('from=IN; basis=geoip');
      expect(place(await through(visitor, `${PUBLIC}?view_from=uk`, OF_INDIA))).toBe(
        'from=GB; basis=simulated',
      );
    });

    it('of several addresses, the one that the last trusted proxy saw counts', async () => {
      expect(place(await through(visitor, PUBLIC, `${OF_THE_US}, ${OF_INDIA}`))).toBe('from=IN; basis=geoip');
      expect(place(await through(visitor, PUBLIC, `${OF_INDIA}, 127.0.0.1`))).toBe('from=IN; basis=geoip');
    });

    it.each(['nonsense', '', '999.1.1.1', '192.168.1.10', '172.18.0.4', '::1', `${OF_INDIA}, nonsense`])(
      'an address that says nothing is unknown: %p',
      async (forwarded) => {
        expect(place(await through(visitor, PUBLIC, forwarded))).toBe('from=unknown; basis=unknown');
      },
    );

    it('an account’s country comes before the address, and can be taken back', async () => {
      const sets = (country: string): Promise<Answer<unknown>> =>
        asha.sends('PATCH', '/api/v1/accounts/update_credentials', { country });
      expect((await sets('in')).status).toBe(200);
      expect(place(await through(asha, PUBLIC, OF_THE_US))).toBe('from=IN; basis=account');
      const refused = await sets('XX');
      expect([refused.status, refused.body]).toEqual([
        422,
        { error: 'Validation failed: country "XX" is not a country' },
      ]);
      expect((await sets('')).status).toBe(200);
      expect(place(await through(asha, PUBLIC, OF_THE_US))).toBe('from=US; basis=geoip');
    });

    it('tombstones are in the language that the client likes best', async () => {
      const post = await server.does('publish-post', postBody('Good morning'), asha.id);
      const demanded = { basis: 'legal_demand' } as const;
      await server.does(
        'impose-restriction',
        restrictionBody('withhold', { type: 'post', id: post }, demanded),
      );
      const india = visitor.looking({ view_from: 'IN' });
      const reads = async (languages: string): Promise<string> => {
        const answer = await india.sends<{ error: string }>('GET', `/api/v1/statuses/${post}`, undefined, {
          'accept-language': languages,
        });
        expect(answer.status).toBe(451);
        return answer.body.error;
      };
      const english = 'This post from @asha has been withheld in India in response to a legal demand.';
      expect(await reads('hi-IN,en;q=0.5')).toBe('@asha की यह पोस्ट क़ानूनी माँग के चलते भारत में रोक दी गई है।');
      expect(await reads('en-IN,hi;q=0.5')).toBe(english);
      expect(await reads('ta,fr')).toBe(english);
      expect(await reads(';;q=x,')).toBe(english);
    });

    it('and each socket is told in its own', async () => {
      const speaks = async (language: string): Promise<Listener> => {
        const listener = await Listener.connect(server.address, {}, { 'accept-language': language });
        await listener.subscribe('public', { view_from: 'IN' });
        return listener;
      };
      const [hindi, english] = await Promise.all([speaks('hi'), speaks('en-GB')]);
      const post = await server.does('publish-post', postBody('Good evening'), asha.id);
      await server.does('impose-restriction', restrictionBody('withhold', { type: 'post', id: post }));
      const words = async (listener: Listener): Promise<string[]> => {
        await listener.hasHeard(server);
        listener.close();
        return listener.frames.flatMap((frame) =>
          frame.type === 'status.update' ? frame.payload.content : [],
        );
      };
      expect(await words(hindi)).toEqual([expect.stringContaining('भारत में रोक दी गई है')]);
      expect(await words(english)).toEqual([expect.stringContaining('withheld in India')]);
    });
  });

  describe('where no proxy is trusted', () => {
    const server = serverOn(make, { env: { GEO_DEFAULT_COUNTRY: 'fr' } });

    it('an X-Forwarded-For is anybody’s word, and counts for nothing', async () => {
      const visitor = new Reader(server.address);
      expect(place(await through(visitor, PUBLIC, OF_INDIA))).toBe('from=FR; basis=default');
    });
  });

  describe('where geography is enforced', () => {
    const server = serverOn(make, {
      env: { TEST: '1', GEO_MODE: 'enforced', TRUSTED_PROXIES: '127.0.0.1,10.0.0.0/8' },
    });
    let cast: Record<'asha' | 'bilal' | 'meera', Person>;
    let post: string;
    let lifted: string;
    let before: string;
    let whileWithheld: string;
    const inIndia = <T>(reader: Reader, path: string): Promise<Answer<T>> =>
      through<T>(reader, path, OF_INDIA);

    beforeAll(async () => {
      cast = await people(server.address, { asha: 'reader', bilal: 'reader', meera: 'moderator' });
      let now = Date.now();
      const tomorrow = (): string => {
        server.clock.set((now += 1_000));
        return new Date(now).toISOString();
      };
      post = await server.does('publish-post', postBody('Withheld by now'), cast.asha.id);
      lifted = await server.does('publish-post', postBody('Withheld for a while'), cast.asha.id);
      before = tomorrow();
      tomorrow();
      await server.does('impose-restriction', restrictionBody('withhold', { type: 'post', id: post }));
      const restriction = await server.does(
        'impose-restriction',
        restrictionBody('withhold', { type: 'post', id: lifted }),
      );
      whileWithheld = tomorrow();
      tomorrow();
      await server.does('lift-restriction', { restriction, reason: 'It is over' });
      tomorrow();
    });

    it('a viewer is where their address is, and nowhere else', async () => {
      const { bilal } = cast;
      await bilal.sends('PATCH', '/api/v1/accounts/update_credentials', { country: 'US' });
      expect(place(await inIndia(bilal, PUBLIC))).toBe('from=IN; basis=geoip');
      expect((await inIndia(bilal, `${PUBLIC}?view_from=IN`)).status).toBe(200);
      for (const from of ['US', 'elsewhere']) {
        const refused = await inIndia<{ error: string }>(bilal, `${PUBLIC}?view_from=${from}`);
        expect([refused.status, refused.body.error]).toEqual([
          403,
          `view_from=${from} is for moderators here: this server goes by the country of your network address, which is IN`,
        ]);
      }
      expect((await inIndia(bilal, `/api/v1/statuses/${post}`)).status).toBe(451);
    });

    it('a moderator looks from anywhere', async () => {
      const answer = await inIndia(cast.meera, `/api/v1/statuses/${post}?view_from=IN&view_as=public`);
      expect([answer.status, place(answer)]).toEqual([451, 'from=IN; basis=geoip']);
      const american = await inIndia(cast.meera, `/api/v1/statuses/${post}?view_from=US&view_as=public`);
      expect([american.status, place(american)]).toEqual([200, 'from=US; basis=simulated']);
    });

    it('who is found nowhere sees only what is restricted nowhere', async () => {
      const visitor = new Reader(server.address);
      expect((await visitor.reads(`/api/v1/statuses/${post}`)).status).toBe(451);
      expect((await through(visitor, `/api/v1/statuses/${post}`, OF_THE_US)).status).toBe(200);
    });

    it.each(['192.168.1.10', '172.18.0.4', '203.0.113.7:80', '2001:db8::1'])(
      'an address of no place is found nowhere, over HTTP and by socket: %s',
      async (address) => {
        const answer = await through(new Reader(server.address), `/api/v1/statuses/${post}`, address);
        expect([answer.status, place(answer)]).toEqual([451, 'from=unknown; basis=unknown']);
        const listener = await Listener.connect(server.address, {}, { 'x-forwarded-for': address });
        expect(await listener.ask('subscribe', { stream: 'public', since: 0 })).toMatchObject({
          ok: true,
          from: null,
          basis: 'unknown',
        });
        expect(listener.told('public')).toContain(`update ${post} (tombstone)`);
        listener.close();
      },
    );

    it('what is withheld now is withheld at every instant, and what was then is then', async () => {
      const visitor = new Reader(server.address);
      const reads = async (id: string, at: string): Promise<number> =>
        (await inIndia(visitor, `/api/v1/statuses/${id}?view_at=${at}`)).status;
      expect(await reads(post, before)).toBe(451);
      expect(await reads(lifted, before)).toBe(200);
      expect(await reads(lifted, whileWithheld)).toBe(451);
      expect((await inIndia(visitor, `/api/v1/statuses/${lifted}`)).status).toBe(200);
      const list = await inIndia<Status[]>(visitor, `${PUBLIC}?view_at=${before}`);
      expect(list.body.map(({ id, tombstone }) => [id, tombstone])).toEqual([
        [lifted, false],
        [post, true],
      ]);
    });

    it('and explain says by which rule', async () => {
      const { body } = await inIndia<Explanation>(
        new Reader(server.address),
        `/api/v1/explain?status=${post}&view_at=${before}`,
      );
      expect(body).toMatchObject({
        verdict: 'withheld',
        viewpoint: { from: 'IN', basis: 'geoip', mode: 'enforced' },
        rules: expect.arrayContaining([expect.objectContaining({ rule: 'withhold', matched: true })]),
      });
    });

    it('nobody likes from India what is withheld there, whatever they say of themselves', async () => {
      const likes = (from: string): Promise<Answer<unknown>> =>
        cast.bilal.sends('POST', `/api/v1/statuses/${post}/favourite${from}`, undefined, {
          'x-forwarded-for': OF_INDIA,
        });
      expect((await likes('')).status).toBe(451);
      expect((await likes('?view_from=US')).status).toBe(403);
    });

    it('a socket is where its connection comes from, caught up with or live', async () => {
      const listener = await Listener.connect(server.address, {}, { 'x-forwarded-for': OF_INDIA });
      expect(await listener.ask('subscribe', { stream: 'public', view_from: 'US' })).toEqual({
        ok: false,
        error: expect.stringMatching(/^view_from=US is for moderators here/),
      });
      expect(await listener.ask('view:from', { country: 'elsewhere' })).toMatchObject({ ok: false });
      expect(await listener.ask('subscribe', { stream: 'public', since: 0 })).toMatchObject({
        ok: true,
        from: 'IN',
        basis: 'geoip',
      });
      expect(listener.told('public')).toContain(`update ${post} (tombstone)`);
      expect(JSON.stringify(listener.frames)).not.toContain('Withheld by now');
      listener.close();
      const moderator = await Listener.connect(
        server.address,
        { token: cast.meera.token },
        { 'x-forwarded-for': OF_INDIA },
      );
      expect(await moderator.ask('view:from', { country: 'US' })).toMatchObject({ ok: true });
      moderator.close();
    });
  });
});
