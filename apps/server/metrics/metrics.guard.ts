import {
  ForbiddenException,
  Inject,
  Injectable,
  type CanActivate,
  type ExecutionContext,
} from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import { isLoopback, type Config } from '#config';
import { bearerOf } from '../access/bearer.js';
import { RecordNotFoundException } from '../http/errors/refused.js';
import { sameSecret } from '../platform/same-secret.js';
import { CONFIG } from '../platform/tokens.js';

/** A proxy says by one of these that it asks for somebody else. */
const OF_PROXIES = ['forwarded', 'x-forwarded-for', 'x-forwarded-host', 'x-real-ip', 'via'];

/**
 * Who may read the figures: whoever has `METRICS_TOKEN`. Where none is set, only a server that listens on a
 * loopback address has any, and only for who asks it directly: a proxy on this machine asks for strangers.
 */
@Injectable()
export class MetricsGuard implements CanActivate {
  constructor(@Inject(CONFIG) private readonly config: Config) {}

  /** @throws RecordNotFoundException where there are no figures to be had, ForbiddenException without the token */
  canActivate(context: ExecutionContext): boolean {
    const { headers } = context.switchToHttp().getRequest<FastifyRequest>();
    const { metricsToken, host } = this.config;
    if (metricsToken === null) {
      if (!isLoopback(host) || OF_PROXIES.some((name) => headers[name] !== undefined))
        throw new RecordNotFoundException();
      return true;
    }
    if (!sameSecret(bearerOf(headers.authorization ?? '') ?? '', metricsToken))
      throw new ForbiddenException('The figures are for who has METRICS_TOKEN');
    return true;
  }
}
