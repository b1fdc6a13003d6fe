import { Inject, Injectable } from '@nestjs/common';
import { CommandBus, onceUnder } from '#commands';
import type { Config } from '#config';
import { command, type Refusal, type StoredScheduledPost } from '#domain';
import { CONFIG } from '../platform/tokens.js';
import { NoLongerDue, ScheduledPostsStore } from './scheduled-posts.store.js';

/** How many are published in one go. */
const AT_ONCE = 50;

/**
 * Publishes what people have scheduled, once it is due: each once, however many processes do so, since it is taken
 * away in the transaction that publishes it. What is refused by then is kept, with why.
 */
@Injectable()
export class PostPublisher {
  constructor(
    @Inject(CONFIG) private readonly config: Config,
    private readonly bus: CommandBus,
    private readonly store: ScheduledPostsStore,
  ) {}

  /**
   * Publishes what is due.
   *
   * @param now ms since the epoch
   * @returns when the next is due, ms since the epoch; Infinity where none is
   * @throws when the database fails
   */
  async publish(now: number): Promise<number> {
    for (;;) {
      const next = await this.store.next(AT_ONCE);
      const due = next.filter(({ dueAt }) => dueAt <= now);
      // One after another: an answer may be to the one before.
      for (const post of due) await this.publishOne(post);
      const [ahead] = next.slice(due.length);
      if (due.length < AT_ONCE) return ahead?.dueAt ?? Infinity;
    }
  }

  private async publishOne(post: StoredScheduledPost): Promise<void> {
    const { account, body, country, idempotencyKey } = post;
    const viewpoint = { from: country, mode: this.config.geo.mode, seesAll: false };
    const once = onceUnder(idempotencyKey, 'publish-post', body);
    try {
      const outcome = await this.bus.submit({
        build: ({ at, id }) => [
          command('publish-post', body, { id: id(), at, actor: account, viewpoint, ...once }),
        ],
        privately: (transaction) => this.store.take(transaction, post),
      });
      if (!outcome.ok) await this.store.fail(post, whyOf(outcome.refusal));
    } catch (error) {
      if (!(error instanceof NoLongerDue)) throw error;
    }
  }
}

/** Why a post was refused, for its author: no more than they would have been told had they asked then. */
function whyOf(refusal: Refusal): string {
  switch (refusal.kind) {
    case 'not_found':
      return 'What it answers or quotes is no longer there';
    case 'withheld':
      return 'What it answers or quotes is withheld where it was asked from';
    case 'invalid':
      return `Validation failed: ${refusal.field} ${refusal.message}`;
    case 'forbidden':
    case 'conflict':
      return refusal.message;
  }
}
