import { Module, type DynamicModule } from '@nestjs/common';
import { AccountsModule } from './accounts/accounts.module.js';
import { AdminModule } from './admin/admin.module.js';
import { AppealsModule } from './appeals/appeals.module.js';
import { AuditModule } from './audit/audit.module.js';
import { ConversationsModule } from './conversations/conversations.module.js';
import { DemoModule } from './demo/demo.module.js';
import { DiscoveryModule } from './discovery/discovery.module.js';
import { DeskModule } from './desk/desk.module.js';
import { EventsController } from './events/events.controller.js';
import { ExplainController } from './explain/explain.controller.js';
import { HealthController } from './health/health.controller.js';
import { KeepingModule } from './keeping/keeping.module.js';
import { NotesModule } from './notes/notes.module.js';
import { InstanceModule } from './instance/instance.module.js';
import { NotificationsModule } from './notifications/notifications.module.js';
import { AppsController } from './oauth/apps.controller.js';
import { OAuthController } from './oauth/oauth.controller.js';
import { ReadinessController } from './readiness/readiness.controller.js';
import { Readiness } from './readiness/readiness.js';
import { OperatorController } from './operator/operator.controller.js';
import { OrdersController } from './orders/orders.controller.js';
import { RelationsModule } from './relations/relations.module.js';
import { NothingController } from './nothing/nothing.controller.js';
import { ReplaysController } from './replays/replays.controller.js';
import { ReportsModule } from './reports/reports.module.js';
import { RestrictionsController } from './restrictions/restrictions.controller.js';
import { ScenariosController } from './scenarios/scenarios.controller.js';
import { TapeController } from './scenarios/tape.controller.js';
import { StatusesModule } from './statuses/statuses.module.js';
import { TestingController } from './testing/testing.controller.js';
import { TimelinesController } from './timelines/timelines.controller.js';
import { WebhooksController } from './webhooks/webhooks.controller.js';
import { WebhooksModule } from '../webhooks/webhooks.module.js';
import { TransparencyController } from './transparency/transparency.controller.js';
import { AccessModule } from '../access/access.module.js';
import { CommandsModule } from '../commands/commands.module.js';
import { FollowerModule } from '../follower/follower.module.js';
import { ScheduleModule } from '../schedule/schedule.module.js';
import { ReplaysModule } from '../replays/replays.module.js';
import { StagesModule } from '../stages/stages.module.js';
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
        AccountsModule,
        AdminModule,
        AppealsModule,
        AuditModule,
        CommandsModule,
        ConversationsModule,
        DemoModule,
        DeskModule,
        DiscoveryModule,
        FollowerModule,
        ReplaysModule,
        NotesModule,
        InstanceModule,
        KeepingModule,
        NotificationsModule,
        RelationsModule,
        ReportsModule,
        ScheduleModule,
        StagesModule,
        StatusesModule,
        TapesModule,
        WebhooksModule,
      ],
      controllers: [
        AppsController,
        EventsController,
        ExplainController,
        HealthController,
        NothingController,
        OAuthController,
        OperatorController,
        OrdersController,
        ReadinessController,
        ReplaysController,
        RestrictionsController,
        ScenariosController,
        TapeController,
        TimelinesController,
        TransparencyController,
        WebhooksController,
        ...(test ? [TestingController] : []),
      ],
      providers: [Readiness],
    };
  }
}
