import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Tables of profiles as they were changed, and of people's settings for their posts. */
export class Profiles1793100000000 implements MigrationInterface {
  readonly name = 'Profiles1793100000000';

  async up(runner: QueryRunner): Promise<void> {
    const sqlite = runner.dataSource.options.type !== 'postgres';
    const id = sqlite ? 'TEXT' : 'TEXT COLLATE "C"';
    const [ms, strict] = sqlite ? ['INTEGER', ' STRICT'] : ['BIGINT', ''];
    await runner.query(`ALTER TABLE account ADD COLUMN updated_at ${ms}`);
    // Folded from account.updated: the row's id is the event's.
    await runner.query(
      `CREATE TABLE account_version (
        id ${id} PRIMARY KEY,
        account_id ${id} NOT NULL,
        at ${ms} NOT NULL,
        display_name TEXT NOT NULL,
        note TEXT NOT NULL,
        bot INTEGER NOT NULL,
        fields TEXT NOT NULL
      )${strict}`,
    );
    await runner.query('CREATE INDEX account_version_account ON account_version (account_id, at, id)');
    // Private state.
    await runner.query(
      `CREATE TABLE posting_default (
        account_id ${id} PRIMARY KEY,
        privacy TEXT NOT NULL,
        sensitive INTEGER NOT NULL,
        language TEXT
      )${strict}`,
    );
  }

  down(): Promise<void> {
    return Promise.reject(new Error('Migrations only go forward. Restore a backup instead.'));
  }
}
