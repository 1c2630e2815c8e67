// One task, live.

import {get, id as path, post} from './api.js';
import {announce, h, show as put} from './dom.js';
import {bytes, duration, money, routeLabel, words} from './format.js';
import {decision, whyNot} from './decision.js';
import {download} from './files.js';
import {to} from './router.js';
import {follow} from './sse.js';
import {LAST, start, take} from './task-stream.js';
import {drawTimeline} from './timeline.js';
import {action, askFor, block, card, facts, field, form, heading, pill, problem, table, time} from './ui.js';

const ENDED = ['succeeded', 'failed', 'cancelled'];

export function show(main, {id, signal}) {
  const places = Object.fromEntries(['head', 'trouble', 'asks', 'output', 'result', 'side', 'why'].map(name => [name, h('div', {})]));
  main.append(places.head, places.trouble, h('div.columns.task', {},
    h('div', {}, places.asks, places.result, h('section.card', {}, h('h2', {}, 'What happens'), places.output), places.why),
    h('div', {}, places.side)));
  const state = start();
  let connection = 'connecting';
  let frame = 0;
  const draw = () => {
    frame ||= requestAnimationFrame(() => {
      frame = 0;
      drawAll(id, state, connection, places, signal);
    });
  };
  draw();
  let explained = 0;
  const explain = async () => {
    if (state.attempt > explained) {
      explained = state.attempt;
      await showDecision(id, places.why, signal);
    }
  };
  get('/v1/tasks/' + path(id), {signal}).then(view => {
    if (!state.result && !state.entries.length) {
      take(state, 'TaskSnapshot', view);
    }
    state.metadata = view.metadata;
    draw();
    explain();
  }, failure => signal.aborted || places.trouble.replaceChildren(problem(failure)));
  follow(`/v1/tasks/${path(id)}/events`, {
    signal,
    onEvents: events => {
      events.forEach(event => take(state, event.type, JSON.parse(event.data)));
      draw();
      explain();
      const over = LAST.includes(events.at(-1).type);
      if (over) {
        announce('The task ' + words(state.status));
      }
      return over;
    },
    onState: now => {
      connection = now;
      draw();
    },
  }).catch(failure => places.trouble.replaceChildren(problem(failure)));
}

function drawAll(id, state, connection, places, signal) {
  put(places.head, [state.status, connection], () => heading('Task', pill(state.status),
    connection === 'lost' && h('span.quiet', {}, 'connection lost, trying again'),
    !ENDED.includes(state.status) && action('Cancel', async () => {
      const answer = await askFor('Cancel the task?', null, {reason: ['Reason', h('input', {})]}, 'Cancel it', 'danger');
      if (answer) {
        await post(`/v1/tasks/${path(id)}/cancel`, answer.reason ? {reason: answer.reason} : {}, {signal});
      }
    }, {class: 'danger'})));
  put(places.asks, [state.questions, state.approval, state.status], () => asks(id, state, signal));
  put(places.side, [state.route, state.usage, state.cost, state.attempt, state.sessionId, state.result?.timings, state.metadata],
    () => side(id, state));
  put(places.result, state.result, () => state.result && result(state.result));
  drawTimeline(places.output, state);
}

function asks(id, state, signal) {
  const open = state.questions.filter(question => !question.answered);
  return [
    state.approval && h('section.card.notice', {}, h('h2', {}, 'Waits for approval'),
      h('p', {}, state.approval.title), h('p', {}, state.approval.detail),
      h('a.button.primary', {href: to('approvals', state.approval.approvalId)}, 'Decide')),
    open.map(question => h('section.card.notice', {}, h('h2', {}, 'The agent asks'),
      h('p.lead', {}, question.question),
      question.call && h('p', {}, 'It would like to call ', h('code', {}, question.call.tool),
        ' with ', h('code', {}, JSON.stringify(question.call.arguments))),
      h('p.quiet', {}, 'It goes on without an answer ', time(question.expiresAt), '.'),
      question.call && h('div.buttons', {}, action('Permit', () => answer(id, question, 'permitted', signal), {class: 'primary'})),
      form({class: 'inline'}, [field(question.call ? 'Or refuse, in words' : 'Answer',
        h('input', {name: 'answer', required: true, 'data-focus': 'answer ' + question.id})),
      h('button', {type: 'submit', class: question.call ? '' : 'primary'}, question.call ? 'Refuse' : 'Answer')],
      element => answer(id, question, element.elements.answer.value, signal)))),
  ];
}

async function answer(id, question, text, signal) {
  await post(`/v1/tasks/${path(id)}/answers`, {questionId: question.id, answer: text}, {signal});
  question.answered = true;
  announce('Answered');
}

function side(id, state) {
  const {usage, cost} = state;
  return [
    card('About', facts([
      ['Task', h('code', {}, id)],
      ['Session', state.sessionId && h('a', {href: to('sessions', state.sessionId)}, state.sessionId)],
      ['Attempt', state.attempt || undefined],
      ['Route', routeLabel(state.route)],
      ['Expected cost', state.expectedCost && money(state.expectedCost)],
      ['Asked', time(state.requestedAt)],
      ['Waited', state.result && duration(state.result.timings?.queued)],
      ['Start-up', state.result && duration(state.result.timings?.startUp)],
      ['Run', state.result && duration(state.result.timings?.run)],
      ...Object.entries(state.metadata ?? {}),
    ])),
    card('Usage and cost',
      usage ? facts([
        ['Tokens', usage.inputTokens + usage.outputTokens > 0
          && `${usage.inputTokens.toLocaleString('en')} in, ${usage.outputTokens.toLocaleString('en')} out`],
        ['From the cache', usage.cacheReadTokens > 0 && usage.cacheReadTokens.toLocaleString('en')],
        ['Processor', usage.cpuSeconds > 0 && duration(usage.cpuSeconds)],
        ['Memory at most', usage.peakMemoryBytes > 0 && bytes(usage.peakMemoryBytes)],
      ]) : h('p.empty', {}, 'Nothing yet.'),
      cost && h('table.sum', {}, h('tbody', {}, (cost.parts ?? []).map(part => h('tr', {},
        h('td', {}, words(part.kind), h('span.quiet', {}, ' ' + part.because)), h('td.number', {}, money(part.amount)))),
      h('tr.total', {}, h('th', {scope: 'row'}, 'Together'), h('td.number', {}, money(cost.total)))))),
  ];
}

function result(done) {
  const outputs = [['Answer', done.answer?.text], ['As JSON', done.answer?.structured && JSON.stringify(done.answer.structured, null, 2)],
    ['Output', done.stdout?.text], ['Errors', done.stderr?.text]].filter(([, text]) => text);
  return h('section.card', {}, h('h2', {}, 'Result'),
    done.problem && problem({problem: done.problem}),
    done.exitCode !== undefined && h('p.quiet', {}, 'Exit code ' + done.exitCode),
    done.answer && h('p.quiet', {}, `${done.answer.model}, ${done.answer.turns} turns, ${done.answer.toolCalls} tool calls, ${words(done.answer.ending)}`),
    outputs.map(([name, text]) => [h('h3', {}, name), block(text, name)]),
    done.files?.length > 0 && [h('h3', {}, 'Files'), h('ul.files', {}, done.files.map(file => h('li', {},
      file.content === undefined ? file.path : h('button.link', {type: 'button', onclick: () => download(file)}, file.path),
      ' ', h('span.quiet', {}, bytes(file.size) + (file.content === undefined ? ', too large to be kept' : '')))))],
    done.attempts?.length > 1 && [h('h3', {}, 'Attempts'), table('Attempts', [
      ['', one => one.attempt, 'number'], ['Route', one => routeLabel(one.route)], ['Outcome', one => one.outcome ? pill(one.outcome) : '–'],
      ['Cost', one => money(one.cost?.total), 'number'], ['Expected', one => money(one.expectedCost), 'number'], ['Because', one => one.cause ?? ''],
    ], done.attempts)]);
}

async function showDecision(id, place, signal) {
  try {
    const record = await get(`/v1/tasks/${path(id)}/decision`, {signal});
    place.replaceChildren(h('details.card', {open: true}, h('summary', {}, h('h2', {}, 'Why there')), decision(record) ,
      whyNot(id, record, signal)));
  } catch (failure) {
    if (failure.status !== 404 && !signal.aborted) {
      place.replaceChildren(card('Why there', problem(failure)));
    }
  }
}
