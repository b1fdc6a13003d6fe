import { AsyncLocalStorage } from 'node:async_hooks';
import { createHash } from 'node:crypto';
import { subscribe, unsubscribe } from 'node:diagnostics_channel';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import canonicalize from 'canonicalize';
import type { ErrorBody, LedgerRow } from '#contract';
import type { Database } from '#database';
import { people, Reader, type Person } from './support/client.js';
import { onEachDatabase } from './support/databases.js';
import { serverOn } from './support/server.js';
import { loadStory } from './support/story.js';

const EVENTS = '/api/v1/events';

type ToldRow = Extract<LedgerRow, { redacted: false }>;

onEachDatabase((make) => {
  /** Statements that requests read since it was set to nothing. */
  let statements = 0;
  const server = serverOn(make, {
    env: { TEST: '1' },
    wrap: (database) => countingReads(database, () => (statements += answering.getStore() === true ? 1 : 0)),
  });
  // The server looks after the log, rooms and webhooks each second, too: that is not the request's.
  const answering = new AsyncLocalStorage<boolean>();
  const begins = (): void => answering.enterWith(true);
  beforeAll(() => subscribe('http.server.request.start', begins));
  afterAll(() => {
    unsubscribe('http.server.request.start', begins);
  });
  let cast: Record<'asha' | 'bilal' | 'chitra' | 'ministry' | 'moderator', Person>;
  let anybody: Reader;
  let india: Reader;
  let elsewhere: Reader;

  beforeAll(async () => {
    await loadStory(server.database);
    cast = await people(server.address, {
      asha: 'reader',
      bilal: 'reader',
      chitra: 'reader',
      ministry: 'authority',
      moderator: 'moderator',
    });
    anybody = new Reader(server.address);
    india = anybody.looking({ view_from: 'IN' });
    elsewhere = anybody.looking({ view_from: 'elsewhere' });
  });

  /** The whole ledger as somebody gets it, and as the bytes that they get. */
  const ledgerOf = async (reader: Reader): Promise<{ rows: LedgerRow[]; text: string }> => {
    const rows: LedgerRow[] = [];
    let text = '';
    for (;;) {
      const since = String(rows.at(-1)?.seq ?? 0);
      const page = await reader.reads<LedgerRow[]>(EVENTS, { since, limit: '1000' });
      if (page.status !== 200) throw new Error(page.text);
      if (page.body.length === 0) return { rows, text };
      rows.push(...page.body);
      text += page.text;
    }
  };
  const told = async (reader: Reader, type: string): Promise<ToldRow[]> =>
    (await ledgerOf(reader)).rows.filter((row): row is ToldRow => !row.redacted && row.type === type);
  const subjectsTold = async (reader: Reader, type: string): Promise<string[]> =>
    (await told(reader, type)).map(({ subject }) => subject);

  describe('the ledger', () => {
    it('verifies from its answers alone, whoever reads it, from wherever, as of any instant', async () => {
      const post = await cast.asha.posts('A walk by the river');
      await cast.bilal.likes(post.id);
      await cast.moderator.imposes({ status_id: post.id });
      const readers = [
        anybody,
        india,
        elsewhere,
        cast.asha.in('IN'),
        cast.moderator.in('IN'),
        india.looking({ view_at: '2021-01-02T13:00:00Z' }),
      ];
      const heads = new Set<string>();
      for (const reader of readers) {
        const { rows } = await ledgerOf(reader);
        expect(firstWrongRow(rows)).toBeNull();
        expect(rows.some(({ redacted }) => !redacted)).toBe(true);
        heads.add(rows.at(-1)?.hash ?? '');
      }
      expect(heads.size).toBe(1);
    });

    it('redacts what is withheld there, to its hashes, and tells it elsewhere, its author and a moderator', async () => {
      const post = await cast.asha.posts('A canary #canary', { spoiler_text: 'canary' });
      await cast.bilal.likes(post.id);
      const repost = await cast.bilal.reposts(post.id);
      const before = await ledgerOf(india);
      const restriction = await cast.moderator.imposes({ status_id: post.id });
      const after = await ledgerOf(india);
      expect(before.text).toMatch(/canary/);
      expect(after.text).not.toMatch(/canary/);
      // The post, the like of it, and what passes it on.
      const gone = before.rows.filter((row, index) => !row.redacted && after.rows[index]?.redacted === true);
      expect(gone.map((row) => !row.redacted && row.type)).toEqual([
        'post.published',
        'post.liked',
        'post.reposted',
      ]);
      for (const { seq } of gone)
        expect(Object.keys(after.rows[seq - 1] ?? {}).sort()).toEqual([
          'body_hash',
          'hash',
          'prev_hash',
          'redacted',
          'seq',
        ]);
      for (const reader of [elsewhere, cast.moderator.in('IN'), cast.asha.in('IN')])
        expect(await subjectsTold(reader, 'post.published')).toContain(post.id);
      for (const who of [cast.asha, cast.moderator])
        expect((await ledgerOf(who.looking({ view_from: 'IN', view_as: 'public' }))).text).not.toMatch(
          /canary/,
        );
      // That it is withheld is public.
      expect(await subjectsTold(india, 'restriction.imposed')).toContain(restriction.id);
      await cast.moderator.lifts(restriction);
      const { text } = await ledgerOf(india);
      expect(text).toContain(before.text.slice(1, -1));
      expect(await subjectsTold(india, 'post.reposted')).toContain(repost.id);
    });

    it('redacts an account and all of its words where the account is withheld', async () => {
      const post = await cast.chitra.posts('A sparrow sings');
      const restriction = await cast.moderator.imposes({ account_id: cast.chitra.id });
      const { text } = await ledgerOf(india);
      expect(text).not.toMatch(/sparrow/);
      expect(await subjectsTold(india, 'account.opened')).not.toContain(cast.chitra.id);
      expect(await subjectsTold(elsewhere, 'account.opened')).toContain(cast.chitra.id);
      await cast.moderator.lifts(restriction);
      expect(await subjectsTold(india, 'post.published')).toContain(post.id);
    });

    it('tells nobody what its author deleted, took back or did not list, as of any instant', async () => {
      const deleted = await cast.asha.posts('A wren to be forgotten');
      const unlisted = await cast.asha.posts('A wren for few', { visibility: 'unlisted' });
      const kept = await cast.asha.posts('A heron');
      await cast.bilal.likes(kept.id);
      await cast.bilal.unlikes(kept.id);
      const before = { view_at: kept.created_at };
      await cast.asha.deletes(deleted.id);
      for (const reader of [
        anybody,
        cast.asha,
        cast.moderator,
        anybody.looking(before),
        cast.moderator.looking(before),
      ]) {
        expect((await ledgerOf(reader)).text).not.toMatch(/wren/);
        expect(await subjectsTold(reader, 'post.published')).toContain(kept.id);
        expect(await subjectsTold(reader, 'post.liked')).not.toContain(kept.id);
        expect(await told(reader, 'post.unliked')).toEqual([]);
      }
      expect((await ledgerOf(anybody)).text).not.toContain(unlisted.id);
      expect((await ledgerOf(anybody)).text).not.toContain(deleted.id);
    });

    it('has nothing left of what was erased, and still verifies', async () => {
      const { dev } = await people(server.address, { dev: 'reader' });
      const post = await dev.posts('A kingfisher by the river');
      await cast.bilal.likes(post.id);
      const before = await ledgerOf(anybody);
      expect(before.text).toMatch(/kingfisher/);
      await server.does('erase-account', { account: dev.id });
      for (const reader of [anybody, cast.moderator, anybody.looking({ view_at: post.created_at })]) {
        const { rows, text } = await ledgerOf(reader);
        expect(text).not.toMatch(/kingfisher/);
        expect(firstWrongRow(rows)).toBeNull();
        expect(rows.slice(0, before.rows.length).map(({ hash }) => hash)).toEqual(
          before.rows.map(({ hash }) => hash),
        );
      }
      expect(await subjectsTold(anybody, 'account.erased')).toEqual([dev.id]);
    });

    it('keeps a confidential order to itself, and who filed it', async () => {
      const post = await cast.asha.posts('A walk by the sea');
      const items = [{ status_id: post.id }];
      const secret = await cast.ministry.files(items, { confidential: true, title: 'A hushed demand' });
      const open = await cast.ministry.files(items, { title: 'An open demand' });
      await cast.moderator.decidesMany(secret, 'open', 'withheld', { reason: 'As hushed' });
      await cast.moderator.closes(secret, 'set_aside', 'Hush');
      for (const reader of [india, elsewhere, cast.asha, cast.moderator.looking({ view_as: 'public' })]) {
        const { text } = await ledgerOf(reader);
        expect(text).not.toMatch(/hush/i);
        expect(text).not.toContain(secret.id);
        expect(await subjectsTold(reader, 'order.filed')).toContain(open.id);
        // Registered right before the first order that it files.
        expect(await subjectsTold(reader, 'authority.registered')).not.toContain(open.authority.id);
      }
      for (const reader of [cast.ministry, cast.moderator]) {
        const { rows } = await ledgerOf(reader);
        const types = rows.flatMap((row) =>
          !row.redacted && JSON.stringify(row).includes(secret.id) ? row.type : [],
        );
        expect(types).toEqual(['order.filed', 'item.decided', 'order.set_aside']);
      }
    });

    it('tells a restriction from when it begins, and one that never began to nobody', async () => {
      const post = await cast.asha.posts('A walk at noon');
      const from = new Date(Date.now() + 3_600_000).toISOString();
      const restriction = await cast.moderator.imposes({ status_id: post.id, from });
      expect(await subjectsTold(cast.moderator, 'restriction.imposed')).not.toContain(restriction.id);
      await cast.moderator.lifts(restriction);
      expect(await subjectsTold(cast.moderator, 'restriction.imposed')).not.toContain(restriction.id);
      expect(await subjectsTold(cast.moderator, 'restriction.lifted')).not.toContain(restriction.id);
    });

    it('tells what had happened by an instant, and only that it goes on', async () => {
      const view_at = '2021-01-02T10:00:01Z';
      const { rows } = await ledgerOf(anybody.looking({ view_at }));
      const ats = rows.flatMap((row) => (row.redacted ? [] : row.at));
      expect(ats.length).toBeGreaterThan(5);
      expect(ats.filter((at) => Date.parse(at) > Date.parse(view_at))).toEqual([]);
      expect(rows).toHaveLength((await ledgerOf(anybody)).rows.length);
    });

    it('is read in pages, each leading to the next from the same viewpoint, until there is none', async () => {
      const query = { limit: '7', view_from: 'IN', view_at: '2021-01-02T20:00:00 00:00' };
      const seqs: number[] = [];
      let page = await anybody.reads<LedgerRow[]>(EVENTS, query);
      for (;;) {
        seqs.push(...page.body.map(({ seq }) => seq));
        const { next } = page.links;
        if (next === undefined) break;
        const url = new URL(next);
        expect(url.searchParams.get('view_at')).toBe('2021-01-02T20:00:00.000Z');
        expect(url.searchParams.get('view_from')).toBe('IN');
        page = await anybody.reads<LedgerRow[]>(url.pathname + url.search);
      }
      expect(seqs).toEqual((await ledgerOf(anybody)).rows.map(({ seq }) => seq));
      expect((await anybody.reads<LedgerRow[]>(EVENTS)).body).toHaveLength(Math.min(100, seqs.length));
    });

    it('ends at the head: at it there is nothing yet, and beyond it is a 400', async () => {
      const { rows } = await ledgerOf(anybody);
      const head = rows.length;
      const there = await anybody.reads(EVENTS, { since: String(head) });
      expect([there.status, there.text, there.links]).toEqual([200, '[]', {}]);
      const beyond = await anybody.reads<ErrorBody>(EVENTS, { since: String(head + 1) });
      expect([beyond.status, beyond.body.error]).toEqual([
        400,
        `since=${head + 1} is in the future: the log ends at ${head}`,
      ]);
    });

    it.each([
      ['since=-1', 'since'],
      ['since=1.5', 'since'],
      ['since=x', 'since'],
      ['since=1e400', 'since'],
      ['since=1&since=2', 'since'],
      ['view_from=XQ', 'view_from'],
      ['view_at=2999-01-01T00:00:00Z', 'view_at'],
    ])('refuses %s, and says why', async (query, field) => {
      const answer = await anybody.reads<ErrorBody>(`${EVENTS}?${query}`);
      expect([answer.status, answer.body.error]).toEqual([422, expect.stringContaining(field)]);
    });

    it('takes as many statements for a thousand rows as for ten', async () => {
      const reads = async (limit: string): Promise<number> => {
        statements = 0;
        await india.reads(EVENTS, { limit });
        return statements;
      };
      expect(await reads('10')).toBeGreaterThan(1);
      // The head, the rows, and one for each kind of thing that rows are about.
      expect(await reads('1000')).toBeLessThanOrEqual(8);
    });
  });
});

/**
 * Verifies rows as anybody can, by ARCHITECTURE.md alone.
 *
 * @returns the first `seq` that is wrong; null where the chain is whole
 */
function firstWrongRow(rows: readonly LedgerRow[]): number | null {
  const sha256 = (...parts: Buffer[]): string =>
    createHash('sha256').update(Buffer.concat(parts)).digest('hex');
  let before = '0'.repeat(64);
  for (const [index, row] of rows.entries()) {
    const seq = Buffer.alloc(8);
    seq.writeBigUInt64BE(BigInt(index + 1));
    const link = sha256(Buffer.from(before, 'hex'), seq, Buffer.from(row.body_hash, 'hex'));
    if (row.seq !== index + 1 || row.prev_hash !== before || row.hash !== link) return row.seq;
    if (!row.redacted) {
      const { id, type, at, actor, venue, subject, payload, provenance, scenario, salt, version } = row;
      const event = { id, type, at, actor, venue, subject, payload, provenance, scenario };
      const body = canonicalize(version === undefined ? event : { ...event, version }) ?? '';
      if (sha256(Buffer.from(salt, 'hex'), Buffer.from(body)) !== row.body_hash) return row.seq;
    }
    before = row.hash;
  }
  return null;
}

function countingReads(database: Database, count: () => void): Database {
  const { reader } = database;
  const counting: Database['reader'] = {
    dialect: reader.dialect,
    query: (...statement) => {
      count();
      return reader.query(...statement);
    },
  };
  return new Proxy(database, {
    get(target, name: keyof Database) {
      if (name === 'reader') return counting;
      const member: unknown = target[name];
      return typeof member === 'function' ? (member as () => unknown).bind(target) : member;
    },
  });
}
