import type { Script } from '../support/histories.js';

/** Each written field holds a new canary: a number for what is written at once, a letter for the field. */
const CANARY = /canary(\d+)([a-z])/gi;

/** Writes names and words that can each be recognised wherever they leave the server. */
export class Canaries implements Script {
  private written = 0;
  private people = '';

  /** Begins the next history, whose people have handles of their own. */
  begin(history: number): void {
    this.people = `_${history}`;
  }

  /** The canaries of a hashtag of the next posts, without `#`. */
  nextTags(count: number): string[] {
    return Array.from({ length: count }, (_, i) => `canary${this.written + 1 + i}h`);
  }

  authority(): string {
    return `${this.next()}a`;
  }

  handle(who: string): string {
    return `${who}${this.people}`;
  }

  account(): ReturnType<Script['account']> {
    const canary = this.next();
    return { display_name: `${canary}n`, note: `A note: ${canary}b` };
  }

  post(): ReturnType<Script['post']> {
    const canary = this.next();
    return {
      text: `It says ${canary}t #${canary}h #tagged @${this.handle('asha')}`,
      spoiler_text: `${canary}s`,
    };
  }

  order(): ReturnType<Script['order']> {
    const canary = this.next();
    return {
      external_id: `${canary}e`,
      title: `${canary}o`,
      legal_basis: `Section ${canary}l`,
      reason: `${canary}r`,
    };
  }

  reason(): string {
    return `Because ${this.next()}w`;
  }

  private next(): string {
    this.written += 1;
    return `canary${this.written}`;
  }
}

/** The canaries in a text, each once, in lower case: `canary12t`. */
export function canariesIn(text: string): Set<string> {
  return new Set(Array.from(text.matchAll(CANARY), ([canary]) => canary.toLowerCase()));
}

/** A canary's number, shared by those written at once: a post's text, its tags and its warning. */
export function numberOf(canary: string): number {
  return Number(/\d+/.exec(canary)?.[0]);
}
