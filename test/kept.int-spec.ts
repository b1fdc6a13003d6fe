import { beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import type { Account, Status } from '#contract';
import { KeptAnswers } from '../apps/server/kept/kept-answers.js';
import { type Answer, people, type Person, type Query, Reader } from './support/client.js';
import { onEachDatabase } from './support/databases.js';
import { serverOn, serversPerTest, type TestServer } from './support/server.js';

const PUBLIC = '/api/v1/timelines/public';

/** An answer without the headers that change from one request to the next. */
function said({ status, headers, text }: Answer<unknown>): unknown {
  const named = [...headers].filter(
    ([name]) => !/^(date|connection|keep-alive|x-request-id|x-ratelimit-.*)$/.test(name),
  );
  return { status, headers: Object.fromEntries(named), text };
}

onEachDatabase((make) => {
  const server = serverOn(make, { env: { TEST: '1' } });
  const starts = serversPerTest(make);
  let cast: Record<'asha' | 'bilal' | 'moderator', Person>;
  let post: Status;

  beforeAll(async () => {
    cast = await people(server.address, { asha: 'reader', bilal: 'reader', moderator: 'moderator' });
  });
  beforeEach(async () => {
    post = await cast.asha.posts('A walk by the river #rivers');
  });

  const from = (view_from: string, of = server, query: Query = {}): Reader =>
    new Reader(of.address, { view_from, ...query });
  const one = (): string => `/api/v1/statuses/${post.id}`;
  /** Asks, and says whether the answer was a kept one. */
  const asks = async <T = unknown>(
    reader: Reader,
    path: string,
    headers: Record<string, string> = {},
    of: TestServer = server,
  ): Promise<{ answer: Answer<T>; kept: boolean }> => {
    const answers = of.app.get(KeptAnswers);
    const before = answers.given;
    const answer = await reader.sends<T>('GET', path, undefined, headers);
    return { answer, kept: answers.given > before };
  };
  const isKept = async (reader: Reader, path: string, headers?: Record<string, string>): Promise<boolean> =>
    (await asks(reader, path, headers)).kept;

  describe('what somebody has asked for', () => {
    it.each(['a page of a timeline', 'a hashtag', 'a status', 'an account'])(
      'is given to the next who asks the same, as it was: %s',
      async (what) => {
        const path = {
          'a page of a timeline': `${PUBLIC}?limit=1`,
          'a hashtag': '/api/v1/timelines/tag/rivers?limit=1',
          'a status': one(),
          'an account': `/api/v1/accounts/${cast.asha.id}`,
        }[what]!;
        const first = await asks(from('IN'), path);
        const again = await asks(from('IN'), path);
        expect([first.kept, again.kept]).toEqual([false, true]);
        expect(said(again.answer)).toEqual(said(first.answer));
      },
    );

    it('is given compressed to whoever takes it so', async () => {
      const path = `${PUBLIC}?limit=5`;
      const plain = await asks(from('IN'), path);
      const answers = server.app.get(KeptAnswers);
      const url = `${server.address}${path}&view_from=IN`;
      for (let n = 0; n < 2; n += 1) {
        const before = answers.given;
        const answer = await fetch(url, { headers: { 'accept-encoding': 'gzip' } });
        expect(answer.headers.get('content-encoding')).toBe('gzip');
        expect(answer.headers.get('vary')).toContain('Accept-Encoding');
        expect(await answer.text()).toBe(plain.answer.text);
        expect(answers.given).toBe(before + 1);
      }
    });

    it('is another in another country, and in another language', async () => {
      await cast.moderator.imposes({ status_id: post.id });
      const path = `${PUBLIC}?limit=1`;
      const read = async (place: string, language: string): Promise<string | undefined> => {
        // The same address in each language: the header says it.
        const { answer } = await asks<Status[]>(from(place), path, { 'accept-language': language });
        return answer.body[0]?.content;
      };
      const first = [await read('IN', 'en'), await read('IN', 'hi'), await read('DE', 'en')];
      expect(new Set(first).size).toBe(3);
      expect([await read('IN', 'en'), await read('IN', 'hi'), await read('DE', 'en')]).toEqual(first);
    });

    it('is another from a country that a header names, at the same address', async () => {
      await cast.moderator.imposes({ status_id: post.id });
      const reads = async (country: string): Promise<number> =>
        (await new Reader(server.address).sends('GET', one(), undefined, { 'withheld-view-from': country }))
          .status;
      expect([await reads('DE'), await reads('DE'), await reads('IN'), await reads('DE')]).toEqual([
        ...[200, 200, 451, 200],
      ]);
    });

    it('is nobody’s own: whoever comes with a token, looks back, or as the public is answered anew', async () => {
      await cast.bilal.sends('POST', `${one()}/favourite`);
      const signedIn = await cast.bilal.reads<Status>(one());
      expect(signedIn.body.favourited).toBe(true);
      expect((await asks<Status>(new Reader(server.address), one())).answer.body.favourited).toBe(false);
      expect(await isKept(new Reader(server.address), one())).toBe(true);
      expect((await cast.bilal.reads<Status>(one())).body.favourited).toBe(true);
      for (const query of [{ view_as: 'public' }, { view_at: new Date().toISOString() }])
        for (let n = 0; n < 2; n += 1) expect(await isKept(from('IN', server, query), one())).toBe(false);
    });
  });

  describe('what is kept', () => {
    it('is not given any more once a withholding is acknowledged, nor once it is lifted', async () => {
      const [paths, india] = [[`${PUBLIC}?limit=1`, one()], from('IN')];
      for (const path of paths) await india.reads(path);
      for (const path of paths) expect(await isKept(india, path)).toBe(true);
      const imposed = await cast.moderator.imposes({ status_id: post.id });
      expect((await india.reads<Status[]>(paths[0]!)).body[0]?.tombstone).toBe(true);
      expect((await india.reads(one())).status).toBe(451);
      await cast.moderator.lifts(imposed);
      expect((await india.reads<Status[]>(paths[0]!)).body[0]?.tombstone).toBe(false);
      expect((await india.reads(one())).status).toBe(200);
    });

    it('goes with what counts for it, and what has nothing to do with it leaves it', async () => {
      const other = await cast.bilal.posts('Elsewhere');
      const unrelated = `/api/v1/statuses/${other.id}`;
      const reader = from('IN');
      for (const path of [one(), unrelated]) await reader.reads(path);
      await cast.bilal.sends('POST', `${one()}/favourite`);
      const { answer, kept } = await asks<Status>(reader, one());
      expect([kept, answer.body.favourites_count]).toEqual([false, 1]);
      expect(await isKept(reader, unrelated)).toBe(true);
      const account = `/api/v1/accounts/${cast.asha.id}`;
      const { statuses_count: before } = (await reader.reads<Account>(account)).body;
      await cast.asha.posts('Once more');
      expect((await reader.reads<Account>(account)).body.statuses_count).toBe(before + 1);
    });

    it('goes in every process, whichever of them is told', async () => {
      if (server.database.dialect.name === 'sqlite') return;
      const beside = await starts({ place: server.place, env: { TEST: '1' } });
      const reader = from('IN', beside);
      for (let n = 0; n < 5; n += 1) {
        const shown = await cast.asha.posts(`The ${n}th`);
        const path = `/api/v1/statuses/${shown.id}`;
        await reader.reads(path);
        expect((await asks(reader, path, {}, beside)).kept).toBe(true);
        await cast.moderator.imposes({ status_id: shown.id });
        expect((await reader.reads(path)).status).toBe(451);
      }
    });

    it('goes as the clock comes to where a restriction begins, and to where it ends, though no event tells of it', async () => {
      const { clock } = server;
      const begins = clock.now() + 60_000;
      const ends = begins + 60_000;
      await cast.moderator.imposes({
        status_id: post.id,
        from: new Date(begins).toISOString(),
        until: new Date(ends).toISOString(),
      });
      const reads = async (): Promise<number[]> => [
        (await from('IN').reads(one())).status,
        (await from('IN').reads(one())).status,
      ];
      expect(await reads()).toEqual([200, 200]);
      expect(await isKept(from('IN'), one())).toBe(true);
      // It goes on, and is not set: nobody is told.
      clock.notBefore(begins);
      expect(await reads()).toEqual([451, 451]);
      clock.notBefore(ends);
      expect(await reads()).toEqual([200, 200]);
    });
  });
});
