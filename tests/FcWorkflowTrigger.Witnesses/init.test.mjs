// `fcwt init`, then `s deploy -y` by the real tool: nothing is exported by hand, because the tool reads the .env that init wrote.
import assert from 'node:assert/strict';
import { before, test } from 'node:test';
import { accountId, deployInitialized } from './serverless.mjs';

const workflow = '00000000000000000000000000000001';
const functions = notes => notes.filter(note => note.deployed).map(note => note.deployed);
const triggers = notes => functions(notes).flatMap(props => props.triggers).filter(trigger => trigger.triggerType === 'oss');

let notes;
before(async () => {
  notes = await deployInitialized([
    '--region', 'cn-beijing', '--trigger', `my-media:in/=${workflow}`, '--ledger-bucket', 'my-ledger', '--app-prefix', 'pipe']);
});

test('the functions have the names, the roles, the ledger and one secret of .env', () => {
  assert.deepEqual(functions(notes).map(props => [props.functionName, props.role, props.region, props.environmentVariables.LEDGER_BUCKET]).sort(), [
    ['pipe-callback', 'pipe-callback', 'cn-beijing', 'my-ledger'],
    ['pipe-ingest', 'pipe-ingest', 'cn-beijing', 'my-ledger'],
    ['pipe-reconcile', 'pipe-reconcile', 'cn-beijing', 'my-ledger'],
  ]);

  const secrets = new Set(functions(notes).map(props => props.environmentVariables.CALLBACK_SECRETS));
  assert.equal(secrets.size, 1);
  assert.equal(Buffer.from([...secrets][0], 'base64').length, 32);
});

test('the one trigger listens where .env says', () => {
  const [trigger, ...others] = triggers(notes);

  assert.deepEqual(others, []);
  assert.equal(trigger.sourceArn, `acs:oss:cn-beijing:${accountId}:my-media`);
  assert.deepEqual(trigger.triggerConfig.filter, { key: { prefix: 'in/', suffix: '' } });
});

test('a second deployment, in a folder of its own, has its own region, names and triggers', async () => {
  const south = await deployInitialized(
    ['--region', 'cn-shenzhen', '--trigger', `south-a:in/=${workflow}`, '--trigger', `south-b:in/=${workflow}`, '--ledger-bucket', 'south-ledger', '--app-prefix', 'south'],
    { folder: 'south', template: 's.south.yaml' });

  assert.deepEqual(functions(south).map(props => props.functionName).sort(), ['south-callback', 'south-ingest', 'south-reconcile']);
  assert.deepEqual(triggers(south).map(trigger => [trigger.triggerName, trigger.sourceArn, trigger.triggerConfig.filter.key.prefix]), [
    ['ossTrigger', `acs:oss:cn-shenzhen:${accountId}:south-a`, 'in/'],
    ['ossTrigger2', `acs:oss:cn-shenzhen:${accountId}:south-b`, 'in/'],
  ]);
});
