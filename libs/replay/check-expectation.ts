import { ELSEWHERE, normaliseCountry } from '#domain';
import { checkInstant } from './check-field.js';
import type { Path, Problems } from './problems.js';
import type { Expectation } from './scenario-file.js';
import { LostReference, type Story } from './story.js';

/** Reports the errors of an expectation, given all the steps. */
export function checkExpectation(
  expectation: Expectation,
  path: Path,
  story: Story,
  problems: Problems,
): void {
  if (expectation.at !== undefined) checkInstant(expectation.at, [...path, 'at'], problems);
  if (expectation.from !== ELSEWHERE && normaliseCountry(expectation.from) === null) {
    problems.add(
      [...path, 'from'],
      `"${expectation.from}" is not a country; give its ISO 3166-1 alpha-2 code, or "${ELSEWHERE}"`,
    );
  }
  try {
    find(expectation, story);
  } catch (error) {
    if (!(error instanceof LostReference)) throw error;
    const key = ['status', 'account', 'order'].find((name) => name in expectation) ?? '';
    if (!error.follows) problems.add([...path, key, ...error.path], error.message);
  }
}

/** @throws LostReference */
function find(expectation: Expectation, story: Story): void {
  if ('status' in expectation) story.post(expectation.status);
  else if ('account' in expectation) story.account(expectation.account);
  else story.order(expectation.order);
}
