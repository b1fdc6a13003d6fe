import { ApiPropertyOptional } from '@nestjs/swagger';
import { plainToInstance, Transform, Type } from 'class-transformer';
import {
  ArrayMaxSize,
  Equals,
  IsArray,
  IsIn,
  IsLocale,
  IsObject,
  IsOptional,
  IsString,
  MaxLength,
  ValidateIf,
  ValidateNested,
} from 'class-validator';
import { AsBoolean } from '../../http/requests/as-boolean.js';
import { CountryName } from '../../http/requests/country-name.js';
import { Optional } from '../../http/requests/optional.js';
import { Unsupported } from '../../http/requests/unsupported.js';

/** In UTF-16 units; the rule counts characters. */
const MAX_TEXT = 10_000;
const MOST_FIELDS = 4;
/** The audiences that somebody may set for posts that name none. */
const PRIVACIES = ['public', 'unlisted', 'private'] as const;
type Privacy = (typeof PRIVACIES)[number];

/** A text that may be empty: a name that is taken away is not one that was left out. */
function Text(): PropertyDecorator {
  return (target, name) => {
    for (const decorate of [IsOptional(), IsString(), MaxLength(MAX_TEXT)]) decorate(target, name);
  };
}

class FieldForm {
  @ApiPropertyOptional()
  @Text()
  name?: string;

  @ApiPropertyOptional()
  @Text()
  value?: string;
}

class SourceForm {
  @ApiPropertyOptional({ enum: PRIVACIES, description: 'Whom a post is for that does not say' })
  @Optional()
  @IsIn(PRIVACIES)
  privacy?: Privacy;

  @ApiPropertyOptional({ type: Boolean, description: 'Whether a post that does not say is sensitive' })
  @Optional()
  @AsBoolean()
  sensitive?: boolean;

  @ApiPropertyOptional({ description: 'The language of a post that does not say; empty: none' })
  @IsOptional()
  @ValidateIf((form: SourceForm) => form.language !== '')
  @IsLocale()
  language?: string;

  @Unsupported('is not supported: who may read a post may quote it')
  quote_policy?: unknown;
}

const NO_MEDIA = 'is not supported: there are no pictures here';

/** `PATCH /api/v1/accounts/update_credentials`: what is left out stays. */
export class UpdateCredentialsBody {
  @ApiPropertyOptional({ description: 'At most 30 characters; empty: none' })
  @Text()
  display_name?: string;

  @ApiPropertyOptional({ description: 'At most 500 characters; empty: none' })
  @Text()
  note?: string;

  @ApiPropertyOptional({ type: Boolean, description: 'Whether it is a program that acts' })
  @Optional()
  @AsBoolean()
  bot?: boolean;

  @ApiPropertyOptional({ type: Boolean, description: 'Whether whoever would follow it has to be let' })
  @Optional()
  @AsBoolean()
  locked?: boolean;

  @ApiPropertyOptional({
    type: [FieldForm],
    maxItems: MOST_FIELDS,
    description: 'The rows of the profile, all of them: in JSON a list, in forms by number',
  })
  @IsOptional()
  @IsArray()
  @ArrayMaxSize(MOST_FIELDS)
  @IsObject({ each: true })
  @ValidateNested({ each: true })
  @Transform(({ obj, key }: { obj: Record<string, unknown>; key: string }) => fieldsIn(obj[key]))
  fields_attributes?: FieldForm[];

  @ApiPropertyOptional({ type: SourceForm })
  @Optional()
  @IsObject()
  @ValidateNested()
  @Type(() => SourceForm)
  source?: SourceForm;

  @ApiPropertyOptional({ description: 'ISO 3166-1 alpha-2; empty: wherever you are found to be' })
  @IsOptional()
  @CountryName()
  country?: string;

  @ApiPropertyOptional({ type: Boolean, description: 'Always so here: whoever looks finds who is here' })
  @Optional()
  @Equals(true, { message: 'discoverable cannot be taken back here' })
  @AsBoolean()
  discoverable?: boolean;

  @ApiPropertyOptional({ type: Boolean, description: 'Always so here: pages are public' })
  @Optional()
  @Equals(true, { message: 'indexable cannot be taken back here' })
  @AsBoolean()
  indexable?: boolean;

  @Unsupported(NO_MEDIA)
  avatar?: unknown;

  @Unsupported(NO_MEDIA)
  header?: unknown;

  @Unsupported('is not supported: lists of followers are public')
  hide_collections?: unknown;

  @Unsupported()
  attribution_domains?: unknown;
}

/**
 * Rails takes a list, and an object whose names are numbers, as forms say it: `fields_attributes[0][name]`. Rows that
 * are left empty are none.
 */
function fieldsIn(value: unknown): unknown {
  const rows = Array.isArray(value) ? (value as unknown[]) : numbered(value);
  if (rows === null) return value;
  const filled = rows.filter(
    (row) => typeof row !== 'object' || row === null || Object.values(row).some((text) => text !== ''),
  );
  return filled.map((row) =>
    typeof row === 'object' && row !== null ? plainToInstance(FieldForm, row) : row,
  );
}

/** The rows of an object whose names are numbers, in their order; null of any other. */
function numbered(value: unknown): unknown[] | null {
  if (typeof value !== 'object' || value === null) return null;
  const rows = Object.entries(value);
  if (!rows.every(([name]) => /^\d{1,4}$/.test(name))) return null;
  return rows.sort(([a], [b]) => Number(a) - Number(b)).map(([, row]) => row as unknown);
}
