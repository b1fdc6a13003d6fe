import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Posts that are for some people alone are told to nobody else: not by when an account last posted, either. */
export class Statuses1789000000000 implements MigrationInterface {
  readonly name = 'Statuses1789000000000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query('DROP INDEX post_own_words');
    await runner.query(
      `CREATE INDEX post_own_words ON post (account_id, id)
       WHERE deleted_at IS NULL AND repost_of IS NULL AND quote_of IS NULL AND visibility IN ('public', 'unlisted')`,
    );
  }

  down(): Promise<void> {
    return Promise.reject(new Error('Migrations only go forward. Restore a backup instead.'));
  }
}
