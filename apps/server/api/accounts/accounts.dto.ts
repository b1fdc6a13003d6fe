import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { Equals, IsEmail, IsLocale, IsString, MaxLength, MinLength } from 'class-validator';
import { AsBoolean } from '../../http/requests/as-boolean.js';
import { CountryName } from '../../http/requests/country-name.js';
import { Unsupported } from '../../http/requests/unsupported.js';
import { Optional } from '../../http/requests/optional.js';
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
  @Equals(true, { message: 'agreement must be accepted' })
  @AsBoolean()
  agreement!: boolean;

  @ApiPropertyOptional({ description: 'Of the mails that you get; none is sent' })
  @Optional()
  @IsLocale()
  locale?: string;

  @Unsupported('is not supported: nobody reviews who signs up')
  reason?: unknown;

  @Unsupported()
  date_of_birth?: unknown;
}

const NOT_CHANGED = 'cannot be changed here: only country can';

/** `PATCH /api/v1/accounts/update_credentials`. Names and notes cannot be changed here. */
export class UpdateCredentialsBody {
  @ApiProperty({ description: 'ISO 3166-1 alpha-2; empty: wherever you are found to be' })
  @CountryName()
  country!: string;

  @Unsupported(NOT_CHANGED)
  display_name?: unknown;

  @Unsupported(NOT_CHANGED)
  note?: unknown;

  @Unsupported(NOT_CHANGED)
  avatar?: unknown;

  @Unsupported(NOT_CHANGED)
  header?: unknown;

  @Unsupported(NOT_CHANGED)
  locked?: unknown;

  @Unsupported(NOT_CHANGED)
  bot?: unknown;

  @Unsupported(NOT_CHANGED)
  discoverable?: unknown;

  @Unsupported(NOT_CHANGED)
  hide_collections?: unknown;

  @Unsupported(NOT_CHANGED)
  indexable?: unknown;

  @Unsupported(NOT_CHANGED)
  attribution_domains?: unknown;

  @Unsupported(NOT_CHANGED)
  fields_attributes?: unknown;

  @Unsupported(NOT_CHANGED)
  source?: unknown;
}

export class LookupQuery {
  @ApiProperty({ description: '`name@venue`, or `name` of someone here; a leading @ is dropped' })
  @MaxLength(200)
  @IsString()
  acct!: string;
}

export class AccountStatusesQuery extends PageQuery {
  @ApiPropertyOptional({ type: Boolean })
  @Optional()
  @AsBoolean()
  exclude_replies?: boolean;

  @ApiPropertyOptional({ type: Boolean })
  @Optional()
  @AsBoolean()
  exclude_reblogs?: boolean;

  @ApiPropertyOptional({ type: Boolean, description: 'Posts with media alone: there are none' })
  @Optional()
  @AsBoolean()
  only_media?: boolean;

  @ApiPropertyOptional({ type: Boolean, description: 'Posts that were pinned alone: there are none' })
  @Optional()
  @AsBoolean()
  pinned?: boolean;

  @Unsupported('is not supported here: /api/v1/timelines/tag/:tag has a hashtag’s posts')
  tagged?: unknown;
}
