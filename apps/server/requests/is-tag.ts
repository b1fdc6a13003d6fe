import { Matches } from 'class-validator';

/** A hashtag, with or without its `#`. */
export function IsTag(): PropertyDecorator {
  return Matches(/^#?[\p{L}\p{M}\p{N}_]{1,100}$/u, { message: '$property must be a hashtag' });
}
