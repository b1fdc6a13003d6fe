import type { Judgement } from './judge.js';

/**
 * Where a post stands among others: an account's or one's own list, a thread, a public timeline, or a place
 * that is searched, as a hashtag's page is.
 */
export type Place = 'list' | 'thread' | 'public' | 'search';

/**
 * What stands at a place for a post of a verdict: the post, a tombstone, or nothing. Of what is withheld
 * a tombstone, but where one searches; what is limited is left out of what is public.
 */
export function standsAs(
  { verdict, leftOut }: Pick<Judgement, 'verdict' | 'leftOut'>,
  place: Place,
): 'post' | 'tombstone' | 'nothing' {
  if (leftOut && (place === 'public' || place === 'search')) return 'nothing';
  switch (verdict) {
    case 'full':
    case 'labelled':
      return 'post';
    case 'withheld':
      return place === 'search' ? 'nothing' : 'tombstone';
    case 'suspended':
      // Left out of a thread, what answers it would seem to answer something else.
      return place === 'thread' ? 'tombstone' : 'nothing';
    case 'deleted':
    case 'absent':
      return 'nothing';
  }
}
