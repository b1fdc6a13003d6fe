import { describe } from '@jest/globals';
import { postgresAnswers, postgresDatabase, sqliteDatabase, type TestDatabase } from './test-database.js';

export { sqliteDatabase, type TestDatabase } from './test-database.js';

const POSTGRES_ANSWERS = await postgresAnswers();
const DATABASES: [string, () => Promise<TestDatabase>][] = [['SQLite', sqliteDatabase]];
if (POSTGRES_ANSWERS) DATABASES.push(['PostgreSQL', postgresDatabase]);

/** Runs a suite on each database that answers; `shared`: several servers may work on it at once. */
export function onEachDatabase(
  suite: (make: () => Promise<TestDatabase>, database: { shared: boolean }) => void,
): void {
  for (const [name, make] of DATABASES)
    describe(`on ${name}`, () => suite(make, { shared: make === postgresDatabase }));
}

/** Runs a suite on PostgreSQL alone; where none answers, it is told as skipped. */
export function onPostgres(suite: (make: () => Promise<TestDatabase>) => void): void {
  (POSTGRES_ANSWERS ? describe : describe.skip)('on PostgreSQL', () => suite(postgresDatabase));
}
