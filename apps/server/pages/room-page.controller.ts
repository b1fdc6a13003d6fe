import fs from 'node:fs';
import path from 'node:path';
import { Controller, Get, HttpException, Inject, Param, Req, Res } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { PROJECT_ROOT, type Config } from '#config';
import { Open } from '../access/route-permissions.js';
import { countedAs, TrustedProxies } from '../http/door/client-address.js';
import { Plain } from '../http/exit/plain.js';
import { RecordNotFoundException } from '../http/errors/refused.js';
import { CONFIG } from '../platform/tokens.js';
import { Replays } from '../replays/replays.service.js';
import { PageRoute } from './route-kind.js';

/** The browser client's page, which reads from the address what to show. */
const CLIENT_PAGE = path.join(PROJECT_ROOT, 'dist', 'web', 'index.html');

/**
 * The page of a room is the browser client's, which says, in the reader's language, what became of a room that
 * cannot be joined, and has a field for another code. The status says it to whoever reads no page.
 */
@ApiTags('pages')
@Controller('r')
export class RoomPageController {
  private readonly proxies: TrustedProxies;

  constructor(
    @Inject(CONFIG) { geo }: Config,
    private readonly replays: Replays,
  ) {
    this.proxies = new TrustedProxies(geo.trustedProxies);
  }

  @Get(':code')
  @Open()
  @PageRoute('page')
  @ApiOperation({ summary: 'The page of a room; 404 where it is not there, 410 where it is over' })
  async room(
    @Param('code') code: string,
    @Req() { raw }: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<Plain> {
    const address = this.proxies.addressOf(raw);
    try {
      await this.replays.find(code, address === null ? null : countedAs(address));
    } catch (error) {
      if (!(error instanceof HttpException) || error.getStatus() >= 500) throw error;
      void reply.status(error.getStatus());
    }
    if (!fs.existsSync(CLIENT_PAGE)) throw new RecordNotFoundException();
    void reply.header('cache-control', 'no-cache').header('x-robots-tag', 'noindex');
    return Plain.clientPage(await fs.promises.readFile(CLIENT_PAGE, 'utf8'));
  }
}
