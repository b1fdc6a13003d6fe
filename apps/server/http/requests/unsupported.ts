import { ValidateBy } from 'class-validator';
import { toBoolean } from './as-boolean.js';

/**
 * A parameter that Mastodon documents and this server does not know. Given, it is refused rather than dropped:
 * whoever sends it expects something of it. Blank, or a flag that is off, it asks for nothing.
 *
 * @param why in words that follow the parameter's name, such as `is not supported: posts are published at once`
 * @param done values that ask for what is done in any case
 */
export function Unsupported(why = 'is not supported here', done: readonly unknown[] = []): PropertyDecorator {
  return ValidateBy({
    name: 'unsupported',
    validator: {
      validate: (value) => done.includes(value) || asksForNothing(value),
      defaultMessage: () => `$property ${why}`,
    },
  });
}

function asksForNothing(value: unknown): boolean {
  if (Array.isArray(value)) return value.every(asksForNothing);
  const flag = toBoolean(value);
  return flag === undefined || flag === false;
}
