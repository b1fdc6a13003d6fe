import { Module } from '@nestjs/common';
import { DiscoveryModule } from '@nestjs/core';
import { DemoAccounts } from './demo-accounts.js';
import { DemoCode } from './demo-code.js';
import { Principals } from './principals.js';
import { RoutePermissions } from './route-permissions.js';

/** Authentication and authorization. Its guards are global: `AppModule` orders them. */
@Module({
  imports: [DiscoveryModule],
  providers: [DemoAccounts, DemoCode, Principals, RoutePermissions],
  exports: [DemoAccounts, DemoCode, Principals, RoutePermissions],
})
export class AccessModule {}
