import { paneTitle } from '../viewpoint/countries.js';
import { PaneHead, type PaneHeadProps } from './pane-head.js';

interface Props {
  heads: { left: PaneHeadProps; right: PaneHeadProps };
  shown: 'left' | 'right';
  onShow: (side: 'left' | 'right') => void;
}

/** The head of the one pane on a phone: a two-way switch, and the picker of the side that is shown. */
export function PaneSwitch({ heads, shown, onShow }: Props) {
  return (
    <>
      <div className="switch" role="group" aria-label="Seen from">
        {(['left', 'right'] as const).map((side) => (
          <button key={side} type="button" aria-pressed={side === shown} onClick={() => onShow(side)}>
            {paneTitle(heads[side].from)}
          </button>
        ))}
        <span className={heads[shown].withholds ? 'switch-rule withholds' : 'switch-rule'} />
      </div>
      <PaneHead {...heads[shown]} alone />
    </>
  );
}
