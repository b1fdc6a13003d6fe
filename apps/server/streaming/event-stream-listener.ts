import { once } from 'node:events';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { EncodedFrame } from '../live/encoded-frame.js';
import type { Identity } from '../live/listener.js';
import { MastodonListener, MAX_BYTES } from './mastodon-listener.js';
import { eventOf } from './messages.js';

/** Whoever listens to one stream over server-sent events. */
export class EventStreamListener extends MastodonListener {
  readonly kind = 'event-stream';

  constructor(
    request: IncomingMessage,
    identity: Identity,
    private readonly response: ServerResponse,
  ) {
    super(request, identity);
  }

  override get connected(): boolean {
    return !this.response.writableEnded && !this.response.destroyed;
  }

  override get isTooSlow(): boolean {
    return this.response.writableLength > MAX_BYTES;
  }

  override async hasTaken(): Promise<void> {
    const stop = new AbortController();
    const { signal } = stop;
    if (this.response.writableNeedDrain)
      await Promise.race(['drain', 'close'].map((event) => once(this.response, event, { signal })));
    stop.abort();
  }

  /** Server-sent events have no word for why. */
  override close(): void {
    this.response.end();
  }

  /**
   * Writes a line that clients pass over, by which a proxy learns that the connection is in use. No empty line comes
   * after it: one library takes that for an event without a name.
   */
  comment(text: string): void {
    if (this.connected) this.response.write(`:${text}\n`);
  }

  protected override send(frame: EncodedFrame): void {
    if (this.connected) this.response.write(eventOf(frame));
  }
}
