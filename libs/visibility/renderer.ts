import type { Account, Status } from '#contract';
import type { StoredAccount, StoredPost } from '#domain';
import type { JudgedAccount, JudgedPost } from './judge-stored.js';
import { presentAccount, presentPost, type Look } from './present.js';
import { accountKeyOf, keyOf, textOf } from './render-key.js';

/** Where links point to, e.g. `https://example.org`; as an object, it is asked each time. */
export type Address = string | { readonly url: string };

export function originOf(address: Address): string {
  return typeof address === 'string' ? address : address.url;
}

/**
 * Presents judged things, those with equal keys once: a page's posts share their accounts, and what is told
 * to many viewpoints is mostly the same. It keeps what it has presented, so it lives as long as what was
 * read for it: one object read is one version of a thing.
 */
export class Renderer {
  private readonly versions = new Map<StoredPost | StoredAccount, number>();
  private readonly accounts = new Map<string, Account>();
  private readonly posts = new Map<string, Status>();

  /** @param origin where links point to, e.g. `https://example.org` */
  constructor(private readonly origin: string) {}

  account(judged: JudgedAccount): Account {
    return once(this.accounts, textOf(accountKeyOf(judged, this.versionOf)), () =>
      presentAccount(judged, this.origin),
    );
  }

  /** A post, in full or as a tombstone, without the viewer's own flags. */
  post(judged: JudgedPost, look: Look): Status {
    return once(this.posts, textOf(keyOf(judged, look, this.versionOf)), () => {
      const { account, reblog, quote } = judged;
      const presented = {
        account: this.account(account),
        reblog: reblog && this.post(reblog, look),
        quote: quote && this.post(quote, look),
      };
      return presentPost(judged, presented, look, this.origin);
    });
  }

  private readonly versionOf = (thing: StoredPost | StoredAccount): number =>
    once(this.versions, thing, () => this.versions.size);
}

/** What is kept under a key, made the first time. */
function once<K, V>(kept: Map<K, V>, key: K, make: () => V): V {
  const known = kept.get(key);
  if (known !== undefined) return known;
  const made = make();
  kept.set(key, made);
  return made;
}
