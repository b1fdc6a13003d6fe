/** The line of a tombstone's text, after which a mutant puts its own. */
const TOMBSTONE = 'content: `<p>${escapeHtml(statement(post.account, judgement, look))}</p>`,';

/**
 * The places that `prove-gate.mjs` breaks beside the surfaces that it finds: each where the rule itself, or a
 * check at run time, stands between what is stored and what leaves. `find` stands once in the file.
 *
 * @type {{ file: string, find: string, put: string, what: string }[]}
 */
export const RULES = [
  // The rule of who sees what.
  {
    file: 'libs/visibility/judge.ts',
    find: '|| bindsIn(countries, from);',
    put: '|| bindsIn(countries, null);',
    what: 'forgets the country',
  },
  {
    file: 'libs/visibility/judge.ts',
    find: "(from === null && mode === 'enforced') ||",
    put: '',
    what: 'lets who is nowhere see all, where geography is enforced',
  },
  {
    file: 'libs/visibility/judge.ts',
    find: 'return !asPublic && viewer?.id === owner;',
    put: 'return viewer?.id === owner;',
    what: 'lets authors see their own as the public',
  },
  {
    file: 'libs/visibility/judge.ts',
    find: ' || inForce(restriction, restrictionsAlsoAt(viewpoint))',
    put: '',
    what: 'forgets what is restricted now, where geography is enforced',
  },
  {
    file: 'libs/visibility/judge.ts',
    find: "suspend: 'suspended',",
    put: "suspend: 'full',",
    what: 'forgets suspensions',
  },
  {
    file: 'libs/visibility/judge.ts',
    find: 'leftOut: considered.some(({ leavesOut }) => leavesOut),',
    put: 'leftOut: false,',
    what: 'forgets limits',
  },
  {
    file: 'libs/visibility/judge.ts',
    find: 'VERDICTS.indexOf(one) >= VERDICTS.indexOf(other)',
    put: 'VERDICTS.indexOf(one) <= VERDICTS.indexOf(other)',
    what: 'takes the more visible of two verdicts',
  },
  {
    file: 'libs/visibility/viewpoint.ts',
    find: '!viewpoint.asPublic && (viewpoint.viewer?.role',
    put: '(viewpoint.viewer?.role',
    what: 'lets moderators see all as the public',
  },
  {
    file: 'libs/visibility/viewpoint.ts',
    find: "viewpoint.mode === 'enforced' ? viewpoint.now : viewpoint.at",
    put: 'viewpoint.at',
    what: 'reads no restrictions of now, where geography is enforced',
  },
  // The parts of a post.
  {
    file: 'libs/visibility/parts.ts',
    find: '    accountPart({ id: post.owner, restrictions: post.accountRestrictions }),\n',
    put: '',
    what: 'forgets the account of a post',
  },
  {
    file: 'libs/visibility/parts.ts',
    find: 'if (source === null) return parts;',
    put: 'return parts;',
    what: 'forgets what a post passes on or quotes',
  },
  {
    file: 'libs/visibility/parts.ts',
    find: 'const source = post.repostOf ?? post.quoteOf;',
    put: 'const source = post.repostOf;',
    what: 'forgets what a post quotes',
  },
  // A tombstone holds nothing of the post.
  {
    file: 'libs/visibility/present.ts',
    find: TOMBSTONE,
    put: 'content: post.content,',
    what: 'leaves the words in a tombstone',
  },
  ...[
    ['the warning', 'spoilerText: post.spoilerText,'],
    ['the tags', "tags: post.tags.map((name) => ({ name, url: '' })),"],
    ['the mentions', "mentions: wordsOf(post, '').mentions,"],
    ['the counts', 'counts: post.counts,'],
    ['whom it answers', 'inReplyToAccount: post.inReplyToAccount,'],
  ].map(([what, left]) => ({
    file: 'libs/visibility/present.ts',
    find: TOMBSTONE,
    put: `${TOMBSTONE} ${left}`,
    what: `leaves ${what} in a tombstone`,
  })),
  {
    file: 'libs/visibility/present.ts',
    find: "const blank = judgement.verdict === 'withheld' || judgement.verdict === 'suspended';",
    put: "const blank = judgement.verdict === 'suspended';",
    what: 'leaves a withheld account its name',
  },
  {
    file: 'libs/visibility/present.ts',
    find: 'provenanceField(blank ? wordless(account.provenance) : account.provenance, account.scenario)',
    put: 'provenanceField(account.provenance, account.scenario)',
    what: 'leaves the narrator’s note on a withheld account',
  },
  {
    file: 'libs/visibility/present.ts',
    find: 'provenanceField(shown.tombstone ? wordless(post.provenance) : post.provenance, post.scenario)',
    put: 'provenanceField(post.provenance, post.scenario)',
    what: 'leaves the narrator’s note on a tombstone',
  },
  // The gate.
  {
    file: 'libs/visibility/gate.ts',
    find: "if (verdict !== 'full' && verdict !== 'labelled') return null;",
    put: '',
    what: 'tells the counts of what is not shown',
  },
  {
    file: 'libs/visibility/renderer.ts',
    find: 'presentAccount(judged, this.origin)',
    put: "presentAccount({ ...judged, judgement: { ...judged.judgement, verdict: 'full' } }, this.origin)",
    what: 'shows the account of a tombstone',
  },
  // A rendering is shared by those who may see it.
  {
    file: 'libs/visibility/render-key.ts',
    find: 'country: isTombstone ? look.from : null,',
    put: 'country: null,',
    what: 'lets countries share what is rendered',
  },
  {
    file: 'libs/visibility/render-key.ts',
    find: 'language: isTombstone ? look.language : null,',
    put: 'language: null,',
    what: 'lets languages share what is rendered',
  },
  {
    file: 'libs/visibility/render-key.ts',
    find: 'return { verdict, restrictions:',
    put: "return { verdict: 'full', restrictions: [], binding: [] }; return { verdict, restrictions:",
    what: 'lets verdicts share what is rendered',
  },
  // Confidential things are not named.
  {
    file: 'libs/visibility/present-order.ts',
    find: 'if (!order.confidential) return GRANTED;',
    put: 'if (order !== null) return GRANTED;',
    what: 'lets anybody read confidential orders',
  },
  {
    file: 'libs/visibility/gate-story.ts',
    find: "title: confidential ? '' : title,",
    put: 'title,',
    what: 'tells the title of a confidential order live',
  },
  {
    file: 'libs/visibility/gate-story.ts',
    find: "text: confidential ? '' :",
    put: 'text:',
    what: 'tells the words of a confidential order live',
  },
  {
    file: 'libs/visibility/gate-story.ts',
    find: "reason: confidential ? '' : payload.reason,",
    put: 'reason: payload.reason,',
    what: 'tells the reasons of a confidential order live',
  },
  {
    file: 'libs/visibility/present-notice.ts',
    find: "const reason = confidential ? '' : restriction.reason;",
    put: 'const { reason } = restriction;',
    what: 'tells an author the reasons of a confidential order',
  },
  {
    file: 'libs/visibility/ledger.ts',
    find: 'if (!seen.every((one) => one.granted)) return DENIED;',
    put: '',
    what: 'tells all of the ledger',
  },
  {
    file: 'libs/visibility/ledger.ts',
    find: 'toWhatShows(judgePost(post, facts.posts, viewpoint))',
    put: 'GRANTED',
    what: 'tells the ledger of withheld posts',
  },
  {
    file: 'libs/visibility/ledger.ts',
    find: 'toWhatShows(judgeAccount(account, viewpoint))',
    put: 'GRANTED',
    what: 'tells the ledger of withheld accounts',
  },
  // Writing.
  {
    file: 'libs/commands/withheld-from.ts',
    find: "if (verdictFor(world, command, id) === 'withheld')",
    put: 'if (false)',
    what: 'lets people act on what is withheld from them',
  },
  {
    file: 'libs/commands/withheld-from.ts',
    find: "accountRestrictions: world.restrictionsOn({ type: 'account', id: post.account }),",
    put: 'accountRestrictions: [],',
    what: 'lets people act on posts of accounts that are withheld from them',
  },
  {
    file: 'libs/commands/command-bus.ts',
    find: 'again ? fork : withoutGone(fork, command)',
    put: 'fork',
    what: 'tells by what is refused first that something gone was there',
  },
  {
    file: 'libs/commands/withheld-from.ts',
    find: ', ...reachedThrough(world, command)]',
    put: ']',
    what: 'tells what a re-post that is gone passed on, by undoing',
  },
  {
    file: 'apps/server/api/statuses/statuses.service.ts',
    find: 'this.gate.entry(posts, post, then);',
    put: "this.gate.entry(posts, post, then, 'thread');",
    what: 'answers undoing with the tombstone of what is suspended',
  },
  // Things that are gone.
  {
    file: 'libs/visibility/known.ts',
    find: 'return viewerOf(viewpoint) === post.account.id ? granted(true) : byRole(post.id, viewpoint);',
    put: 'return granted(true);',
    what: 'lets everybody know of what is gone',
  },
  {
    file: 'libs/visibility/explain.ts',
    find: 'if (!known.granted) return null;',
    put: '',
    what: 'explains what is gone',
  },
  {
    file: 'apps/server/api/reports/reports.controller.ts',
    find: 'post?.account.id === target.id && mayKnowOf(post, posts, viewpoint).granted',
    put: 'post?.account.id === target.id',
    what: 'takes reports on what is gone',
  },
  {
    file: 'apps/server/api/restrictions/restrictions.controller.ts',
    find: 'if (query.subject !== undefined && !(await this.mayKnowOf(query.subject, viewpoint)))',
    put: 'if (false)',
    what: 'lists restrictions of what is gone',
  },
  {
    file: 'apps/server/api/orders/orders.controller.ts',
    find: 'this.commands.send(viewer.id, asked, undefined, askedFrom(viewpoint))',
    put: 'this.commands.send(viewer.id, asked)',
    what: 'files orders on what is gone',
  },
  // The checks at run time, and who sits with whom.
  {
    file: 'libs/visibility/gated.ts',
    find: 'value !== null && #value in value',
    put: 'value !== null',
    what: 'takes anything for judged',
  },
  {
    file: 'apps/server/http/exit/exit.interceptor.ts',
    find: 'if (!Gated.is(body) && !Plain.is(body))',
    put: 'if (false)',
    what: 'sends what nobody judged',
  },
  {
    file: 'apps/server/live/subscriptions.ts',
    find: "return audience.stream === 'user' ? audience : { ...audience, viewer: null };",
    put: 'return audience;',
    what: 'tells a room what its first may see of their own',
  },
  {
    file: 'apps/server/live/audience.ts',
    find: " ${from ?? '?'} ${language}",
    put: ' ${language}',
    what: 'lets countries share a room',
  },
  {
    file: 'apps/server/live/sight.ts',
    find: "`${from ?? '?'} ${language}",
    put: '`${language}',
    what: 'tells one country what was judged for another',
  },
  {
    file: 'apps/server/live/sight.ts',
    find: " ${own?.id ?? ''}`",
    put: '`',
    what: 'tells others what was judged for an author',
  },
  {
    file: 'apps/server/live/audience.ts',
    find: '${language} ${cls}`',
    put: '${language}`',
    what: 'lets moderators share a room with others',
  },
  {
    file: 'apps/server/live/catch-up.ts',
    find: "if (searchedTag(stream) !== null) return 'a hashtag is not caught up with';",
    put: '',
    what: 'tells whoever guesses a tag of what was left out',
  },
  {
    file: 'apps/server/live/frame-maker.ts',
    find: "return standsAs({ verdict: kept, leftOut }, ruleOf(this.standsIn(post))) !== 'left out';",
    put: 'return true;',
    what: 'tells the tags of what was left out before',
  },
  {
    file: 'apps/server/live/frame-maker.ts',
    find: 'return this.sight.entry(post.id, this.standsIn(post).name);',
    put: "return this.sight.entry(post.id, 'account');",
    what: 'tells the tags of tombstones',
  },
  {
    file: 'apps/server/live/frame-maker.ts',
    find: 'return was || is;',
    put: 'return false;',
    what: 'names withheld accounts on the streams of hashtags',
  },
  {
    file: 'apps/server/live/subscriber.ts',
    find: 'asPublic || account === null ? null',
    put: 'account === null ? null',
    what: 'forgets view_as on sockets',
  },
  {
    file: 'libs/visibility/gate-orders.ts',
    find: 'if (!answer.admits(mayKnowOfAuthority(authority, readable.length > 0, viewpoint))) return null;',
    put: '',
    what: 'names an authority by its id, whoever may read its orders',
  },
  {
    file: 'apps/server/http/viewpoint/viewpoint.guard.ts',
    find: "const asPublic = read(query, 'view_as', parseViewAs) !== null;",
    put: 'const asPublic = false;',
    what: 'forgets view_as',
  },
  {
    file: 'apps/server/http/viewpoint/whereabouts.ts',
    find: 'this.mode = geo.mode;',
    put: "this.mode = 'open';",
    what: 'takes people’s word for where they are',
  },
  // The tape.
  {
    file: 'apps/server/tapes/tapes.ts',
    find: "const key = `${place ?? '?'} ${language}`;",
    put: 'const key = language;',
    what: 'keeps one tape for all countries',
  },
  {
    file: 'apps/server/tapes/tapes.ts',
    find: 'return isNamed ? from : ELSEWHERE;',
    put: 'return ELSEWHERE;',
    what: 'takes every country for one that nothing is restricted in',
  },
  {
    file: 'apps/server/tapes/scenario-revisions.ts',
    find: 'this.changedAt.set(scenario, cursor);',
    put: 'void scenario;',
    what: 'keeps a tape beyond what people restrict, where geography is enforced',
  },
  {
    file: 'libs/visibility/tape.ts',
    find: 'for (const carrier of this.carriers.get(post.id) ?? []) this.touch(carrier, touched);',
    put: '',
    what: 'forgets what passes on or quotes what has changed',
  },
  {
    file: 'libs/visibility/tape.ts',
    find: 'at(restriction.from).restrictions.push(restriction);',
    put: '',
    what: 'forgets that restrictions begin',
  },
];
