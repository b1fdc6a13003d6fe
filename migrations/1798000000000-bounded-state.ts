import type { MigrationInterface, QueryRunner } from 'typeorm';

const STATEMENTS = [
  // By when they were made, so that those that hold no longer are found.
  'CREATE INDEX idempotency_key_created ON idempotency_key (created_at)',
  // What one moderator was let see, a page at a time.
  'CREATE INDEX audit_account ON audit (account_id, id)',
  // The accounts of a venue, a page at a time.
  'CREATE INDEX account_venue ON account (venue, id)',
];

/** What is kept for a time is found by its age, and pages of few among many by an index. */
export class BoundedState1798000000000 implements MigrationInterface {
  readonly name = 'BoundedState1798000000000';

  async up(runner: QueryRunner): Promise<void> {
    for (const statement of STATEMENTS) await runner.query(statement);
  }

  down(): Promise<void> {
    return Promise.reject(new Error('Migrations only go forward. Restore a backup instead.'));
  }
}
