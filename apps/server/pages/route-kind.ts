import { applyDecorators } from '@nestjs/common';
import { RouteConfig } from '@nestjs/platform-fastify';
import { ApiProduces } from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import Negotiator from 'negotiator';
import { ApiViewpoint } from '../http/viewpoint/viewpoint.openapi.js';
import { RSS_TYPE } from './account-feed.js';
import { HTML_TYPE } from './layout.js';
import type { PageKind } from './page.js';

/** The Content-Security-Policy of what others frame: style, fonts and images of this server, and no script. */
const POLICY =
  "default-src 'none'; style-src 'self'; font-src 'self'; img-src 'self'; base-uri 'none'; form-action 'none'";
/** That of pages: their one script reads them anew, and their form asks for them from another place. */
const PAGE_POLICY = `${POLICY.replace("form-action 'none'", "form-action 'self'")}; script-src 'self'; connect-src 'self'`;

/** Marks a route as a page: its errors are pages, too. */
export function PageRoute(kind: PageKind): MethodDecorator {
  return applyDecorators(
    RouteConfig({ page: kind }),
    ApiViewpoint(),
    ApiProduces((kind === 'feed' ? RSS_TYPE : HTML_TYPE).replace(/;.*/, '')),
  );
}

/**
 * The kind of page that a request is for; null where it is for none. Where there is no route, a browser that
 * opens an address gets a page all the same, and a client of the API does not.
 */
export function pageKindOf(request: FastifyRequest): PageKind | null {
  const config = request.routeOptions.config as { page?: PageKind } | undefined;
  if (config?.page !== undefined) return config.page;
  return request.is404 && !request.url.startsWith('/api/') && prefersPages(request) ? 'page' : null;
}

function prefersPages({ raw }: FastifyRequest): boolean {
  return new Negotiator(raw).mediaType(['application/json', 'text/html']) === 'text/html';
}

/** The headers that every page has. An embed may be framed by anyone, other pages by nobody. */
export function sendAsPage(reply: FastifyReply, kind: PageKind, noindex: boolean): void {
  const framedBy = kind === 'embed' ? '*' : "'none'";
  const policy = kind === 'page' ? PAGE_POLICY : POLICY;
  void reply.header('content-security-policy', `${policy}; frame-ancestors ${framedBy}`);
  // The older header knows no "anyone", and helmet has set it.
  if (kind === 'embed') reply.removeHeader('x-frame-options');
  if (noindex) void reply.header('x-robots-tag', 'noindex');
}
