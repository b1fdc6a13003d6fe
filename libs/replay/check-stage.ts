import { ELSEWHERE, normaliseCountry } from '#domain';
import { checkLanguage } from './check-field.js';
import type { Path, Problems } from './problems.js';
import type { ScenarioFile, Translation } from './scenario-file.js';

/** The id of the cut that `replay` is: the one that every scenario has. */
export const FULL_CUT = 'full';

/** Reports the errors of what a scenario says of its stage: its places, cuts and translations. */
export function checkStage(file: ScenarioFile, problems: Problems): void {
  checkPlaces(file, problems);
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

/** What a translation translates: a part by itself, or the ids of those of which there are several. */
type Translatable = Partial<Record<keyof Translation, readonly string[] | true>>;

function translatable(file: ScenarioFile): Translatable {
  const full = file.replay.title === undefined ? [] : [FULL_CUT];
  return {
    ...(file.opening === undefined ? {} : { opening: true }),
    ...(file.stand_in_note === undefined ? {} : { stand_in_note: true }),
    sides: Object.keys(file.sides ?? {}),
    cuts: [...full, ...Object.keys(file.cuts ?? {})],
    chapters: file.chapters.map(({ id }) => id),
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
  for (const part of ['sides', 'cuts', 'chapters', 'context'] as const) {
    const ids = new Set(parts[part] === true ? [] : parts[part]);
    const given = Object.keys(translation[part] ?? {});
    for (const id of given) {
      if (!ids.delete(id))
        problems.add([...path, part, id], `there is no "${id}" to translate in ${part}`, 'key');
    }
    for (const id of ids) problems.add([...path, part], `"${id}" of ${part} is not translated`, 'key');
  }
}
