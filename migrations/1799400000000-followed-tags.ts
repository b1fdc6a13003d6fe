import type { MigrationInterface, QueryRunner } from 'typeorm';

/** The table of the hashtags that people follow. */
export class FollowedTags1799400000000 implements MigrationInterface {
  readonly name = 'FollowedTags1799400000000';

  async up(runner: QueryRunner): Promise<void> {
    const sqlite = runner.dataSource.options.type !== 'postgres';
    const id = sqlite ? 'TEXT' : 'TEXT COLLATE "C"';
    await runner.query(
      `CREATE TABLE followed_tag (
        id ${id} PRIMARY KEY,
        account_id ${id} NOT NULL,
        tag TEXT NOT NULL,
        UNIQUE (account_id, tag)
      )${sqlite ? ' STRICT' : ''}`,
    );
    await runner.query('CREATE INDEX followed_tag_list ON followed_tag (account_id, id)');
  }

  down(): Promise<void> {
    return Promise.reject(new Error('Migrations only go forward. Restore a backup instead.'));
  }
}
