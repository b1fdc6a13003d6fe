import {
  ForbiddenException,
  Inject,
  Injectable,
  type CanActivate,
  type ExecutionContext,
} from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import { isLoopback, type Config } from '#config';
import { CONFIG } from './tokens.js';

/**
 * Of routes that ask for no token, since whoever reaches them is trusted: a page of another site, open in
 * a browser on this machine, reaches them too, and may not ask (cross-site request forgery). Nor may it by
 * a name of its own that leads here (DNS rebinding).
 */
@Injectable()
export class OwnSite implements CanActivate {
  constructor(@Inject(CONFIG) private readonly config: Config) {}

  canActivate(context: ExecutionContext): boolean {
    const { origin, host } = context.switchToHttp().getRequest<FastifyRequest>().headers;
    const here = hostnameOf(`http://${host ?? ''}`);
    const known = this.config.publicUrl === null ? null : hostnameOf(this.config.publicUrl);
    const named = here !== null && (isLoopback(here) || here === known);
    if (isLoopback(this.config.host) && !named)
      throw new ForbiddenException('Ask for this at localhost, or set PUBLIC_URL');
    if (origin === undefined) return true;
    const asking = hostnameOf(origin);
    if (asking === null || (asking !== here && !isLoopback(asking)))
      throw new ForbiddenException('Pages of other sites may not ask for this');
    return true;
  }
}

/** Without the brackets of an IPv6 address; null of what is not an address, such as the origin `null`. */
function hostnameOf(url: string): string | null {
  return URL.canParse(url) ? new URL(url).hostname.replace(/^\[(.*)\]$/, '$1') : null;
}
