import { parseInstant } from './instant.js';
import type { Lesson, LessonWords } from './lesson.js';
import type { Path, Problems } from './problems.js';
import type { ScenarioFile } from './scenario-file.js';

/** Reports the errors of a scenario's lessons: ids that are there twice, instants outside of the story, and lost references. */
export function checkLessons(file: ScenarioFile, problems: Problems): void {
  const { lessons = [] } = file;
  checkIds(lessons, ['lessons'], problems);
  for (const [index, lesson] of lessons.entries()) {
    const path = ['lessons', index];
    checkIds(lesson.stops, [...path, 'stops'], problems);
    checkIds(lesson.law ?? [], [...path, 'law'], problems);
    checkInstants(file, lesson, path, problems);
    for (const part of ['stops', 'law'] as const) {
      for (const [place, { sources }] of (lesson[part] ?? []).entries())
        checkSources(file, sources, [...path, part, place, 'sources'], problems);
    }
    for (const [place, { ask }] of lesson.stops.entries()) {
      if (ask !== undefined && !(file.ask ?? []).some(({ id }) => id === ask))
        problems.add([...path, 'stops', place, 'ask'], `there is no question "${ask}"`);
    }
  }
}

/** Reports the parts of lessons that a translation lacks, or has without their being there. */
export function checkLessonWords(
  lessons: readonly Lesson[],
  translated: Readonly<Record<string, LessonWords>>,
  path: Path,
  problems: Problems,
): void {
  for (const lesson of lessons) {
    const words = Object.hasOwn(translated, lesson.id) ? translated[lesson.id] : undefined;
    // That it is not translated at all is told with the other parts.
    if (words === undefined) continue;
    const at = [...path, lesson.id];
    for (const part of ['stops', 'law'] as const) {
      const there = new Set((lesson[part] ?? []).map(({ id }) => id));
      for (const id of Object.keys(words[part] ?? {})) {
        if (!there.delete(id))
          problems.add([...at, part, id], `there is no "${id}" to translate in ${part}`, 'key');
      }
      for (const id of there) problems.add(at, `"${id}" of ${part} is not translated`, 'key');
    }
    if ((lesson.law_note === undefined) !== (words.law_note === undefined))
      problems.add(at, '"law_note" has to be in both languages, or in neither', 'key');
  }
}

/** Reports disputes about what is no order, and sources that are not there. */
export function checkDisputes(file: ScenarioFile, problems: Problems): void {
  const { disputes = [], steps } = file;
  checkIds(disputes, ['disputes'], problems);
  for (const [index, { order, slips }] of disputes.entries()) {
    if (!steps.some((step) => 'order' in step && step.id === order))
      problems.add(['disputes', index, 'order'], `"${order}" is no step that files an order`);
    for (const [place, { sources }] of slips.entries())
      checkSources(file, sources, ['disputes', index, 'slips', place, 'sources'], problems);
  }
}

function checkIds(list: readonly { id: string }[], path: Path, problems: Problems): void {
  const ids = new Set<string>();
  for (const [index, { id }] of list.entries()) {
    if (ids.has(id)) problems.add([...path, index, 'id'], `"${id}" is there twice; choose another id`);
    ids.add(id);
  }
}

function checkInstants({ steps }: ScenarioFile, { stops }: Lesson, path: Path, problems: Problems): void {
  const instants = steps.flatMap((step) => ('expect' in step ? [] : [parseInstant(step.at) ?? NaN]));
  const [first, last] = [instants[0] ?? NaN, instants.at(-1) ?? NaN];
  let previous = -Infinity;
  for (const [index, { at }] of stops.entries()) {
    const place = [...path, 'stops', index, 'at'];
    const instant = parseInstant(at);
    if (instant === null) problems.add(place, `"${at}" is not a time that there is`);
    else if (instant < first || instant > last) problems.add(place, `"${at}" is not within the story`);
    else if (instant <= previous)
      problems.add(place, `"${at}" is not later than the stop before; put them in story order`);
    previous = instant ?? previous;
  }
}

function checkSources(
  { sources: known }: ScenarioFile,
  sources: readonly string[],
  path: Path,
  problems: Problems,
): void {
  for (const [index, source] of sources.entries()) {
    if (!Object.hasOwn(known, source)) problems.add([...path, index], `"${source}" is not among the sources`);
  }
}
