import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Database } from '#database';
import { bindsIn, normaliseCountries } from '#domain';
import { onEachDatabase, type TestDatabase } from '../../test/support/databases.js';
import { bindsInSql } from './stored-rows.js';

const NAMED = [
  [],
  ['*'],
  ['AU'],
  ['AX'],
  ['EU'],
  ['FI'],
  ['FR'],
  ['FR', 'IN'],
  ['IN'],
  ['RE'],
  ['US'],
  ['XK'],
];
const LOOKING_FROM = [
  'AU',
  'AX',
  'BL',
  'DE',
  'FI',
  'FR',
  'GP',
  'IN',
  'NF',
  'PR',
  'RE',
  'XK',
  'elsewhere',
  null,
];

onEachDatabase((make) => {
  let place: TestDatabase;
  let database: Database;
  beforeAll(async () => {
    place = await make();
    database = await place.open();
  });
  afterAll(async () => {
    await database.close();
    await place.remove();
  });

  describe('where restrictions bind', () => {
    it('the database and the judge agree', async () => {
      for (const named of NAMED) {
        const known = normaliseCountries(named);
        if (!known.ok) throw new Error(known.unknown);
        const parameters = [JSON.stringify(known.countries)];
        const bind = (value: string): string => `$${parameters.push(value)}`;
        const columns = LOOKING_FROM.map(
          (from, i) => `CASE WHEN ${bindsInSql('r', from, bind)} THEN 1 ELSE 0 END AS from_${i}`,
        );
        const [row] = await database.reader.query<Record<string, number>>(
          `SELECT ${columns.join(', ')} FROM (SELECT CAST($1 AS TEXT) AS countries) r`,
          parameters,
        );
        const told = LOOKING_FROM.map((from, i) => [from, row?.[`from_${i}`] === 1]);
        expect(told).toEqual(LOOKING_FROM.map((from) => [from, bindsIn(known.countries, from)]));
      }
    });
  });
});
