/**
 * Replays: scenario files, their errors, the steps and expectations they compile to, and the
 * arithmetic of stage time and clocks. It yields commands as data. It must never know what becomes of
 * them: it uses no database, log, HTTP or socket, and no clock but the one it is given. Browsers import
 * `stage-time.ts` too, so that file imports nothing of Node.
 */
export * from './clock.js';
export * from './compile-scenario.js';
export * from './expectations.js';
export * from './load-scenario-file.js';
export * from './parse-scenario.js';
export { describeError, type Position, type PositionOf, type ScenarioError } from './problems.js';
export type * from './scenario-file.js';
export * from './stage-of.js';
export * from './stage-time.js';
