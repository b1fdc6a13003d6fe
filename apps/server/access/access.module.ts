import { Module } from '@nestjs/common';
import { DiscoveryModule } from '@nestjs/core';
import { Holders } from './holders.js';
import { RoutePermissions } from './route-permissions.js';

/** Who asks, and what they may. Its guards are global: `AppModule` says in which order they stand. */
@Module({
  imports: [DiscoveryModule],
  providers: [Holders, RoutePermissions],
  exports: [Holders, RoutePermissions],
})
export class AccessModule {}
