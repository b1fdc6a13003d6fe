import type { MigrationInterface, QueryRunner } from 'typeorm';

/** An index for the posts of one scenario, in story time. */
export class ScenarioFeed1785000000000 implements MigrationInterface {
  readonly name = 'ScenarioFeed1785000000000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(
      `CREATE INDEX post_scenario ON post (scenario, id)
       WHERE scenario IS NOT NULL AND visibility = 'public' AND repost_of IS NULL AND deleted_at IS NULL`,
    );
  }

  down(): Promise<void> {
    return Promise.reject(new Error('Migrations only go forward. Restore a backup instead.'));
  }
}
