import { Injectable } from '@nestjs/common';
import type { StateParts } from './present-replay.js';
import type { StoredReplay } from './replay-rows.js';
import { ReplaysStore, type PresenceCount } from './replays.store.js';
import { RoomTables } from './room-tables.js';

/** Gathers what the states of rooms are made of. */
@Injectable()
export class RoomStates {
  constructor(
    private readonly store: ReplaysStore,
    private readonly tables: RoomTables,
  ) {}

  /** @param presence of the room, where it was read already */
  async of(room: StoredReplay, presence?: readonly PresenceCount[]): Promise<StateParts> {
    const { ask } = room.clock;
    const answers = ask === null ? [] : await this.store.answers(room.id, ask);
    return {
      room,
      presence: presence ?? (await this.store.presence([room.id], room.now)),
      answers,
      choices: ask === null ? 0 : await this.choicesOf(room, ask),
    };
  }

  private async choicesOf({ scenario, cut }: StoredReplay, question: string): Promise<number> {
    const played = await this.tables.of(scenario, cut);
    if ('error' in played) return 0;
    return played.stage.ask.find(({ id }) => id === question)?.choices.length ?? 0;
  }
}
