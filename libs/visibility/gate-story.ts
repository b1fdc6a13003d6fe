import type { ContextRow, FramePayloads, TapePayloads } from '#contract';
import type { LoggedEvent, Provenance } from '#domain';
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

/** Tells what happened to an order: a confidential one without its id, title and text. */
export function gateOrder(
  order: Omit<FramePayloads['order'], 'order_id' | 'provenance'> & {
    id: string;
    confidential: boolean;
    provenance: Provenance | null;
  },
): Gated<FramePayloads['order']> {
  const { id, confidential, provenance, ...rest } = order;
  return seal({
    ...rest,
    order_id: confidential ? null : id,
    title: confidential ? '' : rest.title,
    text: confidential ? '' : rest.text,
    provenance: provenanceField(provenance, rest.scenario),
  });
}

/** Tells what the platform decided on some of an order's items: a confidential one's without id and reason. */
export function gateDecision(
  decision: Omit<FramePayloads['decision'], 'order_id' | 'provenance'> & {
    id: string;
    confidential: boolean;
    provenance: Provenance | null;
  },
): Gated<FramePayloads['decision']> {
  const { id, confidential, provenance, ...rest } = decision;
  return seal({
    ...rest,
    order_id: confidential ? null : id,
    reason: confidential ? '' : rest.reason,
    provenance: provenanceField(provenance, rest.scenario),
  });
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
