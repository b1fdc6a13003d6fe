import fs from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { PROJECT_ROOT } from '#config';
import { RoutePermissions } from '../apps/server/access/route-permissions.js';
import { sqliteDatabase } from './support/databases.js';
import { runs } from './support/in-process.js';
import { serverOn } from './support/server.js';

const text = fs.readFileSync(path.join(PROJECT_ROOT, 'docs', 'security.md'), 'utf8');
const named = new Set([...text.matchAll(/`([^`]+)`/g)].map(([, name = '']) => name));

/** The group of a route: `/api/v1/statuses`, `/oauth`; a page of an account is `/@{acct}`. */
function groupOf(route: string): string {
  const [, first = '', version, what = ''] = /^\/([^/]*)(?:\/(v\d)(?:\/([^/]+))?)?/.exec(route) ?? [];
  return version === undefined ? `/${first}` : `/${first}/${version}/${what}`;
}

/** The names that a pattern finds in a file of the project. */
function namesIn(file: string, pattern: RegExp): string[] {
  const source = fs.readFileSync(path.join(PROJECT_ROOT, file), 'utf8');
  const found = [...source.matchAll(pattern)].map(([, name = '']) => name);
  if (found.length === 0) throw new Error(`There is none in ${file}`);
  return found;
}

describe('the threat model', () => {
  const server = serverOn(sqliteDatabase, { env: { TEST: '1', DEMO: '1' } });

  it('names tests and files that exist', () => {
    const files = [...named].filter((name) => /^(apps|libs|test|scripts|docs|\.ci)\/[\w./-]+$/.test(name));
    expect(files.length).toBeGreaterThan(60);
    expect(files.filter((file) => !fs.existsSync(path.join(PROJECT_ROOT, file)))).toEqual([]);
  });

  it('names every group of routes', () => {
    const groups = new Set(server.app.get(RoutePermissions).all.map(({ path: route }) => groupOf(route)));
    expect(groups.size).toBeGreaterThan(40);
    expect([...groups].filter((group) => !named.has(group))).toEqual([]);
  });

  it('names every page of the browser client', () => {
    const [list = ''] = namesIn('apps/server/web/web.ts', /CLIENT_PAGES = \[([^\]]+)\]/g);
    const pages = [...list.matchAll(/'([^']+)'/g)].map(([, page = '']) => page);
    expect(pages.filter((page) => !named.has(page))).toEqual([]);
  });

  it('names every event that sockets send', () => {
    const events = namesIn('apps/server/live/live.gateway.ts', /@SubscribeMessage\('([^']+)'\)/g);
    expect(events.filter((event) => !named.has(event))).toEqual([]);
  });

  it('names every command', async () => {
    const { stdout } = await runs(['--help']);
    const [, list = ''] = /Commands:\n([\s\S]*?)\n\n/.exec(stdout) ?? [];
    const commands = [...list.matchAll(/^ {2}([a-z]+)/gm)].map(([, name = '']) => name);
    expect(commands.length).toBeGreaterThan(9);
    expect(commands.filter((name) => name !== 'help' && !named.has(`withheld ${name}`))).toEqual([]);
  });

  it('names no door twice with nothing behind it: each row of a door names a test', () => {
    const [, doors = ''] = /## Doors\n([\s\S]*?)\n## What is accepted/.exec(text) ?? [];
    const rows = doors.split('\n').filter((line) => line.startsWith('| `'));
    expect(rows.length).toBeGreaterThan(25);
    expect(rows.filter((row) => !/spec\.ts` *(,|\|)/.test(row))).toEqual([]);
  });
});
