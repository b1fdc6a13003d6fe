import { checkExpectation } from './check-expectation.js';
import { checkCountry, checkInstant, checkLanguage, checkLength, isTimeZone } from './check-field.js';
import { checkStage } from './check-stage.js';
import { checkStep } from './check-step.js';
import { fillPattern, hasNumber } from './fill-pattern.js';
import type { Path, Problems } from './problems.js';
import type { Cohort, ScenarioFile } from './scenario-file.js';
import { FIRST_STEP, LAST_STEP, Story } from './story.js';

/** Beyond this a file is a mistake or an attack; a million events are a large scenario. */
const MAX_MEMBERS = 1_000_000;
const MAX_SIZE = 10_000_000;
/** A file with so many errors is not looked at further. */
const ENOUGH = 100;

// Characters that YAML's escapes can write and no database or page should hold: control characters but
// for tab and line feed, and halves of surrogate pairs.
// eslint-disable-next-line no-control-regex
const UNWRITABLE = /[\u0000-\u0008\u000b-\u001f\u007f]|\p{Surrogate}/u;

/**
 * Reports errors in a scenario file that a schema cannot find: references that lead nowhere, times out
 * of order, countries and zones that do not exist, texts that no venue takes.
 *
 * @param file of the schema's shape
 * @returns its size in events and orders' items, where it has no errors
 */
export function checkScenario(file: ScenarioFile, problems: Problems): number {
  checkText(file, [], problems);
  checkHead(file, problems);
  checkStage(file, problems);
  for (const [key, { country }] of Object.entries(file.authorities)) {
    checkCountry(country, ['authorities', key, 'country'], problems);
  }
  let members = 0;
  for (const [key, cohort] of Object.entries(file.cohorts)) {
    members += cohort.count;
    checkCohort(cohort, ['cohorts', key], problems);
  }
  if (members > MAX_MEMBERS) {
    problems.add(['cohorts'], `cohorts have ${members} members in all; at most ${MAX_MEMBERS}`, 'key');
  }
  // References need a correct cast, so errors in the cast come first.
  if (problems.count > 0) return 0;
  return checkSteps(file, problems);
}

function checkHead(file: ScenarioFile, problems: Problems): void {
  const { time_zone, language } = file;
  if (!isTimeZone(time_zone)) {
    problems.add(['time_zone'], `"${time_zone}" is not a time zone; give an IANA name such as Asia/Kolkata`);
  }
  checkLanguage(language, ['language'], problems);
  let previous = checkInstant(file.opens, ['opens'], problems) ?? 0;
  const opens = previous;
  const ids = new Set<string>([FIRST_STEP, LAST_STEP]);
  for (const [index, step] of file.steps.entries()) {
    if ('expect' in step) continue;
    const path = ['steps', index];
    if (ids.has(step.id)) {
      const taken = [FIRST_STEP, LAST_STEP].includes(step.id)
        ? 'a step that every scenario has'
        : 'an earlier step';
      problems.add([...path, 'id'], `"${step.id}" is the id of ${taken}; choose another`);
    }
    ids.add(step.id);
    const at = checkInstant(step.at, [...path, 'at'], problems);
    if (at === null) continue;
    if (at <= previous) {
      const than = previous === opens ? '"opens"' : 'the step before';
      problems.add([...path, 'at'], `"${step.at}" is not later than ${than}; make it so, by 1 ms at least`);
    }
    previous = Math.max(previous, at);
  }
  checkChapters(file, opens, previous, problems);
}

function checkChapters(file: ScenarioFile, opens: number, last: number, problems: Problems): void {
  const ids = new Set<string>();
  let previous = -Infinity;
  for (const [index, chapter] of file.chapters.entries()) {
    const path = ['chapters', index];
    if (ids.has(chapter.id)) {
      problems.add([...path, 'id'], `"${chapter.id}" is the id of an earlier chapter; choose another`);
    }
    ids.add(chapter.id);
    const at = checkInstant(chapter.at, [...path, 'at'], problems);
    if (at === null) continue;
    const wrong =
      at < opens
        ? 'before "opens"'
        : at > last
          ? 'after the last step'
          : at <= previous
            ? 'not after the chapter before'
            : null;
    if (wrong !== null) problems.add([...path, 'at'], `"${chapter.at}" is ${wrong}`);
    previous = Math.max(previous, at);
  }
}

function checkCohort(cohort: Cohort, path: Path, problems: Problems): void {
  if (cohort.count > 1 && !hasNumber(cohort.handle)) {
    problems.add(
      [...path, 'handle'],
      `"${cohort.handle}" is the same for all ${cohort.count}; put {n} into it`,
    );
  }
  for (const number of Object.keys(cohort.faces ?? {})) {
    if (Number(number) > cohort.count) {
      const message = `there is no number ${number}; the cohort has ${cohort.count} members`;
      problems.add([...path, 'faces', number], message, 'key');
    }
  }
  const texts: [Path, string | undefined, number][] = [
    [[...path, 'text'], cohort.text, cohort.count],
    ...Object.entries(cohort.faces ?? {}).map(([number, { text }]): [Path, string | undefined, number] => [
      [...path, 'faces', number, 'text'],
      text,
      Number(number),
    ]),
  ];
  for (const [where, text, number] of texts) {
    // The largest number makes the longest text.
    if (text !== undefined) checkLength(fillPattern(text, number), cohort.venue, where, problems);
  }
}

function checkSteps(file: ScenarioFile, problems: Problems): number {
  const story = new Story(file);
  let size = 2 + Object.keys(file.authorities).length + Object.keys(file.cast).length;
  for (const { count } of Object.values(file.cohorts)) size += count;
  for (const [index, step] of file.steps.entries()) {
    if ('expect' in step) continue;
    const stepSize = checkStep(file, step, ['steps', index], story, problems);
    if (stepSize === null) story.addWrong(step);
    else story.add(step);
    size += stepSize ?? 0;
    if (size > MAX_SIZE) {
      problems.add(['steps', index], `up to here there are ${size} events and items; at most ${MAX_SIZE}`);
    }
    if (size > MAX_SIZE || problems.count >= ENOUGH) return size;
  }
  // An expectation may name something made later: it is absent until then.
  for (const [index, step] of file.steps.entries()) {
    if (!('expect' in step)) continue;
    for (const [place, expectation] of step.expect.entries()) {
      checkExpectation(expectation, ['steps', index, 'expect', place], story, problems);
    }
  }
  return size;
}

function checkText(data: unknown, path: Path, problems: Problems): void {
  if (typeof data === 'string') {
    const match = UNWRITABLE.exec(data);
    if (match !== null) {
      const code = match[0].charCodeAt(0).toString(16).toUpperCase().padStart(4, '0');
      problems.add(path, `"${path.at(-1)}" holds the character U+${code}, which no text should; take it out`);
    }
  } else if (Array.isArray(data)) {
    data.forEach((item, index) => checkText(item, [...path, index], problems));
  } else if (typeof data === 'object' && data !== null) {
    for (const [key, value] of Object.entries(data)) checkText(value, [...path, key], problems);
  }
}
