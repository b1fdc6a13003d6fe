import { createHash } from 'node:crypto';
import { beforeAll, describe, expect, it } from '@jest/globals';
import {
  SCHEMAS,
  type Account,
  type CredentialApplication,
  type ErrorBody,
  type Status,
  type Token,
} from '#contract';
import { restrictionBody } from './support/bodies.js';
import { people, Reader, signsUp, type Answer, type Person } from './support/client.js';
import { onEachDatabase, sqliteDatabase } from './support/databases.js';
import { Listener } from './support/listener.js';
import { serverOn, type TestServer } from './support/server.js';

const PASSWORD = 'correct horse battery staple';
const CALLBACK = 'https://client.example/back?to=%2Fhome';
const OUT_OF_BAND = 'urn:ietf:wg:oauth:2.0:oob';
const VERIFIER = 'a-verifier-of-forty-three-characters-at-least';
const CHALLENGE = createHash('sha256').update(VERIFIER).digest('base64url');
const DAY_MS = 86_400_000;
const ME = '/api/v1/accounts/verify_credentials';

type Fields = Readonly<Record<string, string>>;

/** A client of somebody's: an app, with what it does to sign people in. */
class Client {
  private constructor(
    private readonly server: TestServer,
    readonly app: CredentialApplication,
  ) {}

  static async registered(server: TestServer, scopes = 'read write follow'): Promise<Client> {
    const answer = await new Reader(server.address).sends<CredentialApplication>('POST', '/api/v1/apps', {
      client_name: 'A client',
      redirect_uris: `${CALLBACK}\n${OUT_OF_BAND}\nhttp://127.0.0.1/back`,
      scopes,
      website: 'https://client.example',
    });
    expect(answer.status).toBe(200);
    return new Client(server, answer.body);
  }

  private get asked(): Fields {
    return {
      response_type: 'code',
      client_id: this.app.client_id,
      redirect_uri: CALLBACK,
      scope: 'read write',
    };
  }

  opens(fields: Fields = {}, slash = ''): Promise<Answer<string>> {
    return new Reader(this.server.address).reads(`/oauth/authorize${slash}`, { ...this.asked, ...fields });
  }

  submits(fields: Fields, headers: Record<string, string> = {}): Promise<Answer<ErrorBody>> {
    const form = new URLSearchParams({
      ...this.asked,
      state: 'a b&c',
      decision: 'allow',
      as: 'own',
      ...fields,
    });
    return new Reader(this.server.address).sends('POST', '/oauth/authorize', form, headers);
  }

  /** The code of somebody who lets it in. */
  async letIn(fields: Fields): Promise<string> {
    const answer = await this.submits(fields);
    expect([fields, answer.status]).toEqual([fields, 303]);
    return new URL(answer.headers.get('location') ?? '').searchParams.get('code') ?? '';
  }

  trades(fields: Fields, headers: Record<string, string> = {}): Promise<Answer<Token & ErrorBody>> {
    const { client_id, client_secret } = this.app;
    const form = {
      grant_type: 'authorization_code',
      redirect_uri: CALLBACK,
      client_id,
      client_secret,
      ...fields,
    };
    return new Reader(this.server.address).sends('POST', '/oauth/token', new URLSearchParams(form), headers);
  }

  /** Signs somebody in, and looks with their token. */
  async signsIn(fields: Fields): Promise<{ token: string; reader: Reader }> {
    const answer = await this.trades({ code: await this.letIn(fields) });
    expect(answer.status).toBe(200);
    const token = answer.body.access_token;
    return { token, reader: new Reader(this.server.address, {}, token) };
  }
}

onEachDatabase((make) => {
  const server = serverOn(make, { env: { TEST: '1', DEMO: '1' } });
  const ASHA = { username: 'asha', password: PASSWORD };
  let asha: Person;
  let client: Client;

  beforeAll(async () => {
    asha = await signsUp(server.address, 'asha');
    client = await Client.registered(server);
  });

  const wrong = (code: string) => ({ status: 400, body: { error: code } });

  it('gives a token for a code, to whoever is named in any way, and the app that it was given to', async () => {
    for (const username of [
      'asha',
      '@ASHA',
      'asha@home',
      'Asha@example.org',
      `asha@localhost:${new URL(server.address).port}`,
    ]) {
      const code = await client.letIn({ ...ASHA, username });
      const { status, body } = await client.trades({ code });
      expect([status, body.token_type, body.scope]).toEqual([200, 'Bearer', 'read write']);
      expect(Math.abs(body.created_at - Date.now() / 1000)).toBeLessThan(100);
      const signedIn = new Reader(server.address, {}, body.access_token);
      expect((await signedIn.reads<Account>(ME)).body.id).toBe(asha.id);
      const { client_id: _, client_secret: __, client_secret_expires_at: ___, ...app } = client.app;
      expect((await signedIn.reads('/api/v1/apps/verify_credentials')).body).toEqual(app);
      expect(Object.keys(app)).toEqual(expect.arrayContaining([...SCHEMAS.Application.required]));
      expect((await signedIn.reads('/oauth/userinfo')).body).toMatchObject({ preferred_username: 'asha' });
    }
  });

  it('answers to the address as it was registered, with the state, the issuer and nothing else', async () => {
    const { headers, status } = await client.submits(ASHA);
    const location = headers.get('location') ?? '';
    expect([status, location.replace(/code=[\w-]{43}/, 'code=…')]).toEqual([
      303,
      `${CALLBACK}&code=…&state=a+b%26c&iss=${encodeURIComponent(server.address.replace('127.0.0.1', 'localhost'))}`,
    ]);
    const denied = await client.submits({ decision: 'deny' });
    expect(denied.headers.get('location')).toMatch(
      /^https:\/\/client\.example\/back\?to=%2Fhome&error=access_denied&.*state=a\+b%26c/,
    );
  });

  it('takes token requests as forms, in JSON and multipart, and the client in Authorization', async () => {
    const { client_id, client_secret } = client.app;
    const visitor = new Reader(server.address);
    const asked = { grant_type: 'client_credentials', scope: 'read' };
    const basic = `Basic ${Buffer.from(`${client_id}:${client_secret}`).toString('base64')}`;
    const json = await visitor.sends<Token>('POST', '/oauth/token', { ...asked, client_id, client_secret });
    const form = await visitor.sends<Token>('POST', '/oauth/token', new URLSearchParams(asked), {
      authorization: basic,
    });
    const data = new FormData();
    for (const [name, value] of Object.entries({ ...asked, client_id, client_secret })) data.set(name, value);
    const multipart = await fetch(`${server.address}/oauth/token`, { method: 'POST', body: data });
    expect([json.status, form.status, multipart.status]).toEqual([200, 200, 200]);
    const app = new Reader(server.address, {}, form.body.access_token);
    expect([(await app.reads('/api/v1/timelines/public')).status, (await app.reads(ME)).status]).toEqual([
      200, 401,
    ]);
    expect(await client.trades({ grant_type: 'client_credentials', scope: 'admin:read' })).toMatchObject(
      wrong('invalid_scope'),
    );
  });

  it('redeems a code once: one that comes again takes away what it gave, whoever brings it', async () => {
    const other = await Client.registered(server);
    const code = await client.letIn(ASHA);
    expect(await other.trades({ code })).toMatchObject(wrong('invalid_grant'));
    const first = await client.trades({ code });
    const signedIn = new Reader(server.address, {}, first.body.access_token);
    expect([first.status, (await signedIn.reads(ME)).status]).toEqual([200, 200]);
    expect(await other.trades({ code })).toMatchObject(wrong('invalid_grant'));
    expect((await signedIn.reads(ME)).status).toBe(401);
    const raced = await client.letIn(ASHA);
    const both = await Promise.all([client.trades({ code: raced }), client.trades({ code: raced })]);
    expect(both.map(({ status }) => status).sort()).toEqual([200, 400]);
  });

  it('redeems a code for whom it is for: with its address, its verifier and its time', async () => {
    const pkce = { ...ASHA, code_challenge: CHALLENGE, code_challenge_method: 'S256' };
    const code = await client.letIn(pkce);
    for (const fields of [
      {},
      { code_verifier: `${VERIFIER}x` },
      { code_verifier: VERIFIER, redirect_uri: OUT_OF_BAND },
    ])
      expect(await client.trades({ code, ...fields })).toMatchObject(wrong('invalid_grant'));
    expect((await client.trades({ code, code_verifier: VERIFIER })).status).toBe(200);
    const plain = await client.letIn(ASHA);
    expect(await client.trades({ code: plain, code_verifier: VERIFIER })).toMatchObject(
      wrong('invalid_grant'),
    );
    expect(await client.trades({ code: 'nobody’s' })).toMatchObject(wrong('invalid_grant'));
    const late = await client.letIn(ASHA);
    server.clock.set(Date.now() + 10 * 60_000 + 1);
    expect(await client.trades({ code: late })).toMatchObject(wrong('invalid_grant'));
    server.clock.set(null);
  });

  it('says what is wrong with a token request as the RFC names it', async () => {
    const code = await client.letIn(ASHA);
    expect(await client.trades({ code, client_secret: 'wrong' })).toMatchObject({
      status: 401,
      body: { error: 'invalid_client' },
    });
    expect(await client.trades({ code, grant_type: 'password' })).toMatchObject(
      wrong('unsupported_grant_type'),
    );
    expect(await client.trades({})).toMatchObject(wrong('invalid_request'));
    const twice = new URLSearchParams([
      ['grant_type', 'client_credentials'],
      ['grant_type', 'password'],
    ]);
    expect(await new Reader(server.address).sends('POST', '/oauth/token', twice)).toMatchObject(
      wrong('invalid_request'),
    );
  });

  it('ends a token that its app revokes, and no other’s', async () => {
    const other = await Client.registered(server);
    const { token, reader } = await client.signsIn(ASHA);
    const revokes = ({ client_id, client_secret }: CredentialApplication) =>
      new Reader(server.address).sends('POST', '/oauth/revoke', { client_id, client_secret, token });
    expect(await revokes(other.app)).toMatchObject({ status: 403, body: { error: 'unauthorized_client' } });
    expect((await reader.reads(ME)).status).toBe(200);
    expect([(await revokes(client.app)).text, (await reader.reads(ME)).status]).toEqual(['{}', 401]);
    expect((await revokes(client.app)).status).toBe(200);
  });

  it('ends a token that nobody has used for 90 days, and none that somebody has', async () => {
    const [used, unused] = [await client.signsIn(ASHA), await client.signsIn(ASHA)];
    const asOf = async (days: number, reader: Reader): Promise<number> => {
      server.clock.set(Date.now() + days * DAY_MS);
      return (await reader.reads(ME)).status;
    };
    try {
      expect(await asOf(60, used.reader)).toBe(200);
      // That it was used is written down beside the answer, and not before it.
      for (let tries = 0; tries < 100 && (await asOf(120, used.reader)) !== 200; tries += 1)
        await asOf(60, used.reader);
      expect(await asOf(120, used.reader)).toBe(200);
      expect(await asOf(91, unused.reader)).toBe(401);
    } finally {
      server.clock.set(null);
    }
  });

  it('keeps neither codes nor tokens nor secrets, but digests', async () => {
    const code = await client.letIn(ASHA);
    const { token } = await client.signsIn(ASHA);
    const kept = JSON.stringify([
      await server.database.reader.query('SELECT * FROM oauth_code'),
      await server.database.reader.query('SELECT * FROM access_token'),
      await server.database.reader.query('SELECT * FROM oauth_app'),
    ]);
    for (const secret of [code, token, client.app.client_secret]) expect(kept).not.toContain(secret);
  });
});

describe('the page that asks whether an app is let in', () => {
  // Without `TEST=1`, which bounds nobody's tries.
  const server = serverOn(sqliteDatabase, { env: { DEMO: '1' } });
  let client: Client;

  beforeAll(async () => {
    await signsUp(server.address, 'asha');
    client = await Client.registered(server);
  });

  it('is one form without script, with or without a slash, in the language that is asked for', async () => {
    for (const slash of ['', '/']) {
      const { status, text, headers } = await client.opens({ state: '"><script>' }, slash);
      expect(status).toBe(200);
      expect(text).toContain('A client');
      expect(text).not.toContain('<script');
      expect(headers.get('cross-origin-opener-policy')).toBe('unsafe-none');
      expect(headers.get('content-security-policy')).not.toContain('form-action');
      expect(headers.get('content-security-policy')).toContain("frame-ancestors 'none'");
      expect(headers.get('set-cookie')).toBeNull();
      expect(headers.get('access-control-allow-origin')).toBeNull();
    }
    expect((await client.opens({ lang: 'hi' })).text).toContain('<html lang="hi">');
  });

  it('shows the code where the app cannot be redirected to', async () => {
    const { status, text } = await client.submits({ as: 'reader', redirect_uri: OUT_OF_BAND });
    expect(status).toBe(200);
    const code = /value="([\w-]{43})"/.exec(text)?.[1] ?? '';
    expect((await client.trades({ code, redirect_uri: OUT_OF_BAND })).status).toBe(200);
  });

  it.each([
    'https://evil.example/',
    `${CALLBACK}&more`,
    'https://client.example/back?to=/home',
    'javascript:alert(1)',
    '',
  ])('goes nowhere for the address %s, which is none of the app’s', async (redirect_uri) => {
    for (const answer of [
      await client.opens({ redirect_uri }),
      await client.submits({ redirect_uri, as: 'reader' }),
    ]) {
      expect(answer.status).toBe(400);
      expect(answer.headers.get('location')).toBeNull();
    }
  });

  it('takes any port of this machine itself (RFC 8252, section 7.3)', async () => {
    expect((await client.opens({ redirect_uri: 'http://127.0.0.1:49152/back' })).status).toBe(200);
    expect((await client.opens({ redirect_uri: 'http://127.0.0.1:49152/elsewhere' })).status).toBe(400);
  });

  it.each([
    [{ response_type: 'token' }, 'unsupported_response_type'],
    [{ scope: 'read everything' }, 'invalid_scope'],
    [{ scope: 'admin:read' }, 'invalid_scope'],
    [{ code_challenge: CHALLENGE, code_challenge_method: 'plain' }, 'invalid_request'],
    [{ code_challenge: CHALLENGE }, 'invalid_request'],
  ])('tells the app of %j', async (fields, error) => {
    const { status, headers } = await client.opens({ state: 'kept', ...(fields as unknown as Fields) });
    const told = new URL(headers.get('location') ?? '').searchParams;
    expect([status, told.get('error'), told.get('state')]).toEqual([303, error, 'kept']);
  });

  it('takes no form from another site’s page', async () => {
    for (const headers of [
      { origin: 'https://evil.example' },
      { origin: 'null' },
      { 'sec-fetch-site': 'cross-site' },
    ])
      expect(
        (await client.submits({ as: 'admin' }, headers as unknown as Record<string, string>)).status,
      ).toBe(403);
  });

  it('refuses a wrong password as it refuses a name that nobody has, and bounds the tries', async () => {
    const tried = async (username: string) => {
      const { status, text } = await client.submits({ username, password: 'not theirs at all' });
      return [status, text.replaceAll(username, '…')];
    };
    const refused = await tried('asha');
    expect(refused[0]).toBe(422);
    expect(refused[1]).toContain('No account here has this name and this password.');
    expect(await tried('zoya')).toEqual(refused);
    for (let more = 0; more < 19; more += 1) await tried('asha');
    expect((await client.submits({ username: ' ASHA ', password: PASSWORD })).status).toBe(429);
    expect((await client.submits({ username: 'asha@example.org', password: PASSWORD })).status).toBe(303);
  });

  it('refuses what cannot be looked from or as of, and keeps the rest of the form', async () => {
    for (const fields of [
      { from: 'other', country: 'XX' },
      { as_of: 'moment', moment: '2999-01-01T00:00' },
      { as_of: 'moment', moment: 'yesterday' },
      { as_of: 'chapter', chapter: '' },
    ] as unknown as Fields[]) {
      const { status, text } = await client.submits({ as: 'moderator', ...fields });
      expect([status, text.includes('value="moderator" checked')]).toEqual([422, true]);
    }
  });

  it.each([
    ['javascript:alert(1)'],
    ['https://client.example/#fragment'],
    ['/relative'],
    ['https:client.example'],
    ['https://client.example/ä'],
    [''],
  ])('registers no app with the address %j', async (redirect_uris) => {
    const body = { client_name: 'A client', redirect_uris };
    expect((await new Reader(server.address).sends('POST', '/api/v1/apps', body)).status).toBe(422);
  });

  it('registers no app for a scope that is none', async () => {
    const body = { client_name: 'A client', redirect_uris: [OUT_OF_BAND], scopes: 'read everything' };
    expect((await new Reader(server.address).sends('POST', '/api/v1/apps', body)).status).toBe(422);
  });
});

describe('a viewpoint in the grant', () => {
  const server = serverOn(sqliteDatabase, { env: { TEST: '1', DEMO: '1' } });
  let client: Client;
  let cast: Record<'ravi' | 'mira', Person>;
  let post: Status;
  let withheld: Status;
  const INDIA = { as: 'reader', from: 'IN' };
  /** In UTC, as no story is loaded. */
  const PAST = { as_of: 'moment', moment: '2021-02-10T08:04' };
  const AT = '2021-02-10T08:04:00.000Z';

  beforeAll(async () => {
    cast = await people(server.address, { ravi: 'reader', mira: 'moderator' });
    post = await cast.ravi.posts('Good morning');
    withheld = await cast.ravi.posts('Not for India');
    await server.does('impose-restriction', restrictionBody('withhold', { type: 'post', id: withheld.id }));
    client = await Client.registered(server, 'read write follow admin:read');
  });

  const viewpointOf = ({ headers }: Answer<unknown>) => headers.get('withheld-viewpoint');

  it('is every request’s: a parameter comes before a header, and that before the grant', async () => {
    const { reader } = await client.signsIn(INDIA);
    const path = '/api/v1/timelines/public';
    expect((await reader.reads(`/api/v1/statuses/${withheld.id}`)).status).toBe(451);
    expect(viewpointOf(await reader.reads(path))).toBe('from=IN; basis=simulated; at=live');
    const headers = { 'withheld-view-from': 'DE', 'withheld-view-at': AT };
    const byHeader = await reader.sends('GET', path, undefined, headers);
    expect(viewpointOf(byHeader)).toBe(`from=DE; basis=simulated; at=${AT}`);
    expect(byHeader.headers.get('vary')).toMatch(/Withheld-View-From, Withheld-View-At/);
    const byParameter = await reader.sends('GET', path, undefined, headers, {
      view_from: 'US',
      view_at: '2022-01-01T00:00:00Z',
    });
    expect(viewpointOf(byParameter)).toBe('from=US; basis=simulated; at=2022-01-01T00:00:00.000Z');
    for (const odd of [{ 'withheld-view-from': 'XX' }, { 'withheld-view-at': 'noon' }] as unknown as Record<
      string,
      string
    >[])
      expect((await reader.sends('GET', path, undefined, odd)).status).toBe(422);
  });

  it('of a past instant shows that day, and one’s own account and follows of now', async () => {
    const { reader, token } = await client.signsIn({ ...INDIA, ...PAST });
    expect((await reader.reads<Status[]>('/api/v1/timelines/public')).body).toEqual([]);
    expect((await reader.reads(`/api/v1/statuses/${post.id}`)).status).toBe(404);
    const { body: me, ...own } = await reader.reads<Account>(ME);
    expect([own.status, viewpointOf(await reader.reads(ME))]).toEqual([
      200,
      'from=IN; basis=simulated; at=live',
    ]);
    expect((await reader.reads<Account>(`/api/v1/accounts/${me.id}`)).status).toBe(200);
    expect((await reader.reads(`/api/v1/accounts/${cast.ravi.id}`)).status).toBe(404);
    expect((await reader.reads('/api/v1/notifications')).body).toEqual([]);
    const listener = await Listener.connect(server.address, { token });
    expect(await listener.ask('subscribe', { stream: 'public' })).toMatchObject({ ok: true, from: 'IN' });
    const anybody = await Listener.connect(server.address, { token: null });
    await anybody.ask('subscribe', { stream: 'public' });
    const { id } = await cast.ravi.posts('Nobody there hears of this');
    await anybody.until('the post', () => anybody.told().some((told) => told.includes(id)));
    expect(listener.told()).toEqual([]);
    listener.close();
    anybody.close();
  });

  it('of a past instant writes nothing, and says why; settings are of now', async () => {
    const { reader } = await client.signsIn({ ...INDIA, ...PAST });
    for (const [method, path, body] of [
      ['POST', '/api/v1/statuses', { status: 'Into the past' }],
      ['POST', `/api/v1/statuses/${post.id}/favourite`, undefined],
      ['POST', `/api/v1/statuses/${post.id}/reblog`, undefined],
      ['DELETE', `/api/v1/statuses/${post.id}`, undefined],
    ] as const) {
      const answer = await reader.sends(method, path, body);
      expect([answer.status, answer.body.error]).toEqual([
        422,
        expect.stringContaining(`You look as of ${AT}`),
      ]);
    }
    expect(
      (await reader.sends('PATCH', '/api/v1/accounts/update_credentials', { country: 'FR' })).status,
    ).toBe(200);
  });

  it('keeps a moderator from seeing all', async () => {
    const as = { as: 'moderator', scope: 'read write admin:read' };
    const path = `/api/v1/statuses/${withheld.id}`;
    const plain = await client.signsIn(as);
    const fromIndia = await client.signsIn({ ...as, from: 'IN' });
    expect((await plain.reader.looking({ view_from: 'IN' }).reads(path)).status).toBe(200);
    expect((await fromIndia.reader.reads(path)).status).toBe(451);
    expect((await fromIndia.reader.reads('/api/v1/admin/reports')).status).toBe(200);
  });
});

describe('where geography is enforced', () => {
  const env = { TEST: '1', DEMO: '1', GEO_MODE: 'enforced', TRUSTED_PROXIES: '127.0.0.1' };
  const server = serverOn(sqliteDatabase, { env });

  it('no place is offered, a grant that names one is no longer taken, and a header is a 403', async () => {
    const client = await Client.registered(server);
    expect((await client.opens()).text).not.toContain('name="from"');
    const { token, reader } = await client.signsIn({ as: 'reader', from: 'IN' });
    expect((await reader.reads(ME)).status).toBe(200);
    const header = { 'withheld-view-from': 'IN', 'x-forwarded-for': '84.56.1.1' };
    expect((await reader.sends('GET', ME, undefined, header)).status).toBe(403);
    // As it was granted before geography was enforced.
    await server.database.write((transaction) =>
      transaction.query("UPDATE access_token SET view_from = 'IN'"),
    );
    const refused = await reader.reads<ErrorBody>(ME);
    expect([refused.status, refused.body.error, refused.headers.get('www-authenticate')]).toEqual([
      401,
      'invalid_token',
      'Bearer error="invalid_token"',
    ]);
    await expect(Listener.connect(server.address, { token })).rejects.toThrow('The access token is invalid');
  });
});
