import type { ScenarioStage } from '#contract';

/** The acts on questions that a presenter has now. */
export interface Asks {
  /** The question that the room stands at, and can be asked; null where there is none. */
  next: { id: string; number: number } | null;
  onAsk: () => void;
  onReveal: () => void;
  onGoOn: () => void;
}

/** A question of a stage by its id, with its number from 1; null where there is none. */
export function questionAt(
  stage: Pick<ScenarioStage, 'ask'>,
  id: string | null,
): { id: string; number: number } | null {
  const at = stage.ask.findIndex((question) => question.id === id);
  return id === null || at === -1 ? null : { id, number: at + 1 };
}
