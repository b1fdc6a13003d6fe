import type { Moment, ProvenanceField, RestrictionField, Status } from '#contract';

/** Changes that a post can go through, in the words of decisions. */
type Happening =
  'published' | 'withheld' | 'suspended' | 'labelled' | 'limited' | 'refused' | 'restored' | 'ended';

/** One thing that happened to a post. */
export interface HistoryEntry {
  /** ISO 8601. */
  at: string;
  what: Happening;
  /** The item that was decided on; null where it was no order's. */
  item: { order: string; n: number } | null;
  reason: string;
  provenance: ProvenanceField | null;
}

const KINDS = { withhold: 'withheld', suspend: 'suspended', label: 'labelled', limit: 'limited' } as const;

const DECIDED: ReadonlySet<string> = new Set<Happening>([
  'withheld',
  'suspended',
  'labelled',
  'limited',
  'refused',
  'restored',
]);

/**
 * The changes of a post up to an instant, the oldest first: when it was published, what was decided on
 * its items, and restrictions that no such decision tells of.
 *
 * @param post the post as either side has it, for when it was said; null where neither does
 * @param restrictions all that were considered, in force or not
 * @param moments of the tape, for decisions that restricted nothing and for how sure each is; may be empty
 * @param until ISO 8601, inclusive
 */
export function historyOf(
  post: Pick<Status, 'created_at' | 'provenance'> | null,
  restrictions: readonly RestrictionField[],
  moments: readonly Moment[],
  until: string,
): HistoryEntry[] {
  const entries: HistoryEntry[] = [];
  const add = (entry: HistoryEntry) => {
    // Told to the millisecond everywhere, so that text compares as time does.
    if (Date.parse(entry.at) <= Date.parse(until)) entries.push(entry);
  };
  if (post !== null)
    add({ at: post.created_at, what: 'published', item: null, reason: '', provenance: post.provenance });

  const items = new Map<string, { order: string; n: number }>();
  for (const { order_id, item } of restrictions)
    if (order_id !== null && item !== null) items.set(`${order_id} ${item}`, { order: order_id, n: item });
  const told = new Set<string>();
  if (items.size > 0)
    for (const { at, frames } of moments)
      for (const frame of frames) {
        if (frame.type !== 'decision' || !DECIDED.has(frame.payload.outcome)) continue;
        const { order_id, numbers, outcome, reason, provenance } = frame.payload;
        for (const item of items.values()) {
          if (item.order !== order_id || numbers?.includes(item.n) !== true) continue;
          told.add(at);
          add({ at, what: outcome as Happening, item, reason, provenance });
        }
      }

  for (const { kind, from, until: end, order_id, item, reason } of restrictions) {
    const of = order_id === null || item === null ? null : { order: order_id, n: item };
    if (!told.has(from)) add({ at: from, what: KINDS[kind], item: of, reason, provenance: null });
    if (end !== null && !told.has(end))
      add({ at: end, what: 'ended', item: of, reason: '', provenance: null });
  }
  return entries.sort((a, b) => Date.parse(a.at) - Date.parse(b.at));
}

/** The restrictions of explanations, each once. */
export function restrictionsOf(
  explanations: readonly ({ rules: readonly { restriction: RestrictionField | null }[] } | null)[],
): RestrictionField[] {
  const found = new Map<string, RestrictionField>();
  for (const explanation of explanations)
    for (const { restriction } of explanation?.rules ?? [])
      if (restriction !== null) found.set(restriction.id, restriction);
  return [...found.values()];
}
