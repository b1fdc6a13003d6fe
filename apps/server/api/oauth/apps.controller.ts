import { Body, Controller, Get, HttpCode, Inject, Post, Req, UnauthorizedException } from '@nestjs/common';
import { ApiOperation, ApiProperty, ApiPropertyOptional, ApiTags } from '@nestjs/swagger';
import { IsString, IsUrl, Matches, MaxLength } from 'class-validator';
import type { Application, CredentialApplication } from '#contract';
import type { Database } from '#database';
import { findApp, parseScopes, registerApp, type OAuthApp } from '#identity';
import { Open } from '../../access/route-permissions.js';
import { RefusedException } from '../../http/errors/refused.js';
import { Plain } from '../../http/exit/plain.js';
import { AsList } from '../../http/requests/as-list.js';
import { Optional } from '../../http/requests/optional.js';
import type { AuthenticatedRequest } from '../../http/viewpoint/viewpoint.js';
import { Clock } from '../../platform/clock.js';
import { DATABASE } from '../../platform/tokens.js';
import { newId } from '../../private-state/new-id.js';
import { LONGEST_REDIRECT, MOST_REDIRECTS, redirectProblem } from './redirect-uri.js';
import { ERRORS } from '../../http/errors/words.js';

/** UTF-16 code units. */
const LONGEST_NAME = 60;
const MOST_SCOPES = 100;
/** The scope of an app that names none, as in Mastodon. */
const SCOPES_OTHERWISE = 'read';

/** As `AsList` takes them. */
const ONE_OR_MORE = [{ type: 'string' }, { type: 'array', items: { type: 'string' } }];

/** `POST /api/v1/apps`. */
class AppBody {
  @ApiProperty({ maxLength: LONGEST_NAME })
  @Matches(/\S/, { message: '$property must not be blank' })
  @MaxLength(LONGEST_NAME)
  @IsString()
  client_name!: string;

  @ApiProperty({
    anyOf: ONE_OR_MORE,
    description: 'One or more, as a list or in lines; `urn:ietf:wg:oauth:2.0:oob` to be shown the code',
  })
  @MaxLength(LONGEST_REDIRECT * MOST_REDIRECTS, { each: true })
  @IsString({ each: true })
  @AsList(MOST_REDIRECTS)
  redirect_uris!: string[];

  @ApiPropertyOptional({
    anyOf: ONE_OR_MORE,
    description: 'As a list, or separated by spaces; `read` if left out',
  })
  @Optional()
  @MaxLength(LONGEST_REDIRECT, { each: true })
  @IsString({ each: true })
  @AsList(MOST_SCOPES)
  scopes?: string[];

  @ApiPropertyOptional({ description: 'The app’s own page' })
  @Optional()
  @MaxLength(LONGEST_REDIRECT)
  @IsUrl({ protocols: ['http', 'https'], require_protocol: true, require_tld: false })
  @IsString()
  website?: string;
}

/** Apps, by which people sign in. */
@ApiTags('oauth')
@Open()
@Controller('api/v1/apps')
export class AppsController {
  constructor(
    @Inject(DATABASE) private readonly database: Database,
    private readonly clock: Clock,
  ) {}

  @Post()
  @HttpCode(200)
  @ApiOperation({ summary: 'Registers an app; its secret is told this once' })
  async register(@Body() body: AppBody): Promise<Plain> {
    const redirectUris = redirectsOf(body.redirect_uris);
    const scopes = scopesOf(body.scopes ?? []);
    const { app, secret } = await registerApp(
      this.database,
      {
        id: newId(this.clock.now()),
        name: body.client_name.trim(),
        website: body.website ?? null,
        redirectUris,
        scopes,
      },
      this.clock.now(),
    );
    const told: CredentialApplication = {
      ...applicationOf(app),
      client_id: app.clientId,
      client_secret: secret,
      client_secret_expires_at: 0,
    };
    return Plain.oauth(told);
  }

  @Get('verify_credentials')
  @ApiOperation({ summary: 'Which app a token was given to, whosever it is and whatever it is for' })
  async verify(@Req() { principal }: AuthenticatedRequest): Promise<Plain> {
    const id = principal?.app;
    const app = id === undefined ? undefined : await findApp(this.database.reader, { id });
    if (app === undefined) throw new UnauthorizedException(ERRORS.badToken);
    return Plain.oauth(applicationOf(app));
  }
}

function applicationOf({ id, name, website, scopes, redirectUris }: OAuthApp): Application {
  return {
    id,
    name,
    website,
    scopes: [...scopes],
    redirect_uris: [...redirectUris],
    redirect_uri: redirectUris.join('\n'),
    vapid_key: '',
  };
}

/** @throws RefusedException */
function redirectsOf(given: readonly string[]): string[] {
  const uris = [...new Set(given.flatMap((lines) => lines.split(/\s+/)).filter((uri) => uri !== ''))];
  if (uris.length === 0) throw RefusedException.invalid('redirect_uris', 'must not be blank');
  if (uris.length > MOST_REDIRECTS)
    throw RefusedException.invalid('redirect_uris', `must be at most ${MOST_REDIRECTS}`);
  const [problem] = uris.flatMap((uri) => redirectProblem(uri) ?? []);
  if (problem !== undefined) throw RefusedException.invalid('redirect_uris', problem);
  return uris;
}

/** @throws RefusedException */
function scopesOf(given: readonly string[]): readonly string[] {
  const text = given.join(' ').trim();
  const parsed = parseScopes(text === '' ? SCOPES_OTHERWISE : text);
  if (!parsed.ok) throw RefusedException.invalid('scopes', `hold "${parsed.unknown}", which is none`);
  return parsed.scopes;
}
