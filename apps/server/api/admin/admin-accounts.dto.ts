import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { IsIn, IsString, MaxLength } from 'class-validator';
import { VENUE_IDS, type VenueId } from '#domain';
import { AsBoolean } from '../../http/requests/as-boolean.js';
import { Unsupported } from '../../http/requests/unsupported.js';
import { Optional } from '../../http/requests/optional.js';
import { IsId } from '../../http/requests/is-id.js';
import { PageQuery } from '../../http/paging/page.query.js';

/** The actions that a moderator can take on an account. */
const ACTIONS = ['none', 'silence', 'suspend'] as const;
export type Action = (typeof ACTIONS)[number];

export class AdminAccountsQuery extends PageQuery {
  @ApiPropertyOptional({ type: Boolean, description: 'People here only: venue home' })
  @Optional()
  @AsBoolean()
  local?: boolean;

  @ApiPropertyOptional({ type: Boolean, description: 'All others only' })
  @Optional()
  @AsBoolean()
  remote?: boolean;

  @ApiPropertyOptional({ enum: VENUE_IDS, description: 'Accounts of one venue only' })
  @Optional()
  @IsIn(VENUE_IDS)
  by_domain?: VenueId;

  @ApiPropertyOptional({ description: 'Whose handle begins so' })
  @Optional()
  @MaxLength(100)
  @IsString()
  username?: string;

  @Unsupported()
  active?: unknown;

  @Unsupported()
  pending?: unknown;

  @Unsupported()
  disabled?: unknown;

  @Unsupported()
  silenced?: unknown;

  @Unsupported()
  sensitized?: unknown;

  @Unsupported()
  suspended?: unknown;

  @Unsupported()
  display_name?: unknown;

  @Unsupported()
  email?: unknown;

  @Unsupported('is not supported: no network addresses are kept')
  ip?: unknown;

  @Unsupported()
  staff?: unknown;
}

/** `POST /api/v1/admin/accounts/:id/action`, as Mastodon takes it. */
export class ActionBody {
  @ApiProperty({
    enum: ACTIONS,
    description:
      'silence limits the account, suspend suspends it, none does nothing to it: it warns whoever it is, or resolves the report alone',
  })
  @IsIn(ACTIONS, {
    message: `type must be ${ACTIONS.join(', ')}: nothing is disabled or marked sensitive here`,
  })
  type!: Action;

  @ApiPropertyOptional({ description: 'A report about the account, which is resolved with it' })
  @Optional()
  @IsId()
  report_id?: string;

  @ApiPropertyOptional({
    description:
      'Why; it is public, as every restriction’s reason. With type none: the warning, for them alone',
  })
  @Optional()
  @MaxLength(2_000)
  @IsString()
  text?: string;

  @Unsupported('is not supported: there are no presets')
  warning_preset_id?: unknown;

  @Unsupported('is not supported: no mail is sent; who it is about is notified')
  send_email_notification?: unknown;
}
