import type { Outcome, Submission } from '#commands';
import { command, type Command, type CommandBodies, type CommandType } from '#domain';
import { scenarioBody } from './bodies.js';
import type { TestDatabase } from './databases.js';
import { Platform } from './platform.js';

/** A platform on which everything that is asked for is a scenario's, until that ends: an instant is a step. */
export class StoryPlatform extends Platform {
  private isTold = true;

  static async telling(place: TestDatabase, id: string): Promise<StoryPlatform> {
    const platform = new StoryPlatform(await place.open(), id);
    await platform.done('open-scenario', scenarioBody());
    return platform;
  }

  private constructor(
    database: Platform['database'],
    readonly id: string,
  ) {
    super(database);
  }

  /** From now on, commands are people's, and not the scenario's. */
  async ends(): Promise<void> {
    await this.done('finish-scenario', { steps: 2 });
    this.isTold = false;
  }

  override ask<T extends CommandType>(
    type: T,
    body: CommandBodies[T],
    meta: Partial<Command['meta']> = {},
    rest: Omit<Submission, 'build'> = {},
  ): Promise<Outcome> {
    if (!this.isTold) return super.ask(type, body, meta, rest);
    return this.bus.submit({
      build: ({ at, id }) => [
        command(type, body, { id: id(), at, ...meta, scenario: { id: this.id, step: `at-${at}` } }),
      ],
      ...rest,
    });
  }
}
