import type { Sql } from '#database';
import { isId, isTag, normaliseTag, parseAcct, parseUrl, type Subject } from '#domain';
import { accountIdsByHandle, accountsById, statusesById } from '#projections';
import { mayKnowOf, type Viewpoint } from '#visibility';
import { namedHere } from '../../http/requests/named-here.js';
import { readAt } from '../../http/viewpoint/viewpoint.js';

/** A line as typed, and what it names. */
interface Line {
  line: number;
  text: string;
  subject: Subject | null;
  url: string | null;
  same_as: number | null;
  error: string | null;
}

/** The subject that a line names, before it is looked up. */
type Said =
  | { post: string; acct: string | null }
  | { account: string }
  | { acct: string }
  | { id: string }
  | { tag: string }
  | { url: string }
  | { error: string };

const NOT_HERE = 'Nothing here has this address';
const NO_NAME = 'Give an address, an id, a handle or a hashtag, one a line';

/**
 * Resolves pasted lines as filing an order would: addresses of this server, ids, handles and hashtags name what
 * is here, other addresses themselves. It tells no more of what is here than an order's items do.
 *
 * @param origin this server's
 */
export async function resolveLines(
  sql: Sql,
  lines: readonly string[],
  origin: string,
  viewpoint: Viewpoint,
): Promise<Line[]> {
  const when = readAt(viewpoint);
  const said = lines.map((line) => saidBy(line.trim(), origin));
  const accts = said.flatMap((one) =>
    'acct' in one && one.acct !== null ? (parseAcct(one.acct) ?? []) : [],
  );
  const byHandle = await accountIdsByHandle(sql, accts);
  const ids = said.flatMap((one) =>
    'post' in one ? one.post : 'account' in one ? one.account : 'id' in one ? one.id : [],
  );
  const named = [...new Set([...ids.filter(isId), ...byHandle.values()])];
  const accounts = new Set((await accountsById(sql, when, named)).map(({ id }) => id));
  const { posts } = await statusesById(sql, when, named);
  // A subject that is suspended or deleted answers as one that never was.
  const isPost = (id: string): boolean => {
    const post = posts.get(id);
    return post !== undefined && !post.deleted && mayKnowOf(post, posts, viewpoint).granted;
  };
  const accountOf = (acct: string): string | undefined => byHandle.get(parseAcct(acct) ?? '');
  const find = (one: Said): Pick<Line, 'subject' | 'url' | 'error'> => {
    if ('error' in one) return { subject: null, url: null, error: one.error };
    if ('url' in one) return { subject: null, url: one.url, error: null };
    if ('tag' in one) return found({ type: 'hashtag', id: normaliseTag(one.tag) });
    if ('post' in one) {
      // A post has one address: under another's name it is not there.
      const isOwn = one.acct === null || posts.get(one.post)?.account.id === accountOf(one.acct);
      return isPost(one.post) && isOwn ? found({ type: 'post', id: one.post }) : found(null);
    }
    if ('id' in one && isPost(one.id)) return found({ type: 'post', id: one.id });
    const account = 'acct' in one ? accountOf(one.acct) : 'id' in one ? one.id : one.account;
    return found(account !== undefined && accounts.has(account) ? { type: 'account', id: account } : null);
  };
  const first = new Map<string, number>();
  return said.map((one, i) => {
    const line = i + 1;
    const { subject, url, error } = find(one);
    const key = subject === null ? url : `${subject.type} ${subject.id}`;
    const same_as = key === null ? null : (first.get(key) ?? null);
    if (key !== null && same_as === null) first.set(key, line);
    return { line, text: lines[i] ?? '', subject, url, same_as, error };
  });
}

function found(subject: Subject | null): Pick<Line, 'subject' | 'url' | 'error'> {
  return { subject, url: null, error: subject === null ? NOT_HERE : null };
}

function saidBy(text: string, origin: string): Said {
  if (isId(text)) return { id: text };
  if (text.startsWith('#')) return isTag(text.slice(1)) ? { tag: text.slice(1) } : { error: NO_NAME };
  // A path of this server, as its own pages write it: /@name/id.
  const address = text.startsWith('/') ? `${origin}${text}` : text;
  const url = parseUrl(address);
  if (url !== null && /^https?:$/.test(url.protocol)) {
    const here = namedHere(address, origin);
    if (here === 'elsewhere') return { url: address };
    if (here === null) return { error: NOT_HERE };
    switch (here.type) {
      case 'post':
        return { post: here.id, acct: here.acct };
      case 'account':
        return 'id' in here ? { account: here.id } : { acct: here.acct };
      case 'hashtag':
        return { tag: here.tag };
    }
  }
  const acct = text.replace(/^@/, '');
  return parseAcct(acct) === null ? { error: NO_NAME } : { acct };
}
