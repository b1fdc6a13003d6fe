import type { IncomingMessage } from 'node:http';
import type { StreamName } from '#contract';
import type { EncodedFrame } from '../live/encoded-frame.js';
import { Listener, type Identity, type Medium } from '../live/listener.js';
import type { Channel } from './channels.js';
import { isTold } from './messages.js';

/** A listener with more bytes than these waiting for it is closed as too slow. */
export const MAX_BYTES = 8 * 1024 * 1024;

/**
 * Tells each by itself. Mastodon's clients cannot be asked to read again: their connection is ended instead, upon
 * which they connect anew and read what they show.
 */
const EACH: Medium = {
  tell(listeners, frames) {
    for (const listener of listeners)
      if (listener instanceof MastodonListener) for (const frame of frames) listener.hear(frame);
  },
  resync(listeners) {
    for (const listener of listeners) listener.close('resync');
  },
};

let connections = 0;

/** Whoever listens to Mastodon's streams. */
export abstract class MastodonListener extends Listener {
  /** The channels listened to, by the stream that they are told from. */
  private readonly channels = new Map<StreamName, Map<string, Channel>>();

  constructor(request: IncomingMessage, identity: Identity) {
    super(`mastodon ${(connections += 1)}`, request, identity, EACH);
  }

  /** Tells a frame on the channels that it belongs to. */
  hear(frame: EncodedFrame): void {
    for (const channel of this.channels.get(frame.frame.stream)?.values() ?? [])
      if (isTold(frame, channel)) this.send(frame, channel);
  }

  /** @returns whether it is the first that is told from that stream */
  open(stream: StreamName, channel: Channel): boolean {
    const known = this.channels.get(stream) ?? new Map<string, Channel>();
    this.channels.set(stream, known.set(nameOf(channel), channel));
    return known.size === 1;
  }

  /** @returns whether none is left that is told from that stream */
  shut(stream: StreamName, channel: Channel): boolean {
    const known = this.channels.get(stream);
    if (known?.delete(nameOf(channel)) !== true || known.size > 0) return false;
    return this.channels.delete(stream);
  }

  protected abstract send(frame: EncodedFrame, channel: Channel): void;
}

function nameOf({ name }: Channel): string {
  return name.join(' ');
}
