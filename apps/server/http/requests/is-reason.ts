import { applyDecorators } from '@nestjs/common';
import { IsString, Matches, MaxLength } from 'class-validator';

/** UTF-16 code units. */
export const MAX_REASON = 2_000;

/** What somebody gives as their reason: text that is not blank. */
export function IsReason(): PropertyDecorator {
  return applyDecorators(
    IsString(),
    Matches(/\S/, { message: '$property must not be blank' }),
    MaxLength(MAX_REASON),
  );
}
