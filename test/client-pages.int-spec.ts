import { execFileSync } from 'node:child_process';
import path from 'node:path';
import { beforeAll, describe, expect, it } from '@jest/globals';
import { PROJECT_ROOT } from '#config';
import { sqliteDatabase } from './support/databases.js';
import { serverOn } from './support/server.js';

describe('the addresses of the browser client', () => {
  // Before the server: it hands out what is built as it starts.
  beforeAll(() => {
    execFileSync(process.execPath, [path.join(PROJECT_ROOT, 'scripts/build.mjs')], { stdio: 'ignore' });
  }, 120_000);
  const server = serverOn(sqliteDatabase);
  const get = (address: string, init: RequestInit = {}): Promise<Response> =>
    fetch(server.address + address, init);

  it.each([
    '/explain',
    '/explain?status=01EX9GX5N8J471MYQXT8000000&left=IN&right=elsewhere',
    '/timeline',
    '/desk',
    '/orders/new',
    '/own',
  ])('give its page, as / does: %s', async (address) => {
    const [page, home] = await Promise.all([get(address), get('/')]);
    expect(page.status).toBe(200);
    expect(await page.text()).toBe(await home.text());
    for (const name of ['content-type', 'cache-control', 'content-security-policy', 'x-content-type-options'])
      expect([name, page.headers.get(name)]).toEqual([name, home.headers.get(name)]);
    expect(page.headers.get('cache-control')).toBe('no-cache');
  });

  it('give a page, whatever a client says it would rather have', async () => {
    const page = await get('/explain', { headers: { accept: 'application/json' } });
    expect(page.headers.get('content-type')).toMatch(/^text\/html/);
  });

  it('answer HEAD, too', async () => {
    const head = await get('/timeline', { method: 'HEAD' });
    expect([head.status, await head.text()]).toEqual([200, '']);
  });

  it.each(['/explain/more', '/explained', '/timelines', '/desks', '/own/more', '/nothing', '/index'])(
    'are no others: %s is a 404, as a page for a browser and in JSON for a client',
    async (address) => {
      const page = await get(address, { headers: { accept: 'text/html' } });
      expect([page.status, page.headers.get('content-type')]).toEqual([404, 'text/html; charset=utf-8']);
      const answer = await get(address, { headers: { accept: 'application/json' } });
      expect(answer.status).toBe(404);
      expect(Object.keys((await answer.json()) as object)).toEqual(['error']);
    },
  );

  it('are read and not written to', async () => {
    expect((await get('/explain', { method: 'POST' })).status).toBe(404);
  });
});
