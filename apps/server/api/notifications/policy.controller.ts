import { Body, Controller, Get, HttpCode, Patch, Post, Put } from '@nestjs/common';
import { ApiOperation, ApiPropertyOptional, ApiTags } from '@nestjs/swagger';
import { Equals, IsString, MaxLength } from 'class-validator';
import type { NotificationPolicy, NotificationPolicySummary, V1NotificationPolicy } from '#contract';
import { Allows } from '../../access/route-permissions.js';
import { Plain } from '../../http/exit/plain.js';
import { AsList } from '../../http/requests/as-list.js';
import { Optional } from '../../http/requests/optional.js';
import { Unsupported } from '../../http/requests/unsupported.js';

const NOTHING_PENDING: NotificationPolicySummary = {
  pending_requests_count: 0,
  pending_notifications_count: 0,
};
const POLICY: NotificationPolicy = {
  for_not_following: 'accept',
  for_not_followers: 'accept',
  for_new_accounts: 'accept',
  for_private_mentions: 'accept',
  for_limited_accounts: 'accept',
  summary: NOTHING_PENDING,
};
const V1_POLICY: V1NotificationPolicy = {
  filter_not_following: false,
  filter_not_followers: false,
  filter_new_accounts: false,
  filter_private_mentions: false,
  summary: NOTHING_PENDING,
};

/** A part of a policy: all is accepted, and anything else is refused rather than set without effect. */
function Accepts(): PropertyDecorator {
  const message = '$property must be accept: notifications are not filtered here';
  return (target, property) => {
    ApiPropertyOptional({ enum: ['accept'] })(target, property);
    Optional()(target, property);
    Equals('accept', { message })(target, property);
  };
}

class PolicyBody {
  @Accepts()
  for_not_following?: string;

  @Accepts()
  for_not_followers?: string;

  @Accepts()
  for_new_accounts?: string;

  @Accepts()
  for_private_mentions?: string;

  @Accepts()
  for_limited_accounts?: string;
}

const UNFILTERED = 'is not supported: notifications are not filtered here';

class V1PolicyBody {
  @Unsupported(UNFILTERED)
  filter_not_following?: unknown;

  @Unsupported(UNFILTERED)
  filter_not_followers?: unknown;

  @Unsupported(UNFILTERED)
  filter_new_accounts?: unknown;

  @Unsupported(UNFILTERED)
  filter_private_mentions?: unknown;
}

const MOST_REQUESTS = 40;
const MAX_ID = 100;

class RequestsBody {
  @ApiPropertyOptional({ type: [String], description: 'Requests; there is none here' })
  @Optional()
  @MaxLength(MAX_ID, { each: true })
  @IsString({ each: true })
  @AsList(MOST_REQUESTS)
  id?: string[];
}

/** Serves the policy by which notifications are held back: none are here, so that no request ever waits. */
@ApiTags('notifications')
@Controller('api')
export class PolicyController {
  @Get('v2/notifications/policy')
  @Allows('notifications:read')
  @ApiOperation({ summary: 'Which of one’s notifications are filtered: none' })
  policy(): Plain {
    return Plain.own(POLICY);
  }

  @Patch('v2/notifications/policy')
  @Allows('notifications:write')
  @ApiOperation({ summary: 'Set which of one’s notifications are filtered; a 422 but for `accept`' })
  setPolicy(@Body() _: PolicyBody): Plain {
    return Plain.own(POLICY);
  }

  @Get('v1/notifications/policy')
  @Allows('notifications:read')
  @ApiOperation({ summary: 'The same as older clients ask for it' })
  v1Policy(): Plain {
    return Plain.own(V1_POLICY);
  }

  @Put('v1/notifications/policy')
  @Allows('notifications:write')
  @ApiOperation({ summary: 'The same as older clients set it; a 422 but for what is off' })
  setV1Policy(@Body() _: V1PolicyBody): Plain {
    return Plain.own(V1_POLICY);
  }

  @Get('v1/notifications/requests')
  @Allows('notifications:read')
  @ApiOperation({ summary: 'Whose notifications are filtered: nobody’s' })
  requests(): Plain {
    return Plain.none();
  }

  @Get('v1/notifications/requests/merged')
  @Allows('notifications:read')
  @ApiOperation({ summary: 'Whether what was accepted is among one’s notifications: always' })
  merged(): Plain {
    return Plain.own({ merged: true });
  }

  @Post('v1/notifications/requests/accept')
  @Allows('notifications:write')
  @HttpCode(200)
  @ApiOperation({ summary: 'Accept some requests; ids of none are passed over' })
  acceptAll(@Body() _: RequestsBody): Plain {
    return Plain.empty();
  }

  @Post('v1/notifications/requests/dismiss')
  @Allows('notifications:write')
  @HttpCode(200)
  @ApiOperation({ summary: 'Dismiss some requests; ids of none are passed over' })
  dismissAll(@Body() _: RequestsBody): Plain {
    return Plain.empty();
  }
}
