import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { IsBooleanString, IsIn, IsOptional, IsString, MaxLength } from 'class-validator';
import { VENUE_IDS, type VenueId } from '#domain';
import { IsId } from '../../http/requests/is-id.js';
import { PageQuery } from '../../http/paging/page.query.js';

/** What a moderator can do about an account. */
const ACTIONS = ['none', 'silence', 'suspend'] as const;
export type Action = (typeof ACTIONS)[number];

export class AdminAccountsQuery extends PageQuery {
  @ApiPropertyOptional({ description: 'People here only: venue home' })
  @IsOptional()
  @IsBooleanString()
  local?: string;

  @ApiPropertyOptional({ description: 'All others only' })
  @IsOptional()
  @IsBooleanString()
  remote?: string;

  @ApiPropertyOptional({ enum: VENUE_IDS, description: 'Accounts of one venue only' })
  @IsOptional()
  @IsIn(VENUE_IDS)
  by_domain?: VenueId;

  @ApiPropertyOptional({ description: 'Whose handle begins so' })
  @IsOptional()
  @MaxLength(100)
  @IsString()
  username?: string;
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
  @IsOptional()
  @IsId()
  report_id?: string;

  @ApiPropertyOptional({
    description:
      'Why; it is public, as every restriction’s reason. With type none: the warning, for them alone',
  })
  @IsOptional()
  @MaxLength(2_000)
  @IsString()
  text?: string;
}
