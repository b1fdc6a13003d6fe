import type { ScenarioStage } from '#contract';

/** The story's first words, in place of a chapter's headline until it is played. */
export function Opening({ stage }: { stage: ScenarioStage }) {
  return (
    <div className="opening">
      <h1>{stage.opening.headline}</h1>
      <p>{stage.opening.text}</p>
    </div>
  );
}
