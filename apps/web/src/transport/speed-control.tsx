import { STEPS_OF_SPEED, type Deck } from '../deck/deck.js';
import { useDeck } from '../deck/use-deck.js';
import { useWords } from '../words/words.js';

/** How fast the story plays: a step down, a step up. */
export function SpeedControl({ deck }: { deck: Deck }) {
  const { transport: words } = useWords();
  const { speed } = useDeck(deck).clock;
  const button = (by: 1 | -1, label: string, sign: string, end: number) => (
    <button type="button" aria-label={label} aria-disabled={speed === end} onClick={() => deck.stepSpeed(by)}>
      <span aria-hidden="true">{sign}</span>
    </button>
  );
  return (
    <div className="speed wide-only" role="group" aria-label={words.speed}>
      {button(-1, words.slower, '−', STEPS_OF_SPEED[0])}
      <output translate="no">{speed}×</output>
      {button(1, words.faster, '+', STEPS_OF_SPEED[STEPS_OF_SPEED.length - 1]!)}
    </div>
  );
}
