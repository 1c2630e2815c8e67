// One agent: versions, pipeline, what differs, how they do.

import {get, id as path, post, query, remove} from './api.js';
import {announce, h, show as put} from './dom.js';
import {duration, money, percent, words} from './format.js';
import {diffLines} from './diff.js';
import {poll} from './poll.js';
import {to} from './router.js';
import {action, askFor, block, card, facts, field, form, heading, interval, pill, problem, select, table, time} from './ui.js';

const STAGES = ['draft', 'generated', 'validated', 'environment_ready', 'deployed'];

export function show(main, {id, signal}) {
  const at = '/v1/agents/' + path(id);
  const names = ['head', 'trouble', 'versions', 'pipeline', 'evidence', 'diff', 'about', 'prompt'];
  const places = Object.fromEntries(names.map(name => [name, h('div', {})]));
  main.append(places.head, places.trouble, h('div.columns.task', {},
    h('div', {}, places.pipeline, places.versions, places.evidence, places.diff), h('div', {}, places.about, places.prompt)));
  // What an older registry does not serve is left out.
  const perhaps = address => get(address, {signal}).catch(failure => {
    if (failure.status === 404 || failure.status === 405) {
      return null;
    }
    throw failure;
  });
  const polling = poll(signal, 3, async () => {
    const [agent, versions, pipeline, evidence] = await Promise.all([get(at, {signal}), perhaps(at + '/versions'),
      perhaps(at + '/pipeline'), perhaps(at + '/evidence')]);
    places.trouble.replaceChildren();
    const moment = Math.floor(Date.now() / 10000);
    put(places.head, [agent.name, agent.status, agent.emoji, agent.description, agent.canary], () => head(at, agent, polling));
    put(places.pipeline, [pipeline, moment], () => pipeline && pipelineCard(pipeline));
    put(places.versions, [agent, versions, moment], () => versions && versionsCard(at, agent, versions.versions, polling));
    put(places.evidence, evidence, () => evidence && evidenceCard(evidence.versions));
    put(places.diff, versions?.versions.length, () => versions?.versions.length > 1 && diffCard(at, agent, versions.versions, signal));
    put(places.about, [agent, moment], () => about(agent));
    put(places.prompt, agent.systemPrompt, () => card('System prompt', block(agent.systemPrompt ?? '', 'System prompt')));
  }, failure => places.trouble.replaceChildren(problem(failure)));
}

function head(at, agent, polling) {
  return [heading([agent.emoji, agent.name || agent.agentId].filter(Boolean).join(' '), pill(agent.status),
    agent.status === 'deployed' && action('Retire', async () => {
      if (await askFor('Retire the agent?', 'Nothing is routed to it any more. Its versions are kept.', {}, 'Retire it', 'danger')) {
        await post(at + '/retire');
        polling.again();
      }
    }, {class: 'danger'})), h('p.lead', {}, agent.description)];
}

function pipelineCard(pipeline) {
  const reached = STAGES.indexOf(pipeline.stage === 'canary' ? 'environment_ready' : pipeline.stage);
  return card(`Pipeline of version ${pipeline.version}`,
    h('ol.stages', {'aria-label': 'Stages'}, STAGES.map((stage, index) => h('li', {
      class: index <= reached ? 'done' : index === reached + 1 && pipeline.state === 'failed' ? 'failed' : '',
      'aria-current': index === reached && 'step'}, words(stage)))),
    h('p', {}, pill(pipeline.state, pipeline.state === 'waiting' ? 'caution' : undefined), ' ', pipeline.message),
    pipeline.problem && problem({problem: pipeline.problem}),
    facts([['Took', duration(pipeline.duration)], ['Cost', money(pipeline.cost)], ['Run', pipeline.run > 1 && pipeline.run]]),
    pipeline.tests.length > 0 && table('Tests', [
      ['Test', one => one.task ? h('a', {href: to('tasks', one.task)}, one.label) : one.label], ['Verdict', one => pill(one.verdict)],
      ['Tries', one => one.tries, 'number'], ['Because', one => one.because], ['Cost', one => money(one.cost), 'number']], pipeline.tests),
    h('details', {'data-focus': 'steps'}, h('summary', {}, 'Every step'), h('ol.timeline', {}, pipeline.steps.map(step => h('li', {},
      time(step.at), h('div', {}, `${words(step.step)}: ${step.message}`, step.problem && h('p.quiet', {}, step.problem.detail ?? step.problem.title)))))));
}

function versionsCard(at, agent, versions, polling) {
  const order = (label, send, properties) => action(label, async () => {
    await send();
    announce(label);
    polling.again();
  }, {class: 'small', ...properties});
  const orders = one => [
    one.status === 'canary' && order('Promote', () => post(at + '/promote', {version: one.version}), {class: 'small primary'}),
    one.status === 'canary' && order('End trial', () => remove(at + '/canary')),
    !['deployed', 'canary'].includes(one.status) && agent.deployedVersion && order('Try beside', () => canary(at, one.version), {'data-focus': 'try ' + one.version}),
    one.status === 'retired' && agent.deployedVersion && order('Roll back to it', () => post(at + '/rollback', {to: one.version}), {'data-focus': 'back ' + one.version}),
    !['deployed', 'canary', 'retired'].includes(one.status) && one.pipeline !== 'running' && order('Send through the pipeline',
      () => post(at + '/pipeline', {version: one.version}), {'data-focus': 'pipeline ' + one.version}),
  ];
  return card('Versions', agent.canary && h('p.notice', {},
    `Version ${agent.canary.version} is on trial with ${percent(agent.canary.share)} of the tasks, until ${agent.canary.minimumRuns} runs.`),
  table('Versions', [
    ['Version', one => one.version], ['Status', one => pill(one.status)],
    ['Made', one => [time(one.createdAt), one.createdBy && ` by ${one.createdBy}`]], ['Origin', one => words(one.origin)],
    ['Deployed', one => time(one.deployedAt)], ['', one => h('div.buttons', {}, orders(one))]], versions));
}

async function canary(at, version) {
  const answer = await askFor(`Try version ${version}?`, 'It gets a share of the tasks, until there is enough evidence to prefer one of the two.', {
    share: ['Share of the tasks, %', h('input', {type: 'number', min: 0, max: 50, value: 10})],
    minimumRuns: ['Runs before the better one is preferred', h('input', {type: 'number', min: 1, value: 20})]}, 'Try it');
  if (answer) {
    await post(at + '/canary', {version, share: Number(answer.share) / 100, minimumRuns: Number(answer.minimumRuns)});
  }
}

function evidenceCard(versions) {
  const rows = versions.flatMap(one => [{...one.all, version: one.version, taskClass: 'all'},
    ...(one.classes.length > 1 ? one.classes.map(tally => ({...tally, version: one.version})) : []),
    ...(one.validation ? [{...one.validation, version: one.version, taskClass: 'its own tests'}] : [])]).filter(row => row.runs > 0);
  const most = name => Math.max(0, ...rows.map(row => row[name]?.high ?? 0));
  const estimate = (row, name, write, scale) => row[name]
    ? interval(row[name].low, row[name].mean, row[name].high, scale, `${write(row[name].mean)} (${write(row[name].low)} to ${write(row[name].high)})`) : '–';
  return card('Evidence', h('p.quiet', {}, 'With 95 % intervals.'), table('Evidence', [
    ['Version', row => row.version], ['Tasks', row => row.taskClass], ['Runs', row => row.runs, 'number'],
    ['Success', row => estimate(row, 'success', percent, 1)], ['Cost', row => estimate(row, 'cost', money, most('cost'))],
    ['Time', row => estimate(row, 'latency', duration, most('latency'))]], rows, 'No runs yet.'));
}

function diffCard(at, agent, versions, signal) {
  const numbers = versions.map(one => [String(one.version), `version ${one.version}`]);
  const from = select(numbers, {value: String(agent.deployedVersion && agent.deployedVersion !== versions[0].version
    ? agent.deployedVersion : versions[1].version)});
  const until = select(numbers, {value: String(versions[0].version)});
  const place = h('div', {role: 'status'});
  return card('What differs', form({class: 'inline'}, [field('From', from), field('To', until), h('button', {type: 'submit'}, 'Compare')], async () => {
    const diff = await get(at + '/diff' + query({from: from.value, to: until.value}), {signal});
    place.replaceChildren(...[
      diff.fields.length > 0 && table('Fields', [['Field', one => one.field], ['From', one => value(one.from)], ['To', one => value(one.to)]], diff.fields),
      diff.systemPrompt && h('pre.diff', {tabindex: 0, 'aria-label': 'Differences of the system prompt'}, diffLines(diff.systemPrompt).map(line =>
        h(`span.${line.kind}`, {}, line.text + '\n'))),
      !diff.fields.length && !diff.systemPrompt && h('p.empty', {}, 'They are the same.')].filter(Boolean));
  }), place);
}

function value(json) {
  return json === undefined || json === null ? 'nothing' : typeof json === 'string' ? json : JSON.stringify(json);
}

function about(agent) {
  return card('About', facts([
    ['Agent', h('code', {}, agent.agentId)], ['Role', words(agent.role)], ['Version shown', agent.version],
    ['On duty', agent.deployedVersion], ['Model', agent.model ?? 'router chooses'], ['Skills', agent.skills.join(', ') || undefined],
    ['Tools', agent.tools.join(', ') || 'none'], ['Works', agent.environment && words(agent.environment.place)],
    ['Template', agent.template], ['Origin', words(agent.origin)], ['Made by', agent.createdBy], ['Made', time(agent.createdAt)],
    ['Changed', time(agent.updatedAt)], ...Object.entries(agent.configuration ?? {})]));
}
