import { Body, Controller, Get, HttpCode, Inject, Post, Req } from '@nestjs/common';
import { ApiBody, ApiConsumes, ApiOperation, ApiTags } from '@nestjs/swagger';
import type { FastifyRequest } from 'fastify';
import type { UserInfo } from '#contract';
import type { Database } from '#database';
import {
  findApp,
  grants,
  isSecretOf,
  issueTokenFor,
  parseScopes,
  redeemCode,
  revokeToken,
  type IssuedToken,
  type OAuthApp,
} from '#identity';
import { accountAt } from '#projections';
import { Gate, type Gated, type Viewer, type Viewpoint } from '#visibility';
import { Allows, Open, Tokenless } from '../../access/route-permissions.js';
import { SignedIn } from '../../access/signed-in.js';
import { admitted } from '../../http/errors/admitted.js';
import { OAuthException } from '../../http/refusals/oauth-error.js';
import { RecordNotFoundException } from '../../http/errors/refused.js';
import { Plain } from '../../http/exit/plain.js';
import { readAt, View } from '../../http/viewpoint/viewpoint.js';
import { Clock } from '../../platform/clock.js';
import { Origin } from '../../platform/origin.js';
import { DATABASE } from '../../platform/tokens.js';
import { basicOf, parameterOf, requiredOf } from './token-form.js';

const JSON_TYPE = 'application/json; charset=utf-8';
const FORMS = ['application/x-www-form-urlencoded', 'application/json', 'multipart/form-data'] as const;
const TEXT = { type: 'string' } as const;
const CLIENT = { client_id: TEXT, client_secret: TEXT };

/** Tokens: for a code, for an app itself, and their end. */
@ApiTags('oauth')
@Controller('oauth')
export class OAuthController {
  constructor(
    @Inject(DATABASE) private readonly database: Database,
    private readonly gate: Gate,
    private readonly clock: Clock,
    private readonly origin: Origin,
  ) {}

  @Post('token')
  @Open()
  @Tokenless()
  @HttpCode(200)
  @ApiConsumes(...FORMS)
  @ApiBody({
    schema: {
      type: 'object',
      required: ['grant_type'],
      properties: {
        grant_type: { type: 'string', enum: ['authorization_code', 'client_credentials'] },
        ...CLIENT,
        code: TEXT,
        redirect_uri: TEXT,
        code_verifier: TEXT,
        scope: TEXT,
      },
    },
  })
  @ApiOperation({
    summary: 'A token: for a code, with PKCE where it was asked for so, or for the app itself',
  })
  async token(@Body() body: unknown, @Req() request: FastifyRequest): Promise<Plain> {
    const grantType = requiredOf(body, 'grant_type');
    const app = await this.appOf(body, request);
    const issued =
      grantType === 'authorization_code'
        ? await this.redeem(body, app)
        : grantType === 'client_credentials'
          ? await this.ownToken(body, app)
          : undefined;
    if (issued === undefined)
      throw new OAuthException(
        400,
        'unsupported_grant_type',
        'Only authorization_code and client_credentials are known: tokens end where nobody uses them, and are not refreshed',
      );
    const { token, scope, createdAt } = issued;
    return Plain.token({ access_token: token, token_type: 'Bearer', scope, created_at: createdAt });
  }

  @Post('revoke')
  @Open()
  @Tokenless()
  @HttpCode(200)
  @ApiConsumes(...FORMS)
  @ApiBody({
    schema: {
      type: 'object',
      required: ['token'],
      properties: { ...CLIENT, token: TEXT, token_type_hint: TEXT },
    },
  })
  @ApiOperation({ summary: 'Ends a token (RFC 7009)' })
  async revoke(@Body() body: unknown, @Req() request: FastifyRequest): Promise<Plain> {
    const token = requiredOf(body, 'token');
    const app = await this.appOf(body, request);
    const ended = await revokeToken(this.database, token, app.id);
    if (ended === 'foreign')
      throw new OAuthException(403, 'unauthorized_client', 'You are not authorized to revoke this token');
    return Plain.empty();
  }

  @Get('userinfo')
  @Allows('profile:read')
  @ApiOperation({ summary: 'Who the token belongs to, as OpenID Connect names it' })
  async userInfo(@View() viewpoint: Viewpoint, @SignedIn() { id }: Viewer): Promise<Gated<unknown>> {
    const account = await accountAt(this.database.reader, readAt(viewpoint), { id });
    if (account === undefined) throw new RecordNotFoundException();
    return admitted(this.gate.account(account, viewpoint)).as(JSON_TYPE, (shown) => {
      const info: UserInfo = {
        iss: this.origin.url,
        sub: shown.uri,
        name: shown.display_name,
        preferred_username: shown.username,
        profile: shown.url,
        picture: shown.avatar,
      };
      return JSON.stringify(info);
    });
  }

  private async redeem(body: unknown, app: OAuthApp): Promise<IssuedToken> {
    const presented = {
      code: requiredOf(body, 'code'),
      app: app.id,
      redirectUri: requiredOf(body, 'redirect_uri'),
      verifier: parameterOf(body, 'code_verifier') ?? null,
    };
    const issued = await redeemCode(this.database, presented, this.clock.now());
    if (issued === null)
      throw new OAuthException(
        400,
        'invalid_grant',
        'The code is unknown, used, older than ten minutes, or was given to another client, for another address or another verifier',
      );
    return issued;
  }

  private ownToken(body: unknown, app: OAuthApp): Promise<IssuedToken> {
    const parsed = parseScopes(parameterOf(body, 'scope') ?? 'read');
    if (!parsed.ok || !parsed.scopes.every((scope) => grants(app.scopes, scope)))
      throw new OAuthException(
        400,
        'invalid_scope',
        'The scope is unknown, or beyond what the app registered',
      );
    return issueTokenFor(this.database, null, this.clock.now(), parsed.scopes, app.id);
  }

  /** The app that asks, by its secret in the form or in `Authorization`. @throws OAuthException */
  private async appOf(body: unknown, { headers }: FastifyRequest): Promise<OAuthApp> {
    const basic = basicOf(headers.authorization);
    const [clientId, secret] =
      basic === null
        ? [parameterOf(body, 'client_id') ?? '', parameterOf(body, 'client_secret') ?? '']
        : [basic.id, basic.secret];
    const app = await findApp(this.database.reader, { clientId });
    if (app === undefined || !isSecretOf(app, secret))
      throw new OAuthException(
        401,
        'invalid_client',
        'Client authentication failed: the client is unknown, or its secret is wrong or missing',
        'Basic realm="Withheld"',
      );
    return app;
  }
}
