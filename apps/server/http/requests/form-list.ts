import { applyDecorators } from '@nestjs/common';
import { Expose, Transform } from 'class-transformer';

/** A list as Mastodon's clients send it: as JSON, or in a form as `name[]`, once or more. */
export function FormList(): PropertyDecorator {
  return applyDecorators(
    // Else it would not be looked for under its other name.
    Expose(),
    Transform(({ value, obj, key }: { value: unknown; obj: unknown; key: string }) => {
      const given = value ?? (obj as Record<string, unknown>)[`${key}[]`];
      return given === undefined || given === null || Array.isArray(given) ? given : [given];
    }),
  );
}
