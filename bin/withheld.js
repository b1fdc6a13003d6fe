#!/usr/bin/env node
/**
 * The command `withheld`. In a clone it first builds what is stale, telling so on standard error:
 * standard output belongs to the command.
 */
import { existsSync } from 'node:fs';
import process from 'node:process';

const [major, minor] = process.versions.node.split('.').map(Number);
if (major < 20 || (major === 20 && minor < 19)) {
  console.error(`withheld needs Node 20.19 or later; this is ${process.version}.`);
  process.exit(1);
}

// Installed without its sources there is nothing to build from, and nothing to get stale.
if (existsSync(new URL('../apps/cli/main.ts', import.meta.url))) {
  const { buildOrExit } = await import('../scripts/build.mjs');
  await buildOrExit({ say: console.error });
}

await import('../dist/apps/cli/main.js');
