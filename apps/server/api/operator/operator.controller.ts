import {
  Body,
  Controller,
  Inject,
  Post,
  Req,
  Res,
  UnprocessableEntityException,
  UseGuards,
  type OnModuleDestroy,
} from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { CommandBus } from '#commands';
import type { Database } from '#database';
import { consume, operate, parseOperation, type Operation } from '#operations';
import { Clock } from '../../platform/clock.js';
import { DATABASE } from '../../platform/tokens.js';
import { OperatorGuard } from './operator.guard.js';
import { Open } from '../../access/route-permissions.js';

/**
 * Where a command line asks while this server owns the database file. Whoever can read the file's
 * lock has the token; lines of progress go back as they come, as JSON, the last one the exit code.
 */
@ApiExcludeController()
@Open()
@UseGuards(OperatorGuard)
@Controller('internal/operations')
export class OperatorController implements OnModuleDestroy {
  /** The controllers that abort the operations under way. */
  private readonly running = new Set<AbortController>();

  constructor(
    @Inject(DATABASE) private readonly database: Database,
    private readonly bus: CommandBus,
    private readonly clock: Clock,
  ) {}

  /** The server closes once they have stopped, however much of their work is left. */
  onModuleDestroy(): void {
    for (const stop of this.running) stop.abort();
  }

  @Post()
  async run(
    @Body() body: unknown,
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    const operation = operationOf(body);
    reply.hijack();
    for (const [name, value] of Object.entries(reply.getHeaders()))
      if (value !== undefined) reply.raw.setHeader(name, value);
    reply.raw.writeHead(200, { 'content-type': 'application/x-ndjson', 'cache-control': 'no-store' });
    reply.raw.flushHeaders();
    // Whoever asked may go away, and so may the server: then the work stops where it is.
    const stop = new AbortController();
    request.raw.socket.once('close', () => stop.abort());
    this.running.add(stop);
    const lines = operate(operation, {
      database: this.database,
      bus: this.bus,
      now: () => this.clock.now(),
      signal: stop.signal,
    });
    try {
      const exit = await consume(lines, (line) => reply.raw.write(`${JSON.stringify(line)}\n`));
      reply.raw.end(`${JSON.stringify({ exit })}\n`);
    } catch (error) {
      const text = error instanceof Error ? error.message : String(error);
      reply.raw.end(`${JSON.stringify({ kind: 'error', text })}\n${JSON.stringify({ exit: 1 })}\n`);
    } finally {
      this.running.delete(stop);
    }
  }
}

function operationOf(body: unknown): Operation {
  try {
    return parseOperation(body);
  } catch (error) {
    throw new UnprocessableEntityException(error instanceof Error ? error.message : String(error));
  }
}
