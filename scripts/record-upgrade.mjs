// Makes a short history on a server of a release, and writes down what it answers: a fixture of test/upgrade.int-spec.ts.
// Run it against a server with TEST=1 on an empty database: node scripts/record-upgrade.mjs http://localhost:3000 > <revision>-<kind>.pages
// The database's dump, taken once that server has stopped, is the other half: `sqlite3 file .dump`, or
// `pg_dump --inserts --no-owner --no-privileges`.
const [address = ''] = process.argv.slice(2);

async function ask(method, path, { token, body, ...headers } = {}) {
  const response = await fetch(new URL(path, address), {
    method,
    headers: {
      ...(token === undefined ? {} : { authorization: `Bearer ${token}` }),
      ...(body === undefined ? {} : { 'content-type': 'application/json' }),
      ...headers,
    },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  return { status: response.status, body: await response.json() };
}

async function does(path, token, body = {}, headers = {}) {
  const answer = await ask('POST', path, { token, body, ...headers });
  if (answer.status >= 300) throw new Error(`${path}: ${answer.status} ${JSON.stringify(answer.body)}`);
  return answer.body;
}

const roles = {
  asha: 'reader',
  bilal: 'reader',
  chitra: 'reader',
  moderator: 'moderator',
  authority: 'authority',
  admin: 'admin',
};
const users = await does('/api/v1/test/users', undefined, {
  users: Object.entries(roles).map(([username, role]) => ({ username, role })),
});
const tokens = Object.fromEntries(
  (users.users ?? users).map((user) => [
    user.username ?? user.account.username,
    user.access_token ?? user.token,
  ]),
);
const post = (who, status, rest = {}, headers = {}) =>
  does('/api/v1/statuses', tokens[who], { status, ...rest }, headers);

const first = await post(
  'asha',
  'Good morning #river, see https://example.org/a?b=c',
  {},
  { 'idempotency-key': 'once' },
);
const reply = await post('bilal', 'And to you @asha', { in_reply_to_id: first.id });
await post('chitra', 'नमस्ते #नदी', { language: 'hi' });
const quote = await post('chitra', 'Look at that', { quoted_status_id: first.id });
const withheld = await post('bilal', 'Words that an order names');
const suspended = await post('bilal', 'Words that nobody sees');
const gone = await post('asha', 'Soon deleted');
await post('asha', 'Behind a warning', { spoiler_text: 'A warning', sensitive: true });
await does(`/api/v1/statuses/${first.id}/favourite`, tokens.bilal);
await does(`/api/v1/statuses/${first.id}/favourite`, tokens.chitra);
await does(`/api/v1/statuses/${first.id}/unfavourite`, tokens.chitra);
await does(`/api/v1/statuses/${reply.id}/reblog`, tokens.asha);
await ask('DELETE', `/api/v1/statuses/${gone.id}`, { token: tokens.asha });

const restriction = { basis: 'local_law', reason: 'The law says so' };
await does('/api/v1/restrictions', tokens.moderator, {
  ...restriction,
  kind: 'suspend',
  status_id: suspended.id,
});
const lifted = await does('/api/v1/restrictions', tokens.moderator, {
  ...restriction,
  kind: 'withhold',
  countries: ['DE'],
  status_id: quote.id,
});
await does(`/api/v1/restrictions/${lifted.id}/lift`, tokens.moderator, { reason: 'No longer' });
const order = await does('/api/v1/orders', tokens.authority, {
  legal_basis: 'An Act',
  grounds: ['public_order'],
  countries: ['IN'],
  items: [{ status_id: withheld.id }, { status_id: reply.id }],
});
await does(`/api/v1/orders/${order.id}/items/1/decisions`, tokens.moderator, {
  outcome: 'withheld',
  reason: 'As ordered',
});
await does('/api/v1/reports', tokens.chitra, {
  account_id: withheld.account.id,
  status_ids: [withheld.id],
  comment: 'See this',
});
// A moderator looks at what is withheld: the audit has an entry.
await ask('GET', `/api/v1/statuses/${withheld.id}?view_from=IN`, { token: tokens.moderator });

const pages = [];
const statuses = [first, reply, quote, withheld, suspended, gone];
const paths = [
  '/api/v1/timelines/public',
  '/api/v1/timelines/public?view_from=IN',
  `/api/v1/timelines/public?view_from=IN&view_at=${encodeURIComponent(quote.created_at)}`,
  '/api/v1/timelines/tag/river',
  ...statuses.flatMap(({ id }) => [`/api/v1/statuses/${id}`, `/api/v1/statuses/${id}?view_from=IN`]),
  `/api/v1/statuses/${first.id}/context`,
  `/api/v1/accounts/${first.account.id}`,
  `/api/v1/accounts/${first.account.id}/statuses`,
  '/api/v1/orders',
  `/api/v1/orders/${order.id}/items`,
  '/api/v1/restrictions',
  '/api/v1/events?since=0&limit=100',
];
for (const path of paths) for (const who of [null, 'moderator']) pages.push({ who, path });
pages.push({ who: 'bilal', path: '/api/v1/notifications' }, { who: 'asha', path: '/api/v1/notifications' });
pages.push({ who: 'moderator', path: '/api/v1/admin/reports' });
for (const page of pages) {
  const token = page.who === null ? {} : { token: tokens[page.who] };
  Object.assign(page, await ask('GET', page.path, token));
}
const lines = pages.map((page) => JSON.stringify(page)).join(',\n');
process.stdout.write(
  `${JSON.stringify({ address, tokens, first: first.id }).slice(0, -1)},"pages":[\n${lines}\n]}\n`,
);
