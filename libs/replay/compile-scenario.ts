import { command, type Command, type Provenance, type Step } from '#domain';
import { commandsOf, type Draft } from './compile-step.js';
import { fillPattern, patternFiller } from './fill-pattern.js';
import { formatInstant } from './instant.js';
import type { ActionStep, CastMember, ScenarioFile } from './scenario-file.js';
import { FIRST_STEP, LAST_STEP, Story } from './story.js';
import { StepIds } from './step-ids.js';

/**
 * A scenario's steps as commands: one that opens it, one for each step of the file, one that ends it.
 * They are made one at a time as they are asked for, again on each iteration, and are the same each
 * time: every id follows from the file.
 *
 * @param file as `parseScenario` returned it
 * @param digest SHA-256 of the file's bytes, in hexadecimal
 */
export function compileScenario(file: ScenarioFile, digest: string): Iterable<Step> {
  return { [Symbol.iterator]: () => steps(file, digest) };
}

/**
 * When something happens in a scenario, which gives its stage time: at each of its own steps, and where
 * a restriction ends by the clock before a step lifts it. In ms since the Unix epoch, ascending strictly.
 */
export function instantsOf(file: ScenarioFile): number[] {
  const steps = actionSteps(file);
  const instants = new Set(steps.map(({ at }) => Date.parse(at)));
  const lifted = new Set(steps.flatMap((step) => ('lift' in step ? [step.lift.step] : [])));
  for (const step of steps) {
    if (!('restrict' in step) || step.restrict.until === undefined || lifted.has(step.id)) continue;
    instants.add(Date.parse(step.restrict.until));
  }
  return [...instants].sort((a, b) => a - b);
}

/** How many steps a scenario compiles to: the file's own, and those that open and end it. */
function countSteps(file: ScenarioFile): number {
  return actionSteps(file).length + 2;
}

/** The file's steps that do something, in order. */
function actionSteps(file: ScenarioFile): ActionStep[] {
  return file.steps.filter((step): step is ActionStep => !('expect' in step));
}

function* steps(file: ScenarioFile, digest: string): Generator<Step> {
  const story = new Story(file);
  yield asStep(
    file,
    FIRST_STEP,
    story.opens,
    file.title,
    new StepIds(file.id, FIRST_STEP, story.opens),
    opening(file, digest),
  );
  let last = story.opens;
  for (const step of actionSteps(file)) {
    const { certainty, precision, sources, note = null } = step;
    const provenance: Provenance = { certainty, precision, sources, note };
    last = story.atOf(step);
    yield asStep(
      file,
      step.id,
      last,
      step.title,
      story.idsOf(step),
      commandsOf(file, step, story),
      provenance,
    );
    story.add(step);
  }
  const end = last + 1;
  const finish: Draft = { type: 'finish-scenario', actor: null, body: { steps: countSteps(file) } };
  yield asStep(file, LAST_STEP, end, 'The scenario is loaded', new StepIds(file.id, LAST_STEP, end), [
    finish,
  ]);
}

function asStep(
  file: ScenarioFile,
  id: string,
  at: number,
  title: string,
  ids: StepIds,
  drafts: Iterable<Draft>,
  ofStep: Provenance | null = null,
): Step {
  const scenario = { id: file.id, step: id };
  const commands: Command[] = [];
  for (const { type, actor, body, provenance = ofStep } of drafts) {
    commands.push(command(type, body, { id: ids.at(commands.length), at, actor, provenance, scenario }));
  }
  return { scenario: file.id, id, at, title, commands };
}

/** The sources do not tell when a real account was made, so it exists from the scenario's opening on. */
const THERE: Provenance = {
  certainty: 'reported',
  precision: 'month',
  sources: [],
  note: 'There from the opening of the scenario on; when it was made is not told.',
};

const MADE_UP: Provenance = { certainty: 'illustrative', precision: 'month', sources: [], note: null };

/** In the order in which `Story` numbers them. */
function* opening(file: ScenarioFile, digest: string): Generator<Draft> {
  const { title, description, language, time_zone, chapters } = file;
  const acts = actionSteps(file);
  yield {
    type: 'open-scenario',
    actor: null,
    body: {
      title,
      description,
      language,
      time_zone,
      starts: normalised(acts.at(0)?.at ?? file.opens),
      ends: normalised(acts.at(-1)?.at ?? file.opens),
      steps: countSteps(file),
      digest,
      sources: Object.entries(file.sources).map(([key, source]) => ({ key, ...source })),
      chapters: chapters.map((chapter) => ({ ...chapter, at: normalised(chapter.at) })),
    },
  };
  for (const { name, short_name, country, note } of Object.values(file.authorities)) {
    yield {
      type: 'register-authority',
      actor: null,
      body: { name, short_name, country, note },
      provenance: THERE,
    };
  }
  for (const member of Object.values(file.cast)) yield openAccount(member);
  for (const { count, venue, handle, name, note, faces = {} } of Object.values(file.cohorts)) {
    const [handleOf, nameOf, noteOf] = [patternFiller(handle), patternFiller(name), patternFiller(note)];
    for (let number = 1; number <= count; number++) {
      const face = faces[number];
      yield openAccount({
        venue,
        handle: handleOf(number),
        name: face?.name === undefined ? nameOf(number) : fillPattern(face.name, number),
        note: face?.note === undefined ? noteOf(number) : fillPattern(face.note, number),
        kind: 'stand_in',
        verified: false,
      });
    }
  }
}

function openAccount({ venue, handle, name, note, kind, verified }: CastMember): Draft {
  return {
    type: 'open-account',
    actor: null,
    body: { venue, handle, display_name: name, note, verified, kind },
    provenance: kind === 'stand_in' ? MADE_UP : THERE,
  };
}

function normalised(instant: string): string {
  return formatInstant(Date.parse(instant));
}
