/**
 * The places that `prove-gate.mjs` breaks in what is kept of answers (apps/server/kept): each part of its key, and
 * each thing that ends it. As in prove-gate.rules.mjs, `find` stands once in the file.
 *
 * @type {{ file: string, find: string, put: string, what: string }[]}
 */
export const KEPT = [
  {
    file: 'apps/server/kept/kept-answers.ts',
    find: "return `${from ?? ''} ${basis} ${language} ${url}`;",
    put: 'return `${language} ${url}`;',
    what: 'keeps one answer for all countries',
  },
  {
    file: 'apps/server/kept/kept-answers.ts',
    find: "return `${from ?? ''} ${basis} ${language} ${url}`;",
    put: "return `${from ?? ''} ${basis} ${url}`;",
    what: 'keeps one answer for all languages',
  },
  {
    file: 'apps/server/kept/kept-answers.ts',
    find: 'if (principal !== null || viewpoint.viewer !== null || viewpoint.asPublic) return null;',
    put: '',
    what: 'keeps one answer for whoever is signed in and all others',
  },
  {
    file: 'apps/server/kept/kept-answers.ts',
    find: 'if (!viewpoint.live) return null;',
    put: '',
    what: 'keeps what is as of the past',
  },
  {
    file: 'apps/server/kept/touches.ts',
    find: "if (!NARROW.has(event.type)) return 'everything';",
    put: '',
    what: 'lets what is kept outlive a restriction',
  },
  {
    file: 'apps/server/kept/committed.ts',
    find: 'return this.span !== null && this.span.from <= now && now < this.span.until;',
    put: 'return this.span !== null && this.span.from <= now;',
    what: 'lets what is kept outlive what comes about by the clock',
  },
  {
    file: 'apps/server/kept/committed.ts',
    find: 'if (this.isAlone && !this.isDirty && this.isNow(this.clock.now())) return undefined;',
    put: 'if (this.span !== null) return undefined;',
    what: 'answers with what is kept before what was committed is taken in',
  },
];
