import fs from 'node:fs';

/** Ends the process at the first test that fails, and says which in a line on standard output. */
export default class FirstFailure {
  /** Called by Jest as each test ends. */
  onTestCaseResult(_file, { status, fullName, failureMessages }) {
    if (status === 'failed') end(fullName, failureMessages[0] ?? '');
  }

  /** A file that does not even load. */
  onTestResult(_file, { testExecError, failureMessage }) {
    if (testExecError !== undefined && testExecError !== null) end('starting', failureMessage ?? '');
  }
}

function end(test, reason) {
  fs.writeSync(1, `\nFAILED ${JSON.stringify({ test, reason: reason.slice(0, 4_000) })}\n`);
  process.exit(1);
}
