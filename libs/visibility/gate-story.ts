import type { ContextRow, FramePayloads, TapePayloads } from '#contract';
import type { LoggedEvent, Provenance, StoredOrder } from '#domain';
import { seal, type Gated } from './gated.js';
import { provenanceField } from './present.js';

/** A narrator's row as stored. */
export type StoredRow = Omit<ContextRow, 'at' | 'provenance'> & {
  at: number;
  scenario: string;
  provenance: Provenance | null;
};

/** Context rows are the narrator's own words, which nothing restricts. */
export function gateContext(rows: readonly StoredRow[]): Gated<ContextRow[]> {
  return seal(rows.map(presentContextRow));
}

export function gateContextRow(row: StoredRow): Gated<ContextRow> {
  return seal(presentContextRow(row));
}

function presentContextRow({ id, at, title, text, side, provenance, scenario }: StoredRow): ContextRow {
  return {
    id,
    at: new Date(at).toISOString(),
    title,
    text,
    side,
    provenance: provenanceField(provenance, scenario),
  };
}

/** Tells that a post is gone: by its id alone, which reveals nothing of the post. */
export function gateDeletion(id: string): Gated<FramePayloads['delete']> {
  return seal(id);
}

/** Tells that a scenario's tape goes on: what is on it says the tape. */
export function gateTapeNotice(scenario: string): Gated<FramePayloads['tape']> {
  return seal({ scenario });
}

/** An event of an order itself. */
export type OrderEvent = LoggedEvent<
  'order.filed' | 'order.noticed' | 'order.confirmed' | 'order.revoked' | 'order.expired' | 'order.set_aside'
>;

/** Tells what happened to an order: a confidential one without its id, title and text. */
export function gateOrder(
  { type, subject, payload, scenario, provenance }: OrderEvent,
  { title, confidential, size }: Pick<StoredOrder, 'title' | 'confidential' | 'size'>,
): Gated<FramePayloads['order']> {
  const id = scenario?.id ?? null;
  return seal({
    order_id: confidential ? null : subject,
    title: confidential ? '' : title,
    what: type.slice('order.'.length),
    text: confidential ? '' : 'text' in payload ? payload.text : payload.reason,
    items: size,
    scenario: id,
    provenance: provenanceField(provenance, id),
  });
}

/**
 * Tells what the platform decided on some of an order's items: a confidential one's without id and reason.
 *
 * @param last the last of the decisions that are told together
 */
export function gateDecision(
  last: LoggedEvent<'item.decided'>,
  { confidential, items }: { confidential: boolean; items: number },
): Gated<FramePayloads['decision']> {
  return seal(presentDecision(last, confidential, items));
}

/** The same, with the numbers of the items; without those of a confidential order. */
export function gateNumberedDecision(
  decided: readonly [LoggedEvent<'item.decided'>, ...LoggedEvent<'item.decided'>[]],
  confidential: boolean,
): Gated<TapePayloads['decision']> {
  const numbers = decided.map(({ payload }) => payload.n).sort((one, other) => one - other);
  return seal({
    ...presentDecision(decided[0], confidential, decided.length),
    numbers: confidential ? null : numbers,
  });
}

function presentDecision(
  { payload, scenario, provenance }: LoggedEvent<'item.decided'>,
  confidential: boolean,
  items: number,
): FramePayloads['decision'] {
  const id = scenario?.id ?? null;
  return {
    order_id: confidential ? null : payload.order,
    outcome: payload.outcome,
    reason: confidential ? '' : payload.reason,
    items,
    scenario: id,
    provenance: provenanceField(provenance, id),
  };
}

/** Tells that a hashtag was seen among the trends of a country: a source's own words, which nothing restricts. */
export function gateTrend({
  id,
  payload,
  provenance,
  scenario,
}: LoggedEvent<'trend.observed'>): Gated<TapePayloads['trend']> {
  return seal({
    id,
    tag: payload.tag,
    country: payload.country,
    rank: payload.rank,
    posts: payload.posts,
    scenario: scenario?.id ?? '',
    provenance: provenanceField(provenance, scenario?.id ?? null),
  });
}
