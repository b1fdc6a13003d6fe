import { applyDecorators } from '@nestjs/common';
import { IsString, Matches } from 'class-validator';

/** A name that somebody may take here. */
export function IsUsername(): PropertyDecorator {
  return applyDecorators(
    IsString(),
    Matches(/^[a-z0-9_]{1,30}$/i, { message: '$property must be 1 to 30 letters, digits or underscores' }),
  );
}
