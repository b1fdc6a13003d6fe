import { BadRequestException } from '@nestjs/common';
import { formOf, pairsOf } from './form.js';
import { multipartFields } from './multipart.js';

/** Parses the bytes of a body. */
type Parser = (bytes: Buffer, contentType: string) => unknown;

/** The one place that knows of content types. */
const PARSERS: Readonly<Record<string, Parser>> = {
  'application/json': (bytes) => parseJson(textOf(bytes)),
  'application/x-www-form-urlencoded': (bytes) => formOf(pairsOf(textOf(bytes))),
  'multipart/form-data': async (bytes, contentType) => {
    const fields = await multipartFields(bytes, contentType);
    // Without a file, all of it is text.
    textOf(bytes);
    return formOf(fields);
  },
};

/**
 * How a body of some content type is read; undefined where it is not read at all.
 *
 * @param contentType the header, such as `application/json; charset=utf-8`
 * @returns takes the bytes, in UTF-8, and gives what they say, undefined where there are none: clients that
 *   send nothing say all the same that it is JSON; @throws BadRequestException where they say nothing,
 *   UnprocessableEntityException of a file
 */
export function parserOf(contentType: string): ((bytes: Buffer) => unknown) | undefined {
  const [mediaType = ''] = contentType.split(';');
  const parse = PARSERS[mediaType.trim().toLowerCase()];
  return parse && ((bytes) => (bytes.length === 0 ? undefined : parse(bytes, contentType)));
}

function textOf(bytes: Buffer): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    throw new BadRequestException('The body is not UTF-8');
  }
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw new BadRequestException('The body is no JSON');
  }
}
