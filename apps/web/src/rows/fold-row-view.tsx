import { tallyWords, type FoldRow } from '../timeline/folding.js';
import { paneTitle } from '../viewpoint/countries.js';
import { Spine } from './spine.js';
import { useStage } from '../viewpoint/stage-context.js';

interface Props {
  row: FoldRow;
  onToggle: () => void;
}

/** Many stand-ins in one row, counted as stand-ins on each side; opens in place. */
export function FoldRowView({ row, onToggle }: Props) {
  const { panes, left, right } = useStage();
  const sides = panes === 'both' && !row.same;
  const one = panes !== 'both';
  return (
    <>
      <div className={row.same ? 'pair slim' : 'pair slim differs'}>
        {panes !== 'right' && (
          <FoldSide
            row={row}
            side="left"
            sideName={sides ? paneTitle(left) : null}
            onToggle={onToggle}
            echo={false}
          />
        )}
        <Spine same={row.same} hour={null} />
        {panes !== 'left' && (
          <FoldSide
            row={row}
            side="right"
            sideName={sides ? paneTitle(right) : null}
            onToggle={onToggle}
            echo={!one && row.same}
          />
        )}
      </div>
      <span className="sr">{row.same ? 'The same on both sides.' : 'Different on each side.'}</span>
    </>
  );
}

interface SideProps {
  row: FoldRow;
  side: 'left' | 'right';
  sideName: string | null;
  onToggle: () => void;
  echo: boolean;
}

function FoldSide({ row, side, sideName, onToggle, echo }: SideProps) {
  const withheld = row[side].withheld > 0;
  return (
    <div className={`cell ${side}`} aria-hidden={echo || undefined}>
      <button
        type="button"
        className="fold"
        aria-expanded={row.open}
        onClick={onToggle}
        tabIndex={echo ? -1 : undefined}
      >
        <span className={withheld ? 'fold-swatch withholds' : 'fold-swatch'} aria-hidden="true" />
        <span className="fold-words">
          {sideName !== null && <span className="sr">{sideName}: </span>}
          {tallyWords(row, side).map(({ figure, words }, index) => (
            <span key={words}>
              {index > 0 && ', '}
              <span className="made-up">{figure}</span> {words}
            </span>
          ))}
          <small>the real list was not published</small>
        </span>
        <svg className="icon" viewBox="0 0 24 24" aria-hidden="true">
          <path d={row.open ? 'm6 15 6-6 6 6' : 'm6 9 6 6 6-6'} />
        </svg>
      </button>
    </div>
  );
}
