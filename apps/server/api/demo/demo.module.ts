import { Module } from '@nestjs/common';
import { DemoCode } from './demo-code.js';
import { DemoController } from './demo.controller.js';

/** One-click sign-in. */
@Module({ controllers: [DemoController], providers: [DemoCode] })
export class DemoModule {}
