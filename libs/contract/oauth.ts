/** `GET /api/v1/apps/verify_credentials`: an app, without its secret. */
export interface Application {
  id: string;
  name: string;
  website: string | null;
  scopes: string[];
  redirect_uris: string[];
  /** The same, in lines. */
  redirect_uri: string;
  /** Empty: no push notifications are sent. */
  vapid_key: string;
}

/** `POST /api/v1/apps`: an app, with what it is told once. */
export interface CredentialApplication extends Application {
  client_id: string;
  client_secret: string;
  /** Never. */
  client_secret_expires_at: 0;
}

/** `GET /.well-known/oauth-authorization-server` (RFC 8414). */
export interface OAuthServerMetadata {
  issuer: string;
  authorization_endpoint: string;
  token_endpoint: string;
  revocation_endpoint: string;
  userinfo_endpoint: string;
  /** Mastodon's own: apps are registered in its way, and not in RFC 7591's. */
  app_registration_endpoint: string;
  service_documentation: string;
  scopes_supported: string[];
  response_types_supported: string[];
  response_modes_supported: string[];
  grant_types_supported: string[];
  token_endpoint_auth_methods_supported: string[];
  revocation_endpoint_auth_methods_supported: string[];
  code_challenge_methods_supported: string[];
  /** RFC 9207. */
  authorization_response_iss_parameter_supported: boolean;
}

/** `GET /oauth/userinfo`, as OpenID Connect names it. */
export interface UserInfo {
  iss: string;
  /** The account's `uri`. */
  sub: string;
  name: string;
  preferred_username: string;
  profile: string;
  picture: string;
}
