import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Whom a post mentions, and which program's rules the projections were folded by. */
export class Mentions1780000000000 implements MigrationInterface {
  readonly name = 'Mentions1780000000000';

  async up(runner: QueryRunner): Promise<void> {
    // Folded again when the program starts, as is everything that an earlier one folded.
    await runner.query(`ALTER TABLE post ADD COLUMN mentions TEXT NOT NULL DEFAULT '[]'`);
    await runner.query('CREATE TABLE projected (version INTEGER NOT NULL)');
  }

  down(): Promise<void> {
    return Promise.reject(new Error('Migrations only go forward. Restore a backup instead.'));
  }
}
