// `npm start`: builds what is stale, then serves a scenario on this machine. `-- --fresh` begins anew: what was
// there is kept beside, under another name.
import { buildOrExit } from './build.mjs';
import { DEFAULT_SCENARIO } from './default-scenario.mjs';

await buildOrExit();
process.env.SEED ??= DEFAULT_SCENARIO;
// One-click sign-in is for this machine alone; elsewhere whoever starts it decides.
const { isLoopback, readConfig } = await import('../dist/libs/config/index.js');
if (isLoopback(process.env.HOST ?? '127.0.0.1')) process.env.DEMO ??= '1';
if (process.argv.includes('--fresh')) await beginAnew(readConfig(process.env, process.cwd()));
await import('../dist/apps/server/main.js');

/** @param {ReturnType<typeof readConfig>} read with errors in it, the server tells of them as it starts */
async function beginAnew(read) {
  if (!read.ok) return;
  const { database } = read.config;
  const { DatabaseUnusable, setAside } = await import('../dist/libs/database/index.js');
  try {
    if (database.kind !== 'sqlite')
      throw new DatabaseUnusable(
        '--fresh is for SQLite files: name an empty database in DATABASE_URL instead.',
      );
    const aside = setAside(database.path, new Date());
    if (aside !== null) console.error(`What was here is kept in ${aside}`);
  } catch (error) {
    if (!(error instanceof DatabaseUnusable)) throw error;
    console.error(error.message);
    process.exit(1);
  }
}
