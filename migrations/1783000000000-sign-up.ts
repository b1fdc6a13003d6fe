import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * Several accounts may have one e-mail address, since refusing one would tell who has it; and handles of
 * people who were erased are not given again.
 */
export class SignUp1783000000000 implements MigrationInterface {
  readonly name = 'SignUp1783000000000';

  async up(runner: QueryRunner): Promise<void> {
    const sqlite = runner.dataSource.options.type !== 'postgres';
    for (const statement of sqlite ? SQLITE : POSTGRES) await runner.query(statement);
  }

  down(): Promise<void> {
    return Promise.reject(new Error('Migrations only go forward. Restore a backup instead.'));
  }
}

// A salt of the database's own, 122 or 128 bits of chance.
const SQLITE = [
  `CREATE TABLE credential_of_many (
    account_id TEXT PRIMARY KEY,
    email TEXT,
    password_hash TEXT,
    role TEXT NOT NULL,
    country TEXT,
    demo INT NOT NULL DEFAULT 0,
    created_at INTEGER NOT NULL
  ) STRICT`,
  `INSERT INTO credential_of_many (account_id, email, password_hash, role, country, demo, created_at)
    SELECT account_id, email, password_hash, role, country, demo, created_at FROM credential`,
  `DROP TABLE credential`,
  `ALTER TABLE credential_of_many RENAME TO credential`,
  `CREATE INDEX credential_role ON credential (role)`,
  `CREATE INDEX credential_email ON credential (email)`,
  `CREATE TABLE retired_handle (digest TEXT PRIMARY KEY) STRICT`,
  `CREATE TABLE retired_handle_salt (id INTEGER PRIMARY KEY CHECK (id = 1), salt TEXT NOT NULL) STRICT`,
  `INSERT INTO retired_handle_salt (id, salt) VALUES (1, lower(hex(randomblob(16))))`,
];

const POSTGRES = [
  `ALTER TABLE credential DROP CONSTRAINT credential_email_key`,
  `CREATE INDEX credential_email ON credential (email)`,
  `CREATE TABLE retired_handle (digest TEXT PRIMARY KEY)`,
  `CREATE TABLE retired_handle_salt (id INTEGER PRIMARY KEY CHECK (id = 1), salt TEXT NOT NULL)`,
  `INSERT INTO retired_handle_salt (id, salt) VALUES (1, replace(gen_random_uuid()::text, '-', ''))`,
];
