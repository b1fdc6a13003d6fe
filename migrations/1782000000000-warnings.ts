import type { MigrationInterface, QueryRunner } from 'typeorm';

/** The warnings that moderators gave: folded from `account.warned`. */
export class Warnings1782000000000 implements MigrationInterface {
  readonly name = 'Warnings1782000000000';

  async up(runner: QueryRunner): Promise<void> {
    const sqlite = runner.dataSource.options.type !== 'postgres';
    const id = sqlite ? 'TEXT' : 'TEXT COLLATE "C"';
    await runner.query(
      `CREATE TABLE warning (id ${id} PRIMARY KEY, account_id ${id} NOT NULL, text TEXT NOT NULL)${sqlite ? ' STRICT' : ''}`,
    );
    await runner.query('CREATE INDEX warning_account ON warning (account_id, id)');
  }

  down(): Promise<void> {
    return Promise.reject(new Error('Migrations only go forward. Restore a backup instead.'));
  }
}
