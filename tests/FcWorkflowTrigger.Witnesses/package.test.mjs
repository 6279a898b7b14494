// fc-workflow-trigger-template.zip: made by the release target, taken by the real `s init --uri`, deployed by the real `s deploy`, run by the local cloud.
import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { readFile, readdir, stat } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import { after, before, test } from 'node:test';
import OSS from 'ali-oss';
import { localCloud, repository } from './emulator.mjs';
import { deployTemplate } from './serverless.mjs';

const published = resolve(repository, dirname(process.env.BOOTSTRAP ?? 'dist/bootstrap'));
const skip = !existsSync(join(published, 'bootstrap')) && 'Publish the function first: the template holds its binary.';

const secret = Buffer.alloc(32, 'made-up').toString('base64');
const answers = {
  region: 'cn-beijing',
  mediaBucket: 'media-in',
  mediaPrefix: 'uploads/',
  ledgerBucket: 'my-ledger',
  workflowId: '00000000000000000000000000000001',
  appPrefix: 'pipe',
  CALLBACK_SECRETS: secret,
};

let made;
before(async () => { made = skip ? undefined : await deployTemplate(published, answers); });
after(() => made?.remove());

const read = name => readFile(join(made.folder, name), 'utf8');

test('the registry takes the package: its layout, its size, and every parameter is used', { skip }, async () => {
  assert.ok(made.size < 20_000_000, 'the registry refuses more than 20 MB');
  assert.deepEqual((await readdir(made.packed)).sort(), ['publish.yaml', 'readme.md', 'readme_en.md', 'src', 'version.md']);

  const publish = await readFile(join(made.packed, 'publish.yaml'), 'utf8');
  const version = (await readFile(join(repository, 'Directory.Build.props'), 'utf8')).match(/<Version>(.*)<\/Version>/)[1];
  assert.match(publish, /^Edition: 3\.0\.0$/m);
  assert.match(publish, /^Type: Project$/m);
  assert.match(publish, new RegExp(`^Version: ${version.replaceAll('.', '\\.')}$`, 'm'));
  assert.match(await readFile(join(made.packed, 'version.md'), 'utf8'), new RegExp(`\`${version.replaceAll('.', '\\.')}\``));

  const parameters = [...publish.slice(publish.indexOf('\n  properties:')).matchAll(/^ {4}(\w+):$/gm)].map(match => match[1]);
  const rendered = await Promise.all(['.env.stpl', 'dist/rules.json.stpl'].map(name => readFile(join(made.packed, 'src', name), 'utf8')));
  const used = new Set(rendered.flatMap(text => [...text.matchAll(/\{\{ (?:if )?(\w+) \}\}/g)].map(match => match[1])));
  used.delete('access');
  assert.deepEqual(Object.keys(answers).sort(), [...parameters].sort());
  assert.deepEqual([...used].sort(), [...parameters].sort());
});

test('init renders a project that needs no sources and no .NET', { skip }, async () => {
  assert.deepEqual((await readdir(made.folder)).filter(name => !['.s', 'fc3-stub', 'notes.jsonl'].includes(name)).sort(), [
    '.env', '.gitignore', 'LICENSE', 'dist', 'readme.md', 's.yaml', 'setup']);
  assert.deepEqual((await readdir(join(made.folder, 'dist'))).sort(), ['bootstrap', 'rules.json', 'rules.schema.json', 'sidecar.schema.json']);
  assert.doesNotMatch(await read('s.yaml'), /dotnet|actions:/);
  assert.doesNotMatch(`${await read('.env')}${await read('dist/rules.json')}`, /\{\{/);
  assert.equal((await stat(join(made.folder, 'dist/bootstrap'))).mode & 0o111, 0o111);
});

test('deploy needs no exports: names, buckets and the secret come from the answers', { skip }, () => {
  const functions = made.notes.filter(note => note.deployed).map(note => note.deployed);

  assert.deepEqual(functions.map(props => [props.functionName, props.role]).sort(), ['callback', 'ingest', 'reconcile'].map(role => [`pipe-${role}`, `pipe-${role}`]));
  assert.deepEqual(new Set(functions.map(props => `${props.region} ${props.environmentVariables.LEDGER_BUCKET} ${props.environmentVariables.CALLBACK_SECRETS}`)), new Set([
    `cn-beijing my-ledger ${secret}`]));
  const [trigger] = functions.find(props => props.functionName === 'pipe-ingest').triggers;
  assert.match(trigger.sourceArn, /:media-in$/);
  assert.equal(trigger.triggerConfig.filter.key.prefix, 'uploads/');
});

test('the local cloud runs it: an upload becomes a task that succeeds', { skip }, async () => {
  const cloud = await localCloud('--template', join(made.folder, 's.yaml'), '--bootstrap', join(made.folder, 'dist/bootstrap'), '--preparing', '0.1', '--processing', '0.3');

  try {
    const oss = new OSS({ endpoint: cloud.oss, region: 'oss-cn-shanghai', accessKeyId: 'local', accessKeySecret: 'local-secret', bucket: 'media-in' });
    await oss.put('uploads/from-the-template.mp4', Buffer.from('content'));

    const [run] = await cloud.finished('uploads/from-the-template.mp4');
    assert.equal(run.status, 'Succeed');
  } finally {
    await cloud.end();
  }
});
