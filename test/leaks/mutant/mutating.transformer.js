import { createHash } from 'node:crypto';
import path from 'node:path';
import { createTransformer } from '@swc/jest';

/** @typedef {{ file: string, edits: { start: number, end: number, text: string }[] }} Mutant what stands from each `start` to `end` of a file becomes `text` */

/** @type {Mutant | null} */
const mutant = process.env['MUTANT'] === undefined ? null : JSON.parse(process.env['MUTANT']);

/** Compiles as always, but for one file, which it changes before. Nothing on the disk is touched. */
const mutating = {
  createTransformer(/** @type {object} */ options) {
    const swc = createTransformer(options);
    /** @type {(source: string, file: string) => string} */
    const mutated = (source, file) =>
      mutant === null || path.resolve(mutant.file) !== file
        ? source
        : mutant.edits
            .toSorted((a, b) => b.start - a.start)
            .reduce((text, edit) => text.slice(0, edit.start) + edit.text + text.slice(edit.end), source);
    return {
      process: (source, file, rest) => swc.process(mutated(source, file), file, rest),
      processAsync: (source, file, rest) => swc.processAsync(mutated(source, file), file, rest),
      getCacheKey: (source, file, rest) =>
        createHash('sha256')
          .update(swc.getCacheKey(mutated(source, file), file, rest))
          .update(mutated(source, file))
          .digest('hex'),
    };
  },
};

export default mutating;
