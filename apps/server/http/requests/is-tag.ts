import { ValidateBy, type ValidationOptions } from 'class-validator';
import { isTag } from '#domain';

/** A hashtag that a post can have, with or without its `#`. With `each`, a list of them. */
export function IsTag(options: Pick<ValidationOptions, 'each'> = {}): PropertyDecorator {
  return ValidateBy(
    {
      name: 'isTag',
      validator: {
        validate: (value) => typeof value === 'string' && isTag(value),
        defaultMessage: () => '$property must be a hashtag',
      },
    },
    options,
  );
}
