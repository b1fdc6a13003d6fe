import type { StoredAccount, StoredPost } from '#domain';
import type { JudgedAccount, JudgedPost } from './judge-stored.js';
import type { Judgement, Verdict } from './judge.js';
import type { Look } from './present.js';
import type { Language } from './texts.js';

/**
 * What the rendering of a post or account depends on, before the viewer's own flags are filled in: things
 * with equal keys have equal bytes, whoever looks, so that the bytes of one can be kept for another.
 *
 * - The viewer is not in it. That an author or a moderator sees more is their verdict; what they have
 *   done with a post (favourited, reblogged) comes last, by `withFlags`.
 * - Nor is the mode of geography or the instant: they decide which restrictions are in force and bind, and
 *   which facts were read.
 * - The origin of links is not in it: one server has one.
 */
export interface RenderKey {
  /** Of the stored facts, its account's among them: another number where anything else was read. */
  version: number;
  verdict: Verdict;
  /** The ids of the restrictions in force, which labels, `limited` and the countries of `withheld` are of. */
  restrictions: readonly string[];
  /**
   * Those that bind this viewer: the first of them gives `withheld` its basis, order and date, and a
   * tombstone its reason and whether it is the post or the account that is withheld.
   */
  binding: readonly string[];
  /** Where a tombstone names the viewer's country: two who are bound by one restriction may be in two. */
  country: string | null;
  /** Of a tombstone's statement; null where nothing is said that the platform says. */
  language: Language | null;
  /** Of its account, and of what it passes on or quotes. */
  parts: readonly RenderKey[];
}

/** Tells one version of what is stored from another. */
export type VersionOf = (thing: StoredPost | StoredAccount) => number;

/** The key of a judged post from a viewpoint. */
export function keyOf(judged: JudgedPost, look: Look, versionOf: VersionOf): RenderKey {
  const { post, judgement, account, reblog, quote } = judged;
  const isTombstone = judgement.verdict === 'withheld' || judgement.verdict === 'suspended';
  return {
    ...verdictOf(judgement),
    version: versionOf(post),
    country: isTombstone ? look.from : null,
    language: isTombstone ? look.language : null,
    parts: [
      accountKeyOf(account, versionOf),
      ...[reblog, quote].flatMap((one) => (one === null ? [] : keyOf(one, look, versionOf))),
    ],
  };
}

/** The key of a judged account: of what is kept from the viewer it says nothing in words. */
export function accountKeyOf({ account, judgement }: JudgedAccount, versionOf: VersionOf): RenderKey {
  return {
    ...verdictOf(judgement),
    version: versionOf(account),
    country: null,
    language: null,
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
  parts,
}: RenderKey): string {
  return `${version} ${verdict} ${restrictions.join()} ${binding.join()} ${country} ${language} (${parts.map(textOf).join('')})`;
}
