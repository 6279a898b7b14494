// @alicloud/openapi-client, the official generic client, against the emulated IMS.
import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { after, before, test } from 'node:test';
import OpenApi from '@alicloud/openapi-client';
import Util from '@alicloud/tea-util';
import { localCloud } from './emulator.mjs';

const Client = OpenApi.default?.default ?? OpenApi.default;
const workflow = '00000000000000000000000000000001';
const credentials = { accessKeyId: 'local', accessKeySecret: 'local-secret' };
let cloud;
before(async () => { cloud = await localCloud('--preparing', '0', '--processing', '0'); });
after(() => cloud.end());

async function call(action, query, keys = credentials) {
  const client = new Client(new OpenApi.Config({ ...keys, endpoint: cloud.ims, protocol: 'HTTP' }));
  const params = new OpenApi.Params({
    action, version: '2020-11-09', protocol: 'HTTP', method: 'POST', authType: 'AK', style: 'RPC', pathname: '/', reqBodyType: 'formData', bodyType: 'json',
  });
  return (await client.callApi(params, new OpenApi.OpenApiRequest({ query }), new Util.RuntimeOptions({}))).body;
}

const url = () => `https://media-in.oss-cn-shanghai.aliyuncs.com/uploads/${randomUUID()}%20%E6%98%A5%2B.mp4`;

test('an asset is registered once, and found by its URL in either form', async () => {
  const InputURL = url();
  const { MediaId } = await call('RegisterMediaInfo', { InputURL, Title: '春节 +&=', Overwrite: false });

  assert.match(MediaId, /^[0-9a-f]{32}$/);
  assert.equal((await call('GetMediaInfo', { InputURL })).MediaInfo.MediaId, MediaId);
  const key = decodeURIComponent(new URL(InputURL).pathname.slice(1));
  assert.equal((await call('GetMediaInfo', { InputURL: `oss://media-in/${key}` })).MediaInfo.MediaId, MediaId);
  await assert.rejects(call('RegisterMediaInfo', { InputURL }), { code: 'MediaAlreadyExist' });
});

test('one ClientToken registers one asset', async () => {
  const query = { InputURL: url(), ClientToken: randomUUID().replaceAll('-', '') };

  assert.equal((await call('RegisterMediaInfo', query)).MediaId, (await call('RegisterMediaInfo', query)).MediaId);
});

test('each start is a task of its own, with its UserData verbatim', async () => {
  const { MediaId } = await call('RegisterMediaInfo', { InputURL: url() });
  const UserData = '{"r":"春节"}';
  const start = () => call('StartWorkflow', { WorkflowId: workflow, TaskInput: JSON.stringify({ Type: 'Media', Media: MediaId }), UserData });
  const [one, two] = [await start(), await start()];

  assert.notEqual(one.TaskId, two.TaskId);
  assert.equal((await call('GetWorkflowTask', { TaskId: one.TaskId })).WorkflowTask.UserData, UserData);
  const listed = await call('ListWorkflowTasks', { KeyText: MediaId, MaxResults: 100 });
  assert.deepEqual(listed.TaskList.map(task => task.TaskId).sort(), [one.TaskId, two.TaskId].sort());
});

test('UserData over 512 bytes and an unknown workflow are refused', async () => {
  const { MediaId } = await call('RegisterMediaInfo', { InputURL: url() });
  const TaskInput = JSON.stringify({ Type: 'Media', Media: MediaId });

  await assert.rejects(call('StartWorkflow', { WorkflowId: workflow, TaskInput, UserData: JSON.stringify('春'.repeat(171)) }), { code: 'InvalidParameter' });
  await assert.rejects(call('StartWorkflow', { WorkflowId: 'unknown', TaskInput }), { code: 'InvalidParameter' });
});

test('temporary credentials are taken, and only with the right token', async () => {
  const signed = token => call('RegisterMediaInfo', { InputURL: url() }, { ...credentials, securityToken: token });

  assert.ok((await signed('local-token')).MediaId);
  await assert.rejects(signed('other'), { code: 'InvalidSecurityToken.Malformed' });
});

test('a wrong secret and an unknown key are refused', async () => {
  await assert.rejects(call('GetMediaInfo', { InputURL: url() }, { ...credentials, accessKeySecret: 'guessed' }), { code: 'SignatureDoesNotMatch' });
  await assert.rejects(call('GetMediaInfo', { InputURL: url() }, { ...credentials, accessKeyId: 'other' }), { code: 'InvalidAccessKeyId.NotFound' });
});
