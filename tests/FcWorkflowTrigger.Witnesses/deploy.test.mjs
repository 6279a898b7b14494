// `s deploy -y` of the real s.yaml by the real tool; only the component that would call the cloud is stood in for.
import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { before, test } from 'node:test';
import { repository } from './emulator.mjs';
import { accountId, deploy, publish } from './serverless.mjs';

let notes;
let callback, ingest, reconcile;
before(async () => {
  notes = await deploy();
  [callback, ingest, reconcile] = ['callback', 'ingest', 'reconcile'].map(role =>
    notes.find(note => note.deployed?.environmentVariables.APP_ROLE === role).deployed);
});

test('the binary is published first, then the callback is deployed, because the others need its address', () => {
  const order = notes.map(note => note.deployed?.functionName ?? 'publish');

  assert.deepEqual(order.slice(0, 2), ['publish', 'fc-workflow-trigger-callback']);
  assert.deepEqual(order.slice(2).sort(), ['fc-workflow-trigger-ingest', 'fc-workflow-trigger-reconcile']);
});

test('the build fits the machine that deploys, unless BUILD names one', async () => {
  assert.equal(notes[0].published, 'auto');
  assert.equal((await deploy({ BUILD: 'portable' }))[0].published, 'portable');
});

test('both builds are published by the command that the gate checks', async () => {
  const gate = (await readFile(join(repository, '.ci/run'), 'utf8')).split('\n');

  assert.ok(gate.includes(`${publish}native`));
  assert.ok(gate.includes(`${publish.replace('-o dist', '-o artifacts/portable')}portable`));
});

test('the address of the callback reaches those who hand it to IMS', () => {
  const address = 'https://fc-workflow-trigger-callback-abcdefghij.cn-shanghai.fcapp.run';

  assert.equal(ingest.environmentVariables.CALLBACK_BASE_URL, address);
  assert.equal(reconcile.environmentVariables.CALLBACK_BASE_URL, address);
  assert.equal(callback.environmentVariables.CALLBACK_BASE_URL, '');
});

test('every expression is filled in', () => {
  assert.doesNotMatch(JSON.stringify(notes), /\$\{/);
});

test('three functions share one binary, each with a role of its own', () => {
  for (const props of [callback, ingest, reconcile]) {
    assert.equal(props.runtime, 'custom.debian12');
    assert.equal(props.code, './dist');
    assert.deepEqual(props.customRuntimeConfig, { command: ['/code/bootstrap'], port: 9000 });
    assert.equal(props.role, props.functionName);
  }
});

test('uploads come as four event types, none of them a part of an upload or a wildcard', () => {
  const [trigger, ...others] = ingest.triggers;

  assert.deepEqual(others, []);
  assert.equal(trigger.triggerType, 'oss');
  assert.equal(trigger.sourceArn, `acs:oss:cn-shanghai:${accountId}:media-in`);
  assert.deepEqual(trigger.triggerConfig.filter, { key: { prefix: 'uploads/', suffix: '' } });
  assert.deepEqual(trigger.triggerConfig.events, [
    'oss:ObjectCreated:PutObject',
    'oss:ObjectCreated:PostObject',
    'oss:ObjectCreated:CopyObject',
    'oss:ObjectCreated:CompleteMultipartUpload',
  ]);
});

test('an event that fails is tried three times more within a day, then handed to reconcile', () => {
  assert.deepEqual(ingest.asyncInvokeConfig, {
    maxAsyncRetryAttempts: 3,
    maxAsyncEventAgeInSeconds: 86400,
    asyncTask: false,
    destinationConfig: { onFailure: { destination: `acs:fc:cn-shanghai:${accountId}:functions/${reconcile.functionName}` } },
  });
});

test('any client can POST to the callback; the check of the function decides', () => {
  assert.deepEqual(callback.triggers.map(trigger => [trigger.triggerType, trigger.triggerConfig]), [
    ['http', { authType: 'anonymous', disableURLInternet: false, methods: ['POST'] }],
  ]);
});

test('reconcile runs every five minutes, and has as many tries as there can be: no function comes after it', () => {
  const [{ triggerType, triggerConfig }] = reconcile.triggers;

  assert.equal(triggerType, 'timer');
  assert.deepEqual([triggerConfig.cronExpression, triggerConfig.enable], ['@every 5m', true]);
  assert.equal(reconcile.asyncInvokeConfig.maxAsyncRetryAttempts, 8);
  assert.equal(reconcile.asyncInvokeConfig.maxAsyncEventAgeInSeconds, 86400);
});
