import os from 'node:os';
import { runInCi } from './test/run/longer.js';

// In CI one run does it all: what `npm run test:long` repeats with larger numbers would be run twice.
if (process.env.CI !== undefined) runInCi();

/** @type {import("jest").Config} */
const config = {
  // Tests share no state: each makes its own databases and takes free ports. Much of what they do is
  // waiting for PostgreSQL, so two at once pay off on two cores.
  maxWorkers: Math.max(2, os.availableParallelism() - 1),
  // Of every file that ran in it a worker keeps modules; a fresh one is quicker than collecting them.
  workerIdleMemoryLimit: '1GB',
  testEnvironmentOptions: { customExportConditions: ['source', 'node', 'node-addons'] },
  extensionsToTreatAsEsm: ['.ts'],
  moduleNameMapper: { '^(\\.{1,2}/.*)\\.js$': '$1' },
  transform: {
    '^.+\\.ts$': [
      '@swc/jest',
      {
        jsc: {
          parser: { syntax: 'typescript', decorators: true },
          transform: { legacyDecorator: true, decoratorMetadata: true },
          target: 'es2023',
        },
        module: { type: 'es6' },
      },
    ],
  },
  testSequencer: '<rootDir>/test/run/longest-first.js',
  globalSetup: '<rootDir>/test/run/folder.setup.js',
  globalTeardown: '<rootDir>/test/run/folder.teardown.js',
  testMatch: ['**/*.spec.ts', '**/*.int-spec.ts'],
  testPathIgnorePatterns: ['/node_modules/', '/dist/'],
  modulePathIgnorePatterns: ['<rootDir>/dist/'],
  // ms. A test ends when what it waits for has come; on a machine with other work that takes its time.
  testTimeout: 30_000,
};

export default config;
