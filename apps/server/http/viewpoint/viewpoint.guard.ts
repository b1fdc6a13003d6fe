import {
  ForbiddenException,
  Inject,
  Injectable,
  UnprocessableEntityException,
  type CanActivate,
  type ExecutionContext,
} from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import type { Config } from '#config';
import { Clock } from '../../platform/clock.js';
import { CONFIG } from '../../platform/tokens.js';
import { LANGUAGES, type Language } from '#visibility';
import { InvalidTokenException } from '../refusals/oauth-error.js';
import { languageOf } from './language.js';
import { parseLang, parseViewAs, parseViewAt, parseViewFrom, type Parsed } from './parse-viewpoint.js';
import { nameViewpoint, type RequestWithViewpoint } from './viewpoint.js';
import { Whereabouts } from './whereabouts.js';

/** Headers that say for one request what `view_from` and `view_at` say in a query. */
const VIEW_HEADERS = { from: 'Withheld-View-From', at: 'Withheld-View-At' } as const;

/** Headers that the answer depends on, beside the address. */
const VARY = ['Authorization', 'Accept-Language', VIEW_HEADERS.from, VIEW_HEADERS.at].join(', ');

/** Another viewpoint may get another answer. */
const OTHERS_GET_OTHERS = { 'cache-control': 'private, no-store', vary: VARY };

/**
 * Gives every request its viewpoint, and names it in the answer: `Withheld-Viewpoint: from=IN;
 * basis=simulated; at=live`. A parameter says it, else a header, else the token's grant. A wrong value is a 422
 * with the reason, and looking from another country where geography is enforced a 403; a grant that names one
 * there is a 401, so that the client signs in again.
 *
 * A parameter is about one request, so on a write `view_at` is a 422. A header or grant stands whatever is asked:
 * what is written happens now, and `standing` says so to whoever decides what may be written so.
 */
@Injectable()
export class ViewpointGuard implements CanActivate {
  constructor(
    @Inject(CONFIG) private readonly config: Config,
    private readonly clock: Clock,
    private readonly whereabouts: Whereabouts,
  ) {}

  canActivate(context: ExecutionContext): boolean {
    if (context.getType() !== 'http') return true;
    const request = context.switchToHttp().getRequest<RequestWithViewpoint>();
    const reply = context.switchToHttp().getResponse<FastifyReply>();
    if (!this.whereabouts.takesGrants && typeof request.principal?.view?.from === 'string')
      throw new InvalidTokenException('This server goes by network addresses alone: sign in again');
    this.look(request);
    nameViewpoint(reply, request.viewpoint);
    reply.headers(OTHERS_GET_OTHERS);
    return true;
  }

  private languageIn({ query, routeOptions }: RequestWithViewpoint): Language | null {
    const { lang } = query as Record<string, unknown>;
    if (routeOptions.url === LETS_IN && !LANGUAGES.some((one) => one === lang)) return null;
    return read(query as Record<string, unknown>, 'lang', parseLang);
  }

  private look(request: RequestWithViewpoint): void {
    const { account, headers, principal } = request;
    const query = request.query as Record<string, unknown>;
    const now = this.clock.now();
    const at = read(query, 'view_at', (text, name) => parseViewAt(text, now, name));
    const reading = request.method === 'GET' || request.method === 'HEAD';
    if (at !== null && !reading) {
      throw new UnprocessableEntityException('view_at is for reading: what is written happens now');
    }
    const asPublic = read(query, 'view_as', parseViewAs) !== null;
    if (asPublic && !reading) {
      throw new UnprocessableEntityException('view_as is for reading: what is written is written as oneself');
    }
    const standing =
      read(headers, VIEW_HEADERS.at, (text, name) => parseViewAt(text, now, name)) ??
      principal?.view?.at ??
      null;
    const asked =
      read(query, 'view_from', parseViewFrom) ??
      read(headers, VIEW_HEADERS.from, parseViewFrom) ??
      principal?.view?.from ??
      null;
    const place = this.whereabouts.placeOf(request.raw, account, asked);
    if ('error' in place) throw new ForbiddenException(place.error);
    request.standing = at === null ? standing : null;
    const looksAt = at ?? (reading ? standing : null);
    request.viewpoint = {
      at: looksAt ?? now,
      live: looksAt === null,
      now,
      ...place,
      mode: this.config.geo.mode,
      viewer: account === null ? null : { id: account.id, role: account.role },
      asPublic,
      language: this.languageIn(request) ?? languageOf(request.raw),
      exempted: new Set(),
    };
  }
}

/**
 * Where an app is let in, its client names whatever language it has: Mastodon.py `None`, where it has none. One that is
 * not spoken here is passed over there, as Mastodon does.
 */
const LETS_IN = '/oauth/authorize';

/** Reads a parameter of a query, or a header, which come under names in lower case. */
function read<T>(
  from: Readonly<Record<string, unknown>>,
  name: string,
  parse: (text: string, name: string) => Parsed<T>,
): T | null {
  const text = from[name.toLowerCase()];
  if (text === undefined) return null;
  if (typeof text !== 'string') throw new UnprocessableEntityException(`${name} is given more than once`);
  const parsed = parse(text, name);
  if (!parsed.ok) throw new UnprocessableEntityException(parsed.error);
  return parsed.value;
}
