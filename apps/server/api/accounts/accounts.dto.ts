import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { Transform } from 'class-transformer';
import {
  Equals,
  IsBoolean,
  IsBooleanString,
  IsEmail,
  IsLocale,
  IsOptional,
  IsString,
  MaxLength,
  MinLength,
} from 'class-validator';
import { IsUsername } from '../../http/requests/is-username.js';
import { PageQuery } from '../../http/paging/page.query.js';

/** `POST /api/v1/accounts`, as Mastodon takes it. */
export class SignUpBody {
  @ApiProperty({ description: '1 to 30 letters, digits or underscores' })
  @IsUsername()
  username!: string;

  @ApiProperty()
  @MaxLength(254)
  @IsEmail()
  email!: string;

  @ApiProperty({ minLength: 12, description: 'At least 12 characters' })
  @MinLength(12)
  @MaxLength(128)
  @IsString()
  password!: string;

  @ApiProperty({ description: 'That you agree to the rules of this server; must be true' })
  @Transform(({ value }: { value: unknown }) => value === true || value === 'true')
  @Equals(true, { message: 'agreement must be accepted' })
  @IsBoolean()
  agreement!: boolean;

  @ApiPropertyOptional()
  @IsOptional()
  @IsLocale()
  locale?: string;
}

/** `PATCH /api/v1/accounts/update_credentials`. Names and notes cannot be changed here. */
export class UpdateCredentialsBody {
  @ApiProperty({ description: 'ISO 3166-1 alpha-2; empty: wherever you are found to be' })
  @MaxLength(3)
  @IsString()
  country!: string;
}

export class LookupQuery {
  @ApiProperty({ description: '`name@venue`, or `name` of someone here; a leading @ is dropped' })
  @MaxLength(200)
  @IsString()
  acct!: string;
}

export class AccountStatusesQuery extends PageQuery {
  @ApiPropertyOptional()
  @IsOptional()
  @IsBooleanString()
  exclude_replies?: string;

  @ApiPropertyOptional()
  @IsOptional()
  @IsBooleanString()
  exclude_reblogs?: string;
}
