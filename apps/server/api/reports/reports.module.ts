import { Module } from '@nestjs/common';
import { ReportsController } from './reports.controller.js';
import { ReportsStore } from './reports.store.js';

/** What people tell the moderators. */
@Module({ controllers: [ReportsController], providers: [ReportsStore], exports: [ReportsStore] })
export class ReportsModule {}
