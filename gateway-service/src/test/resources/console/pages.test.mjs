// The pages in a DOM, with a gateway that is made up.

import assert from 'node:assert/strict';
import {readFileSync} from 'node:fs';
import {before, beforeEach, test} from 'node:test';
import {setTimeout as pause} from 'node:timers/promises';
import {Window} from 'happy-dom';
import {agent, answers, events, result, session, task, workflow} from './answers.mjs';

const page = new Window({url: 'http://127.0.0.1:8080/console/', settings: {disableJavaScriptEvaluation: true, disableJavaScriptFileLoading: true, disableCSSFileLoading: true}});
const asked = [];
let key = null;
let answer = {};
let streams = [];

before(async () => {
  // The console looks again and again; that alone does not keep the tests from ending.
  const later = globalThis.setTimeout;
  globalThis.setTimeout = (...given) => later(...given).unref();
  for (const name of ['document', 'window', 'location', 'sessionStorage', 'Node', 'Event', 'CSS', 'requestAnimationFrame']) {
    Object.defineProperty(globalThis, name, {value: name === 'window' ? page : page[name], configurable: true, writable: true});
  }
  globalThis.requestAnimationFrame = act => setTimeout(act, 0);
  page.HTMLElement.prototype.scrollIntoView = () => {};
  page.scrollTo = () => {};
  globalThis.fetch = gateway;
  const html = readFileSync(new URL('./console/index.html', import.meta.url), 'utf8');
  page.document.body.innerHTML = /<body>([\s\S]*)<\/body>/.exec(html)[1];
  await import('./console/js/main.js');
});

beforeEach(() => {
  asked.length = 0;
  key = null;
  answer = {};
  streams = [];
  sessionStorage.clear();
});

async function gateway(path, request) {
  const url = new URL(path, 'http://127.0.0.1:8080');
  const body = request.body ? JSON.parse(request.body) : undefined;
  asked.push({method: request.method ?? 'GET', path: url.pathname, query: url.searchParams, headers: request.headers, body});
  if (key && request.headers.Authorization !== 'Bearer ' + key) {
    return json(401, {title: 'A key is needed', detail: 'send Authorization: Bearer <key>', status: 401});
  }
  if (request.headers.Accept === 'text/event-stream') {
    return stream(request);
  }
  const name = `${request.method ?? 'GET'} ${url.pathname}`;
  const told = name in answer ? answer[name] : answers[name];
  return typeof told === 'function' ? told(body) : told ? json(200, told)
    : json(404, {title: 'There is no such thing', detail: name + ' is nowhere', status: 404, traceId: 'abc'});
}

const json = (status, content) => new Response(JSON.stringify(content), {status});

function stream(request) {
  const given = streams.shift();
  if (!given) {
    return new Response(null, {status: 204});
  }
  const text = given.map(([type, event], index) => `id: ${index + 1}\nevent: ${type}\ndata: ${JSON.stringify(event)}\n\n`).join('');
  return new Response(new ReadableStream({start(controller) {
    controller.enqueue(new TextEncoder().encode('retry: 1\n\n' + text));
    request.signal?.addEventListener('abort', () => controller.error(new DOMException('', 'AbortError')));
    if (given.over) {
      controller.close();
    }
  }}));
}

async function visit(hash) {
  if (page.location.hash === hash) {
    page.dispatchEvent(new page.Event('hashchange'));
  } else {
    page.location.hash = hash;
  }
  await pause(60);
}

const main = () => page.document.getElementById('main');
const button = (label, root = main()) => [...root.querySelectorAll('button')].find(one => one.textContent === label);
const until = async (look, what) => {
  for (let i = 0; i < 100; i++) {
    if (look()) {
      return;
    }
    await pause(20);
  }
  assert.fail(what + '\n' + main().textContent);
};
const sent = (method, path) => asked.find(one => one.method === method && one.path === path);

test('shows what the gateway says as text, whatever is in it', async () => {
  streams = [events];
  await visit('#/tasks/' + task.taskId);
  await until(() => main().textContent.includes('counting files'), 'the output');
  assert.ok(main().textContent.includes('<img src=x'));
  assert.equal(main().querySelectorAll('img, script').length, 0);
  await visit('#/approvals');
  assert.equal(main().querySelectorAll('img, script').length, 0);
  assert.notEqual(page.document.title, 'taken');
});

test('lists tasks, pages and filters them', async () => {
  await visit('#/tasks?status=running&cursor=c1');
  const list = asked.find(one => one.path === '/v1/tasks' && one.query.get('cursor') === 'c1');
  assert.equal(list.query.get('status'), 'running');
  assert.equal(main().querySelectorAll('tbody tr').length, 3);
  assert.match(main().querySelector('a.button[href*="cursor=c2"]').getAttribute('href'), /status=running/);
});

test('submits a prompt with its conditions and goes to the task', async () => {
  answer = {'POST /v1/tasks': body => json(202, {taskId: 't-9', status: 'queued', ...body})};
  await visit('#/tasks');
  const form = main().querySelector('form');
  form.querySelector('textarea').value = 'Count the files';
  const conditions = [...form.querySelectorAll('label')];
  const set = (label, value) => { page.document.getElementById(conditions.find(one => one.textContent === label).getAttribute('for')).value = value; };
  set('Model', 'haiku');
  set('Skills', 'research, code-review');
  form.dispatchEvent(new page.Event('submit', {cancelable: true}));
  await until(() => page.location.hash === '#/tasks/t-9', 'goes to the task');
  assert.deepEqual(sent('POST', '/v1/tasks').body, {prompt: 'Count the files', model: 'haiku', requiredSkills: ['research', 'code-review']});
});

test('shows a problem in the words of the gateway', async () => {
  answer = {'POST /v1/tasks': () => json(422, {title: 'The task is not valid', detail: '/tier is none of quick, medium, heavy', status: 422,
    errors: [{field: '/tier', message: 'is none of quick, medium, heavy'}], traceId: '0af7'})};
  await visit('#/tasks');
  const form = main().querySelector('form');
  form.querySelector('textarea').value = 'x';
  form.dispatchEvent(new page.Event('submit', {cancelable: true}));
  await until(() => form.querySelector('[role=alert]'), 'a problem');
  const words = form.querySelector('[role=alert]').textContent;
  assert.ok(words.includes('The task is not valid') && words.includes('/tier') && words.includes('0af7'));
  assert.equal(button('Run it').disabled, false);
});

test('follows a task over a broken connection without losing or repeating anything', async () => {
  const first = events.slice(0, 4);
  first.over = true;
  const rest = [...events.slice(4, 6), ['TaskCompleted', {taskId: task.taskId, result, at: '2026-11-21T06:02:00Z'}]];
  streams = [first, rest];
  await visit('#/tasks/' + task.taskId);
  await until(() => main().textContent.includes('There are 42 of them.'), 'the answer');
  const follows = asked.filter(one => one.path.endsWith('/events'));
  assert.equal(follows[0].headers['Last-Event-ID'], undefined);
  assert.equal(follows[1].headers['Last-Event-ID'], '4');
  assert.equal(main().textContent.split('counting').length, 2);
  assert.equal(button('Cancel'), undefined);
  assert.ok(button('out/report.txt'));
  assert.equal(button('large.bin'), undefined);
});

test('hands an agent the answer to its question', async () => {
  streams = [events];
  answer = {[`POST /v1/tasks/${task.taskId}/answers`]: () => json(202, task)};
  await visit('#/tasks/' + task.taskId);
  await until(() => main().textContent.includes('Hidden ones as well?') && main().querySelector('[name=answer]'), 'the question');
  main().querySelector('[name=answer]').value = 'Yes';
  main().querySelector('[name=answer]').closest('form').dispatchEvent(new page.Event('submit', {cancelable: true}));
  await until(() => sent('POST', `/v1/tasks/${task.taskId}/answers`), 'the answer');
  assert.deepEqual(sent('POST', `/v1/tasks/${task.taskId}/answers`).body, {questionId: 'q-1', answer: 'Yes'});
});

test('asks once for a key, keeps it for the tab, and goes on', async () => {
  key = 'secret';
  await visit('#/sessions/s-1');
  await until(() => page.document.querySelector('dialog input[type=password]'), 'a dialog');
  assert.equal(page.document.querySelectorAll('dialog').length, 1);
  const dialog = page.document.querySelector('dialog');
  dialog.querySelector('input').value = ' secret ';
  dialog.querySelector('form').dispatchEvent(new page.Event('submit', {cancelable: true}));
  dialog.close();
  await until(() => main().textContent.includes('login button'), 'the session');
  assert.equal(sessionStorage.getItem('signalbox.key'), 'secret');
  assert.equal(page.localStorage.length, 0);
});

test('asks no second time who went back without a key, until they go elsewhere', async () => {
  key = 'secret';
  await visit('#/workflows');
  await until(() => page.document.querySelector('dialog'), 'a dialog');
  button('Back', page.document.querySelector('dialog')).click();
  await until(() => main().querySelector('[role=alert]')?.textContent.includes('A key is needed'), 'the problem');
  await pause(3100);
  assert.equal(page.document.querySelectorAll('dialog').length, 0);
  await visit('#/agents');
  await until(() => page.document.querySelector('dialog'), 'a dialog');
  key = null;
  button('Back', page.document.querySelector('dialog')).click();
  await pause(60);
});

test('decides what was seen, and says who', async () => {
  answer = {'POST /v1/approvals/a-1/decision': () => json(200, {})};
  await visit('#/approvals/a-1');
  const [comment, actor] = main().querySelectorAll('.decision input');
  comment.value = 'fine by me';
  actor.value = 'Ada';
  button('Grant for good').click();
  await until(() => sent('POST', '/v1/approvals/a-1/decision'), 'the decision');
  const decision = sent('POST', '/v1/approvals/a-1/decision');
  assert.deepEqual(decision.body, {decision: 'grant', scope: 'permanently', comment: 'fine by me', hash: 'cd34'});
  assert.equal(decision.headers['Signalbox-Actor'], 'Ada');
});

test('registers a webhook and shows its secret once', async () => {
  answer = {'POST /v1/webhooks': body => json(201, {id: 'wh-2', ...body, events: [], status: 'active', failures: 0, secret: 'whsec_1'})};
  await visit('#/approvals');
  const card = [...main().querySelectorAll('details')].find(one => one.textContent.startsWith('Webhooks'));
  card.querySelector('input[type=url]').value = 'https://example.org/other';
  card.querySelector('form').dispatchEvent(new page.Event('submit', {cancelable: true}));
  await until(() => card.textContent.includes('whsec_1') && card.textContent.includes('https://example.org/hook'), 'secret and list');
  assert.deepEqual(sent('POST', '/v1/webhooks').body, {url: 'https://example.org/other'});
});

test('counts in the navigation what waits', async () => {
  page.dispatchEvent(new page.Event('signalbox-decided'));
  const badge = page.document.getElementById('approvals-badge');
  await until(() => badge.textContent === '2' && !badge.hidden, 'the count');
});

test('keeps what a person types while the page is refreshed', async () => {
  await visit('#/approvals/a-1');
  main().querySelector('.decision input').value = 'half a com';
  answer = {'GET /v1/approvals/a-1': {...answers['GET /v1/approvals/a-1'], detail: 'Now in other words.'}};
  await pause(3100);
  await until(() => main().textContent.includes('Now in other words.'), 'the refresh');
  assert.equal(main().querySelector('.decision input').value, 'half a com');
});

test('shows a session: agents, measured memory, budget, savings', async () => {
  await visit('#/sessions/s-1');
  const words = main().textContent;
  for (const said of ['0.41 GiB', '$3.90 spent', '77.5 %', 'It fails on iOS only.', '80 % of the budget is used']) {
    assert.ok(words.includes(said), said);
  }
  assert.ok(main().querySelector('.meter.high'));
});

test('gives a session a task by the session\'s own address', async () => {
  answer = {'POST /v1/sessions/s-1/tasks': () => json(202, {taskId: 't-8', status: 'queued'})};
  await visit('#/sessions/s-1');
  const form = [...main().querySelectorAll('form')].find(one => one.textContent.includes('Run it'));
  form.querySelector('textarea').value = 'Fix it';
  form.dispatchEvent(new page.Event('submit', {cancelable: true}));
  await until(() => page.location.hash === '#/tasks/t-8', 'goes to the task');
  assert.deepEqual(sent('POST', '/v1/sessions/s-1/tasks').body, {prompt: 'Fix it'});
});

test('approves a workflow\'s quote by its hash', async () => {
  answer = {'POST /v1/approvals/w-1%3Aquote%3A1/decision': () => json(200, {})};
  await visit('#/workflows/w-1');
  assert.equal(main().querySelectorAll('.graph .node').length, workflow.steps.length);
  assert.ok(main().textContent.includes('Frontend Expert is creating React components'));
  button('Grant').click();
  await until(() => sent('POST', '/v1/approvals/w-1%3Aquote%3A1/decision'), 'the decision');
  assert.equal(sent('POST', '/v1/approvals/w-1%3Aquote%3A1/decision').body.hash, 'ab12');
});

test('promotes the version on trial, and compares versions', async () => {
  answer = {'POST /v1/agents/senior_developer/promote': () => json(200, agent)};
  await visit('#/agents/senior_developer');
  assert.ok(main().textContent.includes('84.2 % (76.6 % to 89.6 %)'));
  button('Promote').click();
  await until(() => sent('POST', '/v1/agents/senior_developer/promote'), 'the promotion');
  assert.deepEqual(sent('POST', '/v1/agents/senior_developer/promote').body, {version: 3});
  button('Compare').closest('form').dispatchEvent(new page.Event('submit', {cancelable: true}));
  await until(() => main().querySelector('pre.diff .added'), 'the differences');
  assert.equal(main().querySelector('pre.diff .removed').textContent.trim(), '-You test what you write.');
});

test('an agent of a registry without workbench is shown all the same', async () => {
  for (const part of ['versions', 'pipeline', 'evidence']) {
    answer[`GET /v1/agents/senior_developer/${part}`] = () => json(404, {title: 'not here', status: 404});
  }
  await visit('#/agents/senior_developer');
  assert.ok(main().textContent.includes('Writes and mends code.'));
  assert.equal(main().querySelector('[role=alert]'), null);
});

test('every page has one heading and every field a name', async () => {
  for (const hash of ['#/tasks', '#/sessions', '#/sessions/s-1', '#/workflows', '#/workflows/w-1', '#/approvals', '#/agents', '#/agents/senior_developer']) {
    await visit(hash);
    assert.equal(main().querySelectorAll('h1').length, 1, hash);
    for (const control of main().querySelectorAll('input, select, textarea')) {
      const named = control.getAttribute('aria-label') || control.closest('label')
        || (control.id && main().querySelector(`label[for="${control.id}"]`));
      assert.ok(named, `${hash}: ${control.outerHTML}`);
    }
    assert.equal(page.document.querySelectorAll('nav a[aria-current]').length, 1, hash);
  }
  assert.ok(session.agents.length);
});
