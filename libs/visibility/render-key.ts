import type { StoredAccount, StoredPost } from '#domain';
import type { JudgedAccount, JudgedPost } from './judge-stored.js';
import type { Judgement, Verdict } from './judge.js';
import type { Look } from './present.js';
import type { Language } from './texts.js';

/**
 * Everything that a rendered post or account depends on, before the viewer's own flags are filled in. Things
 * with equal keys have equal bytes, whoever looks, so the bytes of one can be reused for another.
 *
 * - The viewer is not in it. Where an author or a moderator sees more, the verdict differs; `withFlags`
 *   adds last whether they favourited or reblogged a post.
 * - Nor is the mode of geography or the instant: they decide which restrictions are in force and bind, and
 *   which facts were read.
 * - The origin of links is not in it: one server has one.
 */
export interface RenderKey {
  /** The version of the stored facts, its account's included: it differs where what was read differs. */
  version: number;
  verdict: Verdict;
  /** Ids of the restrictions in force: labels, `limited` and the countries of `withheld` come from them. */
  restrictions: readonly string[];
  /**
   * Those that bind this viewer: the first of them gives `withheld` its basis, order and date, and a
   * tombstone its reason and whether it is the post or the account that is withheld.
   */
  binding: readonly string[];
  /** The viewer's country, where a tombstone names it: one restriction can bind viewers in two countries. */
  country: string | null;
  /** The language of a tombstone's statement; null where the platform states nothing. */
  language: Language | null;
  /** Whether what it answers is not named, since it is for others. */
  concealsAnswered: boolean;
  /** The keys of its account, and of the post that it re-posts or quotes. */
  parts: readonly RenderKey[];
}

/** Tells one version of a stored thing from another. */
export type VersionOf = (thing: StoredPost | StoredAccount) => number;

/** The key of a judged post from a viewpoint. */
export function keyOf(judged: JudgedPost, look: Look, versionOf: VersionOf): RenderKey {
  const { post, judgement, concealsAnswered, account, reblog, quote } = judged;
  const isTombstone = judgement.verdict === 'withheld' || judgement.verdict === 'suspended';
  return {
    ...verdictOf(judgement),
    version: versionOf(post),
    country: isTombstone ? look.from : null,
    language: isTombstone ? look.language : null,
    concealsAnswered,
    parts: [
      accountKeyOf(account, versionOf),
      ...[reblog, quote].flatMap((one) => (one === null ? [] : keyOf(one, look, versionOf))),
    ],
  };
}

/** The key of a judged account, without country and language: a blanked account holds no statement. */
export function accountKeyOf({ account, judgement }: JudgedAccount, versionOf: VersionOf): RenderKey {
  return {
    ...verdictOf(judgement),
    version: versionOf(account),
    country: null,
    language: null,
    concealsAnswered: false,
    parts: [],
  };
}

function verdictOf({
  verdict,
  restrictions,
  binding,
}: Judgement): Pick<RenderKey, 'verdict' | 'restrictions' | 'binding'> {
  return { verdict, restrictions: restrictions.map(({ id }) => id), binding: binding.map(({ id }) => id) };
}

/** A key as text: equal where, and only where, the keys are. */
export function textOf({
  version,
  verdict,
  restrictions,
  binding,
  country,
  language,
  concealsAnswered,
  parts,
}: RenderKey): string {
  return `${version} ${verdict} ${restrictions.join()} ${binding.join()} ${country} ${language} ${concealsAnswered} (${parts.map(textOf).join('')})`;
}
