import { execFile } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { parse } from 'yaml';
import { PROJECT_ROOT, readConfig, VARIABLES } from '#config';
import { Reader, signsUp } from './support/client.js';
import { onPostgres, type TestDatabase } from './support/databases.js';
import { serves } from './support/in-process.js';

interface Service {
  image?: string;
  environment?: Record<string, string>;
  healthcheck?: { test: string[] };
  ports?: string[];
}

const read = (file: string): string => fs.readFileSync(path.join(PROJECT_ROOT, file), 'utf8');
const compose = read('docker-compose.yml');
const { services } = parse(compose) as { services: Record<string, Service> };
const SERVERS = Object.keys(services).filter((name) => name.startsWith('server-'));

/** Interpolates, as Compose does, `${NAME:-otherwise}` and `${NAME:?why}`, the innermost first. */
function filledIn(text: string, env: Record<string, string>): string {
  const once = text.replace(
    /\$\{(\w+)(?::([-?])([^${}]*))?\}/g,
    (_, name: string, kind?: string, rest = '') => {
      const value = env[name];
      if (value !== undefined && value !== '') return value;
      if (kind === '?') throw new Error(`${name} is not set: ${String(rest)}`);
      return String(rest);
    },
  );
  return once === text ? text : filledIn(once, env);
}

const environmentOf = (name: string, env: Record<string, string>): Record<string, string> =>
  Object.fromEntries(
    Object.entries(services[name]?.environment ?? {}).map(([key, value]) => [key, filledIn(value, env)]),
  );

describe('docker-compose.yml', () => {
  it('has PostgreSQL, two servers and a proxy, each with a look at its health', () => {
    expect(Object.keys(services)).toEqual(['database', 'server-1', 'server-2', 'proxy']);
    expect(Object.values(services).filter(({ healthcheck }) => healthcheck === undefined)).toEqual([]);
    for (const name of SERVERS) expect(services[name]?.healthcheck?.test.join(' ')).toContain('/ready');
  });

  it('has no password of its own, and starts nothing without one', () => {
    for (const name of ['database', ...SERVERS])
      expect(() => environmentOf(name, {})).toThrow(/POSTGRES_PASSWORD is not set/);
    expect(compose).not.toMatch(/PASSWORD:-/);
  });

  it('publishes the proxy’s port alone, to this machine alone', () => {
    const published = Object.entries(services).filter(([, { ports }]) => ports !== undefined);
    expect(published).toEqual([
      ['proxy', expect.objectContaining({ ports: [expect.stringMatching(/^127\.0\.0\.1:/)] })],
    ]);
  });

  it('gives the servers an environment that they take', () => {
    const known: string[] = VARIABLES.map(({ name }) => name);
    for (const name of SERVERS) {
      const env = environmentOf(name, { POSTGRES_PASSWORD: 'abc123' });
      expect(Object.keys(env).filter((key) => !known.includes(key))).toEqual([]);
      // As the image has it.
      expect(readConfig({ HOST: '0.0.0.0', ...env }, '/')).toMatchObject({
        ok: true,
        config: {
          publicUrl: 'http://localhost:3000',
          database: { kind: 'postgres', url: 'postgres://withheld:abc123@database:5432/withheld' },
          geo: { trustedProxies: ['172.30.77.0/24'] },
          metricsToken: null,
        },
      });
    }
  });

  it('has its proxy ask each server whether it is ready', () => {
    const [, upstreams = ''] = /reverse_proxy ([^{]+)\{/.exec(read('Caddyfile')) ?? [];
    expect(upstreams.trim().split(' ')).toEqual(SERVERS.map((name) => `${name}:3000`));
    expect(read('Caddyfile')).toMatch(/health_uri \/ready/);
  });
});

onPostgres((make) => {
  let place: TestDatabase;
  let servers: Awaited<ReturnType<typeof serves>>[];
  beforeAll(async () => {
    place = await make();
    const started = SERVERS.map((name) =>
      serves({
        ...environmentOf(name, { POSTGRES_PASSWORD: 'abc123', SEED: 'none' }),
        HOST: '0.0.0.0',
        DATABASE_URL: place.url,
        // No proxy looks at them here.
        DRAIN_SECONDS: '0',
      }),
    );
    // At the same time, as Compose starts them.
    servers = await Promise.all(started);
  }, 120_000);
  afterAll(async () => {
    await Promise.all(servers.map(({ stop }) => stop()));
    await place.remove();
  }, 30_000);

  describe('two servers as docker-compose.yml has them', () => {
    it('are found well by the command that looks at their health', async () => {
      for (const [n, name] of SERVERS.entries()) {
        const [, , ...args] = services[name]?.healthcheck?.test ?? [];
        const { port } = new URL(servers[n]?.address ?? '');
        const looks = (PORT: string): Promise<unknown> =>
          promisify(execFile)(process.execPath, args, { env: { PORT } });
        await looks(port);
        await expect(looks('1')).rejects.toMatchObject({ code: 1 });
      }
    });

    it('are one platform: what is written through one is read through the other', async () => {
      const [one = '', other = ''] = servers.map(({ address }) => address.replace('0.0.0.0', '127.0.0.1'));
      const asha = await signsUp(one, 'asha');
      const { id } = await asha.posts('A walk by the river');
      expect((await new Reader(other).reads(`/api/v1/statuses/${id}`)).status).toBe(200);
    });
  });
});
