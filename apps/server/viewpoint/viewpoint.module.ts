import { Module } from '@nestjs/common';
import { APP_GUARD } from '@nestjs/core';
import { Holders } from './holders.js';
import { RolesGuard } from './roles.guard.js';
import { ViewpointGuard } from './viewpoint.guard.js';
import { Whereabouts } from './whereabouts.js';

/** When, where and who each request looks from, and whether that may ask for a route at all. */
@Module({
  providers: [
    Holders,
    Whereabouts,
    { provide: APP_GUARD, useClass: ViewpointGuard },
    // After it, since the viewer is the viewpoint's.
    { provide: APP_GUARD, useClass: RolesGuard },
  ],
  exports: [Holders, Whereabouts],
})
export class ViewpointModule {}
