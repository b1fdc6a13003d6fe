import type { Instead, Standing } from '#domain';
import type { Judgement } from './judge.js';

/** A post stands in a feed as itself or as a tombstone, or is left out of it: by the feed's rule and the verdict. */
export function standsAs(
  { verdict, leftOut }: Pick<Judgement, 'verdict' | 'leftOut'>,
  { withheld, suspended, limited }: Standing,
): 'post' | Instead {
  if (leftOut && limited === 'left out') return 'left out';
  switch (verdict) {
    case 'full':
    case 'labelled':
      return 'post';
    case 'withheld':
      return withheld;
    case 'suspended':
      return suspended;
    case 'deleted':
    case 'absent':
      return 'left out';
  }
}
