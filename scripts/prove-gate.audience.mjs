/**
 * The places of the rule of whom a post is for, as `prove-gate.rules.mjs` has those of the rest.
 *
 * @type {{ file: string, find: string, put: string, what: string }[]}
 */
export const AUDIENCE = [
  {
    file: 'libs/visibility/judge.ts',
    find: 'if (!parts.every((part) => isFor(part, viewpoint))) return ABSENT;',
    put: '',
    what: 'shows everybody what is for some people alone',
  },
  {
    file: 'libs/visibility/judge.ts',
    find: 'viewer !== null && audience.has(viewer)',
    put: 'viewer !== null',
    what: 'takes whoever has signed in for addressed',
  },
  {
    file: 'libs/visibility/judge.ts',
    find: ' && viewpoint.reported?.has(part.id) === true',
    put: '',
    what: 'shows moderators what is for some people alone, reported or not',
  },
  {
    file: 'libs/visibility/judge-stored.ts',
    find: 'concealsAnswered: !isFor(',
    put: 'concealsAnswered: false && !isFor(',
    what: 'names what an answer answers, whomever that was for',
  },
  {
    file: 'libs/visibility/known.ts',
    find: 'if (!isFor(post, viewpoint)) return DENIED;',
    put: '',
    what: 'lets moderators know of what is for some people alone',
  },
  {
    file: 'libs/visibility/ledger.ts',
    find: "granted: verdict !== 'deleted' && verdict !== 'absent', exempt",
    put: "granted: verdict !== 'deleted', exempt",
    what: 'names in the ledger what an answer answers, whomever that was for',
  },
  {
    file: 'libs/commands/withheld-from.ts',
    find: 'audience: audienceOf(world, post, actor),',
    put: 'audience: null,',
    what: 'lets people act on what is not for them',
  },
];
