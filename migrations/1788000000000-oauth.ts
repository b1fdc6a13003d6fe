import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * OAuth: apps that people sign in by, and codes by which an app gets its token. A token says which app it was
 * given to, by which code, what it looks from and as of, and when it was last used.
 */
export class OAuth1788000000000 implements MigrationInterface {
  readonly name = 'OAuth1788000000000';

  async up(runner: QueryRunner): Promise<void> {
    const sqlite = runner.dataSource.options.type !== 'postgres';
    const ms = sqlite ? 'INTEGER' : 'BIGINT';
    const end = sqlite ? ' STRICT' : '';
    for (const statement of STATEMENTS)
      await runner.query(statement.replaceAll('MS', ms).replace(/\)$/, (paren) => paren + end));
    for (const statement of ADDED) await runner.query(statement.replaceAll('MS', ms));
  }

  down(): Promise<void> {
    return Promise.reject(new Error('Migrations only go forward. Restore a backup instead.'));
  }
}

const STATEMENTS = [
  `CREATE TABLE oauth_app (
    client_id TEXT PRIMARY KEY,
    id TEXT NOT NULL UNIQUE,
    secret_hash TEXT NOT NULL,
    name TEXT NOT NULL,
    website TEXT,
    redirect_uris TEXT NOT NULL,
    scope TEXT NOT NULL,
    created_at MS NOT NULL
  )`,
  `CREATE TABLE oauth_code (
    code_hash TEXT PRIMARY KEY,
    app_id TEXT NOT NULL,
    account_id TEXT NOT NULL,
    redirect_uri TEXT NOT NULL,
    scope TEXT NOT NULL,
    code_challenge TEXT,
    view_from TEXT,
    view_at MS,
    expires_at MS NOT NULL
  )`,
];

const ADDED = [
  `CREATE INDEX oauth_app_created ON oauth_app (created_at)`,
  `CREATE INDEX oauth_code_account ON oauth_code (account_id)`,
  `CREATE INDEX oauth_code_expires ON oauth_code (expires_at)`,
  `ALTER TABLE access_token ADD COLUMN app_id TEXT`,
  `ALTER TABLE access_token ADD COLUMN code_hash TEXT`,
  `ALTER TABLE access_token ADD COLUMN view_from TEXT`,
  `ALTER TABLE access_token ADD COLUMN view_at MS`,
  // Null: not since it was made.
  `ALTER TABLE access_token ADD COLUMN used_at MS`,
  `CREATE INDEX access_token_app ON access_token (app_id)`,
  `CREATE INDEX access_token_code ON access_token (code_hash)`,
  `CREATE INDEX access_token_unused ON access_token (COALESCE(used_at, created_at))`,
];
