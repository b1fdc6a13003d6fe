import type { Account, Status } from '#contract';
import type { StoredAccount, StoredPost } from '#domain';
import type { JudgedAccount, JudgedPost } from './judge-stored.js';
import { presentAccount, presentPost, type Look } from './present.js';
import { accountKeyOf, keyOf, textOf } from './render-key.js';

/** The origin of links, e.g. `https://example.org`; the `url` of an object is read each time. */
export type Address = string | { readonly url: string };

export function originOf(address: Address): string {
  return typeof address === 'string' ? address : address.url;
}

/**
 * Presents the judged things of one answer, each once: a page's posts share their accounts. An answer judges
 * each thing once, so the identity of the judged object is the key.
 */
export class Renderer {
  private readonly accounts = new Map<unknown, Account>();
  private readonly posts = new Map<unknown, Status>();

  /** @param origin where links point to, e.g. `https://example.org` */
  constructor(private readonly origin: string) {}

  account(judged: JudgedAccount): Account {
    return once(this.accounts, this.keyOfAccount(judged), () => presentAccount(judged, this.origin));
  }

  /** A post, in full or as a tombstone, without the viewer's own flags. */
  post(judged: JudgedPost, look: Look): Status {
    return once(this.posts, this.keyOfPost(judged, look), () => {
      const { account, reblog, quote } = judged;
      const presented = {
        account: this.account(account),
        reblog: reblog && this.post(reblog, look),
        quote: quote && this.post(quote, look),
      };
      return presentPost(judged, presented, look, this.origin);
    });
  }

  protected keyOfAccount(judged: JudgedAccount): unknown {
    return judged;
  }

  protected keyOfPost(judged: JudgedPost, _: Look): unknown {
    return judged;
  }
}

/**
 * Presents things judged from many viewpoints, those with equal keys once: viewpoints are mostly told the
 * same. It keeps what it has presented, so it lives as long as what was read for it: one object read is one
 * version of a thing.
 */
export class SharedRenderer extends Renderer {
  private readonly versions = new Map<StoredPost | StoredAccount, number>();

  protected override keyOfAccount(judged: JudgedAccount): unknown {
    return textOf(accountKeyOf(judged, this.versionOf));
  }

  protected override keyOfPost(judged: JudgedPost, look: Look): unknown {
    return textOf(keyOf(judged, look, this.versionOf));
  }

  private readonly versionOf = (thing: StoredPost | StoredAccount): number =>
    once(this.versions, thing, () => this.versions.size);
}

/** The value kept under a key; makes and keeps it the first time. */
function once<K, V>(kept: Map<K, V>, key: K, make: () => V): V {
  const known = kept.get(key);
  if (known !== undefined) return known;
  const made = make();
  kept.set(key, made);
  return made;
}
