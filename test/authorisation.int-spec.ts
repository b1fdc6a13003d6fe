import { beforeEach, describe, expect, it } from '@jest/globals';
import type { AdminReport, RestrictionField } from '#contract';
import {
  command,
  RESTRICTION_KINDS,
  type CommandBodies,
  type CommandType,
  type RestrictionKind,
} from '#domain';
import { restrictionBody } from './support/bodies.js';
import { people, type Person } from './support/client.js';
import { onEachDatabase } from './support/databases.js';
import { serverOn } from './support/server.js';

type Cast = Record<'asha' | 'ministry' | 'ravi' | 'nisha' | 'noor' | 'sara', Person>;

onEachDatabase((make) => {
  const server = serverOn(make, { env: { TEST: '1' } });
  /** A new cast for each test: a reader, an authority, two moderators, two admins. */
  let cast: Cast;
  let tests = 0;

  beforeEach(async () => {
    tests += 1;
    const roles = {
      asha: 'reader',
      ministry: 'authority',
      ravi: 'moderator',
      nisha: 'moderator',
      noor: 'admin',
      sara: 'admin',
    } as const;
    const named = Object.fromEntries(Object.entries(roles).map(([name, role]) => [`${name}${tests}`, role]));
    const made = await people(server.address, named);
    cast = Object.fromEntries(Object.keys(roles).map((name) => [name, made[`${name}${tests}`]])) as Cast;
  });

  const acts = async (who: Person, on: Person, body: object): Promise<number> =>
    (await who.sends('POST', `/api/v1/admin/accounts/${on.id}/action`, body)).status;
  const undoes = async (who: Person, on: Person, what: 'unsilence' | 'unsuspend'): Promise<number> =>
    (await who.sends('POST', `/api/v1/admin/accounts/${on.id}/${what}`)).status;
  const imposes = async (who: Person, kind: RestrictionKind, on: object): Promise<number> =>
    (
      await who.sends('POST', '/api/v1/restrictions', {
        kind,
        ...on,
        ...(kind === 'withhold' ? { countries: ['IN'] } : {}),
        ...(kind === 'label' ? { label: 'Disputed' } : {}),
        basis: 'platform_rule',
        reason: 'A rule',
      })
    ).status;
  const lifts = async (who: Person, { id }: RestrictionField): Promise<number> =>
    (await who.sends('POST', `/api/v1/restrictions/${id}/lift`, { reason: 'No longer' })).status;

  describe('a moderator', () => {
    it.each(RESTRICTION_KINDS)(
      'imposes %s on nobody of their own rank or above, nor on what is theirs',
      async (kind) => {
        const { ravi, nisha, noor, asha } = cast;
        for (const on of [ravi, nisha, noor]) {
          const { id } = await on.posts('Words');
          expect(await imposes(ravi, kind, { account_id: on.id })).toBe(403);
          expect(await imposes(ravi, kind, { status_id: id })).toBe(403);
        }
        expect(await imposes(noor, kind, { status_id: (await noor.posts('My own')).id })).toBe(403);
        expect(await imposes(ravi, kind, { status_id: (await asha.posts('Words')).id })).toBe(200);
        expect(await imposes(ravi, kind, { account_id: asha.id })).toBe(200);
      },
    );

    it('silences, suspends and warns lower ranks alone', async () => {
      const { ravi, nisha, noor, sara, asha, ministry } = cast;
      for (const body of [
        { type: 'silence' },
        { type: 'suspend' },
        { type: 'none', text: 'Mind the rules' },
      ]) {
        for (const on of [ravi, nisha, noor]) expect(await acts(ravi, on, body)).toBe(403);
        for (const on of [noor, sara]) expect(await acts(noor, on, body)).toBe(403);
        for (const on of [asha, ministry]) expect(await acts(ravi, on, body)).toBe(200);
        expect(await acts(noor, nisha, body)).toBe(200);
      }
    });

    it('lifts nothing that is on themself, on a post of theirs, or on anybody of their rank or above', async () => {
      const { ravi, nisha, noor, sara } = cast;
      const { id: post } = await ravi.posts('Words');
      const { id: nishas } = await nisha.posts('Words');
      const own = await noor.imposes({ kind: 'limit', account_id: ravi.id, basis: 'platform_rule' });
      const onPost = await noor.imposes({ status_id: post });
      const onPeer = await noor.imposes({ status_id: nishas });
      // Made behind the routes' back: no admin imposes it.
      const id = await server.does(
        'impose-restriction',
        restrictionBody('limit', { type: 'account', id: noor.id }),
      );
      for (const restriction of [own, onPost, onPeer, { id } as RestrictionField])
        expect(await lifts(ravi, restriction)).toBe(403);
      expect(await undoes(ravi, ravi, 'unsilence')).toBe(403);
      expect(await undoes(ravi, noor, 'unsilence')).toBe(403);
      expect(await undoes(noor, noor, 'unsilence')).toBe(403);
      expect(await undoes(sara, noor, 'unsilence')).toBe(403);
      expect(await lifts(noor, onPost)).toBe(200);
      expect(await undoes(sara, ravi, 'unsilence')).toBe(200);
    });

    it('lifts from a reader what an admin imposed', async () => {
      const { ravi, noor, asha } = cast;
      const restriction = await noor.imposes({ status_id: (await asha.posts('Words')).id });
      expect(await lifts(ravi, restriction)).toBe(200);
    });

    it('acts on the roles as they are when it is written, whatever a route has asked before', async () => {
      const { ravi, noor } = cast;
      const { id } = await noor.posts('Words');
      const asks = async <T extends CommandType>(type: T, body: CommandBodies[T]): Promise<unknown> =>
        server.bus.submit({
          build: ({ at, id: next }) => [command(type, body, { id: next(), at, actor: ravi.id })],
        });
      const body = restrictionBody('suspend', { type: 'post', id });
      const restriction = await server.does('impose-restriction', body);
      const forbidden = {
        ok: false,
        refusal: {
          kind: 'forbidden',
          message: 'Of admins, only someone of a higher rank decides; you are moderator',
        },
      };
      expect(await asks('impose-restriction', body)).toEqual(forbidden);
      expect(await asks('lift-restriction', { restriction, reason: 'No longer' })).toEqual(forbidden);
      expect(await asks('warn-account', { account: noor.id, text: 'Mind the rules' })).toEqual(forbidden);
    });

    it('who is suspended is none any more, until that is lifted', async () => {
      const { ravi, noor } = cast;
      const reads = async (): Promise<number> => (await ravi.reads('/api/v1/admin/accounts')).status;
      expect(await reads()).toBe(200);
      expect(await acts(noor, ravi, { type: 'suspend' })).toBe(200);
      expect(await reads()).toBe(403);
      expect(await undoes(ravi, ravi, 'unsuspend')).toBe(403);
      expect((await ravi.sends('POST', '/api/v1/statuses', { status: 'Hello' })).status).toBe(403);
      expect(await undoes(noor, ravi, 'unsuspend')).toBe(200);
      expect(await reads()).toBe(200);
    });
  });

  describe('an order', () => {
    it('reaches every rank: a moderator decides it, and decides anew', async () => {
      const { ministry, ravi, nisha, noor } = cast;
      const order = await ministry.files([
        { status_id: (await noor.posts('Words')).id },
        { account_id: nisha.id },
      ]);
      for (const n of [1, 2])
        for (const outcome of ['withheld', 'labelled', 'restored'])
          await ravi.decides(order, n, outcome, outcome === 'labelled' ? { label: 'Disputed' } : {});
    });

    it('frees nobody by their own hand, who may comply with it', async () => {
      const { ministry, ravi, nisha } = cast;
      const { id } = await ravi.posts('Words');
      const order = await ministry.files([{ status_id: id }, { account_id: ravi.id }]);
      const decides = async (who: Person, n: number, outcome: string): Promise<number> => {
        const ground = outcome === 'refused' ? { ground: 'other' } : {};
        const body = { outcome, reason: 'A reason', ...ground };
        return (await who.sends('POST', `/api/v1/orders/${order.id}/items/${n}/decisions`, body)).status;
      };
      const setsAside = async (who: Person): Promise<number> =>
        (
          await who.sends('POST', `/api/v1/orders/${order.id}/status`, {
            status: 'set_aside',
            reason: 'Void',
          })
        ).status;
      for (const n of [1, 2]) {
        expect(await decides(ravi, n, 'refused')).toBe(403);
        expect(await decides(ravi, n, 'withheld')).toBe(200);
        for (const outcome of ['limited', 'restored', 'refused'])
          expect(await decides(ravi, n, outcome)).toBe(403);
      }
      expect(await setsAside(ravi)).toBe(403);
      expect(await decides(nisha, 1, 'restored')).toBe(200);
      expect(await setsAside(nisha)).toBe(200);
    });

    it('of which a moderator’s own post is no item is theirs to set aside', async () => {
      const { ministry, ravi, asha } = cast;
      const order = await ministry.files([{ account_id: asha.id }, { tag: 'odd' }]);
      await ravi.decidesMany(order, 'open', 'limited');
      expect((await ravi.closes(order, 'set_aside')).status).toBe('set_aside');
    });
  });

  describe('a report', () => {
    /** The status of each thing that somebody can do with a report, and whether it is listed. */
    async function dealsWith(who: Person, report: string, target: Person): Promise<(number | boolean)[]> {
      const at = `/api/v1/admin/reports/${report}`;
      const list = async (query: Record<string, string>): Promise<boolean> =>
        (await who.reads<AdminReport[]>('/api/v1/admin/reports', query)).body.some(({ id }) => id === report);
      return [
        await list({}),
        await list({ target_account_id: target.id }),
        (await who.reads(at)).status,
        (await who.sends('POST', `${at}/assign_to_self`)).status,
        (await who.sends('POST', `${at}/unassign`)).status,
        (await who.sends('POST', `${at}/resolve`)).status,
        (await who.sends('POST', `${at}/reopen`)).status,
      ];
    }
    const GRANTED = [true, true, 200, 200, 200, 200, 200];
    const NOT_THERE = [false, false, 404, 404, 404, 404, 404];
    const reportOn = async (target: Person): Promise<string> =>
      (await cast.asha.does<{ id: string }>('POST', '/api/v1/reports', { account_id: target.id })).id;

    it('about oneself, or about a higher rank, is not there', async () => {
      const { ravi, nisha, noor, sara, ministry } = cast;
      const about = {
        ravi: await reportOn(ravi),
        noor: await reportOn(noor),
        ministry: await reportOn(ministry),
      };
      expect(await dealsWith(ravi, about.ravi, ravi)).toEqual(NOT_THERE);
      expect(await dealsWith(ravi, about.noor, noor)).toEqual(NOT_THERE);
      expect(await dealsWith(noor, about.noor, noor)).toEqual(NOT_THERE);
      expect(await dealsWith(nisha, about.ravi, ravi)).toEqual(GRANTED);
      expect(await dealsWith(sara, about.noor, noor)).toEqual(GRANTED);
      expect(await dealsWith(noor, about.ravi, ravi)).toEqual(GRANTED);
      expect(await dealsWith(ravi, about.ministry, ministry)).toEqual(GRANTED);
    });

    it('about oneself is resolved by no action either', async () => {
      const { ravi, nisha } = cast;
      const report_id = await reportOn(ravi);
      expect(await acts(ravi, ravi, { type: 'none', report_id })).toBe(422);
      expect(await acts(nisha, ravi, { type: 'none', report_id })).toBe(200);
    });
  });

  describe('a suspended account', () => {
    let like: string;
    let own: string;
    beforeEach(async () => {
      const { asha, ravi, ministry } = cast;
      like = (await ministry.posts('Liked')).id;
      own = (await asha.posts('Mine')).id;
      await asha.likes(like);
      await asha.reposts(like);
      await acts(ravi, asha, { type: 'suspend' });
    });

    it('files no reports, and changes nothing of where it looks from', async () => {
      const { asha, ministry, ravi } = cast;
      const refused = { status: 403, body: { error: 'Your account is suspended' } };
      expect(await asha.sends('POST', '/api/v1/reports', { account_id: ministry.id })).toMatchObject(refused);
      expect(
        await asha.sends('PATCH', '/api/v1/accounts/update_credentials', { country: 'IN' }),
      ).toMatchObject(refused);
      const filed = await ravi.reads('/api/v1/admin/reports', { account_id: asha.id });
      expect(filed.body).toEqual([]);
      const shown = await asha.reads('/api/v1/accounts/verify_credentials');
      expect(shown.headers.get('withheld-viewpoint')).not.toMatch(/basis=account/);
    });

    it('takes back, deletes, and reads what it is told', async () => {
      const { asha } = cast;
      for (const [method, path] of [
        ['POST', `/api/v1/statuses/${like}/unfavourite`],
        ['POST', `/api/v1/statuses/${like}/unreblog`],
        ['DELETE', `/api/v1/statuses/${own}`],
        ['GET', '/api/v1/notifications'],
      ] as const)
        expect([path, (await asha.sends(method, path)).status]).toEqual([path, 200]);
    });
  });
});
