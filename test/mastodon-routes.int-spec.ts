import fs from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import { RoutePermissions } from '../apps/server/access/route-permissions.js';
import { sqliteDatabase } from './support/databases.js';
import { sendRaw } from './support/raw-request.js';
import { serverOn } from './support/server.js';

const HERE = ['done', 'done with a difference', 'answered empty', 'absent'];

interface Row {
  route: string;
  here: string;
  note: string;
}

const lines = fs.readFileSync('docs/mastodon-routes.md', 'utf8').split('\n');
const cellsOf = (line: string): string[] =>
  line
    .split('|')
    .slice(1, -1)
    .map((cell) => cell.trim());
const rows = lines
  .filter((line) => line.startsWith('| `'))
  .map((line): Row => {
    const [route = '', here = '', note = ''] = cellsOf(line);
    return { route: route.replaceAll('`', ''), here, note };
  });
/** A route whatever its parameters are called. */
const shapeOf = (route: string): string => route.replace(/:\w+|\{\w+\}/g, '{}');

describe('the table of Mastodon’s routes', () => {
  const server = serverOn(sqliteDatabase);

  it('says of each route once what becomes of it, and why where that is not what Mastodon does', () => {
    expect(rows.length).toBeGreaterThan(200);
    expect(new Set(rows.map(({ route }) => shapeOf(route))).size).toBe(rows.length);
    const wrong = rows.filter(
      ({ here, note }) => !HERE.includes(here) || (note === '') !== (here === 'done'),
    );
    expect(wrong).toEqual([]);
  });

  it('says of each whether it is there', () => {
    const there = new Set(
      server.app.get(RoutePermissions).all.map(({ method, path }) => shapeOf(`${method} ${path}`)),
    );
    const wrong = rows.filter(({ route, here }) => there.has(shapeOf(route)) !== (here !== 'absent'));
    expect(wrong).toEqual([]);
  });

  it('calls absent what is a 404, and nothing else', async () => {
    const wrong: string[] = [];
    // Of what has an id there may be none that is so called; a stream does not end.
    const asked = rows.filter(({ route }) => /^GET \/api\/(?!v1\/streaming)[^:]*$/.test(route));
    for (const { route, here } of asked) {
      const path = route.replace('GET ', '');
      const { status } = await sendRaw(server.address, { method: 'GET', path, headers: {}, body: null });
      if ((status === 404) !== (here === 'absent')) wrong.push(`${route}: ${status}`);
    }
    expect(asked.length).toBeGreaterThan(50);
    expect(wrong).toEqual([]);
  });

  it('counts them', () => {
    const counted = HERE.map((here) => `${here}: ${rows.filter((row) => row.here === here).length}`);
    const told = lines.map(cellsOf).filter(([what = '']) => HERE.includes(what));
    expect(told.map(([what, many]) => `${what}: ${many}`)).toEqual(counted);
  });
});
