import type { ContextRow, FramePayloads, ProvenanceField } from '#contract';
import { sortKey } from './sort-key.js';

/** A row across both panes, on green: the narrator's, an order, or a decision. */
export type Band = { key: string; at: string } & (
  | { kind: 'context'; row: ContextRow }
  | { kind: 'order'; order: FramePayloads['order'] }
  | { kind: 'decision'; decision: FramePayloads['decision'] }
);

/** Where a band comes from; null for what people did here. */
export function bandProvenance(band: Band): ProvenanceField | null {
  if (band.kind === 'context') return band.row.provenance;
  return band.kind === 'order' ? band.order.provenance : band.decision.provenance;
}

/** A narrator's row as a band. */
export function contextBand(row: ContextRow): Band {
  return { kind: 'context', key: sortKey(row.at, row.id), at: row.at, row };
}

/** A frame of an order or of a decision, of a stream or of a tape. `seq` is its place there. */
type BandFrame = { at: string; seq: number } & (
  | { type: 'order'; payload: FramePayloads['order'] }
  | { type: 'decision'; payload: FramePayloads['decision'] }
);

/** An order's or a decision's frame as a band: the same frame gives the same key. */
export function frameBand(frame: BandFrame): Band {
  const { at, seq } = frame;
  if (frame.type === 'order') {
    const { order_id, what } = frame.payload;
    return { kind: 'order', key: sortKey(at, `${seq}/${order_id}/${what}`), at, order: frame.payload };
  }
  const { order_id, outcome, reason } = frame.payload;
  return {
    kind: 'decision',
    key: sortKey(at, `${seq}/${order_id}/${outcome}/${reason}`),
    at,
    decision: frame.payload,
  };
}
