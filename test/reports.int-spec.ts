import { beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import type {
  Account,
  AdminAccount,
  AdminReport,
  ErrorBody,
  Notification,
  Report,
  RestrictionField,
  Status,
} from '#contract';
import { eraseAccount } from '#identity';
import { rebuild } from '#projections';
import { restrictionBody } from './support/bodies.js';
import { people, Reader, type Answer, type Person } from './support/client.js';
import { onEachDatabase } from './support/databases.js';
import { serverOn } from './support/server.js';

const REPORTS = '/api/v1/reports';
const ADMIN_REPORTS = '/api/v1/admin/reports';
const ADMIN_ACCOUNTS = '/api/v1/admin/accounts';
const NOBODY = '01ARYZ6S410000000000000000';

onEachDatabase((make) => {
  const server = serverOn(make, { env: { TEST: '1' } });
  let cast: Record<'ministry' | 'moderator' | 'otherModerator', Person>;
  /** These are new for each test. */
  let asha: Person;
  let bilal: Person;
  let post: Status;
  let tests = 0;

  beforeAll(async () => {
    cast = await people(server.address, {
      ministry: 'authority',
      moderator: 'moderator',
      otherModerator: 'moderator',
    });
  });
  beforeEach(async () => {
    tests += 1;
    const made = await people(server.address, { [`asha${tests}`]: 'reader', [`bilal${tests}`]: 'reader' });
    asha = made[`asha${tests}`]!;
    bilal = made[`bilal${tests}`]!;
    post = await asha.posts('Words of Asha’s');
  });

  const reports = (who: Reader, body: Record<string, unknown> = {}): Promise<Answer<Report>> =>
    who.sends<Report>('POST', REPORTS, { account_id: asha.id, status_ids: [post.id], ...body });
  const filed = async (body: Record<string, unknown> = {}): Promise<Report> => {
    const answer = await reports(bilal, body);
    expect([answer.status, answer.text]).toEqual([200, expect.any(String)]);
    return answer.body;
  };
  const read = async (id: string): Promise<AdminReport> =>
    (await cast.moderator.reads<AdminReport>(`${ADMIN_REPORTS}/${id}`)).body;
  const deals = (who: Person, id: string, how: string): Promise<Answer<AdminReport>> =>
    who.sends<AdminReport>('POST', `${ADMIN_REPORTS}/${id}/${how}`);
  const acts = (how: string, body?: unknown, account = asha.id): Promise<Answer<AdminAccount & ErrorBody>> =>
    cast.moderator.sends<AdminAccount & ErrorBody>('POST', `${ADMIN_ACCOUNTS}/${account}/${how}`, body);
  const public_ = (): Promise<Answer<Account>> =>
    new Reader(server.address).reads<Account>(`/api/v1/accounts/${asha.id}`);

  describe('a report', () => {
    it('is answered as Mastodon answers it', async () => {
      const report = await filed({ comment: 'Look at this', category: 'spam', forward: true });
      expect(report).toEqual({
        id: expect.stringMatching(/^[0-9A-Z]{26}$/),
        action_taken: false,
        action_taken_at: null,
        category: 'spam',
        comment: 'Look at this',
        forwarded: false,
        created_at: expect.stringMatching(/^\d{4}-.*Z$/),
        status_ids: [post.id],
        rule_ids: null,
        target_account: (await public_()).body,
      });
    });

    it('needs nothing but an account, and is of other reasons then', async () => {
      expect(await filed({ status_ids: undefined })).toMatchObject({
        category: 'other',
        comment: '',
        status_ids: [],
      });
    });

    it('that names rules is of a violation', async () => {
      expect(await filed({ rule_ids: [3, '4'].map(String), category: 'spam' })).toMatchObject({
        category: 'violation',
        rule_ids: ['3', '4'],
      });
    });

    it('can be sent as a form', async () => {
      const form = new URLSearchParams({ account_id: asha.id, 'status_ids[]': post.id, forward: 'true' });
      const answer = await bilal.sends('POST', REPORTS, form);
      expect([answer.status, answer.body]).toEqual([200, expect.objectContaining({ status_ids: [post.id] })]);
    });

    it('can be of what is withheld from the reporter, whose words are not given back', async () => {
      await server.does('impose-restriction', restrictionBody('withhold', { type: 'account', id: asha.id }));
      const answer = await reports(bilal.in('IN'));
      expect(answer.status).toBe(200);
      expect(answer.body.target_account).toMatchObject({
        id: asha.id,
        display_name: '',
        statuses_count: 0,
        withheld: { country_codes: ['IN'], scope: 'user' },
      });
      expect((await reports(bilal.in('US'))).body.target_account.display_name).toBe(asha.username);
    });

    it.each<[string, Record<string, unknown>, number, RegExp]>([
      ['nobody', { account_id: NOBODY, status_ids: [] }, 404, /not found/],
      ['what is no id', { account_id: 'asha' }, 422, /account_id must be an id/],
      ['no account', { account_id: undefined }, 422, /account_id must be an id/],
      [
        'a post that is not there',
        { status_ids: [NOBODY] },
        422,
        /status_ids must be of posts of the account/,
      ],
      ['posts that are no ids', { status_ids: [{}] }, 422, /status_ids must be ids/],
      ['too many posts', { status_ids: Array.from({ length: 101 }, () => NOBODY) }, 422, /status_ids/],
      ['too long a comment', { comment: 'x'.repeat(1_001) }, 422, /comment must be shorter/],
      ['half a character', { comment: '\ud800' }, 422, /comment must be text/],
      ['an unknown category', { category: 'rude' }, 422, /category must be one of/],
      ['rules that are no ids', { rule_ids: [{}] }, 422, /rule_ids/],
    ])('of %s is refused', async (_, body, status, error) => {
      const answer = await reports(bilal, body);
      expect([answer.status, (answer.body as unknown as ErrorBody).error]).toEqual([
        status,
        expect.stringMatching(error),
      ]);
    });

    it('of another’s post is refused, and so is one by nobody', async () => {
      const { id } = await bilal.posts('Words of Bilal’s');
      expect((await reports(bilal, { status_ids: [id] })).status).toBe(422);
      expect((await reports(new Reader(server.address))).status).toBe(401);
    });

    it('stays as it is when the projections are made again', async () => {
      const { id } = await filed();
      const before = await read(id);
      await rebuild(server.database);
      expect(await read(id)).toEqual(before);
    });

    it('is in no log', async () => {
      await filed({ comment: 'A canary sings' });
      const rows = await server.database.reader.query<{ body: string }>('SELECT body FROM log_body');
      expect(rows.length).toBeGreaterThan(0);
      expect(rows.filter(({ body }) => body.includes('canary'))).toEqual([]);
    });

    it.each<[string, () => Person]>([
      ['whoever filed it', () => bilal],
      ['whom it is about', () => asha],
    ])('is erased with %s', async (_, who) => {
      const { id } = await filed({ comment: 'A canary sings' });
      expect(await eraseAccount(server.database, server.bus, who().id)).toBeNull();
      expect((await cast.moderator.reads(`${ADMIN_REPORTS}/${id}`)).status).toBe(404);
      expect(await server.database.reader.query('SELECT id FROM report WHERE id = $1', [id])).toEqual([]);
    });
  });

  describe('a moderator', () => {
    it('reads a report with whom and what it is about', async () => {
      const { id, created_at } = await filed({ comment: 'Look', rule_ids: ['3'] });
      expect(await read(id)).toEqual({
        id,
        action_taken: false,
        action_taken_at: null,
        category: 'violation',
        comment: 'Look',
        forwarded: false,
        created_at,
        updated_at: created_at,
        account: expect.objectContaining({ id: bilal.id, role: expect.objectContaining({ name: 'reader' }) }),
        target_account: expect.objectContaining({
          id: asha.id,
          username: asha.username,
          domain: null,
          ip: null,
        }),
        assigned_account: null,
        action_taken_by_account: null,
        statuses: [expect.objectContaining({ id: post.id, content: post.content })],
        rules: [{ id: '3', text: '' }],
      });
    });

    it('takes it, leaves it, deals with it and takes it up again', async () => {
      const { id } = await filed();
      const { moderator, otherModerator } = cast;
      const told = async (who: Person, how: string): Promise<unknown[]> => {
        const { status, body } = await deals(who, id, how);
        const by = body.action_taken_by_account?.id ?? null;
        return [status, body.assigned_account?.id ?? null, body.action_taken, by];
      };
      expect(await told(moderator, 'assign_to_self')).toEqual([200, moderator.id, false, null]);
      expect(await told(moderator, 'unassign')).toEqual([200, null, false, null]);
      expect(await told(moderator, 'resolve')).toEqual([200, null, true, moderator.id]);
      // Dealt with already: whoever did it first has.
      expect(await told(otherModerator, 'resolve')).toEqual([200, null, true, moderator.id]);
      expect(await told(moderator, 'reopen')).toEqual([200, null, false, null]);
    });

    it('lists the open ones or those dealt with, by whom and about whom, page by page', async () => {
      const first = await filed();
      const second = await filed();
      const third = await filed();
      await deals(cast.moderator, second.id, 'resolve');
      const ids = async (query: Record<string, string>): Promise<string[]> =>
        (
          await cast.moderator.reads<AdminReport[]>(ADMIN_REPORTS, { target_account_id: asha.id, ...query })
        ).body
          .map(({ id }) => id)
          .sort();
      expect(await ids({})).toEqual([first.id, third.id].sort());
      expect(await ids({ resolved: 'true' })).toEqual([second.id]);
      expect(await ids({ account_id: asha.id })).toEqual([]);
      expect(await ids({ account_id: bilal.id })).toEqual([first.id, third.id].sort());
      const page = await cast.moderator.reads<AdminReport[]>(ADMIN_REPORTS, {
        target_account_id: asha.id,
        limit: '1',
      });
      expect(page.body).toHaveLength(1);
      const next = await cast.moderator.reads<AdminReport[]>(page.links['next']!);
      expect([...page.body, ...next.body].map(({ id }) => id).sort()).toEqual([first.id, third.id].sort());
    });

    it('reads reports as they are now alone, and as no public', async () => {
      const { id } = await filed();
      for (const path of [ADMIN_REPORTS, `${ADMIN_REPORTS}/${id}`]) {
        expect((await cast.moderator.reads(path, { view_at: '2026-01-05T09:00:00Z' })).status).toBe(422);
        expect((await cast.moderator.reads(path, { view_as: 'public' })).status).toBe(403);
      }
    });

    it('is told which accounts there are, and of those that sign in here who they are', async () => {
      const chitra = await server.does('open-account', {
        venue: 'koo',
        handle: `asha${tests}`,
        display_name: '',
        note: '',
        verified: false,
        kind: 'person',
      });
      const named = { username: asha.username.toUpperCase() };
      const list = async (query: Record<string, string>): Promise<string[]> =>
        (await cast.moderator.reads<AdminAccount[]>(ADMIN_ACCOUNTS, { ...named, ...query })).body.map(
          ({ id }) => id,
        );
      expect((await list({})).sort()).toEqual([asha.id, chitra].sort());
      expect(await list({ local: 'true' })).toEqual([asha.id]);
      expect(await list({ remote: 'true' })).toEqual([chitra]);
      expect(await list({ by_domain: 'koo' })).toEqual([chitra]);
      expect(await list({ username: 'nobody%' })).toEqual([]);
      expect((await cast.moderator.reads<AdminAccount>(`${ADMIN_ACCOUNTS}/${chitra}`)).body).toMatchObject({
        domain: 'koo',
        email: null,
        role: null,
        confirmed: false,
      });
      expect((await cast.moderator.reads<AdminAccount>(`${ADMIN_ACCOUNTS}/${asha.id}`)).body).toMatchObject({
        domain: null,
        role: { name: 'reader', permissions: '0' },
        confirmed: true,
        silenced: false,
        suspended: false,
        account: { id: asha.id },
      });
    });

    it('is told an e-mail address, which nobody else is', async () => {
      const email = `chitra${tests}@example.org`;
      const visitor = new Reader(server.address);
      const signUp = {
        username: `chitra${tests}`,
        email,
        password: 'correct horse battery staple',
        agreement: true,
      };
      expect((await visitor.sends('POST', '/api/v1/accounts', signUp)).status).toBe(200);
      const { body } = await visitor.reads<Account>('/api/v1/accounts/lookup', { acct: `chitra${tests}` });
      expect(JSON.stringify(body)).not.toContain(email);
      const told = await cast.moderator.reads<AdminAccount>(`${ADMIN_ACCOUNTS}/${body.id}`);
      expect(told.body.email).toBe(email);
      expect((await bilal.reads(`${ADMIN_ACCOUNTS}/${body.id}`)).text).not.toContain(email);
    });

    it('suspends an account and resolves the report in one go, and lifts it again', async () => {
      const { id } = await filed();
      expect(await acts('action', { type: 'suspend', report_id: id, text: 'Spam' })).toMatchObject({
        status: 200,
        text: '{}',
      });
      expect((await public_()).body).toMatchObject({ suspended: true, display_name: '' });
      expect(await read(id)).toMatchObject({
        action_taken: true,
        action_taken_by_account: { id: cast.moderator.id },
        target_account: { suspended: true, silenced: false },
      });
      const [restriction] = (
        await bilal.reads<RestrictionField[]>('/api/v1/restrictions', { subject: asha.id })
      ).body;
      expect(restriction).toMatchObject({
        kind: 'suspend',
        reason: 'Spam',
        basis: 'platform_rule',
        countries: ['*'],
      });
      const again = await acts('action', { type: 'suspend' });
      expect([again.status, again.body.allowed]).toEqual([409, ['unsuspend']]);
      expect((await acts('unsuspend')).body).toMatchObject({ id: asha.id, suspended: false });
      expect((await public_()).body).toMatchObject({ display_name: asha.username });
      expect((await acts('unsuspend')).status).toBe(409);
    });

    it('silences an account, which limits it', async () => {
      expect((await acts('action', { type: 'silence' })).status).toBe(200);
      expect((await public_()).body).toMatchObject({ limited: true, display_name: asha.username });
      expect((await acts('unsuspend')).status).toBe(409);
      expect((await acts('unsilence')).body).toMatchObject({ silenced: false });
      expect((await public_()).body).not.toHaveProperty('limited');
    });

    it('keeps what a silenced account posts out of the public timelines, and nowhere else', async () => {
      const quote = await bilal.posts('Look', { quoted_status_id: post.id });
      const reader = new Reader(server.address);
      const listed = async (
        who: Reader,
        path = '/api/v1/timelines/public',
        query = {},
      ): Promise<string[]> => {
        const { body } = await who.reads<Status[]>(path, { limit: '3', ...query });
        return body.map(({ id }) => id).filter((id) => [post.id, quote.id].includes(id));
      };
      const before = await listed(reader);
      expect(before).toEqual([quote.id, post.id]);
      expect((await acts('action', { type: 'silence' })).status).toBe(200);
      for (const query of [{}, { local: 'true' }, { venue: 'home' }])
        expect(await listed(reader, undefined, query)).toEqual([]);
      // Who is limited sees their own, and what rests on it, as before.
      expect(await listed(asha)).toEqual(before);
      expect(await listed(asha, undefined, { view_as: 'public' })).toEqual([]);
      expect(await listed(cast.moderator)).toEqual(before);
      expect(await listed(reader, `/api/v1/accounts/${asha.id}/statuses`)).toEqual([post.id]);
      expect((await reader.reads<Status>(`/api/v1/statuses/${post.id}`)).body).toMatchObject({
        limited: true,
      });
      expect(await listed(reader, undefined, { view_at: quote.created_at })).toEqual(before);
      await acts('unsilence');
      expect(await listed(reader)).toEqual(before);
    });

    it('warns whoever it is, who alone is told, and does nothing else', async () => {
      const { id } = await filed();
      const warns = { type: 'none', text: ' Mind your tone ' };
      expect((await acts('action', warns)).status).toBe(200);
      expect(await read(id)).toMatchObject({ action_taken: false });
      expect((await acts('action', { ...warns, text: 'Again', report_id: id })).status).toBe(200);
      expect(await read(id)).toMatchObject({ action_taken: true, target_account: { silenced: false } });
      const told = async (who: Person): Promise<Notification[]> =>
        (await who.reads<Notification[]>('/api/v1/notifications')).body;
      const [again, first, ...others] = await told(asha);
      expect(others).toEqual([]);
      expect([again, first]).toMatchObject(
        ['Again', 'Mind your tone'].map((text) => ({
          type: 'moderation_warning',
          account: { id: asha.id },
          moderation_warning: { action: 'none', text, status_ids: [], target_account: { id: asha.id } },
          withheld: null,
        })),
      );
      expect((await asha.reads<Notification>(`/api/v1/notifications/${first!.id}`)).body).toEqual(first);
      for (const who of [bilal, cast.moderator]) {
        expect((await told(who)).map((one) => one.moderation_warning?.text)).not.toContain('Again');
        expect((await who.reads(`/api/v1/notifications/${first!.id}`)).status).toBe(404);
      }
      expect((await cast.moderator.reads('/api/v1/events', { limit: '1000' })).text).not.toMatch(/your tone/);
      await rebuild(server.database);
      expect(await told(asha)).toEqual([again, first]);
    });

    it('leaves a warning when whoever gave it is erased, and takes it with whom it was to', async () => {
      const { farida } = await people(server.address, { farida: 'moderator' });
      const action = `${ADMIN_ACCOUNTS}/${asha.id}/action`;
      await farida.does('POST', action, { type: 'none', text: 'Mind your tone' });
      expect(await eraseAccount(server.database, server.bus, farida.id)).toBeNull();
      await rebuild(server.database);
      expect((await asha.reads<Notification[]>('/api/v1/notifications')).body).toHaveLength(1);
      expect(await eraseAccount(server.database, server.bus, asha.id)).toBeNull();
      const bodies = await server.database.reader.query<{ body: string }>(
        `SELECT body FROM log_body WHERE body LIKE '%account.warned%' AND body LIKE $1`,
        [`%${asha.id}%`],
      );
      const where = `WHERE account_id = $1`;
      expect([
        bodies,
        await server.database.reader.query(`SELECT id FROM warning ${where}`, [asha.id]),
      ]).toEqual([[], []]);
    });

    it.each<[string, () => Person | null, number]>([
      ['a reader', () => bilal, 403],
      ['nobody', () => null, 401],
    ])('alone may warn, and not %s', async (_, who, status) => {
      const reader = who() ?? new Reader(server.address);
      const action = `${ADMIN_ACCOUNTS}/${asha.id}/action`;
      expect((await reader.sends('POST', action, { type: 'none', text: 'Go' })).status).toBe(status);
      expect((await asha.reads<Notification[]>('/api/v1/notifications')).body).toEqual([]);
    });

    it('warns nobody of their own rank', async () => {
      const answer = await acts('action', { type: 'none', text: 'Go' }, cast.otherModerator.id);
      expect(answer.status).toBe(403);
    });

    it.each([
      ['suspend', 'suspended'],
      ['silence', 'limited'],
    ])('resolves a report with %s, though the account is %s already', async (type, stands) => {
      const { id } = await filed();
      expect((await acts('action', { type })).status).toBe(200);
      expect((await acts('action', { type })).body.error).toBe(`The account is ${stands} already`);
      expect(await read(id)).toMatchObject({ action_taken: false });
      expect((await acts('action', { type, report_id: id })).status).toBe(200);
      expect(await read(id)).toMatchObject({
        action_taken: true,
        action_taken_by_account: { id: cast.moderator.id },
      });
      const restrictions = await bilal.reads<RestrictionField[]>('/api/v1/restrictions', {
        subject: asha.id,
      });
      expect(restrictions.body).toHaveLength(1);
    });

    it('resolves a report with no more than that', async () => {
      const { id } = await filed();
      expect((await acts('action', { type: 'none', report_id: id })).status).toBe(200);
      expect(await read(id)).toMatchObject({ action_taken: true, target_account: { suspended: false } });
    });

    it('cannot lift what an order holds, and is told where that is decided', async () => {
      const order = await cast.ministry.files([{ account_id: asha.id }]);
      await cast.moderator.decides(order, 1, 'suspended');
      const held = await acts('unsuspend');
      expect([held.status, held.body.allowed]).toEqual([409, [`decide item 1 of order ${order.id}`]]);
      // Its own beside it is lifted, and the order's holds.
      await acts('action', { type: 'suspend' });
      expect((await acts('unsuspend')).body).toMatchObject({ suspended: true });
      expect((await acts('unsuspend')).status).toBe(409);
    });

    it.each<[string, () => unknown, RegExp]>([
      ['what is not there', () => ({ type: 'disable' }), /type must be none, silence, suspend/],
      ['to mark sensitive', () => ({ type: 'sensitive' }), /type must be none, silence, suspend/],
      ['nothing at all', () => ({ type: 'none' }), /report_id must name a report, or text a warning/],
      [
        'a blank warning',
        () => ({ type: 'none', text: ' \n' }),
        /report_id must name a report, or text a warning/,
      ],
      [
        'a report that is not there',
        () => ({ type: 'suspend', report_id: NOBODY }),
        /report_id is not a report/,
      ],
    ])('is refused %s', async (_, body, error) => {
      const answer = await acts('action', body());
      expect([answer.status, answer.body.error]).toEqual([422, expect.stringMatching(error)]);
      expect((await public_()).body).not.toHaveProperty('suspended');
    });

    it('is refused a report about another, and nothing happens', async () => {
      const { id } = await filed();
      expect((await acts('action', { type: 'suspend', report_id: id }, bilal.id)).status).toBe(422);
      expect(await read(id)).toMatchObject({ action_taken: false });
    });

    it('finds nothing where nothing is', async () => {
      for (const path of [ADMIN_REPORTS, ADMIN_ACCOUNTS]) {
        for (const id of [NOBODY, 'x', '%00'])
          expect((await cast.moderator.reads(`${path}/${id}`)).status).toBe(404);
      }
      expect((await deals(cast.moderator, NOBODY, 'resolve')).status).toBe(404);
      expect((await acts('action', { type: 'suspend' }, NOBODY)).status).toBe(404);
    });
  });

  it('leaves what a moderator who is erased dealt with', async () => {
    const { id } = await filed();
    const { devika } = await people(server.address, { devika: 'moderator' });
    await deals(devika, id, 'assign_to_self');
    await deals(devika, id, 'resolve');
    expect(await eraseAccount(server.database, server.bus, devika.id)).toBeNull();
    expect(await read(id)).toMatchObject({
      action_taken: true,
      assigned_account: null,
      action_taken_by_account: null,
    });
  });
});
