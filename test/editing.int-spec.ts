import { beforeAll, describe, expect, it } from '@jest/globals';
import type { Status, StatusEdit, StatusSource } from '#contract';
import { rebuild } from '#projections';
import { forOthers, people, type Person } from './support/client.js';
import { onEachDatabase } from './support/databases.js';
import { Listener } from './support/listener.js';
import { Platform } from './support/platform.js';
import { serverOn } from './support/server.js';

const STATUSES = '/api/v1/statuses';

onEachDatabase((make) => {
  const server = serverOn(make, { env: { TEST: '1' } });
  let cast: Record<'asha' | 'bilal' | 'chitra' | 'meera', Person>;

  beforeAll(async () => {
    cast = await people(server.address, {
      asha: 'reader',
      bilal: 'reader',
      chitra: 'reader',
      meera: 'moderator',
    });
  });

  const edits = (who: Person, id: string, body: Record<string, unknown>): Promise<Status> =>
    who.does('PUT', `${STATUSES}/${id}`, body);

  it('changes the words, keeps the first ones, and says when', async () => {
    const { asha, bilal } = cast;
    const first = await asha.posts('Good #morning', { language: 'en', spoiler_text: 'Tea' });
    expect(first.edited_at).toBeNull();
    server.clock.set(server.clock.now() + 1_000);
    const second = await edits(asha, first.id, { status: 'Good #evening @bilal', sensitive: '1' });
    expect(second).toMatchObject({
      id: first.id,
      created_at: first.created_at,
      language: 'en',
      spoiler_text: '',
      sensitive: true,
      tags: [{ name: 'evening' }],
      mentions: [{ id: bilal.id }],
    });
    expect(second.edited_at).toMatch(/^\d{4}-.*T.*\.\d{3}Z$/);
    // The same again changes nothing.
    server.clock.set(server.clock.now() + 1_000);
    const again = await edits(asha, first.id, { status: 'Good #evening @bilal', sensitive: true });
    expect(again).toEqual(second);

    const history = await bilal.reads<StatusEdit[]>(`${STATUSES}/${first.id}/history`);
    expect(history.body).toMatchObject([
      { content: first.content, created_at: first.created_at, spoiler_text: 'Tea', sensitive: false },
      { content: second.content, created_at: second.edited_at, spoiler_text: '', sensitive: true },
    ]);
    const source = await asha.reads<StatusSource>(`${STATUSES}/${first.id}/source`);
    expect(source.body).toEqual({ id: first.id, text: 'Good #evening @bilal', spoiler_text: '' });

    // As of an instant, it is what it was.
    const then = bilal.looking({ view_at: first.created_at });
    expect((await then.reads<Status>(`${STATUSES}/${first.id}`)).body).toEqual({
      ...forOthers(first),
      account: expect.anything(),
    });
    expect((await then.reads<StatusEdit[]>(`${STATUSES}/${first.id}/history`)).body).toHaveLength(1);
    const tagged = async (who: typeof then, tag: string): Promise<string[]> =>
      (await who.reads<Status[]>(`/api/v1/timelines/tag/${tag}`)).body.map(({ id }) => id);
    expect([await tagged(then, 'morning'), await tagged(then, 'evening')]).toEqual([[first.id], []]);
    expect([await tagged(bilal, 'morning'), await tagged(bilal, 'evening')]).toEqual([[], [first.id]]);
    expect(await asha.deletes(first.id)).toMatchObject({ text: 'Good #evening @bilal' });
  });

  it.each([
    ['blank words', { status: ' ' }, 422],
    ['no words', {}, 422],
    ['too many', { status: 'x'.repeat(100_001) }, 422],
    ['a picture', { status: 'See', media_ids: ['1'] }, 422],
  ])('takes no %s', async (_, body, status) => {
    const { id } = await cast.asha.posts('As it was');
    expect((await cast.asha.sends('PUT', `${STATUSES}/${id}`, body)).status).toBe(status);
    expect((await cast.asha.reads<Status>(`${STATUSES}/${id}`)).body.edited_at).toBeNull();
  });

  it('is for its author alone, of what is there and has words', async () => {
    const { asha, bilal } = cast;
    const { id } = await asha.posts('Mine');
    const repost = await bilal.reposts(id);
    const status = async (who: Person, post: string): Promise<number> =>
      (await who.sends('PUT', `${STATUSES}/${post}`, { status: 'Yours' })).status;
    expect([await status(bilal, id), await status(bilal, repost.id), await status(asha, 'x')]).toEqual([
      404, 404, 404,
    ]);
    await asha.deletes(id);
    expect(await status(asha, id)).toBe(404);
  });

  it('of a post for whom it mentions, changes whom it is for, and shows nobody what was not for them', async () => {
    const { asha, bilal, chitra } = cast;
    const { id } = await asha.posts('First @bilal', { visibility: 'direct' });
    server.clock.set(server.clock.now() + 1_000);
    await edits(asha, id, { status: 'Then @chitra' });
    expect((await bilal.reads(`${STATUSES}/${id}`)).status).toBe(404);
    const history = await chitra.reads<StatusEdit[]>(`${STATUSES}/${id}/history`);
    expect(history.body).toHaveLength(1);
    expect(history.text).not.toContain('First');
    expect((await asha.reads<StatusEdit[]>(`${STATUSES}/${id}/history`)).body).toHaveLength(2);
  });

  it('of what is withheld shows a 451, and neither its history nor its words', async () => {
    const { asha, bilal, meera } = cast;
    const { id } = await asha.posts('canary one');
    await edits(asha, id, { status: 'canary two' });
    await meera.imposes({ status_id: id });
    for (const path of ['', '/history', '/source']) {
      const answer = await bilal.in('IN').reads(`${STATUSES}/${id}${path}`);
      expect([path, answer.status]).toEqual([path, 451]);
      expect(answer.text).not.toContain('canary');
    }
    expect((await bilal.in('US').reads<StatusEdit[]>(`${STATUSES}/${id}/history`)).body).toHaveLength(2);
  });

  it('is told live to whoever is shown the post, and takes it from where it no longer stands', async () => {
    const { asha, bilal } = cast;
    const post = await asha.posts('Some #before');
    const quote = await bilal.posts('Look', { quoted_status_id: post.id });
    const listener = await Listener.connect(server.address, {});
    for (const stream of ['public', 'hashtag:before', 'hashtag:after'] as const)
      await listener.subscribe(stream);
    await edits(asha, post.id, { status: 'Some #after' });
    await listener.hasHeard(server);
    const told = listener.frames.map(({ stream, type, payload }) => [
      stream,
      type,
      typeof payload === 'string' ? payload : (payload as Status).id,
    ]);
    listener.close();
    expect(told.sort()).toEqual(
      [
        ['hashtag:after', 'status.update', post.id],
        ['hashtag:before', 'delete', post.id],
        ['public', 'status.update', post.id],
        ['public', 'status.update', quote.id],
      ].sort(),
    );
  });

  describe('the rows', () => {
    it('are the same when the log is folded again', async () => {
      const platform = new Platform(server.database);
      const before = await platform.projections();
      await rebuild(server.database);
      expect(await platform.projections()).toEqual(before);
    });
  });
});
