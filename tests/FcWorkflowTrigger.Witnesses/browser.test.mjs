// What a web page does: it asks first (preflight), uploads with a form, a signed URL or keys of STS, and each upload becomes one finished task.
import assert from 'node:assert/strict';
import { request } from 'node:http';
import { randomBytes } from 'node:crypto';
import { after, before, test } from 'node:test';
import OSS from 'ali-oss';
import { localCloud } from './emulator.mjs';

const page = 'http://localhost:5173';

let cloud;
before(async () => { cloud = await localCloud('--preparing', '0.5', '--processing', '0.5'); });
after(() => cloud.end());

const client = (version, options = {}) => new OSS({
  endpoint: 'http://oss-cn-shanghai.aliyuncs.com', region: 'oss-cn-shanghai', accessKeyId: 'local', accessKeySecret: 'local-secret', bucket: 'media-in',
  authorizationV4: version === 4, ...options,
});
const newKey = () => `uploads/${randomBytes(8).toString('hex')} 页.mp4`;

test('a form of a page starts a workflow, once the preflight has allowed it', async () => {
  const key = newKey();
  const { policy, Signature, OSSAccessKeyId } = client(1).calculatePostSignature({
    expiration: new Date(Date.now() + 60_000).toISOString(),
    conditions: [{ bucket: 'media-in' }, ['starts-with', '$key', 'uploads/'], ['content-length-range', 1, 1000]],
  });
  const form = new FormData();
  Object.entries({ key, policy, Signature, OSSAccessKeyId, success_action_status: '201' }).forEach(([name, value]) => form.append(name, value));
  form.append('file', new Blob(['film'], { type: 'video/mp4' }), 'film.mp4');

  const reply = await fetch(`${cloud.oss}/media-in`, { method: 'POST', headers: { Origin: page }, body: form });

  assert.deepEqual([reply.status, reply.headers.get('access-control-allow-origin')], [201, '*']);
  assert.match(await reply.text(), /<Bucket>media-in<\/Bucket>/);
  await finishedOnce(key);
});

for (const version of [4, 1]) {
  test(`version ${version}: a page puts with a signed URL, and with no other`, async () => {
    const key = newKey();
    const sent = { 'Content-Type': 'video/mp4' };
    const url = version === 4
      ? await client(4).signatureUrlV4('PUT', 60, { headers: sent }, key)
      : client(1).signatureUrl(key, { method: 'PUT', expires: 60, ...sent });

    const preflight = await send('OPTIONS', url, {
      Origin: page, 'Access-Control-Request-Method': 'PUT', 'Access-Control-Request-Headers': Object.keys(sent).join(','),
    });
    assert.deepEqual([preflight.statusCode, preflight.headers['access-control-allow-origin']], [200, '*']);

    const forged = await send('PUT', url.replace('uploads', 'other'), { Origin: page, ...sent }, 'film');
    assert.deepEqual([forged.statusCode, forged.headers['access-control-allow-origin']], [403, '*']);
    assert.equal((await send('PUT', url, { Origin: page, ...sent, 'Content-Type': 'text/html' }, 'film')).statusCode, 403);

    const put = await send('PUT', url, { Origin: page, ...sent }, 'film');
    assert.equal(put.statusCode, 200);
    assert.match(put.headers['access-control-expose-headers'], /ETag/);
    await finishedOnce(key);
  });

  test(`version ${version}: keys of STS sign URLs too, and only with their token`, async () => {
    const key = newKey();
    const sign = stsToken => version === 4
      ? client(4, { stsToken }).signatureUrlV4('PUT', 60, {}, key)
      : client(1, { stsToken }).signatureUrl(key, { method: 'PUT', expires: 60 });

    assert.equal((await send('PUT', await sign('other'), {}, 'film')).statusCode, 403);
    assert.equal((await send('PUT', await sign('local-token'), {}, 'film')).statusCode, 200);
    await finishedOnce(key);
  });

  test(`version ${version}: keys of STS upload a large file in parts`, async () => {
    const key = newKey();
    const oss = client(version, { endpoint: cloud.oss, stsToken: 'local-token' });

    await oss.multipartUpload(key, randomBytes(300 * 1024), { partSize: 100 * 1024, parallel: 2 });
    await finishedOnce(key);
  });
}

async function finishedOnce(key) {
  await cloud.finished(key);
  assert.equal((await cloud.runs()).filter(run => run.key === key).length, 1);
}

// Signed for the cloud's host name, because the client signs no URL for an address; sent to the emulator with that name in Host.
function send(method, signed, headers, body) {
  const { host, pathname, search } = new URL(signed);

  return new Promise((resolve, reject) => {
    request({ method, host: '127.0.0.1', port: new URL(cloud.oss).port, path: pathname + search, headers: { ...headers, host } }, reply => {
      reply.resume();
      resolve(reply);
    }).on('error', reject).end(body);
  });
}
