import { applyDecorators } from '@nestjs/common';
import { IsString, MaxLength, type ValidationOptions } from 'class-validator';

/** More than there are. */
export const MAX_COUNTRIES = 260;

/** Characters; longer than any code, so that what is none is told to be none, and not to be too long. */
const LONGEST = 100;

/** What somebody calls a country. Whether there is one, `requireCountry` and the rules of commands say. */
export function CountryName(options: Pick<ValidationOptions, 'each'> = {}): PropertyDecorator {
  return applyDecorators(IsString(options), MaxLength(LONGEST, options));
}
