import { Gated } from '#visibility';
import type { GatedFrame } from './gated-frame.js';

/** A frame whose payload has been through the gate, with the texts that it is sent as: each is made once. */
export class EncodedFrame {
  private readonly texts = new Map<string, string>();

  /** @throws where its payload has not been through the gate: it is held back */
  constructor(readonly frame: GatedFrame) {
    if (!Gated.is(frame.payload)) throw new Error('A frame that nobody judged was held back');
  }

  /** As JSON, around the text of its payload, which was made once for all who are told it. */
  get text(): string {
    return this.as('frame', ({ payload, more, ...rest }) => {
      const head = JSON.stringify(rest).slice(0, -1);
      return `${head},"payload":${payload.text}${more === true ? ',"more":true' : ''}}`;
    });
  }

  /**
   * The frame in some form.
   *
   * @param form names it; it is made once, and whoever asks for it again gets the same
   */
  as(form: string, make: (frame: GatedFrame) => string): string {
    let text = this.texts.get(form);
    if (text === undefined) this.texts.set(form, (text = make(this.frame)));
    return text;
  }
}
