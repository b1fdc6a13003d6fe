import type { Account, Search, Status, Tag } from '#contract';
import { tagPath } from '#domain';
import { seal, type Gated } from './gated.js';
import { originOf, type Address } from './renderer.js';
import { historyOf, usesOf } from './trends.js';
import { viewerOf, type Viewpoint } from './viewpoint.js';

/** The gate for what is found and what trends: it is made of what has been through the gate as it is shown. */
export class DiscoveryGate {
  constructor(private readonly address: Address) {}

  /**
   * Hashtags, with how they are used.
   *
   * @param names of those that are told of at all
   * @param counted the posts over which is counted, as they are shown; null where none are
   * @param at an instant of the last day that is counted, ms since the epoch
   */
  tags(names: readonly string[], counted: Gated<Status[]> | null, at: number): Gated<Tag[]> {
    return seal(this.present(names, counted, at));
  }

  /** One that whoever looks has named: with whether they follow it, if they have signed in; no hashtag is followed here. */
  tag(name: string, counted: Gated<Status[]> | null, viewpoint: Viewpoint): Gated<Tag> {
    const [tag] = this.present([name], counted, viewpoint.at);
    if (tag === undefined) throw new Error('One is asked for');
    return seal(viewerOf(viewpoint) === null ? tag : { ...tag, following: false });
  }

  private present(names: readonly string[], counted: Gated<Status[]> | null, at: number): Tag[] {
    const uses = usesOf(counted?.value ?? []);
    return names.map((name) => ({
      id: name,
      name,
      url: originOf(this.address) + tagPath(name),
      history: historyOf(uses.get(name) ?? [], at),
    }));
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
