import type { Chapter } from '#contract';
import { replayTitle } from '../scenario/chapters.js';
import type { ScenarioOnPage } from '../scenario/use-scenario.js';
import { Legend } from './legend.js';
import type { ReactNode } from 'react';

interface Props {
  known: ScenarioOnPage | null;
  chapter: Chapter | null;
  /** The sentence for what last happened; on a live page its line is there before there is one. */
  said: string | null;
  live: boolean;
  clock: ReactNode;
  picker: ReactNode;
}

/** Shows the scenario, its chapter, and what just happened, which is the page's one live region. */
export function Caption({ known, chapter, said, live, clock, picker }: Props) {
  return (
    <section className="caption" aria-label="What is shown">
      <div className="caption-words">
        {known !== null && (
          <p className="where">
            <span>
              {replayTitle(known.scenario)}
              {chapter !== null && <span className="story">: {known.scenario.title}</span>}
            </span>{' '}
            {chapter !== null && (
              <span className="now">
                {known.chapters.indexOf(chapter) + 1} of {known.chapters.length}, {chapter.title}
              </span>
            )}
          </p>
        )}
        <h1>{chapter?.headline ?? known?.scenario.title ?? 'The same posts, seen from two places.'}</h1>
        {live && (
          <p className="said" role="status">
            {said}
          </p>
        )}
      </div>
      <div className="caption-side">
        <Legend />
        {clock}
      </div>
      {picker}
    </section>
  );
}
