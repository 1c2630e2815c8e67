// One session: who works, what they hold, what it costs, what they say.

import {get, id as path, post, query, remove} from './api.js';
import {announce, h, show as put} from './dom.js';
import {bytes, clock, duration, gib, money, percent, words} from './format.js';
import {poll} from './poll.js';
import {to} from './router.js';
import {COLUMNS as TASKS, submission} from './tasks.js';
import {action, askFor, card, facts, field, form, heading, meter, pill, problem, select, table, time} from './ui.js';

export function show(main, {id, signal}) {
  const at = '/v1/sessions/' + path(id);
  const names = ['head', 'trouble', 'agents', 'tasks', 'messages', 'events', 'account', 'about'];
  const places = Object.fromEntries(names.map(name => [name, h('div', {})]));
  const receiver = select([]);
  const roles = h('datalist', {id: 'roles'});
  get('/v1/agents?status=deployed&limit=100', {signal}).then(
    page => roles.replaceChildren(...page.agents.map(one => h('option', {value: one.role}))), () => {});
  const working = h('div', {},
    card('Run a task', submission(null, task => post(at + '/tasks', task, {signal}))),
    card('Messages', places.messages, messageForm(at, receiver, () => polling.again())));
  main.append(places.head, places.trouble, h('div.columns.task', {},
    h('div', {}, roles, places.agents, places.tasks, working),
    h('div', {}, places.account, places.about, card('What happened', places.events))));
  const polling = poll(signal, 3, async () => {
    const [session, events, messages, tasks] = await Promise.all([
      get(at, {signal}), get(at + '/events', {signal}), get(at + '/messages', {signal}),
      get('/v1/tasks' + query({session: id, limit: 10}), {signal})]);
    places.trouble.replaceChildren();
    const active = session.status === 'active';
    working.hidden = !active;
    put(receiver, session.agents.map(agent => agent.role), () => session.agents.map(agent => h('option', {value: agent.role}, words(agent.role))));
    put(places.head, [session.status, session.taskDescription], () => head(at, session, polling));
    put(places.agents, [session.agents, session.caps, active], () => agents(at, session, active, polling));
    put(places.account, [session.account, session.used, session.estimated, session.caps, session.savings], () => account(session));
    put(places.about, [session, Math.floor(Date.now() / 10000)], () => about(session));
    put(places.tasks, [tasks, Math.floor(Date.now() / 10000)], () => card('Tasks', table('Tasks of the session', TASKS, tasks.tasks, 'None yet.')));
    put(places.messages, messages, () => h('ol.timeline', {}, messages.items.map(one => h('li', {},
      one.at && h('time', {datetime: one.at}, clock(one.at)),
      h('div', {}, h('strong', {}, `${one.from ? words(one.from) : 'you'} to ${words(one.to)}`), h('p', {}, one.text))))));
    put(places.events, events, () => h('ol.timeline.short', {}, events.items.toReversed().map(event => h('li', {},
      h('time', {datetime: event.at}, clock(event.at)), h('div', {}, eventWords(event))))));
    return active ? undefined : tasks.tasks.some(task => !task.endedAt) ? undefined : false;
  }, failure => places.trouble.replaceChildren(problem(failure)));
}

function head(at, session, polling) {
  return [heading('Session', pill(session.status), session.status === 'active' && action('End it', async () => {
    const answer = await askFor('End the session?', 'Its agents let go of what they hold. Tasks that run go on to their end.',
      {reason: ['Reason', h('input', {})]}, 'End it', 'danger');
    if (answer) {
      await remove(at + query({reason: answer.reason}));
      announce('The session has ended');
      polling.again();
    }
  }, {class: 'danger'})), h('p.lead', {}, session.taskDescription)];
}

function agents(at, session, active, polling) {
  const columns = [
    ['Agent', one => [h('a', {href: to('agents', one.agentId)}, words(one.role)), one.shared && h('span.quiet', {}, ' shared')]],
    ['Status', one => [pill(one.status), one.because && h('p.quiet', {}, one.because)]],
    ['Model', one => one.model ?? 'router chooses'],
    ['Ready in', one => one.readyIn ? duration(one.readyIn) : '–', 'number'],
    ['Holds', one => one.usedGib > 0 ? gib(one.usedGib) : 'nothing', 'number'],
    ['Expected', one => gib(one.estimatedGib), 'number'],
    ['Why', one => one.reason],
    ['', one => active && action('Remove', async () => {
      await remove(`${at}/agents/${path(one.role)}` + query({reason: 'not needed'}));
      polling.again();
    }, {class: 'small', 'aria-label': 'Remove ' + words(one.role), 'data-focus': 'remove ' + one.role})],
  ];
  const role = h('input', {list: 'roles', required: true, 'data-focus': 'role'});
  const reason = h('input', {required: true, 'data-focus': 'reason', placeholder: 'why it is needed'});
  return card(`Agents: ${session.agents.length} of at most ${session.caps?.agents ?? '–'}`,
    table('Agents', columns, session.agents, 'None is active.'),
    active && form({class: 'inline'}, [field('Add', role), field('Because', reason), h('button', {type: 'submit'}, 'Add')], async () => {
      await post(at + '/agents', {role: role.value.trim(), reason: reason.value.trim()});
      role.value = '';
      reason.value = '';
      polling.again();
    }));
}

function account({account: money_, used, estimated, caps, savings}) {
  const budget = Number(money_?.budget ?? 0);
  const [spent, reserved] = [Number(money_?.spent ?? 0), Number(money_?.reserved ?? 0)];
  return card('Money and memory',
    budget ? meter('Budget', spent, reserved, budget,
      `${money(spent)} spent${reserved ? ', ' + money(reserved) + ' reserved' : ''} of ${money(budget)}`)
      : h('p', {}, `${money(spent)} spent${reserved ? ', ' + money(reserved) + ' reserved' : ''}; no budget`),
    caps && meter('Memory', used?.memoryGib ?? 0, 0, caps.memoryGib, `${gib(used?.memoryGib ?? 0)} of at most ${gib(caps.memoryGib)}`),
    facts([
      ['Measured', used?.measuredAt ? time(used.measuredAt) : 'not yet'],
      ['Processor time', used && duration(used.cpuSeconds)],
      ['Remembered', used && bytes(used.conversationBytes)],
      ['Expected', estimated && `${gib(estimated.memoryGib)}, ${estimated.cpuCores} processors`],
    ]),
    savings && h('p.saving', {}, h('strong', {}, percent(savings.percent / 100)),
      ` of the memory of all ${savings.roles} roles is not needed (${gib(savings.memoryGib)}).`));
}

function about(session) {
  return card('About', h('p', {}, session.reasoning), facts([
    ['Session', h('code', {}, session.sessionId)],
    ['Kind of work', `${words(session.taskType)}, ${words(session.complexity)}`],
    ['Expected', session.estimatedTime && duration(session.estimatedTime)],
    ['Priority', session.context?.priority],
    ['Deadline', session.context?.deadline && time(session.context.deadline)],
    ['Begun', time(session.createdAt)],
    ['Last used', time(session.lastUsedAt)],
    ['Times out', session.status === 'active' && time(session.timesOutAt)],
    ['Ended', session.endedAt && time(session.endedAt)],
    ['Because', session.endReason && words(session.endReason)],
  ]));
}

function messageForm(at, receiver, sent) {
  const text = h('textarea', {rows: 2, required: true});
  return form({}, [field('To', receiver), field('Message', text, 'It reads it with its next task.'),
    h('div.buttons', {}, h('button', {type: 'submit'}, 'Send'))], async () => {
    await post(at + '/messages', {to: receiver.value, text: text.value});
    text.value = '';
    announce('Sent');
    sent();
  });
}

/** An event in words; `type` names it, else its fields do. */
export function eventWords(event) {
  const role = words(event.role);
  switch (event.type) {
    case 'SessionStarted':
      return 'Began with ' + (event.roles ?? []).map(words).join(', ');
    case 'SessionAgentAdded':
      return `${role} was added${event.automatic ? ' by itself' : ''}: ${event.reason}`;
    case 'SessionAgentReady':
      return `${role} is ready after ${duration(event.readyIn)}`;
    case 'SessionAgentRemoved':
      return `${role} was removed${event.automatic ? ' by itself' : ''}, ${gib(event.freedGib)} freed: ${event.reason}`;
    case 'SessionMessageSent':
      return `Message to ${words(event.to)}`;
    case 'SessionWarned':
      return event.because;
    case 'SessionEnded':
      return `Ended (${words(event.reason)}), ${gib(event.freedGib)} freed, ${money(event.spent)} spent`;
    default:
      return event.message ?? event.because ?? words(event.type ?? 'something happened');
  }
}
