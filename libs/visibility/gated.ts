import type { Viewpoint } from './viewpoint.js';

const JSON_TYPE = 'application/json; charset=utf-8';

/** Held by this file alone: nothing else can make a `Gated`. */
const KEY = Symbol('visibility gate');

/**
 * Something that may leave: it has been judged. Only `seal` makes one, and only the gate calls it
 * (the index exports the class as a type and for `instanceof`); what sends answers checks at run
 * time that it holds one, and refuses anything else.
 */
export class Gated<T> {
  /** Private to the run time, not only to the compiler. */
  readonly #value: T;
  readonly #mediaType: string;
  #text: string | undefined;

  constructor(key: symbol, value: T, rendered?: { mediaType: string; text: string }) {
    if (key !== KEY) throw new TypeError('Only the gate decides what may leave');
    this.#value = value;
    this.#mediaType = rendered?.mediaType ?? JSON_TYPE;
    this.#text = rendered?.text;
    // Nobody can override a property of it, so exactly what was judged is sent.
    Object.freeze(this);
  }

  /** Whether a value came through the gate; no look-alike passes. */
  static is(value: unknown): value is Gated<unknown> {
    return typeof value === 'object' && value !== null && #value in value;
  }

  get value(): T {
    return this.#value;
  }

  /** The text to send, rendered once however often it is sent: JSON, unless `as` gave it another form. */
  get text(): string {
    return (this.#text ??= JSON.stringify(this.#value));
  }

  /** The media type of `text`. */
  get mediaType(): string {
    return this.#mediaType;
  }

  /**
   * The same in another form: a page, a feed, a table.
   *
   * @param mediaType such as `text/html; charset=utf-8`
   * @param render makes the text of what was judged, and of nothing else
   */
  as(mediaType: string, render: (value: T) => string): Gated<T> {
    return new Gated(KEY, this.#value, { mediaType, text: render(this.#value) });
  }
}

Object.freeze(Gated.prototype);

/** The bytes of a text in each coding in which it is sent, and what tells it from another. */
export interface Forms {
  /** By content coding, such as `br`. */
  bytes: ReadonlyMap<string, Uint8Array>;
  /** Differs where the text does: an entity tag's opaque part. */
  tag: string;
}

/** Something that passed the gate, kept in the codings in which it is sent again and again, and in no other form. */
export class Packed<T> {
  readonly #forms: Forms;
  readonly #mediaType: string;

  private constructor(forms: Forms, mediaType: string) {
    this.#forms = forms;
    this.#mediaType = mediaType;
    Object.freeze(this);
  }

  /** @param pack makes the bytes of the text that it is given, and of nothing else */
  static async of<T>(gated: Gated<T>, pack: (text: string) => Promise<Forms>): Promise<Packed<T>> {
    if (!Gated.is(gated)) throw new TypeError('Only what the gate let pass is packed');
    return new Packed<T>(await pack(gated.text), gated.mediaType);
  }

  /** Whether a value was packed here; no look-alike passes. */
  static is(value: unknown): value is Packed<unknown> {
    return typeof value === 'object' && value !== null && #forms in value;
  }

  get mediaType(): string {
    return this.#mediaType;
  }

  get tag(): string {
    return this.#forms.tag;
  }

  /** How many bytes it takes up. */
  get size(): number {
    return [...this.#forms.bytes.values()].reduce((sum, { byteLength }) => sum + byteLength, 0);
  }

  /** Its bytes in a coding; undefined where it is not kept in that. */
  as(coding: string): Uint8Array | undefined {
    return this.#forms.bytes.get(coding);
  }

  /** Gives the packed value. @param unpack gives back the text that was packed */
  async open(unpack: (forms: Forms) => Promise<string>): Promise<Gated<T>> {
    const text = await unpack(this.#forms);
    return sealAs(JSON.parse(text) as T, text);
  }
}

Object.freeze(Packed.prototype);

/** Marks a value as judged. Not exported from the lib. */
export function seal<T>(value: T): Gated<T> {
  return new Gated(KEY, value);
}

/** Marks a value as judged whose JSON text was put together from texts that were. Not exported from the lib. */
export function sealAs<T>(value: T, text: string): Gated<T> {
  return new Gated(KEY, value, { mediaType: JSON_TYPE, text });
}

/**
 * Marks a value as judged for a viewpoint, and notes for the audit what of it is exempt, so that nothing
 * meant for moderators alone leaves unaudited. Not exported from the lib.
 *
 * @param exempt ids, as the judge and the predicates of access give them
 */
export function release<T>(
  value: T,
  exempt: Iterable<string>,
  { exempted }: Pick<Viewpoint, 'exempted'>,
): Gated<T> {
  if (exempted !== undefined) for (const id of exempt) exempted.add(id);
  return seal(value);
}
