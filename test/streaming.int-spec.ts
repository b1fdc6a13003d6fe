import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import type { Status } from '#contract';
import { issueTokenFor } from '#identity';
import { people, Reader, type Person } from './support/client.js';
import { onEachDatabase } from './support/databases.js';
import { restrictionBody } from './support/bodies.js';
import { sendRaw } from './support/raw-request.js';
import { serverOn, serversPerTest } from './support/server.js';
import { loadStory } from './support/story.js';
import { EventStream, StreamingSocket } from './support/streaming-client.js';

onEachDatabase((make) => {
  const server = serverOn(make, { env: { TEST: '1' } });
  const starts = serversPerTest(make);
  const open: { close(): void }[] = [];
  let asha: Person;
  let bilal: Person;
  let meera: Person;

  let round = 0;
  beforeEach(async () => {
    round += 1;
    const made = await people(server.address, {
      [`asha_${round}`]: 'reader',
      [`bilal_${round}`]: 'reader',
      [`meera_${round}`]: 'moderator',
    });
    [asha, bilal, meera] = Object.values(made) as [Person, Person, Person];
  });
  afterEach(() => {
    for (const one of open.splice(0)) one.close();
  });

  const connect = async (
    query = '',
    options: Parameters<typeof StreamingSocket.connect>[2] = {},
    to = server.address,
  ): Promise<StreamingSocket> => {
    const client = await StreamingSocket.connect(to, query, options);
    open.push(client);
    return client;
  };
  const streams = async (path: string, headers: Record<string, string> = {}): Promise<EventStream> => {
    const client = await EventStream.open(server.address, path, headers);
    open.push(client);
    // It is told of what happens from here on.
    await client.until('the first comment', () => client.text.startsWith(':)\n'));
    return client;
  };
  /** Waits until a connection listens: a stream that does not exist is answered in turn, after those before it. */
  const listens = async (client: StreamingSocket): Promise<void> => {
    const { length } = client.refusals;
    client.sends({ type: 'subscribe', stream: 'no such stream' });
    await client.until('the answer', () => client.refusals.length > length);
  };
  /** Posts something last, and waits until that has come: what has not come by then does not come. */
  const hasHeardAll = async (client: StreamingSocket | EventStream, text = 'That is all'): Promise<void> => {
    const { id } = await asha.posts(text);
    await client.hears('update', id);
    client.messages.pop();
  };

  describe('over WebSocket', () => {
    it('takes the token by header, query or subprotocol, and echoes that', async () => {
      const headers = { authorization: `Bearer ${asha.token}` };
      const byHeader = await connect('stream=user', { headers });
      const byQuery = await connect(`stream=user&access_token=${asha.token}`);
      const byProtocol = await connect('stream=user', { protocols: [asha.token] });
      expect(byProtocol.socket.protocol).toBe(asha.token);
      for (const client of [byHeader, byQuery, byProtocol]) {
        await listens(client);
        await hasHeardAll(client);
      }
    });

    it('refuses a token that is nobody’s, and a view that is none, before it begins', async () => {
      const bad = connect('stream=public&access_token=nobodys');
      await expect(bad).rejects.toThrow('401 {"error":"The access token is invalid"}');
      await expect(connect('view_from=Atlantis')).rejects.toThrow('422 {"error":"view_from \\"Atlantis\\"');
      await expect(connect('view_from=IN&view_from=DE')).rejects.toThrow('422');
      await expect(connect('view_at=2021-02-10T08:04:00Z')).rejects.toThrow(/422.*what happens now/);
    });

    it('tells a post, its edit and its end, each in Mastodon’s envelope', async () => {
      const client = await connect('stream=public:local');
      await listens(client);
      const post = await asha.posts('Tea?');
      await client.hears('update', post.id);
      expect(client.messages[0]).toEqual({
        stream: ['public:local'],
        event: 'update',
        payload: expect.anything(),
      });
      const shown = client.messages[0]?.payload as Status;
      expect(shown).toEqual(
        (await new Reader(server.address).reads<Status>(`/api/v1/statuses/${post.id}`)).body,
      );
      await asha.does('PUT', `/api/v1/statuses/${post.id}`, { status: 'Coffee?' });
      await client.hears('status.update', post.id);
      await asha.deletes(post.id);
      await client.hears('delete', post.id);
      expect(client.told()).toEqual([`update ${post.id}`, `status.update ${post.id}`, `delete ${post.id}`]);
      expect(client.messages.every(({ stream }) => stream?.join() === 'public:local')).toBe(true);
    });

    it('carries several streams, each message named by its own', async () => {
      const client = await connect();
      client.sends({ type: 'subscribe', stream: 'hashtag', tag: '#Tea' });
      client.sends({ type: 'subscribe', stream: 'public' });
      client.sends({ type: 'subscribe', stream: 'public:local' });
      await listens(client);
      const { id } = await asha.posts('A cup of #tea');
      await client.until('all three', () => client.messages.length === 3);
      expect(client.messages.map(({ stream }) => stream)).toEqual(
        expect.arrayContaining([['hashtag', 'tea'], ['public'], ['public:local']]),
      );
      expect(client.told()).toEqual(Array.from({ length: 3 }, () => `update ${id}`));
      client.messages.length = 0;
      client.sends({ type: 'unsubscribe', stream: 'public' });
      client.sends({ type: 'unsubscribe', stream: 'hashtag', tag: 'tea' });
      await listens(client);
      await hasHeardAll(client, 'More #tea');
      expect(client.messages).toEqual([]);
    });

    it('tells one’s home, and one’s notifications by themselves', async () => {
      await server.does('follow-account', { account: bilal.id }, asha.id);
      const client = await connect(`access_token=${asha.token}&stream=user`);
      client.sends({ type: 'subscribe', stream: 'user:notification' });
      await listens(client);
      const { id } = await bilal.posts('To whoever follows');
      await client.hears('update', id);
      const mine = await asha.posts('Mine');
      await meera.imposes({ status_id: mine.id });
      await client.until(
        'both',
        () => client.messages.filter(({ event }) => event === 'notification').length === 2,
      );
      const told = client.messages.map(({ stream, event }) => `${stream?.join()} ${event}`);
      expect(told.filter((one) => one.startsWith('user:notification'))).toEqual([
        'user:notification notification',
      ]);
      expect(told).toContain('user notification');
    });

    it('tells posts of other venues, and of here, apart', async () => {
      const other = await starts({ env: { TEST: '1' } });
      const client = await connect('stream=public:remote', {}, other.address);
      const everything = await connect('stream=public', {}, other.address);
      for (const one of [client, everything]) await listens(one);
      await loadStory(other.database);
      await everything.until('the story', () => everything.messages.length > 0);
      const { local } = await people(other.address, { local: 'reader' });
      const { id } = await local.posts('From here');
      await everything.hears('update', id);
      const accts = client.messages.map(({ payload }) => (payload as Status).account.acct);
      expect(accts.length).toBeGreaterThan(0);
      expect(accts.every((acct) => acct.includes('@'))).toBe(true);
    });

    it('says why something is not to be listened to, and goes on', async () => {
      const client = await connect('stream=user');
      client.sends({ type: 'subscribe', stream: 'direct' });
      client.sends({ type: 'subscribe', stream: 'hashtag' });
      client.sends({ type: 'subscribe', stream: 'hashtag', tag: 'no tag' });
      client.sends({ type: 'subscribe', stream: 'list', list: '1' });
      client.sends({ type: 'subscribe', stream: '__proto__' });
      client.sends({ type: 'subscribe', stream: ['public'] });
      client.sends({ type: 'gossip' });
      client.sends('[1]');
      client.sends('{');
      client.socket.send(Buffer.from('{}'), { binary: true });
      await client.until('all', () => client.refusals.length === 11);
      expect(client.refusals).toEqual([
        { error: 'This method requires an authenticated user', status: 401 },
        { error: 'This method requires an authenticated user', status: 401 },
        { error: 'Missing tag name parameter', status: 400 },
        { error: 'tag is no hashtag', status: 422 },
        { error: 'Not authorized to stream this list', status: 404 },
        { error: 'Unknown stream type', status: 400 },
        { error: 'Missing stream name parameter', status: 400 },
        { error: 'Unknown message type', status: 400 },
        { error: 'A message is a JSON object', status: 400 },
        { error: 'A message is a JSON object', status: 400 },
        { error: 'A message is a JSON object', status: 400 },
      ]);
      client.sends({ type: 'subscribe', stream: 'public' });
      await listens(client);
      await hasHeardAll(client);
    });

    it('ends a connection that sends more than it reads answers to, or too much at once', async () => {
      const flood = await connect();
      for (let n = 0; n < 2_000; n++) flood.sends({ type: 'subscribe', stream: `hashtag`, tag: `tag${n}` });
      await flood.until('its end', () => flood.closed !== null);
      expect(flood.closed).toEqual({ code: 1008, reason: 'too_many_messages' });
      const large = await connect();
      large.sends({ type: 'subscribe', stream: 'x'.repeat(20_000) });
      await large.until('its end', () => large.closed !== null);
      expect(large.closed?.code).toBe(1009);
    });

    it('listens to at most twenty streams', async () => {
      const client = await connect();
      for (let n = 0; n < 21; n++) client.sends({ type: 'subscribe', stream: 'hashtag', tag: `tag${n}` });
      await client.until('the refusal', () => client.refusals.length > 0);
      expect(client.refusals).toEqual([{ error: 'A socket listens to at most 20 streams', status: 422 }]);
    });

    it('lets no stream be listened to by a token that is not for it', async () => {
      const { token } = await issueTokenFor(server.database, asha.id, server.clock.now(), ['write']);
      const client = await connect(`access_token=${token}&stream=user`);
      await client.until('the refusal', () => client.refusals.length > 0);
      expect(client.refusals).toEqual([
        { error: 'This action is outside the authorized scopes', status: 403 },
      ]);
    });
  });

  describe('what is withheld', () => {
    it('turns into its tombstone where it is, and nothing is told elsewhere', async () => {
      const india = await connect('stream=public:local&view_from=IN');
      const elsewhere = await connect('stream=public:local&view_from=elsewhere');
      for (const client of [india, elsewhere]) await listens(client);
      const { id } = await asha.posts('Said');
      for (const client of [india, elsewhere]) await client.hears('update', id);
      const restriction = await meera.imposes({ status_id: id });
      await india.until('the tombstone', () => india.told().includes(`status.update ${id} (tombstone)`));
      await meera.lifts(restriction);
      await india.until('its return', () => india.told().includes(`status.update ${id}`));
      await hasHeardAll(elsewhere);
      expect(elsewhere.told()).toEqual([`update ${id}`]);
      expect(india.messages.find(({ payload }) => (payload as Status).tombstone)?.payload).toMatchObject({
        content: expect.stringContaining('withheld in India'),
        withheld: { country_codes: ['IN'] },
      });
    });

    it('is in the client’s language, by its address or its headers', async () => {
      const byAddress = await connect('stream=public:local&view_from=IN&lang=hi');
      const byHeader = await connect('stream=public:local&view_from=IN', {
        headers: { 'accept-language': 'hi' },
      });
      for (const client of [byAddress, byHeader]) await listens(client);
      const { id } = await asha.posts('Said');
      await meera.imposes({ status_id: id });
      for (const client of [byAddress, byHeader]) {
        await client.until('the tombstone', () => client.told().includes(`status.update ${id} (tombstone)`));
        const last = client.messages.at(-1)?.payload as Status;
        expect(last.content).toMatch(/[\u0900-\u097f]/);
      }
    });

    it('ends the connection where what it shows is to be read again', async () => {
      const client = await connect('stream=hashtag&tag=again&view_from=IN');
      await listens(client);
      const { id } = await asha.posts('Said #again');
      await client.hears('update', id);
      await server.does('impose-restriction', restrictionBody('withhold', { type: 'account', id: asha.id }));
      await client.until('its end', () => client.closed !== null);
      expect(client.closed).toEqual({ code: 1012, reason: 'resync' });
    });

    it('ends the connection of whoever may see less than they did', async () => {
      const reader = await connect(`stream=user&access_token=${bilal.token}`);
      const moderator = await connect(`stream=public&access_token=${meera.token}`);
      for (const client of [reader, moderator]) await listens(client);
      await server.does('impose-restriction', restrictionBody('suspend', { type: 'account', id: meera.id }));
      await moderator.until('its end', () => moderator.closed !== null);
      expect(moderator.closed).toEqual({ code: 1008, reason: 'viewer_changed' });
      expect(reader.closed).toBeNull();
    });
  });

  describe('over server-sent events', () => {
    it('tells the same, a deletion’s id as JSON', async () => {
      const client = await streams('/public/local');
      expect(client.response.headers).toMatchObject({
        'content-type': 'text/event-stream; charset=utf-8',
        'cache-control': 'private, no-store',
        'access-control-allow-origin': '*',
        'withheld-viewpoint': expect.stringContaining('at=live'),
      });
      const post = await asha.posts('Tea?');
      await client.hears('update', post.id);
      await asha.deletes(post.id);
      await client.hears('delete', post.id);
      expect(client.told()).toEqual([`update ${post.id}`, `delete ${post.id}`]);
      expect(client.text).toContain(`event: delete\ndata: "${post.id}"\n\n`);
      expect(client.text).not.toContain('\r');
    });

    it('takes the token by header or query, as a browser’s EventSource sends it', async () => {
      const byHeader = await streams('/user', { authorization: `Bearer ${asha.token}` });
      const byQuery = await streams(`/user?access_token=${asha.token}`);
      for (const client of [byHeader, byQuery]) await hasHeardAll(client);
      await expect(streams('/user')).rejects.toThrow(
        '401 {"error":"This method requires an authenticated user"}',
      );
      await expect(streams('/user?access_token=nobodys')).rejects.toThrow('401');
    });

    it('turns into its tombstone what is withheld where the viewer is', async () => {
      const client = await streams('/hashtag/local?tag=Said&view_from=IN');
      const { id } = await asha.posts('#said');
      await client.hears('update', id);
      await meera.imposes({ status_id: id });
      // A place that is searched leaves it out.
      await client.hears('delete', id);
      const local = await streams('/public/local?view_from=IN&lang=hi');
      const other = await asha.posts('Said again');
      await meera.imposes({ status_id: other.id });
      await local.until('it', () => local.told().includes(`status.update ${other.id} (tombstone)`));
      expect(local.response.headers['withheld-viewpoint']).toBe('from=IN; basis=simulated; at=live');
    });

    it('ends where what it shows is to be read again', async () => {
      const client = await streams('/hashtag?tag=twice&view_from=IN');
      await asha.posts('#twice');
      await server.does('impose-restriction', restrictionBody('withhold', { type: 'account', id: asha.id }));
      await client.until('its end', () => client.ended);
    });

    it('says why there is no such stream', async () => {
      await expect(streams('/hashtag')).rejects.toThrow('400 {"error":"Missing tag name parameter"}');
      await expect(streams('/list?list=1', { authorization: `Bearer ${asha.token}` })).rejects.toThrow('404');
      await expect(streams('/nothing')).rejects.toThrow('404');
      await expect(streams('/public?view_at=2021-02-10T08:04:00Z')).rejects.toThrow(/422.*what happens now/);
      await expect(streams('/public?view_from=Atlantis')).rejects.toThrow('422');
    });

    it('answers whether it is there, and HEAD with the headers alone', async () => {
      const health = await new Reader(server.address).reads('/api/v1/streaming/health');
      expect([health.status, health.text]).toEqual([200, 'OK']);
      const head = await sendRaw(server.address, { method: 'HEAD', path: '/api/v1/streaming/public' });
      expect([head.status, head.headers['content-type']]).toEqual([200, 'text/event-stream; charset=utf-8']);
    });
  });

  it('are closed as the server closes, which waits for nobody', async () => {
    const other = await starts();
    const socket = await connect('stream=public', {}, other.address);
    const events = await EventStream.open(other.address, '/public');
    await listens(socket);
    await other.close();
    await socket.until('its end', () => socket.closed !== null);
    await events.until('its end', () => events.ended);
    expect(socket.closed).toEqual({ code: 1001, reason: 'going_away' });
  });
});
