import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Log } from '../../platform/log.js';
import type { Metrics } from '../../platform/metrics.js';

/** A hook after each answer: counts it, and writes a line of it where the log is that fine. */
export function noteAnswers(metrics: Metrics, log: Log) {
  const isTold = log.tells('debug');
  return (request: FastifyRequest, reply: FastifyReply, done: () => void): void => {
    const { method, routeOptions, id } = request;
    const ms = reply.elapsedTime;
    const { url: route } = routeOptions;
    metrics.answered(method, route, reply.statusCode, ms / 1_000);
    if (isTold)
      log.answered({
        request: id,
        method,
        route: route ?? 'unmatched',
        status: reply.statusCode,
        ms: Math.round(ms * 10) / 10,
      });
    done();
  };
}
