// The console's logic, without a page.

import assert from 'node:assert/strict';
import {test} from 'node:test';
import * as format from './console/js/format.js';
import {diffLines} from './console/js/diff.js';
import {bytesOf} from './console/js/files.js';
import {layers} from './console/js/graph.js';
import {read, to} from './console/js/router.js';
import {EventParser} from './console/js/sse.js';
import {start, take} from './console/js/task-stream.js';
import {events, result, task, workflow} from './answers.mjs';

test('writes durations as people do', () => {
  assert.equal(format.duration('PT0.012S'), '12 ms');
  assert.equal(format.duration('PT1.25S'), '1.3 s');
  assert.equal(format.duration('PT2M5S'), '2 min 5 s');
  assert.equal(format.duration('PT26H'), '1 d 2 h');
  assert.equal(format.duration('PT1H20M'), '1 h 20 min');
  assert.equal(format.duration('nonsense'), '–');
  assert.equal(format.duration(undefined), '–');
});

test('writes money so that something is seen of it', () => {
  assert.equal(format.money('0.0000023'), '$0.0000023');
  assert.equal(format.money('4.2'), '$4.20');
  assert.equal(format.money('0'), '$0.00');
  assert.equal(format.money(undefined), '–');
});

test('writes sizes, shares and times', () => {
  assert.equal(format.bytes(9437184), '9 MiB');
  assert.equal(format.bytes(0), '0 B');
  assert.equal(format.percent(0.875), '87.5 %');
  assert.equal(format.ago('2026-11-21T06:00:00Z', Date.parse('2026-11-21T08:10:00Z')), '2 h ago');
  assert.equal(format.ago('2026-11-21T06:05:30Z', Date.parse('2026-11-21T06:00:00Z')), 'in 5 min');
  assert.equal(format.count(1, 'step'), '1 step');
});

test('every state has a signal and a word', () => {
  assert.equal(format.signal('succeeded'), 'go');
  assert.equal(format.signal('awaiting_approval'), 'caution');
  assert.equal(format.signal('failed'), 'stop');
  assert.equal(format.signal('never heard of'), 'off');
  assert.equal(format.words('environment_ready'), 'environment ready');
});

test('addresses lead back to what they were made of', () => {
  const address = to('tasks', 'wf:w 1/ä:s1', {status: 'running', cursor: ''});
  const {section, id, parameters} = read(address);
  assert.equal(section, 'tasks');
  assert.equal(id, 'wf:w 1/ä:s1');
  assert.equal(parameters.get('status'), 'running');
  assert.equal(parameters.has('cursor'), false);
  assert.equal(read('#/tasks/%E0%A4%A').id, undefined);
});

test('events are the same however the stream is cut', () => {
  const text = ': hello\r\nretry: 1500\r\n\r\nid: 7\nevent: TaskOutput\ndata: {"a":\ndata: 1}\n\nid: 8\revent: X\rdata:two\r\rdata: unfinished';
  const whole = new EventParser();
  const expected = whole.push(text);
  assert.deepEqual(expected, [{type: 'TaskOutput', id: '7', data: '{"a":\n1}'}, {type: 'X', id: '8', data: 'two'}]);
  assert.equal(whole.retry, 1500);
  for (let cut = 1; cut < text.length; cut++) {
    const parser = new EventParser();
    assert.deepEqual([...parser.push(text.slice(0, cut)), ...parser.push(text.slice(cut))], expected, `cut at ${cut}`);
  }
});

test('events add up to a task', () => {
  const state = start();
  events.forEach(([type, event]) => take(state, type, event));
  assert.equal(state.status, 'running');
  assert.equal(state.route.agent, 'senior_developer');
  const outputs = state.entries.filter(entry => entry.kind === 'output');
  assert.equal(outputs.length, 1);
  assert.ok(outputs[0].text.startsWith('counting files\n'));
  const tools = state.entries.filter(entry => entry.kind === 'tool');
  assert.equal(tools.length, 1);
  assert.equal(tools[0].outcome, 'succeeded');
  assert.equal(state.questions.filter(question => !question.answered).length, 1);
  take(state, 'TaskCompleted', {taskId: task.taskId, result, at: '2026-11-21T06:02:00Z'});
  assert.equal(state.status, 'succeeded');
  assert.equal(state.questions.filter(question => !question.answered).length, 0);
  assert.equal(state.cost.total, '0.0031023');
});

test('waits for approval until it is dispatched', () => {
  const state = start();
  take(state, 'TaskAwaitingApproval', {attempt: 1, approval: {approvalId: 'a-1', title: 'Make an agent?'}, at: '2026-11-21T06:00:00Z'});
  assert.equal(state.status, 'awaiting_approval');
  assert.equal(state.approval.approvalId, 'a-1');
  take(state, ...events[1]);
  assert.equal(state.approval, null);
});

test('of endless output the newest is kept', () => {
  const state = start();
  for (let i = 0; i < 100; i++) {
    take(state, 'TaskOutput', {attempt: 1, stream: i % 2 ? 'stdout' : 'stderr', text: String(i % 10).repeat(10_000), at: '2026-11-21T06:00:00Z'});
  }
  const kept = state.entries.reduce((sum, entry) => sum + entry.text.length, 0);
  assert.equal(kept, 400_000);
  assert.equal(state.dropped, 600_000);
  assert.ok(state.entries.at(-1).text.endsWith('9'));
});

test('an unknown event is told and harms nothing', () => {
  const state = take(start(), 'TaskDoingSomethingNew', {at: '2026-11-21T06:00:00Z'});
  assert.equal(state.entries[0].words, 'Doing Something New');
});

test('steps stand after what they need', () => {
  const places = new Map(layers(workflow.steps).map(place => [place.id, place]));
  for (const step of workflow.steps) {
    step.dependsOn.forEach(other => assert.ok(places.get(other).column < places.get(step.id).column));
  }
  assert.equal(new Set([...places.values()].map(place => `${place.column}/${place.row}`)).size, workflow.steps.length);
});

test('steps in a circle, or that need what is not there, are drawn all the same', () => {
  const places = layers([{id: 'a', dependsOn: ['b']}, {id: 'b', dependsOn: ['a', 'gone']}, {id: 'c', dependsOn: ['c']}]);
  assert.deepEqual(places.map(place => place.id), ['a', 'b', 'c']);
});

test('a diff knows what was added and removed', () => {
  assert.deepEqual(diffLines('--- a\n+++ b\n@@ -1 +1 @@\n same\n-old\n+new\n').map(line => line.kind),
    ['place', 'place', 'place', 'same', 'removed', 'added']);
});

test('files keep every byte', () => {
  assert.deepEqual([...bytesOf('AP9/gAo=')], [0, 255, 127, 128, 10]);
});
