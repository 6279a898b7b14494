// The first rows of a full ledger in a browser: what is asked for them, and how long they take.
import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { launchBrowser } from './chromium.mjs';
import { localCloud } from './emulator.mjs';

const runs = 10_000;
const withRecords = 50;
const failed = 2_050;   // 50 more than a search looks at

let cloud, browser, data;
before(async () => {
  data = await mkdtemp(join(tmpdir(), 'first-rows-'));
  browser = await launchBrowser();
});
after(async () => {
  await browser?.close();
  await cloud?.end();
  await rm(data, { recursive: true });
});

const put = async (key, body) => {
  const reply = await fetch(cloud.control(`buckets/ledger/object?key=${encodeURIComponent(key)}`), { method: 'PUT', headers: { 'Content-Type': 'application/json' }, body });
  assert.equal(reply.status, 204, await reply.text());
};

/** The records that a run of this program leaves, as tests/FcWorkflowTrigger.Tests/Ledger/PinnedRecordsTests.cs pins them. */
function records(number, at) {
  const all = { v: 1, epoch: 1, nonce: 'AAAAAAAAAAAAAAAAAAAAAA', at, by: 'request/instance' };
  const src = { region: 'cn-shanghai', bucket: 'media-in', key: `uploads/${number}.mp4`, etag: 'E', size: 1000, eventTime: at, event: 'ObjectCreated:PutObject' };
  return [
    { kind: 'claim', ...all, seq: 0, lease: 120, src, rule: 'video', workflowId: 'w', config: 'c' },
    { kind: 'intent', ...all, seq: 1, mediaId: 'm', gen: 1, acsDate: at, acsNonce: 'a', userDataSha: 's', notAfter: at },
    { kind: 'started', ...all, seq: 2, gen: 1, taskId: `task-${number}`, how: 'reply' },
    { kind: 'done', ...all, seq: 3, outcome: 'succeeded', how: 'callback', task: { taskId: `task-${number}`, status: 'Succeed' } },
  ];
}

async function fill() {
  const at = new Date((await (await fetch(cloud.control('clock'))).json()).now).toISOString();

  const write = async number => {
    const hour = new Date(new Date(at) - Math.floor((runs - 1 - number) / runs * 24) * 3_600_000).toISOString().replace(/\D/g, '').slice(0, 10);
    const run = createHash('sha256').update(`${number}`).digest('hex').slice(0, 40);
    if (number >= runs - withRecords) {
      await Promise.all(records(number, at).map(record => put(`r/${run.slice(0, 2)}/${run.slice(0, 24)}/${run.slice(24)}/${`${record.seq}`.padStart(4, '0')}.json`, JSON.stringify(record))));
    }
    await put(`e/${run[24]}/${hour}/${run}-3-${number < failed ? 'failed' : 'succeeded'}`, '');
  };

  // A day's ends, the newest last: the table shows them first. Times of OSS are whole seconds.
  const old = Array.from({ length: runs - withRecords }, (_, number) => number);
  await Promise.all(Array.from({ length: 32 }, async () => { while (old.length > 0) await write(old.pop()); }));
  await fetch(cloud.control('clock/advance'), { method: 'POST', headers: { 'Content-Type': 'application/json' }, body: '{"seconds":2}' });
  for (let number = runs - withRecords; number < runs; number++) await write(number);
}

test(`the first rows of ${runs} runs are shown before all of them are listed`, async t => {
  cloud = await localCloud('--quiet', '--data', data);
  await fill();
  await cloud.end();
  cloud = await localCloud('--data', data);

  // A browser that is in use, as a person's is: the time that its first page of all takes is not the console's.
  const page = await browser.newPage({ viewport: { width: 1280, height: 800 } });
  page.setDefaultTimeout(120_000);
  await page.goto(cloud.control('clock'));
  const asked = [];
  page.on('request', request => request.url().includes('/api/runs') && asked.push(new URL(request.url()).searchParams.get('first')));

  for (const visit of ['the first after the start', 'a later one']) {
    asked.length = 0;
    const since = performance.now();
    await page.goto(cloud.page, { waitUntil: 'commit' });
    await page.locator('table.runs tbody tr', { hasText: '.mp4' }).first().waitFor();
    const shown = performance.now() - since;
    await page.getByText(`1–50 of ${runs.toLocaleString('en')}`).waitFor();
    t.diagnostic(`${visit}: first rows after ${Math.round(shown)} ms, the whole page after ${Math.round(performance.now() - since)} ms`);

    assert.deepEqual(asked.slice(0, 2), ['1', null]);
    assert.equal(await page.locator('table.runs tbody tr', { hasText: '.mp4' }).count(), 50);
  }
});

test('a search says how far it looked, and goes further when it is asked to', async () => {
  const page = await browser.newPage();
  page.setDefaultTimeout(120_000);
  await page.goto(`${cloud.page}/#/runs?state=failed&text=nothing+like+this`);

  await page.getByText('None of 2,000 runs fits these filters.').waitFor();
  await page.getByText('Searched the newest 2,000 of 2,050 runs of this time.').waitFor();
  await page.getByRole('button', { name: 'Search 50 more' }).click();
  await page.getByText('None of 2,050 runs fits these filters.').waitFor();
  assert.match(page.url(), /depth=4000/);
  assert.equal(await page.getByText('Searched the newest').count(), 0);
});
