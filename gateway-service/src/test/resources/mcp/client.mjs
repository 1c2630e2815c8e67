// Talks to the gateway as an agent's program would: node client.mjs <v1|v2|modern>; MCP_URL, MCP_KEY.
// Prints one JSON object with what it saw; the test asserts on it.
const [flavour] = process.argv.slice(2);
const url = new URL(process.env.MCP_URL);
const requestInit = { headers: { Authorization: `Bearer ${process.env.MCP_KEY}`, 'Signalbox-Actor': 'ada' } };
const info = { name: 'signalbox-test', version: '1' };
const seen = { flavour, progress: [], calls: {} };

const v1 = flavour === 'v1';
const { Client } = await import(v1 ? '@modelcontextprotocol/sdk/client/index.js' : '@modelcontextprotocol/client');
const { StreamableHTTPClientTransport } = await import(
  v1 ? '@modelcontextprotocol/sdk/client/streamableHttp.js' : '@modelcontextprotocol/client'
);
const options = flavour === 'modern' ? { versionNegotiation: { mode: { pin: '2026-07-28' } } } : {};
const client = new Client(info, options);
const transport = new StreamableHTTPClientTransport(url, { requestInit });

async function call(label, name, args, callOptions = {}) {
  // The SDK itself holds the structured content against the tool's output schema.
  const params = { name, arguments: args };
  const result = v1
    ? await client.callTool(params, undefined, callOptions)
    : await client.callTool(params, callOptions);
  seen.calls[label] = { error: result.isError === true, structured: result.structuredContent, text: result.content[0]?.text };
  return result;
}

try {
  await client.connect(transport);
  seen.server = client.getServerVersion();
  seen.instructions = client.getInstructions();
  const { tools } = await client.listTools();
  seen.tools = tools.map((tool) => tool.name);
  seen.schemas = tools.filter((tool) => tool.outputSchema?.type === 'object').length;

  await call('analysed', 'analyze_task', { task_description: 'Fix the login' });
  const created = await call('created', 'create_session', {
    task_description: 'Fix the login',
    context: { priority: 'high', deadline: '2026-12-01T18:00:00+01:00', existing_code: 'print(1)' },
  });
  const session_id = created.structuredContent.session_id;
  await call('added', 'add_agent_to_session', { session_id, agent_role: 'test_lead', reason: 'tests' });
  await call(
    'run',
    'run_task',
    { session_id, prompt: 'Fix the login', wait_seconds: 20 },
    { onprogress: (step) => seen.progress.push(step) },
  );
  await call('removed', 'remove_agent_from_session', { session_id, agent_role: 'test_lead', reason: 'done' });
  await call('listed', 'list_active_sessions', {});
  await call('ended', 'end_session', { session_id });
  await call('agents', 'list_agents', {});
  await call('matches', 'list_agents', { task_description: 'Fix the login' });
  await call('proposed', 'propose_agent', { task_description: 'Translate to Klingon', required_skills: ['klingon'] });
  await call('approvals', 'list_approvals', {});
  await call('decided', 'decide_approval', { approval_id: 'a-1', decision: 'grant', scope: 'permanently', comment: 'yes' });
  await call('invalid', 'create_session', { description: 'wrong name' });
  await call('refused', 'end_session', { session_id: 'unknown' });
  try {
    await call('unknown', 'no_such_tool', {});
  } catch (error) {
    seen.unknown = { code: error.code, message: error.message };
  }
  if (flavour !== 'modern') await transport.terminateSession();
  await client.close();
} catch (error) {
  seen.failure = `${error.stack ?? error} ${JSON.stringify(error.data ?? null)}`;
}
console.log(JSON.stringify(seen));
process.exit(seen.failure ? 1 : 0);
