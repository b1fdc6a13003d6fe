import { applyDecorators } from '@nestjs/common';
import { Transform } from 'class-transformer';
import { ArrayMaxSize, IsArray } from 'class-validator';

/**
 * A list: in JSON, or in a form or a query as `name[]` or `name`, once or more. A text that is empty is no
 * entry: a form says so that a list is empty.
 *
 * @param most how many entries
 */
export function AsList(most: number): PropertyDecorator {
  return applyDecorators(
    IsArray(),
    ArrayMaxSize(most),
    Transform(({ value }: { value: unknown }) =>
      value === undefined || value === null ? value : [value].flat().filter((entry) => entry !== ''),
    ),
  );
}
