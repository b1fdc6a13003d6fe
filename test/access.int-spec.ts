import { createHash } from 'node:crypto';
import fs from 'node:fs';
import { Controller, Get, Module, Post } from '@nestjs/common';
import { DiscoveryModule, NestFactory } from '@nestjs/core';
import { FastifyAdapter } from '@nestjs/platform-fastify';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { DatabaseLocation } from '#config';
import { openDatabase } from '#database';
import { ulid, type Role } from '#domain';
import { EVERY_SCOPE, grants, principalsOf, issueTokenFor, parseScopes, type Scope } from '#identity';
import { MIGRATIONS } from '#migrations';
import {
  permission,
  PERMISSIONS,
  type Permission,
  type PermissionName,
} from '../apps/server/access/permissions.js';
import { Open, RoutePermissions, type RoutePermission } from '../apps/server/access/route-permissions.js';
import { restrictionBody } from './support/bodies.js';
import { people, Reader, type Person } from './support/client.js';
import { onEachDatabase, sqliteDatabase } from './support/databases.js';
import { Listener } from './support/listener.js';
import { documentOf } from './support/open-api.js';
import { closeRawConnections, sendRaw } from './support/raw-request.js';
import { serverOn } from './support/server.js';

const AT_ONCE = 8;
/** It asks for a token that OAuth gave, whosever that is and whatever it is for. */
const OF_AN_APP = '/api/v1/apps/verify_credentials';
/** Of something that is nowhere, so that whoever may ask changes nothing. */
const NOWHERE = ulid(Date.parse('2020-01-01T00:00:00Z'), new Uint8Array(10));

/** Tokens for everything, for less, and for nothing that any route asks for. */
const SCOPES: Readonly<Record<string, readonly Scope[]>> = {
  all: EVERY_SCOPE,
  read: ['read'],
  write: ['write'],
  push: ['push'],
};

/** Somebody who asks, and what they come with. */
interface Asker {
  name: string;
  /** Null: they have no account. */
  role: Role | null;
  suspended: boolean;
  token: { secret: string; scopes: readonly Scope[] } | null;
}

afterAll(closeRawConnections);

describe('who may ask for what', () => {
  const server = serverOn(sqliteDatabase, { env: { TEST: '1' } });
  let routes: readonly RoutePermission[];
  let cast: Record<'reader' | 'authority' | 'moderator' | 'admin' | 'gagged' | 'dismissed', Person>;
  let askers: Asker[];

  beforeAll(async () => {
    routes = server.app.get(RoutePermissions).all;
    cast = await people(server.address, {
      reader: 'reader',
      authority: 'authority',
      moderator: 'moderator',
      admin: 'admin',
      gagged: 'reader',
      dismissed: 'moderator',
    });
    for (const { id } of [cast.gagged, cast.dismissed])
      await server.does('impose-restriction', restrictionBody('suspend', { type: 'account', id }));
    const whose: [name: string, role: Role | null, account: Person | null, suspended: boolean][] = [
      ['an app', null, null, false],
      ['a reader', 'reader', cast.reader, false],
      ['a suspended reader', 'reader', cast.gagged, true],
      ['an authority', 'authority', cast.authority, false],
      ['a moderator', 'moderator', cast.moderator, false],
      ['a suspended moderator', 'moderator', cast.dismissed, true],
      ['an admin', 'admin', cast.admin, false],
    ];
    askers = [{ name: 'nobody', role: null, suspended: false, token: null }];
    for (const [name, role, account, suspended] of whose)
      for (const [label, scopes] of Object.entries(SCOPES)) {
        const { token } = await issueTokenFor(server.database, account?.id ?? null, Date.now(), scopes);
        askers.push({ name: `${name} (${label})`, role, suspended, token: { secret: token, scopes } });
      }
  });

  it('is answered by every route as the table says', async () => {
    const asked = routes
      // It would empty the database under the others.
      .filter(({ path }) => path !== '/api/v1/test/reset')
      .filter(({ path }) => path !== OF_AN_APP)
      .flatMap((route) => askers.map((asker) => ({ route, asker })));
    expect(asked.length).toBeGreaterThan(55 * 29);
    const wrong: string[] = [];
    await eachOf(asked, async ({ route, asker }) => {
      const { status, text } = await sendRaw(server.address, {
        method: route.method,
        path: route.path.replace(/\{\w+\}/g, NOWHERE),
        headers: {
          ...(asker.token === null ? {} : { authorization: `Bearer ${asker.token.secret}` }),
          ...(route.method === 'GET' ? {} : { 'content-type': 'application/json' }),
        },
        body: route.method === 'GET' ? null : '{}',
      });
      const answered = status === 401 || status === 403 ? status : 'else';
      const expected = answerTo(asker, route.permissions);
      if (answered !== expected || status >= 500)
        wrong.push(`${route.method} ${route.path} to ${asker.name}: ${status} ${text}, not ${expected}`);
    });
    expect(wrong).toEqual([]);
    // Thousands of requests: every route as everybody.
  }, 120_000);

  it('as the public, is what the public may', async () => {
    const wrong: string[] = [];
    const read = routes.filter(({ method, path }) => method === 'GET' && path !== OF_AN_APP);
    await eachOf(read, async ({ path, permissions }) => {
      const at = `${path.replace(/\{\w+\}/g, NOWHERE)}?view_as=public`;
      const headers = { authorization: `Bearer ${cast.admin.token}` };
      const { status } = await sendRaw(server.address, { method: 'GET', path: at, headers });
      const given = permissions.map((name) => permission(name).to);
      const expected =
        given.length === 0 || given.includes('anybody') ? 'else' : given.includes('account') ? 401 : 403;
      const answered = status === 401 || status === 403 ? status : 'else';
      if (answered !== expected) wrong.push(`${path}: ${status}, not ${expected}`);
    });
    expect(wrong).toEqual([]);
  });

  it('is answered by every socket as the table says', async () => {
    const wrong: string[] = [];
    await eachOf(askers, async (asker) => {
      const listener = await Listener.connect(server.address, { token: asker.token?.secret ?? null });
      const needed: [stream: string, permission: PermissionName][] = [
        ['public', 'statuses:read'],
        ['user', 'home:stream'],
      ];
      for (const [stream, name] of needed) {
        const { ok } = await listener.ask('subscribe', { stream });
        const expected = answerTo(asker, [name]) === 'else';
        if (ok !== expected) wrong.push(`${stream} to ${asker.name}: ${ok}`);
      }
      listener.close();
    });
    expect(wrong).toEqual([]);
  });

  it('is told in Mastodon’s words', async () => {
    const withToken = async (account: string | null, scopes: readonly Scope[]): Promise<Reader> =>
      new Reader(
        server.address,
        {},
        (await issueTokenFor(server.database, account, Date.now(), scopes)).token,
      );
    const app = await withToken(null, ['read', 'write']);
    const lurker = await withToken(cast.reader.id, ['read']);
    const outside = { status: 403, body: { error: 'This action is outside the authorized scopes' } };
    const unknown = { status: 401, body: { error: 'This method requires an authenticated user' } };
    const post = { status: 'Hello' };
    expect(await lurker.sends('POST', '/api/v1/statuses', post)).toMatchObject(outside);
    expect(await app.sends('POST', '/api/v1/statuses', post)).toMatchObject(unknown);
    expect(await app.reads('/api/v1/accounts/verify_credentials')).toMatchObject(unknown);
    expect(await cast.gagged.sends('POST', '/api/v1/statuses', post)).toMatchObject({
      status: 403,
      body: { error: 'Your account is suspended' },
    });
    expect(await cast.dismissed.reads('/api/v1/admin/reports')).toMatchObject({
      status: 403,
      body: {
        error:
          'This action needs the role moderator; you are moderator, and your account is suspended, so that your office rests',
      },
    });
  });

  it('lets an app sign somebody up, and read what is public', async () => {
    const { token } = await issueTokenFor(server.database, null, Date.now(), ['read', 'write:accounts']);
    const app = new Reader(server.address, {}, token);
    expect((await app.reads('/api/v1/timelines/public')).status).toBe(200);
    const newcomer = {
      username: 'newcomer',
      email: 'newcomer@example.org',
      password: 'correct horse battery staple',
      agreement: true,
    };
    expect((await app.sends('POST', '/api/v1/accounts', newcomer)).status).toBe(200);
  });

  it('of one route with two permissions, depends on what is asked', async () => {
    const { admin, authority, reader } = cast;
    const { id: post } = await reader.posts('Something demanded');
    const order = await authority.files([{ status_id: post }]);
    const close = async (who: Person, scope: Scope, status: string): Promise<number> => {
      const { token } = await issueTokenFor(server.database, who.id, Date.now(), [scope]);
      const body = { status, reason: 'It is over' };
      return (
        await new Reader(server.address, {}, token).sends('POST', `/api/v1/orders/${order.id}/status`, body)
      ).status;
    };
    expect(await close(authority, 'write:orders', 'set_aside')).toBe(403);
    expect(await close(admin, 'write:orders', 'set_aside')).toBe(403);
    expect(await close(admin, 'admin:write:orders', 'revoked')).toBe(403);
    expect(await close(authority, 'write:orders', 'confirmed')).toBe(200);
    expect(await close(admin, 'admin:write:orders', 'set_aside')).toBe(200);
  });

  describe('a moderator whose token is not for admin:read', () => {
    it('looks as a reader, over HTTP and at sockets', async () => {
      const { moderator, reader } = cast;
      const { token } = await issueTokenFor(server.database, moderator.id, Date.now(), ['read', 'write']);
      const { id } = await reader.posts('Not for India');
      const listen = async (secret: string): Promise<Listener> => {
        const listener = await Listener.connect(server.address, { token: secret });
        await listener.ask('subscribe', { stream: 'public', view_from: 'IN' });
        return listener;
      };
      const [asReader, asModerator] = [await listen(token), await listen(moderator.token)];
      await server.does('impose-restriction', restrictionBody('withhold', { type: 'post', id }));
      const status = async (secret: string): Promise<number> =>
        (await new Reader(server.address, { view_from: 'IN' }, secret).reads(`/api/v1/statuses/${id}`))
          .status;
      expect([await status(token), await status(moderator.token)]).toEqual([451, 200]);
      for (const [listener, shown] of [
        [asReader, `status.update ${id} (tombstone)`],
        [asModerator, `status.update ${id}`],
      ] as const) {
        await listener.until(shown, () => listener.told().includes(shown));
        listener.close();
      }
    });

    it('acts as one where it is for that, and sees what the route is about', async () => {
      const { moderator, reader } = cast;
      const { token } = await issueTokenFor(server.database, moderator.id, Date.now(), [
        'admin:write:accounts',
      ]);
      const client = new Reader(server.address, {}, token);
      const action = (type: string) =>
        client.sends<{ silenced: boolean }>('POST', `/api/v1/admin/accounts/${reader.id}/${type}`, {
          type: 'silence',
        });
      expect((await action('action')).status).toBe(200);
      expect(await action('unsilence')).toMatchObject({ status: 200, body: { silenced: false } });
    });
  });

  describe('the documentation', () => {
    it('says of every route what it asks for', async () => {
      const { paths } = await documentOf(server.address);
      const documented = Object.entries(paths).flatMap(([path, operations]) =>
        Object.entries(operations as Record<string, { security?: object[]; 'x-permissions'?: unknown }>).map(
          ([method, operation]) => [`${method.toUpperCase()} ${path}`, operation] as const,
        ),
      );
      // An operator's is for no client.
      const open = routes.filter(({ path }) => !path.startsWith('/internal/'));
      expect(documented.map(([name]) => name).sort()).toEqual(
        open.map(({ method, path }) => `${method} ${path}`).sort(),
      );
      for (const { method, path, permissions } of open) {
        const [, operation] = documented.find(([name]) => name === `${method} ${path}`) ?? [];
        const anybody = permissions.some((name) => permission(name).to === 'anybody');
        const scopes = [...new Set(permissions.map((name) => permission(name).scope))];
        const tokens = scopes.flatMap((scope) => [{ bearer: [] }, { oauth2: [scope] }]);
        const security = permissions.length === 0 ? [] : [...(anybody ? [{}] : []), ...tokens];
        expect([path, operation]).toMatchObject([path, { security, 'x-permissions': permissions }]);
      }
    });

    it('holds the table, and of each permission the routes', () => {
      const rows = fs
        .readFileSync('docs/access.md', 'utf8')
        .split('\n')
        .filter((line) => line.startsWith('| `'))
        .map((line) =>
          line
            .split('|')
            .slice(1, -1)
            .map((cell) => cell.trim().replaceAll('\\', '')),
        )
        .filter((cells) => cells.length === 6);
      expect(rows).toEqual(
        Object.entries(PERMISSIONS).map(
          ([name, { to, scope, reach, whileSuspended }]: [string, Permission]) => [
            `\`${name}\``,
            typeof to === 'string' ? to : to.join(', '),
            `\`${scope}\``,
            reach === null ? '–' : reach === 'lower' ? 'lower ranks' : 'up to one’s own rank',
            whileSuspended ? 'yes' : 'no',
            routes
              .filter(({ permissions }) => permissions.some((one) => one === name))
              .map(({ method, path }) => `\`${method} ${path.replace('/api/v1', '')}\``)
              .join(', ') || '–',
          ],
        ),
      );
    });
  });
});

describe('a route that names no permission', () => {
  @Controller('silent')
  class Silent {
    @Get('spoken')
    @Open()
    spoken(): string {
      return '';
    }

    @Post(':id/unspoken')
    unspoken(): string {
      return '';
    }
  }

  @Module({ imports: [DiscoveryModule], controllers: [Silent], providers: [RoutePermissions] })
  class App {}

  it('keeps the server from starting, which says so', async () => {
    const starts = NestFactory.create(App, new FastifyAdapter(), { logger: false, abortOnError: false });
    await expect(starts).rejects.toThrow(
      'No permission is named by POST /silent/{id}/unspoken (Silent.unspoken): say @Allows(…) or @Open()',
    );
  });
});

describe('a scope', () => {
  it.each<[held: Scope, needed: Scope, granted: boolean]>([
    ['read', 'read:statuses', true],
    ['read', 'profile', true],
    ['read:accounts', 'profile', true],
    ['read:statuses', 'read', false],
    ['read:statuses', 'read:accounts', false],
    ['write', 'read:statuses', false],
    ['follow', 'write:follows', true],
    ['follow', 'write:statuses', false],
    ['admin:read', 'admin:read:reports', true],
    ['read', 'admin:read:reports', false],
    ['admin:read', 'read:statuses', false],
    ['write', 'admin:write:reports', false],
    ['push', 'push', true],
  ])('%s, where %s is needed: %s', (held, needed, granted) => {
    expect(grants([held], needed)).toBe(granted);
  });

  it('that is not on the list grants nothing, and cannot be asked for', () => {
    expect(grants(['read:', 'rea', 'READ', '*', 'read:statuses:all', '__proto__', ''], 'read:statuses')).toBe(
      false,
    );
    expect(parseScopes('read  write:everything')).toEqual({ ok: false, unknown: 'write:everything' });
    expect(parseScopes(' read write read ')).toEqual({ ok: true, scopes: ['read', 'write'] });
  });
});

onEachDatabase((make) => {
  it('a token that was made before there were scopes is for all that its account’s role may', async () => {
    const place = await make();
    const at: DatabaseLocation = place.url.startsWith('sqlite:')
      ? { kind: 'sqlite', path: place.url.slice('sqlite:'.length) }
      : { kind: 'postgres', url: place.url };
    try {
      const until = MIGRATIONS.findIndex(({ name }) => name === 'Scopes1784000000000');
      const before = await openDatabase(at, MIGRATIONS.slice(0, until));
      const token_hash = createHash('sha256').update('a-token').digest('hex');
      await before.write(async (transaction) => {
        await transaction.insert('credential', [
          {
            account_id: 'ravi',
            email: null,
            password_hash: null,
            role: 'moderator',
            country: 'IN',
            created_at: 1,
          },
        ]);
        await transaction.insert('access_token', [
          { token_hash, account_id: 'ravi', scope: 'read write follow', created_at: 1 },
        ]);
      });
      await before.close();
      const after = await openDatabase(at, MIGRATIONS);
      const principal = { account: { id: 'ravi', role: 'moderator', country: 'IN' }, scopes: EVERY_SCOPE };
      expect(await principalsOf(after.reader, new Set(['a-token']), 1)).toEqual(
        new Map([['a-token', principal]]),
      );
      await after.close();
    } finally {
      await place.remove();
    }
  });

  it('a token that names an account which nobody signs in with is nobody’s, and no app’s', async () => {
    const place = await make();
    const database = await place.open();
    const { token } = await issueTokenFor(database, 'nobody', 1);
    const { token: app } = await issueTokenFor(database, null, 1, ['read']);
    expect(await principalsOf(database.reader, new Set([token, app]), 1)).toEqual(
      new Map([[app, { account: null, scopes: ['read'] }]]),
    );
    await database.close();
    await place.remove();
  });
});

/** The answer that the table gives: 401, 403, or else something that is for the route to say. */
function answerTo({ role, suspended, token }: Asker, names: readonly PermissionName[]): 401 | 403 | 'else' {
  const table: Permission[] = names.map((name) => permission(name));
  const inScope = table.filter(({ scope }) => token === null || grants(token.scopes, scope));
  const allowed = inScope.some(({ to, whileSuspended }) => {
    if (to === 'anybody') return true;
    if (role === null || (suspended && !whileSuspended)) return false;
    return to === 'account' || role === 'admin' || to.includes(role);
  });
  if (names.length === 0 || allowed) return 'else';
  if (token === null) return 401;
  return inScope.length > 0 && role === null ? 401 : 403;
}

async function eachOf<T>(list: readonly T[], act: (one: T) => Promise<void>): Promise<void> {
  const rest = list.toReversed();
  await Promise.all(
    Array.from({ length: AT_ONCE }, async () => {
      for (let one = rest.pop(); one !== undefined; one = rest.pop()) await act(one);
    }),
  );
}
