import type { Database } from '#database';
import type { Step } from '#domain';
import { loadedSteps, scenarioById } from '#projections';
import type { CommandBus, Outcome } from './command-bus.js';

/** A scenario, compiled, as it is loaded. */
export interface CompiledScenario {
  id: string;
  /** The SHA-256 of the file it was compiled from, in hex. */
  digest: string;
  steps: Iterable<Step>;
}

/** A step that has happened: how many of them now have. */
export interface Progress {
  step: Step;
  done: number;
}

export class ScenarioNotLoaded extends Error {
  override readonly name = 'ScenarioNotLoaded';
}

/** Tells whether a scenario is absent here, begun or loaded. */
export async function scenarioState(database: Database, id: string): Promise<'absent' | 'begun' | 'loaded'> {
  const known = await scenarioById(database.reader, id);
  if (known === undefined) return 'absent';
  return known.loaded ? 'loaded' : 'begun';
}

/**
 * Loads a scenario's steps, in order, each a transaction of its own or part of one; those that have
 * happened are passed over, so an interrupted load goes on exactly where it stopped. Yields each
 * step once it is committed.
 *
 * @param pace waits until a step is due; without it, all are loaded at once
 * @throws ScenarioNotLoaded when the file has changed since its load began, or a step is refused
 */
export async function* loadSteps(
  bus: CommandBus,
  database: Database,
  scenario: CompiledScenario,
  options: { pace?: (step: Step) => Promise<void>; signal?: AbortSignal } = {},
): AsyncGenerator<Progress> {
  const known = await scenarioById(database.reader, scenario.id);
  if (known !== undefined && known.manifest.digest !== scenario.digest) {
    throw new ScenarioNotLoaded(
      `Scenario ${scenario.id} has changed since its load began here. Load it into another database, or put the file back as it was.`,
    );
  }
  const happened = await loadedSteps(database.reader, scenario.id);
  let done = 0;
  const sequence = { broken: false };
  // All at once, a window of steps is under way, so that they share transactions.
  const window: { step: Step; outcome: Promise<Outcome> }[] = [];
  const size = options.pace === undefined ? 256 : 1;
  const settle = async function* (keep: number): AsyncGenerator<Progress> {
    for (let next = window.length > keep ? window.shift() : undefined; next !== undefined;) {
      const outcome = await next.outcome;
      if (!outcome.ok)
        throw new ScenarioNotLoaded(`Step ${next.step.id} was refused: ${outcome.refusal.message}.`);
      done += 1;
      yield { step: next.step, done };
      next = window.length > keep ? window.shift() : undefined;
    }
  };
  const stopped = (): boolean => options.signal?.aborted ?? false;
  for (const step of scenario.steps) {
    if (stopped()) break;
    if (happened.has(step.id)) {
      done += 1;
      continue;
    }
    await options.pace?.(step);
    if (stopped()) break;
    const outcome = bus.submit({
      build: () => step.commands,
      sequence,
      weight: step.commands.length,
      patient: true,
    });
    // Handled where it is awaited; until then a rejection is not unhandled.
    outcome.catch(() => undefined);
    window.push({ step, outcome });
    yield* settle(size - 1);
  }
  yield* settle(0);
}
