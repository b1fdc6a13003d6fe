import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Beside a client's key, a digest of what was asked for under it: the key of something else is refused. */
export class IdempotencyDigest1786000000000 implements MigrationInterface {
  readonly name = 'IdempotencyDigest1786000000000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query('ALTER TABLE idempotency_key ADD COLUMN digest TEXT');
  }

  down(): Promise<void> {
    return Promise.reject(new Error('Migrations only go forward. Restore a backup instead.'));
  }
}
