import {
  Injectable,
  UnprocessableEntityException,
  type CallHandler,
  type ExecutionContext,
  type NestInterceptor,
} from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import type { Observable } from 'rxjs';
import { RecordNotFoundException } from '../errors/refused.js';

/** U+0000, and half of a surrogate pair: PostgreSQL's text and JSON take neither. */
const UNSTORABLE = /[\0\p{Surrogate}]/u;
/** Deeper than anything that is asked for here, and less deep than what exhausts the stack. */
const MAX_DEPTH = 16;

/**
 * Lets through what can be stored: the texts of a request are ones that both databases take, and its body
 * is not nested without end. So nothing behind it need look. It comes before the forms are checked, and
 * after who may send them.
 */
@Injectable()
export class StorableInterceptor implements NestInterceptor {
  /** @throws UnprocessableEntityException; RecordNotFoundException of a path, under which nothing is */
  intercept(context: ExecutionContext, next: CallHandler): Observable<unknown> {
    if (context.getType() !== 'http') return next.handle();
    const { params, query, body } = context.switchToHttp().getRequest<FastifyRequest>();
    if (whatIsWrong('path', params, 0) !== null) throw new RecordNotFoundException();
    const wrong = whatIsWrong('query', query, 0) ?? whatIsWrong('body', body, 0);
    if (wrong !== null) throw new UnprocessableEntityException(wrong);
    return next.handle();
  }
}

function whatIsWrong(name: string, value: unknown, depth: number): string | null {
  if (typeof value === 'string')
    return UNSTORABLE.test(value) ? `${name} must be text, without U+0000 or half characters` : null;
  if (typeof value !== 'object' || value === null) return null;
  if (depth === MAX_DEPTH) return `The body is nested more than ${MAX_DEPTH} deep`;
  for (const [key, inner] of Object.entries(value)) {
    const wrong = whatIsWrong('The name of a field', key, depth) ?? whatIsWrong(key, inner, depth + 1);
    if (wrong !== null) return wrong;
  }
  return null;
}
