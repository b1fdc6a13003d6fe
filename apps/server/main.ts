import { serve, whyNot } from './serve.js';

const say = (text: string, stream: 'stdout' | 'stderr' = 'stdout'): void => {
  process[stream].write(`${text}\n`);
};

try {
  stopOnSignal(await serve(process.env, process.cwd(), say));
} catch (error) {
  say(whyNot(error), 'stderr');
  process.exitCode = 1;
}

function stopOnSignal(stop: () => Promise<void>): void {
  let stopping = false;
  const onSignal = (): void => {
    // A second signal does not wait.
    if (stopping) process.exit(1);
    stopping = true;
    stop().then(
      () => process.exit(0),
      (error: unknown) => {
        say(String(error), 'stderr');
        process.exit(1);
      },
    );
  };
  process.on('SIGINT', onSignal);
  process.on('SIGTERM', onSignal);
}
