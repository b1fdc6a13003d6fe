import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { Equals, IsEmail, IsLocale, IsString, MaxLength, MinLength } from 'class-validator';
import { AsList } from '../../http/requests/as-list.js';
import { Limit } from '../../http/requests/limit.js';
import { WholeNumber } from '../../http/requests/whole-number.js';
import { AsBoolean } from '../../http/requests/as-boolean.js';
import { Unsupported } from '../../http/requests/unsupported.js';
import { Optional } from '../../http/requests/optional.js';
import { IsUsername } from '../../http/requests/is-username.js';
import { PageQuery } from '../../http/paging/page.query.js';

const MOST_BY_ID = 40;
const MOST_PASSED_OVER = 1_000;
/** No id, and no hashtag that is found, is longer. */
const MAX_ID = 100;
const MAX_TAG = 200;

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

  @ApiPropertyOptional({ type: Boolean, description: 'Posts that the account pinned alone' })
  @Optional()
  @AsBoolean()
  pinned?: boolean;

  @ApiPropertyOptional({ description: 'Posts with this hashtag alone; what is withheld is left out then' })
  @Optional()
  @MaxLength(MAX_TAG)
  @IsString()
  tagged?: string;
}

export class AccountsByIdQuery {
  @ApiPropertyOptional({ name: 'id[]', type: [String], description: `At most ${MOST_BY_ID} ids` })
  @Optional()
  @MaxLength(MAX_ID, { each: true })
  @IsString({ each: true })
  @AsList(MOST_BY_ID)
  id?: string[];
}

export class AccountSearchQuery {
  @ApiProperty({
    description:
      'How the handle begins, of people here; with `@venue`, of that venue. A leading @ is dropped. Names are not searched',
  })
  @MaxLength(200)
  @IsString()
  q!: string;

  @Limit(80, 40)
  limit!: number;

  @ApiPropertyOptional({ type: Number, minimum: 0, maximum: MOST_PASSED_OVER })
  @Optional()
  @WholeNumber(0, MOST_PASSED_OVER)
  offset?: number;

  @ApiPropertyOptional({ type: Boolean, description: 'Whether elsewhere is looked: there is nowhere else' })
  @Optional()
  @AsBoolean()
  resolve?: boolean;

  @ApiPropertyOptional({ type: Boolean, description: 'Those alone whom you follow' })
  @Optional()
  @AsBoolean()
  following?: boolean;
}
