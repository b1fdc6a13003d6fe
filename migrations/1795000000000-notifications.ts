import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Tables of notifications, by whom they are for, and of those that were dismissed. */
export class Notifications1795000000000 implements MigrationInterface {
  readonly name = 'Notifications1795000000000';

  async up(runner: QueryRunner): Promise<void> {
    const sqlite = runner.dataSource.options.type !== 'postgres';
    const id = sqlite ? 'TEXT' : 'TEXT COLLATE "C"';
    const strict = sqlite ? ' STRICT' : '';
    // Folded from the log. id: of what is told, which may be told to several; post: the one it is about.
    await runner.query(
      `CREATE TABLE notification (
        id ${id} NOT NULL,
        recipient ${id} NOT NULL,
        type TEXT NOT NULL,
        actor ${id},
        post ${id},
        restriction ${id},
        PRIMARY KEY (id, recipient)
      )${strict}`,
    );
    // A page is read type by type, each from where it begins.
    await runner.query('CREATE INDEX notification_list ON notification (recipient, type, id)');
    await runner.query('CREATE INDEX notification_actor ON notification (actor, recipient, id)');
    // A group, and whether somebody was told of a post already.
    await runner.query('CREATE INDEX notification_post ON notification (post, recipient, type, id)');
    // Private state.
    await runner.query(
      `CREATE TABLE notification_dismissed (
        account_id ${id} NOT NULL,
        notification_id ${id} NOT NULL,
        PRIMARY KEY (account_id, notification_id)
      )${strict}`,
    );
    await runner.query(
      `CREATE TABLE notification_cleared (account_id ${id} PRIMARY KEY, up_to ${id} NOT NULL)${strict}`,
    );
  }

  down(): Promise<void> {
    return Promise.reject(new Error('Migrations only go forward. Restore a backup instead.'));
  }
}
