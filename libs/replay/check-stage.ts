import { ELSEWHERE, normaliseCountry } from '#domain';
import { checkLanguage } from './check-field.js';
import { checkDisputes, checkLessons, checkLessonWords } from './check-lessons.js';
import type { Path, Problems } from './problems.js';
import type { ScenarioFile, Translation } from './scenario-file.js';

/** The id of the cut that `replay` is: the one that every scenario has. */
export const FULL_CUT = 'full';

/** Reports the errors of what a scenario says of its stage: its places, cuts and translations. */
export function checkStage(file: ScenarioFile, problems: Problems): void {
  checkPlaces(file, problems);
  checkReasons(file, problems);
  checkQuestions(file, problems);
  checkDisputes(file, problems);
  checkLessons(file, problems);
  if (Object.hasOwn(file.cuts ?? {}, FULL_CUT)) {
    const message = `"${FULL_CUT}" is the cut that "replay" is; choose another id`;
    problems.add(['cuts', FULL_CUT], message, 'key');
  }
  const parts = translatable(file);
  for (const [language, translation] of Object.entries(file.translations ?? {})) {
    const path = ['translations', language];
    checkLanguage(language, path, problems);
    if (language === file.language) {
      problems.add(path, `"${language}" is the language of the file itself`, 'key');
    }
    checkTranslation(translation, parts, path, problems);
    checkChoices(file, translation, path, problems);
    checkLessonWords(file.lessons ?? [], translation.lessons ?? {}, [...path, 'lessons'], problems);
  }
}

function checkPlaces({ places }: ScenarioFile, problems: Problems): void {
  const before = new Set<string>();
  for (const [key, list] of Object.entries(places ?? {})) {
    for (const [index, place] of list.entries()) {
      const path = ['places', key, index];
      const normal = place === ELSEWHERE ? place : normaliseCountry(place);
      if (normal === null) {
        const instead = `give its ISO 3166-1 alpha-2 code, or "${ELSEWHERE}"`;
        problems.add(path, `"${place}" is not a country; ${instead}`);
      } else if (before.has(normal)) problems.add(path, `"${place}" is there twice`);
      else before.add(normal);
    }
  }
}

/** A side's reason is in its own words, as a source prints them, and none that we made up. */
function checkReasons({ sides = {}, steps }: ScenarioFile, problems: Problems): void {
  for (const [id, { reason }] of Object.entries(sides)) {
    if (reason === undefined) continue;
    const path = ['sides', id, 'reason'];
    const step = steps.find((one) => !('expect' in one) && one.id === reason);
    if (step === undefined || 'expect' in step) problems.add(path, `there is no step "${reason}"`);
    else if (!('post' in step) || step.certainty !== 'quoted')
      problems.add(path, `"${reason}" is no post with words that a source quotes`);
  }
}

function checkQuestions({ ask = [], steps, sources }: ScenarioFile, problems: Problems): void {
  const ids = new Set<string>();
  const order = new Map(
    steps.flatMap((step, index) => ('expect' in step ? [] : [[step.id, index] as const])),
  );
  let previous = -1;
  for (const [index, { id, after, choices, happened }] of ask.entries()) {
    const path = ['ask', index];
    if (ids.has(id))
      problems.add([...path, 'id'], `"${id}" is the id of an earlier question; choose another`);
    ids.add(id);
    const at = order.get(after);
    if (at === undefined) problems.add([...path, 'after'], `there is no step "${after}"`);
    else if (at <= previous) {
      const message = `"${after}" is not later than the step of the question before; put them in story order`;
      problems.add([...path, 'after'], message);
    }
    previous = Math.max(previous, at ?? -1);
    if ((happened.choice ?? 1) > choices.length) {
      const message = `there is no choice ${happened.choice}; the question has ${choices.length}`;
      problems.add([...path, 'happened', 'choice'], message);
    }
    for (const [place, source] of happened.sources.entries()) {
      if (!Object.hasOwn(sources, source))
        problems.add([...path, 'happened', 'sources', place], `"${source}" is not among the sources`);
    }
  }
}

/** A part that a translation translates: by itself, or the ids of those of which there are several. */
type Translatable = Partial<Record<keyof Translation, readonly string[] | true>>;

function translatable(file: ScenarioFile): Translatable {
  const full = file.replay.title === undefined ? [] : [FULL_CUT];
  return {
    ...(file.opening === undefined ? {} : { opening: true }),
    ...(file.stand_in_note === undefined ? {} : { stand_in_note: true }),
    sides: Object.keys(file.sides ?? {}),
    cuts: [...full, ...Object.keys(file.cuts ?? {})],
    chapters: file.chapters.map(({ id }) => id),
    ask: (file.ask ?? []).map(({ id }) => id),
    disputes: (file.disputes ?? []).map(({ id }) => id),
    lessons: (file.lessons ?? []).map(({ id }) => id),
    orders: file.steps.flatMap((step) => ('order' in step ? [step.id] : [])),
    context: file.steps.flatMap((step) => ('context' in step ? [step.id] : [])),
  };
}

function checkTranslation(
  translation: Translation,
  parts: Translatable,
  path: Path,
  problems: Problems,
): void {
  for (const part of ['opening', 'stand_in_note'] as const) {
    const there = parts[part] !== undefined;
    if (there && translation[part] === undefined) problems.add(path, `"${part}" is not translated`, 'key');
    if (!there && translation[part] !== undefined)
      problems.add([...path, part], `there is no "${part}" to translate`, 'key');
  }
  for (const part of [
    'sides',
    'cuts',
    'chapters',
    'ask',
    'disputes',
    'lessons',
    'orders',
    'context',
  ] as const) {
    const ids = new Set(parts[part] === true ? [] : parts[part]);
    const given = Object.keys(translation[part] ?? {});
    for (const id of given) {
      if (!ids.delete(id))
        problems.add([...path, part, id], `there is no "${id}" to translate in ${part}`, 'key');
    }
    for (const id of ids) problems.add([...path, part], `"${id}" of ${part} is not translated`, 'key');
  }
}

function checkChoices(
  { ask = [] }: ScenarioFile,
  translation: Translation,
  path: Path,
  problems: Problems,
): void {
  for (const { id, choices } of ask) {
    const translated = Object.hasOwn(translation.ask ?? {}, id) ? translation.ask?.[id] : undefined;
    if (translated === undefined || translated.choices.length === choices.length) continue;
    const message = `"${id}" has ${choices.length} choices, and here ${translated.choices.length}`;
    problems.add([...path, 'ask', id, 'choices'], message);
  }
}
