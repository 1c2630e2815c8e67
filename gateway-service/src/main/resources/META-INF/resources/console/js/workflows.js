// All workflows: begin one with a goal, look at others.

import {get, post, query} from './api.js';
import {h, show as put} from './dom.js';
import {money} from './format.js';
import {poll} from './poll.js';
import {to} from './router.js';
import {card, field, form, heading, pill, problem, select, table, time} from './ui.js';

const COLUMNS = [
  ['Goal', one => h('a', {href: to('workflows', one.workflowId)}, one.goal.slice(0, 90))],
  ['Status', one => pill(one.status)],
  ['Steps', one => one.of ? `${one.done} of ${one.of}` : '–', 'number'],
  ['Spent', one => money(one.spent), 'number'],
  ['Budget', one => money(one.budget), 'number'],
  ['Begun', one => time(one.createdAt)],
];

export function show(main, {parameters, signal}) {
  const status = parameters.get('status') ?? 'all';
  const cursor = parameters.get('cursor');
  const [rows, pages, trouble] = [h('div', {}), h('div.buttons', {}), h('div', {})];
  const filter = select(['all', 'open', 'awaiting_approval', 'running', 'paused', 'completed', 'failed', 'cancelled', 'refused', 'expired'],
    {value: status, 'aria-label': 'Status', onchange: () => { location.hash = to('workflows', null, {status: filter.value}); }});
  main.append(heading('Workflows'), h('div.columns', {},
    card('New workflow', creation()), card('All workflows', h('div.filters', {}, filter), trouble, rows, pages)));
  poll(signal, 4, async () => {
    const page = await get('/v1/workflows' + query({status, cursor, limit: 25}), {signal});
    trouble.replaceChildren();
    put(rows, [page.items, Math.floor(Date.now() / 10000)], () => table('Workflows', COLUMNS, page.items, 'No workflows here. Say a goal.'));
    put(pages, page.next, () => page.next && h('a.button', {href: to('workflows', null, {status, cursor: page.next})}, 'More'));
  }, failure => trouble.replaceChildren(problem(failure)));
}

function creation() {
  const goal = h('textarea', {rows: 4, required: true, placeholder: 'Build a full-stack e-commerce app'});
  const constraints = h('textarea', {rows: 3, placeholder: 'One per line'});
  const budget = h('input', {inputmode: 'decimal', placeholder: '10.00'});
  const timeout = h('input', {placeholder: '2h'});
  const parallel = h('input', {type: 'number', min: 1, max: 20});
  // Trying again after a lost answer begins the same workflow, and not a second one.
  let key = crypto.randomUUID();
  return form({}, [field('Goal', goal), field('Constraints', constraints),
    h('div.pairs', {}, field('Budget, $', budget), field('Time-out', timeout), field('Steps at once', parallel)),
    h('p.hint', {}, 'It is planned and quoted first. Nothing is worked on before somebody approves the quote.'),
    h('div.buttons', {}, h('button.primary', {type: 'submit'}, 'Plan it'))], async () => {
    const workflow = await post('/v1/workflows', {
      goal: goal.value, constraints: constraints.value.split('\n').map(one => one.trim()).filter(Boolean),
      budget: budget.value.trim() || undefined, timeout: timeout.value.trim() || undefined,
      parallel: parallel.value ? Number(parallel.value) : undefined,
    }, {headers: {'Idempotency-Key': key}});
    key = crypto.randomUUID();
    location.hash = to('workflows', workflow.workflowId);
  });
}
