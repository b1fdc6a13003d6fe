import { applyDecorators } from '@nestjs/common';
import { IsString, Matches, MaxLength } from 'class-validator';

/** UTF-16 code units. */
export const MAX_REASON = 2_000;

/** A reason that somebody gives: text that is not blank, of at most 2,000 UTF-16 code units. */
export function IsReason(): PropertyDecorator {
  return applyDecorators(
    IsString(),
    Matches(/\S/, { message: '$property must not be blank' }),
    MaxLength(MAX_REASON),
  );
}
