import { applyDecorators } from '@nestjs/common';
import { Transform } from 'class-transformer';
import { IsString } from 'class-validator';
import { ID_PATTERN } from '#domain';
import { Optional } from './optional.js';

const ID_IN_ANY_CASE = new RegExp(`^${ID_PATTERN}$`, 'i');
/** Characters. Every id is shorter, so what follows decides nothing of how a text compares with ids. */
const DECISIVE = 40;

/**
 * The end of a page. It need not be an id that there is, or an id at all: ids are compared with it as texts.
 * ULIDs are the same in lower case; they are stored, and sort, in upper case.
 */
export function IsBound(): PropertyDecorator {
  return applyDecorators(
    IsString(),
    Transform(({ value }: { value: unknown }) => {
      if (typeof value !== 'string') return value;
      if (ID_IN_ANY_CASE.test(value)) return value.toUpperCase();
      // By characters: half of one is no text to a database.
      return Array.from(value.slice(0, 2 * DECISIVE))
        .slice(0, DECISIVE)
        .join('');
    }),
    Optional(),
  );
}
