// The real command-line tool of Serverless Devs, without a network: on a copy of s.yaml, with made-up credentials and a home of its own.
import { execFile } from 'node:child_process';
import { cp, mkdtemp, mkdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { repository } from './emulator.mjs';

const run = promisify(execFile);
const tool = fileURLToPath(new URL('node_modules/@serverless-devs/s/bin/s', import.meta.url));
const fcwt = join(repository, 'artifacts/bin/FcWorkflowTrigger.Cli/debug/fcwt.dll');
const stub = fileURLToPath(new URL('fc3-stub', import.meta.url));

export const accountId = '1000000000000001';

// Nothing of the caller's environment: what s.yaml reads is what is written here. Short credentials would mask other text in the
// output; outside of tests the tool asks for updates and sends reports.
const environment = home => ({
  PATH: process.env.PATH,
  HOME: home,
  serverless_devs_config_home: home,
  NODE_ENV: 'test',
  AccountID: accountId,
  AccessKeyID: 'made-up-access-key-id-of-the-witnesses',
  AccessKeySecret: 'made-up-access-key-secret-of-the-witnesses',
  CALLBACK_SECRETS: Buffer.alloc(32, 'made-up').toString('base64'),
});

/** s.yaml as `edit` leaves it, rendered: every resource with its props. */
export function preview(edit = text => text) {
  return inCopy(edit, async (folder, env) => {
    // Into a file: the tool writes notes of its own to the output.
    await run(process.execPath, [tool, 'preview', '--silent', '-o', 'json', '--output-file', 'rendered.json'], { cwd: folder, env });
    return JSON.parse(await readFile(join(folder, 'rendered.json'), 'utf8')).resources;
  });
}

/**
 * Deploys s.yaml with a component that only writes down what it was given, and a publish that only says that it ran.
 * `variables` are the deployer's own. Gives these notes in the order in which they were made.
 */
export function deploy(variables = {}) {
  return inCopy(standIns, async (folder, env) => {
    await run(process.execPath, [tool, 'deploy', '-y'], { cwd: folder, env: { ...env, ...variables } });
    return readNotes(folder);
  });
}

/**
 * The same after `fcwt init` with these arguments, and without a secret in the deployer's environment.
 * `folder` is where the second is typed, and gets what the first writes; `template` is the deployment file. Both lie below the folder of s.yaml.
 */
export function deployInitialized(answers, { folder: own, template = 's.yaml' } = {}) {
  return inCopy(standIns, async (folder, { CALLBACK_SECRETS, ...env }) => {
    const out = own ? ['--out', own] : [];
    await run('dotnet', [fcwt, 'init', ...answers, ...out, '--template', template, '--yes'], { cwd: folder });
    await run(process.execPath, [tool, 'deploy', '-y', '-t', join(folder, template)], { cwd: join(folder, own ?? '.'), env });
    return readNotes(folder);
  });
}

/**
 * Makes the template's package of the binary in `published`, lets the tool make a project of it with these answers, and deploys the project.
 * The caller removes what was made.
 */
export async function deployTemplate(published, answers) {
  const work = await mkdtemp(join(tmpdir(), 's-template-'));
  const [zip, packed, folder, home] = ['template.zip', 'packed', 'app', 'home'].map(name => join(work, name));
  await run('dotnet', ['msbuild', 'src/FcWorkflowTrigger', '-nodeReuse:false', '-t:Template', `-p:PublishedFolder=${published}`, `-p:TemplateFile=${zip}`, `-p:TemplateFolder=${packed}/`], { cwd: repository });
  // The tool deletes the package when it has unpacked it.
  const { size } = await stat(zip);
  await mkdir(home);

  // The secret is the project's, not the deployer's.
  const { CALLBACK_SECRETS, ...env } = environment(home);
  await run(process.execPath, [tool, 'init', 'app', '--uri', zip, '-d', 'app', '--parameters', JSON.stringify(answers), '-y'], { cwd: work, env });
  await cp(stub, join(folder, 'fc3-stub'), { recursive: true });
  const yaml = await readFile(join(folder, 's.yaml'), 'utf8');
  await writeFile(join(folder, 's.yaml'), replaced(yaml, 'component: fc3', "component: ${path('./fc3-stub')}"));
  await run(process.execPath, [tool, 'deploy', '-y'], { cwd: folder, env });
  await writeFile(join(folder, 's.yaml'), yaml);
  return { size, packed, folder, notes: await readNotes(folder), remove: () => rm(work, { recursive: true }) };
}

async function readNotes(folder) {
  const notes = await readFile(join(folder, 'notes.jsonl'), 'utf8');
  return notes.trimEnd().split('\n').map(line => JSON.parse(line));
}

/** Replaces a text that must be there: an edit that changes nothing would prove nothing. */
export function replaced(text, before, after) {
  if (!text.includes(before)) {
    throw new Error(`s.yaml has no '${before}' any more.`);
  }

  return text.replaceAll(before, after);
}

export const publish = 'dotnet publish src/FcWorkflowTrigger -c Release -r linux-x64 -o dist -p:Build=';

const standIns = text =>
  replaced(replaced(text, 'component: fc3', "component: ${path('./fc3-stub')}"), `run: ${publish}`, 'run: node fc3-stub/publish.js ');

async function inCopy(edit, work) {
  const folder = await mkdtemp(join(tmpdir(), 's-yaml-'));

  try {
    const home = join(folder, 'home');
    await mkdir(home);
    await cp(stub, join(folder, 'fc3-stub'), { recursive: true });
    await writeFile(join(folder, 's.yaml'), edit(await readFile(join(repository, 's.yaml'), 'utf8')));
    return await work(folder, environment(home));
  } finally {
    await rm(folder, { recursive: true });
  }
}
