/** The limit of a start: Nest on Fastify with a socket.io gateway, and nothing else. Writes its address. */
import 'reflect-metadata';
import { Controller, Get, Module } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { FastifyAdapter } from '@nestjs/platform-fastify';
import { IoAdapter } from '@nestjs/platform-socket.io';
import { SubscribeMessage, WebSocketGateway } from '@nestjs/websockets';

class HealthController {
  health() {
    return { status: 'ok' };
  }
}
Controller()(HealthController);
Get('health')(HealthController.prototype, 'health', describe(HealthController, 'health'));

class Gateway {
  subscribe() {
    return { ok: true };
  }
}
WebSocketGateway()(Gateway);
SubscribeMessage('subscribe')(Gateway.prototype, 'subscribe', describe(Gateway, 'subscribe'));

class AppModule {}
Module({ controllers: [HealthController], providers: [Gateway] })(AppModule);

function describe({ prototype }, name) {
  return Object.getOwnPropertyDescriptor(prototype, name);
}

const app = await NestFactory.create(AppModule, new FastifyAdapter(), { logger: false });
app.useWebSocketAdapter(new IoAdapter(app));
await app.listen(0, '127.0.0.1');
console.log(JSON.stringify({ address: await app.getUrl() }));
