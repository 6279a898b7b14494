// Starts the local cloud once for a test file, and ends the process it started.
import { spawn } from 'node:child_process';
import { randomInt } from 'node:crypto';
import { createServer } from 'node:net';
import { fileURLToPath } from 'node:url';
import { createInterface } from 'node:readline';

export const repository = fileURLToPath(new URL('../..', import.meta.url));

/** The first argument may be variables of the environment. EMULATOR_PORT_BASE points at a local cloud that is up already; otherwise one is started. */
export async function localCloud(...options) {
  const environment = typeof options[0] === 'object' ? options.shift() : {};

  if (process.env.EMULATOR_PORT_BASE) {
    return cloudAt(Number(process.env.EMULATOR_PORT_BASE), async () => {});
  }

  const base = await freePorts();
  const native = process.env.BOOTSTRAP && !options.includes('--bootstrap') ? ['--bootstrap', process.env.BOOTSTRAP] : [];
  const child = spawn(
    'dotnet',
    ['artifacts/bin/FcWorkflowTrigger.Emulator/debug/FcWorkflowTrigger.Emulator.dll', 'up', '--port-base', `${base}`, ...native, ...options],
    { cwd: repository, stdio: ['ignore', 'pipe', 'inherit'], env: { ...process.env, ...environment } });
  const exited = new Promise(resolve => child.once('exit', resolve));

  for await (const line of createInterface({ input: child.stdout })) {
    if (line === 'ready') {
      return cloudAt(base, async () => {
        child.kill('SIGTERM');
        await exited;
      });
    }
  }

  throw new Error('The emulator ended before it was ready; run "dotnet build" first.');
}

function cloudAt(base, end) {
  const url = offset => `http://127.0.0.1:${base + offset}`;
  const control = path => `${url(3)}/_emulator/${path}`;

  return {
    oss: url(0),
    ims: `127.0.0.1:${base + 1}`,
    page: url(3),
    control,
    end,
    runs: async () => (await fetch(control('runs'))).json(),
    /** Waits until the object's task has succeeded and its callback was answered 200. */
    finished: async key => {
      const reply = await fetch(control(`runs/wait?timeoutSeconds=60&status=Succeed&called=true&key=${encodeURIComponent(key)}`));
      return reply.ok ? reply.json() : Promise.reject(new Error(await reply.text()));
    },
  };
}

// Below the ports that the system gives to outgoing connections: each of those stays taken for a minute after its end.
export async function freePorts() {
  const base = randomInt(10_000, 32_000);
  const free = await Promise.all([0, 1, 2, 3].map(offset => isFree(base + offset)));
  return free.every(Boolean) ? base : freePorts();
}

function isFree(port) {
  return new Promise(resolve => {
    const server = createServer().once('error', () => resolve(false));
    server.listen(port, '127.0.0.1', () => server.close(() => resolve(true)));
  });
}
