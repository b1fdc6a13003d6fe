import fs from 'node:fs';
import path from 'node:path';
import fastifyStatic from '@fastify/static';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { DocumentBuilder, SwaggerModule, type OpenAPIObject } from '@nestjs/swagger';
import { PROJECT_ROOT, VERSION } from '#config';
import { SCOPE_NAMES } from '#identity';
import { describePermissions } from '../access/permissions.openapi.js';
import { RoutePermissions } from '../access/route-permissions.js';
import { documentAnswers } from './answers.js';
import { documentExamples } from './examples.js';

/** The browser client's build. */
const WEB_ROOT = path.join(PROJECT_ROOT, 'dist', 'web');
const YEAR_S = 31_536_000;
/** Addresses of the browser client beside `/`: it reads from them what to show. Any other stays a 404. */
const CLIENT_PAGES = ['/explain', '/r', '/timeline', '/desk', '/orders/new', '/own'] as const;

/** Each scope says by its name what it is for. */
const SCOPES = Object.fromEntries(SCOPE_NAMES.map((scope) => [scope, scope.replaceAll(':', ' ')]));

/** Serves the page. */
export async function serveWeb(app: NestFastifyApplication): Promise<void> {
  if (!fs.existsSync(WEB_ROOT)) return;
  await app.register(fastifyStatic, {
    root: WEB_ROOT,
    cacheControl: false,
    // A route a file: any other address is answered as one that there is nothing at, however it is spelt.
    wildcard: false,
    setHeaders: (reply, file) => {
      // A file that Vite names by its content never changes.
      const named = file.startsWith(path.join(WEB_ROOT, 'assets') + path.sep);
      void reply.header('cache-control', named ? `public, max-age=${YEAR_S}, immutable` : 'no-cache');
    },
  });
  const http = app.getHttpAdapter().getInstance();
  for (const page of CLIENT_PAGES) http.get(page, (_request, reply) => reply.sendFile('index.html'));
}

/**
 * The API's documentation at `/docs`, and as OpenAPI at `/docs-json`. It is made when it is first asked for, since that
 * takes a third of the time in which a server is put together. The build asks for it, so what is built has one.
 */
export function serveDocs(app: NestFastifyApplication): void {
  SwaggerModule.setup('docs', app, () => documentOf(app));
  // The documentation's own page styles itself inline.
  app
    .getHttpAdapter()
    .getInstance()
    .addHook('onSend', (request, reply, _payload, done) => {
      if (request.url === '/docs' || request.url.startsWith('/docs/')) {
        reply.header(
          'content-security-policy',
          "default-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; script-src 'self'; frame-ancestors 'none'",
        );
      }
      done();
    });
}

/** @throws where a route's answer, or an example of its body, is not known */
function documentOf(app: NestFastifyApplication): OpenAPIObject {
  const document = SwaggerModule.createDocument(
    app,
    new DocumentBuilder()
      .setTitle('Withheld')
      .setDescription(
        'Mastodon’s client API with a viewpoint: when (view_at), from where (view_from), as whom (view_as).',
      )
      .setVersion(VERSION)
      .setLicense('MIT', 'https://spdx.org/licenses/MIT')
      .addServer('/', 'This server')
      // Its schemas are JSON Schema's, in which something may be null.
      .setOpenAPIVersion('3.1.0')
      .addBearerAuth({ type: 'http', scheme: 'bearer' })
      .addOAuth2({
        type: 'oauth2',
        flows: {
          authorizationCode: {
            authorizationUrl: '/oauth/authorize',
            tokenUrl: '/oauth/token',
            scopes: SCOPES,
          },
          clientCredentials: { tokenUrl: '/oauth/token', scopes: SCOPES },
        },
      })
      .build(),
  );
  describePermissions(document, app.get(RoutePermissions).all);
  documentAnswers(document);
  documentExamples(document);
  return document;
}
