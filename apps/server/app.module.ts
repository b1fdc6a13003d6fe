import { Module, type DynamicModule } from '@nestjs/common';
import { APP_FILTER, APP_INTERCEPTOR } from '@nestjs/core';
import { AccountsController } from './accounts/accounts.controller.js';
import { AdminModule } from './admin/admin.module.js';
import { AuditModule } from './audit/audit.module.js';
import { CommandsModule } from './commands/commands.module.js';
import { DemoModule } from './demo/demo.module.js';
import { ErrorFilter } from './errors/error.filter.js';
import { EventsController } from './events/events.controller.js';
import { ExitInterceptor } from './exit/exit.interceptor.js';
import { ExplainController } from './explain/explain.controller.js';
import { HealthController } from './health/health.controller.js';
import type { Bounds } from './http/bounds.js';
import { HttpModule } from './http/http.module.js';
import { LiveModule } from './live/live.module.js';
import { NotificationsController } from './notifications/notifications.controller.js';
import { OperatorController } from './operator/operator.controller.js';
import { OrdersController } from './orders/orders.controller.js';
import { PagesModule } from './pages/pages.module.js';
import { PlatformModule } from './platform/platform.module.js';
import { ReportsModule } from './reports/reports.module.js';
import { RestrictionsController } from './restrictions/restrictions.controller.js';
import { ScenariosController } from './scenarios/scenarios.controller.js';
import { ScheduleModule } from './schedule/schedule.module.js';
import { StatusesModule } from './statuses/statuses.module.js';
import { TestingController } from './testing/testing.controller.js';
import { TimelinesController } from './timelines/timelines.controller.js';
import { TransparencyController } from './transparency/transparency.controller.js';
import { ViewpointModule } from './viewpoint/viewpoint.module.js';

/** The server: its features, as modules or as the one controller that they are, and what all answers pass. */
@Module({})
export class AppModule {
  static with(parts: Parameters<typeof PlatformModule.with>[0] & { bounds: Bounds }): DynamicModule {
    return {
      module: AppModule,
      imports: [
        PlatformModule.with(parts),
        HttpModule.with(parts.bounds),
        AdminModule,
        AuditModule,
        CommandsModule,
        DemoModule,
        LiveModule,
        PagesModule,
        ReportsModule,
        ScheduleModule,
        StatusesModule,
        ViewpointModule,
      ],
      controllers: [
        AccountsController,
        EventsController,
        ExplainController,
        HealthController,
        NotificationsController,
        OperatorController,
        OrdersController,
        RestrictionsController,
        ScenariosController,
        TimelinesController,
        TransparencyController,
        // Not there at all unless asked for: no route, no entry in the documentation.
        ...(parts.config.test ? [TestingController] : []),
      ],
      providers: [
        { provide: APP_INTERCEPTOR, useClass: ExitInterceptor },
        { provide: APP_FILTER, useClass: ErrorFilter },
      ],
    };
  }
}
