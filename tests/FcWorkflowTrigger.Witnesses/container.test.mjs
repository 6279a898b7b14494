// The image for the runtime custom-container: made by the .NET SDK of a published folder, and run as Function Compute runs it.
import assert from 'node:assert/strict';
import { execFile, spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { cp, mkdir, mkdtemp, readFile, readdir, realpath, rm, stat } from 'node:fs/promises';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { after, before, test } from 'node:test';
import { createInterface } from 'node:readline';
import { promisify } from 'node:util';
import { gunzipSync } from 'node:zlib';
import { freePorts, repository } from './emulator.mjs';

const run = promisify(execFile);
const published = resolve(repository, dirname(process.env.BOOTSTRAP ?? 'dist/bootstrap'));
const skip = !existsSync(join(published, 'bootstrap')) && 'Publish the function first: the image holds its binary.';
const version = (await readFile(join(repository, 'Directory.Build.props'), 'utf8')).match(/<Version>(.*)<\/Version>/)[1];
const manifestType = 'application/vnd.docker.distribution.manifest.v2+json';
const secret = Buffer.alloc(32, 'made-up').toString('base64');

let work, registry, image;
before(async () => {
  if (!skip) {
    work = await mkdtemp(join(tmpdir(), 'container-'));
    registry = await serveRegistry(await makeBaseImage());
    image = await publishImage();
  }
});
after(async () => {
  registry?.close();
  await (work && rm(work, { recursive: true }));
});

test('the image is the base and one layer with the published folder, nothing else', { skip }, async () => {
  assert.deepEqual(image.manifest.RepoTags, [`fc-workflow-trigger:${version}`]);
  assert.equal(image.manifest.Layers.length, 2);
  const { stdout } = await run('tar', ['-tzf', join(image.folder, image.manifest.Layers[1])]);
  assert.deepEqual(stdout.trimEnd().split('\n').map(name => name.replace(/^\/|\/$/g, '')).sort(), ['app', 'app/bootstrap', 'app/rules.json']);

  console.log(`# layer of this program: ${(await stat(join(image.folder, image.manifest.Layers[1]))).size} bytes`);
});

test('it starts the binary, on the port of Function Compute, not as root, on the processors that Function Compute has', { skip }, () => {
  const { architecture, os, config } = image;

  assert.deepEqual([os, architecture], ['linux', 'amd64']);
  assert.deepEqual([...config.Entrypoint ?? [], ...config.Cmd ?? []], ['/app/bootstrap']);
  assert.equal(config.User, '1654');
  assert.ok('9000/tcp' in config.ExposedPorts, Object.keys(config.ExposedPorts).join());
});

test('it carries nothing of the machine that made it', { skip }, () => {
  assert.deepEqual(image.config.Env.map(variable => variable.split('=')[0]).sort(), ['APP_UID', 'ASPNETCORE_HTTP_PORTS', 'DOTNET_RUNNING_IN_CONTAINER', 'PATH']);
  assert.doesNotMatch(JSON.stringify(image), new RegExp(`${secret}|${repository}`));
});

const isShut = await run('unshare', ['--mount', 'true']).then(() => false, () => 'Only root may change the root folder, and not in every container.');

test('with the variables that Function Compute gives, its entry point answers, and refuses a forged callback', { skip: skip || isShut }, async () => {
  const started = await startContainer();

  try {
    const initialized = await fetch(`${started.url}/initialize`, { method: 'POST', headers: { 'x-fc-control-path': '/initialize' } });
    assert.equal(initialized.status, 200);

    // The check of the signature is the first to need libssl.
    const forged = await fetch(`${started.url}/callbacks/${'0'.repeat(40)}?g=1&s=forged`, { method: 'POST', body: '{}', headers: { 'x-fc-control-path': '/http-invoke' } });
    assert.deepEqual([forged.status, (await forged.json()).code], [403, 'FORGED']);
  } finally {
    await started.end();
  }
});

/**
 * Stands in for mcr.microsoft.com/dotnet/runtime-deps, the default, which a machine without a network lacks: the same settings, and of this system's own files
 * the loader, the C and C++ libraries, OpenSSL and the certificates.
 */
async function makeBaseImage() {
  const files = join(work, 'base');
  const libraries = ['libc.so.6', 'libm.so.6', 'libdl.so.2', 'libpthread.so.0', 'librt.so.1', 'libgcc_s.so.1', 'libstdc++.so.6', 'libssl.so.3', 'libcrypto.so.3'];
  const needed = ['lib64/ld-linux-x86-64.so.2', 'etc/ssl/certs/ca-certificates.crt', ...libraries.map(name => `lib/x86_64-linux-gnu/${name}`)];
  await Promise.all(['dev', 'proc', 'tmp'].map(name => mkdir(join(files, name), { recursive: true })));

  for (const name of needed) {
    await mkdir(dirname(join(files, name)), { recursive: true });
    await cp(await realpath(`/${name}`), join(files, name));
  }

  await run('tar', ['-czf', join(work, 'base.tar.gz'), '-C', files, '.']);
  const layer = await readFile(join(work, 'base.tar.gz'));
  const config = Buffer.from(JSON.stringify({
    architecture: 'amd64',
    os: 'linux',
    config: { Env: ['PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin', 'APP_UID=1654', 'ASPNETCORE_HTTP_PORTS=8080', 'DOTNET_RUNNING_IN_CONTAINER=true'] },
    rootfs: { type: 'layers', diff_ids: [digest(gunzipSync(layer))] },
  }));
  const part = (kind, content) => ({ mediaType: `application/vnd.docker.${kind}`, size: content.length, digest: digest(content) });
  const manifest = Buffer.from(JSON.stringify({
    schemaVersion: 2,
    mediaType: manifestType,
    config: part('container.image.v1+json', config),
    layers: [part('image.rootfs.diff.tar.gzip', layer)],
  }));
  return { manifest, blobs: new Map([config, layer].map(content => [digest(content), content])) };
}

function digest(content) {
  return `sha256:${createHash('sha256').update(content).digest('hex')}`;
}

/** As much of the distribution protocol of OCI as a pull needs, for one image. */
async function serveRegistry({ manifest, blobs }) {
  const server = createServer((request, response) => {
    const [, kind, reference] = request.url.match(/^\/v2\/dotnet\/runtime-deps\/(manifests|blobs)\/(.+)$/) ?? [];
    const content = kind === 'manifests' && ['base', digest(manifest)].includes(reference) ? manifest : kind === 'blobs' ? blobs.get(reference) : undefined;
    const headers = content === manifest
      ? { 'content-type': manifestType, 'docker-content-digest': digest(manifest) }
      : { 'content-type': 'application/octet-stream' };
    response.writeHead(content || request.url === '/v2/' ? 200 : 404, { ...headers, 'content-length': content?.length ?? 0 });
    response.end(request.method === 'HEAD' ? undefined : content);
  });
  await new Promise(listening => server.listen(0, '127.0.0.1', listening));
  return { name: `127.0.0.1:${server.address().port}`, close: () => server.close() };
}

/** The target that a person calls, on what is published already. */
async function publishImage() {
  const [archive, folder] = [join(work, 'image.tar.gz'), join(work, 'image')];
  await run('dotnet', [
    'msbuild', 'src/FcWorkflowTrigger', '-nodeReuse:false', '-t:PublishContainer', '-p:RuntimeIdentifier=linux-x64', `-p:PublishDir=${published}/`,
    `-p:ContainerArchiveOutputPath=${archive}`, `-p:ContainerBaseImage=${registry.name}/dotnet/runtime-deps:base`,
  ], { cwd: repository, env: { ...process.env, DOTNET_CONTAINER_INSECURE_REGISTRIES: registry.name, TMPDIR: work, CALLBACK_SECRETS: secret } });

  await mkdir(folder);
  await run('tar', ['-xf', archive, '-C', folder]);
  const [manifest] = JSON.parse(await readFile(join(folder, 'manifest.json'), 'utf8'));
  return { folder, manifest, ...JSON.parse(await readFile(join(folder, manifest.Config), 'utf8')) };
}

/** What a container is to the binary: the layers as its root folder, /proc and /dev, its user and the variables. */
async function startContainer() {
  const root = join(work, 'root');
  await mkdir(root);

  for (const layer of image.manifest.Layers) {
    await run('tar', ['-xzf', join(image.folder, layer), '-C', root]);
  }

  const port = await freePorts();
  const { User, Entrypoint = [], Cmd = [], Env } = image.config;
  const inside = 'mount --rbind /proc "$1/proc" && mount --rbind /dev "$1/dev" && user=$2 && root=$1 && shift 2 && exec chroot --userspec="$user:$user" "$root" "$@"';
  const child = spawn('unshare', ['--mount', 'sh', '-c', inside, 'sh', root, User, ...Entrypoint, ...Cmd], {
    stdio: ['ignore', 'pipe', 'inherit'],
    env: {
      ...Object.fromEntries(Env.map(variable => [variable.slice(0, variable.indexOf('=')), variable.slice(variable.indexOf('=') + 1)])),
      PATH: process.env.PATH,
      APP_ROLE: 'callback',
      LEDGER_BUCKET: 'ledger',
      CALLBACK_SECRETS: secret,
      FC_REGION: 'cn-shanghai',
      FC_SERVER_PORT: `${port}`,
    },
  });
  const exited = new Promise(ended => child.once('exit', ended));

  for await (const line of createInterface({ input: child.stdout })) {
    if (line.includes('"event":"instance.started"')) {
      child.stdout.resume();
      return { url: `http://127.0.0.1:${port}`, end: async () => { child.kill(); await exited; } };
    }
  }

  throw new Error(`The entry point ended with ${await exited} before it served.`);
}
