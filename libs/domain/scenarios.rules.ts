import { eventHead } from './accounts.rules.js';
import type { Command } from './commands.js';
import type { NewEvent } from './events.js';
import { refuse, type Decided, type Refused } from './refusal.js';
import type { World } from './world.js';

/** Opens a scenario, once. The event describes it, so that the log can be read alone. */
export function openScenario(world: World, { meta, body }: Command<'open-scenario'>): Decided<NewEvent> {
  if (meta.scenario === null) return refuse.forbidden('A scenario is opened by its own first step');
  const scenario = meta.scenario.id;
  if (world.scenarios.get(scenario) !== undefined)
    return refuse.conflict(`Scenario ${scenario} is open already`);
  return {
    ok: true,
    subject: scenario,
    event: {
      ...eventHead(meta),
      type: 'scenario.opened',
      actor: null,
      venue: null,
      subject: scenario,
      payload: body,
    },
  };
}

export function finishScenario(_world: World, { meta, body }: Command<'finish-scenario'>): Decided<NewEvent> {
  if (meta.scenario === null) return refuse.forbidden('A scenario is finished by its own last step');
  const scenario = meta.scenario.id;
  return {
    ok: true,
    subject: scenario,
    event: {
      ...eventHead(meta),
      type: 'scenario.loaded',
      actor: null,
      venue: null,
      subject: scenario,
      payload: body,
    },
  };
}

export function narrate(_world: World, command: Command<'add-context' | 'observe-trend'>): Decided<NewEvent> {
  const { meta } = command;
  if (meta.scenario === null) return refuse.forbidden('Only a scenario’s narrator adds context');
  const head = { ...eventHead(meta), actor: null, venue: null, subject: meta.id };
  return {
    ok: true,
    subject: meta.id,
    event:
      command.type === 'add-context'
        ? { ...head, type: 'context.added', payload: command.body }
        : { ...head, type: 'trend.observed', payload: command.body },
  };
}

/** Refuses a scenario's command before its opening or after its end; null where there is nothing to refuse. */
export function scenarioIsOpen(world: World, command: Command): Refused | null {
  const scenario = command.meta.scenario?.id;
  if (scenario === undefined || command.type === 'open-scenario') return null;
  const loaded = world.scenarios.get(scenario);
  if (loaded === undefined) return refuse.conflict(`Scenario ${scenario} is not open`);
  return loaded ? refuse.conflict(`Scenario ${scenario} is loaded; nothing is added to it`) : null;
}
