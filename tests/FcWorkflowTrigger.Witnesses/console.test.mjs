// The console page in a browser: what a person does with it, also with a key that wants to be a script, without a mouse, in the dark and on a phone.
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { AxeBuilder } from '@axe-core/playwright';
import { launchBrowser } from './chromium.mjs';
import { localCloud, repository } from './emulator.mjs';

const shots = join(repository, 'artifacts/screenshots');
const views = ['runs', 'rules', 'health', 'charts', 'activity', 'objects', 'ims', 'functions', 'events', 'trouble', 'inbox'];
const patience = 120_000;

const variables = { START_POLICY: 'park' };

let cloud, browser;
before(async () => {
  mkdirSync(shots, { recursive: true });
  cloud = await localCloud({ ...variables }, '--preparing', '0.3', '--processing', '0.5', '--callback-patience', '60', '--inbox', '--quiet');
  browser = await launchBrowser();
});
after(async () => {
  await browser?.close();
  await cloud?.end();
});

/** A page of its own, which must say nothing in its console and ask no other host. */
async function open(t, address = '#/runs', options = {}) {
  const context = await browser.newContext({ viewport: { width: 1280, height: 800 }, ...options });
  const page = await context.newPage();
  page.setDefaultTimeout(patience);
  const complaints = [];
  page.on('console', message => ['error', 'warning'].includes(message.type()) && complaints.push(message.text()));
  page.on('pageerror', problem => complaints.push(problem.message));
  page.on('request', request => new URL(request.url()).origin === cloud.page || complaints.push(`asks ${request.url()}`));
  page.on('dialog', dialog => { complaints.push('a script ran'); dialog.dismiss(); });
  await page.goto(`${cloud.page}/${address}`);
  await page.getByText('live', { exact: true }).waitFor();
  t.after(() => context.close());
  return { page, complaints };
}

const drop = (page, ...names) => page.evaluate(list => {
  const files = new DataTransfer();
  list.forEach(name => files.items.add(new File(['a few bytes of film'], name, { type: 'video/mp4' })));
  dispatchEvent(new DragEvent('dragover', { dataTransfer: files, cancelable: true }));
  dispatchEvent(new DragEvent('drop', { dataTransfer: files, cancelable: true }));
}, names);
/** What the command line says about the same cloud. */
const fcwt = (...command) => spawnSync(
  'dotnet', ['artifacts/bin/FcWorkflowTrigger.Cli/debug/fcwt.dll', ...command, '--local', '--port-base', new URL(cloud.oss).port], { cwd: repository, encoding: 'utf8', env: { ...process.env, ...variables } },
).stdout;
const row = (page, text) => page.locator('table.runs tbody tr', { hasText: text });
const post = (path, body) => fetch(cloud.control(path), { method: 'POST', headers: { 'Content-Type': 'application/json' }, body: JSON.stringify(body) });

test('the vendored files are those of npm, byte by byte', () => {
  const folder = name => fileURLToPath(new URL(`node_modules/${name}`, import.meta.url));
  const vendored = name => readFileSync(join(repository, 'src/FcWorkflowTrigger.Console/wwwroot/vendor', name));

  assert.deepEqual(vendored('htm-preact.js'), readFileSync(join(folder('htm'), 'preact/standalone.module.js')));
  assert.deepEqual(vendored('htm.LICENSE.txt'), readFileSync(join(folder('htm'), 'LICENSE')));
  assert.deepEqual(vendored('preact.LICENSE.txt'), readFileSync(join(folder('preact'), 'LICENSE')));
});

test('a dropped file becomes a run that succeeds before the eyes of a person, and its story is told', async t => {
  const { page, complaints } = await open(t);

  await drop(page, 'beach.mp4', 'forest.fail.mp4');
  await row(page, 'beach.mp4').locator('.state.succeeded').waitFor();
  await row(page, 'forest.fail.mp4').locator('.state.failed').waitFor();
  await page.screenshot({ path: join(shots, 'runs.png') });

  await row(page, 'beach.mp4').getByRole('link').click();
  await page.getByRole('heading', { name: /^Succeeded,/ }).waitFor();
  for (const step of ['OSS event on its way', 'claimed', 'StartWorkflow, attempt 1', 'IMS called back', 'the run has succeeded']) {
    await page.getByText(step).first().waitFor();
  }
  await page.getByRole('button', { name: 'the run has succeeded' }).click();
  await page.getByText('"kind": "done"').waitFor();
  await page.getByText('"eventName": "ObjectCreated:PutObject"').waitFor();
  await page.getByText('Claimed run').waitFor();
  await page.screenshot({ path: join(shots, 'run.png'), fullPage: true });
  assert.deepEqual(complaints, []);
});

test('a fault made by form strikes, and the run survives it', async t => {
  const { page, complaints } = await open(t, '#/trouble');

  await page.getByLabel('Begin with').selectOption('the answer of StartWorkflow is lost');
  await page.getByLabel('Key contains').fill('survivor');
  await page.getByRole('button', { name: 'Add fault' }).click();
  await page.getByRole('row', { name: /drop-reply of ims StartWorkflow/ }).waitFor();
  await page.screenshot({ path: join(shots, 'trouble.png') });

  await drop(page, 'survivor.mp4');
  await page.getByText('None: everything works.').waitFor();
  await page.getByRole('link', { name: 'Runs' }).click();
  await row(page, 'survivor.mp4').locator('.state.succeeded').waitFor();
  assert.equal((await cloud.runs()).filter(run => run.key === 'uploads/survivor.mp4').length, 1);
  assert.deepEqual(complaints, []);
});

test('a parked run is resumed by a person, who is asked first', async t => {
  await post('faults', { service: 'ims', action: 'StartWorkflow', kind: 'drop-request', keyContains: 'parked' });
  const { page, complaints } = await open(t);
  await drop(page, 'parked.mp4');
  await row(page, 'parked.mp4').locator('.state.open').waitFor();
  await fetch(cloud.control('faults/wait?kind=drop-request&timeoutSeconds=60'));
  await post('clock/advance', { seconds: 35 * 60 });
  await row(page, 'parked.mp4').locator('.state.parked').waitFor();

  await row(page, 'parked.mp4').getByRole('link').click();
  await page.getByRole('heading', { name: /^Parked \(StartUnknown\)/ }).waitFor();
  await page.getByRole('button', { name: 'Resume' }).click();
  await page.getByRole('button', { name: 'No, go back' }).click();
  await page.getByRole('heading', { name: /^Parked/ }).waitFor();
  await page.getByRole('button', { name: 'Resume' }).click();
  await page.getByLabel('Why').fill('looked in IMS');
  await page.getByRole('dialog').getByRole('button', { name: 'Resume' }).click();
  await page.getByRole('heading', { name: /^Succeeded,/ }).waitFor();
  await page.getByText('note: looked in IMS').first().waitFor();
  assert.deepEqual(complaints, []);
});

test('keys are shown and never interpreted', async t => {
  const { page, complaints } = await open(t);
  const script = `<img src=x onerror=alert(1)><script>alert(2)</script>\u202egnp.mp4`;
  const long = `${'長'.repeat(((1023 - 'uploads/.mp4'.length) / 3) | 0)}`;
  const key = `${'x'.repeat(1023 - Buffer.byteLength(`uploads/${long}.mp4`))}${long}.mp4`;
  assert.equal(Buffer.byteLength(`uploads/${key}`), 1023);

  for (const name of [script, key]) {
    const reply = await fetch(cloud.control(`buckets/media-in/object?key=${encodeURIComponent(`uploads/${name}`)}`), { method: 'PUT', headers: { 'Content-Type': 'video/mp4' }, body: 'film' });
    assert.equal(reply.status, 204);
  }

  await row(page, '<script>alert(2)</script>\\u{202e}gnp.mp4').locator('.state.succeeded').waitFor();
  await row(page, long.slice(0, 40)).locator('.state.succeeded').waitFor();
  assert.ok(await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth), 'A long key makes the page wider than the window.');
  await row(page, '<script>').getByRole('link').click();
  await page.getByRole('heading', { name: /^Succeeded,/ }).waitFor();
  await page.goto(`${cloud.page}/#/activity`);
  assert.equal(await page.locator('img, main script').count(), 0);
  assert.deepEqual(complaints, []);
});

test('filters live in the address, and a link shows the same', async t => {
  const { page } = await open(t);
  await page.getByRole('group', { name: 'Filters' }).getByRole('button', { name: /failed/ }).click();
  await page.getByLabel('Text in key, run or task').fill('forest');
  await page.waitForURL(/state=failed.*text=forest/);

  const { page: other } = await open(t, new URL(page.url()).hash);
  await row(other, 'forest.fail.mp4').waitFor();
  assert.equal(await other.locator('table.runs tbody tr').count(), 1);
  await other.getByLabel('Text in key, run or task').fill('nothing like this');
  await other.getByText('fits these filters').waitFor();
});

test('an upload that has not happened is explained, condition by condition', async t => {
  const { page } = await open(t, '#/rules');
  await page.getByLabel('Object').fill('oss://media-in/uploads/film.txt');
  await page.getByRole('button', { name: 'Explain' }).click();
  await page.getByRole('row', { name: /video does not fit match.suffixes/ }).waitFor();
  await page.getByLabel('Object').fill('oss://media-in/uploads/film.mp4');
  await page.getByRole('button', { name: 'Explain' }).click();
  await page.getByText('The upload would run.').waitFor();
});

test('an event is sent again and starts nothing, and a callback is sent edited', async t => {
  const { page, complaints } = await open(t, '#/events');
  const tasks = (await cloud.runs()).length;
  const events = page.getByRole('table', { name: 'Events' });
  await events.getByRole('row', { name: /ingest/ }).first().getByRole('button', { name: 'Send again' }).click();
  await events.getByText('accepted').waitFor();

  const callbacks = page.getByRole('table', { name: 'Callbacks' });
  await callbacks.getByRole('button', { name: 'Look, edit' }).first().click();
  await callbacks.getByLabel('Body').fill('{"EventType":"WorkflowTaskComplete"}');
  await callbacks.getByRole('button', { name: 'Send edited' }).click();
  await callbacks.getByText(/^answered \d+$/).first().waitFor();
  assert.equal((await cloud.runs()).length, tasks);
  assert.deepEqual(complaints, []);
});

test('health says what status and doctor say', async t => {
  const { page, complaints } = await open(t, '#/health');
  const status = JSON.parse(fcwt('status', '--json'));
  await page.getByText(`Last sweep`).waitFor();
  await page.getByText(status.isPersonNeeded ? /^A person is needed: / : 'No person is needed.').waitFor();
  if (status.lastSweep) await page.getByText(`(version ${status.lastSweep.version})`).waitFor();

  const expected = fcwt('doctor', '--cloud', '--json', '--answers', join(shots, 'answers.json')).trim().split('\n').map(line => JSON.parse(line));
  await page.getByRole('button', { name: 'Check', exact: true }).click();
  const checks = page.getByRole('table', { name: 'Checks' });
  await checks.waitFor();
  const shown = await checks.locator('tbody tr').evaluateAll(rows => rows.map(row => [row.querySelector('td:nth-child(2) .mono').textContent, row.cells[0].textContent]));
  const words = { pass: 'passed', warn: 'warned', fail: 'failed', 'not-checked': 'not checked' };
  assert.deepEqual(Object.fromEntries(shown), Object.fromEntries(expected.map(check => [check.code, words[check.status]])));
  assert.ok(expected.some(check => check.status === 'pass') && expected.some(check => check.fix), 'The local cloud gives nothing to compare.');
  const mend = expected.find(check => check.fix);
  await checks.getByRole('row', { name: mend.code }).getByText(mend.fix).waitFor();
  await page.screenshot({ path: join(shots, 'doctor.png'), fullPage: true });

  await page.getByRole('button', { name: 'Check with writes' }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Check with writes' }).click();
  await checks.getByRole('row', { name: 'PROBE-LISTED' }).getByText('passed').waitFor();
  assert.deepEqual(complaints, []);
});

test('a webhook reaches the inbox, once a sweep has sent it', async t => {
  const { page } = await open(t, '#/inbox');
  await page.getByLabel('The inbox answers').selectOption('410');
  await post('clock/advance', { seconds: 360 });
  await page.getByRole('table', { name: 'Webhooks' }).getByText('410').first().waitFor();
  await page.getByLabel('The inbox answers').selectOption('200');
});

test('an instance is killed, and the next upload starts another', async t => {
  const { page } = await open(t, '#/functions');
  await page.getByRole('row', { name: /ingest/ }).first().getByRole('button', { name: /^Kill/ }).first().click();
  await page.getByText('none runs').first().waitFor();
  await drop(page, 'after-the-kill.mp4');
  await page.getByRole('link', { name: 'Runs' }).click();
  await row(page, 'after-the-kill.mp4').locator('.state.succeeded').waitFor();
});

test('without a mouse: to a run and back, and every stop is seen', async t => {
  const { page } = await open(t);
  await row(page, 'beach.mp4').waitFor();
  await page.keyboard.press('Tab');
  assert.equal(await page.evaluate(() => document.activeElement.textContent), 'To the content');
  await page.keyboard.press('Enter');
  assert.equal(await page.evaluate(() => document.activeElement.tagName), 'MAIN');

  const reach = async wanted => {
    for (let stop = 0; stop < 200; stop++) {
      await page.keyboard.press('Tab');
      const [isNowhere, text, outline] = await page.evaluate(() => [document.activeElement === document.body, document.activeElement.textContent, getComputedStyle(document.activeElement.matches('.upload input') ? document.activeElement.parentElement : document.activeElement).outlineStyle]);
      if (isNowhere) continue;
      assert.notEqual(outline, 'none', `The focus on '${text}' cannot be seen.`);
      if (text.includes(wanted)) return;
    }
    assert.fail(`'${wanted}' was not reached.`);
  };
  await reach('beach.mp4');
  await page.keyboard.press('Enter');
  await page.getByRole('heading', { name: /^Succeeded,/ }).waitFor();
  await reach('the run has succeeded');
  await page.keyboard.press('Enter');
  await page.getByText('"kind": "done"').waitFor();
});

for (const scheme of ['light', 'dark']) {
  for (const width of [1280, 390]) {
    test(`axe finds nothing serious, ${scheme}, ${width} pixels wide`, async t => {
      const { page, complaints } = await open(t, '#/runs', { colorScheme: scheme, viewport: { width, height: 800 } });
      await row(page, 'beach.mp4').waitFor();
      const run = await row(page, 'beach.mp4').getByRole('link').getAttribute('href');

      for (const view of [...views, run.slice(2)]) {
        await page.goto(`${cloud.page}/#/${view}`);
        await page.locator('main h1').waitFor();
        await page.waitForLoadState('networkidle').catch(() => {});
        const { violations } = await new AxeBuilder({ page }).analyze();
        const serious = violations.filter(found => ['serious', 'critical'].includes(found.impact));
        assert.deepEqual(serious.map(found => `${view}: ${found.id}: ${found.nodes.map(node => node.target).join(' ')}`), []);
        assert.ok(await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth), `${view} is wider than the window.`);
        await page.screenshot({ path: join(shots, `${view.replace(/\/.*/, '-one')}-${scheme}-${width}.png`) });
      }
      assert.deepEqual(complaints, []);
    });
  }
}

test('a page that was away gets what it has missed, in order', async () => {
  const first = await readStream({}, 1);
  await post('faults', { service: 'ims', action: 'Nothing', kind: 'fail' });
  await post('clock/advance', { seconds: 1 });
  const [missed] = await readStream({ 'Last-Event-ID': first[0].id }, 1);
  assert.equal(missed.event, 'clock');
  const [unknown] = await readStream({ 'Last-Event-ID': 'other-7' }, 1);
  assert.equal(unknown.event, 'reset');
  await fetch(cloud.control('faults'), { method: 'DELETE' });
});

test('a reset leaves an empty page', async t => {
  const { page } = await open(t, '#/trouble');
  await page.getByRole('button', { name: 'Reset' }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Reset' }).click();
  await page.getByText('everything is gone').waitFor();
  await page.getByRole('link', { name: 'Runs' }).click();
  await page.getByText('No runs yet.').waitFor();
  await page.screenshot({ path: join(shots, 'empty.png') });
});

async function readStream(headers, count) {
  const leave = new AbortController();
  const reply = await fetch(`${cloud.page}/api/stream`, { headers, signal: leave.signal });
  const events = [];
  let text = '';
  for await (const part of reply.body.pipeThrough(new TextDecoderStream())) {
    text += part;
    const whole = text.split('\n\n');
    text = whole.pop();
    events.push(...whole.map(block => Object.fromEntries(block.split('\n').map(line => line.split(/: (.*)/s).slice(0, 2)))));
    if (events.length >= count) break;
  }
  leave.abort();
  return events;
}
