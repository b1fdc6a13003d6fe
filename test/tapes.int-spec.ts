import http from 'node:http';
import { brotliDecompressSync, gunzipSync } from 'node:zlib';
import { beforeAll, describe, expect, it } from '@jest/globals';
import { loadSteps } from '#commands';
import type { Moment, Status, Tape, TapeFrame } from '#contract';
import type { Database } from '#database';
import { restrictionBody } from './support/bodies.js';
import { people, Reader, type Answer } from './support/client.js';
import { onEachDatabase } from './support/databases.js';
import { listenersOn } from './support/listener.js';
import { serverOn, type TestServer } from './support/server.js';
import { aScenario } from './support/steps.js';
import { TapeReader } from './support/tape-reader.js';

const TALE = 'a-tale';
const { steps, ...tale } = aScenario(TALE, 30);
const TAPE = `/api/v1/scenarios/${TALE}/tape`;
const OF_INDIA = '49.207.50.1';
const OF_THE_US = '8.8.8.8';

/** Tells the tale up to a step, or to its end. */
async function tell({ bus, database }: TestServer, upTo = steps.length): Promise<void> {
  for await (const _ of loadSteps(bus, database, { ...tale, steps: steps.slice(0, upTo) }));
}

/** Counts how often the facts of a scenario are read. */
function counting(database: Database, counted: { reads: number }): Database {
  const reader = Object.create(database.reader) as Database['reader'];
  reader.query = (sql, parameters) => {
    if (sql.includes('post_count') && sql.includes('p.scenario = $1')) counted.reads += 1;
    return database.reader.query(sql, parameters);
  };
  return Object.create(database, { reader: { value: reader } }) as Database;
}

/** A tape page after page, as its cursors lead. */
async function whole(reader: Reader, query: Record<string, string> = {}): Promise<Moment[]> {
  const moments: Moment[] = [];
  for (let since: string | null = ''; since !== null;) {
    const page: Answer<Tape> = await reader.reads<Tape>(TAPE, {
      ...query,
      ...(since === '' ? {} : { since }),
    });
    expect(page.status).toBe(200);
    moments.push(...page.body.moments);
    since = page.body.next;
  }
  return moments;
}

function framesOf<T extends TapeFrame['type']>(moments: readonly Moment[], type: T) {
  return moments.flatMap(({ frames }) =>
    frames.filter((frame): frame is Extract<TapeFrame, { type: T }> => frame.type === type),
  );
}

/** The page at the end of a tape. */
function ending(moments: readonly Moment[]): Status[] {
  const folded = new TapeReader();
  for (const moment of moments) folded.fold(moment);
  return folded.page;
}

/** The bytes of an answer in a coding, as they travel. */
function bytesIn(coding: string, address: string): Promise<{ coding: string | undefined; bytes: Buffer }> {
  return new Promise((resolve, reject) => {
    http
      .get(address, { headers: { 'accept-encoding': coding } }, (response) => {
        const chunks: Buffer[] = [];
        response.on('data', (chunk: Buffer) => chunks.push(chunk));
        response.on('end', () =>
          resolve({ coding: response.headers['content-encoding'], bytes: Buffer.concat(chunks) }),
        );
      })
      .on('error', reject);
  });
}

onEachDatabase((make) => {
  describe('the tape of a tale, where geography is open', () => {
    const counted = { reads: 0 };
    const server = serverOn(make, { env: { TEST: '1' }, wrap: (database) => counting(database, counted) });
    let visitor: Reader;
    let india: Reader;
    let elsewhere: Reader;
    beforeAll(async () => {
      visitor = new Reader(server.address, { lang: 'en' });
      india = visitor.looking({ view_from: 'IN' });
      elsewhere = visitor.looking({ view_from: 'elsewhere' });
      await tell(server);
    });

    it('is made once for many who ask at once', async () => {
      counted.reads = 0;
      const answers = await Promise.all(Array.from({ length: 8 }, () => india.reads<Tape>(TAPE)));
      expect(new Set(answers.map(({ text }) => text)).size).toBe(1);
      expect(counted.reads).toBe(1);
    });

    it('ends with the page that is there at its end', async () => {
      for (const reader of [india, elsewhere]) {
        const moments = await whole(reader);
        const query = { scenario: TALE, view_as: 'public', limit: '40', view_at: moments.at(-1)!.at };
        const page = await reader.reads<Status[]>('/api/v1/timelines/public', query);
        const ids = (statuses: readonly Status[]) =>
          statuses.map(({ id, tombstone }) => `${id} ${tombstone}`);
        expect(ids(ending(moments))).toEqual(ids(page.body));
      }
    });

    it('counts its moments, each at an instant of its own, with the step that it is of', async () => {
      const moments = await whole(india);
      expect(moments.map(({ n }) => n)).toEqual(moments.map((_, n) => n));
      const at = moments.map((moment) => moment.at);
      expect(at).toEqual([...new Set(at)].sort());
      const instants = new Map(steps.map((step) => [new Date(step.at).toISOString(), step.id]));
      expect(moments.map(({ step }) => step)).toEqual(at.map((one) => instants.get(one)));
    });

    it('tells of decisions which items they are on', async () => {
      const decisions = framesOf(await whole(india), 'decision');
      expect(decisions.length).toBeGreaterThan(0);
      for (const { payload } of decisions)
        expect(payload).toMatchObject({ outcome: 'withheld', items: 1, numbers: [1], scenario: TALE });
    });

    it('is the same however few moments are asked for at once', async () => {
      expect(await whole(india, { limit: '3' })).toEqual(await whole(india));
      const first = await india.reads<Tape>(TAPE, { limit: '3' });
      expect(first.body.moments).toHaveLength(3);
      expect(first.body.next).toBe(first.body.cursor);
      const none = await india.reads<Tape>(TAPE, { limit: '0' });
      expect(none.body.moments).toEqual([]);
      expect(await whole(india, { limit: '200', since: none.body.cursor })).toEqual(await whole(india));
    });

    it('is another in India than elsewhere, and one for all countries that nothing is withheld in', async () => {
      const tagFrom = async (view_from: string) =>
        (await visitor.reads(TAPE, { view_from })).headers.get('etag');
      expect(await tagFrom('FR')).toBe(await tagFrom('elsewhere'));
      expect(await tagFrom('IN')).not.toBe(await tagFrom('elsewhere'));
    });

    it('is told in the language that the address names', async () => {
      const tombstones = async (lang: string) =>
        framesOf(await whole(india, { lang }), 'status.update')
          .filter(({ payload }) => payload.tombstone)
          .map(({ payload }) => payload.content);
      const [english, hindi] = [await tombstones('en'), await tombstones('hi')];
      expect(english.length).toBeGreaterThan(0);
      expect(english[0]).toContain('India');
      expect(hindi[0]).toContain('भारत');
    });

    it('may be kept by caches where the address says all, and is not sent to who has it', async () => {
      const answer = await india.reads<Tape>(TAPE);
      const etag = answer.headers.get('etag') ?? '';
      expect(answer.headers.get('cache-control')).toBe('public, no-cache');
      expect(answer.headers.get('vary')).toBe('Accept-Encoding');
      const again = await india.sends('GET', TAPE, undefined, { 'if-none-match': `"x", ${etag}` });
      expect([again.status, again.text]).toEqual([304, '']);
      expect(again.headers.get('etag')).toBe(etag);
      expect(again.headers.get('cache-control')).toBe('public, no-cache');
      const other = await elsewhere.sends('GET', TAPE, undefined, { 'if-none-match': etag });
      expect(other.status).toBe(200);
    });

    it.each([{ lang: 'en' }, { view_from: 'IN' }, {}])(
      'and by nobody where it does not: %p',
      async (query) => {
        const answer = await new Reader(server.address, query).reads(TAPE);
        expect(answer.status).toBe(200);
        expect(answer.headers.get('cache-control')).toBe('private, no-store');
        expect(answer.headers.has('etag')).toBe(false);
      },
    );

    it('is the public’s, whoever asks', async () => {
      const { meera } = await people(server.address, { meera: 'moderator' });
      const asked = await meera.in('IN').reads(TAPE, { lang: 'en' });
      expect(asked.text).toBe((await india.reads(TAPE)).text);
      const [row] = await server.database.reader.query<{ n: number }>('SELECT count(*) AS n FROM audit');
      expect(row?.n).toBe(0);
    });

    it('travels in the coding that the client takes', async () => {
      const address = `${server.address}${TAPE}?view_from=IN&lang=en`;
      const [br, gzip, plain] = [
        await bytesIn('br', address),
        await bytesIn('gzip', address),
        await bytesIn('identity', address),
      ];
      expect([br.coding, gzip.coding, plain.coding]).toEqual(['br', 'gzip', undefined]);
      expect(brotliDecompressSync(br.bytes).equals(plain.bytes)).toBe(true);
      expect(gunzipSync(gzip.bytes).equals(plain.bytes)).toBe(true);
    });

    it.each([
      [404, '/api/v1/scenarios/nothing/tape', {}],
      [422, TAPE, { view_from: 'XX' }],
      [422, TAPE, { lang: 'xx' }],
      [422, TAPE, { since: 'nonsense' }],
      [422, TAPE, { view_at: '2021-02-10T08:04:00Z' }],
      [409, TAPE, { since: '0123456789abcdef' }],
    ])('is refused with a %i: %s %p', async (status, path, query) => {
      const answer = await india.looking(query as Record<string, string>).reads(path);
      expect([answer.status, typeof (answer.body as { error: string }).error]).toEqual([status, 'string']);
      expect(answer.headers.get('cache-control')).not.toContain('public');
    });

    it('ends where the tale does, whatever people do since', async () => {
      const before = await india.reads(TAPE);
      const post = ending(await whole(india))[0]!.id;
      const { asha } = await people(server.address, { asha: 'reader' });
      await asha.likes(post);
      await server.does('impose-restriction', restrictionBody('withhold', { type: 'post', id: post }));
      const after = await india.reads(TAPE);
      expect(after.text).toBe(before.text);
    });
  });

  describe('the tape of a tale that is being told', () => {
    const server = serverOn(make, { env: { TEST: '1' } });
    const { listen } = listenersOn(server);

    it('grows, and whoever has read to its end is told so and reads on from there', async () => {
      await tell(server, 12);
      const india = new Reader(server.address, { lang: 'en', view_from: 'IN' });
      const begun = (await india.reads<Tape>(TAPE)).body;
      expect(begun).toMatchObject({ next: null, is_complete: false });
      const none = (await india.reads<Tape>(TAPE, { since: begun.cursor })).body;
      const { cursor, until } = begun;
      expect(none).toEqual({ moments: [], next: null, cursor, until, is_complete: false });
      expect(until).toBe(begun.moments.at(-1)!.at);

      const listener = await listen();
      await listener.subscribe(`scenario:${TALE}`, { view_from: 'IN' });
      await tell(server);
      await listener.hasHeard(server);
      const told = listener.frames.filter(({ type }) => type === 'tape');
      expect(told.length).toBeGreaterThan(0);
      expect(told.at(-1)).toMatchObject({ payload: { scenario: TALE } });

      const rest = (await india.reads<Tape>(TAPE, { since: begun.cursor })).body;
      expect(rest).toMatchObject({ next: null, is_complete: true });
      expect([...begun.moments, ...rest.moments]).toEqual(await whole(india));
      expect(rest.moments.length).toBeGreaterThan(10);
    });
  });

  describe('the tape of a tale, where geography is enforced', () => {
    const server = serverOn(make, {
      env: { TEST: '1', GEO_MODE: 'enforced', TRUSTED_PROXIES: '127.0.0.1' },
    });
    const { listen } = listenersOn(server);
    const from = async (address: string, query = '') =>
      new Reader(server.address).sends<Tape>('GET', `${TAPE}?lang=en${query}`, undefined, {
        'x-forwarded-for': address,
      });

    it('hides at every instant what people restrict now, is another then, and says so', async () => {
      await tell(server);
      const before = (await from(OF_INDIA)).body;
      const post = framesOf(before.moments, 'update')[0]!.payload;
      expect(post.content).toContain('Words of step');
      const listener = await listen();
      await listener.subscribe(`scenario:${TALE}`);
      const restriction = await server.does(
        'impose-restriction',
        restrictionBody('withhold', { type: 'post', id: post.id }),
      );

      const after = await from(OF_INDIA);
      expect(after.headers.get('cache-control')).toBe('private, no-store');
      expect(after.headers.has('etag')).toBe(false);
      const told = after.body.moments.flatMap(({ frames }) => frames).filter((frame) => 'payload' in frame);
      const [first] = told.flatMap((frame) =>
        (frame.type === 'update' || frame.type === 'status.update') && frame.payload.id === post.id
          ? [frame.payload]
          : [],
      );
      expect(first).toMatchObject({ tombstone: true, withheld: { country_codes: ['IN'] } });
      expect(after.text).not.toContain(post.content);
      expect((await from(OF_THE_US)).text).toContain(JSON.stringify(post.content));
      expect((await from(OF_INDIA, `&since=${before.cursor}`)).status).toBe(409);
      await listener.hasHeard(server);
      expect(listener.resyncs).toContainEqual({
        stream: `scenario:${TALE}`,
        reason: 'its tape is another now',
      });

      await server.does('lift-restriction', { restriction, reason: 'No longer' });
      expect((await from(OF_INDIA)).body).toEqual(before);
    });

    it('is of where the reader is: another place is refused', async () => {
      expect((await from(OF_THE_US, '&view_from=IN')).status).toBe(403);
      expect((await from(OF_INDIA, '&view_from=IN')).headers.get('cache-control')).toBe('private, no-store');
    });
  });
});
