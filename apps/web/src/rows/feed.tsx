import { useEffect, useMemo, useRef, useState, type KeyboardEvent } from 'react';
import { foldRows, type FoldedRow } from '../timeline/folding.js';
import { layRows } from '../timeline/layout.js';
import type { Row } from '../timeline/pairing.js';
import { dayKey } from '../time/moments.js';
import { DiffersBelow } from './differs-below.js';
import { NewPill } from './new-pill.js';
import { RowView } from './row-view.js';
import { useAtTop } from './use-at-top.js';

interface Props {
  rows: readonly Row[];
  timeZone: string;
  /** Older rows exist below the last. */
  endOpen: boolean;
  busy: boolean;
  /** Told how many rows are drawn, after folding. */
  onDrawn: (rows: number) => void;
}

/** The rows, newest first. New ones come in at the top while the reader is there; else they wait behind a pill. */
export function Feed({ rows, timeZone, endOpen, busy, onDrawn }: Props) {
  const { atTop, sentinel } = useAtTop();
  const list = useRef<HTMLDivElement>(null);
  const [opened, setOpened] = useState<ReadonlySet<string>>(new Set());

  // While the reader is further down, the list ends at the row that was on top when they left it.
  const newest = rows[0]?.key ?? null;
  const [ceiling, setCeiling] = useState<string | null>(null);
  if (atTop && ceiling !== null) setCeiling(null);
  if (!atTop && ceiling === null && newest !== null) setCeiling(newest);

  const { folded, drawn, waiting } = useMemo(() => {
    const fold = (some: readonly Row[], end: boolean) =>
      foldRows(some, opened, (at) => dayKey(at, timeZone), end);
    const first = ceiling === null ? 0 : rows.findIndex((row) => row.key <= ceiling);
    const from = first === -1 ? 0 : first;
    const folded = fold(rows.slice(from), endOpen);
    return {
      folded,
      drawn: layRows(folded, timeZone),
      waiting: fold(rows.slice(0, from), false).length,
    };
  }, [rows, opened, ceiling, timeZone, endOpen]);

  // What was drawn before does not enter; nor does a first page, or an older one.
  const [last, setLast] = useState<{ drawn: typeof drawn; entersAbove: string | null }>({
    drawn,
    entersAbove: null,
  });
  if (last.drawn !== drawn) {
    const above = last.drawn.find(({ row }) => row.kind !== 'fold') ?? last.drawn[0];
    setLast({ drawn, entersAbove: above?.row.key ?? null });
  }
  const { entersAbove } = last;

  useEffect(() => onDrawn(drawn.length), [drawn.length, onDrawn]);

  const toggle = (row: FoldedRow) => {
    if (row.kind !== 'fold') return;
    const ids = row.rows.map(({ id }) => id);
    setOpened(
      (before) => new Set(row.open ? [...before].filter((id) => !ids.includes(id)) : [...before, ...ids]),
    );
  };

  const showNew = () => {
    setCeiling(null);
    window.scrollTo({ top: 0 });
    list.current?.focus({ preventScroll: true });
  };

  return (
    <>
      <div ref={sentinel} className="sentinel" aria-hidden="true" />
      {waiting > 0 && <NewPill count={waiting} onPress={showNew} />}
      <DiffersBelow list={list} rows={folded} atTop={atTop} />
      <div
        id="rows"
        ref={list}
        className={atTop ? 'rows at-top' : 'rows'}
        role={drawn.length > 0 ? 'feed' : undefined}
        aria-busy={busy}
        aria-label={drawn.length > 0 ? 'Both readings, newest first' : undefined}
        tabIndex={-1}
        onKeyDown={moveBetweenRows}
      >
        {drawn.map((laid, index) => (
          <RowView
            key={laid.row.key}
            laid={laid}
            position={index + 1}
            entering={atTop && entersAbove !== null && laid.row.kind !== 'fold' && laid.row.key > entersAbove}
            onFold={toggle}
          />
        ))}
      </div>
    </>
  );
}

/** Page Up and Page Down go from row to row (WAI-ARIA, the feed pattern). */
function moveBetweenRows(event: KeyboardEvent<HTMLDivElement>): void {
  const step = event.key === 'PageDown' ? 1 : event.key === 'PageUp' ? -1 : 0;
  if (step === 0 || !(event.target instanceof Element)) return;
  const rows = [...event.currentTarget.querySelectorAll<HTMLElement>('.row')];
  const current = rows.findIndex((row) => row.contains(event.target as Element));
  const next = rows[current + step];
  if (next === undefined) return;
  event.preventDefault();
  next.focus();
}
