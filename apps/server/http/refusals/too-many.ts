import { HttpException } from '@nestjs/common';

/** 429, in Mastodon's words where nothing is known that says more, with when it may be tried again. */
export class TooManyRequestsException extends HttpException {
  /** @param retryAfter seconds until it may be tried again */
  constructor(
    readonly retryAfter: number,
    message = 'Too many requests',
  ) {
    super({ error: message }, 429);
  }

  /** @param until when it may be tried again, ms since the epoch */
  static until(until: number): TooManyRequestsException {
    return new TooManyRequestsException(Math.max(1, Math.ceil((until - Date.now()) / 1000)));
  }
}
