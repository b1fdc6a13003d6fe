import { applyDecorators, Injectable, type PipeTransform } from '@nestjs/common';
import { Transform } from 'class-transformer';
import { IsInt, Max, Min } from 'class-validator';
import { RecordNotFoundException } from '../errors/refused.js';

/** The most that an INTEGER of PostgreSQL holds (8.1.1 of its documentation); SQLite's hold more. */
const MAX_INTEGER = 2_147_483_647;

/** A whole number in a query, in digits: nothing else that JavaScript reads as a number. */
export function QueryNumber(least: number, most = MAX_INTEGER): PropertyDecorator {
  return applyDecorators(
    Transform(({ value }: { value: unknown }) =>
      typeof value === 'string' && /^-?\d{1,16}$/.test(value) ? Number(value) : value,
    ),
    IsInt(),
    Min(least),
    Max(most),
  );
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
