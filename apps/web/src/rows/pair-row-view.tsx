import { useState } from 'react';
import type { LaidRow } from '../timeline/layout.js';
import type { PairRow } from '../timeline/pairing.js';
import { inCountry, paneTitle } from '../viewpoint/countries.js';
import { Cell } from './cell.js';
import { Hour } from './hour.js';
import { Spine } from './spine.js';
import { useStage } from '../viewpoint/stage-context.js';
import { useTurning } from './use-turning.js';

interface Props {
  row: PairRow;
  hour: LaidRow['hour'];
  hourRepeats: boolean;
}

/** A post as both sides read it. */
export function PairRowView({ row, hour, hourRepeats }: Props) {
  const { panes, left, right } = useStage();
  const [open, setOpen] = useState(false);
  const turning = useTurning(row);
  const card = { open, onToggle: () => setOpen(!open) };
  const one = panes !== 'both';
  // Read one after the other, both readings say whose they are.
  const sides = !one && !row.same;
  const shownHour = hour && <Hour at={row.at} hour={hour} />;

  return (
    <>
      <div className={row.same ? 'pair' : 'pair differs'}>
        {panes !== 'right' && (
          <Cell
            {...card}
            side="left"
            sideName={sides ? paneTitle(left) : null}
            status={row.left}
            leaving={turning.leavingLeft}
            still={turning.still === 'left'}
            hour={one ? shownHour : undefined}
          />
        )}
        <Spine same={row.same} hour={one || hourRepeats ? null : shownHour} />
        {panes !== 'left' && (
          <Cell
            {...card}
            side="right"
            sideName={sides ? paneTitle(right) : null}
            status={row.right}
            leaving={turning.leavingRight}
            still={turning.still === 'right'}
            echo={!one && row.same}
            hour={one ? shownHour : undefined}
          />
        )}
      </div>
      <span className="sr">{row.same ? 'The same on both sides.' : difference(row, panes, left, right)}</span>
    </>
  );
}

/** Says how the row differs. On a phone the other side is out of sight: it says how that one reads. */
function difference(row: PairRow, panes: 'both' | 'left' | 'right', left: string, right: string): string {
  if (panes === 'both') return 'Different on each side.';
  const [status, from] = panes === 'left' ? [row.right, right] : [row.left, left];
  return status?.tombstone === true
    ? `Withheld ${inCountry(from)}.`
    : `Reads differently ${inCountry(from)}.`;
}
