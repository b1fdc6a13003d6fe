/**
 * What the linter holds to, beyond type-checked good sense: the parts of the architecture that can be
 * read off a single file. Who may import whom is in `.dependency-cruiser.js`; layout is Prettier's.
 */
import js from '@eslint/js';
import { defineConfig, globalIgnores } from 'eslint/config';
import reactHooks from 'eslint-plugin-react-hooks';
import ts from 'typescript-eslint';

const TESTS = ['**/*.spec.ts', '**/*.spec.tsx', '**/*.int-spec.ts', 'test/**'];

/** Around the batch there is no other way to write: a second one would not be in the log. */
const WRITES = [
  {
    selector: "CallExpression[callee.property.name='transaction']",
    message: 'Only libs/database opens a transaction, and only the batch asks it to: submit a command.',
  },
  {
    selector: "CallExpression[callee.property.name='save']",
    message: 'TypeORM’s save() writes around the batch and reads before it writes: submit a command.',
  },
];

/** Who may open a write transaction: the batch, the fold of the whole log, and the owners of private state. */
const WRITERS = [
  'libs/commands/command-bus.ts',
  'libs/operations/backup/restore.ts',
  'libs/projections/projector.ts',
  'libs/identity/{apps,authorization-codes,credentials,posting-defaults,tokens}.ts',
  'apps/server/api/reports/reports.store.ts',
  'apps/server/api/audit/stored-audit.ts',
  'apps/server/replays/replays.store.ts',
  'apps/server/api/appeals/appeals.store.ts',
  'apps/server/api/conversations/conversations.store.ts',
  'apps/server/api/discovery/followed-tags.store.ts',
  'apps/server/api/keeping/keeping.store.ts',
  'apps/server/api/notes/notes.store.ts',
  'apps/server/api/notifications/notifications.store.ts',
  'apps/server/api/relations/relations.store.ts',
  'apps/server/api/desk/queue.store.ts',
  'apps/server/schedule/scheduled-posts.store.ts',
  'apps/server/webhooks/webhooks.store.ts',
];
const WRITE_TRANSACTIONS = [
  {
    selector:
      "MemberExpression[property.name='write']:matches([object.name=/database$/i], [object.property.name=/database$/i])",
    message:
      'Only the batch and the owners of private state write: submit a command, or register a table in PRIVATE_TABLES and its file in WRITERS (eslint.config.js).',
  },
];

/** Time and chance come in with the command; asked for inside a rule or a fold, a rebuild differs. */
const CLOCKS_AND_DICE = [
  {
    selector: "MemberExpression[object.name='Date'][property.name='now']",
    message: 'Time comes in with the command or the viewpoint: take an instant as a parameter.',
  },
  {
    selector: "NewExpression[callee.name='Date'][arguments.length=0], CallExpression[callee.name='Date']",
    message: 'Time comes in with the command or the viewpoint: take an instant as a parameter.',
  },
  {
    selector: "MemberExpression[object.name='performance'][property.name='now']",
    message: 'Time comes in with the command or the viewpoint: take an instant as a parameter.',
  },
  {
    selector: "MemberExpression[object.name='Math'][property.name='random']",
    message: 'Chance comes in with the command: take an id or a seed as a parameter.',
  },
  {
    selector: "MemberExpression[object.name='crypto'][property.name=/^(random|getRandomValues)/]",
    message: 'Chance comes in with the command: take an id or a seed as a parameter.',
  },
];

const RANDOM_OF_CRYPTO = ['randomBytes', 'randomFill', 'randomFillSync', 'randomInt', 'randomUUID'];

export default defineConfig(
  globalIgnores(['dist/', 'coverage/', 'data/']),
  { linterOptions: { reportUnusedDisableDirectives: 'error', reportUnusedInlineConfigs: 'error' } },

  {
    name: 'every file',
    extends: [js.configs.recommended],
    rules: {
      eqeqeq: ['error', 'always', { null: 'ignore' }],
      'object-shorthand': 'error',
      // What a program says goes through its logger; what a command prints is printed by apps/cli.
      'no-console': 'error',
    },
  },
  {
    name: 'no file that takes a morning to read',
    files: ['**/*.{ts,tsx,mjs,js}'],
    ignores: TESTS,
    rules: { 'max-lines': ['error', { max: 400 }] },
  },

  {
    name: 'TypeScript',
    files: ['**/*.{ts,tsx}'],
    extends: [ts.configs.strictTypeChecked, ts.configs.stylisticTypeChecked],
    languageOptions: { parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname } },
    rules: {
      // A new kind of event, order or verdict must be met everywhere one is told apart.
      '@typescript-eslint/switch-exhaustiveness-check': [
        'error',
        { considerDefaultExhaustiveForUnions: true, requireDefaultForNonUnion: true },
      ],
      '@typescript-eslint/consistent-type-imports': ['error', { fixStyle: 'inline-type-imports' }],
      '@typescript-eslint/consistent-type-exports': [
        'error',
        { fixMixedExportsWithInlineTypeSpecifier: true },
      ],
      // An empty string is as good as absent: `env.HOST?.trim() || undefined`.
      '@typescript-eslint/prefer-nullish-coalescing': ['error', { ignorePrimitives: { string: true } }],
      // `[...text]` is how code points are counted.
      '@typescript-eslint/no-misused-spread': ['error', { allow: ['string'] }],
      // The compiler takes every element of an array to be possibly absent; where arithmetic keeps the
      // index in range, `!` says so, and `?? 0` would hide it when it does not.
      '@typescript-eslint/no-non-null-assertion': 'off',
      '@typescript-eslint/non-nullable-type-assertion-style': 'off',
      // Brackets say that a name is looked up, not known: `process.env['CI']`.
      '@typescript-eslint/dot-notation': ['error', { allowIndexSignaturePropertyAccess: true }],
      // A number in a sentence is plain; anything else that is no string is not.
      '@typescript-eslint/restrict-template-expressions': ['error', { allowNumber: true }],
      // `() => stop()` where nothing is expected back is the plain way to say it.
      '@typescript-eslint/no-confusing-void-expression': [
        'error',
        { ignoreArrowShorthand: true, ignoreVoidReturningFunctions: true },
      ],
      '@typescript-eslint/no-unused-vars': [
        'error',
        { argsIgnorePattern: '^_', varsIgnorePattern: '^_', ignoreRestSiblings: true },
      ],
    },
  },
  {
    name: 'what Nest’s style needs',
    files: ['apps/server/**/*.ts', 'test/**/*.ts'],
    rules: {
      // A module is an empty class under its decorator.
      '@typescript-eslint/no-extraneous-class': ['error', { allowWithDecorator: true }],
      // A constructor that only takes what is injected has an empty body.
      '@typescript-eslint/no-empty-function': ['error', { allow: ['constructors'] }],
      // A status is the number that travels: 422, not HttpStatus.UNPROCESSABLE_ENTITY.
      '@typescript-eslint/no-unsafe-enum-assignment': 'off',
      // Nest types its options and its documents as classes, and takes plain objects for them.
      '@typescript-eslint/no-unsafe-class-instance-assignment': 'off',
    },
  },
  {
    name: 'React',
    files: ['apps/web/**/*.{ts,tsx}'],
    extends: [reactHooks.configs.flat.recommended],
    rules: {
      // A handler on an element may be async: React does not read what it returns.
      '@typescript-eslint/no-misused-promises': ['error', { checksVoidReturn: { attributes: false } }],
    },
  },
  {
    name: 'tests',
    files: TESTS,
    rules: {
      // Answers of HTTP come as `any`, and what a test says of them is its assertion.
      '@typescript-eslint/no-unsafe-argument': 'off',
      '@typescript-eslint/no-unsafe-assignment': 'off',
      '@typescript-eslint/no-unsafe-call': 'off',
      '@typescript-eslint/no-unsafe-member-access': 'off',
      '@typescript-eslint/no-unsafe-return': 'off',
      // A method is taken off its object to be watched or replaced.
      '@typescript-eslint/unbound-method': 'off',
      // A stand-in has the shape it stands in for, and does nothing.
      '@typescript-eslint/no-empty-function': 'off',
      '@typescript-eslint/require-await': 'off',
      // `expect(await closed)`: that it gives nothing back is part of what is tested.
      '@typescript-eslint/no-confusing-void-expression': 'off',
      // `expect(() => forged({ ...gated }))`: what must not be done is done here.
      '@typescript-eslint/no-misused-spread': 'off',
    },
  },

  {
    name: 'one way in',
    files: ['apps/{server,cli}/**/*.ts', 'libs/**/*.ts'],
    ignores: ['libs/database/**', ...TESTS],
    rules: { 'no-restricted-syntax': ['error', ...WRITES, ...WRITE_TRANSACTIONS] },
  },
  {
    name: 'one way in: the owners of what is written',
    files: WRITERS,
    rules: { 'no-restricted-syntax': ['error', ...WRITES] },
  },
  {
    name: 'no clock and no dice in rules and folds',
    files: ['libs/{domain,visibility,replay,projections}/**/*.ts'],
    ignores: TESTS,
    rules: {
      'no-restricted-syntax': ['error', ...WRITES, ...WRITE_TRANSACTIONS, ...CLOCKS_AND_DICE],
      'no-restricted-imports': [
        'error',
        {
          paths: ['crypto', 'node:crypto'].map((name) => ({
            name,
            importNames: RANDOM_OF_CRYPTO,
            message: 'Chance comes in with the command: take an id or a seed as a parameter.',
          })),
        },
      ],
    },
  },
  {
    name: 'one way in: what folds the whole log',
    files: ['libs/projections/projector.ts'],
    rules: { 'no-restricted-syntax': ['error', ...WRITES, ...CLOCKS_AND_DICE] },
  },
  {
    name: 'what prints',
    files: ['apps/cli/**', 'scripts/**', 'bin/**', 'bench/**', 'examples/**'],
    rules: { 'no-console': 'off' },
  },
  {
    name: 'plain JavaScript: tools, without types',
    files: ['**/*.{js,mjs}'],
    languageOptions: {
      globals: {
        console: 'readonly',
        fetch: 'readonly',
        performance: 'readonly',
        process: 'readonly',
        setTimeout: 'readonly',
        TextDecoderStream: 'readonly',
        URL: 'readonly',
      },
    },
  },
);
