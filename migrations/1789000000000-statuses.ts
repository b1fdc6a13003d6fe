import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * Posts that are for some people alone are told to nobody else: not by when an account last posted, either. The
 * words of a post from each edit on stand beside its first ones.
 */
export class Statuses1789000000000 implements MigrationInterface {
  readonly name = 'Statuses1789000000000';

  async up(runner: QueryRunner): Promise<void> {
    const sqlite = runner.dataSource.options.type !== 'postgres';
    const id = sqlite ? 'TEXT' : 'TEXT COLLATE "C"';
    const [ms, flag, strict] = sqlite ? ['INTEGER', 'INTEGER', ' STRICT'] : ['BIGINT', 'SMALLINT', ''];
    await runner.query(`ALTER TABLE post ADD COLUMN edited_at ${ms}`);
    await runner.query(
      `CREATE TABLE post_version (
        id ${id} PRIMARY KEY,
        post_id ${id} NOT NULL,
        at ${ms} NOT NULL,
        text TEXT NOT NULL,
        content TEXT NOT NULL,
        spoiler_text TEXT NOT NULL,
        sensitive ${flag} NOT NULL,
        language TEXT,
        tags TEXT NOT NULL,
        mentions TEXT NOT NULL
      )${strict}`,
    );
    await runner.query('CREATE INDEX post_version_post ON post_version (post_id, at, id)');
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
