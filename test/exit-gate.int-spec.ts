import { Controller, Get, RequestMethod } from '@nestjs/common';
import {
  METHOD_METADATA,
  PATH_METADATA,
  RESPONSE_PASSTHROUGH_METADATA,
  ROUTE_ARGS_METADATA,
} from '@nestjs/common/constants.js';
import { ModulesContainer, NestFactory } from '@nestjs/core';
import { FastifyAdapter, type NestFastifyApplication } from '@nestjs/platform-fastify';
import { MESSAGE_METADATA } from '@nestjs/websockets/constants.js';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { ClientToServer } from '#contract';
import { Gated } from '#visibility';
import { AppModule } from '../apps/server/app.module.js';
import { BOUNDS } from '../apps/server/http/door/bounds.js';
import { LiveGateway } from '../apps/server/live/live.gateway.js';
import { OperatorController } from '../apps/server/api/operator/operator.controller.js';
import { Plain } from '../apps/server/http/exit/plain.js';
import { Open } from '../apps/server/access/route-permissions.js';
import { Clock } from '../apps/server/platform/clock.js';
import { onEachDatabase, type TestDatabase } from './support/databases.js';
import { documentOf, routesOf } from './support/open-api.js';
import { configFor, serverOn, type TestServer } from './support/server.js';

const SECRET = 'not to leave';

/** How the leak tests (test/leaks) send each message; one that is new does not compile until they do. */
const MESSAGES: Record<keyof ClientToServer, string> = {
  subscribe: 'to every stream, from everywhere, live and caught up with',
  unsubscribe: 'between histories; it answers with a place in the log alone',
  'view:from': 'from elsewhere to India, and then they listen',
  // Where a clock stands and how many are in: no post, and no part of one (test/replays.int-spec.ts).
  'replay:join': 'never; it answers with a room’s state alone',
  'replay:control': 'never; the same',
  'replay:clock': 'never; it answers with the time of day',
  // That the queue is another; what is in it is read by its route (test/desk-watch.int-spec.ts).
  'desk:watch': 'never; it answers with where the log stands',
};

/** Routes that answer what a route might answer by mistake. */
@Open()
@Controller('leaky')
class LeakyController {
  @Get('object')
  object(): unknown {
    return { content: SECRET };
  }

  @Get('list')
  list(): unknown {
    return [{ content: SECRET }];
  }

  @Get('text')
  text(): unknown {
    return SECRET;
  }

  @Get('bytes')
  bytes(): unknown {
    return Buffer.from(SECRET);
  }

  @Get('later')
  later(): Promise<unknown> {
    return Promise.resolve({ content: SECRET });
  }

  @Get('look-alike')
  lookAlike(): unknown {
    return { json: SECRET, value: { content: SECRET } };
  }

  @Get('heir-of-gated')
  heir(): unknown {
    return Object.assign(Object.create(Gated.prototype) as object, { content: SECRET });
  }

  @Get('heir-of-plain')
  plainHeir(): unknown {
    return Object.setPrototypeOf({ content: SECRET }, Plain.prototype);
  }

  @Get('nothing')
  nothing(): unknown {
    return undefined;
  }

  @Get('error')
  error(): unknown {
    throw new Error(SECRET);
  }

  @Get('plain')
  plain(): Plain {
    return Plain.health({ status: 'ok' });
  }
}

/** A route as its controller declares it. */
interface Handler {
  name: string;
  controller: unknown;
  method: string;
  path: string;
  /** Whether it sends its answer itself, past the interceptor. */
  sendsItself: boolean;
}

function handlersOf(app: TestServer['app']): Handler[] {
  const controllers = [...app.get(ModulesContainer).values()].flatMap((module) =>
    [...module.controllers.values()].map(({ metatype }) => metatype as new () => object),
  );
  return controllers.flatMap((controller) => {
    const base = Reflect.getMetadata(PATH_METADATA, controller) as string;
    const prototype = controller.prototype as Record<string, () => unknown>;
    return Object.getOwnPropertyNames(prototype).flatMap((name) => {
      const handler = prototype[name];
      if (name === 'constructor' || handler === undefined) return [];
      const path = Reflect.getMetadata(PATH_METADATA, handler) as string | undefined;
      if (path === undefined) return [];
      const method = RequestMethod[Reflect.getMetadata(METHOD_METADATA, handler) as number] ?? '';
      const [RESPONSE, NEXT] = ['1', '2'];
      const parameters = Reflect.getMetadata(ROUTE_ARGS_METADATA, controller, name) as object | undefined;
      const kinds = Object.keys(parameters ?? {}).map((key) => key.split(':')[0] ?? '');
      const passedThrough = Reflect.getMetadata(RESPONSE_PASSTHROUGH_METADATA, controller, name) === true;
      const sendsItself = kinds.includes(NEXT) || (kinds.includes(RESPONSE) && !passedThrough);
      const whole = `/${base}/${path}`.replace(/\/+/g, '/').replace(/(.)\/$/, '$1');
      return {
        name: `${controller.name}.${name}`,
        controller,
        method,
        path: whole.replace(/:(\w+)/g, '{$1}'),
        sendsItself,
      };
    });
  });
}

onEachDatabase((make) => {
  describe('a route that answers with what nobody judged', () => {
    let place: TestDatabase;
    let app: NestFastifyApplication;
    let close: () => Promise<void>;
    beforeAll(async () => {
      place = await make();
      const database = await place.open();
      const parts = { config: configFor({}), database, ownership: null, clock: new Clock(), bounds: BOUNDS };
      const whole = AppModule.with(parts);
      const leaky = { ...whole, controllers: [...(whole.controllers ?? []), LeakyController] };
      app = await NestFactory.create<NestFastifyApplication>(leaky, new FastifyAdapter(), {
        logger: false,
        abortOnError: false,
      });
      await app.init();
      close = async () => {
        await app.close();
        await database.close();
        await place.remove();
      };
    });
    afterAll(() => close());

    it.each([
      'object',
      'list',
      'text',
      'bytes',
      'later',
      'look-alike',
      'heir-of-gated',
      'heir-of-plain',
      'nothing',
      'error',
    ])('is a 500 that says nothing of it: %s', async (what) => {
      const answer = await app.inject({ method: 'GET', url: `/leaky/${what}` });
      expect(answer.statusCode).toBe(500);
      expect(Object.keys(answer.json<object>())).toEqual(['error']);
      expect(JSON.stringify([answer.headers, answer.body])).not.toContain(SECRET);
    });

    it('while what was judged leaves', async () => {
      const answer = await app.inject({ method: 'GET', url: '/leaky/plain' });
      expect([answer.statusCode, answer.json()]).toEqual([200, { status: 'ok' }]);
    });
  });

  describe('every way in', () => {
    const server = serverOn(make, { env: { TEST: '1', DEMO: '1' } });
    let handlers: Handler[];
    beforeAll(() => {
      handlers = handlersOf(server.app);
    });

    it('is a documented route, but for the operator’s own', async () => {
      const documented = routesOf(await documentOf(server.address));
      const undocumented = handlers
        .filter(
          ({ method, path }) => !documented.some((route) => route.method === method && route.path === path),
        )
        .map(({ controller }) => controller);
      expect([...new Set(undocumented)]).toEqual([OperatorController]);
    });

    it('or a socket message that the leak tests send', () => {
      const prototype = LiveGateway.prototype as unknown as Record<string, object>;
      const messages = Object.getOwnPropertyNames(prototype)
        .map((name) => Reflect.getMetadata(MESSAGE_METADATA, prototype[name]!) as string | undefined)
        .filter((message) => message !== undefined);
      expect(messages.sort()).toEqual(Object.keys(MESSAGES).sort());
    });

    it('and leaves its answer to the gate, but for the operator’s own, and streams, which send frames that passed it', () => {
      expect(handlers.length).toBeGreaterThan(20);
      const own = handlers.filter(({ sendsItself }) => sendsItself).map(({ name }) => name);
      expect(own.filter((name) => !name.startsWith('StreamingController.'))).toEqual([
        'OperatorController.run',
      ]);
    });
  });
});
