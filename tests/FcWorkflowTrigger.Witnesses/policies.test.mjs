// The role policies in src/policies: each function may do what its code does, and nothing else.
import assert from 'node:assert/strict';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { test } from 'node:test';
import { repository } from './emulator.mjs';
import { preview } from './serverless.mjs';

const read = name => readFile(join(repository, 'src/policies', `${name}.json`), 'utf8').then(JSON.parse);

// ICE grants by operation alone, so its resource is always '*'.
const ims = (...operations) => operations.map(operation => `ice:${operation} on *`);

// A run's records are written once and never deleted by a function: only markers may go, those of unfinished runs, under d/, by all three, and those of
// outcomes still to be delivered, under o/, by reconcile, which delivers them; the others only put them there. The marks of parked runs, under p/, go by
// each function that may end such a run, and kept events, under u/, by reconcile, once they became runs. So may permits: under bn/ by each function that records
// an end, and under bd/ too by each function that may put one and find the budget used up. Listing is granted to all three and used by
// reconcile alone: S3 hides a missing object as 403 from a caller who may not list, no document says that OSS does not,
// and a ledger that cannot tell 'not there' from 'not allowed' would stop every run.
const everyObject = ['oss:GetObject on acs:oss:*:*:ledger/*', 'oss:PutObject on acs:oss:*:*:ledger/*'];

// The function on the internet reads records (r/, a/) and pointers (t/), writes both, puts the markers of runs and of ends (d/, o/), and enters
// ends into the index (e/).
const callbackObjects = [
  ...['r', 'a', 't'].map(prefix => `oss:GetObject on acs:oss:*:*:ledger/${prefix}/*`),
  ...['r', 'a', 't', 'd', 'o', 'e'].map(prefix => `oss:PutObject on acs:oss:*:*:ledger/${prefix}/*`),
];

const ledger = [
  'oss:DeleteObject on acs:oss:*:*:ledger/d/*',
  'oss:DeleteObject on acs:oss:*:*:ledger/p/*',
  'oss:DeleteObject on acs:oss:*:*:ledger/bn/*',
  'oss:ListObjects on acs:oss:*:*:ledger',
];

// Events are decided by ingest, and by reconcile when ingest gave up: rules may ask for the object's head, its tags and its first bytes,
// and for the file beside it, which may not be there: so they may list, for the same reason as above.
const media = [
  'oss:GetObject on acs:oss:*:*:media-in/*',
  'oss:GetObjectTagging on acs:oss:*:*:media-in/*',
  'oss:ListObjects on acs:oss:*:*:media-in',
];

// Reconcile marks objects whose runs have ended, in a bucket with versions by the id of the version.
const marking = [
  'oss:GetObjectVersionTagging on acs:oss:*:*:media-in/*',
  'oss:PutObjectTagging on acs:oss:*:*:media-in/*',
  'oss:PutObjectVersionTagging on acs:oss:*:*:media-in/*',
];

const toldEnds = 'oss:DeleteObject on acs:oss:*:*:ledger/o/*';
const keptEvents = 'oss:DeleteObject on acs:oss:*:*:ledger/u/*';
const dayPermits = 'oss:DeleteObject on acs:oss:*:*:ledger/bd/*';
const versioning = 'oss:GetBucketVersioning on acs:oss:*:*:ledger';

const starting = ims('RegisterMediaInfo', 'GetMediaInfo', 'StartWorkflow', 'GetWorkflowTask', 'ListWorkflowTasks');
const failureDestination = 'fc:InvokeFunction on acs:fc:*:*:functions/fc-workflow-trigger-reconcile';

const backfills = 'fc:InvokeFunction on acs:fc:*:*:functions/fc-workflow-trigger-ingest';

const granted = {
  callback: [...ims('GetWorkflowTask'), ...callbackObjects, ...ledger],
  ingest: [...starting, ...media, ...everyObject, ...ledger, dayPermits, failureDestination],
  reconcile: [...starting, ...media, ...marking, ...everyObject, ...ledger, dayPermits, toldEnds, keptEvents, versioning],
};

// The folders whose code each function runs: what is called there must be granted.
const folders = {
  callback: ['Callback'],
  ingest: ['Ingest', 'Runs'],
  reconcile: ['Reconcile', 'Runs', 'Outcomes'],
};

const grants = policy => policy.Statement.flatMap(({ Effect, Action, Resource }) => {
  assert.equal(Effect, 'Allow');
  return Action.flatMap(action => [Resource].flat().map(resource => `${action} on ${resource}`));
});

async function calls(folder) {
  const path = join(repository, 'src/FcWorkflowTrigger', folder);
  const files = (await readdir(path, { recursive: true })).filter(file => file.endsWith('.cs'));
  const sources = await Promise.all(files.map(file => readFile(join(path, file), 'utf8')));
  return sources.flatMap(source => [...source.matchAll(/\bims\.(\w+)Async\(/g)].map(call => call[1]));
}

for (const role of Object.keys(granted)) {
  test(`${role} is granted these actions on these resources, and no other`, async () => {
    assert.deepEqual(grants(await read(role)).sort(), [...granted[role]].sort());
  });

  test(`every call of ${role} to IMS is granted`, async () => {
    const called = (await Promise.all(folders[role].map(calls))).flat();

    assert.ok(called.length > 0);
    assert.deepEqual(called.filter(operation => !granted[role].includes(`ice:${operation} on *`)), []);
  });
}

test('a person who uses fcwt may read, and acts through reconcile and ingest alone', async () => {
  const operator = grants(await read('operator'));

  assert.deepEqual(operator.filter(grant => !/^(oss:(GetObject|GetObjectTagging|ListObjects)|ice:GetWorkflowTask) on /.test(grant)), [failureDestination, backfills]);
  assert.equal((await read('operator')).Statement.at(-1).Action.join(), 'fc:InvokeFunction');
});

test('a person who runs doctor reads, and writes below probe/ alone', async () => {
  const doctor = grants(await read('doctor'));

  assert.deepEqual(doctor.filter(grant => !/^(oss|ice|fc):(Get|List)\w+ on /.test(grant)), [
    'oss:PutObject on acs:oss:*:*:ledger/probe/*',
    'oss:DeleteObject on acs:oss:*:*:ledger/probe/*',
  ]);
});

test('no policy has a wildcard action, or deletes anything but markers, permits and kept events', async () => {
  const all = (await Promise.all([...Object.keys(granted), 'operator'].map(read))).flatMap(grants);

  assert.deepEqual(all.filter(grant => grant.split(' on ')[0].includes('*')), []);
  assert.deepEqual([...new Set(all.filter(grant => /delete/i.test(grant)))], [
    'oss:DeleteObject on acs:oss:*:*:ledger/d/*',
    'oss:DeleteObject on acs:oss:*:*:ledger/p/*',
    'oss:DeleteObject on acs:oss:*:*:ledger/bn/*',
    dayPermits,
    toldEnds,
    keptEvents,
  ]);
});

test('only Function Compute may take on these roles', async () => {
  assert.deepEqual((await read('trust')).Statement, [
    { Effect: 'Allow', Action: 'sts:AssumeRole', Principal: { Service: ['fc.aliyuncs.com'] } },
  ]);
});

test('the policies speak of the buckets and the function that s.yaml deploys', async () => {
  const { ingest, reconcile } = await preview();

  assert.equal(ingest.props.environmentVariables.LEDGER_BUCKET, 'ledger');
  assert.match(ingest.props.triggers[0].sourceArn, /:media-in$/);
  assert.ok(failureDestination.endsWith(`/${reconcile.props.functionName}`));
});
