import { Inject, Injectable } from '@nestjs/common';
import type { ScenarioStage } from '#contract';
import type { Database } from '#database';
import { scenarioById, scenarioInstants } from '#projections';
import { Clock } from '../platform/clock.js';
import { DATABASE } from '../platform/tokens.js';
import { isLoaded, presentStage } from './present-stage.js';
import { ScenarioFiles } from './scenario-files.js';

/** The stages of the scenarios that were opened here: what they say, and how their clocks run. */
@Injectable()
export class Stages {
  constructor(
    @Inject(DATABASE) private readonly database: Database,
    private readonly files: ScenarioFiles,
    private readonly clock: Clock,
  ) {}

  /** @param language of its words; null: the scenario's own @returns undefined where it was not opened here */
  async of(id: string, language: string | null): Promise<ScenarioStage | undefined> {
    const stored = await scenarioById(this.database.reader, id);
    if (stored === undefined) return undefined;
    const file = await this.files.of(id);
    const now = this.clock.now();
    const logged = isLoaded(stored, file) ? [] : await scenarioInstants(this.database.reader, id, now);
    return presentStage(stored, file, { logged, language, now });
  }
}
