import { applyDecorators } from '@nestjs/common';
import { Transform } from 'class-transformer';
import { IsBoolean } from 'class-validator';
import { isBlank } from './optional.js';

/** The texts that mean false; every other one means true (`ActiveModel::Type::Boolean` of Rails). */
const FALSE: ReadonlySet<string> = new Set(['0', 'f', 'F', 'false', 'FALSE', 'off', 'OFF']);

/** A flag as Mastodon's clients send it, in JSON, a form or a query: read as Rails reads it. */
export function AsBoolean(): PropertyDecorator {
  return applyDecorators(
    IsBoolean(),
    Transform(({ value }: { value: unknown }) => toBoolean(value)),
  );
}

/** Reads a value as a flag; undefined where it is blank. A list or an object is returned as it is. */
export function toBoolean(value: unknown): unknown {
  if (isBlank(value)) return undefined;
  if (typeof value === 'number') return value !== 0;
  return typeof value === 'string' ? !FALSE.has(value) : value;
}
