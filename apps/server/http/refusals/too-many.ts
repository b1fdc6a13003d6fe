import { HttpException } from '@nestjs/common';

/** 429, in Mastodon's words, with when it may be tried again. */
export class TooManyRequestsException extends HttpException {
  /** Seconds. */
  readonly retryAfter: number;

  /** @param until when it may be tried again, ms since the epoch */
  constructor(until: number) {
    super({ error: 'Too many requests' }, 429);
    this.retryAfter = Math.max(1, Math.ceil((until - Date.now()) / 1000));
  }
}
