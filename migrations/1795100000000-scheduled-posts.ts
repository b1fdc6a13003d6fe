import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Posts that people have scheduled: private state until they are due. */
export class ScheduledPosts1795100000000 implements MigrationInterface {
  readonly name = 'ScheduledPosts1795100000000';

  async up(runner: QueryRunner): Promise<void> {
    const sqlite = runner.dataSource.options.type !== 'postgres';
    const id = sqlite ? 'TEXT' : 'TEXT COLLATE "C"';
    const [ms, strict] = sqlite ? ['INTEGER', ' STRICT'] : ['BIGINT', ''];
    // body: of the command, as JSON; country: from where its author asked; failed: why it was refused when it was due.
    await runner.query(
      `CREATE TABLE scheduled_post (
        id ${id} PRIMARY KEY,
        account_id ${id} NOT NULL,
        due_at ${ms} NOT NULL,
        body TEXT NOT NULL,
        country TEXT,
        idempotency_key TEXT,
        failed TEXT,
        created_at ${ms} NOT NULL,
        UNIQUE (account_id, idempotency_key)
      )${strict}`,
    );
    await runner.query('CREATE INDEX scheduled_post_list ON scheduled_post (account_id, id)');
    await runner.query('CREATE INDEX scheduled_post_due ON scheduled_post (due_at, id) WHERE failed IS NULL');
  }

  down(): Promise<void> {
    return Promise.reject(new Error('Migrations only go forward. Restore a backup instead.'));
  }
}
