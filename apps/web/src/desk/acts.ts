import { OUTCOMES, type QueueEntry, type RestrictionField } from '#contract';
import type { Body } from '../api/routes.js';
import { refusalOf, type Client } from '../session/client.js';
import type { Choice } from './desk-keys.js';
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

/** The entries left out of a decision on many, and why: as the page says it, or in the server's words. */
export interface Left {
  row: Row;
  error: { is: 'overtaken' | 'half' | 'unsent' } | { is: 'refused'; message: string };
}

/** A decision that can be taken back, and the one that does so. */
export interface Undo {
  /** An item's place, and the outcome that it has now. */
  item: { order: string; n: number; outcome: Choice } | null;
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
      const each = await client.post('/api/v1/orders/{id}/decisions', {
        path: { id: order },
        body: {
          ...decisionOf(draft),
          items: items.map(({ entry }) => entry.item ?? 0),
          each: true,
          if_state: 'open',
        },
      });
      if (!('decided' in each)) throw new Error('each was to be decided by itself');
      const { decided, refused } = each;
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
    await client.post('/api/v1/orders/{id}/items/{n}/decisions', {
      path: { id: item.order, n: item.n },
      body: { outcome: 'restored', reason, if_state: item.outcome },
    });
  if (restriction !== null) await lift(client, restriction, reason);
  if (report !== null) await client.post('/api/v1/admin/reports/{id}/reopen', { path: { id: report } });
}

async function lift(client: Client, id: string, reason: string): Promise<void> {
  await client.post('/api/v1/restrictions/{id}/lift', { path: { id }, body: { reason } });
}

/** Takes an entry on, so that other moderators see who is at it, or gives it back. @throws Refusal */
export async function assign(client: Client, { id }: QueueEntry, to: 'self' | 'nobody'): Promise<void> {
  const given = { path: { entry: id } };
  if (to === 'self') await client.post('/api/v1/admin/queue/{entry}/assign_to_self', given);
  else await client.post('/api/v1/admin/queue/{entry}/unassign', given);
}

/** How an entry ended; null where it still waits. @throws Refusal, also where it is not there any more */
export async function becameOf(client: Client, entry: QueueEntry): Promise<Done | null> {
  const id = entry.id.split(':')[1] ?? '';
  if (entry.kind === 'item') {
    const n = entry.item ?? 1;
    const given = { path: { id }, query: { after: n - 1, limit: 1 } };
    const [item] = await client.read('/api/v1/orders/{id}/items', given);
    const decision = item?.decision ?? null;
    return decision && ended(decision.outcome as Done['outcome'], decision.at, decision.decided_by);
  }
  if (entry.kind === 'report') {
    const report = await client.read('/api/v1/admin/reports/{id}', { path: { id } });
    if (!report.action_taken) return null;
    return ended('resolved', report.action_taken_at, report.action_taken_by_account?.id ?? null);
  }
  const appeal = await client.read('/api/v1/admin/appeals/{id}', { path: { id } });
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
  const stood = OUTCOMES.find((outcome) => outcome === done?.outcome) ?? 'open';
  await client.post('/api/v1/orders/{id}/items/{n}/decisions', {
    path: { id: order, n },
    body: { ...decisionOf(draft), if_state: stood },
  });
  return { done: doneHere(draft), undo: undoOf(order, n, draft) };
}

async function answerAppeal(client: Client, entry: QueueEntry, { outcome, reason }: Draft) {
  const id = entry.id.split(':')[1] ?? '';
  const restores = outcome === 'restored';
  await client.post('/api/v1/appeals/{id}/answer', {
    path: { id },
    body: { outcome: restores ? 'restore' : 'uphold', text: reason.trim() },
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
  const report = await client.read('/api/v1/admin/reports/{id}', { path: { id } });
  if (report.action_taken)
    throw new Overtaken(
      ended('resolved', report.action_taken_at, report.action_taken_by_account?.id ?? null),
    );
  let restriction: string | null = null;
  if (outcome !== null && imposes(outcome)) {
    const key = keyOf(entry.id);
    const imposed = await client.post('/api/v1/restrictions', {
      header: { 'idempotency-key': key },
      body: imposing(entry, draft),
    });
    restriction = imposed.id;
  }
  if (outcome === 'restored')
    for (const one of standing.filter(({ order_id }) => order_id === null))
      await lift(client, one.id, draft.reason.trim());
  try {
    if (outcome === 'refused' && draft.reason.trim() !== '') await note(client, entry, draft.reason.trim());
    await client.post('/api/v1/admin/reports/{id}/resolve', { path: { id } });
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
  await client.post('/api/v1/admin/notes', { body: { ...subjectOf(entry), text } });
  keyOf(noteOf(entry));
}

const noteOf = ({ id }: QueueEntry): string => `${id}:note`;

function imposing(entry: QueueEntry, draft: Draft): Body<'post', '/api/v1/restrictions'> {
  const kind = KINDS[draft.outcome as keyof typeof KINDS];
  return {
    kind,
    ...subjectOf(entry),
    countries: kind === 'withhold' ? draft.countries : undefined,
    basis: draft.basis,
    reason: draft.reason.trim(),
    label: kind === 'label' ? draft.label.trim() : undefined,
    until: draft.until === '' ? undefined : new Date(draft.until).toISOString(),
  };
}

function subjectOf({ status_id, account_id }: QueueEntry) {
  return status_id === null ? { account_id: account_id ?? undefined } : { status_id };
}

function decisionOf({ outcome, reason, ground, label }: Draft) {
  return {
    outcome: outcome ?? 'refused',
    reason: reason.trim(),
    ground: outcome === 'refused' ? ground : undefined,
    label: outcome === 'labelled' ? label.trim() : undefined,
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
