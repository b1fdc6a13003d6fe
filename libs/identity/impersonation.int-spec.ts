import { afterAll, beforeAll, expect, it } from '@jest/globals';
import type { Database, Sql } from '#database';
import { resemblesCast } from '#identity';
import { accountBody } from '../../test/support/bodies.js';
import { onEachDatabase, type TestDatabase } from '../../test/support/databases.js';
import { Platform } from '../../test/support/platform.js';

const MANIFEST = {
  title: 'A story',
  description: '',
  language: 'en',
  time_zone: 'UTC',
  starts: '2021-01-01T00:00:00.000Z',
  ends: '2021-01-02T00:00:00.000Z',
  steps: 3,
  digest: '0'.repeat(64),
  sources: [],
  chapters: [],
};

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

  it('the cast of a scenario that is still being loaded is known from its opening on, and read once', async () => {
    const asked: string[] = [];
    const counting: Sql = {
      dialect: database.reader.dialect,
      query: (sql, parameters) => {
        asked.push(sql);
        return database.reader.query(sql, parameters);
      },
    };
    const castReads = (): number => asked.filter((sql) => sql.includes('FROM account')).length;
    expect(await resemblesCast(counting, ['example_speaker'])).toBe(false);

    const platform = new Platform(database);
    const step = { scenario: { id: 'a-story', step: 'opens' }, actor: null };
    await platform.done('open-scenario', MANIFEST, step);
    await platform.done('open-account', accountBody('example_speaker', { kind: 'body' }), step);
    expect(await resemblesCast(counting, ['real_example_speaker'])).toBe(true);
    const before = castReads();
    for (let n = 0; n < 10; n += 1)
      expect(await resemblesCast(counting, ['example_speaker', `somebody_${n}`])).toBe(true);
    expect(castReads()).toBe(before);
  });
});
