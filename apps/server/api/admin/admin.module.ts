import { Module } from '@nestjs/common';
import { CommandsModule } from '../../commands/commands.module.js';
import { ReportsModule } from '../reports/reports.module.js';
import { AdminAccountsController } from './admin-accounts.controller.js';
import { AdminDesk } from './admin-desk.js';
import { AdminReportsController } from './admin-reports.controller.js';

/** The moderators' desk: accounts, and reports on them. */
@Module({
  imports: [CommandsModule, ReportsModule],
  controllers: [AdminAccountsController, AdminReportsController],
  providers: [AdminDesk],
})
export class AdminModule {}
