import type { Owner } from '#database';
import type { Line, Lines, Operation } from '#operations';

/** The owner of the database did not answer, or would not. */
export class OwnerDoesNotAnswer extends Error {
  override readonly name = 'OwnerDoesNotAnswer';
}

/**
 * Asks the server that owns the database to run an operation, and passes its lines on.
 *
 * @returns the exit code of the command
 */
export async function* askOwner(owner: Owner, operation: Operation, signal: AbortSignal): Lines {
  if (owner.address === null) {
    throw new OwnerDoesNotAnswer(
      `Process ${owner.pid} has the database and is still starting. Try again in a moment.`,
    );
  }
  try {
    const response = await fetch(`${owner.address}/internal/operations`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', 'x-operator-token': owner.token },
      body: JSON.stringify(operation),
      signal,
    });
    if (!response.ok || response.body === null) {
      throw new OwnerDoesNotAnswer(
        `The server at ${owner.address} refused (${response.status}). Stop it, then run the command again.`,
      );
    }
    for await (const text of linesOf(response.body)) {
      const message = JSON.parse(text) as Line | { exit: number };
      if ('exit' in message) return message.exit;
      yield message;
    }
  } catch (error) {
    if (signal.aborted) {
      yield { kind: 'line', text: 'Stopped. The same command goes on from there.' };
      return 0;
    }
    if (error instanceof OwnerDoesNotAnswer) throw error;
    throw new OwnerDoesNotAnswer(
      `The server at ${owner.address} does not answer (${error instanceof Error ? error.message : String(error)}).`,
    );
  }
  throw new OwnerDoesNotAnswer(
    `The server at ${owner.address} stopped before it was done. The same command goes on from there.`,
  );
}

async function* linesOf(body: ReadableStream<Uint8Array>): AsyncGenerator<string> {
  const decoder = new TextDecoder();
  let rest = '';
  for await (const chunk of body) {
    const lines = (rest + decoder.decode(chunk, { stream: true })).split('\n');
    rest = lines.pop() ?? '';
    yield* lines.filter((line) => line !== '');
  }
}
