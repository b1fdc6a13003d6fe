import { beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import type { Context, ErrorBody, Status } from '#contract';
import { eraseAccount } from '#identity';
import { readHead } from '#log';
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
    const descendants = async (reader: Reader, post: Status): Promise<Status[]> =>
      (await reader.reads<Context>(`/api/v1/statuses/${post.id}/context`)).body.descendants;
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

    it('holds tombstones of what its author deleted, for what hangs on them', async () => {
      await cast.bilal.deletes(second.id);
      expect(await reads(elsewhere, third)).toEqual([['First', '(tombstone)'], ['Fourth']]);
      expect(await reads(elsewhere, first)).toEqual([
        [],
        ['(tombstone)', 'Third', 'Fourth', 'Another second'],
      ]);
      // Deleted is deleted at every instant, but it holds nothing before it was answered.
      const [before, then] = [second, third].map(({ created_at }) =>
        elsewhere.looking({ view_at: created_at }),
      );
      expect(await reads(then!, first)).toEqual([[], ['(tombstone)', 'Third']]);
      expect(await reads(before!, first)).toEqual([[], []]);
      expect((await elsewhere.reads(`/api/v1/statuses/${second.id}/context`)).status).toBe(404);
    });

    it('names nowhere whose the post was that was deleted or erased, not by what answers it, either', async () => {
      const { gauri } = await people(server.address, { gauri: 'reader' });
      const under = await gauri.replies(third.id, 'By Gauri');
      const answer = await cast.asha.replies(under.id, 'An answer');
      const told = async (id: string): Promise<unknown[]> => {
        const { body } = await elsewhere.reads<Status>(`/api/v1/statuses/${id}`);
        return [body.in_reply_to_id, body.in_reply_to_account_id];
      };
      const ledger = async (): Promise<string> => {
        const head = (await readHead(server.database.reader)).seq;
        const since = String(Math.max(0, head - 1_000));
        return (await elsewhere.reads('/api/v1/events', { since, limit: '1000' })).text;
      };
      expect(await told(answer.id)).toEqual([under.id, gauri.id]);
      expect(await ledger()).toContain(`"in_reply_to_account":"${gauri.id}"`);
      await cast.bilal.deletes(second.id);
      expect(await told(third.id)).toEqual([second.id, null]);
      expect(await eraseAccount(server.database, server.bus, gauri.id)).toBeNull();
      expect(await told(answer.id)).toEqual([under.id, null]);
      expect(await ledger()).not.toContain(`"in_reply_to_account":"${gauri.id}"`);
    });

    it('holds nothing of what its author deleted that nothing hangs on', async () => {
      await cast.chitra.deletes(third.id);
      const fourth = (await descendants(elsewhere, first)).find((one) => words(one) === 'Fourth');
      await cast.asha.deletes(fourth!.id);
      expect(await reads(elsewhere, first)).toEqual([[], ['Second', 'Another second']]);
    });

    it('says of what was deleted that it was, when, and what it answered; not by whom, nor what was on it', async () => {
      await restricts('withhold', second);
      await restricts('suspend', second);
      await cast.bilal.deletes(second.id);
      const [gone] = await descendants(india, first);
      expect(gone).toMatchObject({
        id: second.id,
        in_reply_to_id: first.id,
        created_at: second.created_at,
        content: '<p>This post was deleted by its author.</p>',
        tombstone: true,
        withheld: null,
        account: { username: '-deleted-', display_name: '' },
      });
      expect(JSON.stringify(gone)).not.toMatch(new RegExp(`bilal|${cast.bilal.id}|Second`));
      expect([await descendants(elsewhere, first), await descendants(cast.bilal, first)]).toEqual(
        [elsewhere, cast.bilal].map(() => expect.arrayContaining([gone])),
      );
      const hindi = await india.sends<Context>('GET', `/api/v1/statuses/${third.id}/context`, undefined, {
        'accept-language': 'hi',
      });
      expect(hindi.body.ancestors[1]?.content).toBe('<p>यह पोस्ट लिखने वाले ने हटा दी है।</p>');
    });

    it('holds the same in place of what was erased, however much of it was', async () => {
      const { devika, esha } = await people(server.address, { devika: 'reader', esha: 'reader' });
      const under = await devika.replies(third.id, 'By Devika');
      const onThat = await devika.replies(under.id, 'By Devika, again');
      const further = await esha.replies(onThat.id, 'By Esha');
      const last = await cast.asha.replies(further.id, 'Last');
      await devika.deletes(onThat.id);
      const [deleted] = (await reads(elsewhere, last))[0].slice(4);
      expect(deleted).toBe('(tombstone)');
      for (const one of [devika, esha])
        expect(await eraseAccount(server.database, server.bus, one.id)).toBeNull();
      const [above] = await reads(elsewhere, last);
      expect(above).toEqual(['First', 'Second', 'Third', '(tombstone)', '(tombstone)', '(tombstone)']);
      expect((await reads(elsewhere, first))[1].filter((one) => one !== 'Fourth')).toEqual([
        'Second',
        'Third',
        '(tombstone)',
        '(tombstone)',
        '(tombstone)',
        'Last',
        'Another second',
      ]);
      expect((await elsewhere.reads(`/api/v1/statuses/${further.id}`)).status).toBe(404);
    });

    it('begins with the place of what was erased, where that began it', async () => {
      const { farid } = await people(server.address, { farid: 'reader' });
      const root = await farid.posts('The beginning');
      const answer = await cast.asha.replies(root.id, 'An answer');
      expect(await eraseAccount(server.database, server.bus, farid.id)).toBeNull();
      const { body } = await elsewhere.reads<Context>(`/api/v1/statuses/${answer.id}/context`);
      expect(body.ancestors).toMatchObject([{ id: root.id, in_reply_to_id: null, tombstone: true }]);
    });

    it('tells the oldest answers that stand, however many were deleted', async () => {
      const root = await cast.asha.posts('A question');
      for (let n = 0; n < 61; n++) await cast.bilal.deletes((await cast.bilal.replies(root.id, 'No')).id);
      await cast.chitra.replies(root.id, 'Yes');
      expect(await reads(elsewhere, root)).toEqual([[], ['Yes']]);
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
      expect([words(body), body.quote]).toEqual(['Look', { state: 'deleted', quoted_status: null }]);
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
        'Validation failed: quoted_status_id is the last of too long a row of quotes',
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

  /** The id of the post at the end of a row of quotes. */
  async function bottomOf(status: Status): Promise<string> {
    const { body } = await elsewhere.reads<Status>(`/api/v1/statuses/${status.id}`);
    let at = body;
    while (at.quote?.state === 'accepted') at = at.quote.quoted_status;
    return at.id;
  }
});
