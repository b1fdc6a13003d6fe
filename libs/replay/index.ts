/**
 * Replays: scenario files, what is wrong with them, the steps and expectations they compile to, and
 * the arithmetic of stage time and clocks. It yields commands as data. It must never know what
 * becomes of them: nothing of a database, a log, HTTP or a socket, and no clock but the one it is
 * told. `stage-time.ts` is imported by browsers too, so nothing of Node comes into that file.
 */
export * from './compile-scenario.js';
export * from './expectations.js';
export * from './load-scenario-file.js';
export * from './parse-scenario.js';
export { describeError, type Position, type PositionOf, type ScenarioError } from './problems.js';
export type * from './scenario-file.js';
export * from './stage-time.js';
