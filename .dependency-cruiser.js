/**
 * Who may import whom. Every rule has a name and a reason; a new lib needs a row in LIBS before
 * anything of it may be imported.
 *
 * @type {import('dependency-cruiser').IConfiguration}
 */

/** Each lib, what of ours it may import, and why no more than that. */
const LIBS = {
  domain: [
    [],
    'The rules are plain TypeScript: they can be read, tested and replayed without anything else.',
  ],
  contract: [[], 'What travels is agreed between two sides; neither may leak into it.'],
  config: [[], 'The environment is read before anything else is there.'],
  visibility: [
    ['domain', 'contract'],
    'The one exit gate judges what it is handed. It asks no table and no log, so its verdict depends on its arguments alone.',
  ],
  database: [
    ['config'],
    'A database is opened as the configuration says; what is stored in it is not its affair.',
  ],
  log: [
    ['domain', 'database'],
    'The log appends and follows events; it must work before any table is folded from it.',
  ],
  projections: [
    ['domain', 'log', 'database'],
    'Tables are folded from the log. They hand over what is stored, restrictions beside it: who may see it is for visibility to say.',
  ],
  commands: [
    ['domain', 'visibility', 'log', 'projections', 'database'],
    'The batch decides, appends and folds. It must never know who asks, nor over what.',
  ],
  replay: [
    ['domain'],
    'Scenario files and clocks yield commands as data: what becomes of them is for others.',
  ],
  identity: [
    ['domain', 'commands', 'database'],
    'Credentials, tokens and roles are private state: never in the log, never in a projection.',
  ],
  operations: [
    ['domain', 'config', 'database', 'log', 'projections', 'visibility', 'commands', 'replay', 'identity'],
    'What an operator asks for uses every layer, and is used by both processes; it must not know in which of them it runs.',
  ],
};

const TEST = '[.](?:spec|int-spec|fixture)[.]tsx?$';
const OURS = '^(?:apps|libs|migrations|test|bench|scripts|bin)/';

/** @param {string[]} names */
const indexOf = (names) => (names.length === 0 ? [] : [`^libs/(?:${names.join('|')})/index[.]ts$`]);

const layers = Object.entries(LIBS).map(([lib, [allowed, reason]]) => ({
  name: `${lib}-keeps-to-its-layer`,
  comment: `${reason} It may import of ours: ${allowed.join(', ') || 'nothing'}.`,
  severity: 'error',
  from: { path: `^libs/${lib}/`, pathNot: TEST },
  to: { path: OURS, pathNot: [`^libs/${lib}/`, ...indexOf(allowed)] },
}));

export default {
  forbidden: [
    ...layers,
    {
      name: 'every-lib-has-a-row',
      comment: 'A lib whose place among the layers nobody has written down has none: add it to LIBS above.',
      severity: 'error',
      from: { path: OURS },
      to: { path: '^libs/', pathNot: `^libs/(?:${Object.keys(LIBS).join('|')})/` },
    },
    {
      name: 'lib-entered-by-its-index',
      comment:
        'What a lib offers is what its index.ts exports; the rest can change without anyone noticing. ' +
        'The browser has one exception, in `web-imports-only-contract-and-two-files`.',
      severity: 'error',
      from: { path: '^(apps/[^/]+|libs/[^/]+|migrations|test|bench|scripts|bin)/', pathNot: '^apps/web/' },
      to: { path: '^libs/[^/]+/', pathNot: ['^libs/[^/]+/index[.]ts$', '^$1/'] },
    },
    {
      name: 'lib-knows-no-app',
      comment: 'Apps are processes over layers. A layer that imports a process cannot be used in another.',
      severity: 'error',
      from: { path: '^(?:libs|migrations)/' },
      to: { path: '^(?:apps|bench|scripts|bin)/' },
    },
    {
      name: 'server-imports-libs-and-migrations',
      comment:
        'The server is one process; the command line and the page are others, met over HTTP and sockets.',
      severity: 'error',
      from: { path: '^apps/server/', pathNot: TEST },
      to: { path: OURS, pathNot: ['^apps/server/', '^libs/', '^migrations/index[.]ts$'] },
    },
    {
      name: 'http-knows-no-feature',
      comment:
        'What all routes share is the same whatever they ask for. What it needs of a feature (who writes ' +
        'the audit, how an error becomes a page) it declares as an abstract class, and the feature brings it.',
      severity: 'error',
      from: { path: '^apps/server/http/', pathNot: TEST },
      to: { path: '^apps/', pathNot: ['^apps/server/(?:http|platform)/'] },
    },
    {
      name: 'access-knows-no-feature',
      comment:
        'Who asks, and what they may, is decided by one table that routes name, and not by each route.',
      severity: 'error',
      from: { path: '^apps/server/access/', pathNot: TEST },
      to: { path: '^apps/', pathNot: ['^apps/server/(?:access|http|platform)/'] },
    },
    {
      name: 'events-are-told-without-routes',
      comment:
        'Whoever follows the log needs no route: routes and pages stand above, and are entered by none.',
      severity: 'error',
      from: {
        path: '^apps/server/(?:feeds|follower|kept|live|replays|schedule|stages|streaming|webhooks)/',
        pathNot: TEST,
      },
      to: { path: '^apps/server/(?:api|pages)/' },
    },
    {
      name: 'cli-imports-libs-and-migrations',
      comment:
        'A command works on the database, or asks the server that owns it, over HTTP. `serve` alone ' +
        'hands over to the server, by the URL of its built module: no import that a tool can follow, ' +
        'so that no other command loads Nest.',
      severity: 'error',
      from: { path: '^apps/cli/', pathNot: TEST },
      to: { path: OURS, pathNot: ['^apps/cli/', '^libs/', '^migrations/index[.]ts$'] },
    },
    {
      name: 'web-imports-only-contract-and-two-files',
      comment:
        'The page knows of the server what travels, of a replay its pure clock, and where the name of a ' +
        'country binds. Those files alone, since the rest of libs/replay reads files, and of libs/domain ' +
        'decides what is not for a page to decide.',
      severity: 'error',
      from: { path: '^apps/web/' },
      to: {
        path: OURS,
        pathNot: [
          '^apps/web/',
          '^libs/contract/index[.]ts$',
          '^libs/replay/stage-time[.]ts$',
          '^libs/domain/territory[.]ts$',
        ],
      },
    },
    {
      name: 'what-browsers-import-stands-alone',
      comment: 'Browsers import these files; whatever they imported would come with them.',
      severity: 'error',
      from: { path: '^libs/(?:replay/stage-time|domain/territory)[.]ts$' },
      to: { path: '.' },
    },
    {
      name: 'migrations-import-only-typeorm',
      comment:
        'A migration says what was done on its day. Importing what changes later would change the past.',
      severity: 'error',
      from: { path: '^migrations/' },
      to: { path: '.', pathNot: ['^migrations/', '^node_modules/typeorm/'] },
    },
    {
      name: 'no-framework-in-plain-libs',
      comment: 'Rules, verdicts, clocks and what travels outlive any framework, database or transport.',
      severity: 'error',
      from: { path: '^libs/(?:domain|visibility|contract|replay)/' },
      to: { path: '^node_modules/(?:@nestjs|typeorm|socket[.]io)' },
    },
    {
      name: 'no-node-in-domain-visibility-contract',
      comment:
        'Without files, sockets, clocks and randomness at hand, a rule gives the same answer every time; ' +
        'and contract is read by browsers.',
      severity: 'error',
      from: { path: '^libs/(?:domain|visibility|contract)/', pathNot: TEST },
      to: { dependencyTypes: ['core'] },
    },
    {
      name: 'nest-stays-in-the-server',
      comment: 'Nest is how one process is put together, not how anything is decided or stored.',
      severity: 'error',
      from: { path: OURS, pathNot: ['^apps/server/', '^test/', '^bench/'] },
      to: { path: '^node_modules/@nestjs/' },
    },
    {
      name: 'production-imports-no-tests',
      comment: 'Tests lean on the code, never the other way round.',
      severity: 'error',
      from: { path: '^(?:apps|libs|migrations|scripts|bin)/', pathNot: TEST },
      to: { path: [TEST, '^test/'] },
    },
    {
      name: 'no-cycles',
      comment: 'In a cycle nothing can be understood, tested or loaded first.',
      severity: 'error',
      from: {},
      to: { circular: true },
    },
    {
      name: 'no-orphans',
      comment: 'A file that nothing imports and that starts nothing is left over.',
      severity: 'error',
      from: {
        orphan: true,
        pathNot: [TEST, '^apps/[^/]+/main[.]ts$', '^bin/', '^scripts/', '^bench/', '^test/', '[.]d[.]ts$'],
      },
      to: {},
    },
    {
      name: 'no-junk-drawers',
      comment: 'A thing is found by the name of what it does; in `utils` nothing is.',
      severity: 'error',
      from: { path: OURS },
      to: { path: '^(?:apps|libs|test|bench)/.*/(?:utils?|common|helpers?|misc|shared)(?:/|[.]ts)' },
    },
    {
      name: 'no-unresolvable',
      comment: 'An import that leads nowhere fails at run time, and hides from every rule above.',
      severity: 'error',
      from: {},
      to: { couldNotResolve: true },
    },
    {
      name: 'no-undeclared-package',
      comment: 'A package that is there only because another one needs it can be gone tomorrow.',
      severity: 'error',
      from: {},
      to: { dependencyTypes: ['npm-no-pkg', 'npm-unknown'] },
    },
    {
      name: 'no-dev-package-at-run-time',
      comment: 'Where Withheld is installed to be run, devDependencies are not there.',
      severity: 'error',
      from: { path: '^(?:apps/(?:server|cli)|libs|migrations)/', pathNot: TEST },
      to: { dependencyTypes: ['npm-dev'], dependencyTypesNot: ['type-only'] },
    },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    exclude: { path: ['^dist/', '^coverage/', '[.]css$', '^node_modules/.*[.]woff2$'] },
    // A type that crosses a line crosses it too.
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
    enhancedResolveOptions: {
      // `#domain` leads to libs/domain/index.ts, as it does for the compiler and for Jest.
      conditionNames: ['source', 'import', 'node', 'default', 'types'],
      exportsFields: ['exports'],
      mainFields: ['module', 'main', 'types'],
      extensions: ['.ts', '.tsx', '.mjs', '.js', '.d.ts', '.json'],
    },
    skipAnalysisNotInRules: true,
  },
};
