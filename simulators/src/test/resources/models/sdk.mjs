// The vendors' own packages against the simulator, unchanged but for the address.
import Anthropic from '@anthropic-ai/sdk';
import OpenAI from 'openai';

const url = process.env.SIMULATOR_URL;
const anthropic = new Anthropic({ baseURL: url, apiKey: 'simulated' });
const openai = new OpenAI({ baseURL: url + '/v1', apiKey: 'simulated' });

async function check(name, body) {
  try {
    await body();
    console.log('ok ' + name);
  } catch (e) {
    console.log('FAILED ' + name + ': ' + (e.stack ?? e));
    process.exitCode = 1;
  }
}

function need(condition, what) {
  if (!condition) throw new Error(what);
}

const arm = fault => fetch(url + '/simulator/faults', { method: 'POST', body: JSON.stringify(fault) });
const ask = { model: 'claude-haiku-5-5', max_tokens: 500, messages: [{ role: 'user', content: 'Why is the sky blue?' }] };
const tool = { name: 'write_file', description: 'writes', input_schema: { type: 'object', properties: { path: { type: 'string' } } } };

await check('anthropic whole', async () => {
  const message = await anthropic.messages.create(ask);
  need(message.content[0].text.includes('simulated model'), JSON.stringify(message));
  need(message.stop_reason === 'end_turn', message.stop_reason);
});

await check('anthropic stream', async () => {
  let pieces = '';
  const stream = anthropic.messages.stream(ask).on('text', piece => (pieces += piece));
  const message = await stream.finalMessage();
  need(pieces === message.content[0].text, 'pieces differ');
  need(message.usage.output_tokens > 5, 'no usage');
});

await check('anthropic tool and its result', async () => {
  const messages = [{ role: 'user', content: 'Write a file a.txt that says "hello"' }];
  const first = await anthropic.messages.stream({ ...ask, messages, tools: [tool] }).finalMessage();
  const use = first.content.find(block => block.type === 'tool_use');
  need(use.input.path === 'a.txt', JSON.stringify(use));
  messages.push({ role: 'assistant', content: first.content });
  messages.push({ role: 'user', content: [{ type: 'tool_result', tool_use_id: use.id, content: 'Wrote it.' }] });
  const second = await anthropic.messages.create({ ...ask, messages, tools: [tool] });
  need(second.content[0].text.includes('Wrote it.'), JSON.stringify(second.content));
});

await check('anthropic tries again', async () => {
  await arm({ kind: 'status', match: 'claude-sonnet', status: 529, times: 1 });
  await arm({ kind: 'status', match: 'claude-sonnet', status: 429, retryAfterSeconds: 0, times: 1 });
  await anthropic.messages.create({ ...ask, model: 'claude-sonnet-5-5' });
});

await check('anthropic error', async () => {
  try {
    await anthropic.messages.create({ ...ask, max_tokens: 0 });
  } catch (e) {
    need(e instanceof Anthropic.BadRequestError, e.constructor.name);
    need(e.requestID?.startsWith('req_'), 'no request id');
    return;
  }
  throw new Error('no error');
});

await check('anthropic cache', async () => {
  const system = [{ type: 'text', text: 'words and more '.repeat(2000), cache_control: { type: 'ephemeral' } }];
  const first = await anthropic.messages.create({ ...ask, system });
  const second = await anthropic.messages.create({ ...ask, system });
  need(first.usage.cache_creation_input_tokens > 1000, JSON.stringify(first.usage));
  need(second.usage.cache_read_input_tokens === first.usage.cache_creation_input_tokens, JSON.stringify(second.usage));
});

await check('anthropic models', async () => {
  need((await anthropic.models.list()).data.some(model => model.id === 'claude-opus-5-5'), 'not listed');
});

const question = { model: 'gpt-6-luna', messages: [{ role: 'user', content: 'Why is the sky blue?' }] };

await check('openai whole', async () => {
  const answer = await openai.chat.completions.create(question);
  need(answer.choices[0].message.content.includes('simulated model'), JSON.stringify(answer));
});

await check('openai stream', async () => {
  let text = '';
  let usage;
  const stream = await openai.chat.completions.create({ ...question, stream: true, stream_options: { include_usage: true } });
  for await (const chunk of stream) {
    text += chunk.choices[0]?.delta?.content ?? '';
    usage = chunk.usage ?? usage;
  }
  need(text.includes('simulated model'), text);
  need(usage.prompt_tokens > 3 && usage.completion_tokens > 3, JSON.stringify(usage));
});

await check('openai form', async () => {
  const schema = { type: 'object', properties: { n: { type: 'integer', minimum: 7 } }, required: ['n'] };
  const answer = await openai.chat.completions.create({ ...question, response_format: { type: 'json_schema', json_schema: { name: 'x', schema } } });
  need(JSON.parse(answer.choices[0].message.content).n === 7, answer.choices[0].message.content);
});

await check('openai error', async () => {
  try {
    await openai.chat.completions.create({ ...question, model: 'nothing' });
  } catch (e) {
    need(e instanceof OpenAI.NotFoundError && e.code === 'model_not_found', String(e));
    return;
  }
  throw new Error('no error');
});
