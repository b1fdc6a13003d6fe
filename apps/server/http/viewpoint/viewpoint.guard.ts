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
import type { Viewpoint } from '#visibility';
import { Clock } from '../../platform/clock.js';
import { CONFIG } from '../../platform/tokens.js';
import { languageOf } from './language.js';
import { parseLang, parseViewAs, parseViewAt, parseViewFrom, type Parsed } from './parse-viewpoint.js';
import type { RequestWithViewpoint } from './viewpoint.js';
import { Whereabouts } from './whereabouts.js';

/**
 * Gives every request its viewpoint, and names it in the answer: `Withheld-Viewpoint: from=IN;
 * basis=simulated; at=live`. A wrong value is a 422 with the reason, and looking from another country where geography is enforced a 403.
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
    request.viewpoint = this.viewpointOf(request);
    const { from, basis, at, live } = request.viewpoint;
    reply.header(
      'withheld-viewpoint',
      `from=${from ?? 'unknown'}; basis=${basis}; at=${live ? 'live' : new Date(at).toISOString()}`,
    );
    // Another viewpoint may get another answer.
    reply.header('cache-control', 'private, no-store');
    reply.header('vary', 'Authorization, Accept-Language');
    return true;
  }

  private viewpointOf(request: RequestWithViewpoint): Viewpoint {
    const { account } = request;
    const query = request.query as Record<string, unknown>;
    const now = this.clock.now();
    const at = read(query, 'view_at', (text) => parseViewAt(text, now));
    const reading = request.method === 'GET' || request.method === 'HEAD';
    if (at !== null && !reading) {
      throw new UnprocessableEntityException('view_at is for reading: what is written happens now');
    }
    const asPublic = read(query, 'view_as', parseViewAs) !== null;
    if (asPublic && !reading) {
      throw new UnprocessableEntityException('view_as is for reading: what is written is written as oneself');
    }
    const asked = read(query, 'view_from', parseViewFrom);
    const place = this.whereabouts.placeOf(request.raw, account, asked);
    if ('error' in place) throw new ForbiddenException(place.error);
    return {
      at: at ?? now,
      live: at === null,
      now,
      ...place,
      mode: this.config.geo.mode,
      viewer: account === null ? null : { id: account.id, role: account.role },
      asPublic,
      language: read(query, 'lang', parseLang) ?? languageOf(request.raw),
      exempted: new Set(),
    };
  }
}

function read<T>(query: Record<string, unknown>, name: string, parse: (text: string) => Parsed<T>): T | null {
  const text = query[name];
  if (text === undefined) return null;
  if (typeof text !== 'string') throw new UnprocessableEntityException(`${name} is given more than once`);
  const parsed = parse(text);
  if (!parsed.ok) throw new UnprocessableEntityException(parsed.error);
  return parsed.value;
}
