import { Inject, Injectable } from '@nestjs/common';
import type { ScenarioStage, StageLesson } from '#contract';
import type { Database } from '#database';
import { scenarioById, scenarioInstants, scenarios } from '#projections';
import { Clock } from '../platform/clock.js';
import { DATABASE } from '../platform/tokens.js';
import { describedPosts, disputesOn, isLoaded, presentStage, type Dispute } from './present-stage.js';
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

  /**
   * All lessons on the scenarios that were opened here, in the order in which those were.
   *
   * @param language of their words; null: each scenario's own
   */
  async lessons(language: string | null): Promise<LessonOnStory[]> {
    const [first, ...others] = await scenarios(this.database.reader);
    const found: LessonOnStory[] = [];
    for (const { id } of first === undefined ? [] : [first, ...others]) {
      const [stage, file] = [await this.of(id, language), await this.files.of(id)];
      if (stage === undefined || file === null) continue;
      const story = { stage, isFirst: id === first?.id, describedPosts: describedPosts(file) };
      found.push(...stage.lessons.map((lesson) => ({ lesson, ...story })));
    }
    return found;
  }

  /** @returns the questions about an order that the sources of its scenario answer differently */
  async disputesOn(
    { id, scenario }: { id: string; scenario: string | null },
    language: string | null,
  ): Promise<Dispute[]> {
    const file = scenario === null ? null : await this.files.of(scenario);
    return file === null ? [] : disputesOn(file, id, language);
  }

  /** @returns the lesson with an id; of several on different scenarios the first; undefined where there is none */
  async lesson(id: string, language: string | null): Promise<LessonOnStory | undefined> {
    return (await this.lessons(language)).find(({ lesson }) => lesson.id === id);
  }
}

/** A lesson, with the story that it is on. */
export interface LessonOnStory {
  lesson: StageLesson;
  stage: ScenarioStage;
  /** Whether the story is the one that the stage opens on unless the address names another. */
  isFirst: boolean;
  /** The ids of the story's posts that can stand each by itself. */
  describedPosts: string[];
}
