import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Tables of conversations, as each of those who are in them sees them, and of how far they have read them. */
export class Conversations1799100000000 implements MigrationInterface {
  readonly name = 'Conversations1799100000000';

  async up(runner: QueryRunner): Promise<void> {
    const sqlite = runner.dataSource.options.type !== 'postgres';
    const id = sqlite ? 'TEXT' : 'TEXT COLLATE "C"';
    const [flag, strict] = sqlite ? ['INTEGER', ' STRICT'] : ['SMALLINT', ''];
    // Folded from the log. talk: the first post of the thread that is for the account; gone: the post is deleted.
    await runner.query(
      `CREATE TABLE talk_post (
        post_id ${id} NOT NULL,
        account_id ${id} NOT NULL,
        talk ${id} NOT NULL,
        gone ${flag} NOT NULL,
        PRIMARY KEY (post_id, account_id)
      )${strict}`,
    );
    await runner.query('CREATE INDEX talk_post_of ON talk_post (account_id, talk, gone, post_id)');
    await runner.query(
      `CREATE TABLE talk (
        id ${id} NOT NULL,
        account_id ${id} NOT NULL,
        last_post ${id} NOT NULL,
        PRIMARY KEY (id, account_id)
      )${strict}`,
    );
    await runner.query('CREATE INDEX talk_list ON talk (account_id, last_post)');
    // Private state. unread: what was said of the post marked_up_to, and all before it.
    await runner.query(
      `CREATE TABLE talk_mark (
        account_id ${id} NOT NULL,
        talk ${id} NOT NULL,
        marked_up_to ${id} NOT NULL,
        unread ${flag} NOT NULL,
        removed_up_to ${id} NOT NULL,
        PRIMARY KEY (account_id, talk)
      )${strict}`,
    );
  }

  down(): Promise<void> {
    return Promise.reject(new Error('Migrations only go forward. Restore a backup instead.'));
  }
}
