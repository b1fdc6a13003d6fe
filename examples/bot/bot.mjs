/** A bot: whoever posts with #ask gets an answer. TOKEN is of an app that may read and write statuses. */
const { TOKEN, SERVER = 'http://localhost:3000' } = process.env;
const headers = { authorization: `Bearer ${TOKEN}`, 'content-type': 'application/json' };

async function answer({ id, account, tombstone }) {
  if (tombstone) return;
  const status = `@${account.acct} ${['Yes', 'No', 'Ask again later'][Date.now() % 3]}.`;
  const body = JSON.stringify({ status, in_reply_to_id: id, visibility: 'unlisted' });
  // The key makes an answer once, however often this post is told.
  const request = { method: 'POST', headers: { ...headers, 'idempotency-key': id }, body };
  console.log(id, (await fetch(`${SERVER}/api/v1/statuses`, request)).status);
}

async function listen() {
  const stream = await fetch(`${SERVER}/api/v1/streaming/hashtag?tag=ask`, { headers });
  let text = '';
  for await (const chunk of stream.body.pipeThrough(new TextDecoderStream())) {
    text += chunk;
    if (text.startsWith(':)')) console.log('Listening');
    const events = text.split('\n\n');
    text = events.pop().replace(/^:.*\n/gm, '');
    for (const event of events) {
      const told = /^event: update\ndata: (.*)$/m.exec(event);
      if (told) await answer(JSON.parse(told[1]));
    }
  }
}

for (; ; await new Promise((resolve) => setTimeout(resolve, 1_000)))
  await listen().catch((error) => console.error(`${error.message}; trying again`));
