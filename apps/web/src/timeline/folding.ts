import type { Status } from '#contract';
import type { PairRow, Row } from './pairing.js';

/** How many stand-ins in a row read alike on a side. */
interface Tally {
  withheld: number;
  shown: number;
}

/** A run of adjacent stand-ins, folded into one row; opens in place. */
export interface FoldRow {
  kind: 'fold';
  key: string;
  at: string;
  rows: PairRow[];
  open: boolean;
  left: Tally;
  right: Tally;
  same: boolean;
  /** Stand-ins stand unfolded elsewhere in the list: these are "more". */
  more: boolean;
  /** The run goes on in what is not loaded yet: these are "or more". */
  goesOn: boolean;
}

export type FoldedRow = Row | FoldRow;

/** Rows below which a run stays as it is. */
const RUN = 3;

/**
 * Folds runs of three or more adjacent stand-ins of one day. Faces (the stand-ins whose text describes
 * somebody) are never folded: they are what the moment has to lose.
 *
 * @param opened ids of posts whose run is open; any of a run opens it
 * @param dayOf the day that an instant falls on, as a key
 * @param endOpen whether older rows exist below the last one
 */
export function foldRows(
  rows: readonly Row[],
  opened: ReadonlySet<string>,
  dayOf: (at: string) => string,
  endOpen: boolean,
): FoldedRow[] {
  const folded: FoldedRow[] = [];
  const more = rows.some((row) => row.kind === 'pair' && row.standIn && isFace(row));
  for (let start = 0; start < rows.length;) {
    const run = runFrom(rows, start, dayOf);
    const end = start + Math.max(run.length, 1);
    if (run.length < RUN) {
      folded.push(...rows.slice(start, end));
    } else {
      const fold = foldOf(run, opened, more, endOpen && end === rows.length);
      folded.push(fold, ...(fold.open ? run : []));
    }
    start = end;
  }
  return folded;
}

/** A stand-in that describes somebody: "[Stand-in: a local reporter's photograph …]". */
function isFace(row: PairRow): boolean {
  return [row.left, row.right].some(
    (status) => status !== null && !status.tombstone && /^\s*(<p>)?\s*\[Stand-in:/.test(status.content),
  );
}

function runFrom(rows: readonly Row[], start: number, dayOf: (at: string) => string): PairRow[] {
  const run: PairRow[] = [];
  for (let index = start; index < rows.length; index++) {
    const row = rows[index];
    if (row?.kind !== 'pair' || !row.standIn || isFace(row)) break;
    if (run[0] !== undefined && dayOf(run[0].at) !== dayOf(row.at)) break;
    run.push(row);
  }
  return run;
}

function foldOf(run: PairRow[], opened: ReadonlySet<string>, more: boolean, goesOn: boolean): FoldRow {
  const newest = run[0] as PairRow;
  return {
    kind: 'fold',
    // By its oldest: a run grows at the top while it is being looked at.
    key: `fold ${(run.at(-1) as PairRow).key}`,
    at: newest.at,
    rows: run,
    open: run.some((row) => opened.has(row.id)),
    left: tally(run.map((row) => row.left)),
    right: tally(run.map((row) => row.right)),
    same: run.every((row) => row.same),
    more,
    goesOn,
  };
}

function tally(statuses: readonly (Status | null)[]): Tally {
  const withheld = statuses.filter((status) => status?.tombstone === true).length;
  const absent = statuses.filter((status) => status === null).length;
  return { withheld, shown: statuses.length - withheld - absent };
}

/** "250 more stand-ins withheld here", in its parts: the figure is pencilled, the words are not. */
export function tallyWords(
  { left, right, more, goesOn }: FoldRow,
  side: 'left' | 'right',
): { figure: number; words: string }[] {
  const { withheld, shown } = side === 'left' ? left : right;
  const parts = [
    { figure: withheld, what: 'withheld here' },
    { figure: shown, what: 'shown here' },
  ].filter((part) => part.figure > 0);
  return parts.map(({ figure, what }) => {
    const extent = goesOn ? ' or more' : more ? ' more' : '';
    return { figure, words: `${extent} stand-in${figure === 1 && !goesOn ? '' : 's'} ${what}`.trim() };
  });
}
