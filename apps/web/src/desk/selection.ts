/** Rows that are chosen for one decision, and where a range begins. */
export interface Selection {
  chosen: readonly string[];
  anchor: string | null;
}

export const NOTHING_CHOSEN: Selection = { chosen: [], anchor: null };

/** Chooses a row, or takes it out again. */
export function toggled({ chosen }: Selection, id: string): Selection {
  return {
    chosen: chosen.includes(id) ? chosen.filter((one) => one !== id) : [...chosen, id],
    anchor: id,
  };
}

/**
 * Chooses all rows between the one that was chosen last and another, both included; from nowhere, that one alone.
 *
 * @param rows ids in the order in which they are listed, those alone that may be chosen
 */
export function extended({ chosen, anchor }: Selection, to: string, rows: readonly string[]): Selection {
  const [from, end] = [rows.indexOf(anchor ?? to), rows.indexOf(to)];
  if (end === -1) return { chosen, anchor };
  const start = from === -1 ? end : from;
  const range = rows.slice(Math.min(start, end), Math.max(start, end) + 1);
  return { chosen: [...new Set([...chosen, ...range])], anchor: anchor ?? to };
}

/** Keeps of a selection what still waits; the same object where all does. */
export function stillOf(selection: Selection, waiting: ReadonlySet<string>): Selection {
  const chosen = selection.chosen.filter((id) => waiting.has(id));
  return chosen.length === selection.chosen.length ? selection : { ...selection, chosen };
}
