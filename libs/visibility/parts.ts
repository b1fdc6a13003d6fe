import { isBarred, type Restriction, type StoredPage, type StoredPost } from '#domain';
import type { SubjectPart } from './judge.js';

/** The facts that are needed to judge a post. */
export interface Judged {
  id: string;
  /** The account that it belongs to. */
  owner: string;
  /** The accounts that it is for, as far as they were read; null: everybody. */
  audience: ReadonlySet<string> | null;
  /** Whether its author blocks whoever looks. */
  barred?: boolean;
  deleted: boolean;
  restrictions: readonly Restriction[];
  accountRestrictions: readonly Restriction[];
  repostOf: string | null;
  quoteOf: string | null;
}

/** The only part of an account: itself. */
export function accountPart({ id, restrictions }: Pick<Judged, 'id' | 'restrictions'>): SubjectPart {
  return { id, owner: id, audience: null, deleted: false, restrictions };
}

/** Stands for a source that was not read; counts as deleted. */
const UNREAD: SubjectPart = { id: '', owner: '', audience: null, deleted: true, restrictions: [] };

/**
 * The parts of a post: itself, its account, and for a re-post or quote the parts of its source. A quote
 * outlives its source's deletion, a re-post does not.
 *
 * @param find gives a source by its id; one that is not found cannot be judged, so a post that rests on it
 *   does not leave
 */
export function partsOf(
  post: Judged,
  find: (id: string) => Judged | undefined,
  seen = new Set<string>(),
): SubjectPart[] {
  if (seen.has(post.id)) return [];
  seen.add(post.id);
  const parts: SubjectPart[] = [
    {
      id: post.id,
      owner: post.owner,
      audience: post.audience,
      ...(post.barred === true ? { barred: true } : {}),
      deleted: post.deleted,
      restrictions: post.restrictions,
    },
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

/** The parts of a post, as the views read it. */
export function storedParts(post: StoredPost, posts: StoredPage['posts']): SubjectPart[] {
  return partsOf(judged(post), (id) => {
    const found = posts.get(id);
    return found && judged(found);
  });
}

function judged({ id, account, audience, deleted, restrictions, repostOf, quoteOf }: StoredPost): Judged {
  const accountRestrictions = account.restrictions;
  const barred = isBarred(account);
  return {
    id,
    owner: account.id,
    audience,
    barred,
    deleted,
    restrictions,
    accountRestrictions,
    repostOf,
    quoteOf,
  };
}
