import type { Account, Search, Status, Tag } from '#contract';
import { tagPath } from '#domain';
import { seal, type Gated } from './gated.js';
import { originOf, type Address } from './renderer.js';
import { historyOf, usesOf } from './trends.js';

/** The gate for what is found and what trends: it is made of what has been through the gate as it is shown. */
export class DiscoveryGate {
  constructor(private readonly address: Address) {}

  /**
   * Hashtags, with how they are used.
   *
   * @param names of those that are told of at all
   * @param counted the posts over which is counted, as they are shown; null where none are
   * @param at an instant of the last day that is counted, ms since the epoch
   * @param followed those of them that whoever looks follows; null where nobody has signed in
   * @param unused those of them that are told of as if nobody used them
   */
  tags(
    names: readonly string[],
    counted: Gated<Status[]> | null,
    at: number,
    followed: ReadonlySet<string> | null,
    unused: ReadonlySet<string> = new Set(),
  ): Gated<Tag[]> {
    const uses = usesOf(counted?.value ?? []);
    return seal(
      names.map((name) => ({
        id: name,
        name,
        url: originOf(this.address) + tagPath(name),
        history: historyOf(unused.has(name) ? [] : (uses.get(name) ?? []), at),
        ...(followed === null ? {} : { following: followed.has(name) }),
      })),
    );
  }

  /** One of them, as `tags` tells of it. */
  tag(...of: Parameters<DiscoveryGate['tags']>): Gated<Tag> {
    const [tag] = this.tags(...of).value;
    if (tag === undefined) throw new Error('One is asked for');
    return seal(tag);
  }

  /** Joins the lists of a search, each as it passed the gate. */
  found(found: {
    accounts: Gated<Account[]>;
    statuses: Gated<Status[]>;
    hashtags: Gated<Tag[]>;
  }): Gated<Search> {
    const { accounts, statuses, hashtags } = found;
    return seal({ accounts: accounts.value, statuses: statuses.value, hashtags: hashtags.value });
  }
}
