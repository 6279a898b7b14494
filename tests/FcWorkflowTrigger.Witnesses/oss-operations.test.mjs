// ali-oss, the official client, with every method it has: each works, or is refused by the name of the operation. docs/local-cloud.md says which.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { Readable } from 'node:stream';
import { after, before, test } from 'node:test';
import OSS from 'ali-oss';
import { localCloud, repository } from './emulator.mjs';

let cloud;
before(async () => { cloud = await localCloud(); });
after(() => cloud.end());

const client = (version, bucket) => new OSS({
  endpoint: cloud.oss, region: 'oss-cn-shanghai', accessKeyId: 'local', accessKeySecret: 'local-secret', bucket, authorizationV4: version === 4,
});

/** The rows of the page that name a method of ali-oss. */
const rows = readFileSync(`${repository}docs/local-cloud.md`, 'utf8').split('\n')
  .map(line => line.split('|').slice(1, -1).map(cell => cell.trim().replaceAll('`', '')))
  .filter(cells => cells.length === 5 && (cells[1] === 'served' || cells[1] === 'refused'))
  .map(([operation, here, methods]) => ({ operation, isServed: here === 'served', methods: methods.split(', ').filter(Boolean) }));

// These send no request, or are what the others send theirs with.
const local = [
  'asyncSignatureUrl', 'authorization', 'authorizationV4', 'cancel', 'checkBrowserAndVersion', 'constructor', 'generateObjectUrl', 'getBucket', 'getObjectUrl',
  'getRtmpUrl', 'isCancel', 'parseXML', 'request', 'requestError', 'resetCancelFlag', 'setBucket', 'setSLDEnabled', 'signature', 'signatureUrl',
  'signatureUrlV4', 'useBucket',
];

const inventory = { id: 'i', isEnabled: false, prefix: '', OSSBucketDestination: { format: 'CSV', accountId: '1', rolearn: 'r', bucket: 'b', prefix: '' }, frequency: 'Daily', includedObjectVersions: 'All' };
const rule = { id: 'r', prefix: 'p', status: 'Enabled', expiration: { days: 1 } };

// These do not throw when OSS refuses: the caller has to look at the status.
const silent = ['abortBucketWorm', 'completeBucketWorm', 'getBucketPolicy', 'processObjectSave'];

/** One call of each method. They run one after the other: some need what an earlier one made. */
const calls = {
  putBucket: (oss, s) => oss.putBucket(s.bucket),
  listBuckets: async (oss, s) => assert.ok((await oss.listBuckets({ prefix: s.bucket })).buckets.some(bucket => bucket.name === s.bucket)),
  getBucketInfo: async (oss, s) => assert.equal((await oss.getBucketInfo(s.bucket)).bucket.Name, s.bucket),
  getBucketLocation: async (oss, s) => assert.equal((await oss.getBucketLocation(s.bucket)).location, 'oss-cn-shanghai'),
  getBucketStat: async (oss, s) => assert.equal((await oss.getBucketStat(s.bucket)).stat.ObjectCount, '0'),
  getBucketACL: async (oss, s) => assert.equal((await oss.getBucketACL(s.bucket)).acl, 'private'),
  putBucketACL: async (oss, s) => {
    await oss.putBucketACL(s.bucket, 'private');
    await assert.rejects(oss.putBucketACL(s.bucket, 'public-read'), { code: 'AccessDenied' });
  },
  getBucketVersioning: async (oss, s) => assert.equal((await oss.getBucketVersioning(s.bucket)).versionStatus, undefined),
  putBucketCORS: (oss, s) => oss.putBucketCORS(s.bucket, [{ allowedOrigin: '*', allowedMethod: ['PUT', 'GET'], allowedHeader: '*', exposeHeader: 'ETag', maxAgeSeconds: 5 }]),
  getBucketCORS: async (oss, s) => assert.equal((await oss.getBucketCORS(s.bucket)).rules[0].maxAgeSeconds, '5'),
  deleteBucketCORS: async (oss, s) => {
    await oss.deleteBucketCORS(s.bucket);
    await assert.rejects(oss.getBucketCORS(s.bucket), { code: 'NoSuchCORSConfiguration' });
  },
  put: oss => oss.put('put', Buffer.from('0123456789'), { headers: { 'Cache-Control': 'no-cache', 'Content-Disposition': 'inline' } }),
  putStream: oss => oss.putStream('stream', Readable.from([Buffer.from('streamed')])),
  get: async oss => {
    const { content, res } = await oss.get('put');
    assert.deepEqual([content.toString(), res.headers['cache-control'], res.headers['content-disposition']], ['0123456789', 'no-cache', 'inline']);
    assert.equal((await oss.get('put', { headers: { Range: 'bytes=2-4' } })).content.toString(), '234');
    assert.equal((await oss.get('put', { headers: { Range: 'bytes=2-40' } })).content.toString(), '0123456789');
  },
  getStream: async oss => assert.equal((await (await oss.getStream('stream')).stream.toArray()).join(''), 'streamed'),
  head: async oss => assert.equal((await oss.head('put')).res.headers['content-length'], '10'),
  getObjectMeta: async oss => assert.equal((await oss.getObjectMeta('put')).res.headers['content-length'], '10'),
  putMeta: async oss => {
    await oss.putMeta('put', { owner: 'tests' });
    assert.equal((await oss.head('put')).meta.owner, 'tests');
  },
  copy: oss => oss.copy('copy', 'put'),
  append: oss => oss.append('append', Buffer.from('one')),
  getACL: async oss => assert.equal((await oss.getACL('put')).acl, 'default'),
  putACL: async oss => {
    await oss.putACL('put', 'private');
    assert.equal((await oss.getACL('put')).acl, 'private');
  },
  putSymlink: oss => oss.putSymlink('a link', 'put'),
  getSymlink: async oss => {
    assert.equal((await oss.getSymlink('a link')).targetName, 'put');
    assert.equal((await oss.get('a link')).content.toString(), '0123456789');
  },
  putObjectTagging: oss => oss.putObjectTagging('put', { stage: 'raw' }),
  getObjectTagging: async oss => assert.deepEqual((await oss.getObjectTagging('put')).tag, { stage: 'raw' }),
  deleteObjectTagging: oss => oss.deleteObjectTagging('put'),
  list: async oss => {
    const { objects } = await oss.list({ prefix: 'put' });
    assert.deepEqual(objects.map(({ name, owner }) => [name, owner.id]), [['put', '1000000000000001']]);
    assert.deepEqual((await oss.list({ prefix: 'none' })).objects, []);
  },
  listV2: async oss => {
    assert.equal((await oss.listV2({ prefix: 'put' })).objects[0].owner, null);
    assert.equal((await oss.listV2({ prefix: 'put', 'fetch-owner': 'true' })).objects[0].owner.id, '1000000000000001');
  },
  initMultipartUpload: async (oss, s) => { s.upload = (await oss.initMultipartUpload('film')).uploadId; },
  uploadPart: async (oss, s) => { s.parts = [(await oss.uploadPart('film', s.upload, 1, Buffer.from('part one'), 0, 8)).etag]; },
  uploadPartCopy: async (oss, s) => {
    s.parts.push((await oss.uploadPartCopy('film', s.upload, 2, '0-3', { sourceKey: 'put', sourceBucketName: s.bucket })).etag);
  },
  listParts: async (oss, s) => assert.deepEqual((await oss.listParts('film', s.upload)).parts.map(part => part.Size), ['8', '4']),
  listUploads: async (oss, s) => assert.deepEqual((await oss.listUploads({ 'max-uploads': 10 })).uploads.map(({ name, uploadId }) => [name, uploadId]), [['film', s.upload]]),
  completeMultipartUpload: async (oss, s) => {
    await oss.completeMultipartUpload('film', s.upload, s.parts.map((etag, index) => ({ number: index + 1, etag })));
    assert.equal((await oss.get('film')).content.toString(), 'part one0123');
  },
  abortMultipartUpload: async oss => {
    const { uploadId } = await oss.initMultipartUpload('given up');
    await oss.abortMultipartUpload('given up', uploadId);
    await assert.rejects(oss.listParts('given up', uploadId), { code: 'NoSuchUpload' });
  },
  multipartUpload: oss => oss.multipartUpload('large', Buffer.alloc(300 * 1024, 'x'), { partSize: 100 * 1024, parallel: 2 }),
  multipartUploadCopy: async (oss, s) => {
    await oss.multipartUploadCopy('large copy', { sourceKey: 'large', sourceBucketName: s.bucket, startOffset: 0, endOffset: 300 * 1024 }, { partSize: 100 * 1024 });
    assert.equal((await oss.head('large copy')).res.headers['content-length'], `${300 * 1024}`);
  },
  calculatePostSignature: async (oss, s) => {
    const { policy, Signature, OSSAccessKeyId } = oss.calculatePostSignature(postPolicy(s.bucket));
    assert.equal((await post(s.bucket, { key: 'posted', policy, Signature, OSSAccessKeyId, success_action_status: '200' })).status, 200);
    assert.equal((await oss.get('posted')).content.toString(), 'posted by a page');
    assert.equal((await post(s.bucket, { key: 'other', policy, Signature, OSSAccessKeyId })).status, 403);
  },
  signPostObjectPolicyV4: async (oss, s) => {
    const date = new Date();
    const stamp = `${date.toISOString().replaceAll(/[-:]/g, '').slice(0, 15)}Z`;
    const policy = postPolicy(s.bucket);
    const reply = await post(s.bucket, {
      key: 'posted',
      policy: Buffer.from(JSON.stringify(policy)).toString('base64'),
      'x-oss-signature-version': 'OSS4-HMAC-SHA256',
      'x-oss-credential': `local/${stamp.slice(0, 8)}/cn-shanghai/oss/aliyun_v4_request`,
      'x-oss-date': stamp,
      'x-oss-signature': oss.signPostObjectPolicyV4(policy, date),
    });
    assert.equal(reply.status, 204, await reply.text());
  },
  delete: oss => oss.delete('put'),
  deleteMulti: async oss => {
    const names = (await oss.listV2({ 'max-keys': 1000 })).objects.map(object => object.name);
    await oss.deleteMulti(names);
    assert.deepEqual((await oss.listV2()).objects, []);
  },
  putBucketVersioning: async (oss, s) => {
    await oss.putBucketVersioning(s.bucket, 'Enabled');
    assert.equal((await oss.getBucketVersioning(s.bucket)).versionStatus, 'Enabled');
  },

  getBucketVersions: oss => oss.getBucketVersions(),
  listObjectVersions: oss => oss.listObjectVersions(),
  restore: oss => oss.restore('put'),
  processObjectSave: oss => oss.processObjectSave('put', 'saved', 'image/resize,w_10'),
  postAsyncFetch: oss => oss.postAsyncFetch('put', 'https://example.com/a'),
  getAsyncFetch: oss => oss.getAsyncFetch('task'),
  getBucketLogging: (oss, s) => oss.getBucketLogging(s.bucket),
  putBucketLogging: (oss, s) => oss.putBucketLogging(s.bucket, 'logs/'),
  deleteBucketLogging: (oss, s) => oss.deleteBucketLogging(s.bucket),
  getBucketWebsite: (oss, s) => oss.getBucketWebsite(s.bucket),
  putBucketWebsite: (oss, s) => oss.putBucketWebsite(s.bucket, { index: 'index.html' }),
  deleteBucketWebsite: (oss, s) => oss.deleteBucketWebsite(s.bucket),
  getBucketReferer: (oss, s) => oss.getBucketReferer(s.bucket),
  putBucketReferer: (oss, s) => oss.putBucketReferer(s.bucket, true, ['https://example.com']),
  deleteBucketReferer: (oss, s) => oss.deleteBucketReferer(s.bucket),
  putBucketLifecycle: (oss, s) => oss.putBucketLifecycle(s.bucket, [rule]),
  getBucketLifecycle: async (oss, s) => assert.equal((await oss.getBucketLifecycle(s.bucket)).rules[0].prefix, 'p'),
  deleteBucketLifecycle: (oss, s) => oss.deleteBucketLifecycle(s.bucket),
  putBucketEncryption: (oss, s) => oss.putBucketEncryption(s.bucket, { SSEAlgorithm: 'AES256' }),
  getBucketEncryption: async (oss, s) => assert.equal((await oss.getBucketEncryption(s.bucket)).encryption.SSEAlgorithm, 'AES256'),
  deleteBucketEncryption: (oss, s) => oss.deleteBucketEncryption(s.bucket),
  getBucketPolicy: (oss, s) => oss.getBucketPolicy(s.bucket),
  putBucketPolicy: (oss, s) => oss.putBucketPolicy(s.bucket, { Version: '1' }),
  deleteBucketPolicy: (oss, s) => oss.deleteBucketPolicy(s.bucket),
  getBucketTags: (oss, s) => oss.getBucketTags(s.bucket),
  putBucketTags: (oss, s) => oss.putBucketTags(s.bucket, { a: '1' }),
  deleteBucketTags: (oss, s) => oss.deleteBucketTags(s.bucket),
  getBucketRequestPayment: (oss, s) => oss.getBucketRequestPayment(s.bucket),
  putBucketRequestPayment: (oss, s) => oss.putBucketRequestPayment(s.bucket, 'Requester'),
  getBucketInventory: (oss, s) => oss.getBucketInventory(s.bucket, 'i'),
  putBucketInventory: (oss, s) => oss.putBucketInventory(s.bucket, inventory),
  deleteBucketInventory: (oss, s) => oss.deleteBucketInventory(s.bucket, 'i'),
  listBucketInventory: (oss, s) => oss.listBucketInventory(s.bucket),
  initiateBucketWorm: (oss, s) => oss.initiateBucketWorm(s.bucket, '1'),
  completeBucketWorm: (oss, s) => oss.completeBucketWorm(s.bucket, 'w'),
  extendBucketWorm: (oss, s) => oss.extendBucketWorm(s.bucket, 'w', '2'),
  abortBucketWorm: (oss, s) => oss.abortBucketWorm(s.bucket),
  getBucketWorm: (oss, s) => oss.getBucketWorm(s.bucket),
  listChannels: oss => oss.listChannels(),
  putChannel: oss => oss.putChannel('channel', { Target: { Type: 'HLS' } }),
  putChannelStatus: oss => oss.putChannelStatus('channel', 'disabled'),
  getChannel: oss => oss.getChannel('channel'),
  getChannelStatus: oss => oss.getChannelStatus('channel'),
  getChannelHistory: oss => oss.getChannelHistory('channel'),
  deleteChannel: oss => oss.deleteChannel('channel'),
  createVod: oss => oss.createVod('channel', 'list.m3u8', { startTime: 1, endTime: 2 }),

  deleteBucket: (oss, s) => oss.deleteBucket(s.bucket),
};

test('the page and this file name every method of ali-oss', () => {
  const methods = [];
  for (let prototype = OSS.prototype; prototype && prototype !== Object.prototype; prototype = Object.getPrototypeOf(prototype)) {
    methods.push(...Object.getOwnPropertyNames(prototype).filter(name => name[0] !== '_' && typeof prototype[name] === 'function'));
  }

  // Those of its base class, which handles events, are no concern of OSS.
  const own = [...new Set(methods)].filter(name => name in OSS.prototype && !(name in Object.getPrototypeOf(OSS.prototype)) && !local.includes(name)).sort();
  assert.deepEqual(rows.flatMap(row => row.methods).sort(), own);
  assert.deepEqual(Object.keys(calls).sort(), own);
});

for (const version of [4, 1]) {
  const state = { bucket: `all-v${version}` };

  for (const [method, call] of Object.entries(calls)) {
    const { operation, isServed } = rows.find(row => row.methods.includes(method));

    test(`version ${version}: ${method} ${isServed ? 'works' : 'is refused by name'}`, async () => {
      const oss = client(version, state.bucket);

      if (isServed) {
        await call(oss, state);
        return;
      }

      if (silent.includes(method)) {
        assert.equal((await call(oss, state)).res.status, 400);
        return;
      }

      await assert.rejects(call(oss, state), error => {
        assert.equal(error.code, 'NotImplemented', error.message);
        assert.ok(error.message.includes(`The operation ${operation} `), error.message);
        return true;
      });
    });
  }
}

const postPolicy = bucket => ({
  expiration: new Date(Date.now() + 60_000).toISOString(),
  conditions: [{ bucket }, ['eq', '$key', 'posted'], ['content-length-range', 1, 100]],
});

/** As a page does it: the fields, and the file as the last of them. */
function post(bucket, fields) {
  const form = new FormData();
  Object.entries(fields).forEach(([name, value]) => form.append(name, value));
  form.append('file', new Blob(['posted by a page'], { type: 'text/plain' }), 'page.txt');
  return fetch(`${cloud.oss}/${bucket}`, { method: 'POST', body: form });
}
