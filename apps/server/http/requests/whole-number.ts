import { applyDecorators, Injectable, type PipeTransform } from '@nestjs/common';
import { Transform } from 'class-transformer';
import { IsInt, Max, Min, type ValidationOptions } from 'class-validator';
import { RecordNotFoundException } from '../errors/refused.js';

/** The most that an INTEGER of PostgreSQL holds (8.1.1 of its documentation); SQLite's hold more. */
const MAX_INTEGER = 2_147_483_647;

/** A whole number, in JSON or in digits: nothing else that JavaScript reads as a number. With `each`, a list of them. */
export function WholeNumber(
  least: number,
  most = MAX_INTEGER,
  options: Pick<ValidationOptions, 'each'> = {},
): PropertyDecorator {
  return applyDecorators(
    IsInt(options),
    Min(least, options),
    Max(most, options),
    Transform(({ value }: { value: unknown }) =>
      options.each === true && Array.isArray(value) ? value.map(toNumber) : toNumber(value),
    ),
  );
}

function toNumber(value: unknown): unknown {
  return typeof value === 'string' && /^-?\d{1,16}$/.test(value) ? Number(value) : value;
}

/** A number in a path, counted from 1; under any other text there is nothing. */
@Injectable()
export class PathNumber implements PipeTransform<string, number> {
  /** @throws RecordNotFoundException */
  transform(text: string): number {
    const n = /^[1-9]\d{0,9}$/.test(text) ? Number(text) : Infinity;
    if (n > MAX_INTEGER) throw new RecordNotFoundException();
    return n;
  }
}
