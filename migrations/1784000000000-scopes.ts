import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * A token need not be an account's: an app may have one of its own. Those there are keep what they could do,
 * which was all that their account's role may.
 */
export class Scopes1784000000000 implements MigrationInterface {
  readonly name = 'Scopes1784000000000';

  async up(runner: QueryRunner): Promise<void> {
    const sqlite = runner.dataSource.options.type !== 'postgres';
    for (const statement of sqlite ? SQLITE : POSTGRES) await runner.query(statement);
  }

  down(): Promise<void> {
    return Promise.reject(new Error('Migrations only go forward. Restore a backup instead.'));
  }
}

const EVERY_SCOPE = 'read write follow push admin:read admin:write';

const SQLITE = [
  `CREATE TABLE access_token_scoped (
    token_hash TEXT PRIMARY KEY,
    account_id TEXT,
    scope TEXT NOT NULL,
    created_at INTEGER NOT NULL
  ) STRICT`,
  `INSERT INTO access_token_scoped (token_hash, account_id, scope, created_at)
    SELECT token_hash, account_id, '${EVERY_SCOPE}', created_at FROM access_token`,
  `DROP TABLE access_token`,
  `ALTER TABLE access_token_scoped RENAME TO access_token`,
  `CREATE INDEX access_token_account ON access_token (account_id)`,
];

const POSTGRES = [
  `ALTER TABLE access_token ALTER COLUMN account_id DROP NOT NULL`,
  `UPDATE access_token SET scope = '${EVERY_SCOPE}'`,
];
