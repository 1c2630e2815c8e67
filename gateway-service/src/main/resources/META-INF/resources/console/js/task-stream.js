// What the events of a task add up to. Pure: the page only draws it.

export const LAST = ['TaskCompleted', 'TaskFailed', 'TaskCancelled', 'TaskSnapshot'];
const MOST_TEXT = 400_000;

export function start() {
  return {
    status: 'queued', attempt: 0, route: null, explanation: null, expectedCost: null, usage: null, cost: null,
    entries: [], questions: [], approval: null, result: null, sessionId: null, requestedAt: null, text: 0, dropped: 0,
  };
}

/** The state after the event; changes the state that is given. */
export function take(state, type, event) {
  switch (type) {
    case 'TaskAccepted':
      state.sessionId = event.sessionId ?? null;
      state.requestedAt = event.at;
      note(state, event.at, 'Accepted');
      break;
    case 'TaskDispatched':
      Object.assign(state, {status: 'dispatched', attempt: event.attempt, route: event.route,
        explanation: event.explanation, expectedCost: event.expectedCost, approval: null});
      note(state, event.at, `Attempt ${event.attempt} goes to ${event.route.backend}/${event.route.tier}`, event.explanation);
      break;
    case 'TaskStarted':
      state.status = 'running';
      note(state, event.at, event.epoch > 1
        ? `Its worker was lost; ${event.worker} begins anew`
        : `${event.worker} began`, `isolation: ${String(event.isolation).replaceAll('_', ' ')}`);
      break;
    case 'TaskOutput':
      output(state, event);
      break;
    case 'TaskToolCalled':
      tool(state, event);
      break;
    case 'TaskUsage':
      state.usage = event.usage;
      state.cost = event.cost;
      break;
    case 'TaskQuestion':
      state.questions.push({id: event.questionId, question: event.question, expiresAt: event.expiresAt,
        call: event.call ?? null, answered: false});
      note(state, event.at, 'The agent asks', event.question);
      break;
    case 'TaskAwaitingApproval':
      state.status = 'awaiting_approval';
      state.attempt = event.attempt;
      state.approval = event.approval;
      note(state, event.at, 'A human has to decide', event.approval?.title);
      break;
    case 'TaskRetrying':
      state.status = 'retrying';
      closeQuestions(state);
      note(state, event.at, `Attempt ${event.attempt} did not do it, another follows`,
        event.problem.detail ?? event.problem.title);
      break;
    case 'TaskCancelling':
      state.status = 'cancelling';
      note(state, event.at, 'Is being stopped', event.reason);
      break;
    case 'TaskCompleted':
    case 'TaskFailed':
    case 'TaskCancelled':
      end(state, event.result);
      note(state, event.at, {TaskCompleted: 'Succeeded', TaskFailed: 'Failed', TaskCancelled: 'Cancelled'}[type],
        event.result.problem?.detail ?? event.result.problem?.title);
      break;
    case 'TaskSnapshot':
      Object.assign(state, {status: event.status, attempt: event.attempt, route: event.route ?? null,
        explanation: event.explanation ?? null, sessionId: event.sessionId ?? null, requestedAt: event.requestedAt});
      if (event.result) {
        end(state, event.result);
      }
      break;
    default:
      note(state, event.at, type.replace(/^Task/, '').replace(/([a-z])([A-Z])/g, '$1 $2'));
  }
  return state;
}

function end(state, result) {
  closeQuestions(state);
  Object.assign(state, {status: result.status, result, usage: result.usage, cost: result.cost, approval: null,
    route: result.route ?? state.route, explanation: result.explanation ?? state.explanation});
}

function closeQuestions(state) {
  state.questions.forEach(question => { question.answered = true; });
}

function note(state, at, words, detail) {
  state.entries.push({kind: 'note', at, words, detail: detail || null});
}

/** Pieces of one stream after another are one text; of very much text the oldest goes. */
function output(state, event) {
  const last = state.entries.at(-1);
  if (last?.kind === 'output' && last.stream === event.stream && last.attempt === event.attempt) {
    last.text += event.text;
  } else {
    state.entries.push({kind: 'output', at: event.at, stream: event.stream, attempt: event.attempt, text: event.text});
  }
  state.text += event.text.length;
  for (const entry of state.entries) {
    if (state.text <= MOST_TEXT) {
      break;
    }
    if (entry.kind === 'output' && entry.text) {
      const away = Math.min(entry.text.length, state.text - MOST_TEXT);
      entry.text = entry.text.slice(away);
      state.text -= away;
      state.dropped += away;
    }
  }
}

function tool(state, event) {
  const begun = state.entries.findLast(entry => entry.kind === 'tool' && entry.callId === event.callId);
  const told = {outcome: event.outcome ?? null, result: event.result ?? null, duration: event.duration ?? null};
  if (begun) {
    Object.assign(begun, told);
  } else {
    state.entries.push({kind: 'tool', at: event.at, callId: event.callId, tool: event.tool, arguments: event.arguments, ...told});
  }
}
