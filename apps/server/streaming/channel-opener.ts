import { Injectable } from '@nestjs/common';
import type { SubscribeRequest } from '#contract';
import { permissionsOf } from '../access/may.js';
import { Listeners } from '../live/listeners.js';
import { LiveService } from '../live/live.service.js';
import { Subscriber } from '../live/subscriber.js';
import type { Channel, NoChannel } from './channels.js';
import type { MastodonListener } from './mastodon-listener.js';

/** Where and as whom a connection looks, whatever it listens to. */
export type Look = Pick<SubscribeRequest, 'view_from' | 'view_as' | 'lang'>;

/** Opens Mastodon's streams on the subscriptions that our own sockets have: the same rooms, the same gate. */
@Injectable()
export class ChannelOpener {
  constructor(
    private readonly live: LiveService,
    private readonly subscriber: Subscriber,
    private readonly listeners: Listeners,
  ) {}

  /** To be called once a connection is there. */
  begin(listener: MastodonListener): void {
    this.listeners.add(listener);
  }

  /** To be called once it is gone. */
  end(listener: MastodonListener): void {
    this.listeners.remove(listener);
    this.live.leave(listener);
  }

  /** @returns why it is not opened; null where it is */
  async open(listener: MastodonListener, channel: Channel, look: Look): Promise<NoChannel | null> {
    const { stream, isOnesOwn } = channel;
    const needed = isOnesOwn ? 'home:stream' : 'statuses:read';
    const may = permissionsOf([needed], listener.identity.principal, look.view_as === 'public');
    if ('denial' in may) return { error: may.denial.message, status: may.denial.getStatus() };
    if (stream === null || !listener.open(stream, channel)) return null;
    const answer = await this.subscriber.subscribe(listener, { stream, ...look });
    if (answer.ok) return null;
    listener.shut(stream, channel);
    return { error: answer.error, status: 422 };
  }

  close(listener: MastodonListener, channel: Channel): void {
    const { stream } = channel;
    if (stream !== null && listener.shut(stream, channel)) this.subscriber.unsubscribe(listener, stream);
  }
}
