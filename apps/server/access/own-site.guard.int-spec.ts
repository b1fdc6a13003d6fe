import { Controller, Module, Post, UseGuards, type INestApplication } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { FastifyAdapter, type NestFastifyApplication } from '@nestjs/platform-fastify';
import { afterEach, describe, expect, it } from '@jest/globals';
import request from 'supertest';
import type { Config } from '#config';
import { configFor } from '../../../test/support/server.js';
import { OwnSite } from './own-site.guard.js';
import { CONFIG } from '../platform/tokens.js';

@Controller()
@UseGuards(OwnSite)
class Guarded {
  @Post('/')
  done(): object {
    return {};
  }
}

@Module({ controllers: [Guarded] })
class Guarding {}

describe('a route that trusts whoever reaches it', () => {
  let app: INestApplication | undefined;
  afterEach(() => app?.close());

  /** The status of its answer to a request with these headers. */
  const asks = async (headers: Record<string, string>, env: Record<string, string> = {}): Promise<number> => {
    const config: Config = configFor(env);
    const created = await NestFactory.create<NestFastifyApplication>(
      { module: Guarding, providers: [{ provide: CONFIG, useValue: config }] },
      new FastifyAdapter(),
      { logger: false },
    );
    app = created;
    await created.init();
    await created.getHttpAdapter().getInstance().ready();
    return (await request(created.getHttpServer()).post('/').set(headers)).status;
  };

  it.each<[string, Record<string, string>, number]>([
    ['a program', {}, 201],
    ['a page of this server', { host: 'localhost:3000', origin: 'http://localhost:3000' }, 201],
    ['a page of another port', { host: 'localhost:3000', origin: 'http://localhost:5173' }, 403],
    [
      'a page of this machine by another name',
      { host: 'localhost:3000', origin: 'http://127.0.0.1:3000' },
      403,
    ],
    ['a page of which the browser says so', { host: 'localhost:3000', 'sec-fetch-site': 'same-site' }, 403],
    ['a page over IPv6', { origin: 'http://[::1]:3000', host: '[::1]:3000' }, 201],
    ['a page of another site', { origin: 'https://evil.example' }, 403],
    ['a page without an address', { origin: 'null' }, 403],
    ['a page whose name was made to lead here', { host: 'evil.example', origin: 'http://evil.example' }, 403],
    ['a program under a name that was made to lead here', { host: 'evil.example' }, 403],
  ])('answers %s: %j', async (_, headers, status) => {
    expect(await asks(headers)).toBe(status);
  });

  it('answers a page at the address that it is known by, and no other', async () => {
    const known = { PUBLIC_URL: 'https://withheld.example' };
    const host = 'withheld.example';
    expect(await asks({ host, origin: 'https://withheld.example' }, known)).toBe(201);
    expect(await asks({ host, origin: 'https://evil.example' }, known)).toBe(403);
  });
});
