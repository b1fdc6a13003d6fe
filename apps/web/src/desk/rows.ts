import type { Outcome, QueueEntry } from '#contract';

/** How an entry of the queue came to its end. */
export interface Done {
  /** Of an item its decision, of an appeal its answer; `dismissed` of a report after which nothing was imposed. */
  outcome: Exclude<Outcome, 'open'> | 'upheld' | 'moot' | 'dismissed' | 'resolved' | 'gone';
  /** ISO 8601; null where it is not told. */
  at: string | null;
  /** The account that did it; null where nobody did, or it is not told. */
  by: string | null;
  /** Whether it was done here, in this tab. */
  here: boolean;
}

/** An entry as the desk shows it: what is done stays on the list for as long as the page, so that one sees by whom. */
export interface Row {
  entry: QueueEntry;
  done: Done | null;
}

/** The rows of one order, all reports, or all appeals. */
export interface Group {
  kind: QueueEntry['kind'];
  /** Of items: their order. */
  order: string | null;
  rows: Row[];
}

/**
 * Puts what was just read in place of what was known. What waits no longer, and did, is told apart: somebody
 * else is done with it, and whoever shows it asks how.
 */
export function mergeRows(
  known: readonly Row[],
  fresh: readonly QueueEntry[],
): { rows: Row[]; ended: QueueEntry[] } {
  const waiting = new Set(fresh.map(({ id }) => id));
  const done = known.filter((row) => row.done !== null && !waiting.has(row.entry.id));
  return {
    rows: [...fresh.map((entry): Row => ({ entry, done: null })), ...done],
    ended: known.flatMap(({ entry, done: by }) => (by === null && !waiting.has(entry.id) ? entry : [])),
  };
}

/** The same rows with one of them ended so; one that is not among them is added. */
export function endRow(rows: readonly Row[], entry: QueueEntry, done: Done): Row[] {
  return [...rows.filter((row) => row.entry.id !== entry.id), { entry, done }];
}

/** Groups rows as the desk lists them: items by order, the order that was filed last first; reports; appeals. */
export function groupRows(rows: readonly Row[]): Group[] {
  const of = (kind: QueueEntry['kind']): Row[] => rows.filter(({ entry }) => entry.kind === kind);
  const orders = new Map<string, Row[]>();
  for (const row of of('item')) {
    const id = row.entry.order_id ?? '';
    orders.set(id, [...(orders.get(id) ?? []), row]);
  }
  const items = [...orders]
    .sort(([one], [other]) => (one < other ? 1 : -1))
    .map(([order, held]): Group => ({ kind: 'item', order, rows: held.sort(byNumber) }));
  const others = (['report', 'appeal'] as const).map((kind): Group => ({
    kind,
    order: null,
    rows: of(kind).sort(oldestFirst),
  }));
  return [...items, ...others].filter((group) => group.rows.length > 0);
}

/** The rows as J and K go through them. */
export function inOrder(groups: readonly Group[]): Row[] {
  return groups.flatMap(({ rows }) => rows);
}

/**
 * The row to go to from another.
 *
 * @param open whether only what still waits counts; else the next one whatever it is
 * @returns the same id where there is none in that direction; null without any row
 */
export function neighbour(
  rows: readonly Row[],
  from: string | null,
  by: 1 | -1,
  open = false,
): string | null {
  const at = rows.findIndex(({ entry }) => entry.id === from);
  const there = by === 1 ? rows.slice(at + 1) : rows.slice(0, Math.max(at, 0)).reverse();
  // After the last one waits whatever was passed over.
  const candidates = open ? [...there, ...rows.slice(0, Math.max(at, 0))] : there;
  const found = candidates.find((row) => !open || row.done === null);
  return found?.entry.id ?? (at === -1 ? (rows[0]?.entry.id ?? null) : from);
}

const byNumber = (a: Row, b: Row): number => (a.entry.item ?? 0) - (b.entry.item ?? 0);
const oldestFirst = (a: Row, b: Row): number => (a.entry.id < b.entry.id ? -1 : 1);
