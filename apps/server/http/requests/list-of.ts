import { applyDecorators } from '@nestjs/common';
import { Type, type ClassConstructor } from 'class-transformer';
import { ArrayMaxSize, IsArray, IsObject, ValidateNested } from 'class-validator';

/**
 * A list of forms. Each has to be one: class-validator by itself lets lists through among them.
 *
 * @param form what each is
 * @param most how many; `message` says so where class-validator's own words do not
 */
export function ListOf(
  form: ClassConstructor<object>,
  most: number,
  message = `$property must contain no more than ${most} elements`,
): PropertyDecorator {
  return applyDecorators(
    IsArray(),
    ArrayMaxSize(most, { message }),
    IsObject({ each: true }),
    ValidateNested({ each: true }),
    Type(() => form),
  );
}
