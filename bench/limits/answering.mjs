/**
 * Answers the messages of the process that started this one, one after the other.
 *
 * @param {(message: any) => Promise<object> | object} answer
 */
export function answering(answer) {
  process.on('message', async (message) => {
    try {
      process.send(await answer(message));
    } catch (error) {
      process.send({ error: error instanceof Error ? (error.stack ?? error.message) : String(error) });
    }
  });
  process.on('disconnect', () => process.exit(0));
}
