// The real command-line tool of Serverless Devs, without a network: on a copy of s.yaml, with made-up credentials and a home of its own.
import { execFile } from 'node:child_process';
import { cp, mkdtemp, mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { repository } from './emulator.mjs';

const run = promisify(execFile);
const tool = fileURLToPath(new URL('node_modules/@serverless-devs/s/bin/s', import.meta.url));
const stub = fileURLToPath(new URL('fc3-stub', import.meta.url));

export const accountId = '1000000000000001';

// Nothing of the caller's environment: what s.yaml reads is what is written here. Short credentials would mask other text in the
// output; the daemons would ask for updates and send reports.
const environment = home => ({
  PATH: process.env.PATH,
  HOME: home,
  serverless_devs_config_home: home,
  serverless_devs_daemon_enable: 'false',
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
 * Gives these notes in the order in which they were made.
 */
export function deploy() {
  return inCopy(standIns, async (folder, env) => {
    await cp(stub, join(folder, 'fc3-stub'), { recursive: true });
    await run(process.execPath, [tool, 'deploy', '-y'], { cwd: folder, env });
    const notes = await readFile(join(folder, 'notes.jsonl'), 'utf8');
    return notes.trimEnd().split('\n').map(line => JSON.parse(line));
  });
}

/** Replaces a text that must be there: an edit that changes nothing would prove nothing. */
export function replaced(text, before, after) {
  if (!text.includes(before)) {
    throw new Error(`s.yaml has no '${before}' any more.`);
  }

  return text.replaceAll(before, after);
}

export const publish = 'dotnet publish src/FcWorkflowTrigger -c Release -r linux-x64 -o dist';

const standIns = text =>
  replaced(replaced(text, 'component: fc3', "component: ${path('./fc3-stub')}"), `run: ${publish}`, 'run: node fc3-stub/publish.js');

async function inCopy(edit, work) {
  const folder = await mkdtemp(join(tmpdir(), 's-yaml-'));

  try {
    const home = join(folder, 'home');
    await mkdir(home);
    await writeFile(join(folder, 's.yaml'), edit(await readFile(join(repository, 's.yaml'), 'utf8')));
    return await work(folder, environment(home));
  } finally {
    await rm(folder, { recursive: true });
  }
}
