import { Busboy, type BusboyInstance } from '@fastify/busboy';
import { BadRequestException, UnprocessableEntityException } from '@nestjs/common';
import { MAX_PAIRS } from './form.js';

/** A field is named in an error as far as this. */
const LONGEST_NAME = 40;

/**
 * Reads the fields of a body in `multipart/form-data` (RFC 7578), as they were sent. No route takes a file, so
 * that one is refused rather than dropped; a field for files that was left empty, which browsers send all the
 * same, is none.
 *
 * @param contentType with its boundary
 * @throws BadRequestException of what is no such body, UnprocessableEntityException of a file
 */
export function multipartFields(
  bytes: Buffer,
  contentType: string,
): Promise<[name: string, value: string][]> {
  return new Promise((resolve, reject) => {
    const fields: [string, string][] = [];
    const refuse = (): void => reject(new BadRequestException('The body is no multipart/form-data'));
    const refuseFile = (name = 'one field'): void =>
      reject(
        new UnprocessableEntityException(
          `Validation failed: ${name.slice(0, LONGEST_NAME)} is a file, and no file is taken here`,
        ),
      );
    const parser = busboyFor(bytes, contentType);
    if (parser === null) return refuse();
    parser.on('field', (name: string | undefined, value: string) => {
      if (name === undefined) refuse();
      else fields.push([name, value]);
    });
    parser.on('file', (name: string | undefined, file, filename?: string) => {
      if (filename) refuseFile(name);
      file.on('data', () => refuseFile(name)).on('error', refuse);
    });
    parser.on('partsLimit', () => reject(new BadRequestException(`A form has at most ${MAX_PAIRS} fields`)));
    parser.on('error', refuse);
    parser.on('finish', () => resolve(fields));
    parser.end(bytes);
  });
}

/** Null where the content type names no boundary. */
function busboyFor({ length }: Buffer, contentType: string): BusboyInstance | null {
  try {
    return new Busboy({
      headers: { 'content-type': contentType },
      // The body's own bytes bound what a field may be: cut short, it would be another.
      limits: { parts: MAX_PAIRS, fieldSize: length, headerPairs: 20 },
    });
  } catch {
    return null;
  }
}
