import type { Authority } from './orders.js';

/** The number of items, in all and by kind; the kinds are null where they are not told. */
export interface ItemCounts {
  items: number;
  accounts: number | null;
  posts: number | null;
  hashtags: number | null;
  urls: number | null;
}

/** The items that orders specified, and how they stand: by their latest decision, or still open. */
export interface TransparencyCounts {
  specified: ItemCounts;
  withheld: ItemCounts;
  suspended: ItemCounts;
  labelled: ItemCounts;
  limited: ItemCounts;
  refused: ItemCounts;
  restored: ItemCounts;
  open: ItemCounts;
}

/** The orders of one authority to one venue, as far as they name one country. */
export interface TransparencyRow extends TransparencyCounts {
  /** ISO 3166-1 alpha-2, or `*` for everywhere; null where it is not told. */
  country: string | null;
  /** Null, as are country and venue, where the orders are confidential: counted, and not named. */
  authority: Pick<Authority, 'id' | 'name' | 'short_name' | 'country' | 'url'> | null;
  venue: string | null;
  /** The scenario whose orders these are; null for people's. */
  scenario: string | null;
  /** Whether they belong to a scenario: a reconstruction, with stand-ins. */
  illustrative: boolean;
  orders: number;
  /** Those neither revoked, expired nor set aside. An order that ended lifted what it held. */
  orders_in_force: number;
  /** From an order's filing to an item's first decision, ms; null where nothing is decided, and of a scenario. */
  median_time_to_decision_ms: number | null;
}

/** `GET /api/v1/transparency/report`. */
export interface TransparencyReport {
  /** That it must not be filed anywhere, where it holds rows of a scenario. */
  notice: 'Reconstruction: do not file' | null;
  /** ISO 8601: the viewpoint's instant. */
  as_of: string;
  /** ISO 8601: orders filed in `[from, to)`; null where that end is open. */
  from: string | null;
  to: string | null;
  /** How the rows are to be read. */
  note: string;
  rows: TransparencyRow[];
}

/**
 * `GET /api/v1/transparency/statements`: why something is restricted, in the fields and values of
 * the EU's DSA Transparency Database (API v2), and below them four of our own. Those of their fields that
 * have no equivalent here are null.
 *
 * @see https://transparency.dsa.ec.europa.eu/page/api-documentation
 */
export interface StatementOfReasons {
  /** The id of the decision or restriction. */
  puid: string;
  platform_name: string | null;
  decision_visibility:
    | (
        | 'DECISION_VISIBILITY_CONTENT_REMOVED'
        | 'DECISION_VISIBILITY_CONTENT_DISABLED'
        | 'DECISION_VISIBILITY_CONTENT_DEMOTED'
        | 'DECISION_VISIBILITY_CONTENT_LABELLED'
      )[]
    | null;
  decision_visibility_other: null;
  end_date_visibility_restriction: string | null;
  decision_monetary: null;
  decision_monetary_other: null;
  end_date_monetary_restriction: null;
  decision_provision: null;
  end_date_service_restriction: null;
  decision_account: 'DECISION_ACCOUNT_SUSPENDED' | null;
  end_date_account_restriction: string | null;
  account_type: null;
  decision_ground: 'DECISION_GROUND_ILLEGAL_CONTENT' | 'DECISION_GROUND_INCOMPATIBLE_CONTENT';
  decision_ground_reference_url: null;
  illegal_content_legal_ground: string | null;
  illegal_content_explanation: string | null;
  incompatible_content_ground: string | null;
  incompatible_content_explanation: string | null;
  incompatible_content_illegal: null;
  category: StatementCategory;
  category_addition: StatementCategory[];
  category_specification: 'KEYWORD_OTHER'[];
  category_specification_other: string | null;
  content_type: ('CONTENT_TYPE_TEXT' | 'CONTENT_TYPE_OTHER')[];
  content_type_other: string | null;
  content_id: null;
  content_language: null;
  /** YYYY-MM-DD in UTC, as are the other dates; null for a hashtag, which nobody posted. */
  content_date: string | null;
  application_date: string;
  /** Those of `countries` that are in the European Economic Area: theirs are no others. */
  territorial_scope: string[];
  decision_facts: string;
  source_type: 'SOURCE_TYPE_OTHER_NOTIFICATION' | 'SOURCE_VOLUNTARY';
  source_identity: string | null;
  automated_detection: 'No';
  automated_decision: 'AUTOMATED_DECISION_NOT_AUTOMATED';

  /** Ours: where it binds. ISO 3166-1 alpha-2; `*` alone for everywhere. */
  countries: string[];
  /** Ours: null where there is no order, or one that may not be named. */
  order_id: string | null;
  /** Ours: the scenario it belongs to; null for people's. */
  scenario: string | null;
  /** Ours: whether it belongs to a scenario, and must not be filed. */
  illustrative: boolean;
}

/** Those of their categories that a restriction here can fall under. */
export type StatementCategory =
  | 'STATEMENT_CATEGORY_ILLEGAL_OR_HARMFUL_SPEECH'
  | 'STATEMENT_CATEGORY_NOT_SPECIFIED_NOTICE'
  | 'STATEMENT_CATEGORY_OTHER_VIOLATION_TC'
  | 'STATEMENT_CATEGORY_RISK_FOR_PUBLIC_SECURITY';

/**
 * `GET /api/v1/transparency/notices`: an order in the fields of Lumen's API for notices, of type
 * `GovernmentRequest`, and below them three of our own.
 *
 * @see https://github.com/berkmancenter/lumendatabase/wiki/Lumen-API-Documentation
 */
export interface LumenNotice {
  type: 'GovernmentRequest';
  title: string;
  subject: string;
  body: string;
  /** YYYY-MM-DD in UTC. */
  date_sent: string;
  date_received: string;
  source: string;
  /** Of what was demanded: all of it is restricted, some, or nothing. */
  action_taken: 'Yes' | 'Partial' | 'No';
  /** ISO 3166-1 alpha-2. */
  jurisdiction_list: string[];
  /** The law that the order names. */
  regulation_list: string[];
  topic_list: string[];
  entity_notice_roles_attributes: {
    name: 'sender' | 'recipient';
    entity_attributes: { name: string; country_code: string | null };
  }[];
  works_attributes: { description: string; infringing_urls_attributes: { url: string }[] }[];

  /** Ours. */
  order_id: string;
  /** Ours: the scenario it belongs to; null for people's. */
  scenario: string | null;
  /** Ours: whether it belongs to a scenario, and must not be filed. */
  illustrative: boolean;
}
