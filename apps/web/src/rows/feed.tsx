import { defaultRangeExtractor, useVirtualizer, type Range } from '@tanstack/react-virtual';
import {
  useCallback,
  useEffect,
  useLayoutEffect,
  useMemo,
  useRef,
  useState,
  type KeyboardEvent,
  type ReactNode,
} from 'react';
import { useMedia } from '../frame/use-media.js';
import { layRow } from '../sheet/layout.js';
import { rowsOf, type Row } from '../sheet/rows.js';
import type { PostRow, Sheet } from '../sheet/sheet.js';
import { dayStart } from '../time/moments.js';
import { useStage } from '../viewpoint/stage-context.js';
import { useLanguage, useWords } from '../words/words.js';
import { Pill } from './pill.js';
import { RowView } from './row-view.js';

interface Props {
  sheet: Sheet;
  /** The post that stands under the newest one; null for none. */
  lead: string | null;
  timeZone: string;
  busy: boolean;
  /** Whether what changes may be seen to move. */
  animated: boolean;
  /** Changes where what is shown does not follow from what was shown before: the top is shown. */
  moves: number;
  /** Changes where a row was brought to the top, to turn there: it is shown, unless the reader went elsewhere. */
  brought: number;
  /** Whether type is larger than a desk's, as in a room: then what differs is given the place of notes. */
  large?: boolean;
  /** Stands after the last row. */
  end?: ReactNode;
}

/** px above which the top is still in view. */
const TOP = 24;
/** How many rows are drawn beside those in view, on each side. */
const OVERSCAN = 6;
/** ms for which rows may be seen to move after a change (`--move`, and a little). */
const MOVING = 420;
/** px, before a row was measured. */
const HEIGHTS: Readonly<Record<Row['kind'], number>> = {
  pair: 170,
  band: 58,
  reasons: 84,
  notes: 44,
  fold: 52,
};

/**
 * The rows, newest first, of which those in view are drawn. New ones come in at the top while the reader is
 * there; else they wait behind a pill.
 */
export function Feed({ sheet, lead, timeZone, busy, animated, moves, brought, large = false, end }: Props) {
  const language = useLanguage();
  const words = useWords();
  const { panes } = useStage();
  const narrow = useMedia('(max-width: 720px)');
  const scroller = useRef<HTMLDivElement>(null);
  const [opened, setOpened] = useState<ReadonlySet<string>>(new Set());
  const [atTop, setAtTop] = useState(true);

  // While the reader is further down, the list begins at the row that was on top when they left it.
  const all = useMemo(
    () =>
      rowsOf(sheet, {
        opened,
        lead,
        dayStart: (at) => dayStart(at, timeZone),
        // On a phone one row fills the window: what differs comes first, and the rest is one line. In a room
        // rows are so tall that notes would push it under the lower edge.
        mostAbove: (narrow || large) && lead !== null ? 0 : narrow ? 1 : 2,
        leadFirst: narrow || large,
      }),
    [sheet, opened, lead, timeZone, narrow, large],
  );
  const [ceiling, setCeiling] = useState<{ key: string; moves: number } | null>(null);
  if ((atTop || ceiling?.moves !== moves) && ceiling !== null) setCeiling(null);
  if (!atTop && ceiling === null && all[0] !== undefined) setCeiling({ key: all[0].key, moves });
  const { rows, waiting } = useMemo(() => {
    const from = ceiling === null ? 0 : all.findIndex((row) => row.key <= ceiling.key);
    return { rows: all.slice(Math.max(from, 0)), waiting: all.slice(0, Math.max(from, 0)) };
  }, [all, ceiling]);

  // The row that had the focus last stays drawn wherever the list is scrolled to: with its element the focus
  // would go, and keys would no longer know which row they are for, nor the drawer where to give it back.
  const [focused, setFocused] = useState<string | null>(null);
  const kept = useMemo(() => rows.findIndex((row) => nameOf(row) === focused), [rows, focused]);
  const rangeExtractor = useCallback((range: Range) => withKept(defaultRangeExtractor(range), kept), [kept]);

  // One function for as long as the rows are the same: the list measures anew with another.
  const keyOf = useCallback((index: number) => nameOf(rows[index]!), [rows]);
  // eslint-disable-next-line react-hooks/incompatible-library -- nothing here is compiled to be memoized
  const virtual = useVirtualizer({
    count: rows.length,
    getScrollElement: () => scroller.current,
    estimateSize: (index) => HEIGHTS[rows[index]!.kind],
    getItemKey: keyOf,
    overscan: OVERSCAN,
    rangeExtractor,
    useFlushSync: false,
  });

  // A row that was drawn before does not enter; nor does any after a move.
  const [last, setLast] = useState<{
    rows: readonly Row[];
    names: ReadonlySet<string>;
    known: ReadonlySet<string>;
    moves: number;
  }>({
    rows,
    names: new Set(rows.map(nameOf)),
    known: new Set(rows.map(nameOf)),
    moves,
  });
  if (last.rows !== rows) {
    const names = new Set(rows.map(nameOf));
    setLast({ rows, names, known: last.moves === moves ? last.names : names, moves });
  }

  const toTop = useCallback((smooth: boolean) => {
    scroller.current?.scrollTo({ top: 0, behavior: smooth ? 'smooth' : 'instant' });
  }, []);
  useLayoutEffect(() => toTop(false), [moves, toTop]);
  useLayoutEffect(() => {
    if (atTop) toTop(false);
    // eslint-disable-next-line react-hooks/exhaustive-deps -- once for each row that is brought
  }, [brought]);

  const moving = useMoving(animated ? sheet : null);
  const toggle = useCallback((row: Row) => {
    const names = row.kind === 'fold' ? row.rows.map(({ id }) => id) : row.kind === 'notes' ? [row.key] : [];
    const isOpen = (row.kind === 'fold' || row.kind === 'notes') && row.open;
    setOpened(
      (before) => new Set(isOpen ? [...before].filter((id) => !names.includes(id)) : [...before, ...names]),
    );
  }, []);

  const items = virtual.getVirtualItems();
  const below = virtual.range === null ? -1 : virtual.range.endIndex + OVERSCAN;
  const hidden = useMemo(() => firstBelow(rows, below), [rows, below]);
  const showNew = () => {
    setCeiling(null);
    toTop(false);
    scroller.current?.focus({ preventScroll: true });
  };

  return (
    <div
      id="rows"
      ref={scroller}
      className="rows-scroll"
      tabIndex={-1}
      onScroll={(event) => setAtTop(event.currentTarget.scrollTop < TOP)}
    >
      {waiting.length > 0 && (
        <Pill
          place="above"
          withholds={waiting.some(differs)}
          label={waiting.some(differs) ? words.rows.withheldAbove : words.rows.newRows(waiting.length)}
          onPress={showNew}
        />
      )}
      <div
        className={`rows${moving ? ' moving' : ''}${panes === 'both' ? '' : ' one'}`}
        style={{ height: virtual.getTotalSize() }}
        role={rows.length > 0 ? 'feed' : undefined}
        aria-busy={busy}
        aria-label={rows.length > 0 ? words.rows.label : undefined}
        onFocus={(event) => {
          const row = rows[indexOf(event.target)];
          if (row !== undefined) setFocused(nameOf(row));
        }}
        onKeyDown={(event) => moveBetweenRows(event, (index) => virtual.scrollToIndex(index), rows.length)}
      >
        {items.map((item) => (
          <div
            key={item.key}
            ref={virtual.measureElement}
            data-index={item.index}
            className="row-place"
            style={{ transform: `translateY(${item.start}px)` }}
          >
            <RowView
              laid={layRow(rows[item.index]!, rows[item.index - 1] ?? null, timeZone, language)}
              position={item.index + 1}
              size={rows.length}
              entering={animated && atTop && !last.known.has(String(item.key))}
              onFold={toggle}
            />
          </div>
        ))}
      </div>
      {end}
      {atTop && hidden !== null && !rows.slice(0, below + 1).some(differs) && (
        <Pill
          place="below"
          withholds
          label={words.rows.withheldBelow}
          onPress={() => virtual.scrollToIndex(hidden, { align: 'center' })}
        />
      )}
    </div>
  );
}

/** Whether something changed a moment ago, and may be seen to move. */
function useMoving(change: unknown): boolean {
  const [still, setStill] = useState<unknown>(change);
  useEffect(() => {
    const timer = window.setTimeout(() => setStill(change), MOVING);
    return () => window.clearTimeout(timer);
  }, [change]);
  return change !== null && still !== change;
}

/** The name of a row, which stays where it moves: a post's is its id. */
function nameOf(row: Row): string {
  return row.kind === 'pair' ? row.id : row.key;
}

function differs(row: Row): boolean {
  if (row.kind === 'fold') return row.left.withheld !== row.right.withheld;
  return row.kind === 'pair' && isHidden(row);
}

function isHidden({ left, right }: PostRow): boolean {
  return (left?.tombstone ?? false) !== (right?.tombstone ?? false);
}

function firstBelow(rows: readonly Row[], last: number): number | null {
  const index = rows.findIndex((row, at) => at > last && differs(row));
  return index === -1 ? null : index;
}

/** The index of the row that an element is in; −1 for none. */
function indexOf(element: Element): number {
  return Number(element.closest<HTMLElement>('.row-place')?.dataset['index'] ?? -1);
}

/** Indexes in order, with one more among them; −1 for none. */
function withKept(indexes: number[], kept: number): number[] {
  return kept === -1 || indexes.includes(kept) ? indexes : [...indexes, kept].sort((a, b) => a - b);
}

/** Page Up and Page Down go from row to row (WAI-ARIA, the feed pattern). */
function moveBetweenRows(
  event: KeyboardEvent<HTMLDivElement>,
  scrollTo: (index: number) => void,
  count: number,
): void {
  const step = event.key === 'PageDown' ? 1 : event.key === 'PageUp' ? -1 : 0;
  if (step === 0 || !(event.target instanceof Element)) return;
  const list = event.currentTarget;
  const next = indexOf(event.target) + step;
  if (next < 0 || next >= count) return;
  event.preventDefault();
  scrollTo(next);
  // The row may have to be drawn first.
  requestAnimationFrame(() => list.querySelector<HTMLElement>(`[data-index="${next}"] > .row`)?.focus());
}
