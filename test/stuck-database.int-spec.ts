import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import pg from 'pg';
import { openDatabase } from '#database';
import { MIGRATIONS } from '#migrations';
import { people, Reader, type Person } from './support/client.js';
import { onPostgres } from './support/databases.js';
import { serversPerTest, type TestServer } from './support/server.js';

// A SQLite file has one owner, who waits for nobody.
onPostgres((make) => {
  const starts = serversPerTest(make);
  let server: TestServer;
  let asha: Person;
  let other: pg.Client;

  beforeEach(async () => {
    const place = await make();
    const url = `${place.url}%20-c%20lock_timeout%3D100ms`;
    server = await starts({
      env: { TEST: '1' },
      place: { ...place, url, open: () => openDatabase({ kind: 'postgres', url }, MIGRATIONS) },
    });
    ({ asha } = await people(server.address, { asha: 'reader' }));
    other = new pg.Client({ connectionString: place.url });
    await other.connect();
  });
  afterEach(async () => {
    await other.end();
  });

  describe('while another server has stopped in the middle of a write', () => {
    it('writes are told to try again, reads go on, and so do writes once it has let go', async () => {
      await other.query('BEGIN; SELECT * FROM log_head FOR UPDATE');
      const answer = await asha.sends('POST', '/api/v1/statuses', { status: 'A walk by the river' });
      expect(answer.status).toBe(503);
      expect(answer.headers.get('retry-after')).toBe('5');
      expect(answer.body).toEqual({ error: expect.stringContaining('Try again') });
      const timeline = await new Reader(server.address).reads('/api/v1/timelines/public');
      expect([timeline.status, timeline.body]).toEqual([200, []]);
      await other.query('ROLLBACK');
      expect(await asha.posts('A walk by the river')).toMatchObject({ reblogs_count: 0 });
    });
  });
});
