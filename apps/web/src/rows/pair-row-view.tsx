import { useState } from 'react';
import { inCountry, paneTitle } from '../viewpoint/countries.js';
import { useStage } from '../viewpoint/stage-context.js';
import { useLanguage, wordsIn } from '../words/words.js';
import type { Language } from '../words/language.js';
import type { LaidRow } from '../sheet/layout.js';
import type { PostRow } from '../sheet/sheet.js';
import { Cell } from './cell.js';
import { Hour } from './hour.js';
import { Spine } from './spine.js';
import { useTurning } from './use-turning.js';

interface Props {
  row: PostRow;
  hour: LaidRow['hour'];
  hourRepeats: boolean;
}

/** A post as both sides read it. */
export function PairRowView({ row, hour, hourRepeats }: Props) {
  const { panes, alone, left, right, onExplain } = useStage();
  const language = useLanguage();
  const [open, setOpen] = useState(false);
  const turning = useTurning(row);
  // A row that turned stands where it turned: its card says when it was written.
  const written = row.turn === null ? null : row.at;
  const card = { open, onToggle: () => setOpen(!open), written };
  const one = panes !== 'both';
  // Read one after the other, both readings say whose they are.
  const sides = !one && !row.same;
  const shownHour = hour && <Hour at={row.turn?.at ?? row.at} hour={hour} />;

  return (
    <>
      <div className={`pair${row.same ? '' : ' differs'}${one ? ' one' : ''}`}>
        {panes !== 'right' && (
          <Cell
            {...card}
            side="left"
            sideName={sides ? paneTitle(left, language) : null}
            status={row.left}
            leaving={turning.leavingLeft}
            still={turning.still === 'left'}
            hour={one ? shownHour : undefined}
          />
        )}
        <Spine
          same={alone ? null : row.same}
          hour={one || hourRepeats ? null : shownHour}
          explain={
            onExplain === null
              ? undefined
              : { label: wordsIn(language).post.why, onPress: () => onExplain(row.id) }
          }
        />
        {panes !== 'left' && (
          <Cell
            {...card}
            side="right"
            sideName={sides ? paneTitle(right, language) : null}
            status={row.right}
            leaving={turning.leavingRight}
            still={turning.still === 'right'}
            echo={!one && row.same}
            hour={one ? shownHour : undefined}
          />
        )}
      </div>
      {!alone && (
        <span className="sr">
          {row.same ? wordsIn(language).rows.same : difference(row, { panes, left, right }, language)}
        </span>
      )}
    </>
  );
}

/** Says how the row differs. On a phone the other side is out of sight: it says how that one reads. */
function difference(
  row: PostRow,
  { panes, left, right }: { panes: 'both' | 'left' | 'right'; left: string; right: string },
  language: Language,
): string {
  const { rows } = wordsIn(language);
  if (panes === 'both') return rows.differs;
  const [status, from] = panes === 'left' ? [row.right, right] : [row.left, left];
  const where = inCountry(from, language);
  return status?.tombstone === true ? rows.withheldOther(where) : rows.otherwise(where);
}
