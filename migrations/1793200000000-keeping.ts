import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Tables of bookmarks, pins, and markers of how far one has read. */
export class Keeping1793200000000 implements MigrationInterface {
  readonly name = 'Keeping1793200000000';

  async up(runner: QueryRunner): Promise<void> {
    const sqlite = runner.dataSource.options.type !== 'postgres';
    const id = sqlite ? 'TEXT' : 'TEXT COLLATE "C"';
    const [ms, strict] = sqlite ? ['INTEGER', ' STRICT'] : ['BIGINT', ''];
    // how: bookmark or pin.
    await runner.query(
      `CREATE TABLE kept_post (
        id ${id} PRIMARY KEY,
        account_id ${id} NOT NULL,
        post_id ${id} NOT NULL,
        how TEXT NOT NULL,
        UNIQUE (account_id, post_id, how)
      )${strict}`,
    );
    await runner.query('CREATE INDEX kept_post_list ON kept_post (account_id, how, id)');
    await runner.query(
      `CREATE TABLE marker (
        account_id ${id} NOT NULL,
        timeline TEXT NOT NULL,
        last_read_id TEXT NOT NULL,
        version INTEGER NOT NULL,
        updated_at ${ms} NOT NULL,
        PRIMARY KEY (account_id, timeline)
      )${strict}`,
    );
  }

  down(): Promise<void> {
    return Promise.reject(new Error('Migrations only go forward. Restore a backup instead.'));
  }
}
