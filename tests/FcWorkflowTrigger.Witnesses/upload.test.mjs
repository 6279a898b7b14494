// The main job, begun by the official client: a multipart upload becomes exactly one finished task.
import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { after, before, test } from 'node:test';
import OSS from 'ali-oss';
import { localCloud } from './emulator.mjs';

let cloud;
before(async () => { cloud = await localCloud('--preparing', '0.5', '--processing', '0.5'); });
after(() => cloud.end());

test('a multipart upload of 12 MB reaches Succeed with one task, and its end comes back', async () => {
  const oss = new OSS({
    endpoint: cloud.oss, region: 'oss-cn-shanghai', accessKeyId: 'local', accessKeySecret: 'local-secret', bucket: 'media-in', authorizationV4: true,
  });
  const key = `uploads/${randomBytes(8).toString('hex')} 春节.mp4`;
  const content = randomBytes(12 * 1024 * 1024);

  const uploaded = await oss.multipartUpload(key, content, { partSize: 1024 * 1024, parallel: 4 });
  assert.match(uploaded.etag, /^"[0-9A-F]{32}-12"$/);
  assert.ok((await oss.get(key)).content.equals(content));

  await cloud.finished(key);
  const [run, ...others] = await cloud.runs();
  assert.deepEqual(others, []);
  assert.deepEqual([run.bucket, run.key, run.status], ['media-in', key, 'Succeed']);
  assert.equal(run.callbacks.at(-1).status, 200);
});
