// ali-oss, the official client, against the emulated OSS, in both of its signatures.
import assert from 'node:assert/strict';
import { request } from 'node:http';
import { text } from 'node:stream/consumers';
import { after, before, test } from 'node:test';
import OSS from 'ali-oss';
import { localCloud } from './emulator.mjs';

let cloud;
before(async () => { cloud = await localCloud(); });
after(() => cloud.end());

const client = (version, options = {}) => new OSS({
  endpoint: cloud.oss,
  region: 'oss-cn-shanghai',
  accessKeyId: 'local',
  accessKeySecret: 'local-secret',
  bucket: 'ledger',
  authorizationV4: version === 4,
  ...options,
});

const oddKeys = ['a b', 'a+b', '100%', '春节/电影.mp4', '🎬.mp4', 'a//b', `${'x'.repeat(1000)}`];

for (const version of [4, 1]) {
  const at = name => `v${version}/${name}`;

  test(`version ${version}: what was put is got, listed and deleted`, async () => {
    const oss = client(version);
    await oss.put(at('one'), Buffer.from('content'), { headers: { 'x-oss-meta-owner': 'tests' } });

    assert.equal((await oss.get(at('one'))).content.toString(), 'content');
    const head = await oss.head(at('one'));
    assert.equal(head.meta.owner, 'tests');
    assert.equal(head.res.headers['x-oss-object-type'], 'Normal');
    assert.deepEqual((await oss.listV2({ prefix: at('one') })).objects.map(object => object.name), [at('one')]);

    await oss.delete(at('one'));
    await assert.rejects(oss.get(at('one')), { code: 'NoSuchKey' });
  });

  for (const key of oddKeys) {
    test(`version ${version}: the key ${key.slice(0, 12)} survives`, async () => {
      const oss = client(version);
      await oss.put(at(key), Buffer.from(key));

      assert.equal((await oss.get(at(key))).content.toString(), key);
      assert.ok((await oss.listV2({ prefix: at(key), 'encoding-type': 'url' })).objects.length > 0);
    });
  }

  test(`version ${version}: a put that forbids overwriting wins once`, async () => {
    const oss = client(version);
    const once = () => oss.put(at('once'), Buffer.from('x'), { headers: { 'x-oss-forbid-overwrite': 'true' } });
    await once();

    await assert.rejects(once(), { code: 'FileAlreadyExists', status: 409 });
  });

  test(`version ${version}: of 32 racing puts that forbid overwriting one wins`, async () => {
    const oss = client(version);
    const race = Array.from({ length: 32 }, (_, number) =>
      oss.put(at('race'), Buffer.from(`${number}`), { headers: { 'x-oss-forbid-overwrite': 'true' } }));

    assert.equal((await Promise.allSettled(race)).filter(put => put.status === 'fulfilled').length, 1);
  });

  test(`version ${version}: appends go where the object ends`, async () => {
    const oss = client(version);
    const first = await oss.append(at('log'), Buffer.from('one'));
    assert.equal(first.nextAppendPosition, '3');
    await oss.append(at('log'), Buffer.from('two'), { position: 3 });

    assert.equal((await oss.get(at('log'))).content.toString(), 'onetwo');
    await assert.rejects(oss.append(at('log'), Buffer.from('x'), { position: 3 }), { code: 'PositionNotEqualToLength' });
  });

  test(`version ${version}: listings are paged and grouped`, async () => {
    const oss = client(version);
    await Promise.all(['p/1', 'p/2', 'p/3', 'p/d/4', 'p/d/5'].map(key => oss.put(at(key), Buffer.from(key))));
    const first = await oss.listV2({ prefix: at('p/'), delimiter: '/', 'max-keys': 2 });
    const second = await oss.listV2({ prefix: at('p/'), delimiter: '/', 'max-keys': 2, 'continuation-token': first.nextContinuationToken });

    assert.deepEqual(first.objects.map(object => object.name), [at('p/1'), at('p/2')]);
    assert.ok(first.isTruncated);
    assert.deepEqual(second.objects.map(object => object.name), [at('p/3')]);
    assert.deepEqual(second.prefixes, [at('p/d/')]);
  });

  test(`version ${version}: copies, many deletes and signed URLs work`, async () => {
    const oss = client(version);
    await oss.put(at('source'), Buffer.from('copied'));
    await oss.copy(at('target'), at('source'));
    const signer = client(version, { endpoint: 'http://oss-cn-shanghai.aliyuncs.com' });
    const url = version === 4 ? await signer.signatureUrlV4('GET', 60, {}, at('target')) : signer.signatureUrl(at('target'));
    assert.equal(await fetchLocally(url), 'copied');
    await assert.rejects(fetchLocally(url.replace('target', 'source')), { message: '403' });

    await oss.deleteMulti([at('source'), at('target')]);
    await assert.rejects(oss.head(at('target')), { status: 404 });
  });

  test(`version ${version}: tags are put, got and deleted`, async () => {
    const oss = client(version);
    await oss.put(at('tagged'), Buffer.from('x'), { headers: { 'x-oss-tagging': 'stage=raw%20cut' } });
    assert.deepEqual((await oss.getObjectTagging(at('tagged'))).tag, { stage: 'raw cut' });
    await oss.putObjectTagging(at('tagged'), { stage: 'final', owner: 'a:b' });

    assert.deepEqual((await oss.getObjectTagging(at('tagged'))).tag, { stage: 'final', owner: 'a:b' });
    assert.equal((await oss.head(at('tagged'))).res.headers['x-oss-tagging-count'], '2');
    await oss.deleteObjectTagging(at('tagged'));
    assert.deepEqual((await oss.getObjectTagging(at('tagged'))).tag, {});
  });

  test(`version ${version}: an archived object is listed so, and not read`, async () => {
    const oss = client(version);
    await oss.put(at('cold'), Buffer.from('x'), { headers: { 'x-oss-storage-class': 'Archive' } });

    assert.equal((await oss.head(at('cold'))).res.headers['x-oss-storage-class'], 'Archive');
    assert.equal((await oss.listV2({ prefix: at('cold') })).objects[0].storageClass, 'Archive');
    await assert.rejects(oss.get(at('cold')), { code: 'InvalidObjectState', status: 403 });
  });

  test(`version ${version}: a token is taken, and only the right one`, async () => {
    await client(version, { stsToken: 'local-token' }).put(at('sts'), Buffer.from('x'));

    await assert.rejects(client(version, { stsToken: 'other' }).put(at('sts'), Buffer.from('x')), { code: 'InvalidSecurityToken' });
  });

  test(`version ${version}: a wrong secret is refused`, async () => {
    await assert.rejects(
      client(version, { accessKeySecret: 'guessed' }).put(at('x'), Buffer.from('x')), { code: 'SignatureDoesNotMatch', status: 403 });
  });
}

// Signed for the cloud's host name, because the client signs no URL for an address; sent to the emulator with that name in Host.
function fetchLocally(signed) {
  const { host, pathname, search } = new URL(signed);

  return new Promise((resolve, reject) => {
    request({ host: '127.0.0.1', port: new URL(cloud.oss).port, path: pathname + search, headers: { host } }, reply =>
      reply.statusCode === 200 ? text(reply).then(resolve, reject) : reject(new Error(`${reply.statusCode}`)))
      .on('error', reject)
      .end();
  });
}
