import type { LoggedEvent } from '#domain';
import { jsonText, provenanceText, type Fold } from './fold.js';

/** Records that a scenario's step has happened, so that an interrupted load goes on where it stopped. */
export function foldStep(fold: Fold, event: LoggedEvent, seen: Set<string>): void {
  if (event.scenario === null) return;
  const { id, step } = event.scenario;
  const key = `${id} ${step}`;
  if (seen.has(key)) return;
  seen.add(key);
  fold.insert('scenario_step', { scenario: id, step, at: event.at });
}

export function foldScenarioOpened(fold: Fold, event: LoggedEvent<'scenario.opened'>): void {
  fold.insert('scenario', {
    id: event.subject,
    opened_at: event.at,
    manifest: jsonText(event.payload),
    loaded: 0,
  });
}

export function foldContextAdded(fold: Fold, event: LoggedEvent<'context.added'>): void {
  fold.insert('context_row', {
    id: event.id,
    scenario: event.scenario?.id ?? '',
    at: event.at,
    ...event.payload,
    provenance: provenanceText(event.provenance),
  });
}

export function foldTrendObserved(fold: Fold, event: LoggedEvent<'trend.observed'>): void {
  fold.insert('trend', {
    id: event.id,
    scenario: event.scenario?.id ?? '',
    at: event.at,
    ...event.payload,
    provenance: provenanceText(event.provenance),
  });
}
