// E2B's own SDK, unchanged, against the simulator. Prints one line per check; exits with 1 when one fails.
import assert from 'node:assert/strict'
import { Sandbox, RateLimitError, NotFoundError, TimeoutError, SandboxNotFoundError, CommandExitError, AuthenticationError } from 'e2b'
import { Sandbox as CodeSandbox } from '@e2b/code-interpreter'

const only = process.argv[2]
let failed = 0
async function check(name, run) {
  if (only && !name.includes(only)) return
  try {
    await run()
    console.log('ok ' + name)
  } catch (error) {
    failed++
    console.log('FAILED ' + name + ': ' + (error?.stack ?? error))
  }
}
const rejects = (promise, kind) => assert.rejects(promise, (error) => {
  assert.ok(error instanceof kind, 'is ' + error?.name + ': ' + error?.message)
  return true
})

const sandbox = await Sandbox.create({ timeoutMs: 60_000, metadata: { who: 'a b&c=d', run: 'sdk' }, envs: { FROM_CREATE: 'yes' } })

// Where the user's files are: /home/user in the real service, the working folder of what is behind the simulator here.
const home = (await sandbox.commands.run('pwd')).stdout.trim()

await check('commands.run', async () => {
  const result = await sandbox.commands.run('echo out; echo err >&2; pwd', { envs: { X: '1' } })
  assert.equal(result.exitCode, 0)
  assert.equal(result.stdout, 'out\n' + home + '\n')
  assert.equal(result.stderr, 'err\n')
  assert.equal((await sandbox.commands.run('echo $FROM_CREATE $X', { envs: { X: "it's" } })).stdout, "yes it's\n")
})
await check('commands.run streams', async () => {
  const seen = []
  await sandbox.commands.run('echo a; sleep 0.3; echo b', { onStdout: (text) => seen.push(text) })
  assert.deepEqual(seen, ['a\n', 'b\n'])
})
await check('commands.run exit code', async () => {
  await assert.rejects(sandbox.commands.run('echo no >&2; exit 3'), (error) => {
    assert.ok(error instanceof CommandExitError)
    assert.equal(error.exitCode, 3)
    assert.equal(error.stderr, 'no\n')
    return true
  })
})
await check('commands.run cwd', async () => {
  await sandbox.commands.run('mkdir -p deep/er')
  assert.equal((await sandbox.commands.run('pwd', { cwd: '/home/user/deep/er' })).stdout, home + '/deep/er\n')
})
await check('commands.run times out', async () => {
  await rejects(sandbox.commands.run('sleep 30', { timeoutMs: 500 }), TimeoutError)
  await new Promise((done) => setTimeout(done, 300))
  assert.equal((await sandbox.commands.list()).length, 0)
})
await check('commands in the background, connected and killed', async () => {
  const handle = await sandbox.commands.run('echo begun; sleep 100', { background: true })
  const listed = await sandbox.commands.list()
  assert.equal(listed.length, 1)
  assert.equal(listed[0].pid, handle.pid)
  const again = await sandbox.commands.connect(handle.pid)
  assert.equal(again.pid, handle.pid)
  assert.equal(await handle.kill(), true)
  await rejects(handle.wait(), CommandExitError)
  await rejects(again.wait(), CommandExitError)
  assert.equal(await sandbox.commands.kill(handle.pid), false)
})
await check('stdin', async () => {
  const handle = await sandbox.commands.run('while read -r line; do echo "got $line"; done; echo closed', { background: true, stdin: true })
  await sandbox.commands.sendStdin(handle.pid, 'one\n')
  await handle.sendStdin('zwei ü\n')
  await handle.closeStdin()
  assert.equal((await handle.wait()).stdout, 'got one\ngot zwei ü\nclosed\n')
})
await check('much output', async () => {
  const result = await sandbox.commands.run('head -c 3000000 /dev/zero | tr "\\0" x')
  assert.equal(result.stdout.length, 3_000_000)
})
await check('files', async () => {
  const info = await sandbox.files.write('dir x/a.txt', 'hällo')
  assert.equal(info.path, home + '/dir x/a.txt')
  assert.equal(await sandbox.files.read('dir x/a.txt'), 'hällo')
  assert.equal(await sandbox.files.read('/home/user/dir x/a.txt'), 'hällo')
  const bytes = Uint8Array.from({ length: 70_000 }, (_, i) => i % 256)
  await sandbox.files.write('bytes', new Blob([bytes]), { useOctetStream: true })
  assert.deepEqual(await sandbox.files.read('bytes', { format: 'bytes' }), bytes)
  await sandbox.files.write('zipped', 'z'.repeat(5000), { gzip: true })
  assert.equal(await sandbox.files.read('zipped'), 'z'.repeat(5000))
  await sandbox.files.write([{ path: 'm/1', data: 'one' }, { path: 'm/2', data: 'two' }])
  const entries = await sandbox.files.list('m')
  assert.deepEqual(entries.map((e) => [e.name, e.type, e.size]), [['1', 'file', 3], ['2', 'file', 3]])
  assert.equal(await sandbox.files.exists('m/1'), true)
  assert.equal((await sandbox.files.getInfo('m/1')).path, home + '/m/1')
  await sandbox.files.rename('m/1', 'm/one')
  await sandbox.files.remove('m/one')
  assert.equal(await sandbox.files.exists('m/one'), false)
  assert.equal(await sandbox.files.makeDir('new/dir'), true)
  assert.equal(await sandbox.files.makeDir('new/dir'), false)
  await sandbox.files.write('/tmp/elsewhere/f', 'tmp')
  assert.equal(await sandbox.files.read('/tmp/elsewhere/f'), 'tmp')
  assert.equal(await sandbox.files.read('empty' + (await sandbox.files.write('empty', ''), '')), '')
})
await check('files that are missing', async () => {
  await rejects(sandbox.files.read('missing'), NotFoundError)
  await rejects(sandbox.files.list('missing'), NotFoundError)
})
await check('signed URLs', async () => {
  await sandbox.files.write('signed', 'content')
  const url = await sandbox.downloadUrl('signed', { useSignatureExpiration: 10 })
  const through = new URL(url)
  const headers = { 'E2b-Sandbox-Id': sandbox.sandboxId, 'E2b-Sandbox-Port': '49983' }
  const base = process.env.E2B_SANDBOX_URL
  const good = await fetch(base + through.pathname + through.search, { headers })
  assert.equal(await good.text(), 'content')
  const bad = await fetch(base + through.pathname + through.search.replace('signed', 'bytes'), { headers })
  assert.equal(bad.status, 401)
})
await check('list by metadata', async () => {
  const other = await Sandbox.create({ metadata: { who: 'other' } })
  const mine = await Sandbox.list({ query: { metadata: { who: 'a b&c=d' } } }).nextItems()
  assert.deepEqual(mine.map((one) => one.sandboxId), [sandbox.sandboxId])
  assert.equal(mine[0].metadata.who, 'a b&c=d')
  const pages = Sandbox.list({ limit: 1 })
  assert.equal((await pages.nextItems()).length, 1)
  assert.equal(pages.hasNext, true)
  assert.equal((await pages.nextItems()).length, 1)
  assert.equal(pages.hasNext, false)
  assert.equal(await other.kill(), true)
})
await check('getInfo, setTimeout, getMetrics, isRunning', async () => {
  await sandbox.setTimeout(120_000)
  const info = await sandbox.getInfo()
  assert.ok(Math.abs(info.endAt.getTime() - Date.now() - 120_000) < 10_000)
  assert.equal(info.state, 'running')
  assert.equal(info.cpuCount, 2)
  assert.equal(info.memoryMB, 1024)
  const metrics = await sandbox.getMetrics()
  assert.equal(metrics[0].cpuCount, 2)
  assert.equal(await sandbox.isRunning(), true)
})
await check('pause and connect', async () => {
  await sandbox.files.write('kept', 'over the pause')
  assert.equal(await sandbox.pause(), true)
  assert.equal(await Sandbox.pause(sandbox.sandboxId), false)
  assert.equal((await sandbox.getInfo()).state, 'paused')
  await rejects(sandbox.commands.run('true'), SandboxNotFoundError)
  await rejects(sandbox.files.read('kept'), TimeoutError)
  const again = await Sandbox.connect(sandbox.sandboxId, { timeoutMs: 90_000 })
  assert.equal(await again.files.read('kept'), 'over the pause')
})
await check('refusals', async () => {
  await rejects(Sandbox.create({ apiKey: 'e2b_00', timeoutMs: 60_000 }), AuthenticationError)
  await assert.rejects(Sandbox.create({ timeoutMs: 100 * 3600_000 }), /400/)
  await assert.rejects(Sandbox.create('no-such-template'), /404/)
  await rejects(Sandbox.getInfo('gone1234'), SandboxNotFoundError)
  assert.equal(await Sandbox.kill('gone1234'), false)
})
await check('too many at once', async () => {
  const made = []
  try {
    await assert.rejects((async () => { for (let i = 0; i < 10; i++) made.push(await Sandbox.create({ retries: 0 })) })(), (error) => {
      assert.ok(error instanceof RateLimitError, error?.stack)
      return true
    })
    assert.equal(made.length, 3)
  } finally {
    await Promise.all(made.map((one) => one.kill()))
  }
})
await check('a sandbox ends when its time is over', async () => {
  const short = await Sandbox.create({ timeoutMs: 1000 })
  await new Promise((done) => setTimeout(done, 1500))
  assert.equal(await short.isRunning(), false)
  await rejects(short.commands.run('true'), SandboxNotFoundError)
  await rejects(short.files.read('f'), TimeoutError)
})
await check('the code interpreter', async () => {
  const code = await CodeSandbox.create({ timeoutMs: 60_000 })
  try {
    const execution = await code.runCode('print("hi")\n6 * 7')
    assert.equal(execution.text, '42')
    assert.deepEqual(execution.logs.stdout.join(''), 'hi\n')
    const wrong = await code.runCode('1 / 0')
    assert.equal(wrong.error.name, 'ZeroDivisionError')
    const script = await code.runCode('console.log("js"); [1, 2].length', { language: 'javascript' })
    assert.equal(script.text, '2')
    assert.equal(script.logs.stdout.join(''), 'js\n')
    const context = await code.createCodeContext({ language: 'bash' })
    const shell = await code.runCode('echo $((40 + 2))', { context })
    assert.equal(shell.logs.stdout.join(''), '42\n')
    assert.ok((await code.listCodeContexts()).some((one) => one.id === context.id))
    await code.removeCodeContext(context)
  } finally {
    await code.kill()
  }
})
await check('kill', async () => {
  assert.equal(await sandbox.kill(), true)
  assert.equal(await sandbox.kill(), false)
  assert.equal(await sandbox.isRunning(), false)
})
process.exit(failed ? 1 : 0)
