// standardwebhooks, the specification's own library, against what the functions send when a run ends.
import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { createServer } from 'node:http';
import { after, before, test } from 'node:test';
import OpenApi from '@alicloud/openapi-client';
import Util from '@alicloud/tea-util';
import OSS from 'ali-oss';
import { Webhook } from 'standardwebhooks';
import { localCloud } from './emulator.mjs';

const Client = OpenApi.default?.default ?? OpenApi.default;
const secret = () => `whsec_${randomBytes(32).toString('base64')}`;
const [current, previous] = [secret(), secret()];
const received = [];
let arrival = () => {};
let cloud;
let receiver;

before(async () => {
  receiver = createServer(async (request, response) => {
    let body = '';
    for await (const chunk of request) { body += chunk; }
    received.push({ headers: request.headers, body });
    response.writeHead(received.length === 1 ? 500 : 200).end();
    arrival();
  });
  await new Promise(resolve => receiver.listen(0, '127.0.0.1', resolve));
  Object.assign(process.env, {
    OUTCOMES: 'on',
    OUTCOME_WEBHOOKS: `http://127.0.0.1:${receiver.address().port}/hook?key=1`,
    OUTCOME_WEBHOOK_SECRETS: `${current},${previous}`,
    OUTCOME_NETWORK: 'private',
  });
  cloud = await localCloud('--preparing', '0.1', '--processing', '0.1');
});
after(async () => {
  await cloud?.end();
  receiver.close();
});

test('the end of a run is delivered, tried again, and verifies under either secret', async () => {
  const oss = new OSS({
    endpoint: cloud.oss, region: 'oss-cn-shanghai', accessKeyId: 'local', accessKeySecret: 'local-secret', bucket: 'media-in', authorizationV4: true,
  });
  const key = `uploads/${randomBytes(8).toString('hex')} 春节.mp4`;
  await oss.put(key, Buffer.from('content'));
  await cloud.finished(key);

  await sweepUntil(1);
  await sweepUntil(2);

  const [first, second] = received;
  assert.equal(first.headers['webhook-id'], second.headers['webhook-id']);
  assert.equal(first.body, second.body);

  for (const known of [current, previous]) {
    const event = new Webhook(known).verify(second.body, second.headers);
    assert.equal(event.type, 'workflow_run.succeeded');
    assert.equal(event.data.upload.key, key);
  }

  assert.throws(() => new Webhook(secret()).verify(second.body, second.headers));
  assert.throws(() => new Webhook(current).verify(second.body.replace('succeeded', 'failed'), second.headers));
});

// The timer would do the same every five minutes; a sweep before the run's end was written delivers nothing, and the next one will.
async function sweepUntil(count) {
  while (received.length < count) {
    const arrived = new Promise(resolve => { arrival = resolve; });
    await sweep();
    await Promise.race([arrived, new Promise(resolve => setTimeout(resolve, 1000))]);
  }
}

// Function Compute is the third of the local cloud's ports. Its API takes signed calls only: the official generic client signs them.
async function sweep() {
  const endpoint = `127.0.0.1:${Number(new URL(cloud.oss).port) + 2}`;
  const client = new Client(new OpenApi.Config({ accessKeyId: 'local', accessKeySecret: 'local-secret', endpoint, protocol: 'HTTP' }));
  const params = new OpenApi.Params({
    action: 'InvokeFunction', version: '2023-03-30', protocol: 'HTTP', method: 'POST', authType: 'AK', style: 'FC',
    pathname: '/2023-03-30/functions/fc-workflow-trigger-reconcile/invocations', reqBodyType: 'json', bodyType: 'string',
  });
  await client.callApi(params, new OpenApi.OpenApiRequest({ body: {} }), new Util.RuntimeOptions({}));
}
