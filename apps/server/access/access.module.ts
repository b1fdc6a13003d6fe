import { Module } from '@nestjs/common';
import { DiscoveryModule } from '@nestjs/core';
import { Principals } from './principals.js';
import { RoutePermissions } from './route-permissions.js';

/** Authentication and authorization. Its guards are global: `AppModule` orders them. */
@Module({
  imports: [DiscoveryModule],
  providers: [Principals, RoutePermissions],
  exports: [Principals, RoutePermissions],
})
export class AccessModule {}
