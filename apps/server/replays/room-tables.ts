import { createHash } from 'node:crypto';
import { Injectable, type OnModuleDestroy } from '@nestjs/common';
import type { ScenarioStage } from '#contract';
import { StageTime, type RoomTable } from '#replay';
import { LogFollower } from '../follower/log-follower.js';
import { Stages } from '../stages/stages.js';

/** The story and cut that a room plays, and a digest of them. */
export interface Played extends RoomTable {
  stage: ScenarioStage;
  revision: string;
}

/** Why a scenario cannot be played in a room. */
export interface Unplayable {
  error: string;
  status: 404 | 409 | 422;
}

const DIGEST_LENGTH = 16;

/** Finds what rooms play: once for each cut, since a scenario that is loaded whole stays as it is. */
@Injectable()
export class RoomTables implements OnModuleDestroy {
  private readonly known = new Map<string, Played>();
  private readonly stopListening: () => void;

  constructor(
    private readonly stages: Stages,
    follower: LogFollower,
  ) {
    // After a reset there may be another of the same name.
    this.stopListening = follower.listen({ take: () => undefined, begin: () => this.known.clear() });
  }

  onModuleDestroy(): void {
    this.stopListening();
  }

  /** @param cut the id of one of the scenario's */
  async of(scenario: string, cut: string): Promise<Played | Unplayable> {
    const key = `${scenario} ${cut}`;
    const found = this.known.get(key) ?? (await this.read(scenario, cut));
    if (!('error' in found)) this.known.set(key, found);
    return found;
  }

  private async read(scenario: string, cut: string): Promise<Played | Unplayable> {
    const stage = await this.stages.of(scenario, null);
    if (stage === undefined) return { status: 404, error: 'There is no such scenario here' };
    if (!stage.is_complete)
      return {
        status: 409,
        error: 'The scenario is still being loaded or performed: wait until it has ended',
      };
    const found = stage.cuts.find(({ id }) => id === cut);
    if (stage.cuts.length === 0)
      return {
        status: 409,
        error: 'The scenario’s file is not there, so nobody knows how long its gaps last',
      };
    if (found === undefined) {
      const known = stage.cuts.map(({ id }) => id).join(', ');
      return { status: 422, error: `Validation failed: cut must be one of ${known}` };
    }
    const time = new StageTime(
      stage.instants.map((at) => Date.parse(at)),
      found.idle_limit,
    );
    const marks = stage.ask.map(({ id, at }) => ({
      question: id,
      position: time.positionAt(Date.parse(at)),
    }));
    const revision = createHash('sha256')
      .update(JSON.stringify([stage.instants, found.idle_limit, stage.ask]))
      .digest('base64url')
      .slice(0, DIGEST_LENGTH);
    return { stage, time, marks, revision };
  }
}
