import {
  BadRequestException,
  Body,
  Controller,
  Get,
  HttpCode,
  HttpException,
  Inject,
  Post,
  Query,
  Req,
  Res,
  UseGuards,
} from '@nestjs/common';
import { RouteConfig } from '@nestjs/platform-fastify';
import { ApiBody, ApiOperation, ApiProduces, ApiQuery, ApiTags } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import type { Config } from '#config';
import type { Database } from '#database';
import { accountByPassword, findApp, issueCode, type OAuthApp } from '#identity';
import { scenarios } from '#projections';
import { LANGUAGES } from '#visibility';
import { DemoAccounts } from '../../access/demo-accounts.js';
import { OwnSite } from '../../access/own-site.guard.js';
import { Open, Tokenless } from '../../access/route-permissions.js';
import { Plain } from '../../http/exit/plain.js';
import { RateLimits } from '../../http/limits/rate-limits.js';
import { TooManyRequestsException } from '../../http/refusals/too-many.js';
import type { RequestWithViewpoint } from '../../http/viewpoint/viewpoint.js';
import { Clock } from '../../platform/clock.js';
import { Origin } from '../../platform/origin.js';
import { CONFIG, DATABASE } from '../../platform/tokens.js';
import { HTML_TYPE } from '../layout.js';
import { PAGE_WORDS } from '../catalogue.js';
import type { Page } from '../page.js';
import { Pages } from '../pages.service.js';
import { formOf, roleOf, viewOf, type AuthorizeForm, type Wrong } from './authorize-form.js';
import { authorizePage, outOfBandPage, type Asked } from './authorize-page.js';
import {
  answerUri,
  OUT_OF_BAND,
  PARAMETERS,
  parametersOf,
  readRequest,
  redirectUriOf,
  type AuthorizeRequest,
  type Parameters,
} from './authorize-request.js';

/**
 * The policy of these pages. It says nothing of `form-action`, which no other directive stands in for: Chromium
 * holds each hop against it, so that naming the app's address fails where that one goes on to an app's scheme.
 */
const POLICY =
  "default-src 'none'; style-src 'self'; font-src 'self'; img-src 'self'; base-uri 'none'; frame-ancestors 'none'";

const FIELDS = [
  'decision',
  'as',
  'username',
  'password',
  'code',
  'from',
  'country',
  'as_of',
  'chapter',
  'moment',
];

/** A request that may be decided on, or where the app is told that it may not. */
type Read = { request: AuthorizeRequest; parameters: Parameters } | { answer: Plain };

/**
 * Asks people whether an app is let in. Nothing is kept between the page and its form, which brings all of the
 * request and whoever signs in: there is no session to steal, none to ride on, and two tabs do not mix.
 */
@ApiTags('oauth')
@Open()
@Tokenless()
@Controller('oauth/authorize')
export class AuthorizeController {
  constructor(
    @Inject(CONFIG) private readonly config: Config,
    @Inject(DATABASE) private readonly database: Database,
    private readonly demo: DemoAccounts,
    private readonly limits: RateLimits,
    private readonly pages: Pages,
    private readonly clock: Clock,
    private readonly origin: Origin,
  ) {}

  @Get()
  @RouteConfig({ page: 'page' })
  @ApiProduces('text/html')
  @ApiOperation({ summary: 'Asks whether an app is let in, as whom, and what it is to see' })
  @ApiQuery({ name: 'response_type', enum: ['code'] })
  @ApiQuery({ name: 'client_id', type: String })
  @ApiQuery({ name: 'redirect_uri', type: String, description: 'One that the app registered, to the letter' })
  @ApiQuery({ name: 'scope', type: String, required: false, description: '`read` if left out' })
  @ApiQuery({ name: 'state', type: String, required: false })
  @ApiQuery({ name: 'code_challenge', type: String, required: false })
  @ApiQuery({ name: 'code_challenge_method', enum: ['S256'], required: false })
  @ApiQuery({
    name: 'force_login',
    type: Boolean,
    required: false,
    description: 'People always sign in here',
  })
  @ApiQuery({ name: 'lang', enum: LANGUAGES, required: false })
  async ask(
    @Query() query: unknown,
    @Req() request: RequestWithViewpoint,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<Plain> {
    sendAsAuthorization(reply);
    const read = await this.read(query, reply);
    if ('answer' in read) return read.answer;
    return this.page(read, formOf({}, this.demo.roles), null, request, reply);
  }

  @Post()
  @HttpCode(200)
  @UseGuards(OwnSite)
  @RouteConfig({ page: 'page' })
  @ApiProduces('text/html')
  @ApiBody({
    schema: {
      type: 'object',
      properties: Object.fromEntries([...PARAMETERS, ...FIELDS].map((name) => [name, { type: 'string' }])),
    },
  })
  @ApiOperation({
    summary: 'The form of that page: redirects to the app with a code, or with `access_denied`',
  })
  async decide(
    @Body() body: unknown,
    @Req() request: RequestWithViewpoint,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<Plain> {
    sendAsAuthorization(reply);
    const read = await this.read(body, reply);
    if ('answer' in read) return read.answer;
    const { app, redirectUri, scopes, state, codeChallenge } = read.request;
    const { decision } = (body ?? {}) as { decision?: unknown };
    if (decision === 'deny') {
      if (redirectUri === OUT_OF_BAND) return this.outOfBand(read.parameters, app, null, request);
      const refusal = { error: 'access_denied', error_description: 'They did not let it in', state };
      return this.redirect(reply, redirectUri, refusal);
    }
    if (decision !== 'allow') throw new BadRequestException('decision is allow or deny');
    const form = formOf(body, this.demo.roles);
    const zone = zoneOf(await scenarios(this.database.reader));
    const viewed = viewOf(form, zone, this.clock.now(), this.offersPlaces());
    if (!viewed.ok) return this.page(read, form, viewed.wrong, request, reply);
    const signedIn = await this.accountOf(form);
    if ('wrong' in signedIn) return this.page(read, form, signedIn.wrong, request, reply);
    const code = await issueCode(
      this.database,
      { app: app.id, account: signedIn.account, redirectUri, scopes, codeChallenge, view: viewed.view },
      this.clock.now(),
    );
    if (redirectUri === OUT_OF_BAND) return this.outOfBand(read.parameters, app, code, request);
    return this.redirect(reply, redirectUri, { code, state });
  }

  /** Whether a place may be chosen. */
  private offersPlaces(): boolean {
    return this.config.geo.mode === 'open';
  }

  /** @throws BadRequestException of what nobody is redirected for */
  private async read(from: unknown, reply: FastifyReply): Promise<Read> {
    const parameters = parametersOf(from);
    const app = await findApp(this.database.reader, { clientId: parameters.client_id ?? '' });
    if (app === undefined) throw new BadRequestException('There is no app with this client_id');
    const redirectUri = redirectUriOf(parameters, app);
    const read = readRequest(parameters, app, redirectUri);
    if (read.ok) return { request: read.request, parameters };
    if (redirectUri === OUT_OF_BAND) throw new BadRequestException(read.description);
    const error = { error: read.error, error_description: read.description, state: parameters.state ?? null };
    return { answer: this.redirect(reply, redirectUri, error) };
  }

  /** The account that somebody takes, or what is wrong with how they said so. @throws HttpException */
  private async accountOf(form: AuthorizeForm): Promise<{ account: string } | { wrong: Asked['wrong'] }> {
    const role = roleOf(form, this.demo.roles);
    try {
      if (role !== null) return await this.demo.take(role, form.code);
      this.limits.countSignIn(form.username);
    } catch (error) {
      if (error instanceof TooManyRequestsException) return { wrong: 'tooMany' };
      if (error instanceof HttpException && error.getStatus() === 403) return { wrong: 'code' };
      throw error;
    }
    const account = await accountByPassword(this.database.reader, this.named(form), form.password);
    return account === null ? { wrong: 'sign_in' } : { account: account.id };
  }

  /** The name, without this server's own host, as people write their whole address. */
  private named({ username }: AuthorizeForm): string {
    const own = `@${new URL(this.origin.url).host}`;
    const named = username.trim();
    return named.toLowerCase().endsWith(own) ? named.slice(0, -own.length) : named;
  }

  private async page(
    { request: asked, parameters }: { request: AuthorizeRequest; parameters: Parameters },
    form: AuthorizeForm,
    wrong: Wrong | 'tooMany' | null,
    request: RequestWithViewpoint,
    reply: FastifyReply,
  ): Promise<Plain> {
    if (wrong !== null) void reply.status(wrong === 'tooMany' ? 429 : 422);
    const stories = await scenarios(this.database.reader);
    const page = await this.pageOf(parameters, request);
    return Plain.authorization().as(HTML_TYPE, () =>
      authorizePage(page, {
        parameters,
        request: asked,
        form,
        wrong,
        roles: this.demo.roles,
        asksForCode: this.demo.asksForCode,
        places: this.offersPlaces(),
        scenarios: stories,
        zone: zoneOf(stories),
        now: this.clock.now(),
      }),
    );
  }

  private async outOfBand(
    parameters: Parameters,
    { name }: OAuthApp,
    code: string | null,
    request: RequestWithViewpoint,
  ): Promise<Plain> {
    const page = await this.pageOf(parameters, request);
    return Plain.authorization().as(HTML_TYPE, () => outOfBandPage(page, name, code));
  }

  /** In the language that is asked for; from no place and of no instant, since it shows nothing that depends on them. */
  private async pageOf({ lang }: Parameters, request: RequestWithViewpoint): Promise<Page> {
    const page = await this.pages.of('page', request, null);
    const language = LANGUAGES.find((one) => one === lang) ?? page.language;
    return { ...page, viewpoint: null, language, words: PAGE_WORDS[language] };
  }

  /** Goes to the app with an answer, and with who gives it (RFC 9207). */
  private redirect(
    reply: FastifyReply,
    redirectUri: string,
    answer: Readonly<Record<string, string | null>>,
  ): Plain {
    const location = answerUri(redirectUri, { ...answer, iss: this.origin.url });
    void reply.status(303).header('location', location);
    return Plain.authorization().as(HTML_TYPE, () => '');
  }
}

/** The time zone of moments: of the first story that is loaded. */
function zoneOf([first]: Awaited<ReturnType<typeof scenarios>>): string {
  return first?.manifest.time_zone ?? 'UTC';
}

function sendAsAuthorization(reply: FastifyReply): void {
  void reply.headers({
    'content-security-policy': POLICY,
    // A client's page that opened this one in a window waits for its answer there.
    'cross-origin-opener-policy': 'unsafe-none',
    // The address holds `state`; and where it is told to nobody at all, a browser gives the form no origin either.
    'referrer-policy': 'same-origin',
    'cache-control': 'private, no-store',
    'x-robots-tag': 'noindex',
  });
}
