import { Controller, Get, HttpStatus, Res } from '@nestjs/common';
import { ApiOperation, ApiServiceUnavailableResponse, ApiTags } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import { Open, Tokenless } from '../../access/route-permissions.js';
import { Plain } from '../../http/exit/plain.js';
import { Readiness } from './readiness.js';

/** Whether this server is to be handed requests, for whatever hands them out; `/health` says that it lives. */
@ApiTags('operations')
@Open()
@Tokenless()
@Controller()
export class ReadinessController {
  constructor(private readonly readiness: Readiness) {}

  @Get('ready')
  @ApiOperation({ summary: 'That the server is to be handed requests' })
  @ApiServiceUnavailableResponse({ description: 'It is not, and why' })
  async ready(@Res({ passthrough: true }) reply: FastifyReply): Promise<Plain> {
    const checks = await this.readiness.look();
    const wrong = Object.entries(checks).filter(([, found]) => found !== 'ok');
    reply.header('cache-control', 'no-store');
    if (wrong.length === 0) return Plain.readiness({ status: 'ready', checks });
    reply.status(HttpStatus.SERVICE_UNAVAILABLE);
    const error = `Not ready: ${wrong.map(([part, found]) => `${part}: ${found}`).join('; ')}`;
    return Plain.readiness({ error, status: 'not_ready', checks });
  }
}
