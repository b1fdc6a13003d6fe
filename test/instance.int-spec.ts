import { describe, expect, it } from '@jest/globals';
import type { Instance, NodeInfo, OAuthServerMetadata, V1Instance } from '#contract';
import { VERSION } from '#config';
import { Reader, signsUp } from './support/client.js';
import { sqliteDatabase } from './support/databases.js';
import { serverOn } from './support/server.js';

describe('what a server says that it is', () => {
  const server = serverOn(sqliteDatabase, { env: { PUBLIC_URL: 'https://withheld.example:8443' } });
  const visitor = (): Reader => new Reader(server.address);

  it('is what Mastodon’s clients look for, in both shapes', async () => {
    const v2 = (await visitor().reads<Instance>('/api/v2/instance')).body;
    expect(v2).toMatchObject({
      domain: 'withheld.example:8443',
      version: `4.4.0 (compatible; Withheld ${VERSION})`,
      source_url: expect.stringMatching(/^https:/),
      api_versions: { mastodon: 6, withheld: 1 },
      configuration: {
        urls: { streaming: 'wss://withheld.example:8443' },
        statuses: { max_characters: 500, characters_reserved_per_url: 23 },
        translation: { enabled: false },
        demo: 'off',
      },
    });
    const v1 = (await visitor().reads<V1Instance>('/api/v1/instance/')).body;
    expect(v1).toMatchObject({ uri: v2.domain, version: v2.version, rules: v2.rules, registrations: true });
    expect((await visitor().reads('/api/v1/instance/rules')).body).toEqual(v2.rules);
    for (const path of ['peers', 'domain_blocks'])
      expect((await visitor().reads(`/api/v1/instance/${path}`)).body).toEqual([]);
  });

  it('answers whoever has a token that has ended, or none', async () => {
    const stale = new Reader(server.address, {}, 'ended');
    for (const path of ['/api/v1/instance', '/api/v2/instance', '/nodeinfo/2.0', '/.well-known/nodeinfo/'])
      expect([path, (await stale.reads(path)).status]).toEqual([path, 200]);
    expect((await visitor().reads<NodeInfo>('/nodeinfo/2.0')).body.metadata.upstream.name).toBe('mastodon');
  });

  it('says to programs how to sign in', async () => {
    const told = await visitor().reads<OAuthServerMetadata>('/.well-known/oauth-authorization-server');
    expect(told.body).toMatchObject({
      issuer: 'https://withheld.example:8443',
      code_challenge_methods_supported: ['S256'],
      authorization_response_iss_parameter_supported: true,
    });
  });
});

describe('how often one may ask', () => {
  // As through a proxy: this machine itself may ask a thousand times as much.
  const server = serverOn(sqliteDatabase, { env: { TRUSTED_PROXIES: '127.0.0.1' } });
  const from = (address: string) => ({ 'x-forwarded-for': address });
  const PUBLIC = '/api/v1/timelines/public';

  it('is told with each answer: by address without a token, by token with one', async () => {
    const visitor = new Reader(server.address);
    const asks = async (address: string, reader = visitor) => {
      const { headers } = await reader.sends('GET', PUBLIC, undefined, from(address));
      const reset = Date.parse(headers.get('x-ratelimit-reset') ?? '');
      expect(reset).toBeGreaterThan(Date.now() - 1_000);
      expect(headers.get('access-control-expose-headers')).toContain('X-RateLimit-Remaining');
      return [headers.get('x-ratelimit-limit'), headers.get('x-ratelimit-remaining')];
    };
    expect(await asks('198.51.100.1')).toEqual(['6000', '5999']);
    expect(await asks('198.51.100.1')).toEqual(['6000', '5998']);
    expect(await asks('198.51.100.2')).toEqual(['6000', '5999']);
    expect(await asks('2001:db8::1')).toEqual(['6000', '5999']);
    expect(await asks('2001:db8::2')).toEqual(['6000', '5998']);
    const asha = await signsUp(server.address, 'asha');
    // Signing up, she has looked who she is.
    expect(await asks('198.51.100.1', asha)).toEqual(['1500', '1498']);
    expect(await asks('198.51.100.9', asha)).toEqual(['1500', '1497']);
    expect((await asks('127.0.0.1'))[0]).toBe('6000000');
  });

  it('is a 429 beyond that, for writes of one account, from wherever it writes', async () => {
    const ravi = await signsUp(server.address, 'ravi');
    const writes = (i: number) =>
      ravi.sends('DELETE', '/api/v1/statuses/nothing', undefined, from(`198.51.100.${10 + (i % 9)}`));
    const statuses = (await Promise.all(Array.from({ length: 301 }, (_, i) => writes(i)))).map(
      ({ status }) => status,
    );
    expect(statuses.filter((status) => status === 404)).toHaveLength(300);
    const refused = await writes(0);
    expect([refused.status, refused.body]).toEqual([429, { error: 'Too many requests' }]);
    expect(Number(refused.headers.get('retry-after'))).toBeGreaterThan(0);
    expect((await ravi.sends('GET', PUBLIC, undefined, from('198.51.100.10'))).status).toBe(200);
  });
});
