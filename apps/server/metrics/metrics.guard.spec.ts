import type { ExecutionContext } from '@nestjs/common';
import { describe, expect, it } from '@jest/globals';
import { readConfig } from '#config';
import { MetricsGuard } from './metrics.guard.js';

const TOKEN = 'figures-for-the-operator-alone';

/** Asks with headers, of a server with this environment. @returns whether it is let through, or the status of why not */
function asking(headers: Record<string, string>, env: Record<string, string>): boolean | number {
  const read = readConfig(env, '/');
  if (!read.ok) throw new Error(read.errors.join('\n'));
  const context = {
    switchToHttp: () => ({ getRequest: () => ({ headers }) }),
  } as unknown as ExecutionContext;
  try {
    return new MetricsGuard(read.config).canActivate(context);
  } catch (error) {
    return (error as { getStatus(): number }).getStatus();
  }
}

describe('the figures of a server', () => {
  it('are for who asks this machine directly, where it listens to nobody else', () => {
    expect(asking({}, {})).toBe(true);
    expect(asking({}, { HOST: '::1' })).toBe(true);
  });

  it.each(['forwarded', 'x-forwarded-for', 'x-forwarded-host', 'x-real-ip', 'via'])(
    'are not there for who comes through a proxy, which says %s',
    (header) => {
      expect(asking({ [header]: '203.0.113.7' }, {})).toBe(404);
    },
  );

  it('are not there on an address that others reach', () => {
    expect(asking({}, { HOST: '0.0.0.0' })).toBe(404);
  });

  it('are for who has the token, wherever there is one', () => {
    for (const HOST of ['127.0.0.1', '0.0.0.0']) {
      const env = { HOST, METRICS_TOKEN: TOKEN };
      expect(asking({}, env)).toBe(403);
      expect(asking({ authorization: 'Bearer another-token-of-somebody' }, env)).toBe(403);
      expect(asking({ authorization: `Bearer ${TOKEN}`, 'x-forwarded-for': '203.0.113.7' }, env)).toBe(true);
    }
  });

  it('take no token that can be guessed, and do not repeat it', () => {
    const read = readConfig({ METRICS_TOKEN: 'secret' }, '/');
    expect(read).toEqual({ ok: false, errors: [expect.stringMatching(/^METRICS_TOKEN: use 16 or more/)] });
    expect(JSON.stringify(read)).not.toContain('secret');
  });
});
