import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Finds all that is a scenario's, however much more people have made. */
export class ScenarioFacts1787000000000 implements MigrationInterface {
  readonly name = 'ScenarioFacts1787000000000';

  async up(runner: QueryRunner): Promise<void> {
    for (const [table, columns] of [
      ['post', 'scenario, id'],
      ['account', 'scenario, id'],
      ['legal_order', 'scenario, id'],
      ['trend', 'scenario, id'],
    ])
      await runner.query(
        `CREATE INDEX ${table}_of_scenario ON ${table} (${columns}) WHERE scenario IS NOT NULL`,
      );
  }

  down(): Promise<void> {
    return Promise.reject(new Error('Migrations only go forward. Restore a backup instead.'));
  }
}
