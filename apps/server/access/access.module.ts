import { Module } from '@nestjs/common';
import { Holders } from './holders.js';

/** Who asks, and what they may. Its guards are global: `AppModule` says in which order they stand. */
@Module({ providers: [Holders], exports: [Holders] })
export class AccessModule {}
