import type { LoggedEvent } from './events.js';

/**
 * Whether two neighbours in the log were made together: by one step of a scenario, or by one actor in
 * one transaction, as the decisions on an order's items are. They were committed together, too.
 */
export function madeTogether(one: LoggedEvent, other: LoggedEvent): boolean {
  if (one.recorded_at !== other.recorded_at || one.at !== other.at) return false;
  if (one.scenario === null || other.scenario === null)
    return one.scenario === other.scenario && one.actor === other.actor;
  return one.scenario.id === other.scenario.id && one.scenario.step === other.scenario.step;
}
