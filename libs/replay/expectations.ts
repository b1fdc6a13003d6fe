import { normaliseCountry, type ItemOutcome } from '#domain';
import type { Path, Position, PositionOf } from './problems.js';
import type { Expectation, ScenarioFile, Verdict } from './scenario-file.js';
import { FIRST_STEP, Story } from './story.js';

/** An expectation of what a viewpoint sees, with ids for references. Whoever has the events can check it. */
export type CompiledExpectation = {
  location: {
    /** The step it follows, or `opens`. */
    step: string;
    path: Path;
    /** Null where the file's text is not at hand. */
    position: Position | null;
  };
  /** Story time, ms since the Unix epoch; what happens at that instant counts. */
  at: number;
  /** ISO 3166-1 alpha-2, or `elsewhere`. */
  from: string;
} & (
  | { target: { status: string } | { account: string }; is: Verdict }
  /** The number of the order's items that stand so. */
  | { target: { order: string; items: ItemOutcome | 'open' | 'acted_on' }; is: number }
);

/**
 * A scenario's expectations, in the order of the file.
 *
 * @param file as `parseScenario` returned it, with its `positionOf`
 */
export function compileExpectations(
  file: ScenarioFile,
  positionOf: PositionOf | null = null,
): CompiledExpectation[] {
  const story = new Story(file);
  for (const step of file.steps) if (!('expect' in step)) story.add(step);
  const compiled: CompiledExpectation[] = [];
  let before = { id: FIRST_STEP, at: story.opens };
  for (const [index, step] of file.steps.entries()) {
    if (!('expect' in step)) {
      before = { id: step.id, at: story.atOf(step) };
      continue;
    }
    for (const [place, expectation] of step.expect.entries()) {
      const path = ['steps', index, 'expect', place];
      compiled.push({
        location: { step: before.id, path, position: positionOf?.(path) ?? null },
        at: expectation.at === undefined ? before.at : Date.parse(expectation.at),
        from: normaliseCountry(expectation.from) ?? expectation.from,
        ...seen(expectation, story),
      });
    }
  }
  return compiled;
}

function seen(expectation: Expectation, story: Story) {
  if ('status' in expectation)
    return { target: { status: story.post(expectation.status).id }, is: expectation.is };
  if ('account' in expectation)
    return { target: { account: story.account(expectation.account).id }, is: expectation.is };
  const { order, items, is } = expectation;
  return { target: { order: story.order(order).id, items }, is };
}
