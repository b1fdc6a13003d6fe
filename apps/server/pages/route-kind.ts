import { applyDecorators } from '@nestjs/common';
import { RouteConfig } from '@nestjs/platform-fastify';
import { ApiProduces } from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { ApiViewpoint } from '../http/viewpoint/viewpoint.openapi.js';
import { RSS_TYPE } from './account-feed.js';
import { HTML_TYPE } from './layout.js';
import type { PageKind } from './page.js';

/** The Content-Security-Policy of pages: they load style, fonts and images of this server, and no script. */
const POLICY =
  "default-src 'none'; style-src 'self'; font-src 'self'; img-src 'self'; base-uri 'none'; form-action 'none'";

/** Marks a route as a page: its errors are pages, too. */
export function PageRoute(kind: PageKind): MethodDecorator {
  return applyDecorators(
    RouteConfig({ page: kind }),
    ApiViewpoint(),
    ApiProduces((kind === 'feed' ? RSS_TYPE : HTML_TYPE).replace(/;.*/, '')),
  );
}

/** The kind of page that a request is for; null where it is for none. */
export function pageKindOf(request: FastifyRequest): PageKind | null {
  // Where no route was found there is no configuration either.
  const config = request.routeOptions.config as { page?: PageKind } | undefined;
  return config?.page ?? null;
}

/** The headers that every page has. An embed may be framed by anyone, other pages by nobody. */
export function sendAsPage(reply: FastifyReply, kind: PageKind, noindex: boolean): void {
  const framedBy = kind === 'embed' ? '*' : "'none'";
  void reply.header('content-security-policy', `${POLICY}; frame-ancestors ${framedBy}`);
  // The older header knows no "anyone", and helmet has set it.
  if (kind === 'embed') reply.raw.removeHeader('x-frame-options');
  if (noindex) void reply.header('x-robots-tag', 'noindex');
}
