import {
  ForbiddenException,
  Inject,
  Injectable,
  Optional,
  type CanActivate,
  type ExecutionContext,
} from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import type { FileOwnership } from '#database';
import { RecordNotFoundException } from '../../http/errors/refused.js';
import { sameSecret } from '../../platform/same-secret.js';
import { OWNERSHIP } from '../../platform/tokens.js';

/** Lets through who has the token in the lock of this server's database file. */
@Injectable()
export class OperatorGuard implements CanActivate {
  constructor(@Optional() @Inject(OWNERSHIP) private readonly ownership: FileOwnership | null) {}

  /** @throws RecordNotFoundException where no file is owned, ForbiddenException for another token */
  canActivate(context: ExecutionContext): boolean {
    const { 'x-operator-token': token } = context.switchToHttp().getRequest<FastifyRequest>().headers;
    if (this.ownership === null) throw new RecordNotFoundException();
    if (typeof token !== 'string' || !sameSecret(token, this.ownership.owner.token))
      throw new ForbiddenException();
    return true;
  }
}
