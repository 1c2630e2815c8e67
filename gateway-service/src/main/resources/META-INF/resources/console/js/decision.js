// Why a task runs where it runs.

import {get, id as path, query} from './api.js';
import {h} from './dom.js';
import {duration, money, percent, routeLabel, words} from './format.js';
import {facts, field, form, select, table} from './ui.js';

const COLUMNS = [
  ['Route', one => routeLabel(one.route)],
  ['Success', one => percent(one.successProbability), 'number'],
  ['Cost', one => money(one.cost), 'number'],
  ['With what may follow', one => money(one.expectedTotalCost), 'number'],
  ['Start and run', one => duration(one.startUp) + ' + ' + duration(one.duration), 'number'],
  ['Verdict', one => one.rejection ?? 'could do it', 'words'],
];

export function decision(record) {
  const made = record.decision;
  if (!made) {
    return h('p', {}, 'No decision is kept of this attempt.');
  }
  const profile = made.profile ?? {};
  const chosen = made.chosen;
  return [
    h('p.lead', {}, made.explanation),
    facts([
      ['Chosen', chosen && routeLabel(chosen.route)],
      ['Expected cost', chosen && money(chosen.cost)],
      ['Chance of success', chosen && percent(chosen.successProbability)],
      ['Objective', words(made.objective)],
      ['Kind of work', `${words(profile.taskType)}, ${words(profile.complexity)}`],
      ['Leans to', profile.leansTo && `${words(profile.leansTo)} environment (${percent(profile.fullProbability)} full)`],
      ['Expected', profile.expectedDuration && `${duration(profile.expectedDuration)}, P90 ${duration(profile.durationP90)}`],
      ['Left to chance', made.explored && 'yes, to learn'],
      ['Policy', made.versions?.policy],
    ]),
    made.modelAdvice && h('p', {}, 'Model: ', made.modelAdvice.because ?? JSON.stringify(made.modelAdvice)),
    made.proposedAgent && h('p', {}, `Would like an agent ${made.proposedAgent.name}: ${made.proposedAgent.because}`),
    profile.signals?.length > 0 && h('details', {'data-focus': 'signals'}, h('summary', {}, 'What it was told by'),
      h('ul', {}, profile.signals.map(one => h('li', {}, `${one.because} (${one.contribution > 0 ? '+' : ''}${Number(one.contribution).toFixed(2)})`)))),
    table('Candidates', COLUMNS, made.candidates ?? [], 'There were no candidates.'),
    made.plan?.length > 1 && h('p.quiet', {}, 'If it fails: ' + made.plan.slice(1).map(one => routeLabel(one.route)).join(', then ')),
  ];
}

/** A form that asks why a route was not taken. */
export function whyNot(taskId, record, signal) {
  const backends = [...new Set((record.decision?.candidates ?? []).map(one => one.route.backend))];
  if (!backends.length) {
    return null;
  }
  const backend = select(backends.map(one => [one, one]));
  const tier = select([['', 'any size'], 'quick', 'medium', 'heavy']);
  const answer = h('div', {role: 'status'});
  return h('details', {}, h('summary', {}, 'Why not another?'), form({class: 'inline'}, [
    field('Backend', backend), field('Size', tier), h('button', {type: 'submit'}, 'Ask'), answer,
  ], async () => {
    const told = await get(`/v1/tasks/${path(taskId)}/decision/why-not`
      + query({backend: backend.value, tier: tier.value, attempt: record.attempt}), {signal});
    answer.replaceChildren(h('p', {}, told.answer),
      told.changes?.length ? h('ul', {}, told.changes.map(one => h('li', {}, one.words))) : '');
  }));
}
