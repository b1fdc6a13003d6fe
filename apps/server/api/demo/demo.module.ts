import { Module } from '@nestjs/common';
import { AccessModule } from '../../access/access.module.js';
import { DemoController } from './demo.controller.js';

/** One-click sign-in. */
@Module({ imports: [AccessModule], controllers: [DemoController] })
export class DemoModule {}
