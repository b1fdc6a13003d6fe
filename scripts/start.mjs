// `npm start`: builds what is stale, then serves the stand-off on this machine.
import { buildOrExit } from './build.mjs';

await buildOrExit();
process.env.SEED ??= '2021-india-twitter-koo';
// One-click sign-in is for this machine alone; elsewhere whoever starts it decides.
const { isLoopback } = await import('../dist/libs/config/index.js');
if (isLoopback(process.env.HOST ?? '127.0.0.1')) process.env.DEMO ??= '1';
await import('../dist/apps/server/main.js');
