import { ValidateBy } from 'class-validator';
import { isTag } from '#domain';

/** A hashtag that a post can have, with or without its `#`. */
export function IsTag(): PropertyDecorator {
  return ValidateBy({
    name: 'isTag',
    validator: {
      validate: (value) => typeof value === 'string' && isTag(value),
      defaultMessage: () => '$property must be a hashtag',
    },
  });
}
