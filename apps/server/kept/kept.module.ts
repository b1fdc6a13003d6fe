import { Module } from '@nestjs/common';
import { FollowerModule } from '../follower/follower.module.js';
import { KeptAnswers } from './kept-answers.js';

/** Answers that are kept as bytes, for as long as they would be made the same. */
@Module({ imports: [FollowerModule], providers: [KeptAnswers], exports: [KeptAnswers] })
export class KeptModule {}
