import type { PlaceBasis, ProvenanceField } from './entities.js';

/** A body that files legal orders. Its page is this server's own, never a real body's address. */
export interface Authority {
  id: string;
  name: string;
  short_name: string;
  country: string | null;
  note: string;
  url: string;
}

/** The subject of a restriction or of an order's item: exactly one of these is set. */
export interface SubjectField {
  status_id: string | null;
  account_id: string | null;
  /** Without `#`. */
  tag: string | null;
}

/** `GET /api/v1/orders`, `/:id`: a legal demand, as of the viewpoint's instant. */
export interface Order {
  id: string;
  external_id: string | null;
  authority: Authority;
  /** The venue it is addressed to. */
  venue: string;
  title: string;
  legal_basis: string;
  /** Empty where a scenario's sources do not tell them. */
  grounds: string[];
  reason: string;
  /** ISO 3166-1 alpha-2, sorted; `*` alone for everywhere. */
  countries: string[];
  deadline: string | null;
  emergency: boolean;
  confidential: boolean;
  filed_at: string;
  status: 'in_force' | 'confirmed' | 'revoked' | 'expired' | 'set_aside';
  /** ISO 8601: since when it stands so, and why. */
  status_since: string;
  status_reason: string;
  items_count: number;
  /** How many items stand so: their latest decision, or `open`. */
  outcomes: Record<string, number>;
  notices: OrderNotice[];
  scenario: string | null;
  provenance: ProvenanceField | null;
}

export interface OrderNotice {
  id: string;
  at: string;
  kind: 'non_compliance' | 'other';
  text: string;
  provenance: ProvenanceField | null;
}

/** `GET /api/v1/orders/:id/items`. */
export interface OrderItem extends SubjectField {
  /** From 1, in the order of the demand. */
  n: number;
  url: string | null;
  /** The latest decision's outcome, or `open`. */
  state: string;
  decision: {
    id: string;
    at: string;
    outcome: string;
    reason: string;
    /** Whom a refusal protects. */
    ground: string | null;
    /** The account that decided; null to all but moderators, and where a story did. */
    decided_by: string | null;
  } | null;
}

/** `POST /api/v1/orders/resolve`: a line as typed, and what it names. */
export interface ResolvedLine extends SubjectField {
  /** From 1. */
  line: number;
  /** As it was given. */
  text: string;
  /** An address elsewhere, which an order may name as it is. */
  url: string | null;
  /** An earlier line that names the same. */
  same_as: number | null;
  /** Why it names nothing that an order may name; null where it does. */
  error: string | null;
}

/** `GET /api/v1/restrictions`: a restriction on something, and for how long. */
export interface RestrictionField extends SubjectField {
  id: string;
  kind: 'withhold' | 'suspend' | 'label' | 'limit';
  countries: string[];
  basis: 'legal_demand' | 'local_law' | 'platform_rule';
  reason: string;
  label: string | null;
  /** ISO 8601: the half-open interval `[from, until)`. */
  from: string;
  until: string | null;
  in_force: boolean;
  /** Null where there is none, or where it may not be named. */
  order_id: string | null;
  item: number | null;
  /** The account that imposed it; null to all but moderators, and where a story did. */
  imposed_by: string | null;
}

/** `GET /api/v1/explain`: what a viewpoint sees of something, and why, rule by rule. */
export interface Explanation extends SubjectField {
  viewpoint: {
    /** ISO 8601. */
    at: string;
    live: boolean;
    /** A country, `elsewhere`, or null where it is unknown. */
    from: string | null;
    basis: PlaceBasis;
    mode: 'open' | 'enforced';
    viewer: string | null;
    role: string | null;
    /** Why the viewer is where they are, in words. */
    why: string;
  };
  verdict: 'full' | 'labelled' | 'withheld' | 'suspended' | 'deleted' | 'absent';
  /** In the order in which they are considered. */
  rules: ExplainedRule[];
}

export interface ExplainedRule {
  rule: 'absent' | 'deleted' | RestrictionField['kind'];
  matched: boolean;
  /** On what facts, in words. */
  because: string;
  restriction: RestrictionField | null;
  /** The events it rests on, as far as they may be named. */
  events: { seq: number; id: string; type: string; at: string }[];
}
