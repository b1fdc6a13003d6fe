import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Account, AdminReport, Context, LedgerRow, Report, Status, StreamName } from '#contract';
import { people, type Person } from './support/client.js';
import { onEachDatabase } from './support/databases.js';
import { Listener } from './support/listener.js';
import { serverOn } from './support/server.js';

const STATUSES = '/api/v1/statuses';

/**
 * Asha, who is locked, writes; bilal follows her, chitra is mentioned, dev is neither, esha asks to follow her, meera
 * moderates.
 */
onEachDatabase((make) => {
  const server = serverOn(make, { env: { TEST: '1' } });
  let cast: Record<'asha' | 'bilal' | 'chitra' | 'dev' | 'esha' | 'meera', Person>;
  let before: Account;
  /** Asha’s post for everybody, and her answers to it: for her followers, and for chitra. */
  let open: Status;
  let post: Record<'private' | 'direct', Status>;
  const listeners: Listener[] = [];
  const heard = new Map<string, Listener>();

  const ids = (answer: { text: string }): string[] =>
    (['private', 'direct'] as const).filter((kind) => answer.text.includes(post[kind].id));

  beforeAll(async () => {
    cast = await people(server.address, {
      asha: 'reader',
      bilal: 'reader',
      chitra: 'reader',
      dev: 'reader',
      esha: 'reader',
      meera: 'moderator',
    });
    const { asha, bilal } = cast;
    await server.does('follow-account', { account: asha.id }, bilal.id);
    await asha.does('PATCH', '/api/v1/accounts/update_credentials', { locked: true });
    await cast.esha.does('POST', `/api/v1/accounts/${asha.id}/follow`);
    open = await asha.posts('For everybody');
    before = (await cast.dev.reads<Account>(`/api/v1/accounts/${asha.id}`)).body;
    for (const [name, { token }] of [['anybody', { token: null }], ...Object.entries(cast)] as const) {
      const listener = await Listener.connect(server.address, token === null ? {} : { token });
      listeners.push(listener);
      heard.set(name, listener);
      const streams: StreamName[] = ['public', 'venue:home', 'hashtag:secret', `account:${asha.id}`];
      for (const stream of token === null ? streams : [...streams, 'user' as const])
        await listener.subscribe(stream);
    }
    post = {
      private: await asha.posts('canary-p #secret', { visibility: 'private', in_reply_to_id: open.id }),
      direct: await asha.posts('canary-d @chitra #secret', { visibility: 'direct', in_reply_to_id: open.id }),
    };
  });
  afterAll(() => listeners.forEach((listener) => listener.close()));

  const seen: [keyof typeof cast, string[]][] = [
    ['asha', ['private', 'direct']],
    ['bilal', ['private']],
    ['chitra', ['direct']],
    ['dev', []],
    ['esha', []],
    ['meera', []],
  ];

  describe.each(seen)('to %s are shown the posts %j', (name, kinds) => {
    it('by id; what is for others is not found, whatever is asked of it', async () => {
      const who = cast[name];
      for (const kind of ['private', 'direct'] as const) {
        const { id } = post[kind];
        const status = kinds.includes(kind) ? 200 : 404;
        for (const path of [id, `${id}/context`]) {
          const answer = await who.reads<Status>(`${STATUSES}/${path}`);
          expect([kind, path, answer.status]).toEqual([kind, path, status]);
        }
        expect((await who.reads('/api/v1/explain', { status: id })).status).toBe(status);
        if (status === 200) continue;
        for (const act of ['favourite', 'unfavourite', 'reblog', 'unreblog'])
          expect((await who.sends('POST', `${STATUSES}/${id}/${act}`)).status).toBe(404);
        const unknown = { account_id: cast.asha.id, status_ids: [id] };
        expect((await who.sends('POST', '/api/v1/reports', unknown)).status).toBe(422);
        for (const field of ['in_reply_to_id', 'quoted_status_id']) {
          const answer = await who.sends('POST', STATUSES, { status: 'Oh', [field]: id });
          expect([field, answer.status]).toEqual([field, 404]);
        }
      }
    });

    it('in lists, threads, pages and the ledger', async () => {
      const who = cast[name];
      const { asha } = cast;
      const found = async (path: string): Promise<string[]> => ids(await who.reads(path));
      expect(await found(`/api/v1/accounts/${asha.id}/statuses`)).toEqual(kinds);
      const context = await who.reads<Context>(`${STATUSES}/${open.id}/context`);
      expect(ids(context)).toEqual(kinds);
      for (const path of ['/api/v1/timelines/public', '/api/v1/timelines/tag/secret', '/@asha.rss'])
        expect(await found(path)).toEqual([]);
      const ledger = await who.reads<LedgerRow[]>('/api/v1/events', { limit: '100' });
      expect(ids(ledger)).toEqual([]);
      expect(ledger.text).not.toContain('canary');
    });

    it('live', async () => {
      const listener = heard.get(name)!;
      await listener.hasHeard(server);
      const told = (kind: 'private' | 'direct') =>
        listener.frames
          .filter((frame) => JSON.stringify(frame).includes(post[kind].id))
          .map(({ stream, type }) => `${type} ${stream}`)
          .sort();
      const home = ['asha', 'bilal'].includes(name) ? ['update user'] : [];
      // Whom a post names is notified of it. It is a conversation to all whom it is for.
      const named = name === 'chitra' ? ['notification user'] : [];
      const notified = { private: [], direct: ['conversation user', ...named] };
      for (const kind of ['private', 'direct'] as const)
        expect([kind, told(kind)]).toEqual([
          kind,
          kinds.includes(kind) ? [...notified[kind], `update account:${cast.asha.id}`, ...home] : [],
        ]);
      // Nor that something else has changed by it.
      expect(listener.frames.map(({ type }) => type).filter((type) => type === 'counts')).toEqual([]);
    });
  });

  it('nobody who has not signed in sees any of it, nor does its author as the public', async () => {
    const { asha, dev } = cast;
    for (const { id } of Object.values(post)) {
      const asPublic = asha.looking({ view_as: 'public' });
      expect((await asPublic.reads(`${STATUSES}/${id}`)).status).toBe(404);
      expect((await dev.reads(`/@asha/${id}`)).status).toBe(404);
      const url = `${server.address}/@asha/${id}`;
      expect((await dev.reads('/api/oembed', { url })).status).toBe(404);
    }
    const listener = heard.get('anybody')!;
    await listener.hasHeard(server);
    expect(JSON.stringify(listener.frames)).not.toContain('canary');
  });

  it('they count nowhere', async () => {
    const account = (await cast.asha.reads<Account>(`/api/v1/accounts/${cast.asha.id}`)).body;
    const { statuses_count, last_status_at } = account;
    expect({ statuses_count, last_status_at }).toEqual({
      statuses_count: before.statuses_count,
      last_status_at: before.last_status_at,
    });
    expect((await cast.asha.reads<Status>(`${STATUSES}/${open.id}`)).body.replies_count).toBe(0);
  });

  it('whoever sees one may like and answer it; nobody passes it on or quotes it, not even its author', async () => {
    const { asha, bilal, dev } = cast;
    const { id } = post.private;
    expect((await bilal.likes(id)).favourites_count).toBe(1);
    const answer = await bilal.replies(id, 'Said in public');
    expect(answer).toMatchObject({ in_reply_to_id: id, in_reply_to_account_id: asha.id });
    for (const who of [asha, bilal]) {
      expect((await who.sends('POST', `${STATUSES}/${id}/reblog`)).status).toBe(422);
      const quote = await who.sends('POST', STATUSES, { status: 'See', quoted_status_id: id });
      expect([quote.status, quote.body.error]).toEqual([422, expect.stringContaining('quoted_status_id')]);
    }
    // To somebody else the answer answers nothing that is there.
    const elsewhere = (await dev.reads<Status>(`${STATUSES}/${answer.id}`)).body;
    expect(elsewhere).toMatchObject({ in_reply_to_id: null, in_reply_to_account_id: null });
    expect(ids(await dev.reads(`${STATUSES}/${answer.id}/context`))).toEqual([]);
  });

  it('followers are those of now', async () => {
    const { asha, dev } = cast;
    const { id } = post.private;
    const status = async (): Promise<number> => (await dev.reads(`${STATUSES}/${id}`)).status;
    await server.does('follow-account', { account: asha.id }, dev.id);
    expect(await status()).toBe(404);
    await server.does('authorize-follow', { account: dev.id }, asha.id);
    expect(await status()).toBe(200);
    await server.does('unfollow-account', { account: asha.id }, dev.id);
    expect(await status()).toBe(404);
  });

  it('moderators see one in the report that names it, and nowhere else', async () => {
    const { asha, chitra, meera } = cast;
    const { id } = post.direct;
    const filed = await chitra.does<Report>('POST', '/api/v1/reports', {
      account_id: asha.id,
      status_ids: [id],
    });
    const report = await meera.reads<AdminReport>(`/api/v1/admin/reports/${filed.id}`);
    expect(report.body.statuses).toMatchObject([{ id, visibility: 'direct' }]);
    expect((await meera.reads(`${STATUSES}/${id}`)).status).toBe(404);
  });

  it('goes without a word to others when it is deleted', async () => {
    const { asha, bilal } = cast;
    const gone = await asha.posts('canary-g', { visibility: 'private' });
    await asha.deletes(gone.id);
    for (const name of ['bilal', 'dev'] as const) {
      const listener = heard.get(name)!;
      await listener.hasHeard(server);
      const types = listener.frames
        .filter((frame) => JSON.stringify(frame).includes(gone.id) && frame.stream === `account:${asha.id}`)
        .map(({ type }) => type);
      expect([name, types.at(-1)]).toEqual([name, name === 'bilal' ? 'delete' : undefined]);
    }
    expect((await bilal.reads(`${STATUSES}/${gone.id}`)).status).toBe(404);
  });
});
