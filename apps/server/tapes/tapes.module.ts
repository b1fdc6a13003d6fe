import { Module } from '@nestjs/common';
import { FollowerModule } from '../follower/follower.module.js';
import { Tapes } from './tapes.js';

/** The tapes of scenarios, made once for all who look from the same place. */
@Module({ imports: [FollowerModule], providers: [Tapes], exports: [Tapes] })
export class TapesModule {}
