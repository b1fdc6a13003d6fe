import { timeOfId } from '#domain';
import type { Route } from '../support/open-api.js';

/** The things on a server that routes can be asked about. */
export interface Things {
  accounts: { id: string; acct: string }[];
  /** Posts and re-posts, each under its author. */
  posts: { id: string; acct: string }[];
  orders: string[];
  restrictions: string[];
  authorities: string[];
  scenarios: string[];
  reports: string[];
  appeals: string[];
  webhooks: string[];
  /** Events of which somebody was notified. */
  notices: string[];
  /** Hashtags, without `#`. */
  tags: string[];
  /** The origin that links of the server point to. */
  origin: string;
}

/** The half day of an id, as keys of groups of notifications name it. */
const halfDayOf = (id: string): number => Math.floor(timeOfId(id) / (12 * 3_600_000));
const ids = (list: readonly { id: string }[]): string[] => list.map(({ id }) => id);

/**
 * The values of a path's parameters, by the part of the path that names them. A route with one that is
 * not here fails the crawl, so that whoever adds it says what to ask it about.
 */
const IN_PATH: Readonly<Record<string, (things: Things, before: readonly string[]) => readonly string[]>> = {
  'accounts/{id}': (things) => [...ids(things.accounts), ...oneOfEach(things)],
  'follow_requests/{id}': (things) => [...ids(things.accounts), ...oneOfEach(things)],
  'statuses/{id}': (things) => [...ids(things.posts), ...oneOfEach(things)],
  'orders/{id}': (things) => [...things.orders, ...oneOfEach(things)],
  'items/{n}': () => ['1', '2'],
  // Nobody has scheduled anything: what is told of that is in test/scheduled.int-spec.ts.
  'scheduled_statuses/{id}': (things) => oneOfEach(things),
  // Groups of likes and re-posts in the half days around that of the posts, and ungrouped ones.
  'notifications/{group_key}': (things) => [
    ...things.notices.map((id) => `ungrouped-${id}`),
    ...ids(things.posts).flatMap((id) => [
      `favourite-${id}-${halfDayOf(id)}`,
      `reblog-${id}-${halfDayOf(id)}`,
    ]),
    ...ids(things.posts)
      .slice(0, 1)
      .map((id) => `follow-${halfDayOf(id)}`),
  ],
  'notifications/{id}': (things) => [...things.notices, ...oneOfEach(things)],
  // Each is called by its first post.
  'conversations/{id}': (things) => [...ids(things.posts), ...oneOfEach(things)],
  'restrictions/{id}': (things) => [...things.restrictions, ...oneOfEach(things)],
  'tags/{tag}': (things) => things.tags.slice(0, 3),
  'authorities/{id}': (things) => [...things.authorities, ...oneOfEach(things)],
  'scenarios/{id}': (things) => things.scenarios,
  // No room is made here, since a story of these has no file: what they tell is in test/rooms.int-spec.ts.
  'replays/{id}': (things) => oneOfEach(things),
  'r/{code}': (things) => oneOfEach(things).slice(0, 2),
  // No story of these has a file, and so none has lessons.
  'lessons/{id}': () => ['same-minute'],
  'sheets/{stop}': () => ['1'],
  'reports/{id}': (things) => [...things.reports, ...oneOfEach(things)],
  'appeals/{id}': (things) => [...things.appeals, ...oneOfEach(things)],
  'notes/{id}': (things) => oneOfEach(things),
  'webhooks/{id}': (things) => [...things.webhooks, ...oneOfEach(things)],
  'subjects/{id}': (things) => [
    ...ids(things.accounts),
    ...ids(things.posts),
    ...things.tags.map((tag) => `tag:${tag}`),
  ],
  'queue/{entry}': (things) => [
    ...things.orders.map((id) => `item:${id}:1`),
    ...things.reports.map((id) => `report:${id}`),
    ...things.appeals.map((id) => `appeal:${id}`),
  ],
  'tag/{tag}': ({ tags }) => ['tagged', ...tags],
  '@{acct}': (things) => things.accounts.map(({ acct }) => acct),
  '@{acct}/{id}': ({ posts }, [acct]) => ids(posts.filter((post) => post.acct === acct)),
};

/** The values of query parameters; null for one that names nothing that could be withheld. */
const IN_QUERY: Readonly<Record<string, ((things: Things) => readonly string[]) | null>> = {
  // The viewpoint is the reader's, and pages are followed by their links.
  view_at: null,
  view_from: null,
  view_as: null,
  max_id: null,
  since_id: null,
  min_id: null,
  limit: null,
  lang: null,
  after: null,
  since: null,
  // English, as whoever looks is taken to read.
  maxwidth: null,
  maxheight: null,
  format: null,
  version: null,
  wait: null,
  from: null,
  to: null,
  state: () => ['open', 'withheld'],
  // Fields of an app, which are its own.
  response_type: null,
  client_id: null,
  redirect_uri: null,
  scope: null,
  code_challenge: null,
  code_challenge_method: null,
  force_login: null,
  exclude_replies: () => ['true'],
  exclude_reblogs: () => ['true'],
  only_media: () => ['false'],
  pinned: () => ['true', 'false'],
  local: () => ['true'],
  remote: () => ['true'],
  by_domain: () => ['twitter'],
  username: () => ['asha'],
  'types[]': () => ['mention', 'favourite', 'reblog', 'follow', 'follow_request'],
  'exclude_types[]': () => ['mention'],
  'grouped_types[]': () => ['favourite'],
  expand_accounts: () => ['partial_avatars'],
  include_filtered: () => ['true'],
  resolved: () => ['true', 'false'],
  venue: () => ['home', 'twitter'],
  country: () => ['IN'],
  in_force: () => ['true'],
  tag: ({ tags }) => tags,
  list: () => ['1'],
  acct: ({ accounts }) => accounts.map(({ acct }) => acct),
  status: (things) => ids(things.posts),
  account: (things) => ids(things.accounts),
  account_id: (things) => ids(things.accounts),
  target_account_id: (things) => ids(things.accounts),
  subject: (things) => [...ids(things.posts), ...ids(things.accounts)],
  authority: ({ authorities }) => authorities,
  scenario: ({ scenarios }) => scenarios,
  before: null,
  kind: () => ['item', 'report', 'appeal'],
  assigned: () => ['nobody'],
  'id[]': (things) => [...ids(things.accounts), ...ids(things.posts)],
  // As one types it: a part of the name, and the name.
  q: ({ accounts }) => accounts.flatMap(({ acct }) => [acct.slice(0, 3), acct]),
  type: () => ['accounts', 'hashtags', 'statuses'],
  exclude_unreviewed: null,
  'any[]': ({ tags }) => tags.slice(0, 3),
  'all[]': ({ tags }) => tags.slice(0, 3),
  'none[]': ({ tags }) => tags.slice(0, 3),
  tagged: ({ tags }) => ['tagged', ...tags.slice(0, 3)],
  offset: null,
  resolve: null,
  following: null,
  with_suspended: () => ['true'],
  'timeline[]': () => ['home'],
  order_id: ({ orders }) => orders,
  outcome: () => ['withheld'],
  'status_ids[]': (things) => ids(things.posts),
  'account_ids[]': (things) => ids(things.accounts),
  'countries[]': () => ['IN'],
  url: ({ posts, origin }) => posts.map(({ acct, id }) => `${origin}/@${acct}/${id}`),
};

/** Queries of routes whose parameters ask for nothing alone, in place of one parameter at a time. */
const QUERIES: Readonly<Record<string, (things: Things) => readonly Record<string, string>[]>> = {
  '/api/v2/search': ({ accounts, posts, tags, scenarios, origin }) => [
    ...accounts.map(({ acct }) => ({ q: acct })),
    // A word of every post, and one of each alone: its hashtag, or the word beside it.
    { q: 'says' },
    { q: '-has:media' },
    { q: 'is:reply' },
    ...accounts.slice(0, 3).map(({ acct }) => ({ q: `from:${acct}` })),
    { q: 'canary', type: 'hashtags' },
    ...tags.map((tag, n) => (n % 2 === 0 ? { q: tag } : { q: tag.replace(/h$/, 't'), type: 'statuses' })),
    ...posts.slice(0, 6).map(({ acct, id }) => ({ q: `${origin}/@${acct}/${id}` })),
    ...accounts.slice(0, 2).map(({ id }) => ({ q: 'says', account_id: id })),
    ...scenarios.flatMap((scenario) => [
      { q: 'says', scenario },
      { q: 'canary', type: 'hashtags', scenario },
    ]),
    { q: 'says', venue: 'twitter' },
  ],
};

/** The values of a body's fields: one value, or each thing that the field may name. */
const IN_BODY: Readonly<Record<string, unknown>> = {
  status_id: (things: Things) => ids(things.posts),
  account_id: (things: Things) => ids(things.accounts),
  in_reply_to_id: (things: Things) => ids(things.posts),
  quoted_status_id: (things: Things) => ids(things.posts),
  tag: (things: Things) => things.tags.slice(0, 3),
  items: (things: Things) => ids(things.posts).map((status_id) => [{ status_id }]),
  for_not_following: 'accept',
  for_not_followers: 'accept',
  for_new_accounts: 'accept',
  for_private_mentions: 'accept',
  for_limited_accounts: 'accept',
  filter_not_following: false,
  filter_not_followers: false,
  filter_new_accounts: false,
  filter_private_mentions: false,
  id: (things: Things) => ids(things.accounts).map((one) => [one]),
  // Not ahead: it is posted at once, and so told of.
  scheduled_at: undefined,
  status: 'Good morning',
  spoiler_text: '',
  sensitive: false,
  visibility: 'public',
  language: 'en',
  username: 'newcomer',
  email: 'newcomer@example.org',
  password: 'correct horse battery staple',
  agreement: true,
  locale: 'en',
  country: '',
  role: 'reader',
  code: '',
  title: 'A demand',
  legal_basis: 'A law',
  grounds: ['public_order'],
  countries: ['IN'],
  venue: 'home',
  reason: 'A reason',
  external_id: undefined,
  deadline: undefined,
  emergency: false,
  confidential: false,
  outcome: 'withheld',
  ground: undefined,
  label: undefined,
  basis: 'legal_demand',
  kind: 'other',
  type: 'none',
  report_id: (things: Things) => things.reports,
  status_ids: (things: Things) => ids(things.posts).map((id) => [id]),
  comment: 'A report',
  forward: false,
  reblogs: true,
  notifications: true,
  duration: 0,
  home: undefined,
  // Of a profile.
  display_name: 'A name',
  note: 'A note',
  bot: false,
  locked: false,
  fields_attributes: [],
  source: undefined,
  discoverable: true,
  indexable: true,
  category: 'other',
  rule_ids: [],
  text: 'A notice',
  scenario: 'a-story',
  cut: 'full',
  assign: 'split',
  token: 'a-token',
  view_from: 'elsewhere',
  presenter_key: 'a-key',
  action: 'play',
  position: undefined,
  at: undefined,
  step: undefined,
  chapter: undefined,
  speed: undefined,
  direction: undefined,
  question: undefined,
  choice: 1,
  liked: true,
  from: undefined,
  until: 'lifted',
  restriction_id: (things: Things) => things.restrictions,
  order_id: (things: Things) => things.orders,
  lines: (things: Things) => ids(things.posts).map((id) => [id]),
  each: false,
  if_state: undefined,
  url: 'https://example.org/hook',
  events: ['order.filed'],
  enabled: true,
  // Of OAuth: no app is theirs, so that each is refused, or registers one.
  client_name: 'An app',
  redirect_uris: ['urn:ietf:wg:oauth:2.0:oob'],
  scopes: ['read'],
  website: 'https://example.org',
  grant_type: 'authorization_code',
  client_id: 'nobody',
  client_secret: 'nobody’s',
  redirect_uri: 'urn:ietf:wg:oauth:2.0:oob',
  code_verifier: 'a verifier',
  scope: 'read',
  token_type_hint: 'access_token',
  response_type: 'code',
  state: 'a state',
  code_challenge: undefined,
  code_challenge_method: undefined,
  lang: 'en',
  decision: 'allow',
  as: 'reader',
  as_of: 'now',
  moment: '',
};

/** A route, at one address. */
export interface Address {
  route: Route;
  path: string;
  /** Whether it names something. */
  about: boolean;
}

/** Every address of a route: of each thing there is, and asked about each thing there is. */
export function addressesOf(route: Route, things: Things): Address[] {
  const whole = pathsOf(route.path, things);
  const limit = route.limit === null ? '' : `limit=${route.limit}`;
  const together = QUERIES[route.path]?.(things).map((query) => new URLSearchParams(query).toString());
  const asked =
    together ??
    route.query.flatMap((name) => {
      const named = known(IN_QUERY, name, route);
      return named === null ? [] : named(things).map((value) => `${name}=${encodeURIComponent(value)}`);
    });
  return whole.flatMap((path, i) =>
    // Where there are four paths or more, only the first two are asked with each query.
    ['', ...(i < 2 || whole.length < 4 ? asked : [])].map((about) => {
      const query = [about, limit].filter((part) => part !== '').join('&');
      return {
        route,
        path: query === '' ? path : `${path}?${query}`,
        about: about !== '' || path !== route.path,
      };
    }),
  );
}

/** Requests that a route which writes takes, each naming one thing there is. */
export function writesTo(route: Route, things: Things): (Address & { body: object | null })[] {
  const fields = (route.fields ?? []).map((name) => [name, known(IN_BODY, name, route)] as const);
  const plain = Object.fromEntries(fields.filter(([, value]) => typeof value !== 'function'));
  const naming = fields.flatMap(([name, value]) =>
    typeof value === 'function'
      ? (value as (things: Things) => unknown[])(things).map((one) => ({ ...plain, [name]: one }))
      : [],
  );
  const bodies = route.fields === null ? [null] : naming.length === 0 ? [plain] : naming;
  return pathsOf(route.path, things).flatMap((path) =>
    bodies.map((body) => ({ route, path, body, about: true })),
  );
}

/** Requests that a route which writes takes, naming one thing in any field, alone and beside others that are there. */
export function writesNaming(
  route: Route,
  things: Things,
  there: Things,
): { path: string; body: object | null }[] {
  const bodies = writesTo({ ...route, path: '' }, things).map(({ body }) => body);
  const beside = Object.fromEntries(
    (route.fields ?? []).map((name) => {
      const value = known(IN_BODY, name, route);
      return [name, typeof value === 'function' ? (value as (things: Things) => unknown[])(there)[0] : value];
    }),
  );
  return pathsOf(route.path, things).flatMap((path) =>
    bodies.flatMap((body) =>
      (body === null ? [null] : [body, { ...beside, ...body }]).map((one) => ({ path, body: one })),
    ),
  );
}

function pathsOf(template: string, things: Things): string[] {
  const segments = template.split('/').slice(1);
  let paths: { path: string; values: string[] }[] = [{ path: '', values: [] }];
  segments.forEach((segment, i) => {
    const parameter = /\{\w+\}/.exec(segment)?.[0];
    if (parameter === undefined) {
      paths = paths.map(({ path, values }) => ({ path: `${path}/${segment}`, values }));
      return;
    }
    const name = segment === parameter ? `${segments[i - 1] ?? ''}/${segment}` : segment.replace(/\}.*/, '}');
    const values = known(IN_PATH, name, { path: template });
    paths = paths.flatMap(({ path, values: before }) =>
      values(things, before).map((value) => ({
        path: `${path}/${segment.replace(parameter, encodeURIComponent(value))}`,
        values: [...before, value],
      })),
    );
  });
  return paths.map(({ path }) => path);
}

/** Tells whoever adds a route which of its parameters and fields are not known here. */
export function unknownOf(route: Route): string[] {
  const nothing: Things = {
    accounts: [],
    posts: [],
    orders: [],
    restrictions: [],
    authorities: [],
    scenarios: [],
    reports: [],
    appeals: [],
    webhooks: [],
    notices: [],
    tags: [],
    origin: '',
  };
  const asks = [
    () => pathsOf(route.path, nothing),
    ...route.query.map((name) => () => known(IN_QUERY, name, route)),
    ...(route.fields ?? []).map((name) => () => known(IN_BODY, name, route)),
  ];
  return asks.flatMap((ask) => {
    try {
      ask();
      return [];
    } catch (error) {
      return [(error as Error).message];
    }
  });
}

/** One thing of each kind, to be asked for as what it is not. */
function oneOfEach({ accounts, posts, orders, restrictions }: Things): string[] {
  return [accounts[0]?.id, posts[0]?.id, orders[0], restrictions[0]].filter((id) => id !== undefined);
}

function known<T>(table: Readonly<Record<string, T>>, name: string, { path }: Pick<Route, 'path'>): T {
  if (!(name in table))
    throw new Error(`Teach the crawl what "${name}" of ${path} stands for, in test/leaks/addresses.ts`);
  return table[name] as T;
}
