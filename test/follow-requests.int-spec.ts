import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type {
  Account,
  CredentialAccount,
  GroupedNotificationsResults,
  LedgerRow,
  Notification,
  Relationship,
  Status,
} from '#contract';
import { people, Reader, type Person } from './support/client.js';
import { onEachDatabase } from './support/databases.js';
import { Listener } from './support/listener.js';
import { serverOn } from './support/server.js';

const ACCOUNTS = '/api/v1/accounts';
const UPDATE = `${ACCOUNTS}/update_credentials`;
const REQUESTS = '/api/v1/follow_requests';
const NOTIFICATIONS = '/api/v1/notifications';
const names = (accounts: readonly Account[]): string[] => accounts.map(({ username }) => username);

/** Asha is locked; bilal, chitra, dev and esha ask to follow her; meera moderates. */
onEachDatabase((make) => {
  const server = serverOn(make, { env: { TEST: '1' } });
  let cast: Record<'asha' | 'bilal' | 'chitra' | 'dev' | 'esha' | 'meera', Person>;
  let secret: Status;
  const listeners: Listener[] = [];

  const follows = (who: Person, whom: Person): Promise<Relationship> =>
    who.does('POST', `${ACCOUNTS}/${whom.id}/follow`);
  const unfollows = (who: Person, whom: Person): Promise<Relationship> =>
    who.does('POST', `${ACCOUNTS}/${whom.id}/unfollow`);
  const answers = (who: Person, whom: Person, how: 'authorize' | 'reject'): Promise<Relationship> =>
    who.does('POST', `${REQUESTS}/${whom.id}/${how}`);
  const relationTo = async (who: Reader, whom: Person): Promise<Relationship> =>
    (await who.reads<[Relationship]>(`${ACCOUNTS}/relationships?id[]=${whom.id}`)).body[0];
  const waiting = async (who: Reader, query = ''): Promise<string[]> =>
    names((await who.reads<Account[]>(`${REQUESTS}${query}`)).body);
  const counted = async (who: Reader): Promise<number> =>
    (await who.reads<CredentialAccount>(`${ACCOUNTS}/verify_credentials`)).body.source.follow_requests_count;
  const sees = async (who: Reader): Promise<boolean> => {
    const found = await Promise.all(
      [
        `/api/v1/statuses/${secret.id}`,
        '/api/v1/timelines/home',
        `${ACCOUNTS}/${cast.asha.id}/statuses`,
        '/api/v1/events?limit=100',
      ].map(async (path) => (await who.reads(path)).text.includes('canary')),
    );
    return found.includes(true);
  };
  const told = async (query = ''): Promise<string[]> =>
    (await cast.asha.reads<Notification[]>(`${NOTIFICATIONS}${query}`)).body.map(
      ({ type, account }) => `${type} ${account.username}`,
    );

  beforeAll(async () => {
    cast = await people(server.address, {
      asha: 'reader',
      bilal: 'reader',
      chitra: 'reader',
      dev: 'reader',
      esha: 'reader',
      meera: 'moderator',
    });
    const { asha } = cast;
    secret = await asha.posts('canary, for whoever follows', { visibility: 'private' });
    for (const { token } of [asha, cast.bilal]) {
      const listener = await Listener.connect(server.address, { token });
      listeners.push(listener);
      await listener.subscribe('user');
    }
  });
  afterAll(() => listeners.forEach((listener) => listener.close()));

  it('an account is locked by its owner, and everybody is told', async () => {
    const { asha, bilal } = cast;
    expect(await asha.does('PATCH', UPDATE, { locked: true })).toMatchObject({ locked: true });
    const anybody = new Reader(server.address);
    expect((await anybody.reads<Account>(`${ACCOUNTS}/${asha.id}`)).body.locked).toBe(true);
    const form = new URLSearchParams([['display_name', 'Asha, locked']]);
    await asha.sends('PATCH', UPDATE, form);
    expect((await bilal.reads<Account>(`${ACCOUNTS}/${asha.id}`)).body.locked).toBe(true);
    expect((await bilal.reads<Account>(`${ACCOUNTS}/${bilal.id}`)).body.locked).toBe(false);
  });

  it('following it is asked for, which the two of them are told, and shows whoever asks nothing', async () => {
    const { asha, bilal, chitra, meera } = cast;
    expect(await follows(bilal, asha)).toMatchObject({ following: false, requested: true });
    expect(await follows(bilal, asha)).toMatchObject({ following: false, requested: true });
    expect(await relationTo(asha, bilal)).toMatchObject({ followed_by: false, requested_by: true });
    expect(await relationTo(bilal, asha)).toMatchObject({ requested: true, requested_by: false });
    expect(await relationTo(chitra, asha)).toMatchObject({ requested: false, requested_by: false });
    expect(await waiting(asha)).toEqual(['bilal']);
    expect(await counted(asha)).toBe(1);
    expect([await waiting(bilal), await counted(bilal)]).toEqual([[], 0]);
    expect([await waiting(meera), await sees(meera)]).toEqual([[], false]);
    expect(await sees(bilal)).toBe(false);
    const shown = (await bilal.reads<Account>(`${ACCOUNTS}/${asha.id}`)).body;
    expect(shown.followers_count).toBe(0);
    const ledger = (await meera.reads<LedgerRow[]>('/api/v1/events', { limit: '100' })).text;
    expect(ledger).not.toContain('follow_requested');
  });

  it('its owner is notified, live, in lists and in groups, for as long as the request stands', async () => {
    const { asha, chitra } = cast;
    const [hears] = listeners;
    await hears!.until('the request', () => JSON.stringify(hears!.frames).includes('"follow_request"'));
    expect(await told()).toEqual(['follow_request bilal']);
    expect(await told('?types[]=follow_request')).toEqual(['follow_request bilal']);
    expect(await told('?exclude_types[]=follow_request')).toEqual([]);
    expect(await told('?types[]=follow')).toEqual([]);
    const grouped = await asha.reads<GroupedNotificationsResults>('/api/v2/notifications');
    expect(grouped.body.notification_groups).toMatchObject([
      { type: 'follow_request', notifications_count: 1, group_key: expect.stringMatching(/^ungrouped-/) },
    ]);
    await follows(chitra, asha);
    expect(await told()).toEqual(['follow_request chitra', 'follow_request bilal']);
    expect(await unfollows(chitra, asha)).toMatchObject({ following: false, requested: false });
    expect(await told()).toEqual(['follow_request bilal']);
    expect(await waiting(asha)).toEqual(['bilal']);
  });

  it('is told nobody else live, and of what is posted meanwhile whoever waits is told nothing', async () => {
    const { asha } = cast;
    const post = await asha.posts('canary, again', { visibility: 'private' });
    const [, hears] = listeners;
    await hears!.hasHeard(server);
    expect(JSON.stringify(hears!.frames)).not.toContain(post.id);
  });

  it('is refused or granted once, and then shows what is for followers', async () => {
    const { asha, bilal, chitra } = cast;
    await follows(chitra, asha);
    expect(await answers(asha, chitra, 'reject')).toMatchObject({ id: chitra.id, requested_by: false });
    expect(await relationTo(chitra, asha)).toMatchObject({ following: false, requested: false });
    expect(await answers(asha, bilal, 'authorize')).toMatchObject({
      id: bilal.id,
      followed_by: true,
      requested_by: false,
    });
    expect(await relationTo(bilal, asha)).toMatchObject({ following: true, requested: false });
    expect([await sees(bilal), await sees(chitra)]).toEqual([true, false]);
    expect([await waiting(asha), await counted(asha)]).toEqual([[], 0]);
    // That they follow is told, and that they asked no longer.
    expect(await told()).toEqual(['follow bilal']);
    for (const who of [bilal, chitra])
      for (const how of ['authorize', 'reject']) {
        const { status, body } = await asha.sends('POST', `${REQUESTS}/${who.id}/${how}`);
        expect([status, body]).toEqual([404, { error: 'Record not found' }]);
      }
    expect(await follows(bilal, asha)).toMatchObject({ following: true, requested: false });
  });

  it('nobody answers what was not asked of them, nor without the scope, nor what has no such id', async () => {
    const { asha, bilal, dev, esha } = cast;
    await follows(dev, asha);
    const status = async (who: Reader, id: string): Promise<number[]> =>
      Promise.all(
        ['authorize', 'reject'].map(
          async (how) => (await who.sends('POST', `${REQUESTS}/${id}/${how}`)).status,
        ),
      );
    expect(await status(bilal, dev.id)).toEqual([404, 404]);
    expect(await status(dev, asha.id)).toEqual([404, 404]);
    expect(await status(asha, asha.id)).toEqual([404, 404]);
    expect(await status(asha, esha.id)).toEqual([404, 404]);
    expect(await status(asha, 'nobody')).toEqual([404, 404]);
    expect(await status(asha, '01ARZ3NDEKTSV4RRFFQ69G5FAV')).toEqual([404, 404]);
    expect(await status(new Reader(server.address), dev.id)).toEqual([401, 401]);
    expect(await waiting(asha)).toEqual(['dev']);
  });

  it('requests are listed page by page, the latest first', async () => {
    const { asha, chitra, esha } = cast;
    await follows(chitra, asha);
    await follows(esha, asha);
    const first = await asha.reads<Account[]>(REQUESTS, { limit: '2' });
    expect(names(first.body)).toEqual(['esha', 'chitra']);
    const at = (rel: 'next' | 'prev') => (first.links[rel] ?? '').replace(/^https?:\/\/[^/]+/, '');
    expect(names((await asha.reads<Account[]>(at('next'))).body)).toEqual(['dev']);
    expect(at('next')).toContain('max_id=');
    await unfollows(chitra, asha);
    await follows(chitra, asha);
    expect(names((await asha.reads<Account[]>(at('prev'))).body)).toEqual(['chitra']);
    expect(await waiting(asha, `?since_id=${/max_id=(\w+)/.exec(at('next'))?.[1] ?? ''}`)).toEqual([
      'chitra',
      'esha',
    ]);
    expect((await asha.reads(`${REQUESTS}?limit=0`)).status).toBe(200);
  });

  it('a block ends it either way, and none is made across one', async () => {
    const { asha, chitra, esha } = cast;
    await asha.does('POST', `${ACCOUNTS}/${esha.id}/block`);
    expect(await relationTo(esha, asha)).toMatchObject({ requested: false });
    expect((await esha.sends('POST', `${ACCOUNTS}/${asha.id}/follow`)).status).toBe(403);
    expect((await asha.sends('POST', `${REQUESTS}/${esha.id}/authorize`)).status).toBe(404);
    await asha.does('POST', `${ACCOUNTS}/${esha.id}/unblock`);
    await chitra.does('POST', `${ACCOUNTS}/${asha.id}/block`);
    expect(await waiting(asha)).toEqual(['dev']);
    await chitra.does('POST', `${ACCOUNTS}/${asha.id}/unblock`);
    expect(await relationTo(chitra, asha)).toMatchObject({ requested: false });
  });

  describe('somebody withheld in India who asks', () => {
    it('is on no list there, counted nowhere there, and let in from elsewhere alone', async () => {
      const { asha, dev, meera } = cast;
      const restriction = await meera.imposes({ account_id: dev.id });
      const at = `${REQUESTS}/${dev.id}/authorize`;
      const [india, us] = [asha.in('IN'), asha.in('US')];
      expect([await waiting(india), await counted(india)]).toEqual([[], 0]);
      expect([await waiting(us), await counted(us)]).toEqual([['dev'], 1]);
      expect((await india.reads(NOTIFICATIONS)).text).not.toContain(dev.id);
      expect(await relationTo(india, dev)).toMatchObject({ requested_by: false });
      expect((await india.sends('POST', at)).status).toBe(451);
      expect(await waiting(us)).toEqual(['dev']);
      await meera.lifts(restriction);
    });

    it('cannot be asked themselves from there, locked or not, nor is it told that they are', async () => {
      const { asha, bilal, meera } = cast;
      const restriction = await meera.imposes({ account_id: asha.id });
      const followed = await cast.esha.in('IN').sends('POST', `${ACCOUNTS}/${asha.id}/follow`);
      expect(followed.status).toBe(451);
      const tombstone = (await bilal.in('IN').reads<{ account: Account }>(`${ACCOUNTS}/${asha.id}`)).body;
      expect(tombstone.account.locked).toBe(false);
      await meera.lifts(restriction);
    });
  });

  describe('somebody suspended', () => {
    it('who asks is not listed, not let in, and may be refused', async () => {
      const { asha, dev, meera } = cast;
      const restriction = await meera.imposes({ account_id: dev.id, kind: 'suspend' });
      expect([await waiting(asha), await counted(asha)]).toEqual([[], 0]);
      expect((await asha.sends('POST', `${REQUESTS}/${dev.id}/authorize`)).status).toBe(404);
      expect((await asha.sends('POST', `${REQUESTS}/${dev.id}/reject`)).status).toBe(200);
      await meera.lifts(restriction);
      expect(await relationTo(dev, asha)).toMatchObject({ requested: false });
    });

    it('who is asked answers nobody', async () => {
      const { asha, dev, meera } = cast;
      await follows(dev, asha);
      const restriction = await meera.imposes({ account_id: asha.id, kind: 'suspend' });
      for (const how of ['authorize', 'reject'])
        expect((await asha.sends('POST', `${REQUESTS}/${dev.id}/${how}`)).status).toBe(403);
      expect((await asha.sends('PATCH', UPDATE, { locked: false })).status).toBe(403);
      await meera.lifts(restriction);
      expect(await waiting(asha)).toEqual(['dev']);
    });
  });

  it('whoever is locked no longer is followed by all who asked, but by nobody suspended', async () => {
    const { asha, chitra, dev, esha, meera } = cast;
    await follows(chitra, asha);
    await follows(esha, asha);
    const restriction = await meera.imposes({ account_id: chitra.id, kind: 'suspend' });
    const own = await asha.does<CredentialAccount>('PATCH', UPDATE, { locked: false });
    expect([own.locked, own.source.follow_requests_count]).toEqual([false, 0]);
    for (const who of [dev, esha])
      expect(await relationTo(who, asha)).toMatchObject({ following: true, requested: false });
    await meera.lifts(restriction);
    expect(await relationTo(chitra, asha)).toMatchObject({ following: false, requested: true });
    expect(await waiting(asha)).toEqual(['chitra']);
    // Their request stands, to be answered; or they follow as anybody may now.
    expect(await follows(chitra, asha)).toMatchObject({ following: true, requested: false });
    expect(await waiting(asha)).toEqual([]);
  });

  it('whoever leaves takes their requests with them, made and got', async () => {
    const { asha, bilal, dev } = cast;
    await bilal.does('PATCH', UPDATE, { locked: true });
    await follows(asha, bilal);
    await follows(dev, bilal);
    await dev.does('PATCH', UPDATE, { locked: true });
    await follows(bilal, dev);
    await server.does('erase-account', { account: bilal.id }, null);
    const [left] = await server.database.reader.query<{ n: number }>(
      'SELECT count(*) AS n FROM follow_request WHERE actor = $1 OR subject = $1',
      [bilal.id],
    );
    expect(Number(left?.n)).toBe(0);
    expect(await waiting(dev)).toEqual([]);
    const bodies = await server.database.reader.query(
      `SELECT body FROM log_body WHERE body LIKE '%follow_requested%' AND body LIKE $1`,
      [`%${bilal.id}%`],
    );
    expect(bodies).toEqual([]);
  });
});
