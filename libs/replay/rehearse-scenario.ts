import { decide, evolve, World, type Refusal } from '#domain';
import { compileScenario } from './compile-scenario.js';
import type { Path, Problems } from './problems.js';
import type { ScenarioFile, StepHead } from './scenario-file.js';
import { FIRST_STEP, Story } from './story.js';

/**
 * Plays a scenario in memory by the domain's own rules, and reports the first command that they
 * refuse or that changes nothing. Rules on decisions, labels, handles and the like thus stand in the
 * domain alone; a scenario that gets through here loads.
 *
 * @param file without problems of its own; all its accounts, posts and items are held in memory
 */
export function rehearseScenario(file: ScenarioFile, problems: Problems): void {
  const world = new World();
  for (const step of compileScenario(file, '')) {
    for (const [index, command] of step.commands.entries()) {
      const decided = decide(world, command);
      if (decided.ok && decided.event !== null) {
        evolve(world, decided.event);
        continue;
      }
      const why = decided.ok ? 'it changes nothing: it was so already' : reasonOf(decided.refusal);
      const many = step.commands.length > 1 && step.id !== FIRST_STEP;
      const which = many ? `number ${index + 1} of its ${step.commands.length} is refused: ` : '';
      problems.add(pathOf(file, step.id, index), which + why);
      return;
    }
  }
}

function pathOf(file: ScenarioFile, step: string, index: number): Path {
  if (step === FIRST_STEP) return new Story(file).openingPath(index);
  const place = file.steps.findIndex((candidate) => !('expect' in candidate) && candidate.id === step);
  const action = Object.keys(file.steps[place] ?? {}).find((key) => !HEAD.has(key));
  return ['steps', place, action ?? ''];
}

/** All fields of a step except its action. */
const HEAD = new Set<string>([
  'id',
  'at',
  'precision',
  'certainty',
  'sources',
  'note',
  'title',
] satisfies (keyof StepHead)[]);

function reasonOf(refusal: Refusal): string {
  switch (refusal.kind) {
    case 'invalid':
      return `${refusal.field}: ${refusal.message}`;
    case 'conflict':
      return refusal.allowed.length === 0
        ? refusal.message
        : `${refusal.message}; it could be ${refusal.allowed.join(', ')}`;
    case 'not_found':
    case 'forbidden':
    case 'withheld':
      return refusal.message;
    default:
      return refusal satisfies never;
  }
}
