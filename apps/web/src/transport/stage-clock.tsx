import type { ProvenanceField, ScenarioStage } from '#contract';
import { useCallback, useContext } from 'react';
import type { StageTime } from '../../../../libs/replay/stage-time.js';
import type { Deck } from '../deck/deck.js';
import { useDeckValue } from '../deck/use-deck-value.js';
import { clockTime, longDay, month, zoneName } from '../time/moments.js';
import { LanguageContext, useWords } from '../words/words.js';
import { instantUpTo } from './instants.js';

/** Ms of wall time between two readings while it plays: digits that change faster flicker and tell nothing. */
const EVERY = 250;

/** How well the time of the last thing told is known; null where people wrote it here: to the second. */
export type Precision = ProvenanceField['precision'] | 'untold' | null;

interface Props {
  deck: Deck;
  stageTime: StageTime;
  stage: ScenarioStage;
  precision: Precision;
}

/**
 * The story's date and clock in its own zone, and the reader's own. Where the last thing is known to the month
 * alone, or nothing is told yet, it shows the month and no clock, until something with a day is told. Never
 * announced.
 */
export function StageClock({ deck, stageTime, stage, precision }: Props) {
  const { transport: words } = useWords();
  const language = useContext(LanguageContext);
  const zone = stage.time_zone;
  const read = useCallback((position: number) => Math.floor(stageTime.storyAt(position) / 1000), [stageTime]);
  const at = new Date(useDeckValue(deck, read, EVERY) * 1000).toISOString();

  if (precision === 'month' || precision === 'untold') {
    const told = month(instantUpTo(stage.instants, at), zone, language);
    return (
      <div className="stage-clock of-month" role="timer" aria-live="off" aria-label={words.clock}>
        <span className="stage-clock-time">{told}</span>
        {precision === 'month' && <span className="stage-clock-yours">{words.dayNotKnown}</span>}
      </div>
    );
  }

  const [theirs, yours] = [clockTime(at, zone), clockTime(at)];
  const inferred = precision !== null && precision !== 'minute';
  return (
    <div className="stage-clock" translate="no" role="timer" aria-live="off" aria-label={words.clock}>
      <span className="stage-clock-day">{longDay(at, zone, language)}</span>
      <time className="stage-clock-time" dateTime={at}>
        {inferred && (
          <>
            <abbr title={words.hourInferred}>{words.circa}</abbr>{' '}
          </>
        )}
        <span className={inferred ? 'inferred' : undefined}>{theirs}</span>
        <span className="stage-clock-zone"> {zoneName(at, zone)}</span>
      </time>
      {yours !== theirs && <span className="stage-clock-yours">{words.you(`${yours} ${zoneName(at)}`)}</span>}
    </div>
  );
}
