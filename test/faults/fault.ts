import type { On, Site } from './site.js';

/** What a fault showed, by the figure's name: numbers, or texts with their unit. */
export type Figures = Readonly<Record<string, number | string>>;

/** Something that goes wrong in the world, caused on purpose on a program that runs. */
export interface Fault {
  /** As a person types it. */
  name: string;
  /** What the program promises where it happens, in a sentence. */
  promise: string;
  /** Whether its short form takes a minute, so that CI does not cause it. */
  takesAMinute?: true;
  /** The databases on which it can happen. */
  on: readonly On[];
  /**
   * Causes it, and holds the program to what it promises.
   *
   * @returns what a person learns from it
   * @throws AssertionError where the promise is broken
   */
  cause(site: Site): Promise<Figures>;
}
