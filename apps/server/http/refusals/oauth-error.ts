import { HttpException } from '@nestjs/common';

/**
 * An error of OAuth 2: a code that programs read, and beside it words for whoever writes them.
 *
 * @see https://www.rfc-editor.org/rfc/rfc6749#section-5.2
 */
export class OAuthException extends HttpException {
  /** @param challenge the scheme that a client has to authenticate by, where that is what failed */
  constructor(
    status: 400 | 401 | 403,
    code: string,
    description: string,
    readonly challenge: string | null = null,
  ) {
    super({ error: code, error_description: description }, status);
  }
}

/** A token that is no longer taken, so that its holder signs in again (RFC 6750, section 3.1). */
export class InvalidTokenException extends OAuthException {
  constructor(description: string) {
    super(401, 'invalid_token', description, 'Bearer error="invalid_token"');
  }
}
