import type { Context, Moment, Status } from '#contract';

/** Folds the moments of a tape, as the documentation says that a client does. */
export class TapeReader {
  private readonly feed = new Map<string, Status>();
  private readonly threads = new Map<string, Status>();

  fold({ frames }: Moment): void {
    for (const frame of frames) {
      switch (frame.type) {
        case 'update':
        case 'status.update':
          this.threads.delete(frame.payload.id);
          this.feed.set(frame.payload.id, frame.payload);
          break;
        case 'delete':
          this.feed.delete(frame.payload);
          this.threads.delete(frame.payload);
          break;
        case 'thread':
          this.threads.set(frame.payload.id, frame.payload);
          break;
        default:
      }
    }
  }

  /** All pages of the feed, newest first. */
  get page(): Status[] {
    return [...this.feed.values()].sort((one, other) => (one.id < other.id ? 1 : -1));
  }

  /** The posts that stand in threads, and not in the feed. */
  get threadsAlone(): Status[] {
    return [...this.threads.values()];
  }

  /** The posts whose thread can be asked for. */
  get shown(): Status[] {
    return [...this.feed.values(), ...this.threads.values()].filter(({ tombstone }) => !tombstone);
  }

  /** The thread of a post. */
  contextOf(id: string): Context {
    const known = (one: string | null): Status | undefined =>
      one === null ? undefined : (this.feed.get(one) ?? this.threads.get(one));
    const ancestors: Status[] = [];
    for (let above = known(known(id)?.in_reply_to_id ?? null); above !== undefined;) {
      ancestors.unshift(above);
      above = known(above.in_reply_to_id);
    }
    const all = [...this.feed.values(), ...this.threads.values()];
    const under = (parent: string): Status[] =>
      all
        .filter(({ in_reply_to_id }) => in_reply_to_id === parent)
        .sort((one, other) => (one.id < other.id ? -1 : 1))
        .flatMap((answer) => [answer, ...under(answer.id)]);
    return { ancestors, descendants: under(id) };
  }
}
