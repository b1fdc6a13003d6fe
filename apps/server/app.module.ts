import { Module, type DynamicModule } from '@nestjs/common';
import { APP_FILTER, APP_GUARD, APP_INTERCEPTOR, APP_PIPE } from '@nestjs/core';
import { AccessModule } from './access/access.module.js';
import { AuthenticationGuard } from './access/authentication.guard.js';
import { PermissionsGuard } from './access/permissions.guard.js';
import { ApiModule } from './api/api.module.js';
import { FollowerModule } from './follower/follower.module.js';
import type { Bounds } from './http/door/bounds.js';
import { ErrorFilter } from './http/errors/error.filter.js';
import { ExitInterceptor } from './http/exit/exit.interceptor.js';
import { RateLimitGuard } from './http/limits/rate-limit.guard.js';
import { HttpModule } from './http/http.module.js';
import { FormPipe } from './http/requests/form.pipe.js';
import { RequestInterceptor } from './http/requests/request.interceptor.js';
import { ViewpointGuard } from './http/viewpoint/viewpoint.guard.js';
import { KeptInterceptor } from './kept/kept.interceptor.js';
import { KeptModule } from './kept/kept.module.js';
import { LiveModule } from './live/live.module.js';
import { MetricsModule } from './metrics/metrics.module.js';
import { PagesModule } from './pages/pages.module.js';
import { PlatformModule } from './platform/platform.module.js';
import { ScheduleModule } from './schedule/schedule.module.js';
import { StreamingModule } from './streaming/streaming.module.js';

/** The server: its rooms, and what every request over HTTP passes, in this order. */
@Module({})
export class AppModule {
  static with(parts: Parameters<typeof PlatformModule.with>[0] & { bounds: Bounds }): DynamicModule {
    return {
      module: AppModule,
      imports: [
        PlatformModule.with(parts),
        HttpModule.with(parts.bounds),
        AccessModule,
        ApiModule.with(parts.config),
        FollowerModule,
        KeptModule,
        LiveModule,
        MetricsModule,
        PagesModule,
        ScheduleModule,
        StreamingModule,
      ],
      providers: [
        // Finds out who asks.
        { provide: APP_GUARD, useClass: AuthenticationGuard },
        // Refuses whoever asks too often.
        { provide: APP_GUARD, useClass: RateLimitGuard },
        // Finds out when and where from they look.
        { provide: APP_GUARD, useClass: ViewpointGuard },
        // Refuses whoever lacks the permission.
        { provide: APP_GUARD, useClass: PermissionsGuard },
        // Answers with what is kept of what was let leave.
        { provide: APP_INTERCEPTOR, useClass: KeptInterceptor },
        // Reads the body, now that they may send it.
        { provide: APP_INTERCEPTOR, useClass: RequestInterceptor },
        // Lets only judged answers leave.
        { provide: APP_INTERCEPTOR, useClass: ExitInterceptor },
        // Turns the request into the form that the route takes.
        { provide: APP_PIPE, useClass: FormPipe },
        { provide: APP_FILTER, useClass: ErrorFilter },
      ],
    };
  }
}
