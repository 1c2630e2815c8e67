// All tasks: submit one, look for others.

import {get, post, query} from './api.js';
import {h, show as put} from './dom.js';
import {money, routeLabel, short} from './format.js';
import {poll} from './poll.js';
import {to} from './router.js';
import {card, field, form, heading, list, pill, problem, select, table, time} from './ui.js';

const STATUSES = ['queued', 'awaiting_approval', 'dispatched', 'running', 'retrying', 'cancelling', 'succeeded',
  'failed', 'cancelled'];
const LANGUAGES = ['', 'python', 'javascript', 'bash', 'typescript', 'java', 'go', 'ruby'];

export const COLUMNS = [
  ['Task', task => h('a', {href: to('tasks', task.taskId), title: task.taskId}, short(task.taskId))],
  ['Status', task => pill(task.status)],
  ['Route', task => routeLabel(task.route)],
  ['Attempt', task => task.attempt || '–', 'number'],
  ['Cost', task => money(task.result?.cost?.total), 'number'],
  ['Asked', task => time(task.requestedAt)],
];

export function show(main, {parameters, signal}) {
  const rows = h('div', {});
  const pages = h('div.buttons', {});
  const trouble = h('div', {});
  const filters = {status: parameters.get('status'), session: parameters.get('session'), backend: parameters.get('backend'),
    cursor: parameters.get('cursor')};
  main.append(heading('Tasks'), h('div.columns', {},
    card('New task', submission(parameters.get('session'))),
    card('All tasks', filterBar(filters), trouble, rows, pages)));
  poll(signal, 3, async () => {
    const page = await get('/v1/tasks' + query({...filters, limit: 25}), {signal});
    trouble.replaceChildren();
    put(rows, [page.tasks, Math.floor(Date.now() / 10000)],
      () => table('Tasks', COLUMNS, page.tasks, 'No tasks here. Submit one.'));
    put(pages, page.next, () => [
      filters.cursor && h('a.button', {href: to('tasks', null, {...filters, cursor: ''})}, 'Newest'),
      page.next && h('a.button', {href: to('tasks', null, {...filters, cursor: page.next})}, 'Older')]);
  }, failure => trouble.replaceChildren(problem(failure)));
}

function filterBar(filters) {
  const status = select([['', 'any status'], ...STATUSES.map(one => one)], {value: filters.status ?? ''});
  const session = h('input', {type: 'search', placeholder: 'session', value: filters.session ?? ''});
  const backend = h('input', {type: 'search', placeholder: 'backend', value: filters.backend ?? ''});
  const go = () => { location.hash = to('tasks', null, {status: status.value, session: session.value.trim(), backend: backend.value.trim()}); };
  for (const [control, name] of [[status, 'Status'], [session, 'Session'], [backend, 'Backend']]) {
    control.setAttribute('aria-label', name);
    control.addEventListener('change', go);
  }
  return h('form.filters', {role: 'search', onsubmit: event => { event.preventDefault(); go(); }}, status, session, backend);
}

/** The form for a task; `send` is told the task, and answers where it is. */
export function submission(session, send = task => post('/v1/tasks', task)) {
  const text = h('textarea', {rows: 6, required: true, placeholder: 'Write a haiku about signal boxes', spellcheck: 'false'});
  const kind = select([['prompt', 'A prompt for an agent'], ['code', 'Code to run']], {value: 'prompt'});
  const language = select(LANGUAGES.map(one => [one, one || 'find out']));
  const controls = {
    model: h('input', {placeholder: 'haiku'}),
    agent: h('input', {placeholder: 'backend_developer'}),
    objective: select([['', 'default'], 'cheapest', 'balanced', 'fastest', 'best']),
    maximumCost: h('input', {inputmode: 'decimal', placeholder: '0.05'}),
    timeout: h('input', {placeholder: '5m'}),
    requiredSkills: h('input', {placeholder: 'research, code-review'}),
  };
  const languageField = field('Language', language);
  languageField.hidden = true;
  kind.addEventListener('change', () => {
    languageField.hidden = kind.value !== 'code';
    text.placeholder = kind.value === 'code' ? 'print(6 * 7)' : 'Write a haiku about signal boxes';
    text.classList.toggle('code', kind.value === 'code');
  });
  return form({}, [
    field('What', kind), languageField, field('Text', text),
    h('details', {}, h('summary', {}, 'Conditions'), h('div.pairs', {},
      field('Model', controls.model, 'Alias or full id; the router chooses.'),
      field('Agent', controls.agent, 'By id.'),
      field('Objective', controls.objective),
      field('At most, $', controls.maximumCost),
      field('Time-out', controls.timeout),
      field('Skills', controls.requiredSkills))),
    h('div.buttons', {}, h('button.primary', {type: 'submit'}, 'Run it')),
  ], async () => {
    const task = taskOf(kind.value, text.value, language.value, session, controls);
    const accepted = await send(task);
    location.hash = to('tasks', accepted.taskId);
  });
}

/** As the API takes it: only what was given. */
export function taskOf(kind, text, language, session, controls) {
  const task = kind === 'code' ? {code: [{...(language ? {language} : {}), source: text}]} : {prompt: text};
  for (const [name, control] of Object.entries(controls)) {
    const value = control.value.trim();
    if (value) {
      task[name] = name === 'requiredSkills' ? list(value) : value;
    }
  }
  return session ? {...task, sessionId: session} : task;
}

