// All sessions: begin one, look at others.

import {get, post, query} from './api.js';
import {h, show as put} from './dom.js';
import {gib, money, percent, words} from './format.js';
import {poll} from './poll.js';
import {to} from './router.js';
import {card, field, form, heading, pill, problem, select, table, time} from './ui.js';

const COLUMNS = [
  ['Session', one => h('a', {href: to('sessions', one.sessionId)}, one.taskDescription.slice(0, 80) || one.sessionId)],
  ['Status', one => pill(one.status)],
  ['Agents', one => one.agents.map(agent => agent.role.replaceAll('_', ' ')).join(', ')],
  ['Holds', one => gib(one.used?.memoryGib), 'number'],
  ['Spent', one => money(one.account?.spent), 'number'],
  ['Saves', one => percent((one.savings?.percent ?? 0) / 100), 'number'],
  ['Begun', one => time(one.createdAt)],
];

export function show(main, {parameters, signal}) {
  const status = parameters.get('status') ?? 'active';
  const cursor = parameters.get('cursor');
  const [rows, pages, trouble] = [h('div', {}), h('div.buttons', {}), h('div', {})];
  const filter = select(['active', 'ended', 'all'], {value: status, 'aria-label': 'Status',
    onchange: () => { location.hash = to('sessions', null, {status: filter.value}); }});
  main.append(heading('Sessions'), h('div.columns', {},
    card('New session', creation()), card('All sessions', h('div.filters', {}, filter), trouble, rows, pages)));
  poll(signal, 4, async () => {
    const page = await get('/v1/sessions' + query({status, cursor, limit: 25}), {signal});
    trouble.replaceChildren();
    put(rows, [page.items, Math.floor(Date.now() / 10000)], () => table('Sessions', COLUMNS, page.items, 'No sessions here.'));
    put(pages, page.next, () => page.next && h('a.button', {href: to('sessions', null, {status, cursor: page.next})}, 'More'));
  }, failure => trouble.replaceChildren(problem(failure)));
}

function creation() {
  const description = h('textarea', {rows: 4, required: true, placeholder: 'Fix the login button: it does nothing on phones'});
  const priority = select([['', 'not said'], 'low', 'medium', 'high', 'critical']);
  const deadline = h('input', {type: 'datetime-local'});
  const code = h('textarea.code', {rows: 4, spellcheck: 'false'});
  const budget = h('input', {inputmode: 'decimal', placeholder: '5.00'});
  const timeout = h('input', {placeholder: '30m'});
  const share = h('input', {type: 'checkbox'});
  const automatic = h('input', {type: 'checkbox', checked: true});
  const team = h('div', {role: 'status'});
  const proposal = h('button', {type: 'button', onclick: () => propose(description.value, team)}, 'Who would work on it?');
  return form({}, [
    field('What is to be done', description),
    h('details', {}, h('summary', {}, 'Conditions'), h('div.pairs', {},
      field('Budget, $', budget), field('Ends when unused for', timeout), field('Priority', priority), field('Deadline', deadline)),
    field('Code that is there', code),
    h('label.check', {}, share, 'Agents may share sandboxes with other sessions'),
    h('label.check', {}, automatic, 'Agents come when the work grows and go when they idle')),
    h('div.buttons', {}, h('button.primary', {type: 'submit'}, 'Begin'), proposal), team,
  ], async () => {
    const context = {priority: priority.value || undefined, existingCode: code.value || undefined,
      deadline: deadline.value ? new Date(deadline.value).toISOString() : undefined};
    const session = await post('/v1/sessions', {taskDescription: description.value, context,
      budget: budget.value.trim() || undefined, timeout: timeout.value.trim() || undefined,
      share: share.checked, automatic: automatic.checked});
    location.hash = to('sessions', session.sessionId);
  });
}

async function propose(prompt, place) {
  try {
    const team = await post('/v1/team-recommendations', {prompt});
    place.replaceChildren(h('p', {}, `${words(team.taskType)}, ${words(team.complexity)}: ${gib(team.memoryGib)}`),
      h('ul', {}, team.members.map(one => h('li', {}, h('strong', {}, words(one.role)), ' ', one.because))));
  } catch (failure) {
    place.replaceChildren(problem(failure));
  }
}
