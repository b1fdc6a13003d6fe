import { BadRequestException } from '@nestjs/common';

/** More than any form has, a list of a hundred among its fields included. */
const MAX_PAIRS = 1_000;

/** What a content type's text says. The one place that knows of content types. */
const PARSERS: Readonly<Record<string, (text: string) => unknown>> = {
  'application/json': parseJson,
  'application/x-www-form-urlencoded': parseForm,
};

/**
 * How a body of some content type is read; undefined where it is not read at all.
 *
 * @param contentType the header, such as `application/json; charset=utf-8`
 * @returns takes the bytes, in UTF-8, and gives what they say; @throws BadRequestException where they say nothing
 */
export function parserOf(contentType: string): ((bytes: Buffer) => unknown) | undefined {
  const [mediaType = ''] = contentType.split(';');
  const parse = PARSERS[mediaType.trim().toLowerCase()];
  return parse && ((bytes) => parse(textOf(bytes)));
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

/** A field that is given more than once is a list. */
function parseForm(text: string): unknown {
  // Counted before there is an object for each.
  let pairs = 1;
  for (let at = text.indexOf('&'); at !== -1; at = text.indexOf('&', at + 1)) pairs += 1;
  if (pairs > MAX_PAIRS) throw new BadRequestException(`A form has at most ${MAX_PAIRS} fields`);
  const form = Object.create(null) as Record<string, string | string[]>;
  for (const [name, value] of new URLSearchParams(text)) {
    const before = form[name];
    form[name] = before === undefined ? value : [before, value].flat();
  }
  return form;
}
