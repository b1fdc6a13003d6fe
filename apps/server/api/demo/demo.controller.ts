import {
  Body,
  ConflictException,
  Controller,
  ForbiddenException,
  HttpCode,
  Inject,
  Post,
  UseGuards,
} from '@nestjs/common';
import { ApiOperation, ApiProperty, ApiPropertyOptional, ApiTags } from '@nestjs/swagger';
import { IsIn, IsString, MaxLength } from 'class-validator';
import { CommandBus } from '#commands';
import type { Config } from '#config';
import type { Database } from '#database';
import { ROLES, type Role } from '#domain';
import { demoAccountOf, issueTokenFor, signUp, type IssuedToken } from '#identity';
import { accountAt } from '#projections';
import { Gate, type Gated, type Viewpoint } from '#visibility';
import type { DemoSignIn } from '#contract';
import { Optional } from '../../http/requests/optional.js';
import { RecordNotFoundException } from '../../http/errors/refused.js';
import { Clock } from '../../platform/clock.js';
import { Open } from '../../access/route-permissions.js';
import { OwnSite } from '../../access/own-site.guard.js';
import { CONFIG, DATABASE } from '../../platform/tokens.js';
import { asOfNow, readAt, View } from '../../http/viewpoint/viewpoint.js';
import { DemoCode } from './demo-code.js';

const NAMES: Record<Role, string> = {
  reader: 'Demo reader',
  moderator: 'Demo moderator',
  authority: 'Demo authority',
  admin: 'Demo admin',
};

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
    @Inject(CONFIG) private readonly config: Config,
    @Inject(DATABASE) private readonly database: Database,
    private readonly bus: CommandBus,
    private readonly gate: Gate,
    private readonly clock: Clock,
    private readonly code: DemoCode,
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
    if (this.config.demo === 'off') throw new RecordNotFoundException();
    if (this.config.demo === 'public') this.requireCode(role, code);
    const { account: id, token } = await this.tokenFor(role);
    const now = asOfNow(viewpoint, this.clock);
    const account = await accountAt(this.database.reader, readAt(now), { id });
    if (account === undefined) throw new RecordNotFoundException();
    return this.gate.signedIn(account, token.token, { ...now, viewer: { id, role } });
  }

  private requireCode(role: Role, code: string | undefined): void {
    if (role === 'reader') return;
    if (role === 'admin') throw new ForbiddenException('There is no demo admin on a public server');
    if (code === undefined || !this.code.is(code)) {
      throw new ForbiddenException('Give the code that the server printed in its terminal');
    }
  }

  private async tokenFor(role: Role): Promise<{ account: string; token: IssuedToken }> {
    const names = role === 'reader' ? [randomName('reader')] : [`demo_${role}`, randomName(`demo_${role}`)];
    for (const username of names) {
      // Also after a refusal: of two first sign-ins at once, the other one has just made it.
      const known = role === 'reader' ? null : await demoAccountOf(this.database.reader, role);
      if (known !== null)
        return { account: known, token: await issueTokenFor(this.database, known, this.clock.now()) };
      const made = await signUp(
        this.database,
        this.bus,
        { username, displayName: NAMES[role], email: null, password: null, role, demo: true },
        () => this.clock.now(),
      );
      if (made.ok) return made;
      // The plain name may be somebody's who signed up under it.
    }
    throw new ConflictException('Every name for a demo account was taken. Try again.');
  }
}

function randomName(prefix: string): string {
  return `${prefix}_${Math.random().toString(36).slice(2, 10)}`;
}
