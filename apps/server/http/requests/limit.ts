import { applyDecorators } from '@nestjs/common';
import { ApiPropertyOptional } from '@nestjs/swagger';
import { Expose, Transform } from 'class-transformer';
import { IsInt } from 'class-validator';
import { isBlank } from './optional.js';

/**
 * How many entries of a list are asked for: never refused, and read as Mastodon does (`limit_param`, by Ruby's
 * `to_i.abs`): more than the most is the most, 0 and what is no number is none, -5 is 5.
 *
 * @param most the most that is given
 * @param otherwise how many are given where it is left out
 */
export function Limit(most: number, otherwise: number): PropertyDecorator {
  return applyDecorators(
    ApiPropertyOptional({
      type: Number,
      minimum: 0,
      maximum: most,
      default: otherwise,
      description: 'How many, at most; more than the maximum is the maximum',
    }),
    IsInt(),
    // Else the transform would not run where the field is left out.
    Expose(),
    Transform(({ value }: { value: unknown }) => {
      // Where it is given twice, the last one counts.
      const given: unknown = Array.isArray(value) ? value.at(-1) : value;
      return isBlank(given) ? otherwise : Math.min(wholeNumber(given), most);
    }),
  );
}

/** Ruby's `to_i`, without its sign: the digits that a text begins with, or 0. */
function wholeNumber(value: unknown): number {
  const text = typeof value === 'string' || typeof value === 'number' ? String(value) : '';
  const [, digits = '0'] = /^\s*[-+]?(\d+)/.exec(text) ?? [];
  return Number(digits);
}
