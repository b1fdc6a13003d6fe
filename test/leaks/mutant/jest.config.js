import path from 'node:path';
import config from '../../../jest.config.js';

/** Jest as `scripts/prove-gate.mjs` runs it: on a mutant, in memory, up to the first test that fails. */
const here = import.meta.dirname;
const [pattern, [, swc]] = Object.entries(config.transform)[0];

export default {
  ...config,
  rootDir: path.join(here, '..', '..', '..'),
  reporters: [path.join(here, 'first-failure.reporter.js')],
  transform: { [pattern]: [path.join(here, 'mutating.transformer.js'), swc] },
};
