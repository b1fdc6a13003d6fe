import type { Account } from './entities.js';

/** A rule of this server. */
export interface Rule {
  id: string;
  text: string;
  hint: string;
  translations: { hi: { text: string; hint: string } };
}

/** The limits of what one may send, of `GET /api/v1/instance` and `/api/v2/instance`. */
export interface InstanceLimits {
  accounts: { max_featured_tags: number; max_pinned_statuses: number };
  statuses: { max_characters: number; max_media_attachments: number; characters_reserved_per_url: number };
  /** No file is taken, so nothing of any kind. */
  media_attachments: {
    supported_mime_types: string[];
    description_limit: number;
    image_size_limit: number;
    image_matrix_limit: number;
    video_size_limit: number;
    video_frame_rate_limit: number;
    video_matrix_limit: number;
  };
  /** No poll is taken. */
  polls: {
    max_options: number;
    max_characters_per_option: number;
    min_expiration: number;
    max_expiration: number;
  };
}

/** The answer of `GET /api/v2/instance` beside the limits. */
export interface InstanceConfiguration extends InstanceLimits {
  urls: {
    streaming: string;
    status: string | null;
    about: string;
    privacy_policy: string | null;
    terms_of_service: string | null;
  };
  /** Empty: no push notifications are sent. */
  vapid: { public_key: string };
  translation: { enabled: boolean };
  /**
   * Whether accounts to try it with are given by one click (`POST /api/v1/demo/sign-in`): `local` of each role;
   * `public` of readers, and of other roles for the code that the terminal shows.
   */
  demo: 'off' | 'local' | 'public';
  limited_federation: boolean;
}

/** `GET /api/v2/instance`. */
export interface Instance {
  /** With the port, where it is not the scheme's own. */
  domain: string;
  title: string;
  version: string;
  source_url: string;
  description: string;
  usage: { users: { active_month: number } };
  thumbnail: { url: string; blurhash: string | null; versions: { '@1x': string; '@2x': string } };
  icon: { src: string; size: string }[];
  languages: string[];
  configuration: InstanceConfiguration;
  registrations: {
    enabled: boolean;
    approval_required: boolean;
    reason_required: boolean;
    message: string | null;
    min_age: number | null;
    url: string | null;
  };
  /** Which versions of which APIs are here; `withheld` is what this server adds. */
  api_versions: { mastodon: number; withheld: number };
  contact: { email: string; account: Account | null };
  rules: Rule[];
}

/** `GET /api/v1/instance`. */
export interface V1Instance {
  uri: string;
  title: string;
  short_description: string;
  description: string;
  email: string;
  version: string;
  urls: { streaming_api: string };
  stats: { user_count: number; status_count: number; domain_count: number };
  thumbnail: string;
  languages: string[];
  registrations: boolean;
  approval_required: boolean;
  invites_enabled: boolean;
  configuration: InstanceLimits;
  contact_account: Account | null;
  rules: Rule[];
}

/** `GET /api/v1/instance/extended_description`, `/privacy_policy`. */
export interface ExtendedDescription {
  updated_at: string;
  /** HTML. */
  content: string;
}

/** `GET /.well-known/nodeinfo`. */
export interface NodeInfoLinks {
  links: { rel: string; href: string }[];
}

/** `GET /nodeinfo/2.0`. */
export interface NodeInfo {
  version: '2.0';
  software: { name: string; version: string };
  /** None: this server does not federate. */
  protocols: string[];
  services: { inbound: string[]; outbound: string[] };
  openRegistrations: boolean;
  usage: { users: { total: number; activeMonth: number; activeHalfyear: number }; localPosts: number };
  /** `upstream` names the API that it has. */
  metadata: { nodeName: string; upstream: { name: 'mastodon'; version: string } };
}
