import http from 'node:http';
import type { AddressInfo } from 'node:net';
import { beforeAll, describe, expect, it } from '@jest/globals';
import type { LedgerRow } from '#contract';
import { verifyLedger } from '../apps/cli/verify-ledger.js';
import { people, Reader } from './support/client.js';
import { onEachDatabase } from './support/databases.js';
import { serverOn } from './support/server.js';
import { loadStory } from './support/story.js';

type ToldRow = Extract<LedgerRow, { redacted: false }>;

onEachDatabase((make) => {
  const server = serverOn(make, { env: { TEST: '1' } });
  let anybody: Reader;

  beforeAll(async () => {
    await loadStory(server.database);
    anybody = new Reader(server.address);
  });

  describe('withheld verify <url>', () => {
    const verifies = async (address: string, from?: string) => {
      const lines = verifyLedger(new URL(address), from);
      const said: string[] = [];
      for (;;) {
        const next = await lines.next();
        if (next.done === true) return { code: next.value, said };
        if (next.value.kind !== 'status') said.push(next.value.text);
      }
    };

    it('finds it whole, says how much was redacted, and where it ends', async () => {
      const { asha, moderator } = await people(server.address, { asha: 'reader', moderator: 'moderator' });
      const { id } = await asha.posts('A walk in the rain');
      await moderator.imposes({ status_id: id });
      const india = { view_from: 'IN', limit: '1000' };
      const { body: rows } = await anybody.reads<LedgerRow[]>('/api/v1/events', india);
      const redacted = rows.filter((row) => row.redacted).length;
      expect(redacted).toBeGreaterThan(0);
      expect(await verifies(`${server.address}/`, 'in')).toEqual({
        code: 0,
        said: [
          `The ledger at ${server.address} is whole: ${rows.length} events, ${redacted} of them redacted for you.`,
          `Shown, and true to their hashes: ${rows.length - redacted}`,
          `Head: ${rows.at(-1)?.hash ?? ''}`,
        ],
      });
    });

    const aRow = (rows: LedgerRow[]): ToldRow =>
      rows.find((row): row is ToldRow => !row.redacted && row.type === 'post.published') as ToldRow;
    const TAMPERINGS: [string, (rows: LedgerRow[]) => unknown, RegExp][] = [
      ['a word', (rows) => ((aRow(rows).payload as { text: string }).text += '!'), /its body was changed/],
      ['a time', (rows) => (aRow(rows).at = '2020-01-01T00:00:00.000Z'), /its body was changed/],
      ['a field left out', (rows) => delete (aRow(rows) as Partial<ToldRow>).venue, /its body was changed/],
      ['a salt', (rows) => (aRow(rows).salt = '0'.repeat(32)), /its body was changed/],
      ['an event left out', (rows) => rows.splice(3, 1), /at event 5: event 4 is missing/],
      ['the first left out', (rows) => rows.shift(), /at event 2: event 1 is missing/],
      ['two that changed places', (rows) => rows.splice(2, 2, rows[3]!, rows[2]!), /event 3 is missing/],
      ['a hash', (rows) => (rows[4]!.hash = '0'.repeat(64)), /at event 5: its hash was changed/],
      ['a link', (rows) => (rows[4]!.prev_hash = '0'.repeat(64)), /event 5: it does not follow/],
      ['a hash that is none', (rows) => (rows[4]!.hash = 'x'), /for event 5 is not a row of a ledger/],
      ['nothing for a row', (rows) => (rows[4] = null as never), /for event 5 is not a row of a ledger/],
    ];
    it.each(TAMPERINGS)('catches %s', async (_, tamper, reason) => {
      const forger = await answering(async (request) => {
        const { body } = await anybody.reads<LedgerRow[]>(request.url ?? '');
        if (body[0]?.seq === 1) tamper(body);
        return JSON.stringify(body);
      });
      const { code, said } = await verifies(forger.address);
      await forger.close();
      expect([code, said]).toEqual([1, [expect.stringMatching(reason)]]);
      expect(said[0]).toContain(`The ledger at ${forger.address} `);
    });

    it.each<[string, string, RegExp]>([
      ['something else', '<h1>Hello</h1>', /what it answers is not a ledger/],
      ['an object', '{"seq": 1}', /what it answers is not a ledger/],
      ['a list of something else', '[{"id": "1"}]', /for event 1 is not a row of a ledger/],
    ])('says so where a server answers %s', async (_, text, reason) => {
      const other = await answering(() => Promise.resolve(text));
      const { code, said } = await verifies(other.address);
      await other.close();
      expect([code, said]).toEqual([1, [expect.stringMatching(reason)]]);
    });

    it('says so where nobody answers, there is no ledger, or it may not be looked at from there', async () => {
      const gone = await answering(() => Promise.resolve('[]'));
      await gone.close();
      expect(await verifies(gone.address)).toEqual({
        code: 1,
        said: [`The ledger at ${gone.address} cannot be read: it does not answer (ECONNREFUSED).`],
      });
      const nowhere = await verifies(`${server.address}/nowhere`);
      expect(nowhere).toMatchObject({ code: 1, said: [expect.stringMatching(/it answered 404/)] });
      const wrong = await verifies(server.address, 'XQ');
      expect(wrong).toMatchObject({
        code: 1,
        said: [expect.stringMatching(/422, “view_from "XQ" is not a country/)],
      });
    });
  });
});

/** A server that answers everything with some JSON, or what it says is. */
async function answering(
  answer: (request: http.IncomingMessage) => Promise<string>,
): Promise<{ address: string; close: () => Promise<void> }> {
  const server = http.createServer((request, response) => {
    void answer(request).then((text) => response.end(text));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    address: `http://127.0.0.1:${port}`,
    close: () =>
      new Promise((resolve) => {
        server.closeAllConnections();
        server.close(() => resolve());
      }),
  };
}
