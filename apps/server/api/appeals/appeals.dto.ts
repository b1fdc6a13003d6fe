import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { IsIn } from 'class-validator';
import { IsId } from '../../http/requests/is-id.js';
import { IsReason } from '../../http/requests/is-reason.js';
import { Optional } from '../../http/requests/optional.js';
import { PageQuery } from '../../http/paging/page.query.js';
import { APPEAL_STATES } from './appeals.store.js';

/** `POST /api/v1/appeals`: exactly one of the first three is given. */
export class AppealBody {
  @ApiPropertyOptional({ description: 'What it is against, as a notification names it' })
  @Optional()
  @IsId()
  restriction_id?: string;

  @ApiPropertyOptional({
    description: 'Against the oldest restriction in force on this post, or its account',
  })
  @Optional()
  @IsId()
  status_id?: string;

  @ApiPropertyOptional({ description: 'Against the oldest restriction in force on this account' })
  @Optional()
  @IsId()
  account_id?: string;

  @ApiProperty({ description: 'Why; moderators alone read it' })
  @IsReason()
  text!: string;
}

export class AdminAppealsQuery extends PageQuery {
  @ApiPropertyOptional({
    enum: APPEAL_STATES,
    default: 'open',
    description: 'moot: without an answer, and what it is against has ended',
  })
  @Optional()
  @IsIn(APPEAL_STATES)
  state?: (typeof APPEAL_STATES)[number];

  @ApiPropertyOptional({ description: 'Of this account' })
  @Optional()
  @IsId()
  account_id?: string;
}

export class AnswerBody {
  @ApiProperty({ enum: ['restore', 'uphold'], description: 'restore ends what it is against' })
  @IsIn(['restore', 'uphold'])
  outcome!: 'restore' | 'uphold';

  @ApiProperty({
    description: 'To its author. Of restore it is public, as the reason of every lift and decision',
  })
  @IsReason()
  text!: string;
}
