import type { OpenAPIObject } from '@nestjs/swagger';
import { SCHEMAS, WEBHOOK_EVENTS } from '#contract';

type Entity = keyof typeof SCHEMAS;
type Operation = NonNullable<OpenAPIObject['paths'][string]['get']>;
type Response = Operation['responses'][string];

/** The answer of a route: an entity, a list of them, a page of a list, or a body of another media type. */
type Answer = Entity | readonly [Entity] | { page: Entity } | { type: string; schema?: object };

const EMPTY = { type: 'application/json', schema: { type: 'object', maxProperties: 0 } } as const;
const PAGE = { type: 'text/html' } as const;
const EVENTS = { type: 'text/event-stream' } as const;

/** The answers of the test routes that are no entity. */
const NOW = { type: 'object', required: ['now'], properties: { now: { type: 'string' } } };
const USERS = {
  type: 'object',
  required: ['users'],
  properties: { users: { type: 'array', items: { $ref: '#/components/schemas/TestUser' } } },
};
/** Of all or none the order; of each what became of it. */
const ORDER_OR_EACH = {
  anyOf: [{ $ref: '#/components/schemas/Order' }, { $ref: '#/components/schemas/BulkDecision' }],
};
/** The answer to posting: a post, or one that is scheduled. */
const NOW_OR_LATER = {
  anyOf: [{ $ref: '#/components/schemas/Status' }, { $ref: '#/components/schemas/ScheduledStatus' }],
};
/** Where a list is asked for, and nothing is on it here. */
const NONE = { type: 'application/json', schema: { type: 'array', maxItems: 0 } } as const;
const HEALTH = {
  type: 'object',
  required: ['status'],
  properties: { status: { type: 'string', enum: ['ok'] } },
};
const READINESS = {
  type: 'object',
  required: ['status', 'checks'],
  properties: {
    status: { type: 'string', enum: ['ready', 'not_ready'] },
    error: { type: 'string' },
    checks: {
      type: 'object',
      required: ['database', 'migrations', 'follower', 'draining'],
      properties: {
        database: { type: 'string' },
        migrations: { type: 'string' },
        follower: { type: 'string' },
        draining: { type: 'string' },
      },
    },
  },
};
const OEMBED = {
  type: 'object',
  required: ['version', 'type', 'html', 'width', 'height'],
  properties: {
    version: { type: 'string', enum: ['1.0'] },
    type: { type: 'string', enum: ['rich'] },
    title: { type: 'string' },
    author_name: { type: 'string' },
    author_url: { type: 'string' },
    provider_name: { type: 'string' },
    provider_url: { type: 'string' },
    cache_age: { type: 'number' },
    html: { type: 'string' },
    width: { type: 'number' },
    height: { type: 'number' },
  },
};

/** The answer of each route where it succeeds. */
const ANSWERS: Readonly<Record<string, Answer>> = {
  'POST /api/v1/accounts': 'Token',
  'GET /api/v1/accounts/verify_credentials': 'CredentialAccount',
  'PATCH /api/v1/accounts/update_credentials': 'CredentialAccount',
  'GET /api/v1/accounts/lookup': 'Account',
  'GET /api/v1/accounts/{id}': 'Account',
  'GET /api/v1/accounts/{id}/statuses': { page: 'Status' },
  'GET /api/v1/accounts': ['Account'],
  'GET /api/v1/accounts/search': ['Account'],
  'GET /api/v1/accounts/relationships': ['Relationship'],
  'GET /api/v1/accounts/familiar_followers': ['FamiliarFollowers'],
  'POST /api/v1/accounts/{id}/follow': 'Relationship',
  'POST /api/v1/accounts/{id}/unfollow': 'Relationship',
  'GET /api/v1/accounts/{id}/followers': { page: 'Account' },
  'GET /api/v1/accounts/{id}/following': { page: 'Account' },
  'GET /api/v1/accounts/{id}/featured_tags': NONE,
  'GET /api/v1/accounts/{id}/endorsements': NONE,
  'GET /api/v1/accounts/{id}/lists': NONE,
  'POST /api/v1/accounts/{id}/block': 'Relationship',
  'POST /api/v1/accounts/{id}/unblock': 'Relationship',
  'POST /api/v1/accounts/{id}/mute': 'Relationship',
  'POST /api/v1/accounts/{id}/unmute': 'Relationship',
  'POST /api/v1/accounts/{id}/note': 'Relationship',
  'GET /api/v1/follow_requests': { page: 'Account' },
  'POST /api/v1/follow_requests/{id}/authorize': 'Relationship',
  'POST /api/v1/follow_requests/{id}/reject': 'Relationship',
  'GET /api/v1/blocks': { page: 'Account' },
  'GET /api/v1/mutes': { page: 'Account' },
  'POST /api/v1/statuses': { type: 'application/json', schema: NOW_OR_LATER },
  'GET /api/v1/statuses': ['Status'],
  'GET /api/v1/statuses/{id}/favourited_by': { page: 'Account' },
  'GET /api/v1/statuses/{id}/reblogged_by': { page: 'Account' },
  'GET /api/v1/favourites': { page: 'Status' },
  'POST /api/v1/statuses/{id}/bookmark': 'Status',
  'POST /api/v1/statuses/{id}/unbookmark': 'Status',
  'POST /api/v1/statuses/{id}/mute': 'Status',
  'POST /api/v1/statuses/{id}/unmute': 'Status',
  'GET /api/v1/bookmarks': { page: 'Status' },
  'POST /api/v1/statuses/{id}/pin': 'Status',
  'POST /api/v1/statuses/{id}/unpin': 'Status',
  'GET /api/v1/preferences': 'Preferences',
  'GET /api/v1/markers': 'Markers',
  'POST /api/v1/markers': 'Markers',
  'GET /api/v1/statuses/{id}': 'Status',
  'PUT /api/v1/statuses/{id}': 'Status',
  'DELETE /api/v1/statuses/{id}': 'Status',
  'GET /api/v1/statuses/{id}/history': ['StatusEdit'],
  'GET /api/v1/statuses/{id}/source': 'StatusSource',
  'GET /api/v1/statuses/{id}/context': 'Context',
  'POST /api/v1/statuses/{id}/favourite': 'Status',
  'POST /api/v1/statuses/{id}/unfavourite': 'Status',
  'POST /api/v1/statuses/{id}/reblog': 'Status',
  'POST /api/v1/statuses/{id}/unreblog': 'Status',
  'GET /api/v1/timelines/home': { page: 'Status' },
  'GET /api/v1/timelines/public': { page: 'Status' },
  'GET /api/v1/timelines/tag/{tag}': { page: 'Status' },
  'GET /api/v2/search': 'Search',
  'GET /api/v1/tags/{tag}': 'Tag',
  'POST /api/v1/tags/{tag}/follow': 'Tag',
  'POST /api/v1/tags/{tag}/unfollow': 'Tag',
  'GET /api/v1/followed_tags': { page: 'Tag' },
  'GET /api/v1/trends': ['Tag'],
  'GET /api/v1/trends/tags': ['Tag'],
  'GET /api/v1/trends/statuses': ['Status'],
  'GET /api/v1/trends/links': NONE,
  'GET /api/v1/notifications': { page: 'Notification' },
  'GET /api/v1/notifications/{id}': 'Notification',
  'GET /api/v1/notifications/unread_count': 'UnreadCount',
  'POST /api/v1/notifications/clear': EMPTY,
  'GET /api/v2/notifications': 'GroupedNotificationsResults',
  'GET /api/v2/notifications/unread_count': 'UnreadCount',
  'GET /api/v2/notifications/{group_key}': 'GroupedNotificationsResults',
  'GET /api/v2/notifications/{group_key}/accounts': ['Account'],
  'POST /api/v2/notifications/{group_key}/dismiss': EMPTY,
  'GET /api/v2/notifications/policy': 'NotificationPolicy',
  'PATCH /api/v2/notifications/policy': 'NotificationPolicy',
  'GET /api/v1/notifications/policy': 'V1NotificationPolicy',
  'PUT /api/v1/notifications/policy': 'V1NotificationPolicy',
  'GET /api/v1/notifications/requests': NONE,
  'GET /api/v1/notifications/requests/merged': 'NotificationRequestsMerged',
  'POST /api/v1/notifications/requests/accept': EMPTY,
  'POST /api/v1/notifications/requests/dismiss': EMPTY,
  'POST /api/v1/notifications/{id}/dismiss': EMPTY,
  'GET /api/v1/conversations': { page: 'Conversation' },
  'DELETE /api/v1/conversations/{id}': EMPTY,
  'POST /api/v1/conversations/{id}/read': 'Conversation',
  'POST /api/v1/conversations/{id}/unread': 'Conversation',
  'GET /api/v1/custom_emojis': NONE,
  'GET /api/v1/announcements': NONE,
  'GET /api/v1/suggestions': NONE,
  'GET /api/v2/suggestions': NONE,
  'GET /api/v1/directory': NONE,
  'GET /api/v1/lists': NONE,
  'GET /api/v1/filters': NONE,
  'GET /api/v2/filters': NONE,
  'GET /api/v1/featured_tags': NONE,
  'GET /api/v1/endorsements': NONE,
  'GET /api/v1/domain_blocks': NONE,
  'GET /api/v1/scheduled_statuses': { page: 'ScheduledStatus' },
  'GET /api/v1/scheduled_statuses/{id}': 'ScheduledStatus',
  'PUT /api/v1/scheduled_statuses/{id}': 'ScheduledStatus',
  'DELETE /api/v1/scheduled_statuses/{id}': EMPTY,
  'POST /api/v1/reports': 'Report',
  'POST /api/v1/appeals': 'Appeal',
  'GET /api/v1/appeals': { page: 'Appeal' },
  'GET /api/v1/appeals/{id}': 'Appeal',
  'POST /api/v1/appeals/{id}/answer': 'AdminAppeal',
  'GET /api/v1/admin/appeals': { page: 'AdminAppeal' },
  'GET /api/v1/admin/appeals/{id}': 'AdminAppeal',
  'GET /api/v1/admin/notes': { page: 'ModeratorNote' },
  'POST /api/v1/admin/notes': 'ModeratorNote',
  'DELETE /api/v1/admin/notes/{id}': EMPTY,
  'GET /api/v1/admin/subjects/{id}/history': { page: 'HistoryEntry' },
  'GET /api/v1/admin/queue': 'Queue',
  'POST /api/v1/admin/queue/{entry}/assign_to_self': EMPTY,
  'POST /api/v1/admin/queue/{entry}/unassign': EMPTY,
  'GET /api/v1/admin/preview': 'Preview',
  'GET /api/v1/admin/webhooks': ['Webhook'],
  'POST /api/v1/admin/webhooks': 'WebhookWithSecret',
  'GET /api/v1/admin/webhooks/{id}': 'Webhook',
  'PATCH /api/v1/admin/webhooks/{id}': 'Webhook',
  'DELETE /api/v1/admin/webhooks/{id}': EMPTY,
  'POST /api/v1/admin/webhooks/{id}/rotate_secret': 'WebhookWithSecret',
  'POST /api/v1/admin/webhooks/{id}/ping': 'WebhookDelivery',
  'POST /api/v1/orders/resolve': ['ResolvedLine'],
  'GET /api/v1/admin/reports': { page: 'AdminReport' },
  'GET /api/v1/admin/reports/{id}': 'AdminReport',
  'POST /api/v1/admin/reports/{id}/assign_to_self': 'AdminReport',
  'POST /api/v1/admin/reports/{id}/unassign': 'AdminReport',
  'POST /api/v1/admin/reports/{id}/resolve': 'AdminReport',
  'POST /api/v1/admin/reports/{id}/reopen': 'AdminReport',
  'GET /api/v1/admin/accounts': { page: 'AdminAccount' },
  'GET /api/v1/admin/accounts/{id}': 'AdminAccount',
  'POST /api/v1/admin/accounts/{id}/action': EMPTY,
  'POST /api/v1/admin/accounts/{id}/unsilence': 'AdminAccount',
  'POST /api/v1/admin/accounts/{id}/unsuspend': 'AdminAccount',
  'GET /api/v1/admin/audit': { page: 'AuditEntry' },
  'GET /api/v1/orders': { page: 'Order' },
  'POST /api/v1/orders': 'Order',
  'GET /api/v1/orders/{id}': 'Order',
  'GET /api/v1/orders/{id}/items': ['OrderItem'],
  'POST /api/v1/orders/{id}/items/{n}/decisions': ['OrderItem'],
  'POST /api/v1/orders/{id}/decisions': { type: 'application/json', schema: ORDER_OR_EACH },
  'POST /api/v1/orders/{id}/notices': 'Order',
  'POST /api/v1/orders/{id}/status': 'Order',
  'GET /api/v1/restrictions': { page: 'RestrictionField' },
  'GET /api/v1/restrictions/{id}': 'RestrictionField',
  'PATCH /api/v1/restrictions/{id}': 'RestrictionField',
  'POST /api/v1/restrictions': 'RestrictionField',
  'POST /api/v1/restrictions/{id}/lift': 'RestrictionField',
  'GET /api/v1/explain': 'Explanation',
  'GET /api/v1/events': ['LedgerRow'],
  'GET /api/v1/scenarios': ['Scenario'],
  'GET /api/v1/scenarios/{id}': 'Scenario',
  'GET /api/v1/scenarios/{id}/chapters': ['Chapter'],
  'GET /api/v1/scenarios/{id}/sources': ['Source'],
  'GET /api/v1/scenarios/{id}/context': ['ContextRow'],
  'GET /api/v1/scenarios/{id}/stage': 'ScenarioStage',
  'GET /api/v1/scenarios/{id}/tape': 'Tape',
  'POST /api/v1/replays': 'CreatedReplay',
  'GET /api/v1/replays/{id}': 'Replay',
  'POST /api/v1/replays/{id}/join': 'JoinedReplay',
  'POST /api/v1/replays/{id}/control': 'ReplayState',
  'POST /api/v1/replays/{id}/answers': 'AnsweredReplay',
  'POST /api/v1/replays/{id}/likes': 'ReplayLikes',
  'GET /api/v1/replays/{id}/likes': ['ReplayLikes'],
  'GET /api/v1/transparency/report': 'TransparencyReport',
  'GET /api/v1/transparency/report.csv': { type: 'text/csv' },
  'GET /api/v1/transparency/statements': { page: 'StatementOfReasons' },
  'POST /api/v1/demo/sign-in': 'DemoSignIn',
  'GET /api/v1/instance': 'V1Instance',
  'GET /api/v2/instance': 'Instance',
  'GET /api/v1/instance/rules': ['Rule'],
  'GET /api/v1/instance/extended_description': 'ExtendedDescription',
  'GET /api/v1/instance/peers': NONE,
  'GET /api/v1/instance/domain_blocks': NONE,
  'GET /api/v1/instance/translation_languages': EMPTY,
  'GET /.well-known/nodeinfo': 'NodeInfoLinks',
  'GET /nodeinfo/2.0': 'NodeInfo',
  'GET /.well-known/oauth-authorization-server': 'OAuthServerMetadata',
  'POST /api/v1/apps': 'CredentialApplication',
  'GET /api/v1/apps/verify_credentials': 'Application',
  'GET /oauth/authorize': PAGE,
  'POST /oauth/authorize': PAGE,
  'POST /oauth/token': 'Token',
  'POST /oauth/revoke': EMPTY,
  'GET /oauth/userinfo': 'UserInfo',
  'POST /api/v1/test/reset': EMPTY,
  'POST /api/v1/test/clock': { type: 'application/json', schema: NOW },
  'POST /api/v1/test/users': { type: 'application/json', schema: USERS },
  'GET /health': { type: 'application/json', schema: HEALTH },
  'GET /ready': { type: 'application/json', schema: READINESS },
  'GET /metrics': { type: 'text/plain' },
  'GET /api/v1/streaming/health': { type: 'text/plain' },
  'GET /api/v1/streaming/user': EVENTS,
  'GET /api/v1/streaming/user/notification': EVENTS,
  'GET /api/v1/streaming/direct': EVENTS,
  'GET /api/v1/streaming/public': EVENTS,
  'GET /api/v1/streaming/public/local': EVENTS,
  'GET /api/v1/streaming/public/remote': EVENTS,
  'GET /api/v1/streaming/hashtag': EVENTS,
  'GET /api/v1/streaming/hashtag/local': EVENTS,
  'GET /api/v1/streaming/list': EVENTS,
  'GET /api/oembed': { type: 'application/json', schema: OEMBED },
  'GET /@{acct}.rss': { type: 'application/rss+xml' },
  'GET /r/{code}': PAGE,
  'GET /@{acct}': PAGE,
  'GET /@{acct}/{id}': PAGE,
  'GET /@{acct}/{id}/embed': PAGE,
  'GET /tags/{tag}': PAGE,
  'GET /authorities/{id}': PAGE,
  'GET /lessons': PAGE,
  'GET /lessons/{id}': PAGE,
  'GET /lessons/{id}/sheets/{stop}': PAGE,
  'GET /orders': PAGE,
  'GET /transparency': PAGE,
  'GET /transparency/waits.csv': { type: 'text/csv' },
  'GET /api/v1/transparency/notices': ['LumenNotice'],
  'GET /orders/{id}': PAGE,
};

const LINK = {
  description: 'The pages beside this one: `next`, older, and `prev`, newer (RFC 8288)',
  schema: { type: 'string' as const },
};

const ERROR = { description: 'An error', content: contentOf('application/json', refTo('ErrorBody')) };

/**
 * Says in a document what each of its routes answers with: the entity where it grants what it is asked for,
 * the body of an error else; and what webhooks are told. Of the entities it keeps those that something refers to.
 *
 * @throws where a route is not known here
 */
export function documentAnswers(document: OpenAPIObject): void {
  for (const [path, operations] of Object.entries(document.paths))
    for (const method of ['get', 'post', 'put', 'patch', 'delete'] as const) {
      const operation = operations[method];
      if (operation === undefined) continue;
      const route = `${method.toUpperCase()} ${path}`;
      const answer = ANSWERS[route];
      if (answer === undefined) throw new Error(`Say in web/answers.ts what ${route} answers with`);
      operation.responses = {
        200: successOf(answer),
        '4XX': ERROR,
        default: ERROR,
      };
    }
  Object.assign(document, {
    webhooks: Object.fromEntries(WEBHOOK_EVENTS.map((event) => [event, toldOf(event)])),
  });
  const schemas = { ...document.components?.schemas, ...(SCHEMAS as object) };
  const needed = referredTo(document, schemas);
  document.components = {
    ...document.components,
    schemas: Object.fromEntries(Object.entries(schemas).filter(([name]) => needed.has(name))),
  };
}

/** The request that a webhook is sent. */
function toldOf(event: string): object {
  return {
    post: {
      operationId: `webhook-${event}`,
      summary: `Sent to webhooks that are to be told of ${event}, signed (docs/api.md, Webhooks)`,
      tags: ['webhooks'],
      security: [],
      requestBody: { required: true, content: contentOf('application/json', refTo('WebhookMessage')) },
      responses: {
        '2XX': { description: 'It was taken: it is not sent again' },
        '4XX': { description: 'Not taken: it is sent again, for as long as the documentation says' },
      },
    },
  };
}

/** The names of the schemas that a document refers to, and that these refer to. */
function referredTo(document: OpenAPIObject, schemas: Readonly<Record<string, unknown>>): Set<string> {
  const found = new Set<string>();
  const lookIn = (value: unknown): void => {
    const refs = JSON.stringify(value).matchAll(/"#\/components\/schemas\/([^"]+)"/g);
    for (const [, name = ''] of refs) {
      if (found.has(name)) continue;
      found.add(name);
      lookIn(schemas[name]);
    }
  };
  const { components: _, ...rest } = document;
  lookIn(rest);
  return found;
}

function successOf(answer: Answer): Response {
  const description = 'What was asked for';
  if (typeof answer === 'string')
    return { description, content: contentOf('application/json', refTo(answer)) };
  if ('type' in answer)
    return { description, content: contentOf(answer.type, answer.schema ?? { type: 'string' }) };
  const isPage = 'page' in answer;
  const list = { type: 'array', items: refTo(isPage ? answer.page : answer[0]) };
  return {
    description,
    ...(isPage ? { headers: { Link: LINK } } : {}),
    content: contentOf('application/json', list),
  };
}

function contentOf(type: string, schema: object): Record<string, { schema: object }> {
  return { [type]: { schema } };
}

function refTo(entity: Entity): { $ref: string } {
  return { $ref: `#/components/schemas/${entity}` };
}
