import type { ContextRow, Status } from '#contract';
import { plainText } from '../html.js';

/** A row of a sheet: a post as each side reads it, or what the narrator tells across both. */
export type SheetRow =
  | { kind: 'post'; id: string; at: number; left: Status | null; right: Status | null }
  | { kind: 'told'; id: string; at: number; row: ContextRow };

/** Millimetres that rows may take on an A4 beside its head, legend, questions and foot. */
const ROOM = 150;
/** Characters of a line, at least: of a post's column, and of a row across both. */
const COLUMN = 40;
const ACROSS = 92;
/** Millimetres of a line, and of what is around the words of a post, a tombstone and a row across. */
const LINE = 4.8;
const AROUND = { post: 17, tombstone: 20, told: 4.5 };

/**
 * Both sides' posts and the narrator's rows as one list, the latest first. A post that is withheld stands where
 * that began, as on the stage: the difference is where the story is, and not where the post once was.
 *
 * @param right null where there is one side alone
 */
export function rowsOf(
  left: readonly Status[],
  right: readonly Status[] | null,
  told: readonly ContextRow[],
): SheetRow[] {
  const [onLeft, onRight] = [byId(left), byId(right ?? [])];
  const posts = [...new Set([...onLeft.keys(), ...onRight.keys()])].map((id): SheetRow => {
    const [one, other] = [onLeft.get(id) ?? null, onRight.get(id) ?? null];
    return { kind: 'post', id, at: Math.max(turnOf(one), turnOf(other)), left: one, right: other };
  });
  const rows = told.map((row): SheetRow => ({ kind: 'told', id: row.id, at: Date.parse(row.at), row }));
  return [...posts, ...rows].sort((one, other) => other.at - one.at || (one.id < other.id ? 1 : -1));
}

/** Whether the two sides read a post differently; where there is one side alone, whether it is withheld there. */
export function differs({ left, right }: Extract<SheetRow, { kind: 'post' }>): boolean {
  return (left?.tombstone ?? null) !== (right?.tombstone ?? null);
}

/**
 * The rows that one A4 has room for: the latest, and among them the latest post that differs, since that is what
 * a sheet is for. None is cut: what does not fit is left out from the earliest.
 *
 * @returns them in their order, and how many are left out
 */
export function fitting(rows: readonly SheetRow[]): { rows: SheetRow[]; left: number } {
  const shown = new Set<SheetRow>();
  let room = ROOM;
  const take = (row: SheetRow | undefined): boolean => {
    if (row === undefined || shown.has(row)) return true;
    const height = heightOf(row);
    if (height > room) return false;
    room -= height;
    shown.add(row);
    return true;
  };
  take(rows.find((row) => row.kind === 'post' && differs(row)));
  for (const row of rows) if (!take(row)) break;
  return { rows: rows.filter((row) => shown.has(row)), left: rows.length - shown.size };
}

/** Millimetres that a row takes, at most: it is measured where no browser is. */
function heightOf(row: SheetRow): number {
  if (row.kind === 'told')
    return AROUND.told + LINE * linesOf(`${row.row.title} ${row.row.text}`.length, ACROSS);
  return Math.max(...[row.left, row.right].map(cellHeight));
}

function cellHeight(status: Status | null): number {
  if (status === null) return 0;
  const around = status.tombstone ? AROUND.tombstone : AROUND.post;
  return around + LINE * linesOf(plainText(status.content).length, COLUMN);
}

function linesOf(characters: number, aLine: number): number {
  return Math.ceil(characters / aLine);
}

function turnOf(status: Status | null): number {
  if (status === null) return -Infinity;
  return Date.parse(status.tombstone && status.withheld !== null ? status.withheld.since : status.created_at);
}

function byId(statuses: readonly Status[]): Map<string, Status> {
  return new Map(statuses.map((status) => [status.id, status]));
}
