import { setTimeout as sleep } from 'node:timers/promises';
import { NestFactory } from '@nestjs/core';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { IoAdapter } from '@nestjs/platform-socket.io';
import { isLocalhost, type Config } from '#config';
import type { Database, FileOwnership } from '#database';
import { AppModule } from './app.module.js';
import { BOUNDS, type Bounds } from './http/door/bounds.js';
import { noteAnswers } from './http/door/answered.js';
import { openDoor } from './http/door/door.js';
import { Clock } from './platform/clock.js';
import { Draining } from './platform/draining.js';
import { Log } from './platform/log.js';
import { Metrics } from './platform/metrics.js';
import { Origin } from './platform/origin.js';
import { letOtherOriginsRead } from './access/other-origins.js';
import { serveDocs, serveWeb } from './web/web.js';

/** How long requests under way may take to come to their end, once the server is told to stop. */
const DRAIN_MS = 10_000;

/** A server that listens. */
export interface RunningServer {
  app: NestFastifyApplication;
  /** Such as `http://127.0.0.1:3000`. */
  address: string;
  close(): Promise<void>;
}

/**
 * Starts the server on a database that is open.
 *
 * @throws with code `EADDRINUSE` when its port is taken
 */
export async function createServer(parts: {
  config: Config;
  database: Database;
  ownership: FileOwnership | null;
  clock?: Clock;
  /** Where they are others than `BOUNDS`. */
  bounds?: Partial<Bounds>;
}): Promise<RunningServer> {
  const { config } = parts;
  const bounds = { ...BOUNDS, ...parts.bounds };
  const log = new Log(config.logLevel, process.stderr.isTTY);
  const door = openDoor(bounds, config.geo.trustedProxies);
  const app = await NestFactory.create<NestFastifyApplication>(
    AppModule.with({ ...parts, bounds, clock: parts.clock ?? new Clock() }),
    door.adapter,
    { logger: log, abortOnError: false, bodyParser: false },
  );
  await letOtherOriginsRead(app);
  app.useWebSocketAdapter(new IoAdapter(app));
  await serveWeb(app);
  serveDocs(app);
  const stopKeeping = closeOnceAnswered(app);
  app
    .getHttpAdapter()
    .getInstance()
    .addHook('onResponse', noteAnswers(app.get(Metrics), log));
  await app.init();
  door.guard();
  try {
    // Nest would tell of a port that is taken, which whoever starts the server does.
    app.useLogger(false);
    await app.listen(config.port, config.host);
  } catch (error) {
    await app.close().catch(() => undefined);
    throw error;
  } finally {
    app.useLogger(log);
  }
  const { port } = app.getHttpServer().address() as { port: number };
  const host = config.host.includes(':') ? `[${config.host}]` : config.host;
  const address = `http://${host}:${port}`;
  app.get(Origin).listeningOn(isLocalhost(config.host) ? `http://localhost:${port}` : address);
  return {
    app,
    address,
    close: async () => {
      // Whatever hands out requests is told first, and has a moment to turn to other servers.
      const isWatched = app.get(Draining).begin();
      if (isWatched && config.drainMs > 0) {
        log.info(`Stopping: not ready any more; the port stays open for ${config.drainMs / 1_000} s`);
        await sleep(config.drainMs);
      }
      stopKeeping();
      await drain(app);
    },
  };
}

/**
 * Once it is called, a request under way is answered and its connection not kept for another.
 * Fastify's own hook would come too late: socket.io closes the port first, and waits for who is on it.
 */
function closeOnceAnswered(app: NestFastifyApplication): () => void {
  let closing = false;
  app
    .getHttpAdapter()
    .getInstance()
    .addHook('onSend', (_request, reply, _payload, done) => {
      if (closing) reply.header('connection', 'close');
      done();
    });
  return () => {
    closing = true;
  };
}

/** Closes a server; who has not come to an end by then is cut off. */
async function drain(app: NestFastifyApplication): Promise<void> {
  const cutOff = setTimeout(() => app.getHttpServer().closeAllConnections(), DRAIN_MS);
  try {
    await app.close();
  } finally {
    clearTimeout(cutOff);
  }
}
