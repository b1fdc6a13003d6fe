import type { Chapter, Scenario, Source } from '#contract';
import { useEffect, useState } from 'react';
import { readChapters, readScenarios, readSources } from '../api/api-client.js';
import { failureOf, isPassing } from '../api/failure.js';

/** A scenario and what is known of it. */
export interface ScenarioOnPage {
  scenario: Scenario;
  chapters: readonly Chapter[];
  sources: ReadonlyMap<string, Source>;
}

/** Milliseconds between tries while the server does not answer. */
const RETRY = 5_000;

/**
 * The scenario that the page is about: the one its newest row belongs to, else one that has begun
 * here, else the first there is.
 *
 * @returns null until it is read, and where there is none
 */
export function useScenario(shown: string | null): ScenarioOnPage | null {
  const [scenarios, setScenarios] = useState<readonly Scenario[]>([]);
  const [known, setKnown] = useState<ScenarioOnPage | null>(null);

  // Read again where the page shows one that was not there before.
  const unknown = shown !== null && !scenarios.some(({ id }) => id === shown) ? shown : null;
  useEffect(() => retrying(async (signal) => setScenarios(await readScenarios(signal))), [unknown]);

  const chosen =
    scenarios.find(({ id }) => id === shown) ??
    scenarios.find((one) => one.steps_loaded > 0) ??
    scenarios[0] ??
    null;

  useEffect(() => {
    if (chosen === null) return;
    return retrying(async (signal) => {
      const [chapters, sources] = await Promise.all([
        readChapters(chosen.id, signal),
        readSources(chosen.id, signal),
      ]);
      setKnown({
        scenario: chosen,
        chapters,
        sources: new Map(sources.map((source) => [source.key, source])),
      });
    });
  }, [chosen]);

  return known;
}

/** Does it until it is done; what the server refuses is not asked again. Gives how to stop. */
export function retrying(work: (signal: AbortSignal) => Promise<void>): () => void {
  const running = new AbortController();
  let timer: number | undefined;
  const attempt = () => {
    work(running.signal).catch((error: unknown) => {
      if (isPassing(failureOf(error)) && !running.signal.aborted) timer = window.setTimeout(attempt, RETRY);
    });
  };
  attempt();
  return () => {
    running.abort();
    window.clearTimeout(timer);
  };
}
