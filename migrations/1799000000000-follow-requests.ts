import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Accounts that are locked, and who asks to follow them. */
export class FollowRequests1799000000000 implements MigrationInterface {
  readonly name = 'FollowRequests1799000000000';

  async up(runner: QueryRunner): Promise<void> {
    const sqlite = runner.dataSource.options.type !== 'postgres';
    const id = sqlite ? 'TEXT' : 'TEXT COLLATE "C"';
    const [ms, strict] = sqlite ? ['INTEGER', ' STRICT'] : ['BIGINT', ''];
    await runner.query('ALTER TABLE account_version ADD COLUMN locked INTEGER NOT NULL DEFAULT 0');
    // Folded from account.follow_requested: the row's id is the event's.
    await runner.query(
      `CREATE TABLE follow_request (
        id ${id} PRIMARY KEY,
        actor ${id} NOT NULL,
        subject ${id} NOT NULL,
        from_at ${ms} NOT NULL,
        until_at ${ms}
      )${strict}`,
    );
    await runner.query('CREATE INDEX follow_request_actor ON follow_request (actor, subject)');
    await runner.query('CREATE INDEX follow_request_subject ON follow_request (subject, actor)');
    await runner.query(
      'CREATE UNIQUE INDEX follow_request_open ON follow_request (actor, subject) WHERE until_at IS NULL',
    );
    // On an expression, so that nothing but the list of an account's requests is read by it.
    await runner.query(
      "CREATE INDEX follow_request_of ON follow_request ((subject || ''), id) WHERE until_at IS NULL",
    );
  }

  down(): Promise<void> {
    return Promise.reject(new Error('Migrations only go forward. Restore a backup instead.'));
  }
}
