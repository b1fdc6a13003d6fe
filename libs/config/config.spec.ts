import { describe, expect, it } from '@jest/globals';
import { isLoopback, readConfig, VARIABLES, type Config } from '#config';

const read = (env: Record<string, string | undefined>) => readConfig(env, '/srv/app');
const config = (env: Record<string, string | undefined> = {}): Config => {
  const result = read(env);
  if (!result.ok) throw new Error(result.errors.join('\n'));
  return result.config;
};
const errors = (env: Record<string, string | undefined>): string[] => {
  const result = read(env);
  return result.ok ? [] : result.errors;
};

describe('the configuration', () => {
  it('has a default for everything', () => {
    expect(config()).toEqual({
      port: 3000,
      host: '127.0.0.1',
      publicUrl: null,
      database: { kind: 'sqlite', path: '/srv/app/data/withheld.db' },
      seed: null,
      demo: 'off',
      test: false,
      geo: { mode: 'open', defaultCountry: null, trustedProxies: [] },
      logLevel: 'info',
      metricsToken: null,
      drainMs: 5_000,
    });
  });

  it('takes what is empty or blank for absent', () => {
    const blank = Object.fromEntries(VARIABLES.map(({ name }) => [name, ' ']));
    expect(config(blank)).toEqual(config());
    expect(config({ PORT: ' 8080 ', SEED: undefined })).toMatchObject({ port: 8080, seed: null });
  });

  it('gives the defaults that --help lists', () => {
    const listed = Object.fromEntries(VARIABLES.map((variable) => [variable.name, variable.default]));
    // An address cannot be known before it is listened on.
    expect(config({ ...listed, PUBLIC_URL: '' })).toEqual(config());
  });

  it('tells every error at once, each in a line that names its variable', () => {
    const found = errors({
      PORT: 'x',
      DEMO: 'yes',
      LOG_LEVEL: 'loud',
      DATABASE_URL: 'mysql://x',
      GEO_MODE: 'moon',
    });
    expect(found.map((line) => /^\w+/.exec(line)?.[0]).sort()).toEqual([
      'DATABASE_URL',
      'DEMO',
      'GEO_MODE',
      'LOG_LEVEL',
      'PORT',
    ]);
    for (const line of found) expect(line).not.toContain('\n');
  });

  it('looks at nothing but what it is given', () => {
    expect(config({ HOME: '/nowhere', NODE_ENV: 'production' })).toEqual(config());
  });
});

describe('TRUSTED_PROXIES', () => {
  it('are addresses and ranges', () => {
    const listed = '10.0.0.1, 10.1.0.0/16,::1, fe80::1%eth0,2001:db8::/32,::ffff:10.0.0.0/104,none';
    expect(config({ TRUSTED_PROXIES: listed }).geo.trustedProxies).toHaveLength(6);
  });

  it.each([
    'proxy',
    'loopback',
    '10.0.0.1:3000',
    '10.0.0',
    '010.0.0.1',
    '10.0.0.0/33',
    '10.0.0.0/8/8',
    '10.0.0.0/x',
    '0.0.0.0/0',
    '::/0',
    '10.0.0.0/',
    'fe80::1%eth0.100',
  ])('are not %s', (text) => {
    expect(errors({ TRUSTED_PROXIES: `127.0.0.1,${text}` })).toEqual([
      expect.stringContaining(`TRUSTED_PROXIES: "${text}" is not an address`),
    ]);
  });
});

describe('PORT', () => {
  it.each([
    ['0', 0],
    ['65535', 65_535],
  ])('%s', (text, port) => {
    expect(config({ PORT: text }).port).toBe(port);
  });

  it.each(['-1', '65536', '3000.5', '3e3', '0x10', 'http', 'NaN'])('is not %s', (text) => {
    expect(errors({ PORT: text })).toEqual([`PORT="${text}": use a number from 0 to 65535`]);
  });
});

describe('PUBLIC_URL', () => {
  it.each(['https://example.org', 'http://localhost:8080', 'https://[::1]:3000'])('%s', (url) => {
    expect(config({ PUBLIC_URL: url }).publicUrl).toBe(url);
    expect(config({ PUBLIC_URL: `${url}/` }).publicUrl).toBe(url);
  });

  it.each([
    'example.org',
    'ftp://example.org',
    'https://example.org/path',
    'https://example.org?a',
    'https://',
    'https://a b',
    'javascript:alert(1)',
  ])('is not %s', (url) => {
    expect(errors({ PUBLIC_URL: url })).toHaveLength(1);
  });
});

describe('DATABASE_URL', () => {
  it.each([
    ['sqlite:data/x.db', '/srv/app/data/x.db'],
    ['sqlite:./x.db', '/srv/app/x.db'],
    ['sqlite:/var/lib/x.db', '/var/lib/x.db'],
    ['sqlite:///var/lib/x.db', '/var/lib/x.db'],
    ['sqlite:data/with space.db', '/srv/app/data/with space.db'],
  ])('%s is the file %s', (url, path) => {
    expect(config({ DATABASE_URL: url }).database).toEqual({ kind: 'sqlite', path });
  });

  it.each(['postgres://user@host/name', 'postgresql://user:secret@host:5433/name?sslmode=require'])(
    '%s',
    (url) => {
      expect(config({ DATABASE_URL: url }).database).toEqual({ kind: 'postgres', url });
    },
  );

  // sqlite://data/x.db would be a file of that host, or under the root: neither is meant.
  it.each([
    'sqlite:',
    'sqlite::memory:',
    'sqlite://data/x.db',
    'data/x.db',
    'mysql://root:secret@host/name',
    'postgres://user:secret@:x/y',
  ])('is not %s, and is not repeated: it may hold a password', (url) => {
    const found = errors({ DATABASE_URL: url });
    expect(found).toEqual([expect.stringMatching(/^DATABASE_URL.*: use .*postgres:\/\/user@host\/name$/)]);
    expect(found.join()).not.toContain('secret');
  });
});

describe('DATABASE_READ_URL', () => {
  const url = 'postgres://user@host/name';

  it('is of a replica of the PostgreSQL that is written to', () => {
    const readUrl = 'postgresql://user:secret@replica:5433/name';
    expect(config({ DATABASE_URL: url, DATABASE_READ_URL: readUrl }).database).toEqual({
      kind: 'postgres',
      url,
      readUrl,
    });
    expect(config({ DATABASE_URL: url, DATABASE_READ_URL: 'none' }).database).toEqual({
      kind: 'postgres',
      url,
    });
  });

  it('is nothing for SQLite', () => {
    expect(errors({ DATABASE_READ_URL: url })).toEqual([
      'DATABASE_READ_URL is for PostgreSQL: use it with DATABASE_URL=postgres://…',
    ]);
  });

  it.each(['sqlite:data/x.db', 'replica', 'postgres://user:secret@:x/y', 'mysql://root:secret@host/name'])(
    'is not %s, and is not repeated: it may hold a password',
    (given) => {
      expect(errors({ DATABASE_URL: url, DATABASE_READ_URL: given })).toEqual([
        'DATABASE_READ_URL: use postgres://user@host/name, or none',
      ]);
    },
  );
});

describe('one-click sign-in and the routes for tests', () => {
  it.each(['127.0.0.1', '127.8.9.10', 'localhost', '::1'])('are for %s', (host) => {
    expect(config({ HOST: host, DEMO: '1', TEST: '1' })).toMatchObject({ demo: 'local', test: true });
    expect(isLoopback(host)).toBe(true);
  });

  it.each(['0.0.0.0', '::', '192.168.1.2', 'example.org', '127.0.0.1.example.org', 'localhost.example.org'])(
    'are refused on %s',
    (host) => {
      expect(errors({ HOST: host, DEMO: '1' })).toEqual([expect.stringContaining('use DEMO=public')]);
      expect(errors({ HOST: host, TEST: '1' })).toEqual([
        expect.stringContaining('for a loopback address only'),
      ]);
      expect(config({ HOST: host, DEMO: 'public' }).demo).toBe('public');
    },
  );
});

describe('GEO_DEFAULT_COUNTRY', () => {
  it.each([
    ['IN', 'IN'],
    ['in', 'IN'],
    ['none', null],
    ['NONE', null],
  ])('%s is %s', (text, country) => {
    expect(config({ GEO_DEFAULT_COUNTRY: text }).geo.defaultCountry).toBe(country);
  });

  it.each(['India', 'I', '12', 'IN,DE', '*'])('is not %s', (text) => {
    expect(errors({ GEO_DEFAULT_COUNTRY: text })).toHaveLength(1);
  });
});
