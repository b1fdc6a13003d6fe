import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Indexes for what was found by going through more than was wanted. */
export class Lookups1772000000000 implements MigrationInterface {
  readonly name = 'Lookups1772000000000';

  async up(runner: QueryRunner): Promise<void> {
    for (const statement of STATEMENTS) await runner.query(statement);
  }

  down(): Promise<void> {
    return Promise.reject(new Error('Migrations only go forward. Restore a backup instead.'));
  }
}

const STATEMENTS = [
  // The latest of what passes a post on or quotes it, of which there may be any number.
  `DROP INDEX post_quote`,
  `CREATE INDEX post_source ON post (coalesce(repost_of, quote_of), id) WHERE coalesce(repost_of, quote_of) IS NOT NULL`,
  // By what and who as well as by who and what: either may be all of a great many.
  `DROP INDEX post_like_subject`,
  `CREATE INDEX post_like_subject ON post_like (subject, actor)`,
  `DROP INDEX follow_subject`,
  `CREATE INDEX follow_subject ON follow (subject, actor)`,
];
