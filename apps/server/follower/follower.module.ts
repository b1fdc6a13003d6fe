import { Module } from '@nestjs/common';
import { LogFollower } from './log-follower.js';

/** The log as it goes on, for every part of the server that hears of events. */
@Module({ providers: [LogFollower], exports: [LogFollower] })
export class FollowerModule {}
