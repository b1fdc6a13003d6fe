import { applyDecorators } from '@nestjs/common';
import { Transform } from 'class-transformer';
import { IsBoolean } from 'class-validator';
import { isBlank } from './optional.js';

/** What is false, written as text; everything else is true (`ActiveModel::Type::Boolean` of Rails). */
const FALSE: ReadonlySet<string> = new Set(['0', 'f', 'F', 'false', 'FALSE', 'off', 'OFF']);

/** A flag as Mastodon's clients send it, in JSON, a form or a query: read as Rails reads it. */
export function AsBoolean(): PropertyDecorator {
  return applyDecorators(
    IsBoolean(),
    Transform(({ value }: { value: unknown }) => toBoolean(value)),
  );
}

/** What a value says as a flag: undefined where it is blank. A list or an object is none, and stays what it is. */
export function toBoolean(value: unknown): unknown {
  if (isBlank(value)) return undefined;
  if (typeof value === 'number') return value !== 0;
  return typeof value === 'string' ? !FALSE.has(value) : value;
}
