import type { Scenario, ScenarioStage, Source } from '#contract';
import { useCallback, useEffect, useState } from 'react';
import { readScenarios, readSources, readStage } from '../api/api-client.js';
import { failureOf, isPassing, type Failure } from '../api/failure.js';
import type { Language } from '../words/language.js';

/** A story that can be replayed, with what its stage says. */
export interface Story {
  scenario: Scenario;
  stage: ScenarioStage;
  sources: ReadonlyMap<string, Source>;
  /** The country that the server takes the reader to be in; null where it does not know. */
  here: string | null;
}

/** The story of the page: being looked for, found, not there, or out of reach. */
export type StoryOnPage =
  | { is: 'sought'; failure: Failure | null }
  | { is: 'none' }
  | { is: 'unknown'; id: string }
  | { is: 'there'; story: Story };

/** ms between tries while the server does not answer, and between looks at a story that is being performed. */
const RETRY = 3_000;

/**
 * The story that an address names, or the first that was loaded.
 *
 * @param asked its id; null for the first
 * @returns it, and how to read it again
 */
export function useStory(
  asked: string | null,
  language: Language,
): { found: StoryOnPage; reload: () => void } {
  const [found, setFound] = useState<StoryOnPage>({ is: 'sought', failure: null });
  const [edition, setEdition] = useState(0);
  useEffect(
    () =>
      retrying(
        async (signal) => {
          const { scenarios, here } = await readScenarios(signal);
          const scenario =
            asked === null
              ? scenarios.find(({ steps_loaded }) => steps_loaded > 0)
              : scenarios.find(({ id }) => id === asked);
          if (scenario === undefined) {
            setFound(asked === null ? { is: 'none' } : { is: 'unknown', id: asked });
            return;
          }
          const [stage, sources] = await Promise.all([
            readStage(scenario.id, language, signal),
            readSources(scenario.id, signal),
          ]);
          const byKey = new Map(sources.map((source) => [source.key, source]));
          setFound({ is: 'there', story: { scenario, stage, sources: byKey, here } });
        },
        (failure) => setFound((before) => (before.is === 'there' ? before : { is: 'sought', failure })),
      ),
    [asked, language, edition],
  );
  return { found, reload: useCallback(() => setEdition((before) => before + 1), []) };
}

/**
 * Does it until it is done.
 *
 * @param failed told why each try failed; one that the server refuses is the last
 * @returns how to stop
 */
export function retrying(
  work: (signal: AbortSignal) => Promise<void>,
  failed: (failure: Failure) => void = () => undefined,
): () => void {
  const running = new AbortController();
  let timer: number | undefined;
  const attempt = () => {
    work(running.signal).catch((error: unknown) => {
      if (running.signal.aborted) return;
      const failure = failureOf(error);
      failed(failure);
      if (isPassing(failure)) timer = window.setTimeout(attempt, RETRY);
    });
  };
  attempt();
  return () => {
    running.abort();
    window.clearTimeout(timer);
  };
}

/** The last chapter that has begun by an instant, ms since the epoch; null before the first. */
export function chapterAt<C extends { at: string }>(chapters: readonly C[], instant: number): C | null {
  return chapters.findLast((chapter) => Date.parse(chapter.at) <= instant) ?? null;
}

/** The year that a story ends in, in its own zone: pages of it say first that they replay that year. */
export function yearOf({ ends, time_zone }: Pick<Scenario, 'ends' | 'time_zone'>): string {
  return new Intl.DateTimeFormat('en-GB', { year: 'numeric', timeZone: time_zone }).format(new Date(ends));
}
