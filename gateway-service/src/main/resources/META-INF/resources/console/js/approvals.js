// The inbox: what waits for a human, and what was decided.

import {get, id as path, post, query} from './api.js';
import {announce, h, show as put} from './dom.js';
import {count, duration, money, words} from './format.js';
import {poll} from './poll.js';
import {to} from './router.js';
import {action, block, facts, field, form, heading, pill, problem, select, time} from './ui.js';
import {webhooks} from './webhooks.js';

const ACTOR = 'signalbox.actor';
const KINDS = {agent_proposal: 'New agent', workflow_quote: 'Workflow', tool_call: 'Tool call'};

export function show(main, {id, parameters, signal}) {
  id ? showOne(main, id, signal) : showAll(main, parameters, signal);
}

function showAll(main, parameters, signal) {
  const status = parameters.get('status') ?? 'pending';
  const kind = parameters.get('kind');
  const cursor = parameters.get('cursor');
  const [rows, pages, trouble] = [h('div', {}), h('div.buttons', {}), h('div', {})];
  const go = () => { location.hash = to('approvals', null, {status: statusFilter.value, kind: kindFilter.value}); };
  const statusFilter = select([['pending', 'waiting'], ['all', 'all']], {value: status, 'aria-label': 'Status', onchange: go});
  const kindFilter = select([['', 'any kind'], ...Object.entries(KINDS)], {value: kind ?? '', 'aria-label': 'Kind', onchange: go});
  main.append(heading('Approvals'), h('div.filters', {}, statusFilter, kindFilter), trouble, rows, pages, proposer(), webhooks(signal));
  poll(signal, 3, async () => {
    const page = await get('/v1/approvals' + query({status, kind, cursor, limit: 25}), {signal});
    trouble.replaceChildren();
    put(rows, page.items, () => page.items.length
      ? page.items.map(approval => approvalCard(approval))
      : h('p.empty', {}, status === 'pending' ? 'Nothing waits for you.' : 'Nothing was asked yet.'));
    put(pages, page.next, () => page.next && h('a.button', {href: to('approvals', null, {status, kind, cursor: page.next})}, 'More'));
  }, failure => trouble.replaceChildren(problem(failure)));
}

function showOne(main, id, signal) {
  const [place, trouble] = [h('div', {}), h('div', {})];
  main.append(heading('Approval', h('a.button', {href: to('approvals')}, 'All')), trouble, place);
  poll(signal, 3, async () => {
    const approval = await get('/v1/approvals/' + path(id), {signal});
    trouble.replaceChildren();
    put(place, approval, () => approvalCard(approval));
    return approval.status === 'pending';
  }, failure => trouble.replaceChildren(problem(failure)));
}

function approvalCard(approval) {
  const subject = approval.subject ?? {};
  return h('article.card', {class: 'card' + (approval.status === 'pending' ? ' notice' : '')},
    h('header.split', {}, h('h2', {}, h('a', {href: to('approvals', approval.approvalId)}, approval.title || KINDS[approval.kind])), pill(approval.status)),
    approval.detail && h('p', {}, approval.detail),
    details(approval),
    facts([
      ['Kind', KINDS[approval.kind] ?? words(approval.kind)],
      ['Task', subject.taskId && h('a', {href: to('tasks', subject.taskId)}, subject.taskId)],
      ['Workflow', subject.workflowId && h('a', {href: to('workflows', subject.workflowId)}, subject.workflowId)],
      ['Session', subject.sessionId && h('a', {href: to('sessions', subject.sessionId)}, subject.sessionId)],
      ['Agent', subject.agentId && h('a', {href: to('agents', subject.agentId)}, subject.agentId)],
      ['Asked', time(approval.requestedAt)],
      ['Expires', approval.status === 'pending' && time(approval.expiresAt)],
      ['Decided', approval.decidedAt && [approval.decidedBy ?? 'nobody', approval.scope ? ` (${words(approval.scope)}) ` : ' ', time(approval.decidedAt)]],
      ['Comment', approval.comment],
    ]),
    approval.status === 'pending' && decisionForm(approval));
}

/** What is decided about, in the form of its kind; all of it can be read. */
function details({kind, details: what, approvalId}) {
  if (!what) {
    return null;
  }
  const whole = h('details', {'data-focus': 'whole ' + approvalId}, h('summary', {}, 'All of it'), block(JSON.stringify(what, null, 2), 'Details'));
  switch (kind) {
    case 'agent_proposal':
      return [facts([['Name', what.name], ['Role', what.role], ['Model', what.model], ['Skills', what.skills?.join(', ')],
        ['Tools', what.tools?.join(', ') || 'none'], ['Because', what.because]]),
      h('details', {'data-focus': 'prompt ' + approvalId}, h('summary', {}, 'Its prompt'), block(what.systemPrompt ?? '', 'Prompt'))];
    case 'tool_call':
      return h('p', {}, 'Calls ', h('code', {}, what.tool), block(JSON.stringify(what.arguments, null, 2), 'Arguments'));
    case 'workflow_quote': {
      const quote = what.quote ?? what;
      return [facts([['Expected', quote.expectedCost && `${money(quote.expectedCost)}, ${duration(quote.expectedDuration)}`],
        ['Nine of ten under', quote.p90Cost && money(quote.p90Cost)], ['Steps', quote.steps && count(quote.steps.length, 'step')]]), whole];
    }
    default:
      return whole;
  }
}

/** Grant or refuse, bound to what was seen. */
export function decisionForm(approval, decided = () => {}) {
  const proposal = approval.kind === 'agent_proposal';
  const waiting = Boolean(approval.subject?.taskId);
  const name = approval.approvalId;
  const comment = h('input', {'data-focus': 'comment ' + name});
  const actor = h('input', {value: sessionStorage.getItem(ACTOR) ?? '', autocomplete: 'name', 'data-focus': 'actor ' + name});
  const decide = async (decision, scope) => {
    const who = actor.value.trim();
    sessionStorage.setItem(ACTOR, who);
    await post(`/v1/approvals/${path(name)}/decision`,
      {decision, scope, comment: comment.value.trim() || undefined, hash: approval.hash || undefined},
      {headers: who ? {'Signalbox-Actor': who} : {}});
    announce(decision === 'grant' ? 'Granted' : 'Refused');
    window.dispatchEvent(new Event('signalbox-decided'));
    decided();
  };
  // Buttons, and no form: Enter in the comment decides nothing.
  const choice = (label, kind, decision, scope) => action(label, () => decide(decision, scope),
    {class: kind, 'data-focus': `${label} ${name}`});
  return h('div.decision', {}, h('div.pairs', {}, field('Comment', comment), field('Who decides', actor, 'For the record.')),
    h('div.buttons', {},
      (!proposal || waiting) && choice(proposal ? 'Grant for this task' : 'Grant', 'primary', 'grant', 'once'),
      proposal && choice('Grant for good', waiting ? '' : 'primary', 'grant', 'permanently'),
      choice('Refuse', 'danger', 'refuse')));
}

function proposer() {
  const text = h('textarea', {rows: 3, required: true, placeholder: 'Translate contracts into plain Finnish'});
  const skills = h('input', {placeholder: 'translation, law'});
  return h('details.card', {}, h('summary', {}, h('h2', {}, 'Propose an agent')), form({}, [
    field('For what', text), field('Skills', skills), h('div.buttons', {}, h('button', {type: 'submit'}, 'Propose'))], async () => {
    const approval = await post('/v1/approvals/proposals', {taskDescription: text.value,
      requiredSkills: skills.value.split(',').map(one => one.trim()).filter(Boolean)});
    location.hash = to('approvals', approval.approvalId);
  }));
}
