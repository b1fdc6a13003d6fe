import { applyDecorators } from '@nestjs/common';
import { IsString, MaxLength, type ValidationOptions } from 'class-validator';

/** More countries than there are. */
export const MAX_COUNTRIES = 260;

/** Characters; longer than any code, so that a wrong name is refused as no country, and not as too long. */
const LONGEST = 100;

/** A country as a client writes it. `requireCountry` and the rules of commands check that it exists. */
export function CountryName(options: Pick<ValidationOptions, 'each'> = {}): PropertyDecorator {
  return applyDecorators(IsString(options), MaxLength(LONGEST, options));
}
