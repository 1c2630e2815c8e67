// All agents: search them, make one, ask who fits.

import {get, post, query} from './api.js';
import {h, show as put} from './dom.js';
import {percent, words} from './format.js';
import {poll} from './poll.js';
import {to} from './router.js';
import {card, field, form, heading, list, pill, problem, select, table, time} from './ui.js';

const COLUMNS = [
  ['Agent', one => h('a', {href: to('agents', one.agentId)}, [one.emoji, one.name || one.agentId].filter(Boolean).join(' '))],
  ['Role', one => words(one.role)],
  ['Status', one => [pill(one.status), one.canary && pill('canary')]],
  ['Version', one => one.deployedVersion && one.deployedVersion !== one.latestVersion
    ? `${one.deployedVersion} of ${one.latestVersion}` : one.latestVersion, 'number'],
  ['Model', one => one.model ?? 'router chooses'],
  ['Skills', one => one.skills.slice(0, 5).join(', ') + (one.skills.length > 5 ? ' …' : '')],
  ['Changed', one => time(one.updatedAt)],
];

export function show(main, {parameters, signal}) {
  const filters = {q: parameters.get('q'), status: parameters.get('status'), skill: parameters.get('skill'), cursor: parameters.get('cursor')};
  const [rows, pages, trouble] = [h('div', {}), h('div.buttons', {}), h('div', {})];
  const words_ = h('input', {type: 'search', placeholder: 'words', value: filters.q ?? '', 'aria-label': 'Words'});
  const skill = h('input', {type: 'search', placeholder: 'skill', value: filters.skill ?? '', 'aria-label': 'Skill'});
  const status = select([['', 'any status'], 'draft', 'deployed', 'retired'], {value: filters.status ?? '', 'aria-label': 'Status'});
  const go = () => { location.hash = to('agents', null, {q: words_.value.trim(), skill: skill.value.trim(), status: status.value}); };
  [words_, skill, status].forEach(control => control.addEventListener('change', go));
  main.append(heading('Agents'), h('div.columns', {},
    h('div', {}, card('New agent', creation(signal)), card('Who fits?', matching())),
    card('All agents', h('form.filters', {role: 'search', onsubmit: event => { event.preventDefault(); go(); }}, words_, skill, status),
      trouble, rows, pages)));
  poll(signal, 5, async () => {
    const page = await get('/v1/agents' + query({...filters, limit: 30}), {signal});
    trouble.replaceChildren();
    put(rows, [page.agents, Math.floor(Date.now() / 10000)], () => table('Agents', COLUMNS, page.agents, 'No agents here.'));
    put(pages, page.next, () => page.next && h('a.button', {href: to('agents', null, {...filters, cursor: page.next})}, 'More'));
  }, failure => trouble.replaceChildren(problem(failure)));
}

function creation(signal) {
  const name = h('input', {required: true, placeholder: 'Contract translator'});
  const role = h('input', {required: true, placeholder: 'translator'});
  const description = h('textarea', {rows: 3, required: true, placeholder: 'What it is good for'});
  const template = select([['', 'none']]);
  const generator = select([['template', 'the template'], ['model', 'a model']]);
  const deploy = select([['auto', 'deploy it when it is ready'], ['canary', 'try it beside the deployed version'], ['manual', 'wait for me']]);
  const skills = h('input', {});
  const tools = h('input', {placeholder: 'read_file, web_fetch'});
  const model = h('input', {placeholder: 'haiku'});
  const prompt = h('textarea', {rows: 4});
  get('/v1/templates?limit=100', {signal}).then(page => template.append(...(page.templates ?? []).map(one =>
    h('option', {value: one.templateId ?? one.id}, one.name || one.id))), () => {});
  return form({}, [field('Name', name), field('Role', role), field('Purpose', description),
    h('div.pairs', {}, field('From the template', template), field('Written by', generator)), field('Then', deploy),
    h('details', {}, h('summary', {}, 'Specify'), field('Skills', skills), field('Tools', tools), field('Model', model),
      field('System prompt', prompt, 'Without one the template says it.')),
    h('div.buttons', {}, h('button.primary', {type: 'submit'}, 'Create'))], async () => {
    const agent = await post('/v1/agents', {name: name.value, role: role.value.trim(), description: description.value,
      skills: skills.value ? list(skills.value) : undefined, tools: tools.value ? list(tools.value) : undefined,
      model: model.value.trim() || undefined, systemPrompt: prompt.value.trim() || undefined,
      pipeline: {template: template.value || undefined, generator: generator.value, deploy: deploy.value}});
    location.hash = to('agents', agent.agentId);
  });
}

function matching() {
  const text = h('textarea', {rows: 3, required: true, placeholder: 'Find out why the build is slow'});
  const skills = h('input', {});
  const answer = h('div', {role: 'status'});
  return form({}, [field('Task', text), field('Skills', skills),
    h('div.buttons', {}, h('button', {type: 'submit'}, 'Find')), answer], async () => {
    const found = await post('/v1/agents/matches', {prompt: text.value, requiredSkills: list(skills.value), limit: 10});
    answer.replaceChildren(
      table('Agents that fit', [
        ['Agent', one => h('a', {href: to('agents', one.agent)}, one.name)], ['Fits', one => percent(one.score), 'number'],
        ['Lacks', one => one.missingSkills.join(', ') || 'nothing']], found.matches, 'No agent fits.'),
      found.proposal ? h('p', {}, `Better: ${found.proposal.name}. ${found.proposal.because} `,
        h('a', {href: to('approvals')}, 'Propose it')) : '');
  });
}

