import type { Moment, ScenarioStage, TapeFrame } from '#contract';

/** The words of a story in the page's language, where its log has them in another: by the ids of what they are of. */
export type TranslatedWords = Pick<ScenarioStage, 'context' | 'orders'>;

/** Gives moments in the story's words for the page: its narrator's rows and the titles of its orders. */
export function toldIn({ context, orders }: TranslatedWords, moments: readonly Moment[]): readonly Moment[] {
  if (Object.keys(context).length === 0 && Object.keys(orders).length === 0) return moments;
  const told = (frame: TapeFrame): TapeFrame => {
    if (frame.type === 'context')
      return { ...frame, payload: { ...frame.payload, ...context[frame.payload.id] } };
    if (frame.type !== 'order') return frame;
    const title = orders[frame.payload.order_id ?? ''];
    return title === undefined ? frame : { ...frame, payload: { ...frame.payload, title } };
  };
  return moments.map((moment) => ({ ...moment, frames: moment.frames.map(told) }));
}
