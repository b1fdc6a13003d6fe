import type { OpenAPIObject } from '@nestjs/swagger';

type Operation = NonNullable<OpenAPIObject['paths'][string]['get']>;
type Parameter = Extract<NonNullable<Operation['parameters']>[number], { name: string }>;

const ID = '01JG3V5T2QW8Z4R6Y7X9B1C0DE';
const STORY = '2021-india-twitter-koo';
/** Forms are read as JSON is, by every route that takes a body. */
const FORMS = ['application/x-www-form-urlencoded', 'multipart/form-data'] as const;

/** The word for an `{id}`, and an example of it, by what stands before it in a path. */
const IDS: Readonly<Record<string, readonly [what: string, example: string]>> = {
  accounts: ['an account', ID],
  statuses: ['a post', ID],
  scheduled_statuses: ['a scheduled post', ID],
  notifications: ['a notification', ID],
  conversations: ['a conversation', ID],
  follow_requests: ['the account that asks', ID],
  requests: ['a request', ID],
  subjects: ['what is moderated: a post or an account', ID],
  orders: ['an order', ID],
  restrictions: ['a restriction', ID],
  appeals: ['an appeal', ID],
  reports: ['a report', ID],
  notes: ['a note', ID],
  webhooks: ['a webhook', ID],
  authorities: ['an authority', ID],
  replays: ['a room, or its code', ID],
  scenarios: ['a story', STORY],
  lessons: ['a lesson', STORY],
  '@{acct}': ['a post', ID],
};

/** Descriptions and examples of parameters that say nothing themselves, by name. */
const NAMED: Readonly<Record<string, { description?: string; example: unknown }>> = {
  acct: { description: 'A name, and its venue where that is not this server', example: 'meity@koo' },
  tag: { description: 'A hashtag, without #', example: 'farmersprotest' },
  group_key: { description: 'Names a group of notifications', example: `favourite-${ID}` },
  entry: { description: 'An entry of the queue: its kind and id', example: `report:${ID}` },
  n: { description: 'The number of an item in its order, from 1', example: 1 },
  stop: { description: 'A stop of the lesson', example: 'six-hours' },
  code: { description: 'A room’s code', example: 'KITE42' },
  state: { description: 'Only those in this state', example: 'open' },
  offset: { description: 'How many to pass over', example: 0 },
  lang: { description: 'The language of what the platform says', example: 'en' },
  list: { description: 'A list; there are none here', example: '1' },
  outcome: { description: 'Only items that were decided so', example: 'withheld' },
  exclude_replies: { description: 'Leaves answers out', example: true },
  exclude_reblogs: { description: 'Leaves re-posts out', example: true },
  'timeline[]': { description: 'Timelines whose markers are asked for', example: ['home'] },
  client_id: { description: 'The app’s, as it was registered', example: ID },
  response_type: { description: 'A code, the only one that there is', example: 'code' },
  code_challenge: {
    description: 'RFC 7636, section 4.2',
    example: 'E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM',
  },
  code_challenge_method: { description: 'RFC 7636, section 4.3', example: 'S256' },
  max_id: { example: ID },
  min_id: { example: ID },
  since_id: { example: ID },
  view_as: { example: 'public' },
  'Withheld-View-At': { example: '2021-02-10T08:04:00Z' },
  'Withheld-View-From': { example: 'IN' },
  'idempotency-key': { example: 'a-key-of-your-own' },
  scenario: { example: STORY },
  venue: { example: 'koo' },
  country: { example: 'IN' },
  q: { example: 'farmers' },
};

/** Bodies of requests, by route: what each takes at least, and what is worth showing. */
const BODIES: Readonly<Record<string, object>> = {
  'POST /api/v1/apps': {
    client_name: 'My client',
    redirect_uris: 'urn:ietf:wg:oauth:2.0:oob',
    scopes: 'read write',
  },
  'POST /oauth/token': {
    grant_type: 'authorization_code',
    client_id: ID,
    client_secret: 'the-secret-of-the-app',
    code: 'the-code-that-was-shown',
    redirect_uri: 'urn:ietf:wg:oauth:2.0:oob',
  },
  'POST /oauth/revoke': { token: 'the-token', client_id: ID, client_secret: 'the-secret-of-the-app' },
  'POST /oauth/authorize': {
    response_type: 'code',
    client_id: ID,
    redirect_uri: 'urn:ietf:wg:oauth:2.0:oob',
    scope: 'read',
    decision: 'allow',
    from: 'country',
    country: 'IN',
  },
  'POST /api/v1/accounts': {
    username: 'asha',
    email: 'asha@example.org',
    password: 'twelve or more characters',
    agreement: true,
  },
  'PATCH /api/v1/accounts/update_credentials': { display_name: 'Asha', locked: true },
  'POST /api/v1/accounts/{id}/follow': { reblogs: true },
  'POST /api/v1/accounts/{id}/mute': { notifications: true },
  'POST /api/v1/accounts/{id}/note': { comment: 'Met in Delhi' },
  'POST /api/v1/statuses': { status: 'Good morning from Delhi', visibility: 'public', language: 'en' },
  'PUT /api/v1/statuses/{id}': { status: 'Good morning from Mumbai' },
  'POST /api/v1/statuses/{id}/reblog': { visibility: 'public' },
  'PUT /api/v1/scheduled_statuses/{id}': { scheduled_at: '2030-01-05T09:00:00Z' },
  'POST /api/v1/markers': { home: { last_read_id: ID } },
  'PATCH /api/v2/notifications/policy': { for_not_following: 'accept' },
  'PUT /api/v1/notifications/policy': {},
  'POST /api/v1/notifications/requests/accept': { id: [ID] },
  'POST /api/v1/notifications/requests/dismiss': { id: [ID] },
  'POST /api/v1/reports': { account_id: ID, status_ids: [ID], comment: 'This is not theirs' },
  'POST /api/v1/orders': {
    legal_basis: 'section 69A of the Information Technology Act, 2000',
    grounds: ['public_order'],
    countries: ['IN'],
    items: [{ status_id: ID }],
  },
  'POST /api/v1/orders/resolve': { lines: ['@asha', '#farmersprotest'] },
  'POST /api/v1/orders/{id}/items/{n}/decisions': { outcome: 'withheld', reason: 'By order of the ministry' },
  'POST /api/v1/orders/{id}/decisions': {
    outcome: 'withheld',
    reason: 'By order of the ministry',
    items: 'open',
  },
  'POST /api/v1/orders/{id}/notices': { text: 'Comply with the order' },
  'POST /api/v1/orders/{id}/status': { status: 'revoked', reason: 'It was a mistake' },
  'POST /api/v1/restrictions': {
    kind: 'withhold',
    status_id: ID,
    countries: ['IN'],
    basis: 'legal_demand',
    reason: 'By order of a court',
  },
  'PATCH /api/v1/restrictions/{id}': { until: '2030-01-05T09:00:00Z' },
  'POST /api/v1/restrictions/{id}/lift': { reason: 'The order was set aside' },
  'POST /api/v1/appeals': { restriction_id: ID, text: 'It quotes what the court said' },
  'POST /api/v1/appeals/{id}/answer': { outcome: 'restore', text: 'You are right' },
  'POST /api/v1/admin/accounts/{id}/action': { type: 'silence', text: 'Mind your words' },
  'POST /api/v1/admin/notes': { account_id: ID, text: 'The second time this week' },
  'POST /api/v1/admin/webhooks': { url: 'https://example.org/hook', events: ['restriction.imposed'] },
  'PATCH /api/v1/admin/webhooks/{id}': { enabled: false },
  'POST /api/v1/demo/sign-in': { role: 'reader' },
  'POST /api/v1/replays': { scenario: STORY, assign: 'split' },
  'POST /api/v1/replays/{id}/join': { view_from: 'IN' },
  'POST /api/v1/replays/{id}/control': { presenter_key: 'the-key-of-the-room', action: 'play' },
  'POST /api/v1/replays/{id}/answers': { token: 'the-token-of-joining', question: 'four-kinds', choice: 1 },
  'POST /api/v1/replays/{id}/likes': { token: 'the-token-of-joining', status_id: ID },
  'POST /api/v1/test/clock': { now: '2030-01-05T09:00:00Z' },
  'POST /api/v1/test/users': { users: [{ username: 'asha', role: 'reader' }] },
};

/**
 * Gives each parameter and body of a document's routes an example, parameters a description where they have none,
 * and each body the forms in which it may come beside JSON.
 *
 * @throws where a body, or a parameter in a path, is not known here
 */
export function documentExamples(document: OpenAPIObject): void {
  for (const [path, operations] of Object.entries(document.paths))
    for (const method of ['get', 'post', 'put', 'patch', 'delete'] as const) {
      const operation = operations[method];
      if (operation === undefined) continue;
      const route = `${method.toUpperCase()} ${path}`;
      for (const parameter of operation.parameters ?? [])
        if ('name' in parameter) exemplify(parameter, path, route);
      if (operation.requestBody !== undefined && 'content' in operation.requestBody)
        exemplifyBody(operation.requestBody.content, route);
    }
}

function exemplify(parameter: Parameter, path: string, route: string): void {
  const known = parameter.name === 'id' ? idIn(path) : NAMED[parameter.name];
  if (known === undefined && parameter.in === 'path')
    throw new Error(`Say in web/examples.ts what {${parameter.name}} of ${route} is`);
  if (known === undefined) return;
  if (known.description !== undefined) parameter.description ??= known.description;
  const { schema } = parameter;
  const values: unknown = schema !== undefined && 'enum' in schema ? schema.enum : undefined;
  const fits = !Array.isArray(values) || values.includes(known.example);
  if (fits && parameter.examples === undefined) parameter.example ??= known.example;
}

function idIn(path: string): { description: string; example: string } | undefined {
  const before = path.split('/{id}')[0]?.split('/').at(-1) ?? '';
  const known = IDS[before];
  return known && { description: `The id of ${known[0]}`, example: known[1] };
}

function exemplifyBody(
  content: Extract<NonNullable<Operation['requestBody']>, { content: object }>['content'],
  route: string,
): void {
  const json = content['application/json'];
  const example = BODIES[route];
  if (json === undefined) return;
  if (example === undefined) throw new Error(`Give an example in web/examples.ts of the body of ${route}`);
  for (const form of ['application/json', ...FORMS]) content[form] = { ...json, ...content[form], example };
}
