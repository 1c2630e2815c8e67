// What the gateway answers in the tests of the console: made up, in the form of the API.

const HOSTILE = '<img src=x onerror="document.title=\'taken\'">';

export const task = {
  taskId: '019a9f6e-3c11-7c55-9c1e-2f64d1b0a7e3', tenant: 'default', status: 'running', attempt: 1, sessionId: 's-1',
  route: {backend: 'local', tier: 'quick', model: 'claude-haiku', agent: 'senior_developer', agentVersion: 2},
  metadata: {build: HOSTILE}, requestedAt: '2026-11-21T06:00:00Z', updatedAt: '2026-11-21T06:00:02Z',
};

const at = second => `2026-11-21T06:00:${String(second).padStart(2, '0')}Z`;
const place = {taskId: task.taskId, attempt: 1, epoch: 1};

export const result = {
  status: 'succeeded', exitCode: 0, stdout: {text: '42\n', droppedBytes: 0}, stderr: {text: '', droppedBytes: 0},
  files: [{path: 'out/report.txt', size: 6, content: 'aGVsbG8K'}, {path: 'large.bin', size: 12_000_000}],
  timings: {queued: 'PT0.012S', startUp: 'PT0.031S', run: 'PT2M5S'},
  usage: {cpuSeconds: 0.06, peakMemoryBytes: 9437184, inputTokens: 1200, outputTokens: 340, cacheReadTokens: 800, cacheWriteTokens: 0},
  cost: {total: '0.0031023', parts: [{kind: 'model_input', amount: '0.0012', because: '1200 tokens'},
    {kind: 'model_output', amount: '0.0019', because: '340 tokens'}, {kind: 'sandbox', amount: '0.0000023', because: '1 vCPU for 0.125 s'}]},
  attempts: [{attempt: 1, route: task.route, outcome: 'succeeded', cost: {total: '0.0031023', parts: []}, expectedCost: '0.004'}],
  answer: {text: 'There are 42 of them. ' + HOSTILE, ending: 'done', turns: 3, toolCalls: 1, model: 'claude-haiku'},
  route: task.route, explanation: 'local/quick is the cheapest that can do it',
};

export const events = [
  ['TaskAccepted', {taskId: task.taskId, tenant: 'default', sessionId: 's-1', at: at(0)}],
  ['TaskDispatched', {taskId: task.taskId, attempt: 1, route: task.route, explanation: 'local/quick is the cheapest that can do it', expectedCost: '0.004', at: at(1)}],
  ['TaskStarted', {...place, backend: 'local', worker: 'executor-1', isolation: 'namespaces_cgroup', at: at(1)}],
  ['TaskOutput', {...place, index: 0, stream: 'stdout', text: 'counting', at: at(2)}],
  ['TaskOutput', {...place, index: 1, stream: 'stdout', text: ' files\n' + HOSTILE, at: at(2)}],
  ['TaskToolCalled', {...place, index: 2, callId: 'c-1', tool: 'run_command', arguments: '{"command":"ls | wc -l"}', at: at(3)}],
  ['TaskToolCalled', {...place, index: 3, callId: 'c-1', tool: 'run_command', arguments: '{"command":"ls | wc -l"}', outcome: 'succeeded', result: '42\n', duration: 'PT0.2S', at: at(4)}],
  ['TaskUsage', {...place, index: 4, usage: result.usage, cost: result.cost, at: at(5)}],
  ['TaskQuestion', {...place, index: 5, questionId: 'q-1', question: 'Hidden ones as well?', expiresAt: '2026-11-21T08:05:02Z', at: at(6)}],
];

export const decision = {
  taskId: task.taskId, attempt: 1, decidedAt: at(1),
  decision: {
    chosen: {route: task.route, resources: {}, successProbability: 0.97, startUp: 'PT0.05S', duration: 'PT1S', cost: '0.004', expectedTotalCost: '0.0041', score: 1, propensity: 1},
    objective: 'cheapest', timeout: 'PT30S', explored: false, explanation: 'local/quick is the cheapest that can do it.',
    profile: {kind: 'prompt', leansTo: 'quick', fullProbability: 0.03, taskType: 'bug_fix', complexity: 'low', expectedDuration: 'PT20S', durationP90: 'PT1M',
      signals: [{name: 'words', contribution: -0.7, because: 'it says "count"'}]},
    candidates: [
      {route: task.route, successProbability: 0.97, startUp: 'PT0.05S', duration: 'PT1S', cost: '0.004', expectedTotalCost: '0.0041', score: 1},
      {route: {backend: 'e2b', tier: 'quick'}, successProbability: 0.97, startUp: 'PT0.4S', duration: 'PT1S', cost: '0.006', expectedTotalCost: '0.0062', score: 0.8, rejection: 'not configured: no executor announces it'}],
    plan: [{route: task.route}, {route: {backend: 'local', tier: 'medium'}}], versions: {policy: 'shipped@1'},
  },
};

export const session = {
  sessionId: 's-1', tenant: 'default', status: 'active', taskDescription: 'Fix the login button: it does nothing on phones',
  context: {priority: 'high', deadline: '2026-11-22T12:00:00Z'}, taskType: 'bug_fix', complexity: 'medium',
  reasoning: 'Bug fix of medium complexity: senior_developer leads, test_lead proves it.',
  agents: [
    {role: 'senior_developer', agentId: 'senior_developer', model: 'sonnet', status: 'ready', reason: 'leads', addedAt: at(0), lastUsedAt: at(9), readyIn: 'PT1.2S', estimatedGib: 5, usedGib: 0.41, shared: false},
    {role: 'test_lead', agentId: 'test_lead', status: 'starting', reason: 'proves that it works', addedAt: at(0), lastUsedAt: at(9), estimatedGib: 4, usedGib: 0, shared: true}],
  caps: {agents: 4, memoryGib: 25}, estimated: {memoryGib: 9, cpuCores: 3}, used: {memoryGib: 0.41, cpuSeconds: 12.5, conversationBytes: 20480, measuredAt: at(9)},
  savings: {roles: 9, memoryGib: 31, percent: 77.5}, account: {budget: '5.00', spent: '3.90', reserved: '0.50'}, estimatedTime: 'PT54M',
  createdAt: at(0), lastUsedAt: at(9), timesOutAt: '2026-11-21T09:00:00Z',
};

const step = (id, name, agent, dependsOn, status, more = {}) => ({id, name, description: name + ', in full.', agent, code: false, dependsOn,
  doneWhen: 'it works', status, cost: '0.12', tries: [], files: [], ...more});

export const workflow = {
  workflowId: 'w-1', tenant: 'default', status: 'awaiting_approval', goal: 'Build a full-stack e-commerce app', constraints: ['PostgreSQL'],
  budget: '10.00', spent: '0.31', planned: 'by models', plan: 'Schema, API, pages, tests.', done: 1, of: 5,
  agents: [
    {name: 'Database Expert', type: 'database', systemPrompt: 'You design schemas.', skills: ['sql'], tools: ['write_file'], model: 'sonnet'},
    {name: 'Frontend Expert', type: 'frontend', systemPrompt: 'You write React.', skills: ['react'], tools: ['write_file', 'run_command']}],
  taskAssignments: [{agent: 'Database Expert', tasks: ['Schema']}, {agent: 'Frontend Expert', tasks: ['Pages']}],
  steps: [step('s1', 'Schema', 'Database Expert', [], 'done', {answer: 'Made it.', files: [{path: 'schema.sql', size: 900}],
    tries: [{number: 1, tasks: ['wf:w-1:s1:1'], outcome: 'review_failed', feedback: ['no index on orders'], cost: '0.06', route: 'local/quick', startedAt: at(1), endedAt: at(5)},
      {number: 2, tasks: ['wf:w-1:s1:2'], outcome: 'passed', feedback: [], cost: '0.06', route: 'local/quick', startedAt: at(6), endedAt: at(9)}]}),
  step('s2', 'API', 'Backend Expert', ['s1'], 'working'), step('s3', 'Pages', 'Frontend Expert', ['s1'], 'reviewing'),
  step('s4', 'Payment', 'Payment Expert', ['s2'], 'waiting'), step('s5', 'Tests', 'Test Expert', ['s2', 's3', 's4'], 'waiting')],
  quote: {number: 1, expectedCost: '4.20', p90Cost: '6.10', expectedDuration: 'PT48M', p90Duration: 'PT1H20M', budget: '10.00', spent: '0.31', runnable: true,
    notes: ['Reviews are counted.'], method: 'Sum of means; P90 by summing variances.', at: at(9),
    steps: [{step: 's1', name: 'Schema', agent: 'Database Expert', route: 'local/quick/sonnet', expectedCost: '0.84', p90Cost: '1.2', expectedDuration: 'PT9M', p90Duration: 'PT15M'}]},
  approval: {id: 'w-1:quote:1', number: 1, revision: 1, hash: 'ab12', expiresAt: '2026-11-22T06:00:00Z'},
  createdAt: at(0), updatedAt: at(9),
};

export const workflowEvents = [
  {sequence: 1, status: 'planning', message: 'The plan is being made', at: at(0), done: 0, of: 0},
  {sequence: 2, status: 'running', message: 'Frontend Expert is creating React components', step: 's3', at: at(9), done: 1, of: 5}];

export const approvals = [
  {approvalId: 'a-1', tenant: 'default', status: 'pending', kind: 'agent_proposal', subject: {taskId: task.taskId, attempt: 1}, title: 'Make an agent "Translator"?',
    detail: 'No agent has the skill translation.', hash: 'cd34', requestedAt: at(0), expiresAt: '2026-11-22T06:00:00Z',
    details: {role: 'translator', name: 'Translator ' + HOSTILE, skills: ['translation'], tools: ['web_fetch'], systemPrompt: 'You translate.', model: 'haiku', because: 'nobody covers translation'}},
  {approvalId: 'a-2', tenant: 'default', status: 'pending', kind: 'tool_call', subject: {taskId: task.taskId, questionId: 'q-2', agentId: 'senior_developer'}, title: 'May senior_developer call run_command?',
    detail: 'It asks before it runs commands.', hash: 'ef56', requestedAt: at(3), expiresAt: '2026-11-22T06:00:00Z', details: {tool: 'run_command', arguments: {command: 'npm publish'}}}];

export const agent = {
  agentId: 'senior_developer', status: 'deployed', version: 2, latestVersion: 3, deployedVersion: 2, previousVersion: 1, role: 'senior_developer', name: 'Senior developer', emoji: '🛠️',
  description: 'Writes and mends code.', skills: ['coding', 'debugging'], tools: ['read_file', 'write_file'], systemPrompt: 'You are a senior developer.\nYou test what you write.', model: 'sonnet',
  configuration: {}, origin: 'shipped', environment: {place: 'full_preferred', commands: ['git'], packages: []}, tests: [], createdAt: at(0), updatedAt: at(9), versionCreatedAt: at(9),
  canary: {version: 3, share: 0.1, minimumRuns: 20},
};
const stages = {3: 'canary', 2: 'deployed', 1: 'retired'};
export const versions = {agentId: agent.agentId, versions: [3, 2, 1].map(version => ({version, status: stages[version], name: agent.name, origin: 'shipped', createdBy: 'default', createdAt: at(version), deployedAt: at(version), pipeline: 'done'}))};
export const pipeline = {agentId: agent.agentId, version: 3, stage: 'canary', state: 'waiting', step: 'deploy', message: 'On trial beside version 2 with 10 % of the tasks.', run: 1, duration: 'PT41S', cost: '0.012',
  tests: [{index: 0, label: 'says hello', tries: 1, task: 'wb:senior_developer:3:test:0:1', verdict: 'passed', because: 'as expected', cost: '0.012'}],
  steps: [{step: 'generate', stage: 'draft', message: 'The pipeline has begun.', at: at(0)}, {step: 'validate', stage: 'validated', message: 'Its test passed.', at: at(9)}], startedAt: at(0), updatedAt: at(41)};
const estimate = (mean, low, high) => ({mean, low, high});
export const evidence = {agentId: agent.agentId, versions: [
  {version: 3, all: {taskClass: 'all', runs: 8, successes: 7, success: estimate(0.875, 0.529, 0.978), cost: estimate(0.02, 0.01, 0.03), latency: estimate(9, 6, 12)}, classes: []},
  {version: 2, all: {taskClass: 'all', runs: 120, successes: 101, success: estimate(0.842, 0.766, 0.896), cost: estimate(0.031, 0.028, 0.034), latency: estimate(14, 12, 16)}, classes: []}]};

/** By method and path; without the query. */
export const answers = {
  'GET /v1/tasks': {tasks: [task, {...task, taskId: 't-2', status: 'succeeded', result}, {...task, taskId: 't-3', status: 'failed', route: undefined}], next: 'c2'},
  [`GET /v1/tasks/${task.taskId}`]: task,
  [`GET /v1/tasks/${task.taskId}/decision`]: decision,
  'GET /v1/sessions': {items: [session]},
  'GET /v1/sessions/s-1': session,
  'GET /v1/sessions/s-1/events': {items: [{type: 'SessionStarted', roles: ['senior_developer', 'test_lead'], at: at(0)},
    {type: 'SessionAgentReady', role: 'senior_developer', readyIn: 'PT1.2S', at: at(2)}, {type: 'SessionWarned', because: '80 % of the budget is used', at: at(9)}]},
  'GET /v1/sessions/s-1/messages': {items: [{messageId: 1, from: 'test_lead', to: 'senior_developer', text: 'It fails on iOS only.', at: at(5)}]},
  'GET /v1/workflows': {items: [workflow]},
  'GET /v1/workflows/w-1': workflow,
  'GET /v1/workflows/w-1/events': {items: workflowEvents},
  'GET /v1/approvals': {items: approvals},
  'GET /v1/approvals/a-1': approvals[0],
  'GET /v1/webhooks': {items: [{id: 'wh-1', url: 'https://example.org/hook', events: ['approval.requested'], status: 'active', createdAt: at(0), failures: 0}]},
  'GET /v1/agents': {agents: [agent, {...agent, agentId: 'test_lead', name: 'Test lead', emoji: undefined, canary: undefined}]},
  'GET /v1/agents/senior_developer': agent,
  'GET /v1/agents/senior_developer/versions': versions,
  'GET /v1/agents/senior_developer/pipeline': pipeline,
  'GET /v1/agents/senior_developer/evidence': evidence,
  'GET /v1/agents/senior_developer/diff': {agentId: agent.agentId, from: 2, to: 3, fields: [{field: 'model', from: 'sonnet', to: 'haiku'}],
    systemPrompt: '--- systemPrompt@2\n+++ systemPrompt@3\n@@ -1,2 +1,2 @@\n You are a senior developer.\n-You test what you write.\n+You test first.\n'},
  'GET /v1/templates': {templates: [{id: 'custom', name: 'Custom'}, {id: 'research_specialist', name: 'Research specialist'}]},
};
