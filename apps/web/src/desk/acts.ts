import type {
  AdminAppeal,
  AdminReport,
  BulkDecision,
  OrderItem,
  QueueEntry,
  RestrictionField,
} from '#contract';
import { refusalOf, type Client } from '../session/client.js';
import { imposes, type Draft } from './draft.js';
import type { Done, Row } from './rows.js';

/** Thrown where somebody else was sooner: what became of it. */
export class Overtaken extends Error {
  constructor(readonly done: Done) {
    super('somebody else was sooner');
  }
}

/** Thrown where something was imposed, and its report could not be closed: it is tried again from there. */
export class HalfDone extends Error {
  constructor(readonly why: unknown) {
    super('imposed, and not closed');
  }
}

/** What was left out of a decision on many, and why: as the page says it, or in the server's words. */
export interface Left {
  row: Row;
  error: { is: 'overtaken' | 'half' | 'unsent' } | { is: 'refused'; message: string };
}

/** What can be taken back, and by what. */
export interface Undo {
  /** An item's place, and the outcome that it has now. */
  item: { order: string; n: number; outcome: string } | null;
  restriction: string | null;
  report: string | null;
}

const KINDS = { withheld: 'withhold', suspended: 'suspend', labelled: 'label', limited: 'limit' } as const;

/**
 * Takes a decision on one entry of the queue.
 *
 * @param standing restrictions in force on what it is about
 * @returns how it ended, and how it is taken back where that is a decision like any other
 * @throws Overtaken, HalfDone, Refusal
 */
export async function decide(
  client: Client,
  row: Row,
  draft: Draft,
  standing: readonly RestrictionField[],
): Promise<{ done: Done; undo: Undo | null }> {
  try {
    if (row.entry.kind === 'item') return await decideItem(client, row, draft);
    if (row.entry.kind === 'appeal') return await answerAppeal(client, row.entry, draft);
    return await dealWithReport(client, row.entry, draft, standing);
  } catch (error) {
    const { status } = refusalOf(error);
    if (!(error instanceof HalfDone) && (status === 409 || status === 404)) {
      const done = await becameOf(client, row.entry).catch(() => null);
      if (done !== null && done.outcome !== row.done?.outcome) throw new Overtaken(done);
    }
    throw error;
  }
}

/** Decides many entries, and leaves out those with which somebody was sooner. */
export async function decideMany(
  client: Client,
  rows: readonly Row[],
  draft: Draft,
): Promise<{ ended: { row: Row; done: Done; undo: Undo | null }[]; left: Left[] }> {
  const ended: { row: Row; done: Done; undo: Undo | null }[] = [];
  const left: Left[] = [];
  const orders = new Map<string, Row[]>();
  for (const row of rows.filter(({ entry }) => entry.kind === 'item')) {
    const order = row.entry.order_id ?? '';
    orders.set(order, [...(orders.get(order) ?? []), row]);
  }
  for (const [order, items] of orders) {
    try {
      const { decided, refused } = await client.post<BulkDecision>(`/api/v1/orders/${order}/decisions`, {
        ...decisionOf(draft),
        items: items.map(({ entry }) => entry.item),
        each: true,
        if_state: 'open',
      });
      for (const row of items) {
        const n = row.entry.item ?? 0;
        if (decided.includes(n)) ended.push({ row, done: doneHere(draft), undo: undoOf(order, n, draft) });
        else
          left.push({
            row,
            error: { is: 'refused', message: refused.find((one) => one.n === n)?.error ?? '' },
          });
      }
    } catch (error) {
      left.push(...items.map((row) => ({ row, error: whyOf(error) })));
    }
  }
  for (const row of rows.filter(({ entry }) => entry.kind !== 'item')) {
    try {
      ended.push({ row, ...(await decide(client, row, draft, [])) });
    } catch (error) {
      left.push({ row, error: whyOf(error) });
    }
  }
  return { ended, left };
}

function whyOf(error: unknown): Left['error'] {
  if (error instanceof Overtaken) return { is: 'overtaken' };
  if (error instanceof HalfDone) return { is: 'half' };
  const { failure } = refusalOf(error);
  return failure.kind === 'unreachable' ? { is: 'unsent' } : { is: 'refused', message: failure.message };
}

/** Takes a decision back, by a decision of its own: both stay in the log. @throws Refusal */
export async function takeBack(
  client: Client,
  { item, restriction, report }: Undo,
  reason: string,
): Promise<void> {
  if (item !== null)
    await client.post(`/api/v1/orders/${item.order}/items/${item.n}/decisions`, {
      outcome: 'restored',
      reason,
      if_state: item.outcome,
    });
  if (restriction !== null) await client.post(`/api/v1/restrictions/${restriction}/lift`, { reason });
  if (report !== null) await client.post(`/api/v1/admin/reports/${report}/reopen`);
}

/** Takes an entry on, so that other moderators see who is at it, or gives it back. @throws Refusal */
export async function assign(client: Client, { id }: QueueEntry, to: 'self' | 'nobody'): Promise<void> {
  await client.post(`/api/v1/admin/queue/${id}/${to === 'self' ? 'assign_to_self' : 'unassign'}`);
}

/** How an entry ended; null where it still waits. @throws Refusal, also where it is not there any more */
export async function becameOf(client: Client, entry: QueueEntry): Promise<Done | null> {
  const id = entry.id.split(':')[1] ?? '';
  if (entry.kind === 'item') {
    const n = entry.item ?? 1;
    const [item] = await client.read<OrderItem[]>(`/api/v1/orders/${id}/items?after=${n - 1}&limit=1`);
    const decision = item?.decision ?? null;
    return decision && ended(decision.outcome as Done['outcome'], decision.at, decision.decided_by);
  }
  if (entry.kind === 'report') {
    const report = await client.read<AdminReport>(`/api/v1/admin/reports/${id}`);
    if (!report.action_taken) return null;
    return ended('resolved', report.action_taken_at, report.action_taken_by_account?.id ?? null);
  }
  const appeal = await client.read<AdminAppeal>(`/api/v1/admin/appeals/${id}`);
  if (appeal.state === 'open') return null;
  const at = appeal.answered_at ?? appeal.restriction.until;
  return ended(appeal.state, at, appeal.answered_by_account_id);
}

const ended = (outcome: Done['outcome'], at: string | null, by: string | null): Done => ({
  outcome,
  at,
  by,
  here: false,
});

async function decideItem(client: Client, { entry, done }: Row, draft: Draft) {
  const [order, n] = [entry.order_id ?? '', entry.item ?? 0];
  await client.post(`/api/v1/orders/${order}/items/${n}/decisions`, {
    ...decisionOf(draft),
    if_state: done?.outcome ?? 'open',
  });
  return { done: doneHere(draft), undo: undoOf(order, n, draft) };
}

async function answerAppeal(client: Client, entry: QueueEntry, { outcome, reason }: Draft) {
  const id = entry.id.split(':')[1] ?? '';
  const restores = outcome === 'restored';
  await client.post(`/api/v1/appeals/${id}/answer`, {
    outcome: restores ? 'restore' : 'uphold',
    text: reason.trim(),
  });
  const done: Done = { ...ended(restores ? 'restored' : 'upheld', null, null), here: true };
  return { done, undo: null };
}

/**
 * Imposes what answers a report, and closes the report. The key under which it is imposed is kept until the
 * report is closed, over a reload of the page too: whatever is lost in between, nothing is imposed twice.
 */
async function dealWithReport(
  client: Client,
  entry: QueueEntry,
  draft: Draft,
  standing: readonly RestrictionField[],
) {
  const id = entry.id.split(':')[1] ?? '';
  const { outcome } = draft;
  const report = await client.read<AdminReport>(`/api/v1/admin/reports/${id}`);
  if (report.action_taken)
    throw new Overtaken(
      ended('resolved', report.action_taken_at, report.action_taken_by_account?.id ?? null),
    );
  let restriction: string | null = null;
  if (outcome !== null && imposes(outcome)) {
    const key = keyOf(entry.id);
    const imposed = await client.post<RestrictionField>('/api/v1/restrictions', imposing(entry, draft), key);
    restriction = imposed.id;
  }
  if (outcome === 'restored')
    for (const one of standing.filter(({ order_id }) => order_id === null))
      await client.post(`/api/v1/restrictions/${one.id}/lift`, { reason: draft.reason.trim() });
  try {
    if (outcome === 'refused' && draft.reason.trim() !== '') await note(client, entry, draft.reason.trim());
    await client.post(`/api/v1/admin/reports/${id}/resolve`);
  } catch (error) {
    throw restriction === null ? error : new HalfDone(error);
  }
  for (const key of [entry.id, noteOf(entry)]) forgetKey(key);
  const done: Done = outcome === 'refused' ? { ...doneHere(draft), outcome: 'dismissed' } : doneHere(draft);
  return { done, undo: outcome === 'restored' ? null : { item: null, restriction, report: id } };
}

/** Why a report led to nothing is said to moderators, once: the public was told of no report. */
async function note(client: Client, entry: QueueEntry, text: string): Promise<void> {
  if (window.sessionStorage.getItem(KEYS + noteOf(entry)) !== null) return;
  await client.post('/api/v1/admin/notes', { ...subjectOf(entry), text });
  keyOf(noteOf(entry));
}

const noteOf = ({ id }: QueueEntry): string => `${id}:note`;

function imposing(entry: QueueEntry, draft: Draft): object {
  const kind = KINDS[draft.outcome as keyof typeof KINDS];
  return {
    kind,
    ...subjectOf(entry),
    ...(kind === 'withhold' ? { countries: draft.countries } : {}),
    basis: draft.basis,
    reason: draft.reason.trim(),
    ...(kind === 'label' ? { label: draft.label.trim() } : {}),
    ...(draft.until === '' ? {} : { until: new Date(draft.until).toISOString() }),
  };
}

function subjectOf({ status_id, account_id }: QueueEntry): object {
  return status_id === null ? { account_id } : { status_id };
}

function decisionOf({ outcome, reason, ground, label }: Draft): object {
  return {
    outcome,
    reason: reason.trim(),
    ...(outcome === 'refused' ? { ground } : {}),
    ...(outcome === 'labelled' ? { label: label.trim() } : {}),
  };
}

function doneHere({ outcome }: Draft): Done {
  return { outcome: outcome ?? 'refused', at: new Date().toISOString(), by: null, here: true };
}

/** A refusal imposes nothing, and an item never becomes open again: it is decided anew instead. */
function undoOf(order: string, n: number, { outcome }: Draft): Undo | null {
  if (outcome === null || !imposes(outcome)) return null;
  return { item: { order, n, outcome }, restriction: null, report: null };
}

const KEYS = 'withheld.deciding.';

function keyOf(entry: string): string {
  const kept = window.sessionStorage.getItem(KEYS + entry);
  if (kept !== null) return kept;
  const made = `${entry}:${crypto.getRandomValues(new Uint32Array(2)).join('')}`;
  window.sessionStorage.setItem(KEYS + entry, made);
  return made;
}

function forgetKey(entry: string): void {
  window.sessionStorage.removeItem(KEYS + entry);
}
