import { Module } from '@nestjs/common';
import { DiscoveryModule } from '@nestjs/core';
import { Holders } from './holders.js';
import { RoutePermissions } from './route-permissions.js';

/** Authentication and authorization. Its guards are global: `AppModule` orders them. */
@Module({
  imports: [DiscoveryModule],
  providers: [Holders, RoutePermissions],
  exports: [Holders, RoutePermissions],
})
export class AccessModule {}
