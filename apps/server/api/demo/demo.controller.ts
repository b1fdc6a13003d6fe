import { Body, Controller, HttpCode, Inject, Post, UseGuards } from '@nestjs/common';
import { ApiOperation, ApiProperty, ApiPropertyOptional, ApiTags } from '@nestjs/swagger';
import { IsIn, IsString, MaxLength } from 'class-validator';
import type { Database } from '#database';
import { ROLES, type Role } from '#domain';
import { issueTokenFor } from '#identity';
import { accountAt } from '#projections';
import { Gate, type Gated, type Viewpoint } from '#visibility';
import type { DemoSignIn } from '#contract';
import { Optional } from '../../http/requests/optional.js';
import { RecordNotFoundException } from '../../http/errors/refused.js';
import { Clock } from '../../platform/clock.js';
import { Open } from '../../access/route-permissions.js';
import { DemoAccounts } from '../../access/demo-accounts.js';
import { OwnSite } from '../../access/own-site.guard.js';
import { DATABASE } from '../../platform/tokens.js';
import { asOfNow, readAt, View } from '../../http/viewpoint/viewpoint.js';

class DemoSignInBody {
  @ApiProperty({ enum: ROLES })
  @IsIn(ROLES)
  role!: Role;

  @ApiPropertyOptional({
    description: 'With DEMO=public, for moderator and authority: the code in the terminal',
  })
  @Optional()
  @MaxLength(100)
  @IsString()
  code?: string;
}

/** One-click sign-in, while `DEMO` is set; without it there is nothing here. */
@ApiTags('demo')
@Open()
@UseGuards(OwnSite)
@Controller('api/v1/demo')
export class DemoController {
  constructor(
    @Inject(DATABASE) private readonly database: Database,
    private readonly accounts: DemoAccounts,
    private readonly gate: Gate,
    private readonly clock: Clock,
  ) {}

  @Post('sign-in')
  @HttpCode(200)
  @ApiOperation({
    summary: 'A token for a role: a new account for a reader, the same one again for the others',
  })
  async signIn(
    @Body() { role, code }: DemoSignInBody,
    @View() viewpoint: Viewpoint,
  ): Promise<Gated<DemoSignIn>> {
    const { account: id, token: first } = await this.accounts.take(role, code);
    const token = first ?? (await issueTokenFor(this.database, id, this.clock.now()));
    const now = asOfNow(viewpoint, this.clock);
    const account = await accountAt(this.database.reader, readAt(now), { id });
    if (account === undefined) throw new RecordNotFoundException();
    return this.gate.signedIn(account, token.token, { ...now, viewer: { id, role } });
  }
}
