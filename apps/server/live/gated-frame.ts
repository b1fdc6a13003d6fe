import type { Frame, FramePayloads, FrameType, Status } from '#contract';
import type { Gated } from '#visibility';

/** A frame whose payload has been through the gate. */
export type GatedFrame = {
  [K in FrameType]: Omit<Extract<Frame, { type: K }>, 'payload'> & { payload: Gated<FramePayloads[K]> };
}[FrameType];

/** In `seq` order, each but the last of its `seq` saying that more follow. */
export function inOrder(frames: GatedFrame[]): GatedFrame[] {
  frames.sort((a, b) => a.seq - b.seq);
  return frames.map((frame, index) =>
    frames[index + 1]?.seq === frame.seq ? { ...frame, more: true } : frame,
  );
}

/** The posts that stand inside a post as it is shown, however deep. */
export function shownInside({ reblog, quote }: Status): Status[] {
  const inside = reblog ?? quote?.quoted_status ?? null;
  return inside === null ? [] : [inside, ...shownInside(inside)];
}
