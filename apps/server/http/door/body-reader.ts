import type { IncomingMessage, ServerResponse } from 'node:http';
import {
  BadRequestException,
  Inject,
  Injectable,
  PayloadTooLargeException,
  RequestTimeoutException,
  UnprocessableEntityException,
  UnsupportedMediaTypeException,
} from '@nestjs/common';
import { BodiesUnderWay } from './bodies-under-way.js';
import { parserOf } from './body-parser.js';
import { SERVER_BOUNDS, type Bounds } from './bounds.js';
import { letSend } from './expectation.js';
import { whatIsWrong } from './shape.js';

/** Bytes that a body is first given room for. */
const FIRST_ROOM = 4_096;

/** Reads the bodies of requests: bounded in bytes, in number, and in shape before anything else looks at them. */
@Injectable()
export class BodyReader {
  private readonly underWay: BodiesUnderWay;

  constructor(@Inject(SERVER_BOUNDS) private readonly bounds: Bounds) {
    this.underWay = new BodiesUnderWay(bounds.allBodiesBytes);
  }

  /**
   * Reads and parses the body of a request; undefined where there is none.
   *
   * @throws UnsupportedMediaTypeException, PayloadTooLargeException, BadRequestException of what cannot be
   * parsed, UnprocessableEntityException of what is too much in itself, RequestTimeoutException where others
   * need the room
   */
  async read(request: IncomingMessage, response: ServerResponse): Promise<unknown> {
    const {
      'content-type': type = '',
      'content-encoding': coding,
      'content-length': length,
    } = request.headers;
    if (!hasBody(request)) return undefined;
    if ((coding ?? 'identity').toLowerCase() !== 'identity') {
      // RFC 9110, section 15.5.16.
      response.setHeader('accept-encoding', 'identity');
      throw new UnsupportedMediaTypeException('Send the body as it is: no Content-Encoding is taken');
    }
    const parse = parserOf(type);
    if (parse === undefined)
      throw new UnsupportedMediaTypeException('Send JSON or a form, and say which in Content-Type');
    if (Number(length ?? 0) > this.bounds.bodyBytes) throw this.tooLarge();
    letSend(request, response);
    const body = await parse(await this.bytesOf(request));
    const wrong = whatIsWrong('The body', body);
    if (wrong !== null) throw new UnprocessableEntityException(wrong);
    return body;
  }

  private bytesOf(request: IncomingMessage): Promise<Buffer> {
    return new Promise((resolve, reject) => {
      let held = Buffer.allocUnsafe(FIRST_ROOM);
      let length = 0;
      const finish = (settle: () => void): void => {
        request.off('data', take).off('end', end).off('close', close).off('error', close);
        this.underWay.end(body);
        settle();
      };
      // The rest of the body is read on and dropped.
      const fail = (error: Error): void => finish(() => reject(error));
      // A chunk is copied, since it would keep the whole buffer that it is a slice of in memory.
      const take = (chunk: Buffer): void => {
        const needed = length + chunk.length;
        if (needed > this.bounds.bodyBytes) return fail(this.tooLarge());
        if (needed > held.length) {
          const room = Buffer.allocUnsafe(Math.max(needed, Math.min(2 * held.length, this.bounds.bodyBytes)));
          held.copy(room, 0, 0, length);
          this.underWay.hold(body, room.length - held.length);
          held = room;
        }
        length += chunk.copy(held, length);
      };
      const end = (): void => finish(() => resolve(held.subarray(0, length)));
      const close = (): void => finish(() => reject(new BadRequestException('The body came to no end')));
      const body = {
        bytes: 0,
        giveUp: () => fail(new RequestTimeoutException('The body took too long: others wait')),
      };
      this.underWay.hold(body, held.length);
      request.on('data', take).on('end', end).on('close', close).on('error', close);
      if (request.destroyed) close();
    });
  }

  private tooLarge(): PayloadTooLargeException {
    return new PayloadTooLargeException(`A body has at most ${this.bounds.bodyBytes} bytes`);
  }
}

/** Whether a request says that a body comes with it (RFC 9112, section 6.3). */
export function hasBody({ headers }: IncomingMessage): boolean {
  return headers['transfer-encoding'] !== undefined || Number(headers['content-length'] ?? 0) > 0;
}
