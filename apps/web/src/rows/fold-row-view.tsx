import type { FoldRow } from '../sheet/rows.js';
import { paneTitle } from '../viewpoint/countries.js';
import { useStage } from '../viewpoint/stage-context.js';
import { useLanguage, useWords, wordsIn, type Words } from '../words/words.js';
import { Spine } from './spine.js';

interface Props {
  row: FoldRow;
  onToggle: () => void;
}

/** Many stand-ins in one row, counted as stand-ins on each side; opens in place. */
export function FoldRowView({ row, onToggle }: Props) {
  const { panes, alone, left, right } = useStage();
  const language = useLanguage();
  const { rows } = wordsIn(language);
  const one = panes !== 'both';
  const sides = !one && !row.same;
  const side = { row, onToggle };
  return (
    <>
      <div className={`pair slim${row.same ? '' : ' differs'}${one ? ' one' : ''}`}>
        {panes !== 'right' && (
          <FoldSide {...side} side="left" sideName={sides ? paneTitle(left, language) : null} echo={false} />
        )}
        <Spine same={alone ? null : row.same} hour={null} />
        {panes !== 'left' && (
          <FoldSide
            {...side}
            side="right"
            sideName={sides ? paneTitle(right, language) : null}
            echo={!one && row.same}
          />
        )}
      </div>
      {!alone && <span className="sr">{row.same ? rows.same : rows.differs}</span>}
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
  const { standInNote } = useStage();
  const words = useWords();
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
          <span>
            <span className="made-up">{withheld ? row[side].withheld : row[side].shown}</span>{' '}
            {tallyWords(row, side, words)}
          </span>
          {standInNote !== null && <small>{standInNote}</small>}
        </span>
        <svg className="icon" viewBox="0 0 24 24" aria-hidden="true">
          <path d={row.open ? 'm6 15 6-6 6 6' : 'm6 9 6 6 6-6'} />
        </svg>
      </button>
    </div>
  );
}

/** The words after a side's figure, which is pencilled: what is withheld, or else what is shown. */
function tallyWords(row: FoldRow, side: 'left' | 'right', { fold }: Words): string {
  const { withheld, shown } = row[side];
  if (withheld === 0) return fold.shown(shown, row.more);
  return shown === 0 ? fold.withheld(withheld, row.more) : fold.withheldOf(withheld + shown);
}
