import { applyDecorators } from '@nestjs/common';
import { Transform } from 'class-transformer';
import { IsBoolean } from 'class-validator';

/** A boolean as Mastodon's clients send it: as JSON, or in a form as text. */
export function FormBoolean(): PropertyDecorator {
  return applyDecorators(
    IsBoolean(),
    Transform(({ value }: { value: unknown }) =>
      value === 'true' ? true : value === 'false' ? false : value,
    ),
  );
}
