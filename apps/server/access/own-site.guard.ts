import {
  ForbiddenException,
  Inject,
  Injectable,
  type CanActivate,
  type ExecutionContext,
} from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import { isLoopback, type Config } from '#config';
import { CONFIG } from '../platform/tokens.js';

/** Paths that answer pages of this server alone: whoever reaches them is trusted, or has the operator's token. */
const OF_OWN_SITE = /^\/+(api\/v1\/(demo|test)|internal|metrics|oauth\/authorize)(\/|$)/i;
/** An address that needs no reading to know that it is not: most are asked for so, and often. */
const PLAINLY_NOT = /^\/(?:health$|api\/v1\/(?:timelines|statuses|accounts)\/[\w/]*(?:\?|$))/;

/** Whether a path is for this server's own pages, so that no other origin may read its answer. */
export function isForOwnSite(url: string): boolean {
  return !PLAINLY_NOT.test(url) && OF_OWN_SITE.test(pathOf(url));
}

/** The path as routes are found by it: without the host of an absolute form, and decoded (RFC 9112, section 3.2.2). */
function pathOf(url: string): string {
  const path = /^(?:[a-z][a-z0-9+.-]*:\/\/[^/?#]*)?([^?#]*)/i.exec(url)?.[1] ?? '';
  try {
    return decodeURIComponent(path);
  } catch {
    return path;
  }
}

/**
 * Guards routes that ask for no token, since whoever reaches them is trusted. It refuses a page of another
 * origin, which a browser on this machine lets reach them too (cross-site request forgery). Another port of
 * this machine is another origin, and may be somebody else's. It refuses a page that asks by a name of its
 * own that leads here, too (DNS rebinding). A client that is no page, such as curl, sends no origin.
 *
 * @see https://www.w3.org/TR/fetch-metadata/#sec-fetch-site-header
 * @see https://html.spec.whatwg.org/multipage/browsers.html#concept-origin
 */
@Injectable()
export class OwnSite implements CanActivate {
  constructor(@Inject(CONFIG) private readonly config: Config) {}

  canActivate(context: ExecutionContext): boolean {
    const { headers } = context.switchToHttp().getRequest<FastifyRequest>();
    const { origin, host = '', 'sec-fetch-site': site } = headers;
    const { publicUrl } = this.config;
    const here = hostnameOf(`http://${host}`);
    const named = here !== null && (isLoopback(here) || here === hostnameOf(publicUrl ?? ''));
    if (isLoopback(this.config.host) && !named)
      throw new ForbiddenException('Ask for this at localhost, or set PUBLIC_URL');
    // The browser's own word. Another port is `same-site`; `none` is who typed the address.
    const isOther = site !== undefined && site !== 'same-origin' && site !== 'none';
    if (isOther || (origin !== undefined && !isOwn(origin, host, publicUrl)))
      throw new ForbiddenException('Only pages of this server may ask for this; behind TLS, set PUBLIC_URL');
    return true;
  }
}

/** Whether an origin is the one that was asked: by the name that the request came by, or by `PUBLIC_URL`. */
function isOwn(origin: string, host: string, publicUrl: string | null): boolean {
  return [`http://${host}`, publicUrl].some(
    (own) => own !== null && URL.canParse(own) && new URL(own).origin === origin,
  );
}

/** Without the brackets of an IPv6 address; null of what is not an address, such as the origin `null`. */
function hostnameOf(url: string): string | null {
  return URL.canParse(url) ? new URL(url).hostname.replace(/^\[(.*)\]$/, '$1') : null;
}
