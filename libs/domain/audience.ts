/** Who may see a post, as Mastodon names it: everybody, the author’s followers, or whom it mentions. */
export const VISIBILITIES = ['public', 'unlisted', 'private', 'direct'] as const;
export type Visibility = (typeof VISIBILITIES)[number];

/** Those for everybody; `unlisted` is not shown where people come upon posts by chance. */
export const OPEN_VISIBILITIES = ['public', 'unlisted'] as const;
export type OpenVisibility = (typeof OPEN_VISIBILITIES)[number];

/** Whether a post is for some people alone: its author, whom it mentions and, if `private`, the author’s followers. */
export function isForSome(visibility: Visibility): boolean {
  return visibility === 'private' || visibility === 'direct';
}
