import { useRef } from 'react';
import { paneTitle } from '../viewpoint/countries.js';
import { useLanguage, wordsIn } from '../words/words.js';
import { isAny, PaneHead, type PaneHeadProps } from './pane-head.js';

interface Props {
  heads: { left: PaneHeadProps; right: PaneHeadProps };
  shown: 'left' | 'right';
  onShow: (side: 'left' | 'right') => void;
}

/** ms for which a side is held to be looked at, and not chosen. */
const HELD = 350;

/**
 * The head of the one pane on a phone: a two-way switch, and the picker of the side that is shown. A press
 * chooses a side; one that is held shows it until it is let go.
 */
export function PaneSwitch({ heads, shown, onShow }: Props) {
  const language = useLanguage();
  const words = wordsIn(language);
  const held = useRef<{ from: 'left' | 'right'; since: number } | null>(null);

  const press = (side: 'left' | 'right', since: number) => {
    held.current = { from: shown, since };
    onShow(side);
  };
  const letGo = (now: number) => {
    const was = held.current;
    held.current = null;
    if (was !== null && now - was.since > HELD) onShow(was.from);
  };
  return (
    <>
      <div className="switch" role="group" aria-label={words.sides.alone}>
        {(['left', 'right'] as const).map((side) => (
          <button
            key={side}
            type="button"
            aria-pressed={side === shown}
            title={side === shown ? undefined : words.sides.peek}
            onPointerDown={({ timeStamp }) => press(side, timeStamp)}
            onPointerUp={({ timeStamp }) => letGo(timeStamp)}
            onPointerCancel={({ timeStamp }) => letGo(timeStamp)}
            onContextMenu={(event) => event.preventDefault()}
            // A click that no pointer made is the keyboard's.
            onClick={(event) => event.detail === 0 && onShow(side)}
          >
            {paneTitle(heads[side].from, language)}
          </button>
        ))}
        <span className={isAny(heads[shown].withheld) ? 'switch-rule withholds' : 'switch-rule'} />
      </div>
      <PaneHead {...heads[shown]} alone />
    </>
  );
}
