import {
  Body,
  Controller,
  HttpCode,
  Inject,
  Post,
  UnprocessableEntityException,
  UseGuards,
} from '@nestjs/common';
import { ApiOperation, ApiProperty, ApiPropertyOptional, ApiTags } from '@nestjs/swagger';
import { IsIn, IsNotEmpty, IsString, MaxLength } from 'class-validator';
import { CommandBus } from '#commands';
import type { TestUser } from '#contract';
import type { Database } from '#database';
import { ROLES, type Role } from '#domain';
import { parseScopes, signUpTogether, type Scope } from '#identity';
import { CountryName } from '../../http/requests/country-name.js';
import { WholeNumber } from '../../http/requests/whole-number.js';
import { Optional } from '../../http/requests/optional.js';
import { RefusedException } from '../../http/errors/refused.js';
import { Plain } from '../../http/exit/plain.js';
import { LogFollower } from '../../follower/log-follower.js';
import { Clock } from '../../platform/clock.js';
import { Open } from '../../access/route-permissions.js';
import { OwnSite } from '../../access/own-site.guard.js';
import { DATABASE } from '../../platform/tokens.js';
import { IsInstant } from '../../http/requests/is-instant.js';
import { IsUsername } from '../../http/requests/is-username.js';
import { ListOf } from '../../http/requests/list-of.js';
import { requireCountry } from '../../http/requests/require-country.js';
import { ScheduleKeeper } from '../../schedule/schedule-keeper.js';

const DAY_MS = 86_400_000;
const LATEST = Date.parse('9999-12-31T23:59:59.999Z');

class ClockBody {
  @ApiPropertyOptional({ description: 'Stops the clock at this instant, ISO 8601 with offset' })
  @Optional()
  @IsInstant()
  now?: string;

  @ApiPropertyOptional({ description: 'Moves the clock on by so many ms, and stops it there' })
  @Optional()
  @WholeNumber(0, 3_650 * DAY_MS)
  advance?: number;
}

class TestUserBody {
  @ApiProperty()
  @IsUsername()
  username!: string;

  @ApiPropertyOptional({ enum: ROLES })
  @Optional()
  @IsIn(ROLES)
  role?: Role;

  @ApiPropertyOptional({ description: 'Where they look from, where they do not say: ISO 3166-1 alpha-2' })
  @Optional()
  @CountryName()
  country?: string;

  @ApiPropertyOptional({
    description: 'What the token is for, such as "read write"; without, all that the role may',
  })
  @Optional()
  @MaxLength(1_000)
  @IsString()
  scopes?: string;

  @ApiPropertyOptional({ description: 'Without one, the username' })
  @Optional()
  @MaxLength(100)
  @IsNotEmpty()
  @IsString()
  display_name?: string;
}

class UsersBody {
  @ApiProperty({ type: [TestUserBody] })
  @ListOf(TestUserBody, 1_000)
  users!: TestUserBody[];
}

/** For people's CI: only there with `TEST=1`, on a loopback address. */
@ApiTags('test')
@Open()
@UseGuards(OwnSite)
@Controller('api/v1/test')
export class TestingController {
  constructor(
    @Inject(DATABASE) private readonly database: Database,
    private readonly bus: CommandBus,
    private readonly clock: Clock,
    private readonly follower: LogFollower,
    private readonly schedule: ScheduleKeeper,
  ) {}

  @Post('reset')
  @HttpCode(200)
  @ApiOperation({ summary: 'Empties the database, sets the clock going again, and closes every socket' })
  async reset(): Promise<Plain> {
    await this.database.reset();
    this.clock.restart();
    this.follower.restart();
    return Plain.empty();
  }

  @Post('clock')
  @HttpCode(200)
  @ApiOperation({
    summary: 'Sets the clock, though not back beyond what people did. What is due by then has happened',
  })
  async setClock(@Body() { now, advance }: ClockBody): Promise<Plain> {
    if (now === undefined && advance === undefined) {
      throw new UnprocessableEntityException('Give now (ISO 8601 with offset), advance (ms), or both');
    }
    const at = (now === undefined ? this.clock.now() : Date.parse(now)) + (advance ?? 0);
    // An ISO week is valid, too, and no instant that Date knows.
    if (!(at >= 0 && at <= LATEST)) {
      throw new UnprocessableEntityException('The clock goes from 1970 to the end of 9999');
    }
    this.clock.set(at);
    await this.schedule.catchUp();
    return Plain.test({ now: new Date(this.clock.now()).toISOString() });
  }

  @Post('users')
  @HttpCode(200)
  @ApiOperation({ summary: 'Makes accounts with their tokens' })
  async users(@Body() { users }: UsersBody): Promise<Plain> {
    const newcomers = users.map(({ username, role, country, display_name, scopes }) => ({
      username,
      ...(display_name == null ? {} : { displayName: display_name }),
      email: null,
      password: null,
      role: role ?? 'reader',
      country: country == null ? null : requireCountry(country),
      ...(scopes == null ? {} : { scopes: requireScopes(scopes) }),
    }));
    const signedUp = await signUpTogether(this.database, this.bus, newcomers, () => this.clock.now());
    if (!signedUp.ok) {
      if (signedUp.refusal.kind === 'withheld') throw new Error('Signing up touches no post');
      throw new RefusedException(signedUp.refusal);
    }
    const made = signedUp.members.map(({ account, username, token }): TestUser => {
      return { id: account, username, access_token: token.token };
    });
    return Plain.test({ users: made });
  }
}

function requireScopes(text: string): Scope[] {
  const parsed = parseScopes(text);
  if (!parsed.ok) throw RefusedException.invalid('scopes', `"${parsed.unknown}" is no scope`);
  return parsed.scopes;
}
