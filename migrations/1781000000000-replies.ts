import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * Which post answers which, apart from the posts: a reply keeps its place when its author is erased.
 * Threads that earlier erasures tore apart stay so: nothing is left to tell what those posts answered.
 */
export class Replies1781000000000 implements MigrationInterface {
  readonly name = 'Replies1781000000000';

  async up(runner: QueryRunner): Promise<void> {
    const sqlite = runner.dataSource.options.type !== 'postgres';
    const id = sqlite ? 'TEXT' : 'TEXT COLLATE "C"';
    await runner.query(
      `CREATE TABLE reply (id ${id} PRIMARY KEY, in_reply_to ${id} NOT NULL)${sqlite ? ' STRICT' : ''}`,
    );
    await runner.query('CREATE INDEX reply_in_reply_to ON reply (in_reply_to, id)');
    await runner.query(
      'INSERT INTO reply (id, in_reply_to) SELECT id, in_reply_to FROM post WHERE in_reply_to IS NOT NULL',
    );
  }

  down(): Promise<void> {
    return Promise.reject(new Error('Migrations only go forward. Restore a backup instead.'));
  }
}
