import layers from './.dependency-cruiser.js';

const TESTS = '[.](?:spec|int-spec|fixture)[.]tsx?$|^test/';

/**
 * Folders that need each other. Apart from the other rules, since specs lie beside what they test and lean
 * on `test/`, which leans on everything: with them every folder would be in a circle.
 *
 * @type {import('dependency-cruiser').IConfiguration}
 */
export default {
  forbidden: [
    {
      name: 'no-folder-cycles',
      comment:
        'Two folders that need each other are one folder with two names: neither can be read, moved or ' +
        'tested alone.',
      severity: 'error',
      scope: 'folder',
      from: {},
      to: { circular: true },
    },
  ],
  options: { ...layers.options, exclude: { path: [...layers.options.exclude.path, TESTS] } },
};
