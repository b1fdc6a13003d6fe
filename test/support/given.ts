import { expect } from '@jest/globals';
import { decide, evolve, World, type Command, type Decided, type NewEvent, type Refusal } from '#domain';

/**
 * A rule, told as given / when / then: `given(events).when(command).then(event)`. What is given has
 * happened, in that order; the command is decided in the world that it left.
 */
export function given(...events: NewEvent[]): { when(command: Command): Ruling } {
  const world = new World();
  for (const event of events) evolve(world, event);
  return { when: (command) => new Ruling(world, decide(world, command)) };
}

type OfKind<K extends Refusal['kind']> = Partial<Omit<Extract<Refusal, { kind: K }>, 'kind'>>;

/** The decision on a command, which a test holds against what it expects. */
class Ruling {
  constructor(
    private readonly world: World,
    private readonly decided: Decided<NewEvent>,
  ) {}

  /** It happened: one event, of which these fields matter. */
  then(event: { [K in keyof NewEvent]?: unknown }): this {
    expect(this.decided).toMatchObject({ ok: true, event });
    return this;
  }

  /** Nothing happened, since it was so already; the answer names the subject all the same. */
  thenNothing(subject: string): this {
    expect(this.decided).toEqual({ ok: true, event: null, subject });
    return this;
  }

  thenRefused<K extends Refusal['kind']>(kind: K, rest: OfKind<K> = {}): this {
    expect(this.decided).toMatchObject({ ok: false, refusal: { kind, ...rest } });
    return this;
  }

  /** Decides the next command after what happened. */
  andWhen(command: Command): Ruling {
    expect(this.decided).toMatchObject({ ok: true });
    if (this.decided.ok && this.decided.event !== null) evolve(this.world, this.decided.event);
    return new Ruling(this.world, decide(this.world, command));
  }
}
