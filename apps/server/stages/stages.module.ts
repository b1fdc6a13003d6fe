import { Module } from '@nestjs/common';
import { ScenarioFiles } from './scenario-files.js';
import { Stages } from './stages.js';

/** Stages of scenarios, by their files and by the log. */
@Module({ providers: [ScenarioFiles, Stages], exports: [Stages] })
export class StagesModule {}
