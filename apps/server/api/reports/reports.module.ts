import { Module } from '@nestjs/common';
import { ReportsController } from './reports.controller.js';
import { ReportsStore } from './reports.store.js';

/** Reports that people send to the moderators. */
@Module({ controllers: [ReportsController], providers: [ReportsStore], exports: [ReportsStore] })
export class ReportsModule {}
