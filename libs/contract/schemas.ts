/* eslint max-lines: off -- made by a program */
/**
 * The JSON Schemas of the entities, for the documentation of the API. Made from their types by
 * `node scripts/contract-schemas.mjs`: not to be changed by hand.
 */
export const SCHEMAS = {
  PlaceBasis: { enum: ['simulated', 'account', 'geoip', 'default', 'unknown'] },
  WithheldField: {
    type: 'object',
    required: ['country_codes', 'scope', 'copyright', 'basis', 'order_id', 'since'],
    properties: {
      country_codes: {
        description:
          'ISO 3166-1 alpha-2 or `XK`, sorted, as they were named; `*` alone for everywhere. The union of what is in force.',
        type: 'array',
        items: { type: 'string' },
      },
      scope: {
        description: '`user` when any of the restrictions is on the account.',
        enum: ['tweet', 'user'],
      },
      copyright: { enum: [false] },
      basis: { enum: ['legal_demand', 'local_law', 'platform_rule'] },
      order_id: {
        description: 'Null when there is no order, or when it is confidential.',
        type: ['string', 'null'],
      },
      since: {
        description: 'ISO 8601: when the restriction that basis and order are of came into force.',
        type: 'string',
      },
    },
  },
  Label: {
    type: 'object',
    required: ['text', 'basis', 'since'],
    properties: {
      text: { type: 'string' },
      basis: { enum: ['legal_demand', 'local_law', 'platform_rule'] },
      since: { type: 'string' },
    },
  },
  ProvenanceField: {
    type: 'object',
    required: ['scenario', 'certainty', 'precision', 'sources', 'note'],
    properties: {
      scenario: { type: 'string' },
      certainty: { enum: ['quoted', 'reported', 'inferred', 'illustrative'] },
      precision: { enum: ['minute', 'part_of_day', 'day', 'month'] },
      sources: {
        description: 'Keys into `GET /api/v1/scenarios/:id/sources`.',
        type: 'array',
        items: { type: 'string' },
      },
      note: { type: ['string', 'null'] },
    },
  },
  Account: {
    type: 'object',
    required: [
      'id',
      'username',
      'acct',
      'display_name',
      'locked',
      'bot',
      'group',
      'discoverable',
      'noindex',
      'created_at',
      'note',
      'url',
      'uri',
      'avatar',
      'avatar_static',
      'header',
      'header_static',
      'followers_count',
      'following_count',
      'statuses_count',
      'last_status_at',
      'emojis',
      'fields',
      'venue',
      'verified',
      'kind',
      'labels',
      'withheld',
      'provenance',
    ],
    properties: {
      id: { type: 'string' },
      username: { type: 'string' },
      acct: {
        description: "`name@venue`; on `home`, the name alone (it is local in Mastodon's sense).",
        type: 'string',
      },
      display_name: { type: 'string' },
      locked: { type: 'boolean' },
      bot: { type: 'boolean' },
      group: { type: 'boolean' },
      discoverable: { type: ['boolean', 'null'] },
      noindex: { type: 'boolean' },
      created_at: { type: 'string' },
      note: { type: 'string' },
      url: { type: 'string' },
      uri: { type: 'string' },
      avatar: { type: 'string' },
      avatar_static: { type: 'string' },
      header: { type: 'string' },
      header_static: { type: 'string' },
      followers_count: { type: 'number' },
      following_count: { type: 'number' },
      statuses_count: { type: 'number' },
      last_status_at: {
        description:
          'The day of its last post that stands and is in its own words alone, `2021-02-10`, in UTC; null without one.',
        type: ['string', 'null'],
      },
      emojis: { type: 'array', maxItems: 0 },
      fields: { type: 'array', maxItems: 0 },
      suspended: { enum: [true] },
      limited: {
        description:
          'Limited by moderators: kept out of public timelines, trends, search and recommendations.',
        enum: [true],
      },
      venue: { type: 'string' },
      verified: { type: 'boolean' },
      kind: {
        description: '`stand_in`: generated; no real account is meant.',
        enum: ['person', 'body', 'stand_in'],
      },
      labels: { type: 'array', items: { $ref: '#/components/schemas/Label' } },
      withheld: { anyOf: [{ $ref: '#/components/schemas/WithheldField' }, { type: 'null' }] },
      provenance: { anyOf: [{ $ref: '#/components/schemas/ProvenanceField' }, { type: 'null' }] },
    },
  },
  Mention: {
    type: 'object',
    required: ['id', 'username', 'url', 'acct'],
    properties: {
      id: { type: 'string' },
      username: { type: 'string' },
      url: { type: 'string' },
      acct: { type: 'string' },
    },
  },
  Quote: {
    anyOf: [
      {
        type: 'object',
        required: ['state', 'quoted_status'],
        properties: { state: { enum: ['accepted'] }, quoted_status: { $ref: '#/components/schemas/Status' } },
      },
      {
        type: 'object',
        required: ['state', 'quoted_status'],
        properties: { state: { enum: ['deleted'] }, quoted_status: { type: 'null' } },
      },
    ],
  },
  Status: {
    type: 'object',
    required: [
      'id',
      'created_at',
      'in_reply_to_id',
      'in_reply_to_account_id',
      'sensitive',
      'spoiler_text',
      'visibility',
      'language',
      'uri',
      'url',
      'replies_count',
      'reblogs_count',
      'favourites_count',
      'quotes_count',
      'edited_at',
      'content',
      'reblog',
      'quote',
      'account',
      'media_attachments',
      'mentions',
      'tags',
      'emojis',
      'card',
      'poll',
      'favourited',
      'reblogged',
      'muted',
      'bookmarked',
      'labels',
      'withheld',
      'tombstone',
      'provenance',
    ],
    properties: {
      id: { type: 'string' },
      created_at: { type: 'string' },
      in_reply_to_id: { type: ['string', 'null'] },
      in_reply_to_account_id: { type: ['string', 'null'] },
      sensitive: { type: 'boolean' },
      spoiler_text: { type: 'string' },
      visibility: { enum: ['public', 'unlisted'] },
      language: { type: ['string', 'null'] },
      uri: { type: 'string' },
      url: { type: 'string' },
      replies_count: { type: 'number' },
      reblogs_count: { type: 'number' },
      favourites_count: { type: 'number' },
      quotes_count: { type: 'number' },
      edited_at: { type: ['string', 'null'] },
      content: { description: 'HTML. Of a tombstone: the statement, in `<p>`.', type: 'string' },
      reblog: { anyOf: [{ $ref: '#/components/schemas/Status' }, { type: 'null' }] },
      quote: {
        anyOf: [
          {
            type: 'object',
            required: ['state', 'quoted_status'],
            properties: {
              state: { enum: ['accepted'] },
              quoted_status: { $ref: '#/components/schemas/Status' },
            },
          },
          {
            type: 'object',
            required: ['state', 'quoted_status'],
            properties: { state: { enum: ['deleted'] }, quoted_status: { type: 'null' } },
          },
          { type: 'null' },
        ],
      },
      text: {
        description: "What was written, as it was: of one's own post, as it is deleted.",
        type: 'string',
      },
      account: { $ref: '#/components/schemas/Account' },
      media_attachments: { type: 'array', maxItems: 0 },
      mentions: {
        description: 'Those whom it names, each once, in order; of whom nothing is told but their handle.',
        type: 'array',
        items: { $ref: '#/components/schemas/Mention' },
      },
      tags: {
        type: 'array',
        items: {
          type: 'object',
          required: ['name', 'url'],
          properties: { name: { type: 'string' }, url: { type: 'string' } },
        },
      },
      emojis: { type: 'array', maxItems: 0 },
      card: { type: 'null' },
      poll: { type: 'null' },
      favourited: { type: 'boolean' },
      reblogged: { type: 'boolean' },
      muted: { type: 'boolean' },
      bookmarked: { type: 'boolean' },
      limited: {
        description:
          'It, its account or what it passes on or quotes is limited: kept out of public timelines, trends, search and recommendations.',
        enum: [true],
      },
      labels: { type: 'array', items: { $ref: '#/components/schemas/Label' } },
      withheld: { anyOf: [{ $ref: '#/components/schemas/WithheldField' }, { type: 'null' }] },
      tombstone: {
        description: 'Whether this stands in place of something this viewer may not see.',
        type: 'boolean',
      },
      provenance: { anyOf: [{ $ref: '#/components/schemas/ProvenanceField' }, { type: 'null' }] },
    },
  },
  Context: {
    type: 'object',
    required: ['ancestors', 'descendants'],
    properties: {
      ancestors: { type: 'array', items: { $ref: '#/components/schemas/Status' } },
      descendants: {
        description: 'Each before its own answers, the oldest first.',
        type: 'array',
        items: { $ref: '#/components/schemas/Status' },
      },
    },
  },
  ErrorBody: {
    type: 'object',
    required: ['error'],
    properties: {
      error: { type: 'string' },
      error_description: { type: 'string' },
      allowed: {
        description: 'What could be done instead, with a 409.',
        type: 'array',
        items: { type: 'string' },
      },
      withheld: { description: 'With a 451.', $ref: '#/components/schemas/WithheldField' },
      status: { $ref: '#/components/schemas/Status' },
      account: { $ref: '#/components/schemas/Account' },
    },
  },
  Token: {
    type: 'object',
    required: ['access_token', 'token_type', 'scope', 'created_at'],
    properties: {
      access_token: { type: 'string' },
      token_type: { enum: ['Bearer'] },
      scope: { type: 'string' },
      created_at: { type: 'number' },
    },
  },
  DemoSignIn: {
    type: 'object',
    required: ['access_token', 'account'],
    properties: { access_token: { type: 'string' }, account: { $ref: '#/components/schemas/Account' } },
  },
  Scenario: {
    type: 'object',
    required: [
      'id',
      'title',
      'description',
      'language',
      'time_zone',
      'starts',
      'ends',
      'steps',
      'steps_loaded',
      'loaded',
    ],
    properties: {
      id: { type: 'string' },
      title: { type: 'string' },
      description: { type: 'string' },
      language: { type: 'string' },
      time_zone: { description: 'IANA name, e.g. `Asia/Kolkata`.', type: 'string' },
      starts: { description: 'ISO 8601: the first and the last step.', type: 'string' },
      ends: { type: 'string' },
      steps: {
        description: 'How many steps it has, and how many of them have happened here.',
        type: 'number',
      },
      steps_loaded: { type: 'number' },
      loaded: { type: 'boolean' },
    },
  },
  Chapter: {
    type: 'object',
    required: ['id', 'title', 'headline', 'at'],
    properties: {
      id: { type: 'string' },
      title: { type: 'string' },
      headline: { type: 'string' },
      at: { type: 'string' },
    },
  },
  Source: {
    type: 'object',
    required: ['key', 'title', 'publisher', 'published', 'url'],
    properties: {
      key: { type: 'string' },
      title: { type: 'string' },
      publisher: { type: 'string' },
      published: { description: 'A date, `2021-02-10`.', type: 'string' },
      url: { description: 'Null where the address is not known; never guessed.', type: ['string', 'null'] },
    },
  },
  ContextRow: {
    type: 'object',
    required: ['id', 'at', 'title', 'text', 'side', 'provenance'],
    properties: {
      id: { type: 'string' },
      at: { type: 'string' },
      title: { type: 'string' },
      text: { description: 'Plain text.', type: 'string' },
      side: {
        description: 'Whose stated reason it tells, where it tells one.',
        anyOf: [{ enum: ['ministry', 'company'] }, { type: 'null' }],
      },
      provenance: { anyOf: [{ $ref: '#/components/schemas/ProvenanceField' }, { type: 'null' }] },
    },
  },
  TestUser: {
    type: 'object',
    required: ['id', 'username', 'access_token'],
    properties: { id: { type: 'string' }, username: { type: 'string' }, access_token: { type: 'string' } },
  },
  LedgerLink: {
    type: 'object',
    required: ['seq', 'body_hash', 'prev_hash', 'hash'],
    properties: {
      seq: { description: 'The place in the log: 1, 2, 3 … without a gap.', type: 'number' },
      body_hash: { description: 'SHA-256, 64 lower-case hex digits, as are the others.', type: 'string' },
      prev_hash: { type: 'string' },
      hash: { type: 'string' },
    },
  },
  RedactedRow: {
    type: 'object',
    required: ['redacted', 'seq', 'body_hash', 'prev_hash', 'hash'],
    properties: {
      redacted: { enum: [true] },
      seq: { description: 'The place in the log: 1, 2, 3 … without a gap.', type: 'number' },
      body_hash: { description: 'SHA-256, 64 lower-case hex digits, as are the others.', type: 'string' },
      prev_hash: { type: 'string' },
      hash: { type: 'string' },
    },
  },
  ToldRow: {
    type: 'object',
    required: [
      'redacted',
      'salt',
      'id',
      'type',
      'at',
      'actor',
      'venue',
      'subject',
      'payload',
      'provenance',
      'scenario',
      'seq',
      'body_hash',
      'prev_hash',
      'hash',
    ],
    properties: {
      redacted: { enum: [false] },
      salt: { description: '32 lower-case hex digits, for 16 bytes.', type: 'string' },
      id: { type: 'string' },
      type: { description: 'As docs/events.md lists them.', type: 'string' },
      at: { description: 'Story time, ISO 8601 in UTC with milliseconds.', type: 'string' },
      actor: { type: ['string', 'null'] },
      venue: { type: ['string', 'null'] },
      subject: { type: 'string' },
      payload: { type: 'object' },
      provenance: { type: ['object', 'null'] },
      scenario: {
        type: ['object', 'null'],
        required: ['id', 'step'],
        properties: { id: { type: 'string' }, step: { type: 'string' } },
      },
      version: { description: 'Of its payload, 2 or more; left out where it is the first.', type: 'number' },
      seq: { description: 'The place in the log: 1, 2, 3 … without a gap.', type: 'number' },
      body_hash: { description: 'SHA-256, 64 lower-case hex digits, as are the others.', type: 'string' },
      prev_hash: { type: 'string' },
      hash: { type: 'string' },
    },
  },
  LedgerRow: {
    anyOf: [{ $ref: '#/components/schemas/RedactedRow' }, { $ref: '#/components/schemas/ToldRow' }],
  },
  ReportCategory: { enum: ['spam', 'legal', 'violation', 'other'] },
  Report: {
    type: 'object',
    required: [
      'id',
      'action_taken',
      'action_taken_at',
      'category',
      'comment',
      'forwarded',
      'created_at',
      'status_ids',
      'rule_ids',
      'target_account',
    ],
    properties: {
      id: { type: 'string' },
      action_taken: { type: 'boolean' },
      action_taken_at: { type: ['string', 'null'] },
      category: { $ref: '#/components/schemas/ReportCategory' },
      comment: { type: 'string' },
      forwarded: { description: 'Nothing is forwarded: there is nowhere to forward it to.', enum: [false] },
      created_at: { type: 'string' },
      status_ids: { type: 'array', items: { type: 'string' } },
      rule_ids: { type: ['array', 'null'], items: { type: 'string' } },
      target_account: { $ref: '#/components/schemas/Account' },
    },
  },
  AdminRole: {
    type: 'object',
    required: ['id', 'name', 'color', 'permissions', 'highlighted'],
    properties: {
      id: { type: 'string' },
      name: { type: 'string' },
      color: { type: 'string' },
      permissions: { description: "Mastodon's bit mask, as a decimal number.", type: 'string' },
      highlighted: { type: 'boolean' },
    },
  },
  AdminAccount: {
    type: 'object',
    required: [
      'id',
      'username',
      'domain',
      'created_at',
      'email',
      'ip',
      'ips',
      'locale',
      'invite_request',
      'role',
      'confirmed',
      'approved',
      'disabled',
      'silenced',
      'suspended',
      'sensitized',
      'account',
    ],
    properties: {
      id: { type: 'string' },
      username: { type: 'string' },
      domain: {
        description: "The venue; null for `home`, which is local in Mastodon's sense.",
        type: ['string', 'null'],
      },
      created_at: { type: 'string' },
      email: { description: 'Null where nobody signs in with it, or without one.', type: ['string', 'null'] },
      ip: { description: 'No network addresses are kept.', type: 'null' },
      ips: { type: 'array', maxItems: 0 },
      locale: { type: 'null' },
      invite_request: { type: 'null' },
      role: {
        description: 'Null where nobody signs in with it.',
        anyOf: [{ $ref: '#/components/schemas/AdminRole' }, { type: 'null' }],
      },
      confirmed: { type: 'boolean' },
      approved: { type: 'boolean' },
      disabled: { enum: [false] },
      silenced: { description: 'Limited, by a restriction of kind `limit`.', type: 'boolean' },
      suspended: { type: 'boolean' },
      sensitized: { enum: [false] },
      account: { $ref: '#/components/schemas/Account' },
    },
  },
  AdminReport: {
    type: 'object',
    required: [
      'id',
      'action_taken',
      'action_taken_at',
      'category',
      'comment',
      'forwarded',
      'created_at',
      'updated_at',
      'account',
      'target_account',
      'assigned_account',
      'action_taken_by_account',
      'statuses',
      'rules',
    ],
    properties: {
      id: { type: 'string' },
      action_taken: { type: 'boolean' },
      action_taken_at: { type: ['string', 'null'] },
      category: { $ref: '#/components/schemas/ReportCategory' },
      comment: { type: 'string' },
      forwarded: { enum: [false] },
      created_at: { type: 'string' },
      updated_at: { type: 'string' },
      account: { $ref: '#/components/schemas/AdminAccount' },
      target_account: { $ref: '#/components/schemas/AdminAccount' },
      assigned_account: { anyOf: [{ $ref: '#/components/schemas/AdminAccount' }, { type: 'null' }] },
      action_taken_by_account: { anyOf: [{ $ref: '#/components/schemas/AdminAccount' }, { type: 'null' }] },
      statuses: {
        description: 'Those of the reported posts that still are.',
        type: 'array',
        items: { $ref: '#/components/schemas/Status' },
      },
      rules: {
        description: 'As the reporter named them; this server keeps no list of rules, so without words.',
        type: 'array',
        items: {
          type: 'object',
          required: ['id', 'text'],
          properties: { id: { type: 'string' }, text: { enum: [''] } },
        },
      },
    },
  },
  AuditEntry: {
    type: 'object',
    required: ['id', 'at', 'account_id', 'route', 'view', 'subjects'],
    properties: {
      id: { type: 'string' },
      at: { description: 'ISO 8601, wall time.', type: 'string' },
      account_id: { type: 'string' },
      route: {
        description: 'Such as `GET /api/v1/statuses/:id`, or of a socket `subscribe public`.',
        type: 'string',
      },
      view: {
        type: 'object',
        required: ['at', 'live', 'from'],
        properties: {
          at: { description: 'ISO 8601.', type: 'string' },
          live: { type: 'boolean' },
          from: {
            description: 'A country, `elsewhere`, or null where it was unknown.',
            type: ['string', 'null'],
          },
        },
      },
      subjects: {
        description:
          'Ids of what was seen, and of what a restriction on it is on: posts, accounts, orders,\nrestrictions, authorities, hashtags. Of a socket none: it sees whatever comes.',
        type: 'array',
        items: { type: 'string' },
      },
    },
  },
  NotificationType: { enum: ['moderation_warning'] },
  Notification: {
    type: 'object',
    required: ['id', 'type', 'group_key', 'created_at', 'account', 'moderation_warning', 'withheld'],
    properties: {
      id: { type: 'string' },
      type: { enum: ['moderation_warning'] },
      group_key: { type: 'string' },
      created_at: { type: 'string' },
      account: {
        description:
          'Who did what is told: of what the platform does, the one who is told, as Mastodon has it.',
        $ref: '#/components/schemas/Account',
      },
      moderation_warning: { $ref: '#/components/schemas/AccountWarning' },
      withheld: {
        description: "What was done, or ended, exactly; null of a moderator's word with which nothing was.",
        anyOf: [{ $ref: '#/components/schemas/WithheldNotice' }, { type: 'null' }],
      },
    },
  },
  AccountWarning: {
    type: 'object',
    required: ['id', 'action', 'text', 'status_ids', 'target_account', 'appeal', 'created_at'],
    properties: {
      id: { type: 'string' },
      action: {
        description:
          '`none` where nothing was done, and also where Mastodon has no name for it, such as withholding in some countries.',
        enum: ['none', 'delete_statuses', 'silence', 'suspend'],
      },
      text: {
        description: "Plain text: a moderator's own words, or what was done, in the reader's language.",
        type: 'string',
      },
      status_ids: { type: 'array', items: { type: 'string' } },
      target_account: { $ref: '#/components/schemas/Account' },
      appeal: { type: 'null' },
      created_at: { type: 'string' },
    },
  },
  WithheldNotice: {
    type: 'object',
    required: [
      'scope',
      'kind',
      'country_codes',
      'basis',
      'order_id',
      'since',
      'until',
      'reason',
      'status_id',
      'lifted_at',
    ],
    properties: {
      scope: { enum: ['one_post', 'your_account'] },
      kind: { enum: ['suspend', 'withhold', 'label', 'limit'] },
      country_codes: {
        description: 'ISO 3166-1 alpha-2, sorted; `*` alone for everywhere.',
        type: 'array',
        items: { type: 'string' },
      },
      basis: { enum: ['legal_demand', 'local_law', 'platform_rule'] },
      order_id: {
        description: 'Null where there is no order, or where it may not be named.',
        type: ['string', 'null'],
      },
      since: {
        description: 'ISO 8601: since when, and until when if an end was set as it was imposed.',
        type: 'string',
      },
      until: { type: ['string', 'null'] },
      reason: { type: ['string', 'null'] },
      status_id: { description: 'Null where it is on the account.', type: ['string', 'null'] },
      lifted_at: {
        description: 'When it ended; null where what is told is that it began.',
        type: ['string', 'null'],
      },
    },
  },
  Authority: {
    type: 'object',
    required: ['id', 'name', 'short_name', 'country', 'note', 'url'],
    properties: {
      id: { type: 'string' },
      name: { type: 'string' },
      short_name: { type: 'string' },
      country: { type: ['string', 'null'] },
      note: { type: 'string' },
      url: { type: 'string' },
    },
  },
  SubjectField: {
    type: 'object',
    required: ['status_id', 'account_id', 'tag'],
    properties: {
      status_id: { type: ['string', 'null'] },
      account_id: { type: ['string', 'null'] },
      tag: { description: 'Without `#`.', type: ['string', 'null'] },
    },
  },
  Order: {
    type: 'object',
    required: [
      'id',
      'external_id',
      'authority',
      'venue',
      'title',
      'legal_basis',
      'grounds',
      'reason',
      'countries',
      'deadline',
      'emergency',
      'confidential',
      'filed_at',
      'status',
      'status_since',
      'status_reason',
      'items_count',
      'outcomes',
      'notices',
      'scenario',
      'provenance',
    ],
    properties: {
      id: { type: 'string' },
      external_id: { type: ['string', 'null'] },
      authority: { $ref: '#/components/schemas/Authority' },
      venue: { description: 'The venue it is addressed to.', type: 'string' },
      title: { type: 'string' },
      legal_basis: { type: 'string' },
      grounds: {
        description: "Empty where a scenario's sources do not tell them.",
        type: 'array',
        items: { type: 'string' },
      },
      reason: { type: 'string' },
      countries: {
        description: 'ISO 3166-1 alpha-2, sorted; `*` alone for everywhere.',
        type: 'array',
        items: { type: 'string' },
      },
      deadline: { type: ['string', 'null'] },
      emergency: { type: 'boolean' },
      confidential: { type: 'boolean' },
      filed_at: { type: 'string' },
      status: { enum: ['in_force', 'confirmed', 'revoked', 'expired', 'set_aside'] },
      status_since: { description: 'ISO 8601: since when it stands so, and why.', type: 'string' },
      status_reason: { type: 'string' },
      items_count: { type: 'number' },
      outcomes: {
        description: 'How many items stand so: their latest decision, or `open`.',
        type: 'object',
        additionalProperties: { type: 'number' },
      },
      notices: { type: 'array', items: { $ref: '#/components/schemas/OrderNotice' } },
      scenario: { type: ['string', 'null'] },
      provenance: { anyOf: [{ $ref: '#/components/schemas/ProvenanceField' }, { type: 'null' }] },
    },
  },
  OrderNotice: {
    type: 'object',
    required: ['id', 'at', 'kind', 'text', 'provenance'],
    properties: {
      id: { type: 'string' },
      at: { type: 'string' },
      kind: { enum: ['other', 'non_compliance'] },
      text: { type: 'string' },
      provenance: { anyOf: [{ $ref: '#/components/schemas/ProvenanceField' }, { type: 'null' }] },
    },
  },
  OrderItem: {
    type: 'object',
    required: ['n', 'url', 'state', 'decision', 'status_id', 'account_id', 'tag'],
    properties: {
      n: { description: 'From 1, in the order of the demand.', type: 'number' },
      url: { type: ['string', 'null'] },
      state: { description: "The latest decision's outcome, or `open`.", type: 'string' },
      decision: {
        type: ['object', 'null'],
        required: ['id', 'at', 'outcome', 'reason', 'ground'],
        properties: {
          id: { type: 'string' },
          at: { type: 'string' },
          outcome: { type: 'string' },
          reason: { type: 'string' },
          ground: { description: 'Whom a refusal protects.', type: ['string', 'null'] },
        },
      },
      status_id: { type: ['string', 'null'] },
      account_id: { type: ['string', 'null'] },
      tag: { description: 'Without `#`.', type: ['string', 'null'] },
    },
  },
  RestrictionField: {
    type: 'object',
    required: [
      'id',
      'kind',
      'countries',
      'basis',
      'reason',
      'label',
      'from',
      'until',
      'in_force',
      'order_id',
      'item',
      'status_id',
      'account_id',
      'tag',
    ],
    properties: {
      id: { type: 'string' },
      kind: { enum: ['suspend', 'withhold', 'label', 'limit'] },
      countries: { type: 'array', items: { type: 'string' } },
      basis: { enum: ['legal_demand', 'local_law', 'platform_rule'] },
      reason: { type: 'string' },
      label: { type: ['string', 'null'] },
      from: { description: 'ISO 8601: the half-open interval `[from, until)`.', type: 'string' },
      until: { type: ['string', 'null'] },
      in_force: { type: 'boolean' },
      order_id: {
        description: 'Null where there is none, or where it may not be named.',
        type: ['string', 'null'],
      },
      item: { type: ['number', 'null'] },
      status_id: { type: ['string', 'null'] },
      account_id: { type: ['string', 'null'] },
      tag: { description: 'Without `#`.', type: ['string', 'null'] },
    },
  },
  Explanation: {
    type: 'object',
    required: ['viewpoint', 'verdict', 'rules', 'status_id', 'account_id', 'tag'],
    properties: {
      viewpoint: {
        type: 'object',
        required: ['at', 'live', 'from', 'basis', 'mode', 'viewer', 'role', 'why'],
        properties: {
          at: { description: 'ISO 8601.', type: 'string' },
          live: { type: 'boolean' },
          from: {
            description: 'A country, `elsewhere`, or null where it is unknown.',
            type: ['string', 'null'],
          },
          basis: { $ref: '#/components/schemas/PlaceBasis' },
          mode: { enum: ['open', 'enforced'] },
          viewer: { type: ['string', 'null'] },
          role: { type: ['string', 'null'] },
          why: { description: 'Why the viewer is where they are, in words.', type: 'string' },
        },
      },
      verdict: { enum: ['deleted', 'full', 'labelled', 'withheld', 'suspended', 'absent'] },
      rules: {
        description: 'In the order in which they are considered.',
        type: 'array',
        items: { $ref: '#/components/schemas/ExplainedRule' },
      },
      status_id: { type: ['string', 'null'] },
      account_id: { type: ['string', 'null'] },
      tag: { description: 'Without `#`.', type: ['string', 'null'] },
    },
  },
  ExplainedRule: {
    type: 'object',
    required: ['rule', 'matched', 'because', 'restriction', 'events'],
    properties: {
      rule: { enum: ['deleted', 'suspend', 'withhold', 'label', 'limit', 'absent'] },
      matched: { type: 'boolean' },
      because: { description: 'On what facts, in words.', type: 'string' },
      restriction: { anyOf: [{ $ref: '#/components/schemas/RestrictionField' }, { type: 'null' }] },
      events: {
        description: 'The events it rests on, as far as they may be named.',
        type: 'array',
        items: {
          type: 'object',
          required: ['seq', 'id', 'type', 'at'],
          properties: {
            seq: { type: 'number' },
            id: { type: 'string' },
            type: { type: 'string' },
            at: { type: 'string' },
          },
        },
      },
    },
  },
  NumberedDecision: {
    type: 'object',
    required: ['numbers', 'order_id', 'outcome', 'reason', 'items', 'scenario', 'provenance'],
    properties: {
      numbers: {
        description: 'The items decided, ascending; null where the order is confidential.',
        type: ['array', 'null'],
        items: { type: 'number' },
      },
      order_id: { type: ['string', 'null'] },
      outcome: { type: 'string' },
      reason: { type: 'string' },
      items: { type: 'number' },
      scenario: { type: ['string', 'null'] },
      provenance: { anyOf: [{ $ref: '#/components/schemas/ProvenanceField' }, { type: 'null' }] },
    },
  },
  TapePayloads: {
    type: 'object',
    required: ['update', 'status.update', 'delete', 'thread', 'context', 'order', 'decision', 'trend'],
    properties: {
      update: { description: 'A post that is seen for the first time.', $ref: '#/components/schemas/Status' },
      'status.update': {
        description: 'A post that reads otherwise than a moment before.',
        $ref: '#/components/schemas/Status',
      },
      delete: { description: 'The id of a post that is no longer seen.', type: 'string' },
      thread: {
        description:
          'A post that the feed leaves out and that stands in its threads: an unlisted one, or the tombstone of what is\nsuspended or gone. Where the feed held it, its `delete` comes first; an `update` or `status.update` of the id\nbrings it back into the feed.',
        $ref: '#/components/schemas/Status',
      },
      context: { $ref: '#/components/schemas/ContextRow' },
      order: {
        type: 'object',
        required: ['order_id', 'title', 'what', 'text', 'items', 'scenario', 'provenance'],
        properties: {
          order_id: { type: ['string', 'null'] },
          title: { type: 'string' },
          what: {
            description: '`filed`, `noticed`, `confirmed`, `revoked`, `expired` or `set_aside`.',
            type: 'string',
          },
          text: { type: 'string' },
          items: { type: 'number' },
          scenario: { type: ['string', 'null'] },
          provenance: { anyOf: [{ $ref: '#/components/schemas/ProvenanceField' }, { type: 'null' }] },
        },
      },
      decision: { $ref: '#/components/schemas/NumberedDecision' },
      trend: {
        description: 'A hashtag was seen among the trends of a country.',
        type: 'object',
        required: ['id', 'tag', 'country', 'rank', 'posts', 'scenario', 'provenance'],
        properties: {
          id: { type: 'string' },
          tag: { type: 'string' },
          country: { type: 'string' },
          rank: { type: 'number' },
          posts: {
            description: 'How many posts a source counted; null where none did.',
            type: ['number', 'null'],
          },
          scenario: { type: 'string' },
          provenance: { anyOf: [{ $ref: '#/components/schemas/ProvenanceField' }, { type: 'null' }] },
        },
      },
    },
  },
  TapeFrame: {
    anyOf: [
      {
        type: 'object',
        required: ['type', 'payload'],
        properties: { type: { enum: ['update'] }, payload: { $ref: '#/components/schemas/Status' } },
      },
      {
        type: 'object',
        required: ['type', 'payload'],
        properties: { type: { enum: ['status.update'] }, payload: { $ref: '#/components/schemas/Status' } },
      },
      {
        type: 'object',
        required: ['type', 'payload'],
        properties: { type: { enum: ['delete'] }, payload: { type: 'string' } },
      },
      {
        type: 'object',
        required: ['type', 'payload'],
        properties: { type: { enum: ['thread'] }, payload: { $ref: '#/components/schemas/Status' } },
      },
      {
        type: 'object',
        required: ['type', 'payload'],
        properties: { type: { enum: ['context'] }, payload: { $ref: '#/components/schemas/ContextRow' } },
      },
      {
        type: 'object',
        required: ['type', 'payload'],
        properties: {
          type: { enum: ['order'] },
          payload: {
            type: 'object',
            required: ['order_id', 'title', 'what', 'text', 'items', 'scenario', 'provenance'],
            properties: {
              order_id: { type: ['string', 'null'] },
              title: { type: 'string' },
              what: {
                description: '`filed`, `noticed`, `confirmed`, `revoked`, `expired` or `set_aside`.',
                type: 'string',
              },
              text: { type: 'string' },
              items: { type: 'number' },
              scenario: { type: ['string', 'null'] },
              provenance: { anyOf: [{ $ref: '#/components/schemas/ProvenanceField' }, { type: 'null' }] },
            },
          },
        },
      },
      {
        type: 'object',
        required: ['type', 'payload'],
        properties: {
          type: { enum: ['decision'] },
          payload: { $ref: '#/components/schemas/NumberedDecision' },
        },
      },
      {
        type: 'object',
        required: ['type', 'payload'],
        properties: {
          type: { enum: ['trend'] },
          payload: {
            type: 'object',
            required: ['id', 'tag', 'country', 'rank', 'posts', 'scenario', 'provenance'],
            properties: {
              id: { type: 'string' },
              tag: { type: 'string' },
              country: { type: 'string' },
              rank: { type: 'number' },
              posts: {
                description: 'How many posts a source counted; null where none did.',
                type: ['number', 'null'],
              },
              scenario: { type: 'string' },
              provenance: { anyOf: [{ $ref: '#/components/schemas/ProvenanceField' }, { type: 'null' }] },
            },
          },
        },
      },
    ],
  },
  Moment: {
    type: 'object',
    required: ['n', 'at', 'step', 'frames'],
    properties: {
      n: { description: 'Counts up from 0 within the tape.', type: 'number' },
      at: { description: 'Story time, ISO 8601. Ascends strictly.', type: 'string' },
      step: {
        description: 'The step of the scenario; null where a restriction began or ended by the clock.',
        type: ['string', 'null'],
      },
      frames: { type: 'array', items: { $ref: '#/components/schemas/TapeFrame' } },
    },
  },
  Tape: {
    type: 'object',
    required: ['moments', 'next', 'cursor', 'is_complete'],
    properties: {
      moments: { type: 'array', items: { $ref: '#/components/schemas/Moment' } },
      next: {
        description:
          '`since` of the next page; null at the end, or at the end of what has been performed so far.',
        type: ['string', 'null'],
      },
      cursor: {
        description:
          '`since` by which to read on after these moments, also at the end, where more may come about.',
        type: 'string',
      },
      is_complete: {
        description: 'Whether all steps have happened; false while it is performed.',
        type: 'boolean',
      },
    },
  },
  ScenarioStage: {
    type: 'object',
    required: [
      'id',
      'title',
      'language',
      'is_unreviewed_translation',
      'time_zone',
      'opening',
      'places',
      'further_places',
      'sides',
      'stand_in_note',
      'cuts',
      'instants',
      'chapters',
      'context',
      'file_is_loaded',
      'is_complete',
    ],
    properties: {
      id: { type: 'string' },
      title: { type: 'string' },
      language: { description: 'Of these words: `en`, `hi`.', type: 'string' },
      is_unreviewed_translation: {
        description: 'Whether these words were translated and a native reader has not looked at them yet.',
        type: 'boolean',
      },
      time_zone: { type: 'string' },
      opening: {
        description: 'The first words that the stage shows.',
        type: 'object',
        required: ['headline', 'text'],
        properties: { headline: { type: 'string' }, text: { type: 'string' } },
      },
      places: {
        description: 'The countries, or `elsewhere`, that the left and the right pane open on.',
        type: 'object',
        required: [
          '0',
          '1',
          'length',
          'toString',
          'toLocaleString',
          'pop',
          'push',
          'concat',
          'join',
          'reverse',
          'shift',
          'slice',
          'sort',
          'splice',
          'unshift',
          'indexOf',
          'lastIndexOf',
          'every',
          'some',
          'forEach',
          'map',
          'filter',
          'reduce',
          'reduceRight',
          'find',
          'findIndex',
          'fill',
          'copyWithin',
          'entries',
          'keys',
          'values',
          'includes',
          'flatMap',
          'flat',
          'at',
          'findLast',
          'findLastIndex',
          'toReversed',
          'toSorted',
          'toSpliced',
          'with',
          '__@iterator@454',
          '__@unscopables@456',
        ],
        properties: {
          '0': { type: 'string' },
          '1': { type: 'string' },
          length: { enum: [2] },
          toString: {
            description: 'Returns a string representation of an array.',
            type: 'object',
            properties: {},
          },
          toLocaleString: {
            description:
              'Returns a string representation of an array. The elements are converted to string using their toLocaleString methods.',
            type: 'object',
            properties: {},
          },
          pop: {
            description:
              'Removes the last element from an array and returns it.\nIf the array is empty, undefined is returned and the array is not modified.',
            type: 'object',
            properties: {},
          },
          push: {
            description:
              'Appends new elements to the end of an array, and returns the new length of the array.',
            type: 'object',
            properties: {},
          },
          concat: {
            description:
              'Combines two or more arrays.\nThis method returns a new array without modifying any existing arrays.',
            type: 'object',
            properties: {},
          },
          join: {
            description:
              'Adds all the elements of an array into a string, separated by the specified separator string.',
            type: 'object',
            properties: {},
          },
          reverse: {
            description:
              'Reverses the elements in an array in place.\nThis method mutates the array and returns a reference to the same array.',
            type: 'object',
            properties: {},
          },
          shift: {
            description:
              'Removes the first element from an array and returns it.\nIf the array is empty, undefined is returned and the array is not modified.',
            type: 'object',
            properties: {},
          },
          slice: {
            description:
              'Returns a copy of a section of an array.\nFor both start and end, a negative index can be used to indicate an offset from the end of the array.\nFor example, -2 refers to the second to last element of the array.',
            type: 'object',
            properties: {},
          },
          sort: {
            description:
              'Sorts an array in place.\nThis method mutates the array and returns a reference to the same array.',
            type: 'object',
            properties: {},
          },
          splice: {
            description:
              'Removes elements from an array and, if necessary, inserts new elements in their place, returning the deleted elements.',
            type: 'object',
            properties: {},
          },
          unshift: {
            description:
              'Inserts new elements at the start of an array, and returns the new length of the array.',
            type: 'object',
            properties: {},
          },
          indexOf: {
            description:
              'Returns the index of the first occurrence of a value in an array, or -1 if it is not present.',
            type: 'object',
            properties: {},
          },
          lastIndexOf: {
            description:
              'Returns the index of the last occurrence of a specified value in an array, or -1 if it is not present.',
            type: 'object',
            properties: {},
          },
          every: {
            description: 'Determines whether all the members of an array satisfy the specified test.',
            type: 'object',
            properties: {},
          },
          some: {
            description:
              'Determines whether the specified callback function returns true for any element of an array.',
            type: 'object',
            properties: {},
          },
          forEach: {
            description: 'Performs the specified action for each element in an array.',
            type: 'object',
            properties: {},
          },
          map: {
            description:
              'Calls a defined callback function on each element of an array, and returns an array that contains the results.',
            type: 'object',
            properties: {},
          },
          filter: {
            description:
              'Returns the elements of an array that meet the condition specified in a callback function.',
            type: 'object',
            properties: {},
          },
          reduce: {
            description:
              'Calls the specified callback function for all the elements in an array. The return value of the callback function is the accumulated result, and is provided as an argument in the next call to the callback function.',
            type: 'object',
            properties: {},
          },
          reduceRight: {
            description:
              'Calls the specified callback function for all the elements in an array, in descending order. The return value of the callback function is the accumulated result, and is provided as an argument in the next call to the callback function.',
            type: 'object',
            properties: {},
          },
          find: {
            description:
              'Returns the value of the first element in the array where predicate is true, and undefined\notherwise.',
            type: 'object',
            properties: {},
          },
          findIndex: {
            description:
              'Returns the index of the first element in the array where predicate is true, and -1\notherwise.',
            type: 'object',
            properties: {},
          },
          fill: {
            description:
              'Changes all array elements from `start` to `end` index to a static `value` and returns the modified array',
            type: 'object',
            properties: {},
          },
          copyWithin: {
            description:
              'Returns the this object after copying a section of the array identified by start and end\nto the same array starting at position target',
            type: 'object',
            properties: {},
          },
          entries: {
            description: 'Returns an iterable of key, value pairs for every entry in the array',
            type: 'object',
            properties: {},
          },
          keys: { description: 'Returns an iterable of keys in the array', type: 'object', properties: {} },
          values: {
            description: 'Returns an iterable of values in the array',
            type: 'object',
            properties: {},
          },
          includes: {
            description:
              'Determines whether an array includes a certain element, returning true or false as appropriate.',
            type: 'object',
            properties: {},
          },
          flatMap: {
            description:
              'Calls a defined callback function on each element of an array. Then, flattens the result into\na new array.\nThis is identical to a map followed by flat with depth 1.',
            type: 'object',
            properties: {},
          },
          flat: {
            description:
              'Returns a new array with all sub-array elements concatenated into it recursively up to the\nspecified depth.',
            type: 'object',
            properties: {},
          },
          at: {
            description: 'Returns the item located at the specified index.',
            type: 'object',
            properties: {},
          },
          findLast: {
            description:
              'Returns the value of the last element in the array where predicate is true, and undefined\notherwise.',
            type: 'object',
            properties: {},
          },
          findLastIndex: {
            description:
              'Returns the index of the last element in the array where predicate is true, and -1\notherwise.',
            type: 'object',
            properties: {},
          },
          toReversed: {
            description: 'Returns a copy of an array with its elements reversed.',
            type: 'object',
            properties: {},
          },
          toSorted: {
            description: 'Returns a copy of an array with its elements sorted.',
            type: 'object',
            properties: {},
          },
          toSpliced: {
            description:
              'Copies an array and removes elements and, if necessary, inserts new elements in their place. Returns the copied array.\nCopies an array and removes elements while returning the remaining elements.',
            type: 'object',
            properties: {},
          },
          with: {
            description:
              'Copies an array, then overwrites the value at the provided index with the\ngiven value. If the index is negative, then it replaces from the end\nof the array.',
            type: 'object',
            properties: {},
          },
          '__@iterator@454': { description: 'Iterator', type: 'object', properties: {} },
          '__@unscopables@456': {
            description:
              "Is an object whose properties have the value 'true'\nwhen they will be absent when used in a 'with' statement.",
            type: 'object',
            properties: {
              length: {
                description:
                  'Gets or sets the length of the array. This is a number one higher than the highest index in the array.',
                type: 'boolean',
              },
              toString: { description: 'Returns a string representation of an array.', type: 'boolean' },
              toLocaleString: {
                description:
                  'Returns a string representation of an array. The elements are converted to string using their toLocaleString methods.',
                type: 'boolean',
              },
              pop: {
                description:
                  'Removes the last element from an array and returns it.\nIf the array is empty, undefined is returned and the array is not modified.',
                type: 'boolean',
              },
              push: {
                description:
                  'Appends new elements to the end of an array, and returns the new length of the array.',
                type: 'boolean',
              },
              concat: {
                description:
                  'Combines two or more arrays.\nThis method returns a new array without modifying any existing arrays.',
                type: 'boolean',
              },
              join: {
                description:
                  'Adds all the elements of an array into a string, separated by the specified separator string.',
                type: 'boolean',
              },
              reverse: {
                description:
                  'Reverses the elements in an array in place.\nThis method mutates the array and returns a reference to the same array.',
                type: 'boolean',
              },
              shift: {
                description:
                  'Removes the first element from an array and returns it.\nIf the array is empty, undefined is returned and the array is not modified.',
                type: 'boolean',
              },
              slice: {
                description:
                  'Returns a copy of a section of an array.\nFor both start and end, a negative index can be used to indicate an offset from the end of the array.\nFor example, -2 refers to the second to last element of the array.',
                type: 'boolean',
              },
              sort: {
                description:
                  'Sorts an array in place.\nThis method mutates the array and returns a reference to the same array.',
                type: 'boolean',
              },
              splice: {
                description:
                  'Removes elements from an array and, if necessary, inserts new elements in their place, returning the deleted elements.',
                type: 'boolean',
              },
              unshift: {
                description:
                  'Inserts new elements at the start of an array, and returns the new length of the array.',
                type: 'boolean',
              },
              indexOf: {
                description:
                  'Returns the index of the first occurrence of a value in an array, or -1 if it is not present.',
                type: 'boolean',
              },
              lastIndexOf: {
                description:
                  'Returns the index of the last occurrence of a specified value in an array, or -1 if it is not present.',
                type: 'boolean',
              },
              every: {
                description: 'Determines whether all the members of an array satisfy the specified test.',
                type: 'boolean',
              },
              some: {
                description:
                  'Determines whether the specified callback function returns true for any element of an array.',
                type: 'boolean',
              },
              forEach: {
                description: 'Performs the specified action for each element in an array.',
                type: 'boolean',
              },
              map: {
                description:
                  'Calls a defined callback function on each element of an array, and returns an array that contains the results.',
                type: 'boolean',
              },
              filter: {
                description:
                  'Returns the elements of an array that meet the condition specified in a callback function.',
                type: 'boolean',
              },
              reduce: {
                description:
                  'Calls the specified callback function for all the elements in an array. The return value of the callback function is the accumulated result, and is provided as an argument in the next call to the callback function.',
                type: 'boolean',
              },
              reduceRight: {
                description:
                  'Calls the specified callback function for all the elements in an array, in descending order. The return value of the callback function is the accumulated result, and is provided as an argument in the next call to the callback function.',
                type: 'boolean',
              },
              find: {
                description:
                  'Returns the value of the first element in the array where predicate is true, and undefined\notherwise.',
                type: 'boolean',
              },
              findIndex: {
                description:
                  'Returns the index of the first element in the array where predicate is true, and -1\notherwise.',
                type: 'boolean',
              },
              fill: {
                description:
                  'Changes all array elements from `start` to `end` index to a static `value` and returns the modified array',
                type: 'boolean',
              },
              copyWithin: {
                description:
                  'Returns the this object after copying a section of the array identified by start and end\nto the same array starting at position target',
                type: 'boolean',
              },
              entries: {
                description: 'Returns an iterable of key, value pairs for every entry in the array',
                type: 'boolean',
              },
              keys: { description: 'Returns an iterable of keys in the array', type: 'boolean' },
              values: { description: 'Returns an iterable of values in the array', type: 'boolean' },
              includes: {
                description:
                  'Determines whether an array includes a certain element, returning true or false as appropriate.',
                type: 'boolean',
              },
              flatMap: {
                description:
                  'Calls a defined callback function on each element of an array. Then, flattens the result into\na new array.\nThis is identical to a map followed by flat with depth 1.',
                type: 'boolean',
              },
              flat: {
                description:
                  'Returns a new array with all sub-array elements concatenated into it recursively up to the\nspecified depth.',
                type: 'boolean',
              },
              at: { description: 'Returns the item located at the specified index.', type: 'boolean' },
              findLast: {
                description:
                  'Returns the value of the last element in the array where predicate is true, and undefined\notherwise.',
                type: 'boolean',
              },
              findLastIndex: {
                description:
                  'Returns the index of the last element in the array where predicate is true, and -1\notherwise.',
                type: 'boolean',
              },
              toReversed: {
                description: 'Returns a copy of an array with its elements reversed.',
                type: 'boolean',
              },
              toSorted: {
                description: 'Returns a copy of an array with its elements sorted.',
                type: 'boolean',
              },
              toSpliced: {
                description:
                  'Copies an array and removes elements and, if necessary, inserts new elements in their place. Returns the copied array.\nCopies an array and removes elements while returning the remaining elements.',
                type: 'boolean',
              },
              with: {
                description:
                  'Copies an array, then overwrites the value at the provided index with the\ngiven value. If the index is negative, then it replaces from the end\nof the array.',
                type: 'boolean',
              },
              '__@iterator@454': { description: 'Iterator', type: 'boolean' },
              '__@unscopables@456': {
                description:
                  "Is an object whose properties have the value 'true'\nwhen they will be absent when used in a 'with' statement.",
                type: 'boolean',
              },
            },
          },
        },
      },
      further_places: {
        description: 'Other countries that the story is about, for the top of the picker.',
        type: 'array',
        items: { type: 'string' },
      },
      sides: {
        description: "Parties to the story: whoever a narrator's row speaks for (`ContextRow.side`).",
        type: 'array',
        items: {
          type: 'object',
          required: ['id', 'name', 'short'],
          properties: { id: { type: 'string' }, name: { type: 'string' }, short: { type: 'string' } },
        },
      },
      stand_in_note: {
        description: 'Said beside each count of stand-ins; null where the story has none.',
        type: ['string', 'null'],
      },
      cuts: {
        description:
          'What the stage plays, the first by default. A cut leaves out no step: it shortens the gaps between them.',
        type: 'array',
        items: {
          type: 'object',
          required: ['id', 'title', 'idle_limit'],
          properties: { id: { type: 'string' }, title: { type: 'string' }, idle_limit: { type: 'number' } },
        },
      },
      instants: {
        description:
          'ISO 8601, ascending strictly: the instants between which stage time runs, one for each moment.',
        type: 'array',
        items: { type: 'string' },
      },
      chapters: {
        description: '`at` is ISO 8601.',
        type: 'array',
        items: {
          type: 'object',
          required: ['id', 'title', 'headline', 'at'],
          properties: {
            id: { type: 'string' },
            title: { type: 'string' },
            headline: { type: 'string' },
            at: { type: 'string' },
          },
        },
      },
      context: {
        description: "Narrator's rows in this language, by id; empty where they are told in the story's own.",
        type: 'object',
        additionalProperties: {
          type: 'object',
          required: ['title', 'text'],
          properties: { title: { type: 'string' }, text: { type: 'string' } },
        },
      },
      file_is_loaded: {
        description:
          'Whether the file is the one that was loaded; where not, what is shown is of another version of it.',
        type: 'boolean',
      },
      is_complete: {
        description: 'Whether all steps have happened; false while it is performed.',
        type: 'boolean',
      },
    },
  },
  ItemCounts: {
    type: 'object',
    required: ['items', 'accounts', 'posts', 'hashtags', 'urls'],
    properties: {
      items: { type: 'number' },
      accounts: { type: ['number', 'null'] },
      posts: { type: ['number', 'null'] },
      hashtags: { type: ['number', 'null'] },
      urls: { type: ['number', 'null'] },
    },
  },
  TransparencyCounts: {
    type: 'object',
    required: ['specified', 'withheld', 'suspended', 'labelled', 'limited', 'refused', 'restored', 'open'],
    properties: {
      specified: { $ref: '#/components/schemas/ItemCounts' },
      withheld: { $ref: '#/components/schemas/ItemCounts' },
      suspended: { $ref: '#/components/schemas/ItemCounts' },
      labelled: { $ref: '#/components/schemas/ItemCounts' },
      limited: { $ref: '#/components/schemas/ItemCounts' },
      refused: { $ref: '#/components/schemas/ItemCounts' },
      restored: { $ref: '#/components/schemas/ItemCounts' },
      open: { $ref: '#/components/schemas/ItemCounts' },
    },
  },
  TransparencyRow: {
    type: 'object',
    required: [
      'country',
      'authority',
      'venue',
      'scenario',
      'illustrative',
      'orders',
      'orders_in_force',
      'median_time_to_decision_ms',
      'specified',
      'withheld',
      'suspended',
      'labelled',
      'limited',
      'refused',
      'restored',
      'open',
    ],
    properties: {
      country: {
        description: 'ISO 3166-1 alpha-2, or `*` for everywhere; null where it is not told.',
        type: ['string', 'null'],
      },
      authority: {
        description:
          'Null, as are country and venue, where the orders are confidential: counted, and not named.',
        type: ['object', 'null'],
        required: ['id', 'name', 'short_name', 'country', 'url'],
        properties: {
          id: { type: 'string' },
          name: { type: 'string' },
          short_name: { type: 'string' },
          country: { type: ['string', 'null'] },
          url: { type: 'string' },
        },
      },
      venue: { type: ['string', 'null'] },
      scenario: {
        description: "The scenario whose orders these are; null for people's.",
        type: ['string', 'null'],
      },
      illustrative: {
        description: 'Whether they belong to a scenario: a reconstruction, with stand-ins.',
        type: 'boolean',
      },
      orders: { type: 'number' },
      orders_in_force: {
        description: 'Those neither revoked, expired nor set aside. An order that ended lifted what it held.',
        type: 'number',
      },
      median_time_to_decision_ms: {
        description:
          "From an order's filing to an item's first decision, ms; null where nothing is decided, and of a scenario.",
        type: ['number', 'null'],
      },
      specified: { $ref: '#/components/schemas/ItemCounts' },
      withheld: { $ref: '#/components/schemas/ItemCounts' },
      suspended: { $ref: '#/components/schemas/ItemCounts' },
      labelled: { $ref: '#/components/schemas/ItemCounts' },
      limited: { $ref: '#/components/schemas/ItemCounts' },
      refused: { $ref: '#/components/schemas/ItemCounts' },
      restored: { $ref: '#/components/schemas/ItemCounts' },
      open: { $ref: '#/components/schemas/ItemCounts' },
    },
  },
  TransparencyReport: {
    type: 'object',
    required: ['notice', 'as_of', 'from', 'to', 'note', 'rows'],
    properties: {
      notice: {
        description: 'That it must not be filed anywhere, where it holds rows of a scenario.',
        anyOf: [{ enum: ['Reconstruction: do not file'] }, { type: 'null' }],
      },
      as_of: { description: "ISO 8601: the viewpoint's instant.", type: 'string' },
      from: {
        description: 'ISO 8601: orders filed in `[from, to)`; null where that end is open.',
        type: ['string', 'null'],
      },
      to: { type: ['string', 'null'] },
      note: { description: 'How the rows are to be read.', type: 'string' },
      rows: { type: 'array', items: { $ref: '#/components/schemas/TransparencyRow' } },
    },
  },
  StatementOfReasons: {
    type: 'object',
    required: [
      'puid',
      'platform_name',
      'decision_visibility',
      'decision_visibility_other',
      'end_date_visibility_restriction',
      'decision_monetary',
      'decision_monetary_other',
      'end_date_monetary_restriction',
      'decision_provision',
      'end_date_service_restriction',
      'decision_account',
      'end_date_account_restriction',
      'account_type',
      'decision_ground',
      'decision_ground_reference_url',
      'illegal_content_legal_ground',
      'illegal_content_explanation',
      'incompatible_content_ground',
      'incompatible_content_explanation',
      'incompatible_content_illegal',
      'category',
      'category_addition',
      'category_specification',
      'category_specification_other',
      'content_type',
      'content_type_other',
      'content_id',
      'content_language',
      'content_date',
      'application_date',
      'territorial_scope',
      'decision_facts',
      'source_type',
      'source_identity',
      'automated_detection',
      'automated_decision',
      'countries',
      'order_id',
      'scenario',
      'illustrative',
    ],
    properties: {
      puid: { description: 'The id of the decision or restriction.', type: 'string' },
      platform_name: { type: ['string', 'null'] },
      decision_visibility: {
        type: ['array', 'null'],
        items: {
          enum: [
            'DECISION_VISIBILITY_CONTENT_REMOVED',
            'DECISION_VISIBILITY_CONTENT_DISABLED',
            'DECISION_VISIBILITY_CONTENT_DEMOTED',
            'DECISION_VISIBILITY_CONTENT_LABELLED',
          ],
        },
      },
      decision_visibility_other: { type: 'null' },
      end_date_visibility_restriction: { type: ['string', 'null'] },
      decision_monetary: { type: 'null' },
      decision_monetary_other: { type: 'null' },
      end_date_monetary_restriction: { type: 'null' },
      decision_provision: { type: 'null' },
      end_date_service_restriction: { type: 'null' },
      decision_account: { anyOf: [{ enum: ['DECISION_ACCOUNT_SUSPENDED'] }, { type: 'null' }] },
      end_date_account_restriction: { type: ['string', 'null'] },
      account_type: { type: 'null' },
      decision_ground: { enum: ['DECISION_GROUND_ILLEGAL_CONTENT', 'DECISION_GROUND_INCOMPATIBLE_CONTENT'] },
      decision_ground_reference_url: { type: 'null' },
      illegal_content_legal_ground: { type: ['string', 'null'] },
      illegal_content_explanation: { type: ['string', 'null'] },
      incompatible_content_ground: { type: ['string', 'null'] },
      incompatible_content_explanation: { type: ['string', 'null'] },
      incompatible_content_illegal: { type: 'null' },
      category: { $ref: '#/components/schemas/StatementCategory' },
      category_addition: { type: 'array', items: { $ref: '#/components/schemas/StatementCategory' } },
      category_specification: { type: 'array', items: { enum: ['KEYWORD_OTHER'] } },
      category_specification_other: { type: ['string', 'null'] },
      content_type: { type: 'array', items: { enum: ['CONTENT_TYPE_TEXT', 'CONTENT_TYPE_OTHER'] } },
      content_type_other: { type: ['string', 'null'] },
      content_id: { type: 'null' },
      content_language: { type: 'null' },
      content_date: {
        description: 'YYYY-MM-DD in UTC, as are the other dates; null for a hashtag, which nobody posted.',
        type: ['string', 'null'],
      },
      application_date: { type: 'string' },
      territorial_scope: {
        description: 'Those of `countries` that are in the European Economic Area: theirs are no others.',
        type: 'array',
        items: { type: 'string' },
      },
      decision_facts: { type: 'string' },
      source_type: { enum: ['SOURCE_TYPE_OTHER_NOTIFICATION', 'SOURCE_VOLUNTARY'] },
      source_identity: { type: ['string', 'null'] },
      automated_detection: { enum: ['No'] },
      automated_decision: { enum: ['AUTOMATED_DECISION_NOT_AUTOMATED'] },
      countries: {
        description: 'Ours: where it binds. ISO 3166-1 alpha-2; `*` alone for everywhere.',
        type: 'array',
        items: { type: 'string' },
      },
      order_id: {
        description: 'Ours: null where there is no order, or one that may not be named.',
        type: ['string', 'null'],
      },
      scenario: {
        description: "Ours: the scenario it belongs to; null for people's.",
        type: ['string', 'null'],
      },
      illustrative: {
        description: 'Ours: whether it belongs to a scenario, and must not be filed.',
        type: 'boolean',
      },
    },
  },
  StatementCategory: {
    enum: [
      'STATEMENT_CATEGORY_ILLEGAL_OR_HARMFUL_SPEECH',
      'STATEMENT_CATEGORY_NOT_SPECIFIED_NOTICE',
      'STATEMENT_CATEGORY_OTHER_VIOLATION_TC',
      'STATEMENT_CATEGORY_RISK_FOR_PUBLIC_SECURITY',
    ],
  },
} as const;
