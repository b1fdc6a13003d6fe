import { Module, type DynamicModule } from '@nestjs/common';
import { AccountsController } from './accounts/accounts.controller.js';
import { AdminModule } from './admin/admin.module.js';
import { AuditModule } from './audit/audit.module.js';
import { DemoModule } from './demo/demo.module.js';
import { EventsController } from './events/events.controller.js';
import { ExplainController } from './explain/explain.controller.js';
import { HealthController } from './health/health.controller.js';
import { InstanceModule } from './instance/instance.module.js';
import { NotificationsController } from './notifications/notifications.controller.js';
import { AppsController } from './oauth/apps.controller.js';
import { OAuthController } from './oauth/oauth.controller.js';
import { OperatorController } from './operator/operator.controller.js';
import { OrdersController } from './orders/orders.controller.js';
import { ReportsModule } from './reports/reports.module.js';
import { RestrictionsController } from './restrictions/restrictions.controller.js';
import { ScenarioFiles } from './scenarios/scenario-files.js';
import { ScenariosController } from './scenarios/scenarios.controller.js';
import { TapeController } from './scenarios/tape.controller.js';
import { StatusesModule } from './statuses/statuses.module.js';
import { TestingController } from './testing/testing.controller.js';
import { TimelinesController } from './timelines/timelines.controller.js';
import { TransparencyController } from './transparency/transparency.controller.js';
import { AccessModule } from '../access/access.module.js';
import { CommandsModule } from '../commands/commands.module.js';
import { FollowerModule } from '../follower/follower.module.js';
import { ScheduleModule } from '../schedule/schedule.module.js';
import { TapesModule } from '../tapes/tapes.module.js';

/** The routes that answer in JSON: Mastodon's and ours, a folder a feature. */
@Module({})
export class ApiModule {
  /** @param test whether the routes for people's tests are there; without, they have no entry in the documentation */
  static with({ test }: { test: boolean }): DynamicModule {
    return {
      module: ApiModule,
      imports: [
        AccessModule,
        AdminModule,
        AuditModule,
        CommandsModule,
        DemoModule,
        FollowerModule,
        InstanceModule,
        ReportsModule,
        ScheduleModule,
        StatusesModule,
        TapesModule,
      ],
      controllers: [
        AccountsController,
        AppsController,
        EventsController,
        ExplainController,
        HealthController,
        NotificationsController,
        OAuthController,
        OperatorController,
        OrdersController,
        RestrictionsController,
        ScenariosController,
        TapeController,
        TimelinesController,
        TransparencyController,
        ...(test ? [TestingController] : []),
      ],
      providers: [ScenarioFiles],
    };
  }
}
