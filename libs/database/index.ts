/**
 * The database: one interface over SQLite and PostgreSQL, with a writer and a reader kept apart,
 * migrations, wake-ups and the ownership of a SQLite file. It must never know what is stored.
 */
export * from './database.js';
export * from './delete-paced.js';
export * from './dialect.js';
export * from './errors.js';
export * from './open-database.js';
export * from './file-owner.js';
export * from './inspect.js';
export * from './pace.js';
export { setAside } from './set-aside.js';
export { schemaOf, type Migrations } from './schema-version.js';
