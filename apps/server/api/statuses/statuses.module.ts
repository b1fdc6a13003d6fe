import { Module } from '@nestjs/common';
import { StatusesController } from './statuses.controller.js';
import { StatusesService } from './statuses.service.js';

/** Posts, and what people do with them. */
@Module({ controllers: [StatusesController], providers: [StatusesService] })
export class StatusesModule {}
