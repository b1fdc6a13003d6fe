import { Injectable } from '@nestjs/common';
import { CommandBus, onceUnder, type Done } from '#commands';
import type { Transaction } from '#database';
import { command, type Command, type CommandBodies, type CommandType } from '#domain';
import { done } from './done.js';

/** A command to submit. Several are done in order and in one transaction: all of them, or none. */
export type CommandRequest = {
  [K in CommandType]: {
    type: K;
    body: CommandBodies[K];
    /** The idempotency key: the command is done once, however often a client sends it under this key. */
    key?: string | null;
  };
}[CommandType];

/** Sends the commands of moderators and authorities, which no restriction keeps from them. */
@Injectable()
export class CommandSender {
  constructor(private readonly bus: CommandBus) {}

  /**
   * @param privately writes private state in the same transaction
   * @param viewpoint from where they are sent, where what is gone there is not to be told; moderators leave it out
   * @throws RefusedException where one of them is refused
   */
  async send(
    actor: string,
    commands: readonly CommandRequest[],
    privately?: (transaction: Transaction) => Promise<void>,
    viewpoint: Command['meta']['viewpoint'] = null,
  ): Promise<Done> {
    const outcome = await this.bus.submit({
      weight: commands.length,
      ...(privately === undefined ? {} : { privately }),
      build: ({ at, id }) =>
        commands.map(({ type, body, key = null }) =>
          command(type, body, { id: id(), at, actor, viewpoint, ...onceUnder(key, type, body) }),
        ),
    });
    return done(outcome);
  }
}
