import type { Command } from './commands.js';

/** One step of a scenario, compiled: all of it happens at one instant and commits as one. */
export interface Step {
  scenario: string;
  id: string;
  /** Story time, ms since the epoch; strictly greater than the step before. */
  at: number;
  /** Its line of progress, e.g. `The first order`. */
  title: string;
  commands: Command[];
}
