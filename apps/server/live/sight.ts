import type { Account, FramePayloads, Status } from '#contract';
import type { FeedName, StoredAccount, StoredPage, StoredPost } from '#domain';
import type { Gate, Gated, Viewpoint } from '#visibility';
import type { Audience } from './audience.js';

/**
 * Some posts and accounts as seen from one country, in one language, as one class or as one viewer. It
 * judges and encodes each thing once, for all streams and all of their audiences.
 */
export class Sight {
  private readonly made = new Map<string, Gated<unknown> | null>();

  constructor(
    private readonly gate: Gate,
    private readonly read: { readonly page: StoredPage; readonly before: ReadonlyMap<string, StoredPost> },
    private readonly viewpoint: Viewpoint,
  ) {}

  private get page(): StoredPage {
    return this.read.page;
  }

  /** Whether a feed showed a post before it was edited. */
  wasEntry(id: string, feed: FeedName): boolean {
    const entry = this.once(`was ${feed} ${id}`, () =>
      this.gate.entry(
        { ids: [], posts: new Map([...this.page.posts, ...this.read.before]) },
        id,
        this.viewpoint,
        feed,
      ),
    );
    return entry !== null;
  }

  /** A post as a feed shows it; null where it leaves it out. */
  entry(id: string, feed: FeedName): Gated<Status> | null {
    return this.once(`entry ${feed} ${id}`, () => this.gate.entry(this.page, id, this.viewpoint, feed));
  }

  counts(id: string): Gated<FramePayloads['counts']> | null {
    return this.once(`counts ${id}`, () => this.gate.counts(this.page, id, this.viewpoint));
  }

  withheld(post: StoredPost): Gated<FramePayloads['withheld']> {
    return this.once(`withheld post ${post.id}`, () =>
      this.gate.withheldNotice(post, this.page.posts, this.viewpoint),
    );
  }

  account(account: StoredAccount): Gated<Account> {
    return this.once(`account ${account.id}`, () => this.gate.accountEntry(account, this.viewpoint));
  }

  accountWithheld(account: StoredAccount): Gated<FramePayloads['withheld']> {
    return this.once(`withheld account ${account.id}`, () =>
      this.gate.accountWithheldNotice(account, this.viewpoint),
    );
  }

  /**
   * Makes something that is the same for all who see this, once.
   *
   * @param what names it; nothing else may have the name
   */
  once<T extends Gated<unknown> | null>(what: string, make: () => T): T {
    let known = this.made.get(what);
    if (known === undefined) this.made.set(what, (known = make()));
    return known as T;
  }
}

/**
 * Names what of an audience decides what it is told, at one moment: who has the same name gets the same
 * bytes. The rule of `judge` and the words on tombstones depend on nothing else.
 *
 * @param own who of the audience sees their own, if anybody does
 */
export function sightOf({ from, language, class: cls }: Audience, own: Audience['viewer']): string {
  return `${from ?? '?'} ${language} ${cls} ${own?.id ?? ''}`;
}
