// OpenAI's own Node client against a gateway. Runs every case and prints one line of JSON for each: name, ok, error.
// Environment: PLAIN_URL (before emulated replicas), TROUBLED_URL (asks for KEY), ENGINE_URL (control of the engine behind it), KEY.
const assert = require('node:assert/strict');
const { OpenAI, toFile } = require('openai');

const model = 'model-a';
const env = process.env;
const client = new OpenAI({ baseURL: env.PLAIN_URL + '/v1', apiKey: 'none', maxRetries: 0 });
const troubled = (options) => new OpenAI({ baseURL: env.TROUBLED_URL + '/v1', apiKey: env.KEY, maxRetries: 0, ...options });
const say = (content) => [{ role: 'user', content }];
const control = (path) => fetch(env.ENGINE_URL + '/control/' + path).then((r) => r.text());
const seen = () => control('seen').then(JSON.parse);
const tools = [{ type: 'function', function: { name: 'weather', parameters: {
  type: 'object', properties: { city: { type: 'string' }, unit: { enum: ['c', 'f'] } }, required: ['city', 'unit'], additionalProperties: false } } }];
const format = { type: 'json_schema', json_schema: { name: 'steps', strict: true, schema: {
  type: 'object', properties: { steps: { type: 'array', items: { type: 'string' } }, sum: { type: 'integer' } }, required: ['steps', 'sum'], additionalProperties: false } } };

const ended = ['completed', 'failed', 'expired', 'cancelled'];
const line = (id, body) => JSON.stringify({ custom_id: id, method: 'POST', url: '/v1/chat/completions', body: { model, messages: say(id), max_tokens: 4, ...body } }) + '\n';
const upload = async (c, lines) => c.files.create({ file: await toFile(Buffer.from(lines.join('')), 'in.jsonl'), purpose: 'batch' });
const submit = (c, file, more, options) => c.batches.create({ input_file_id: file.id, endpoint: '/v1/chat/completions', completion_window: '24h', ...more }, options);
const linesOf = async (c, file) => (await (await c.files.content(file)).text()).trim().split('\n').map((l) => JSON.parse(l));

async function endOf(c, batch) {
  await until(async () => ended.includes((batch = await c.batches.retrieve(batch.id)).status), 'the batch ends');
  return batch;
}

async function until(condition, what) {
  for (const end = Date.now() + 30000; Date.now() < end; await new Promise((r) => setTimeout(r, 20))) {
    if (await condition()) return;
  }
  assert.fail('not within 30 s: ' + what);
}

// Runs an action and gives back the pauses that the client asked the clock for.
async function pausesOf(action) {
  const original = globalThis.setTimeout;
  const pauses = [];
  globalThis.setTimeout = (callback, ms, ...rest) => { pauses.push(ms); return original(callback, ms, ...rest); };
  try { await action(); } finally { globalThis.setTimeout = original; }
  return pauses;
}

const cases = {
  async chat() {
    const answer = await client.chat.completions.create({ model, messages: say('Hello'), max_tokens: 12 });
    assert.ok(answer.choices[0].message.content.length > 0);
    assert.ok(answer.usage.completion_tokens >= 1 && answer.usage.completion_tokens <= 12);
    assert.match(answer._request_id, /^req_/);
  },

  async streaming() {
    const stream = await client.chat.completions.create({ model, messages: say('A story'), max_tokens: 20, stream: true, stream_options: { include_usage: true } });
    let pieces = 0, finish = null, usage = null;
    for await (const chunk of stream) {
      pieces += chunk.choices[0]?.delta?.content ? 1 : 0;
      finish = chunk.choices[0]?.finish_reason ?? finish;
      usage = chunk.usage ?? usage;
    }
    assert.ok(pieces > 1 && finish && usage.completion_tokens === pieces, `${pieces} ${finish}`);
  },

  async tools() {
    const first = await client.chat.completions.create({ model, messages: say('Weather?'), tools });
    assert.equal(first.choices[0].finish_reason, 'tool_calls');
    const call = first.choices[0].message.tool_calls[0];
    assert.ok(['c', 'f'].includes(JSON.parse(call.function.arguments).unit));
    const messages = [...say('Weather?'), first.choices[0].message, { role: 'tool', tool_call_id: call.id, content: '20' }];
    const second = await client.chat.completions.create({ model, messages, tools, max_tokens: 8 });
    assert.ok(second.choices[0].message.content.length > 0);
  },

  async tools_streamed() {
    const runner = client.chat.completions.stream({ model, messages: say('Weather?'), tools, tool_choice: 'required' });
    const answer = await runner.finalChatCompletion();
    assert.ok('city' in JSON.parse(answer.choices[0].message.tool_calls[0].function.arguments));
  },

  async structured_output() {
    const answer = await client.chat.completions.parse({ model, messages: say('Add'), response_format: format });
    const value = JSON.parse(answer.choices[0].message.content);
    assert.ok(Array.isArray(value.steps) && Number.isInteger(value.sum));
  },

  async embeddings() {
    const input = ['one', 'two words'];
    // The client asks for base64 by itself and decodes it.
    const packed = await client.embeddings.create({ model, input });
    const plain = await client.embeddings.create({ model, input, encoding_format: 'float' });
    assert.equal(packed.data.length, 2);
    assert.ok(Math.abs(packed.data[1].embedding[0] - plain.data[1].embedding[0]) < 1e-6);
  },

  async responses() {
    const answer = await client.responses.create({ model, input: 'Hello', max_output_tokens: 10, service_tier: 'flex' });
    assert.ok(answer.output_text.length > 0);
    assert.ok(answer.usage.output_tokens >= 1 && answer.usage.output_tokens <= 10);
    assert.equal(answer.service_tier, 'flex');
  },

  async responses_streamed() {
    const stream = await client.responses.create({ model, input: [{ role: 'user', content: 'Hello' }], max_output_tokens: 10, stream: true });
    let text = '', last = null, number = -1;
    for await (const event of stream) {
      text += event.type === 'response.output_text.delta' ? event.delta : '';
      assert.equal(event.sequence_number, ++number);
      last = event;
    }
    assert.ok(last.type === 'response.completed' || last.type === 'response.incomplete');
    assert.equal(last.response.output[0].content[0].text, text);
  },

  async batches() {
    const input = await upload(client, ['line-1', 'line-2', 'line-3'].map((id) => line(id)));
    const made = await submit(client, input, { metadata: { purpose: 'suite' } });
    assert.deepEqual([made.object, made.endpoint, made.input_file_id, made.completion_window], ['batch', '/v1/chat/completions', input.id, '24h']);
    assert.equal(made.expires_at, made.created_at + 24 * 3600);
    const batch = await endOf(client, made);
    assert.equal(batch.status, 'completed');
    assert.deepEqual(batch.request_counts, { total: 3, completed: 3, failed: 0 });
    assert.deepEqual(batch.metadata, { purpose: 'suite' });
    assert.ok(batch.in_progress_at && batch.finalizing_at && batch.completed_at && !batch.error_file_id);
    const output = await linesOf(client, batch.output_file_id);
    assert.deepEqual(output.map((l) => l.custom_id).sort(), ['line-1', 'line-2', 'line-3']);
    for (const l of output) assert.ok(l.error === null && l.response.status_code === 200 && l.response.body.choices[0].message.content, JSON.stringify(l));
  },

  async batches_answer_when_they_are_done() {
    const batch = await submit(client, await upload(client, [line('a')]), { completion_window: '1h' });
    const { sageserve } = batch;
    assert.equal(typeof sageserve.feasible, 'boolean');
    assert.deepEqual(sageserve.windows.map((w) => w.completion_window), ['1h', '4h', '24h']);
    assert.ok(sageserve.computed_at && ['plan', 'history', 'present'].includes(sageserve.headroom_from), JSON.stringify(sageserve));
    await endOf(client, batch);
  },

  async batches_listed_page_by_page() {
    const made = [];
    for (let i = 0; i < 5; i++) made.push((await submit(client, await upload(client, [line('x')]))).id);
    const found = [];
    for await (const batch of client.batches.list({ limit: 2 })) found.push(batch.id);
    const mine = found.filter((id) => made.includes(id));
    assert.deepEqual(mine, [...made].reverse());
    const page = await client.batches.list({ limit: 2, after: made[3] });
    assert.equal(page.data[0].id, made[2]);
    assert.ok(page.hasNextPage());
    for (const id of made) await endOf(client, { id });
  },

  async batches_cancelled() {
    const batch = await submit(client, await upload(client, Array.from({ length: 400 }, (_, i) => line('l' + i, { max_tokens: 200 }))));
    const cancelled = await client.batches.cancel(batch.id);
    assert.ok(['cancelling', 'cancelled'].includes(cancelled.status), cancelled.status);
    const end = await endOf(client, batch);
    assert.equal(end.status, 'cancelled');
    assert.ok(end.cancelling_at && end.cancelled_at);
    const error = await client.batches.cancel((await endOf(client, await submit(client, await upload(client, [line('x')])))).id).catch((e) => e);
    assert.ok(error instanceof OpenAI.ConflictError, String(error));
  },

  async batches_that_fail_their_check() {
    const input = await upload(client, [line('a'), '{"custom_id": "b"\n', line('a')]);
    const batch = await endOf(client, await submit(client, input));
    assert.equal(batch.status, 'failed');
    assert.deepEqual(batch.errors.data.map((e) => e.line).sort(), [2, 3]);
    assert.ok(batch.errors.data.every((e) => e.code && e.message));
  },

  async batches_with_failed_lines() {
    // The engine calls max_tokens of 0 wrong; the line fails, the others do not.
    const batch = await endOf(client, await submit(client, await upload(client, [line('good'), line('bad', { max_tokens: 0 })])));
    assert.deepEqual([batch.status, batch.request_counts.completed, batch.request_counts.failed], ['completed', 1, 1]);
    const [failed] = await linesOf(client, batch.error_file_id);
    assert.equal(failed.custom_id, 'bad');
    assert.ok(failed.error || failed.response.status_code === 400, JSON.stringify(failed));
  },

  async batches_made_once_by_idempotency_key() {
    const input = await upload(client, [line('x')]);
    const options = { headers: { 'Idempotency-Key': 'suite-' + input.id } };
    const first = await submit(client, input, {}, options);
    const again = await submit(client, input, {}, options);
    assert.equal(again.id, first.id);
    const other = await submit(client, input, { completion_window: '4h' }, options).catch((e) => e);
    assert.ok(other instanceof OpenAI.APIError && other.status >= 400 && other.status < 500 && other.code, String(other));
    await endOf(client, first);
  },

  async batches_errors() {
    const file = await upload(client, [line('x')]);
    const no = (p) => p.then(() => assert.fail('it was taken'), (e) => e);
    const unknown = await no(submit(client, { id: 'file-none' }));
    assert.ok(unknown instanceof OpenAI.NotFoundError && unknown.param === 'input_file_id' && unknown.code, String(unknown));
    const window = await no(submit(client, file, { completion_window: '2h' }));
    assert.ok(window instanceof OpenAI.BadRequestError && window.param === 'completion_window', String(window));
    const endpoint = await no(submit(client, file, { endpoint: '/v1/none' }));
    assert.ok(endpoint instanceof OpenAI.BadRequestError && endpoint.param === 'endpoint', String(endpoint));
    assert.ok((await no(client.batches.retrieve('batch_none'))) instanceof OpenAI.NotFoundError);
    assert.ok((await no(client.batches.cancel('batch_none'))) instanceof OpenAI.NotFoundError);
    assert.ok((await no(troubled({ apiKey: 'sk-wrong' }).batches.list())) instanceof OpenAI.AuthenticationError);
  },

  async batches_of_others_are_not_there() {
    // The two gateways serve different tenants from folders of their own.
    const batch = await submit(client, await upload(client, [line('x')]));
    assert.ok((await troubled().batches.retrieve(batch.id).catch((e) => e)) instanceof OpenAI.NotFoundError);
    await endOf(client, batch);
  },

  async files() {
    const text = line('one') + line('two');
    const made = await client.files.create({ file: await toFile(Buffer.from(text), 'named.jsonl'), purpose: 'batch' });
    assert.deepEqual([made.object, made.filename, made.bytes, made.purpose], ['file', 'named.jsonl', Buffer.byteLength(text), 'batch']);
    assert.equal((await client.files.retrieve(made.id)).id, made.id);
    assert.equal(await (await client.files.content(made.id)).text(), text);
    const found = [];
    for await (const file of client.files.list({ purpose: 'batch', limit: 1 })) found.push(file.id);
    assert.ok(found.includes(made.id));
    assert.deepEqual(await client.files.delete(made.id), { id: made.id, object: 'file', deleted: true });
    assert.ok((await client.files.retrieve(made.id).catch((e) => e)) instanceof OpenAI.NotFoundError);
    const wrong = await client.files.create({ file: await toFile(Buffer.from(text), 'x.jsonl'), purpose: 'no-such' }).catch((e) => e);
    assert.ok(wrong instanceof OpenAI.BadRequestError && wrong.param === 'purpose', String(wrong));
  },

  async models() {
    const names = [];
    for await (const found of client.models.list()) names.push(found.id);
    assert.ok(names.includes(model));
    assert.equal((await client.models.retrieve(model)).id, model);
  },

  async service_tier() {
    const answer = await client.chat.completions.create({ model, messages: say('x'), max_tokens: 2, service_tier: 'priority' });
    assert.equal(answer.service_tier, 'priority');
    const stream = await client.chat.completions.create({ model, messages: say('x'), max_tokens: 2, service_tier: 'auto', stream: true });
    for await (const chunk of stream) assert.equal(chunk.service_tier, 'default');
  },

  async error_unknown_model() {
    const error = await client.chat.completions.create({ model: 'no-such', messages: say('x') }).catch((e) => e);
    assert.ok(error instanceof OpenAI.NotFoundError, String(error));
    assert.deepEqual([error.status, error.code, error.param, error.type], [404, 'model_not_found', 'model', 'invalid_request_error']);
    assert.match(error.requestID, /^req_/);
  },

  async error_bad_request() {
    const mine = await client.chat.completions.create({ model, messages: 'x' }).catch((e) => e);
    assert.ok(mine instanceof OpenAI.BadRequestError && mine.param === 'messages', String(mine));
    const engines = await client.chat.completions.create({ model, messages: say('x'), max_tokens: 0 }).catch((e) => e);
    assert.ok(engines instanceof OpenAI.BadRequestError && engines.param === 'max_tokens', String(engines));
  },

  async error_wrong_key() {
    const error = await troubled({ apiKey: 'sk-wrong' }).chat.completions.create({ model, messages: say('x') }).catch((e) => e);
    assert.ok(error instanceof OpenAI.AuthenticationError && error.code === 'invalid_api_key', String(error));
  },

  async error_overloaded() {
    await control('set?refusals=1000');
    const error = await troubled().chat.completions.create({ model, messages: say('x') }).catch((e) => e);
    await control('set');
    assert.ok(error instanceof OpenAI.InternalServerError && error.status >= 500 && error.code, String(error));
  },

  async error_in_the_stream() {
    await control('set?fault=CutAfterFirstToken&gate=1');
    const stream = await troubled().chat.completions.create({ model, messages: say('x'), stream: true });
    let error = null, tokens = 0;
    try {
      for await (const chunk of stream) {
        if (chunk.choices[0]?.delta?.content && ++tokens === 1) await control('release');
      }
    } catch (e) {
      error = e;
    }
    await control('set');
    assert.equal(tokens, 1);
    assert.ok(error instanceof OpenAI.APIError && error.code === 'stream_broken', String(error));
  },

  async retries_wait_as_long_as_the_gateway_says() {
    // The engine refuses once; the gateway has no other one, refuses, and says when to come again.
    await control('set?refusals=1');
    const said = [];
    const fetching = async (url, init) => {
      const response = await fetch(url, init);
      said.push([response.status, response.headers.get('retry-after-ms'), response.headers.get('x-should-retry')]);
      return response;
    };
    const before = (await seen()).requests;
    const pauses = await pausesOf(() => troubled({ maxRetries: 5, fetch: fetching }).chat.completions.create({ model, messages: say('x') }));
    assert.equal(said[said.length - 1][0], 200, JSON.stringify(said));
    assert.ok(said.length > 1, JSON.stringify(said));
    for (const [status, ms, should] of said.slice(0, -1)) {
      assert.ok(status >= 429 && should !== 'false', JSON.stringify(said));
      assert.ok(ms, JSON.stringify(said));
      assert.ok(pauses.includes(Number(ms)), `${ms} not among ${pauses}`);
    }
    assert.ok((await seen()).requests >= before + 2);
  },

  async no_retry_where_the_request_is_wrong() {
    let calls = 0;
    const counting = (url, init) => { calls++; return fetch(url, init); };
    await troubled({ maxRetries: 5, fetch: counting }).chat.completions.create({ model: 'no-such', messages: say('x') }).catch((e) => e);
    assert.equal(calls, 1);
  },

  async keep_alive_comments_are_no_events() {
    await control('set?silent=1');
    const stream = await troubled().chat.completions.create({ model, messages: say('x'), stream: true });
    // The headers are here although the engine has said nothing: a comment brought them.
    await control('release');
    let text = '';
    for await (const chunk of stream) text += chunk.choices[0]?.delta?.content ?? '';
    await control('set');
    assert.equal(text, 't0 t1 t2 ');
  },

  async abort_of_a_stream() {
    await control('set?gate=1');
    const before = (await seen()).canceled;
    const stream = await troubled().chat.completions.create({ model, messages: say('x'), stream: true });
    for await (const chunk of stream) {
      if (chunk.choices[0]?.delta?.content) break;
    }
    assert.ok(stream.controller.signal.aborted);
    await until(async () => (await seen()).canceled > before, 'the engine was told');
    await control('set');
  },

  async abort_of_a_call() {
    await control('set?fault=Hang');
    const { requests, canceled } = await seen();
    const abort = new AbortController();
    const call = troubled().chat.completions.create({ model, messages: say('x') }, { signal: abort.signal }).catch((e) => e);
    await until(async () => (await seen()).requests > requests, 'the engine has it');
    abort.abort();
    assert.ok((await call) instanceof OpenAI.APIUserAbortError);
    await until(async () => (await seen()).canceled > canceled, 'the engine was told');
    await control('set');
  },
};

(async () => {
  for (const [name, run] of Object.entries(cases)) {
    let error = null;
    try {
      await run();
    } catch (e) {
      error = e.stack ?? String(e);
    }
    console.log(JSON.stringify({ name, ok: error === null, error }));
  }
})();
