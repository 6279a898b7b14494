// s.yaml, rendered by the tool that deploys it, against a closed schema: the component itself lets misspelt keys pass.
import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { test } from 'node:test';
import Ajv from 'ajv';
import { repository } from './emulator.mjs';
import { preview, replaced } from './serverless.mjs';

const schema = JSON.parse(await readFile(new URL('fc3.schema.json', import.meta.url), 'utf8'));
// cpu is a multiple of 0.05, which no binary fraction is.
const validate = new Ajv({ allErrors: true, strict: true, strictTypes: false, multipleOfPrecision: 6 }).compile(schema);

/** What the schema says against the props of any resource, one line each: `<resource><path> <sentence>`. */
async function complaints(edit) {
  return Object.entries(await preview(edit)).flatMap(([name, { props }]) =>
    validate(props) ? [] : validate.errors.map(error => `${name}${error.instancePath} ${error.message}`));
}

test('every prop of all three functions is one that the component knows', async () => {
  assert.deepEqual(Object.keys(await preview()), ['callback', 'ingest', 'reconcile']);
  assert.deepEqual(await complaints(), []);
});

test('as a container image, with what the page on deployment puts in place of the runtime', async () => {
  const page = await readFile(join(repository, 'docs/deploy.md'), 'utf8');
  const container = page.match(/```yaml\n( {4}runtime: custom-container\n[^`]*)```/)[1];
  const edit = text => [/^ {4}(runtime|code): .*\n/gm, /^ {4}customRuntimeConfig:\n( {6}.*\n)+/m].reduce((yaml, part) => yaml.replace(part, ''), text).replace('  base:\n', `  base:\n${container}`);

  for (const { props: { customContainerConfig, ...props } } of Object.values(await preview(edit))) {
    assert.deepEqual([props.runtime, customContainerConfig.port], ['custom-container', 9000]);
    assert.ok(validate({ ...props, customContainerConfig }), JSON.stringify(validate.errors));
    assert.ok(!validate(props), 'without the image');
    assert.ok(!validate({ ...props, customContainerConfig, code: './dist' }), 'with code too');
  }
});

const mistakes = [
  ['a misspelt prop', 'memorySize: 512', 'memorysize: 512', 'ingest must NOT have additional properties'],
  ['a misspelt trigger key', 'events:', 'evnts:', 'ingest/triggers/0/triggerConfig must NOT have additional properties'],
  ['a number in the environment', "LEDGER_MODE: ${env('LEDGER_MODE', 'slots')}", 'LEDGER_MODE: 1', 'reconcile/environmentVariables/LEDGER_MODE must be string'],
  ['an unknown event type', 'oss:ObjectCreated:CopyObject', 'oss:ObjectCreated:Copy', 'ingest/triggers/0/triggerConfig/events/2 must be equal to one of the allowed values'],
  ['a reserved name in the environment', 'APP_ROLE: callback', 'FC_ROLE: callback', 'callback/environmentVariables property name must be valid'],
  ["another trigger's configuration", 'triggerType: timer', 'triggerType: http', "reconcile/triggers/0/triggerConfig must have required property 'authType'"],
  ['a filter without its suffix', "suffix: ''", "note: ''", "ingest/triggers/0/triggerConfig/filter/key must have required property 'suffix'"],
  ['memory that is not a multiple of 64', 'memorySize: 512', 'memorySize: 500', 'callback/memorySize must be multiple of 64'],
  ['more attempts than there are', 'maxAsyncRetryAttempts: 3', 'maxAsyncRetryAttempts: 9', 'ingest/asyncInvokeConfig/maxAsyncRetryAttempts must be <= 8'],
  ['seconds in a timer', '@every 5m', '@every 30s', 'reconcile/triggers/0/triggerConfig/cronExpression must match pattern'],
];

for (const [mistake, before, after, complaint] of mistakes) {
  test(`${mistake} is refused`, async () => {
    const found = await complaints(text => replaced(text, before, after));

    assert.ok(found.some(line => line.startsWith(complaint)), `expected '${complaint}' among:\n${found.join('\n')}`);
  });
}

test('what a schema cannot say holds too: memory for each core, and the size of the environment', async () => {
  for (const { props } of Object.values(await preview())) {
    const gigabytesPerCore = props.memorySize / 1024 / props.cpu;
    const environment = Object.entries(props.environmentVariables).flat().join('');

    assert.ok(gigabytesPerCore >= 1 && gigabytesPerCore <= 4, `${props.functionName}: ${gigabytesPerCore} GB for each core`);
    assert.ok(Buffer.byteLength(environment) <= 4096);
  }
});
