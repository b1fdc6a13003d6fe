import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Finds the hashtags of a post, which an erasure removes: by the key they are found by hashtag alone. */
export class TagsOfPosts1787500000000 implements MigrationInterface {
  readonly name = 'TagsOfPosts1787500000000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`CREATE INDEX post_tag_post ON post_tag (post_id)`);
  }

  down(): Promise<void> {
    return Promise.reject(new Error('Migrations only go forward. Restore a backup instead.'));
  }
}
