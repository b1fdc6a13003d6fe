import net from 'node:net';
import path from 'node:path';
import ipaddr from 'ipaddr.js';
import type { VariableName } from './variables.js';

const LOG_LEVELS = ['trace', 'debug', 'info', 'warn', 'error', 'silent'] as const;

export type DatabaseLocation =
  | { kind: 'sqlite'; path: string }
  | {
      kind: 'postgres';
      url: string;
      /** A replica of it that reads may go to; null or unset: none. */
      readUrl?: string | null;
    };

export interface Config {
  port: number;
  host: string;
  /** Without a trailing slash; null: made from the address listened on. */
  publicUrl: string | null;
  database: DatabaseLocation;
  /** A scenario's id; null: none. */
  seed: string | null;
  demo: 'off' | 'local' | 'public';
  test: boolean;
  geo: {
    mode: 'open' | 'enforced';
    defaultCountry: string | null;
    /** Addresses and ranges (CIDR) of the proxies whose `X-Forwarded-For` counts. */
    trustedProxies: string[];
  };
  logLevel: (typeof LOG_LEVELS)[number];
  /** The token that `/metrics` asks for; null: see `MetricsGuard`. */
  metricsToken: string | null;
  /** How long a server that is told to stop still takes requests, ms, where somebody looks whether it is ready. */
  drainMs: number;
}

export type ConfigResult = { ok: true; config: Config } | { ok: false; errors: string[] };

/**
 * Reads the configuration from an environment.
 *
 * @param env such as `process.env`; empty values count as absent
 * @param cwd what relative paths in `DATABASE_URL` are relative to
 * @returns the configuration, or every error in it, each one line that says what to do
 */
export function readConfig(env: Readonly<Record<string, string | undefined>>, cwd: string): ConfigResult {
  const errors: string[] = [];
  const value = (name: VariableName): string | undefined => env[name]?.trim() || undefined;
  const oneOf = <T extends string>(name: VariableName, allowed: readonly T[], otherwise: T): T => {
    const given = value(name) ?? otherwise;
    const known = allowed.find((one) => one === given);
    if (known === undefined) errors.push(`${name}="${given}": use one of ${allowed.join(', ')}`);
    return known ?? otherwise;
  };

  const givenPort = value('PORT') ?? '3000';
  const port = Number(givenPort);
  if (!/^\d+$/.test(givenPort) || port > 65_535) {
    errors.push(`PORT="${givenPort}": use a number from 0 to 65535`);
  }
  const host = value('HOST') ?? '127.0.0.1';
  const loopback = isLoopback(host);

  const publicUrl = value('PUBLIC_URL')?.replace(/\/+$/, '') ?? null;
  if (publicUrl !== null && !(/^https?:\/\/[^/?#]+$/.test(publicUrl) && URL.canParse(publicUrl))) {
    errors.push(`PUBLIC_URL="${publicUrl}": use an address such as https://example.org, without a path`);
  }

  const database = readDatabaseUrl(value('DATABASE_URL') ?? 'sqlite:data/withheld.db', cwd);
  if (typeof database === 'string') errors.push(database);

  const readUrl = value('DATABASE_READ_URL') ?? 'none';
  if (readUrl !== 'none') {
    if (!/^postgres(ql)?:\/\//.test(readUrl) || !URL.canParse(readUrl))
      // The value may hold a password, so it is not repeated.
      errors.push('DATABASE_READ_URL: use postgres://user@host/name, or none');
    else if (typeof database === 'string' || database.kind === 'sqlite')
      errors.push('DATABASE_READ_URL is for PostgreSQL: use it with DATABASE_URL=postgres://…');
    else database.readUrl = readUrl;
  }

  const seed = value('SEED') ?? 'none';

  const demo = ({ '0': 'off', '1': 'local', public: 'public' } as const)[
    oneOf('DEMO', ['0', '1', 'public'], '0')
  ];
  if (demo === 'local' && !loopback) {
    errors.push(`DEMO=1 with HOST="${host}": one-click sign-in is for a loopback address; use DEMO=public`);
  }
  const test = oneOf('TEST', ['0', '1'], '0') === '1';
  if (test && !loopback) {
    errors.push(`TEST=1 with HOST="${host}": the routes for tests are for a loopback address only`);
  }

  const mode = oneOf('GEO_MODE', ['open', 'enforced'], 'open');
  const defaultCountry = value('GEO_DEFAULT_COUNTRY')?.toUpperCase() ?? 'NONE';
  if (defaultCountry !== 'NONE' && !/^[A-Z]{2}$/.test(defaultCountry)) {
    errors.push(
      `GEO_DEFAULT_COUNTRY="${defaultCountry}": use a two-letter country code, such as IN, or none`,
    );
  }
  const trustedProxies = (value('TRUSTED_PROXIES') ?? 'none')
    .split(',')
    .map((one) => one.trim())
    .filter((one) => one !== '' && one !== 'none');
  for (const proxy of trustedProxies) {
    if (!isAddressRange(proxy)) {
      errors.push(
        `TRUSTED_PROXIES: "${proxy}" is not an address: use addresses and ranges such as 10.0.0.1,10.1.0.0/16, or none`,
      );
    }
  }
  const logLevel = oneOf('LOG_LEVEL', LOG_LEVELS, 'info');

  const givenToken = value('METRICS_TOKEN') ?? 'none';
  const metricsToken = givenToken === 'none' ? null : givenToken;
  if (metricsToken !== null && !/^[\w.~+/=-]{16,}$/.test(metricsToken)) {
    // It is a secret, so it is not repeated.
    errors.push(
      'METRICS_TOKEN: use 16 or more letters, digits and -._~+/=, such as `openssl rand -hex 32` gives',
    );
  }
  const givenDrain = value('DRAIN_SECONDS') ?? '5';
  if (!/^\d{1,3}$/.test(givenDrain)) {
    errors.push(`DRAIN_SECONDS="${givenDrain}": use a number from 0 to 999`);
  }

  if (errors.length > 0 || typeof database === 'string') return { ok: false, errors };
  return {
    ok: true,
    config: {
      port,
      host,
      publicUrl,
      database,
      seed: seed === 'none' ? null : seed,
      demo,
      test,
      geo: {
        mode,
        defaultCountry: defaultCountry === 'NONE' ? null : defaultCountry,
        trustedProxies,
      },
      logLevel,
      metricsToken,
      drainMs: Number(givenDrain) * 1_000,
    },
  };
}

/** Whether an address is of this machine alone. */
export function isLoopback(host: string): boolean {
  return isLocalhost(host) || /^127(\.\d{1,3}){3}$/.test(host);
}

/** Whether an address is the one that people call localhost. */
export function isLocalhost(host: string): boolean {
  return ['localhost', '127.0.0.1', '::1'].includes(host);
}

/** Whether a text is an IP address, or a range in CIDR notation; `/0`, which is all addresses, is refused. */
function isAddressRange(text: string): boolean {
  const [address = '', bits, ...rest] = text.split('/');
  const version = net.isIP(address);
  if (version === 0 || !ipaddr.isValid(address) || rest.length > 0) return false;
  if (bits === undefined) return true;
  return /^[1-9]\d{0,2}$/.test(bits) && Number(bits) <= (version === 4 ? 32 : 128);
}

function readDatabaseUrl(url: string, cwd: string): DatabaseLocation | string {
  if (/^postgres(ql)?:\/\//.test(url)) {
    return URL.canParse(url)
      ? { kind: 'postgres', url }
      : 'DATABASE_URL is not an address: use postgres://user@host/name';
  }
  const file = /^sqlite:(?:\/\/(?=\/))?(.+)$/.exec(url)?.[1];
  if (file === undefined || file === ':memory:' || file.startsWith('//')) {
    // The value may hold a password, so it is not repeated.
    return 'DATABASE_URL: use sqlite:<path>, sqlite:///<absolute path> or postgres://user@host/name';
  }
  return { kind: 'sqlite', path: path.resolve(cwd, file) };
}
