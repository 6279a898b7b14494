// The handler people write today: an event comes in, the object is registered and its workflow started. Nothing is remembered, so an attempt
// that fails after the registration is never made good: every later one is refused, because the object is registered already.
import { createServer } from 'node:http';
import OpenApi from '@alicloud/openapi-client';
import Util from '@alicloud/tea-util';

const Client = OpenApi.default?.default ?? OpenApi.default;
const env = process.env;
const endpoint = new URL(env.IMS_ENDPOINT);
const protocol = endpoint.protocol.slice(0, -1).toUpperCase();
const client = new Client(new OpenApi.Config({
  accessKeyId: env.ALIBABA_CLOUD_ACCESS_KEY_ID,
  accessKeySecret: env.ALIBABA_CLOUD_ACCESS_KEY_SECRET,
  securityToken: env.ALIBABA_CLOUD_SECURITY_TOKEN,
  endpoint: endpoint.host,
  protocol,
}));

async function call(action, query) {
  const params = new OpenApi.Params({
    action, version: '2020-11-09', protocol, method: 'POST', authType: 'AK', style: 'RPC', pathname: '/', reqBodyType: 'formData', bodyType: 'json',
  });
  return (await client.callApi(params, new OpenApi.OpenApiRequest({ query }), new Util.RuntimeOptions({}))).body;
}

async function handle(event) {
  for (const { region, oss: { bucket, object } } of event.events) {
    const InputURL = `https://${bucket.name}.oss-${region}.aliyuncs.com/${encodeURIComponent(object.key).replaceAll('%2F', '/')}`;
    const { MediaId } = await call('RegisterMediaInfo', { InputURL, Title: object.key.split('/').at(-1), Overwrite: false });
    const { TaskId } = await call('StartWorkflow', {
      WorkflowId: '00000000000000000000000000000001',
      TaskInput: JSON.stringify({ Type: 'Media', Media: MediaId }),
      UserData: JSON.stringify({ NotifyAddress: `${env.CALLBACK_BASE_URL}/callbacks` }),
    });
    console.log(`Started ${object.key} as ${TaskId}`);
  }
}

createServer((request, response) => {
  const body = [];
  request.on('data', part => body.push(part));
  request.on('end', async () => {
    try {
      if (request.method === 'POST') {
        // Deployed in place of callback or reconcile it has nothing to do: a plain handler has no such functions.
        await (env.APP_ROLE === 'ingest' ? handle(JSON.parse(Buffer.concat(body))) : undefined);
        response.setHeader('x-fc-status', '200');
      }
    } catch (failure) {
      console.error(failure);
      response.statusCode = 404;
      response.setHeader('x-fc-status', '404');
    }

    response.end('ok\n');
  });
}).listen(Number(env.FC_SERVER_PORT ?? 9000), '0.0.0.0');
