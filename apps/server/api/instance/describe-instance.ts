import type {
  Instance,
  InstanceLimits,
  NodeInfo,
  NodeInfoLinks,
  OAuthServerMetadata,
  V1Instance,
} from '#contract';
import { VERSION } from '#config';
import { VENUES } from '#domain';
import { SCOPE_NAMES } from '#identity';
import { LANGUAGES } from '#visibility';
import { RULES } from './rules.js';
import type { Usage } from './usage.js';

/** The version of Mastodon whose API this is, as its clients read it from `version`. */
const MASTODON = '4.4.0';
/** Mastodon's own numbering of its API: 6 is that of 4.4, and 7 has what is not all here. */
const MASTODON_API = 6;
const WITHHELD_API = 1;

const TITLE = VENUES.home.name;
const DESCRIPTION =
  'A microblog that can be replayed, and looked at from anywhere: the same post, the same minute, from India and from elsewhere.';

/** Clients look at its beginning, and some for the word `compatible`. */
const COMPATIBLE = `${MASTODON} (compatible; Withheld ${VERSION})`;

const LIMITS: InstanceLimits = {
  accounts: { max_featured_tags: 0, max_pinned_statuses: 5 },
  statuses: {
    max_characters: VENUES.home.maxLength,
    max_media_attachments: 0,
    characters_reserved_per_url: VENUES.home.charactersPerUrl ?? 0,
  },
  media_attachments: {
    supported_mime_types: [],
    description_limit: 0,
    image_size_limit: 0,
    image_matrix_limit: 0,
    video_size_limit: 0,
    video_frame_rate_limit: 0,
    video_matrix_limit: 0,
  },
  polls: { max_options: 0, max_characters_per_option: 0, min_expiration: 0, max_expiration: 0 },
};

/**
 * Describes this server as `GET /api/v2/instance` does.
 *
 * @param origin such as `https://example.org`
 * @param demo whether accounts to try it with are given by one click
 */
export function instanceOf(
  origin: string,
  { people }: Usage,
  demo: Instance['configuration']['demo'],
): Instance {
  return {
    domain: domainOf(origin),
    title: TITLE,
    version: COMPATIBLE,
    // There is no address of the source that every copy has: its documentation is served with it.
    source_url: `${origin}/docs`,
    description: DESCRIPTION,
    usage: { users: { active_month: people.activeMonth } },
    thumbnail: {
      url: thumbnailOf(origin),
      blurhash: null,
      versions: { '@1x': thumbnailOf(origin), '@2x': thumbnailOf(origin) },
    },
    icon: ['192', '512'].map((size) => ({ src: `${origin}/icon-${size}.png`, size: `${size}x${size}` })),
    languages: [...LANGUAGES],
    configuration: {
      urls: {
        streaming: streamingOf(origin),
        status: null,
        about: origin,
        privacy_policy: null,
        terms_of_service: null,
      },
      vapid: { public_key: '' },
      ...LIMITS,
      translation: { enabled: false },
      demo,
      limited_federation: true,
    },
    registrations: {
      enabled: true,
      approval_required: false,
      reason_required: false,
      message: null,
      min_age: null,
      url: null,
    },
    api_versions: { mastodon: MASTODON_API, withheld: WITHHELD_API },
    contact: { email: '', account: null },
    rules: [...RULES],
  };
}

/** Describes this server as `GET /api/v1/instance` does. */
export function v1InstanceOf(origin: string, { people, posts }: Usage): V1Instance {
  return {
    uri: domainOf(origin),
    title: TITLE,
    short_description: DESCRIPTION,
    description: DESCRIPTION,
    email: '',
    version: COMPATIBLE,
    urls: { streaming_api: streamingOf(origin) },
    // Of domains, this one.
    stats: { user_count: people.total, status_count: posts, domain_count: 1 },
    thumbnail: thumbnailOf(origin),
    languages: [...LANGUAGES],
    registrations: true,
    approval_required: false,
    invites_enabled: false,
    configuration: LIMITS,
    contact_account: null,
    rules: [...RULES],
  };
}

/** `GET /api/v1/instance/extended_description`. */
export function extendedDescription(): { updated_at: string; content: string } {
  return { updated_at: '2026-01-01T00:00:00.000Z', content: `<p>${DESCRIPTION}</p>` };
}

/** @see https://nodeinfo.diaspora.software/protocol */
export function nodeInfoLinks(origin: string): NodeInfoLinks {
  return {
    links: [{ rel: 'http://nodeinfo.diaspora.software/ns/schema/2.0', href: `${origin}/nodeinfo/2.0` }],
  };
}

/** @see https://nodeinfo.diaspora.software/ns/schema/2.0 */
export function nodeInfoOf({ people, posts }: Usage): NodeInfo {
  return {
    version: '2.0',
    software: { name: 'withheld', version: VERSION },
    protocols: [],
    services: { inbound: [], outbound: ['rss2.0'] },
    openRegistrations: true,
    usage: { users: people, localPosts: posts },
    metadata: { nodeName: TITLE, upstream: { name: 'mastodon', version: MASTODON } },
  };
}

/** Describes this server's OAuth to programs. @see https://www.rfc-editor.org/rfc/rfc8414 */
export function oauthMetadataOf(origin: string): OAuthServerMetadata {
  const byClient = ['client_secret_basic', 'client_secret_post'];
  return {
    issuer: origin,
    authorization_endpoint: `${origin}/oauth/authorize`,
    token_endpoint: `${origin}/oauth/token`,
    revocation_endpoint: `${origin}/oauth/revoke`,
    userinfo_endpoint: `${origin}/oauth/userinfo`,
    app_registration_endpoint: `${origin}/api/v1/apps`,
    service_documentation: `${origin}/docs`,
    scopes_supported: [...SCOPE_NAMES],
    response_types_supported: ['code'],
    response_modes_supported: ['query'],
    grant_types_supported: ['authorization_code', 'client_credentials'],
    token_endpoint_auth_methods_supported: byClient,
    revocation_endpoint_auth_methods_supported: byClient,
    code_challenge_methods_supported: ['S256'],
    authorization_response_iss_parameter_supported: true,
  };
}

/** The host with its port, where that is not the scheme's own: a client makes addresses of it. */
function domainOf(origin: string): string {
  return new URL(origin).host;
}

function streamingOf(origin: string): string {
  return origin.replace(/^http/, 'ws');
}

function thumbnailOf(origin: string): string {
  return `${origin}/thumbnail.png`;
}
