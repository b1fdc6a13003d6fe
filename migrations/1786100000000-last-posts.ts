import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Finds the last post of an account that is in its own words and was not deleted. */
export class LastPosts1786100000000 implements MigrationInterface {
  readonly name = 'LastPosts1786100000000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(
      `CREATE INDEX post_own_words ON post (account_id, id)
       WHERE deleted_at IS NULL AND repost_of IS NULL AND quote_of IS NULL`,
    );
  }

  down(): Promise<void> {
    return Promise.reject(new Error('Migrations only go forward. Restore a backup instead.'));
  }
}
