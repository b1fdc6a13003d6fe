import type { FrameType } from '#contract';
import type { EncodedFrame } from '../live/encoded-frame.js';
import type { GatedFrame } from '../live/gated-frame.js';
import type { Channel } from './channels.js';

/**
 * The frames that Mastodon's clients know. Others, such as `counts` or `withheld`, are told over our own sockets
 * alone: to some libraries an event that they do not know is an error, and what a withholding does to a post comes
 * as `status.update` and `delete`.
 */
const MASTODONS: ReadonlySet<FrameType> = new Set([
  'update',
  'status.update',
  'delete',
  'notification',
  'notifications_merged',
  'conversation',
]);

/** Whether a frame is told on a channel. */
export function isTold({ frame }: EncodedFrame, channel: Channel): boolean {
  return MASTODONS.has(frame.type) && channel.takes(frame);
}

/**
 * A frame as a message of Mastodon's over WebSocket: the payload is text within the JSON, of a deletion the id
 * as it is.
 *
 * @see https://docs.joinmastodon.org/methods/streaming/#events
 */
export function messageOf(encoded: EncodedFrame, { name }: Channel): string {
  return encoded.as(`message ${name.join(' ')}`, (frame) =>
    JSON.stringify({ stream: name, event: frame.type, payload: payloadOf(frame) }),
  );
}

/**
 * The same as a server-sent event. Its data is JSON whatever the event, so a deletion's id is quoted, where
 * Mastodon sends it bare: its ids are digits, which parse as JSON, and ours are not, so that a client that parses
 * every event's data (Mastodon.py) would end at the first deletion. Clients that take it as text use it for nothing
 * but to find a post, and there is one line of JSON in either.
 *
 * @see https://html.spec.whatwg.org/multipage/server-sent-events.html#event-stream-interpretation
 */
export function eventOf(encoded: EncodedFrame): string {
  return encoded.as('event', ({ type, payload }) => `event: ${type}\ndata: ${payload.text}\n\n`);
}

function payloadOf({ type, payload }: GatedFrame): string {
  return type === 'delete' ? payload.value : payload.text;
}
