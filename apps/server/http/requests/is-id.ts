import { Matches, type ValidationOptions } from 'class-validator';
import { ID_PATTERN } from '#domain';

const ID = new RegExp(`^${ID_PATTERN}$`);

/** An id; with `each`, a list of them. */
export function IsId(options: Pick<ValidationOptions, 'each'> = {}): PropertyDecorator {
  const message = options.each === true ? '$property must be ids' : '$property must be an id';
  return Matches(ID, { ...options, message });
}
