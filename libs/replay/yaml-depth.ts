import { CST, Lexer } from 'yaml';
import type { Position } from './problems.js';

// The format itself nests six deep. Beyond some thousand levels the YAML parser would run out of
// stack, and V8 ends the whole process when that happens while it compiles a regular expression.
const MAX_BRACKETS = 20;
/** `?` and `:` within brackets, without a comma between them: each may open a level. */
const MAX_CHAIN = 10;
/** Columns of indentation, and `-`, `?` and `:` that open something on the same line. */
const MAX_INDENT = 100;

const INDICATORS = new Set<string | null>(['seq-item-ind', 'explicit-key-ind', 'map-value-ind']);
const OPENING = new Set<string | null>(['flow-seq-start', 'flow-map-start']);
const CLOSING = new Set<string | null>(['flow-seq-end', 'flow-map-end']);
/** Lexemes that only mark what follows, and have no text of their own. */
const MARKS = new Set<string | null>(['scalar', 'doc-mode', 'flow-error-end']);

/**
 * Finds where a YAML text first nests deeper than any scenario needs to; null where it never does. Uses
 * the lexer alone, which keeps no stack.
 */
export function firstTooDeep(text: string): Position | null {
  let brackets = 0;
  let chain = 0;
  let indent = 0;
  let atLineStart = true;
  let line = 1;
  let column = 1;
  let marked: string | null = null;
  for (const lexeme of new Lexer().lex(text)) {
    const type: string | null = marked === 'scalar' ? null : CST.tokenType(lexeme);
    marked = type;
    if (MARKS.has(type)) continue;
    if (OPENING.has(type)) brackets++;
    else if (CLOSING.has(type)) brackets--;
    if (OPENING.has(type) || CLOSING.has(type) || type === 'comma') chain = 0;
    else if (INDICATORS.has(type) && brackets > 0) chain++;
    else if (INDICATORS.has(type)) indent++;
    else if (type === 'space' && atLineStart) indent += lexeme.length;
    if (brackets > MAX_BRACKETS || chain > MAX_CHAIN || indent > MAX_INDENT) return { line, column };
    atLineStart = type === 'newline' || (atLineStart && type === 'space');
    const newline = lexeme.lastIndexOf('\n');
    if (newline < 0) column += lexeme.length;
    else {
      for (const char of lexeme) if (char === '\n') line++;
      column = lexeme.length - newline;
      indent = 0;
    }
  }
  return null;
}
