// Calls of the gateway's HTTP interface.

const USER_KEY = 'thumbstream-user';

/** Random text, 128 bits in hexadecimal. */
export function randomId() {
  return Array.from(crypto.getRandomValues(new Uint8Array(16)), (byte) => byte.toString(16).padStart(2, '0')).join('');
}

/** Name of this browser; only a pseudonym of it ever leaves the gateway. */
export function user() {
  let name = localStorage.getItem(USER_KEY);
  if (!name) {
    name = `page-${randomId()}`;
    localStorage.setItem(USER_KEY, name);
  }
  return name;
}

/** Message of a refused request, in the words of the gateway. */
async function refusal(response) {
  try {
    const body = await response.json();
    return body.detail || body.error?.message || response.statusText;
  } catch {
    return `The gateway answered ${response.status} ${response.statusText}.`;
  }
}

async function post(path, body) {
  const response = await fetch(path, {
    method: 'POST',
    headers: { 'Content-Type': 'application/json' },
    body: JSON.stringify(body),
  });
  if (!response.ok) throw new Error(await refusal(response));
  return response;
}

/** Asks for answers; calls `onChunk` with every chunk of the stream. */
export async function ask(question, count, onChunk) {
  const response = await post('/v1/chat/completions', {
    model: 'thumbstream',
    messages: [{ role: 'user', content: question }],
    n: count,
    stream: true,
    user: user(),
  });
  const reader = response.body.pipeThrough(new TextDecoderStream()).getReader();
  let rest = '';
  for (;;) {
    const { done, value } = await reader.read();
    if (done) return;
    const events = (rest + value).split('\n\n');
    rest = events.pop();
    for (const event of events) {
      const data = event.replace(/^data: /, '');
      if (data === '[DONE]') return;
      const chunk = JSON.parse(data);
      if (chunk.error) throw new Error(chunk.error.message);
      onChunk(chunk);
    }
  }
}

/** Sends feedback and gives its id back once the brokers have it. */
export async function feedback(fields) {
  const id = randomId();
  await post('/v1/feedback', {
    id,
    ...fields,
    user: user(),
    user_sequence: Date.now(),
    user_time: new Date().toISOString(),
    source: 'page',
  });
  return id;
}

/** Pairs of answers that people are asked to compare. */
export async function openAsks() {
  const response = await fetch('/v1/asks?limit=1000');
  if (!response.ok) throw new Error(await refusal(response));
  return (await response.json()).asks;
}

/** Where a piece of feedback stands: unknown, stored or counted. */
export async function fate(id) {
  const response = await fetch(`/v1/status?feedback_id=${encodeURIComponent(id)}`);
  if (!response.ok) throw new Error(await refusal(response));
  return (await response.json()).watched.state;
}

/** The status with its curves. */
export async function status() {
  const response = await fetch('/v1/status?series=true');
  if (!response.ok) throw new Error(await refusal(response));
  return response.json();
}
