// One workflow: plan, team, quote, decision, progress in words, report.

import {get, id as path, post, put as change} from './api.js';
import {announce, h, show as put} from './dom.js';
import {bytes, clock, count, duration, money, percent, words} from './format.js';
import {decisionForm} from './approvals.js';
import {graph} from './graph.js';
import {poll} from './poll.js';
import {to} from './router.js';
import {action, askFor, block, card, facts, field, form, heading, list, meter, pill, problem, table, time} from './ui.js';

const ENDED = ['completed', 'failed', 'cancelled', 'refused', 'expired'];

export function show(main, {id, signal}) {
  const at = '/v1/workflows/' + path(id);
  const names = ['head', 'trouble', 'decide', 'graph', 'steps', 'team', 'report', 'progress', 'money', 'quote', 'about'];
  const places = Object.fromEntries(names.map(name => [name, h('div', {})]));
  main.append(places.head, places.trouble, h('div.columns.task', {},
    h('div', {}, places.decide, places.report, places.graph, places.steps, places.team),
    h('div', {}, places.money, card('Progress', places.progress), places.quote, places.about)));
  const events = [];
  const polling = poll(signal, 2, async () => {
    const [workflow, news] = await Promise.all([
      get(at, {signal}), get(`${at}/events?after=${events.at(-1)?.sequence ?? 0}`, {signal})]);
    events.push(...news.items.filter(one => one.sequence > (events.at(-1)?.sequence ?? 0)));
    places.trouble.replaceChildren();
    const ended = ENDED.includes(workflow.status);
    const report = ended && workflow.startedAt ? await get(at + '/report', {signal}) : null;
    const steps = workflow.steps ?? [];
    put(places.head, [workflow.status, workflow.goal, workflow.because], () => head(at, workflow, polling));
    put(places.decide, [workflow.status, workflow.approval, workflow.agents, workflow.budget], () => decide(at, workflow, polling));
    put(places.graph, steps.map(step => [step.id, step.status, step.agent, step.dependsOn]), () => steps.length > 0
      && card('Steps', h('div.scroll', {tabindex: 0, role: 'region', 'aria-label': 'Graph of the steps'}, graph(steps, one => open(places.steps, one)))));
    put(places.steps, [steps, ended], () => steps.map(step => stepCard(at, step, workflow.status, polling)));
    put(places.team, [workflow.agents, workflow.taskAssignments], () => workflow.agents && team(workflow));
    put(places.report, report, () => report && reportCard(report));
    put(places.progress, events, () => h('ol.timeline', {}, events.toReversed().map(event => h('li', {},
      h('time', {datetime: event.at}, clock(event.at)), h('div', {}, event.message)))));
    put(places.money, [workflow.spent, workflow.budget, workflow.done, workflow.of], () => card('How far',
      workflow.of > 0 && meter('Steps', workflow.done, 0, workflow.of, `${workflow.done} of ${workflow.of}`),
      meter('Budget', Number(workflow.spent), 0, Number(workflow.budget), `${money(workflow.spent)} of ${money(workflow.budget)}`)));
    put(places.quote, workflow.quote, () => workflow.quote && quoteCard(workflow.quote));
    put(places.about, [workflow, Math.floor(Date.now() / 10000)], () => about(workflow));
    if (news.items.length) {
      announce(news.items.at(-1).message);
    }
  }, failure => places.trouble.replaceChildren(problem(failure)));
}

function head(at, workflow, polling) {
  const order = (label, name, kind) => action(label, async () => {
    await post(`${at}/${name}`, {});
    polling.again();
  }, {class: kind});
  return [heading('Workflow', pill(workflow.status),
    workflow.status === 'running' && order('Pause', 'pause'),
    workflow.status === 'paused' && order('Resume', 'resume', 'primary'),
    !ENDED.includes(workflow.status) && action('Cancel', async () => {
      const answer = await askFor('Cancel the workflow?', 'Steps that run are stopped.', {reason: ['Reason', h('input', {})]}, 'Cancel it', 'danger');
      if (answer) {
        await post(at + '/cancel', answer.reason ? {reason: answer.reason} : {});
        polling.again();
      }
    }, {class: 'danger'})),
  h('p.lead', {}, workflow.goal),
  workflow.because && h('p', {class: ['failed', 'refused', 'expired'].includes(workflow.status) ? 'problem' : 'quiet'}, workflow.because)];
}

function decide(at, workflow, polling) {
  if (workflow.status !== 'awaiting_approval' || !workflow.approval || !workflow.quote) {
    return null;
  }
  const {quote, approval} = workflow;
  return h('section.card.notice', {}, h('h2', {}, 'Shall they begin?'),
    h('p.lead', {}, `${count(workflow.agents?.length ?? 0, 'agent')}, ${count(quote.steps.length, 'step')}: about ${money(quote.expectedCost)}`
      + ` (nine of ten stay under ${money(quote.p90Cost)}) and ${duration(quote.expectedDuration)}.`),
    !quote.runnable && h('p.problem', {}, 'Not every step has somewhere to run.'),
    h('p.quiet', {}, 'Expires ', time(approval.expiresAt), '.'),
    decisionForm({approvalId: approval.id, hash: approval.hash, kind: 'workflow_quote'}, () => polling.again()),
    h('details', {'data-focus': 'edit'}, h('summary', {}, 'Change team or budget first'), editor(at, workflow, polling)));
}

/** Names stay: steps are assigned by them. */
function editor(at, workflow, polling) {
  const budget = h('input', {inputmode: 'decimal', value: workflow.budget, 'data-focus': 'budget'});
  const rows = (workflow.agents ?? []).map((agent, index) => ({agent,
    model: h('input', {value: agent.model ?? '', 'data-focus': `model ${index}`}),
    tools: h('input', {value: agent.tools.join(', '), 'data-focus': `tools ${index}`}),
    skills: h('input', {value: agent.skills.join(', '), 'data-focus': `skills ${index}`}),
    prompt: h('textarea', {rows: 3, value: agent.systemPrompt, 'data-focus': `prompt ${index}`})}));
  return form({}, [field('Budget, $', budget), rows.map(row => h('fieldset', {}, h('legend', {}, row.agent.name),
    h('div.pairs', {}, field('Model', row.model), field('Tools', row.tools), field('Skills', row.skills)), field('Prompt', row.prompt))),
  h('div.buttons', {}, h('button', {type: 'submit'}, 'Change and quote anew'))], async () => {
    await change(at + '/team', {budget: budget.value.trim(), agents: rows.map(({agent, model, tools, skills, prompt}) => ({...agent,
      model: model.value.trim() || undefined, tools: list(tools.value), skills: list(skills.value), systemPrompt: prompt.value}))});
    announce('A new quote is being made');
    polling.again();
  });
}

function stepCard(at, step, status, polling) {
  return h('details.card.step', {id: 'step-' + step.id, 'data-focus': 'step ' + step.id},
    h('summary', {}, h('strong', {}, step.name), ' ', pill(step.status),
      h('span.quiet', {}, ` ${step.agent ?? 'code'}${step.tries.length > 1 ? `, ${step.tries.length} tries` : ''}, ${money(step.cost)}`)),
    h('p', {}, step.description),
    facts([['Done when', step.doneWhen], ['Needs', step.dependsOn.join(', ') || undefined], ['Note', step.note]]),
    step.tries.length > 0 && table('Tries', [
      ['Try', one => one.number, 'number'], ['Outcome', one => words(one.outcome)],
      ['Tasks', one => one.tasks.map(task => [h('a', {href: to('tasks', task)}, task.split(':').slice(2).join(':') || task), ' '])],
      ['Cost', one => money(one.cost), 'number'], ['Route', one => one.route ?? '–'], ['Feedback', one => one.feedback.join('; '), 'words'],
    ], step.tries),
    step.answer && block(step.answer, 'Answer'),
    step.files.length > 0 && h('ul.files', {}, step.files.map(file => h('li', {}, file.path, h('span.quiet', {}, ' ' + bytes(file.size))))),
    ['done', 'failed'].includes(step.status) && ['running', 'paused', 'completed', 'failed'].includes(status)
      && action('Do it and what follows again', async () => {
        const sure = await askFor(`Again from ${step.name}?`, 'This step and all that build on it run again, and cost again.', {}, 'Again');
        if (sure) {
          await post(at + '/retry', {from: step.id});
          polling.again();
        }
      }, {'data-focus': 'retry ' + step.id}));
}

function open(place, id) {
  const step = place.querySelector('#step-' + CSS.escape(id));
  if (step) {
    step.open = true;
    step.querySelector('summary').focus();
    step.scrollIntoView({block: 'nearest'});
  }
}

function team(workflow) {
  const does = name => workflow.taskAssignments?.find(one => one.agent === name)?.tasks.join(', ') ?? '';
  return card(`Team of ${workflow.agents.length}`, table('Team', [
    ['Agent', one => [h('strong', {}, one.name), h('p.quiet', {}, one.type)]], ['Does', one => does(one.name)],
    ['Model', one => one.model ?? 'router chooses'], ['Tools', one => one.tools.join(', ') || 'none'], ['Skills', one => one.skills.join(', ')],
    ['Prompt', one => h('details', {'data-focus': 'prompt of ' + one.name}, h('summary', {}, 'Show'), h('pre', {}, one.systemPrompt))],
  ], workflow.agents));
}

function quoteCard(quote) {
  return card('Quote', facts([
    ['Expected', `${money(quote.expectedCost)}, ${duration(quote.expectedDuration)}`],
    ['Nine of ten under', `${money(quote.p90Cost)}, ${duration(quote.p90Duration)}`],
    ['Planning cost', money(quote.spent)], ['Quoted', time(quote.at)]]),
  quote.notes.length > 0 && h('ul', {}, quote.notes.map(note => h('li', {}, note))),
  h('details', {'data-focus': 'quote'}, h('summary', {}, 'Step by step'), table('Quote by step', [
    ['Step', one => [one.name, one.problem && h('p.problem', {}, one.problem)]], ['Route', one => one.route ?? '–'],
    ['Expected', one => money(one.expectedCost), 'number'], ['P90', one => money(one.p90Cost), 'number'],
    ['Time', one => duration(one.expectedDuration), 'number']], quote.steps), h('p.quiet', {}, quote.method)));
}

function reportCard(report) {
  return card('Report', facts([
    ['Cost', `${money(report.cost)} of ${money(report.budget)}`], ['Planning', money(report.planningCost)],
    ['Quoted', report.expectedCost && `${money(report.expectedCost)}, P90 ${money(report.p90Cost)}`],
    ['Against the quote', report.againstQuote !== undefined && percent(report.againstQuote)],
    ['Took', report.duration && duration(report.duration)], ['Failed reviews', report.reviewFailures],
    ['Approved by', report.approvedBy]]),
  report.notes.length > 0 && h('ul', {}, report.notes.map(note => h('li', {}, note))),
  table('Report by step', [['Step', one => one.name], ['Agent', one => one.agent ?? 'code'], ['Status', one => pill(one.status)],
    ['Tries', one => one.tries, 'number'], ['Cost', one => money(one.cost), 'number'], ['Time', one => duration(one.duration), 'number'],
    ['Files', one => one.files.map(file => file.path).join(', ')]], report.steps));
}

function about(workflow) {
  return card('About', facts([
    ['Workflow', h('code', {}, workflow.workflowId)], ['Planned', workflow.planned], ['Plan', workflow.plan],
    ['Constraints', workflow.constraints.join('; ') || undefined], ['Begun', time(workflow.createdAt)],
    ['Work began', workflow.startedAt && time(workflow.startedAt)],
    ['Deadline', workflow.deadline && !workflow.endedAt && time(workflow.deadline)], ['Ended', workflow.endedAt && time(workflow.endedAt)],
    ['Tasks', h('a', {href: to('tasks', null, {session: workflow.workflowId})}, 'all of it')]]));
}
