import { beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import type { Context, ErrorBody, Status } from '#contract';
import { restrictionBody } from './support/bodies.js';
import { people, Reader, type Person } from './support/client.js';
import { onEachDatabase } from './support/databases.js';
import { serverOn } from './support/server.js';

onEachDatabase((make) => {
  const server = serverOn(make, { env: { TEST: '1' } });
  let cast: Record<'asha' | 'bilal' | 'chitra', Person>;
  let india: Reader;
  let elsewhere: Reader;
  beforeAll(async () => {
    cast = await people(server.address, { asha: 'reader', bilal: 'reader', chitra: 'reader' });
    india = new Reader(server.address, { view_from: 'IN' });
    elsewhere = new Reader(server.address, { view_from: 'elsewhere' });
  });

  const restricts = (kind: 'withhold' | 'suspend', post: Status): Promise<string> =>
    server.does('impose-restriction', restrictionBody(kind, { type: 'post', id: post.id }));
  const words = ({ content, tombstone }: Status): string =>
    tombstone ? '(tombstone)' : content.replace(/<[^>]+>/g, '');

  describe('a thread', () => {
    let first: Status;
    let second: Status;
    let third: Status;
    beforeEach(async () => {
      const { asha, bilal, chitra } = cast;
      first = await asha.posts('First');
      second = await bilal.replies(first.id, 'Second');
      third = await chitra.replies(second.id, 'Third');
      await asha.replies(third.id, 'Fourth');
      await bilal.replies(first.id, 'Another second');
    });
    const reads = async (reader: Reader, post: Status): Promise<[string[], string[]]> => {
      const { body } = await reader.reads<Context>(`/api/v1/statuses/${post.id}/context`);
      return [body.ancestors.map(words), body.descendants.map(words)];
    };

    it('is what a post answers, from its beginning, and what answers it, each before its own answers', async () => {
      expect(await reads(india, third)).toEqual([['First', 'Second'], ['Fourth']]);
      expect(await reads(india, first)).toEqual([[], ['Second', 'Third', 'Fourth', 'Another second']]);
    });

    it('holds tombstones of what is withheld, there alone, and what answers them', async () => {
      await restricts('withhold', second);
      expect(await reads(india, third)).toEqual([['First', '(tombstone)'], ['Fourth']]);
      expect(await reads(india, first)).toEqual([[], ['(tombstone)', 'Third', 'Fourth', 'Another second']]);
      expect(await reads(elsewhere, third)).toEqual([['First', 'Second'], ['Fourth']]);
      expect((await india.reads<ErrorBody>(`/api/v1/statuses/${second.id}/context`)).status).toBe(451);
    });

    it('holds tombstones of what is suspended, everywhere', async () => {
      await restricts('suspend', second);
      expect(await reads(elsewhere, third)).toEqual([['First', '(tombstone)'], ['Fourth']]);
      const { body } = await elsewhere.reads<Context>(`/api/v1/statuses/${third.id}/context`);
      expect(body.ancestors[1]?.content).toBe(
        '<p>This post from @bilal has been removed by the platform.</p>',
      );
      expect((await elsewhere.reads(`/api/v1/statuses/${second.id}/context`)).status).toBe(404);
    });

    it('is as it was at an earlier instant', async () => {
      const then = elsewhere.looking({ view_at: third.created_at });
      expect(await reads(then, first)).toEqual([[], ['Second', 'Third']]);
    });

    it('goes on above what its author deleted', async () => {
      await cast.bilal.deletes(second.id);
      expect(await reads(elsewhere, third)).toEqual([['First'], ['Fourth']]);
      expect(await reads(elsewhere, first)).toEqual([[], ['Another second']]);
    });

    it('of nothing is a 404', async () => {
      expect((await elsewhere.reads('/api/v1/statuses/nothing/context')).status).toBe(404);
    });
  });

  describe('a quote', () => {
    it('holds what it quotes, and is withheld where that is', async () => {
      const source = await cast.asha.posts('The source');
      const quote = await cast.bilal.posts('Look', { quoted_status_id: source.id });
      expect(quote.quote).toMatchObject({ state: 'accepted', quoted_status: { id: source.id } });
      await restricts('withhold', source);
      const there = await india.reads<ErrorBody>(`/api/v1/statuses/${quote.id}`);
      expect([there.status, there.text]).toEqual([451, expect.not.stringMatching(/Look|The source/)]);
      expect((await elsewhere.reads<Status>(`/api/v1/statuses/${quote.id}`)).body.quote).toMatchObject({
        quoted_status: { id: source.id, withheld: { country_codes: ['IN'] } },
      });
      const refused = await cast.chitra
        .in('IN')
        .sends('POST', '/api/v1/statuses', { status: 'Me, too', quoted_status_id: quote.id });
      expect(refused.status).toBe(451);
    });

    it('outlives what it quotes', async () => {
      const source = await cast.asha.posts('The source');
      const quote = await cast.bilal.posts('Look', { quoted_status_id: source.id });
      await cast.asha.deletes(source.id);
      const { body } = await elsewhere.reads<Status>(`/api/v1/statuses/${quote.id}`);
      expect([words(body), body.quote]).toEqual(['Look', null]);
    });

    it('of a quote of a quote ends somewhere, with a clear answer', async () => {
      let last = await cast.asha.posts('0');
      for (let depth = 1; depth <= 9; depth++)
        last = await cast.asha.posts(String(depth), { quoted_status_id: last.id });
      const refused = await cast.asha.sends('POST', '/api/v1/statuses', {
        status: 'One more',
        quoted_status_id: last.id,
      });
      expect([refused.status, refused.body.error]).toEqual([
        422,
        'Validation failed: quoted_status_id quotes too long a row of quotes',
      ]);
      const { text } = await elsewhere.reads(`/api/v1/statuses/${last.id}`);
      expect(text.match(/"quoted_status"/g)).toHaveLength(9);
      await restricts('withhold', { ...last, id: await bottomOf(last) });
      expect((await india.reads(`/api/v1/statuses/${last.id}`)).status).toBe(451);
    });

    it('of nothing, or of what is no id, is refused', async () => {
      for (const [quoted_status_id, status] of [
        ['01ARZ3NDEKTSV4RRFFQ69G5FAV', 404],
        ['x', 422],
      ] as const) {
        const answer = await cast.asha.sends('POST', '/api/v1/statuses', {
          status: 'Look',
          quoted_status_id,
        });
        expect(answer.status).toBe(status);
      }
    });
  });

  /** What stands at the end of a row of quotes. */
  async function bottomOf(status: Status): Promise<string> {
    const { body } = await elsewhere.reads<Status>(`/api/v1/statuses/${status.id}`);
    let at = body;
    while (at.quote !== null) at = at.quote.quoted_status;
    return at.id;
  }
});
