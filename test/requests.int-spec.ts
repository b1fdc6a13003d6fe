import http from 'node:http';
import { brotliDecompressSync, gunzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Account, ErrorBody, Order, Status, TestUser } from '#contract';
import { people, Person, type Answer } from './support/client.js';
import { onEachDatabase } from './support/databases.js';
import { closeRawConnections, sendRaw, type RawAnswer } from './support/raw-request.js';
import { serverOn } from './support/server.js';
import { Wire } from './support/wire.js';

const STATUSES = '/api/v1/statuses';
const TIMELINE = '/api/v1/timelines/public';
const JSON_TYPE = 'application/json';
const FORM = 'application/x-www-form-urlencoded';
const BOUNDARY = 'between';
const MULTIPART = `multipart/form-data; boundary=${BOUNDARY}`;

/** A body in multipart/form-data, of parts as they stand between the boundaries. */
const multipart = (...parts: string[]): string =>
  `${parts.map((part) => `--${BOUNDARY}\r\ncontent-disposition: form-data; ${part}\r\n`).join('')}--${BOUNDARY}--\r\n`;

afterAll(closeRawConnections);

onEachDatabase((make) => {
  const server = serverOn(make, { env: { TEST: '1' } });
  let asha: Person, meera: Person, ravi: Person;

  beforeAll(async () => {
    ({ asha, meera, ravi } = await people(server.address, {
      asha: 'reader',
      meera: 'authority',
      ravi: 'moderator',
    }));
    for (let n = 1; n <= 45; n++) await asha.posts(`Post ${n} #here`);
  });

  /** Sends a body as it is. */
  const send = (
    who: Person,
    path: string,
    type: string | null,
    body?: string | Buffer,
    headers: Record<string, string> = {},
  ): Promise<RawAnswer> =>
    sendRaw(server.address, {
      method: 'POST',
      path,
      headers: {
        authorization: `Bearer ${who.token}`,
        ...(type === null ? {} : { 'content-type': type }),
        ...headers,
      },
      ...(body === undefined ? {} : { body }),
    });
  const posted = async (type: string | null, body?: string, query = ''): Promise<Status> => {
    const answer = await send(asha, STATUSES + query, type, body);
    expect([answer.status, answer.text]).toEqual([200, expect.anything()]);
    return JSON.parse(answer.text) as Status;
  };
  const refused = async (
    answer: Promise<RawAnswer> | Promise<Answer<ErrorBody>>,
  ): Promise<[number, string]> => {
    const { status, text } = await answer;
    return [status, (JSON.parse(text) as ErrorBody).error];
  };

  describe('what a request says', () => {
    it.each([
      ['JSON', JSON_TYPE, '{"status": "Good morning", "sensitive": true}'],
      ['a form', FORM, 'status=Good+morning&sensitive=1'],
      ['multipart', MULTIPART, multipart('name="status"\r\n\r\nGood morning', 'name="sensitive"\r\n\r\non')],
    ])('is read as %s', async (_, type, body) => {
      expect(await posted(type, body)).toMatchObject({ content: '<p>Good morning</p>', sensitive: true });
    });

    it('may stand in the query, and what the body says counts before it', async () => {
      expect(await posted(null, undefined, '?status=From+the+query')).toMatchObject({
        content: '<p>From the query</p>',
      });
      expect(await posted(FORM, 'status=From+the+body', '?status=no&sensitive=t')).toMatchObject({
        content: '<p>From the body</p>',
        sensitive: true,
      });
    });

    it('is nothing where the body is empty, whatever it says it is', async () => {
      const { id } = await asha.posts('To be liked');
      for (const type of [JSON_TYPE, FORM, MULTIPART, 'text/plain'])
        expect([type, (await send(asha, `${STATUSES}/${id}/favourite`, type, '')).status]).toEqual([
          type,
          200,
        ]);
    });

    it('is in UTF-8, whole, and of a kind that is read', async () => {
      const long = multipart(...Array.from({ length: 1_001 }, (_, n) => `name="a${n}"\r\n\r\n`));
      for (const [type, body, status, error] of [
        ['text/plain', 'status=x', 415, /Content-Type/],
        [null, 'status=x', 415, /Content-Type/],
        [MULTIPART, Buffer.from(multipart('name="status"\r\n\r\n\xff'), 'latin1'), 400, /UTF-8/],
        [FORM, 'status=%ff', 400, /percent-encoded is not UTF-8/],
        [MULTIPART, multipart('name="status"\r\n\r\nx').slice(0, -8), 400, /multipart/],
        ['multipart/form-data', 'status=x', 400, /multipart/],
        [MULTIPART, long, 400, /at most 1000 fields/],
        [FORM, 'status=x&status[a]=y', 400, /exclude each other/],
        [FORM, '__proto__[a]=x', 422, /whose name is none/],
        [FORM, `status=${'x'.repeat(100_001)}`, 422, /longer than 100000/],
      ] as const)
        expect(await refused(send(asha, STATUSES, type, body))).toEqual([
          status,
          expect.stringMatching(error),
        ]);
    });

    it('is not compressed: 415, with what is taken (RFC 9110, section 15.5.16)', async () => {
      const answer = await send(asha, STATUSES, JSON_TYPE, 'x', { 'content-encoding': 'gzip' });
      expect([answer.status, answer.headers['accept-encoding']]).toEqual([415, 'identity']);
    });

    it('holds no file: it is refused by name, and one that was not chosen is none', async () => {
      const status = 'name="status"\r\n\r\nWith a picture';
      const chosen = multipart(
        status,
        'name="file"; filename="a.png"\r\ncontent-type: image/png\r\n\r\n\x89PNG',
      );
      expect(await refused(send(asha, STATUSES, MULTIPART, Buffer.from(chosen, 'latin1')))).toEqual([
        422,
        'Validation failed: file is a file, and no file is taken here',
      ]);
      const none = 'name="file"; filename=""\r\ncontent-type: application/octet-stream\r\n\r\n';
      expect((await posted(MULTIPART, multipart(status, none))).content).toBe('<p>With a picture</p>');
    });

    it('may be a list in a form, wherever a list is taken', async () => {
      const { id } = await asha.posts('Something to report');
      const { id: other } = await asha.posts('Something else');
      const report = await send(meera, '/api/v1/reports', FORM, `account_id=${asha.id}&status_ids[]=${id}`);
      expect(JSON.parse(report.text)).toMatchObject({ status_ids: [id] });
      const demand = `legal_basis=A+law&grounds[]=other&countries[]=DE&countries[]=in&items[][status_id]=${id}&items[][status_id]=${other}`;
      const order = JSON.parse((await send(meera, '/api/v1/orders', FORM, demand)).text) as Order;
      expect(order).toMatchObject({ countries: ['DE', 'IN'], grounds: ['other'], items_count: 2 });
      const decisions = 'items[]=1&outcome=withheld&reason=As+ordered';
      expect((await send(ravi, `/api/v1/orders/${order.id}/decisions`, FORM, decisions)).status).toBe(200);
    });
  });

  describe('a parameter', () => {
    const list = `/api/v1/accounts`;
    const idsOf = async (query: string): Promise<string[]> => {
      const answer = await asha.reads<Status[]>(`${TIMELINE}?${query}`);
      expect([query, answer.status]).toEqual([query, 200]);
      return answer.body.map(({ id }) => id);
    };

    it('that is blank was left out', async () => {
      const answer = await send(asha, STATUSES, FORM, 'status=Blank&in_reply_to_id=&language=&visibility=+');
      expect(JSON.parse(answer.text)).toMatchObject({
        in_reply_to_id: null,
        language: null,
        visibility: 'public',
      });
      expect(await idsOf('limit=&max_id=&local=&venue=')).toHaveLength(20);
    });

    it('that is a flag is read as Rails reads it', async () => {
      const own = `${list}/${asha.id}/statuses`;
      const { id } = await asha.replies((await asha.posts('Asked')).id, 'Answered');
      for (const [flag, listed] of [
        ['on', false],
        ['T', false],
        ['F', true],
        ['off', true],
        ['', true],
      ] as const) {
        const { body } = await asha.reads<Status[]>(`${own}?exclude_replies=${flag}`);
        expect([flag, body.some((status) => status.id === id)]).toEqual([flag, listed]);
      }
    });

    it('that limits a list is never refused', async () => {
      for (const [limit, length] of [
        ['80', 40],
        ['0', 0],
        ['-5', 5],
        ['many', 0],
        ['7seas', 7],
        ['', 20],
      ] as const)
        expect([limit, (await idsOf(`limit=${limit}`)).length]).toEqual([limit, length]);
      const none = await asha.reads<Status[]>(`${TIMELINE}?limit=0`);
      expect([none.body, none.headers.has('link')]).toEqual([[], false]);
    });

    it('that bounds a page is an id in either case, or any other text', async () => {
      const [newest = '', second = '', third = ''] = await idsOf('limit=3');
      expect(await idsOf(`limit=1&max_id=${newest.toLowerCase()}`)).toEqual([second]);
      expect(await idsOf(`limit=2&max_id=${newest}&min_id=${third.slice(0, -1)}`)).toEqual([second, third]);
      expect(await idsOf('limit=1&max_id=123')).toEqual([newest]);
      expect(await idsOf('since_id=zzz')).toEqual([]);
      expect(await idsOf(`limit=1&since_id=0&max_id=%E0%A4%A8${'x'.repeat(9_000)}`)).toEqual([newest]);
    });

    it('stays in the links to the pages beside', async () => {
      const page = await asha.reads<Status[]>(`${TIMELINE}?local=on&limit=7&max_id=zzz`);
      const { next = '', prev = '' } = page.links;
      expect(Object.fromEntries(new URL(next).searchParams)).toEqual({
        local: 'on',
        limit: '7',
        max_id: page.body.at(-1)?.id,
      });
      expect(Object.fromEntries(new URL(prev).searchParams)).toEqual({
        local: 'on',
        limit: '7',
        min_id: page.body[0]?.id,
      });
      const last = await asha.reads<Status[]>(`${TIMELINE}?limit=40&max_id=${page.body.at(-1)?.id}`);
      expect(Object.keys(last.links)).toEqual(last.body.length === 40 ? ['next', 'prev'] : ['prev']);
    });

    it('that other servers take of a post, and would publish something else or to others, is refused by name', async () => {
      for (const [field, value] of [
        ['content_type', 'text/markdown'],
        ['quote_id', '1'],
        ['preview', true],
        ['expires_in', 3_600],
        ['expires_at', '2030-01-01T00:00:00Z'],
        ['to', ['somebody']],
        ['in_reply_to_conversation_id', '1'],
        ['circle_id', '1'],
        ['allowed_mentions', ['1']],
        ['searchability', 'direct'],
        ['local_only', 'true'],
        ['interaction_policy', { can_reply: { always: ['author'] } }],
        ['federated', false],
        ['boostable', '0'],
        ['replyable', 'off'],
        ['likeable', false],
        ['friendica', { title: 'A title' }],
      ] as const)
        expect(await refused(asha.sends('POST', STATUSES, { status: 'x', [field]: value }))).toEqual([
          422,
          expect.stringMatching(new RegExp(`^Validation failed: ${field} is not supported: `)),
        ]);
      const { id } = (await asha.sends<Status>('POST', STATUSES, { status: 'x' })).body;
      expect(
        await refused(asha.sends('PUT', `${STATUSES}/${id}`, { status: 'y', content_type: 'text/html' })),
      ).toEqual([422, 'Validation failed: content_type is not supported: a post is plain text']);
    });

    it('that asks for what is done in any case, or that nobody knows, is passed over', async () => {
      const answer = await asha.sends<Status>('POST', STATUSES, {
        status: 'As it is',
        content_type: 'text/plain',
        local_only: false,
        federated: true,
        boostable: '1',
        quote_id: '',
        expires_in: null,
        with_rate_limit: true,
        my_clients_own: 'field',
      });
      expect([answer.status, answer.body.content]).toEqual([200, '<p>As it is</p>']);
    });

    it('that is not supported is refused by name, and what there is none of is not listed', async () => {
      const { id } = asha;
      for (const [field, value] of [
        ['media_ids', ['1']],
        ['poll', { options: ['a', 'b'] }],
        ['visibility', 'limited'],
        ['quote_approval_policy', 'nobody'],
      ] as const)
        expect(await refused(asha.sends('POST', STATUSES, { status: 'x', [field]: value }))).toEqual([
          422,
          expect.stringMatching(new RegExp(`^Validation failed: ${field} `)),
        ]);
      expect(
        await refused(
          asha.sends('PATCH', `${list}/update_credentials`, { country: '', hide_collections: true }),
        ),
      ).toEqual([422, 'Validation failed: hide_collections is not supported: lists of followers are public']);
      for (const [path, field] of [[`${TIMELINE}?remote=true`, 'remote']] as const)
        expect([path, ...(await refused(asha.reads<ErrorBody>(path)))]).toEqual([
          path,
          422,
          expect.stringContaining(`${field} is not supported`),
        ]);
      for (const path of [
        `${list}/${id}/statuses?pinned=true`,
        `${list}/${id}/statuses?only_media=1`,
        `${TIMELINE}?only_media=true`,
        '/api/v1/timelines/tag/here?only_media=on',
      ])
        expect([path, (await asha.reads(path)).text]).toEqual([path, '[]']);
      expect(await idsOf('only_media=false&remote=0')).toHaveLength(20);
    });
  });

  describe('what was asked for under a key', () => {
    it('is answered again, and something else under it is a 409', async () => {
      const key = { 'idempotency-key': 'a key' };
      const post = (status: string, who = asha): Promise<Answer<Status>> =>
        who.sends<Status>('POST', STATUSES, { status }, key);
      const { id } = (await post('Once')).body;
      expect((await post('Once')).body.id).toBe(id);
      const other = await post('Something else');
      expect([other.status, other.text]).toEqual([
        409,
        expect.stringContaining('under this Idempotency-Key'),
      ]);
      expect((await post('Something else', ravi)).status).toBe(200);
    });

    it('is an order, by its external_id', async () => {
      const file = (legal_basis: string): Promise<Answer<Order>> =>
        meera.sends<Order>('POST', '/api/v1/orders', {
          external_id: '2026/17',
          legal_basis,
          grounds: ['other'],
          countries: ['IN'],
          items: [{ tag: 'here' }],
        });
      const { id } = (await file('A law')).body;
      expect((await file('A law')).body.id).toBe(id);
      const other = await file('Another law');
      expect([other.status, other.text]).toEqual([409, expect.stringContaining('under this external_id')]);
    });
  });

  it('a post that is deleted is answered with its words, and what quotes it says that it is gone', async () => {
    const text = 'To be written anew, with a #tag\n\n\nand <b>';
    const { id } = await asha.posts(text);
    const quote = await ravi.posts('Look', { quoted_status_id: id });
    expect(await asha.deletes(id)).toMatchObject({ id, text });
    const { body } = await ravi.reads<Status>(`${STATUSES}/${quote.id}`);
    expect([body.quote, body.text]).toEqual([{ state: 'deleted', quoted_status: null }, undefined]);
  });

  it('an account says on which day it last posted words of its own that stand', async () => {
    const { body: made } = await asha.sends<{ users: TestUser[] }>('POST', '/api/v1/test/users', {
      users: [{ username: 'divya' }],
    });
    const { id = '', access_token = '' } = made.users[0] ?? {};
    const divya = new Person(server.address, id, 'divya', access_token);
    const day = async (): Promise<string | null> =>
      (await asha.in('IN').reads<Account>(`/api/v1/accounts/${id}`)).body.last_status_at;
    expect(await day()).toBeNull();
    await divya.reposts((await asha.posts('Somebody else’s')).id);
    expect(await day()).toBeNull();
    const kept = await divya.posts('Mine');
    const today = kept.created_at.slice(0, 10);
    expect(await day()).toBe(today);
    await ravi.imposes({ status_id: kept.id });
    expect(await day()).toBe(today);
    await ravi.imposes({ kind: 'suspend', status_id: kept.id });
    expect(await day()).toBeNull();
    const other = await divya.posts('Mine, too');
    expect(await day()).toBe(today);
    await divya.deletes(other.id);
    expect(await day()).toBeNull();
  });

  it('countries are for withholding alone: elsewhere they are refused, not dropped', async () => {
    const { id } = await asha.posts('To be labelled');
    const impose = (body: object): Promise<[number, string]> =>
      refused(
        ravi.sends('POST', '/api/v1/restrictions', {
          status_id: id,
          basis: 'platform_rule',
          reason: 'x',
          ...body,
        }),
      );
    for (const [body, error] of [
      [
        { kind: 'label', label: 'Disputed', countries: ['IN'] },
        'countries are for withholding alone: label is everywhere',
      ],
      [{ kind: 'limit', countries: ['IN'] }, 'countries are for withholding alone: limit is everywhere'],
      [{ kind: 'suspend', countries: ['IN'] }, 'countries are for withholding alone: suspend is everywhere'],
      [{ kind: 'withhold', countries: [] }, 'countries must name at least one country to withhold it in'],
      [
        { kind: 'withhold', countries: ['elsewhere'] },
        'countries must be codes of countries: "elsewhere" is not a country',
      ],
      [{ kind: 'limit', label: 'x' }, 'label is for labels alone'],
    ] as const)
      expect(await impose(body)).toEqual([422, `Validation failed: ${error}`]);
  });

  describe('an answer', () => {
    const raw = (path: string, headers: Record<string, string>, method = 'GET'): Promise<RawAnswer> =>
      sendRaw(server.address, { method, path, headers });

    it.each([
      ['br', (bytes: Buffer) => brotliDecompressSync(bytes)],
      ['gzip', (bytes: Buffer) => gunzipSync(bytes)],
    ])('is compressed where the client takes %s, and its HEAD says the same', async (coding, decode) => {
      const path = `${TIMELINE}?limit=40`;
      const plain = await raw(path, {});
      const url = new URL(path, server.address);
      const [answer, bytes] = await bytesOf(url, { 'accept-encoding': coding });
      expect(answer.headers).toMatchObject({
        'content-encoding': coding,
        vary: expect.stringMatching(/Accept-Encoding/),
        'content-length': String(bytes.length),
      });
      expect(decode(bytes).toString()).toBe(plain.text);
      expect(bytes.length).toBeLessThan(plain.text.length / 4);
      const ofEach = /^(date|x-ratelimit-remaining|x-ratelimit-reset|x-request-id)$/;
      const headers = Object.fromEntries(
        Object.entries(answer.headers).filter(([name]) => !ofEach.test(name)),
      );
      expect((await raw(path, { 'accept-encoding': coding }, 'HEAD')).headers).toMatchObject(headers);
      expect(plain.headers['content-encoding']).toBeUndefined();
      expect(plain.headers.vary).toMatch(/Accept-Encoding/);
    });

    it('to what writes is not, since tokens are among them; nor is what is small', async () => {
      const users = Array.from({ length: 20 }, (_, n) => ({ username: `guest${n}` }));
      const made = await sendRaw(server.address, {
        method: 'POST',
        path: '/api/v1/test/users',
        headers: { 'content-type': JSON_TYPE, 'accept-encoding': 'br, gzip' },
        body: JSON.stringify({ users }),
      });
      expect(made.text.length).toBeGreaterThan(1_024);
      expect(made.headers['content-encoding']).toBeUndefined();
      expect((await raw('/health', { 'accept-encoding': 'br' })).text).toBe('{"status":"ok"}');
    });

    it('says that it varies by coding also where it is small: its headers tell nothing of its size', async () => {
      const [small, large] = [await raw(`${TIMELINE}?limit=0`, {}), await raw(`${TIMELINE}?limit=40`, {})];
      expect([small.text.length < 1_024, large.text.length > 1_024]).toEqual([true, true]);
      expect(small.headers.vary).toMatch(/Accept-Encoding/);
      expect(small.headers.vary).toBe(large.headers.vary);
    });

    it('lets a browser remember what a preflight was told', async () => {
      const asks = { origin: 'https://client.example', 'access-control-request-method': 'DELETE' };
      const told = await raw(`${STATUSES}/1`, asks, 'OPTIONS');
      expect(told.status).toBe(204);
      expect(told.headers).toMatchObject({ 'access-control-max-age': '7200' });
      expect((await raw(TIMELINE, {}, 'OPTIONS')).status).toBe(204);
    });
  });

  it('a body that stops half-way is told so, and the connection is closed', async () => {
    const wire = await Wire.open(server.address);
    wire
      .send(
        `POST ${STATUSES} HTTP/1.1\r\nhost: x\r\nauthorization: Bearer ${asha.token}\r\ncontent-type: application/json\r\ncontent-length: 50\r\n\r\n{"status":`,
      )
      .end();
    expect(await wire.untilEnded()).toMatch(
      /^HTTP\/1.1 400 [^]*connection: close[^]*The request came to no end/i,
    );
  });

  it('an address may end in slashes', async () => {
    for (const path of [TIMELINE, `/api/v1/accounts/${asha.id}`, '/@asha', '/health'])
      for (const end of ['/', '//', '///?limit=1'])
        expect([path, end, (await asha.reads(path + end)).status]).toEqual([path, end, 200]);
    expect((await asha.reads(TIMELINE + '/'.repeat(8_000))).status).toBe(200);
  });

  it('an address at which there is nothing is a 404, however it is spelt', async () => {
    for (const path of [
      '/nothing',
      '//api/v1/instance',
      '/api//v1/instance',
      '/./nothing',
      '/a/%2e%2e/b',
      '/%2F',
    ])
      expect([path, ...(await refused(sendRaw(server.address, { method: 'GET', path })))]).toEqual([
        path,
        404,
        `Cannot GET ${path}`,
      ]);
  });
});

/** Reads an answer as the bytes that came. */
function bytesOf(url: URL, headers: Record<string, string>): Promise<[http.IncomingMessage, Buffer]> {
  return new Promise((resolve, reject) => {
    http
      .get(url, { headers }, (answer) => {
        const chunks: Buffer[] = [];
        answer.on('data', (chunk: Buffer) => chunks.push(chunk));
        answer.on('end', () => resolve([answer, Buffer.concat(chunks)])).on('error', reject);
      })
      .on('error', reject);
  });
}
