import type { Restriction, StoredPage, StoredPost } from '#domain';
import type { Part } from './judge.js';

/** What is to be known of a post to judge it. */
export interface Judged {
  id: string;
  /** The account whose it is. */
  owner: string;
  deleted: boolean;
  restrictions: readonly Restriction[];
  accountRestrictions: readonly Restriction[];
  repostOf: string | null;
  quoteOf: string | null;
}

/** What an account is made of: itself. */
export function accountPart({ id, restrictions }: Pick<Judged, 'id' | 'restrictions'>): Part {
  return { owner: id, deleted: false, restrictions };
}

/** Something that a post rests on and that was not read. */
const UNREAD: Part = { owner: '', deleted: true, restrictions: [] };

/**
 * What a post is made of: a re-post or quote is also its source. A quote outlives its source's deletion,
 * a re-post does not.
 *
 * @param find what it passes on or quotes, by id; what is not found cannot be judged, so what rests on it
 *   does not leave
 */
export function partsOf(
  post: Judged,
  find: (id: string) => Judged | undefined,
  seen = new Set<string>(),
): Part[] {
  if (seen.has(post.id)) return [];
  seen.add(post.id);
  const parts: Part[] = [
    { owner: post.owner, deleted: post.deleted, restrictions: post.restrictions },
    accountPart({ id: post.owner, restrictions: post.accountRestrictions }),
  ];
  const source = post.repostOf ?? post.quoteOf;
  if (source === null) return parts;
  const found = find(source);
  if (found === undefined) return [...parts, UNREAD];
  const carried = partsOf(found, find, seen);
  return [
    ...parts,
    ...(post.repostOf === null
      ? carried.map((part) => (part === UNREAD ? part : { ...part, deleted: false }))
      : carried),
  ];
}

/** What a post is made of, as the views read it. */
export function storedParts(post: StoredPost, posts: StoredPage['posts']): Part[] {
  return partsOf(judged(post), (id) => {
    const found = posts.get(id);
    return found && judged(found);
  });
}

function judged({ id, account, deleted, restrictions, repostOf, quoteOf }: StoredPost): Judged {
  const accountRestrictions = account.restrictions;
  return { id, owner: account.id, deleted, restrictions, accountRestrictions, repostOf, quoteOf };
}
