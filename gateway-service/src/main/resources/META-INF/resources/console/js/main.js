// Starts the console: which page is shown, the key, the count of what waits for a decision.

import {get, key, whoAsksForKey} from './api.js';
import {h} from './dom.js';
import {poll} from './poll.js';
import {askFor, problem} from './ui.js';
import {read} from './router.js';
import * as agent from './agent.js';
import * as agents from './agents.js';
import * as approvals from './approvals.js';
import * as session from './session.js';
import * as sessions from './sessions.js';
import * as task from './task.js';
import * as tasks from './tasks.js';
import * as workflow from './workflow.js';
import * as workflows from './workflows.js';

const PAGES = {
  tasks: {all: tasks, one: task, title: 'Tasks'},
  sessions: {all: sessions, one: session, title: 'Sessions'},
  workflows: {all: workflows, one: workflow, title: 'Workflows'},
  approvals: {all: approvals, one: approvals, title: 'Approvals'},
  agents: {all: agents, one: agent, title: 'Agents'},
};

let shown = new AbortController();
let first = true;
// Who went back without a key is not asked again until they go somewhere else.
let declined = false;

function showPage() {
  shown.abort();
  declined = false;
  shown = new AbortController();
  const {section, id, parameters} = read(location.hash);
  const page = PAGES[section] ?? PAGES.tasks;
  const main = document.getElementById('main');
  main.replaceChildren();
  document.title = [id, page.title, 'Signalbox'].filter(Boolean).join(' · ');
  for (const link of document.querySelectorAll('nav a')) {
    const current = link.getAttribute('href') === '#/' + (PAGES[section] ? section : 'tasks');
    current ? link.setAttribute('aria-current', 'page') : link.removeAttribute('aria-current');
  }
  try {
    (id ? page.one : page.all).show(main, {id, parameters, signal: shown.signal});
  } catch (failure) {
    main.replaceChildren(problem(failure));
  }
  if (!first) {
    (main.querySelector('h1') ?? main).focus({preventScroll: true});
    window.scrollTo(0, 0);
  }
  first = false;
}

async function askForKey() {
  if (declined) {
    return null;
  }
  const input = h('input', {type: 'password', autocomplete: 'off', required: true, spellcheck: 'false'});
  const why = key.get() ? 'The gateway does not know this key.' : 'The gateway asks for an API key.';
  const answer = await askFor('API key', why,
    {key: ['Key', input, 'Kept in this tab until it is closed, and sent to this gateway only.']}, 'Use it');
  const given = answer?.key.trim() || null;
  declined = !given;
  return given;
}

async function changeKey() {
  const input = h('input', {type: 'password', autocomplete: 'off', spellcheck: 'false', value: key.get() ?? ''});
  const answer = await askFor('API key', 'Leave it empty to forget the key.',
    {key: ['Key', input, 'Kept in this tab until it is closed, and sent to this gateway only.']}, 'Use it');
  if (answer) {
    key.set(answer.key.trim());
    showPage();
    count.again();
  }
}

async function countApprovals() {
  const badge = document.getElementById('approvals-badge');
  if (document.querySelector('dialog[open]')) {
    return;
  }
  const page = await get('/v1/approvals?status=pending&limit=100');
  const waiting = page.items?.length ?? 0;
  badge.hidden = waiting === 0;
  badge.textContent = waiting + (page.next ? '+' : '');
  badge.setAttribute('aria-label', `, ${badge.textContent} waiting`);
  connection('');
}

function connection(words) {
  const place = document.getElementById('connection');
  if (place.textContent !== words) {
    place.textContent = words;
  }
}

whoAsksForKey(askForKey);
document.getElementById('key-button').addEventListener('click', changeKey);
window.addEventListener('hashchange', showPage);
showPage();
const count = poll(new AbortController().signal, 5, countApprovals,
  failure => connection(failure.status === 0 ? 'The gateway does not answer' : ''));
window.addEventListener('signalbox-decided', () => count.again());
