// What only the local cloud has: look into it, and break things on purpose.
import { html, useState, useEffect, useRef, useData, useEvents, useAddress, setQuery, useTick, ask, clock, date, bytes, count, now, span, pretty, T, Cut, Id, Table, Do, Empty, Loading, Problem } from './lib.js';
import { Upload } from './upload.js';

const failed = value => value ? 'bad' : '';

// ---- what happens

const kinds = ['upload', 'invocation', 'task', 'callback', 'delivery', 'fault', 'log'];
const most = 500;
let story = [];

/** Keeps the events of the stream, also while another view is shown. */
export function Recorder() {
  useEvents([...kinds, 'reset'], (kind, data) => {
    if (kind === 'reset') story = [];
    else story = [{ kind, ...data, at: data.at ?? now().toISOString(), text: data.text ?? `${data.function}: ${data.line}` }, ...story].slice(0, most);
    dispatchEvent(new Event('story'));
  });
  return null;
}

export function Activity() {
  const { query } = useAddress();
  const shown = query.get('kind')?.split(',').filter(Boolean) ?? kinds.filter(kind => kind !== 'log');
  const text = query.get('text') ?? '';
  const onlyBad = query.get('bad') === '1';
  const [isPaused, pause] = useState(false);
  const [lines, set] = useState(story);
  useEffect(() => {
    if (isPaused) return;
    const change = () => set(story);
    change();
    addEventListener('story', change);
    return () => removeEventListener('story', change);
  }, [isPaused]);
  const toggle = kind => setQuery({ kind: (shown.includes(kind) ? shown.filter(other => other !== kind) : [...shown, kind]).join() || ',' });
  const fits = lines.filter(line => shown.includes(line.kind) && (!onlyBad || line.isBad) && line.text.toLowerCase().includes(text.toLowerCase()));

  return html`<div class="bar"><h1>Activity</h1><span class="end"><button aria-pressed=${isPaused ? 'true' : 'false'} onClick=${() => pause(!isPaused)}>${isPaused ? 'Go on' : 'Pause'}</button></span></div>
    <div class="bar" role="group" aria-label="Kinds">${kinds.map(kind => html`<button aria-pressed=${shown.includes(kind) ? 'true' : 'false'} onClick=${() => toggle(kind)}>${kind}</button>`)}
      <label class="check"><input type="checkbox" checked=${onlyBad} onChange=${event => setQuery({ bad: event.target.checked ? '1' : '' })} /> only failures</label>
      <input type="search" aria-label="Text" placeholder="text" value=${text} onInput=${event => setQuery({ text: event.target.value })} /></div>
    ${fits.length === 0 ? html`<${Empty}><p>Nothing has happened since this page was opened${lines.length > 0 ? ' that fits' : ''}.</p><//>`
      : html`<${Table} label="Activity" head=${['Time', 'Kind', 'What']}>${fits.map(line => html`<tr><td class="tight quiet">${clock(line.at)}</td><td class="tight">${line.kind}</td>
        <td class=${failed(line.isBad)}><${T} text=${line.text} /></td></tr>`)}<//>`}`;
}

// ---- buckets

const roots = {
  'r/': 'records of runs', 'a/': 'records of runs, one object a run', 'd/': 'runs that have not ended', 'e/': 'ends, by hour', 'p/': 'parked runs', 'o/': 'ends that are not delivered', 'w/': 'states of deliveries',
  't/': 'which run a task belongs to', 'i/': 'order of runs of the same object', 'bd/': 'permits of a day', 'bn/': 'permits of runs that have not ended', 'u/': 'events that no run could be made of',
};

export function Objects() {
  const { query } = useAddress();
  const bucket = query.get('bucket') ?? 'media-in';
  const prefix = query.get('prefix') ?? '';
  const after = query.get('after') ?? '';
  const key = query.get('key');
  const buckets = useData('_emulator/buckets', ['upload', 'run']);
  const page = useData(`_emulator/buckets/${encodeURIComponent(bucket)}/objects?${new URLSearchParams({ prefix, after })}`, ['upload', 'run']);

  return html`<div class="bar"><h1>Objects</h1><span class="end"><${Upload} /></span></div>
    <div class="bar" role="group" aria-label="Buckets">${buckets.data?.map(each => html`<button aria-pressed=${each.name === bucket ? 'true' : 'false'}
      onClick=${() => setQuery({ bucket: each.name, prefix: '', after: '', key: '' })}>${each.name} <span class="quiet">${count(each.objects)}, ${bytes(each.bytes)}</span></button>`)}
      <input type="search" aria-label="Prefix" placeholder="prefix" value=${prefix} onInput=${event => setQuery({ prefix: event.target.value, after: '' })} /></div>
    ${bucket === 'ledger' && html`<details><summary>What lies where in the ledger</summary><dl class="facts">${Object.entries(roots).map(([root, what]) => html`<dt><a href=${`#/objects?bucket=ledger&prefix=${encodeURIComponent(root)}`} class="mono">${root}</a></dt><dd>${what}</dd>`)}</dl></details>`}
    <${Problem} text=${page.error} />
    ${key && html`<${Content} bucket=${bucket} key=${key} name=${key} />`}
    ${!page.data ? !page.error && html`<${Loading} />` : page.data.objects.length === 0 ? html`<${Empty}><p>No object${prefix ? ' with this prefix' : ''}.</p><//>`
      : html`<${Table} label="Objects" head=${['Key', ['Size', 'num'], ['Type', 'mid'], ['Changed', 'mid']]}>${page.data.objects.map(each => html`<tr class=${each.key === key ? 'picked' : ''}>
        <td class="mono"><a href=${`#/objects?${new URLSearchParams({ bucket, prefix, after, key: each.key })}`}><${T} text=${each.key} /></a>${Object.entries(each.tags).map(([tag, value]) => html` <span class="quiet"><${T} text=${`${tag}=${value}`} /></span>`)}</td><td class="num">${bytes(each.size)}</td>
        <td class="mid"><${T} text=${each.contentType} /></td><td class="tight mid">${date(each.lastModified)}</td></tr>`)}<//>
      <div class="bar"><span class="end">${after && html`<button onClick=${() => setQuery({ after: '' })}>First</button>`} <button disabled=${!page.data.next} onClick=${() => setQuery({ after: page.data.next })}>Next</button></span></div>`}`;
}

function Content({ bucket, name }) {
  const { data, error } = useData(`_emulator/buckets/${encodeURIComponent(bucket)}/object?key=${encodeURIComponent(name)}`);
  if (!data) return html`<${Loading} error=${error} />`;
  const pairs = Object.entries({ ...data.meta, ...Object.fromEntries(Object.entries(data.object.tags).map(([tag, value]) => [`tag ${tag}`, value])) });
  return html`<section class="note"><div class="bar"><h2><${T} text=${data.object.key} /></h2><span class="end"><button onClick=${() => setQuery({ key: '' })}>Close</button></span></div>
    <dl class="facts"><dt>ETag</dt><dd class="mono"><${T} text=${data.object.eTag} /></dd><dt>Kind</dt><dd>${data.object.type}, ${data.object.storageClass}, ${bytes(data.object.size)}</dd>
      ${pairs.map(([meta, value]) => html`<dt><${T} text=${meta} /></dt><dd><${T} text=${value} /></dd>`)}</dl>
    ${data.text === null ? html`<p class="quiet">It is no text, or too long to show.</p>` : html`<pre tabindex="0" aria-label="Content"><${T} text=${pretty(data.text)} lines /></pre>`}</section>`;
}

// ---- IMS

export function Ims() {
  const tasks = useData('_emulator/runs', ['task', 'callback']);
  const assets = useData('_emulator/assets', ['task', 'run', 'callback']);
  const answers = list => list.map(attempt => attempt.status ?? 'no answer').join(', ') || 'not sent';
  return html`<h1>IMS</h1><h2>Tasks</h2>
    ${!tasks.data ? html`<${Loading} error=${tasks.error} />` : tasks.data.length === 0 ? html`<${Empty}><p>IMS has no task yet.</p><//>`
      : html`<${Table} label="Tasks" head=${['Key', 'Status', ['Task', 'mid'], 'Created', ['Ended', 'mid'], 'Callbacks answered']}>${[...tasks.data].reverse().slice(0, 200).map(task => html`<tr>
        <td><${T} text=${task.key} /></td><td class=${failed(task.status === 'Failed')}>${task.status}</td><td class="mid"><${Id} id=${task.taskId} /></td><td class="tight">${clock(task.createTime)}</td>
        <td class="tight mid">${task.finishTime ? clock(task.finishTime) : ''}</td><td>${answers(task.callbacks)}</td></tr>`)}<//><${Cut} list=${tasks.data} most=${200} />`}
    <h2>Assets</h2>
    ${!assets.data ? html`<${Loading} error=${assets.error} />` : assets.data.length === 0 ? html`<${Empty}><p>No media is registered yet.</p><//>`
      : html`<${Table} label="Assets" head=${['Input', 'Status', ['Media', 'mid']]}>${[...assets.data].reverse().slice(0, 200).map(asset => html`<tr>
        <td class="mono"><${T} text=${asset.inputURL} /></td><td>${asset.status}</td><td class="mid"><${Id} id=${asset.mediaId} /></td></tr>`)}<//><${Cut} list=${assets.data} most=${200} />`}`;
}

// ---- functions

export function Functions() {
  const functions = useData('_emulator/functions', ['invocation']);
  const invocations = useData('_emulator/invocations', ['invocation']);
  const [opened, open] = useState(null);
  const kill = (name, process) => () => ask(`_emulator/functions/${name}/kill${process ? `?process=${process}` : ''}`, 'POST').then(() => 'killed');

  return html`<h1>Functions</h1>
    ${!functions.data ? html`<${Loading} error=${functions.error} />` : html`<${Table} label="Functions" head=${['Function', 'Instances']}>${functions.data.map(each => html`<tr>
      <td>${each.name}</td><td>${each.processIds.length === 0 ? html`<span class="quiet">none runs</span>` : html`<div class="bar">${each.processIds.map(id => html`<${Do} what=${`Kill ${id}`} className="danger" action=${kill(each.name, id)} onDone=${functions.reload} />`)}</div>`}</td></tr>`)}<//>`}
    <h2>Invocations</h2>
    ${!invocations.data ? html`<${Loading} error=${invocations.error} />` : invocations.data.length === 0 ? html`<${Empty}><p>No function was called yet.</p><//>`
      : html`<${Table} label="Invocations" head=${['Time', 'Function', 'Kind', 'Result', ['Took', 'num mid'], ['Retry', 'num mid'], 'Request']}>${[...invocations.data].reverse().slice(0, 200).map(each => html`
        <tr class=${opened === each.requestId ? 'picked' : ''}><td class="tight">${clock(each.beganAt)}</td><td>${each.function}</td><td>${each.kind}</td><td class=${failed(!each.ok)}>${each.ok ? 'answered' : 'failed'}</td>
          <td class="num mid">${span(new Date(each.at) - new Date(each.beganAt))}</td><td class="num mid">${each.retryCount}</td>
          <td class="mono"><button onClick=${() => open(opened === each.requestId ? null : each.requestId)} aria-expanded=${opened === each.requestId ? 'true' : 'false'} aria-label=${`Log of request ${each.requestId}`}>Log</button> <span class="wide">${each.requestId}</span></td></tr>
        ${opened === each.requestId && html`<tr><td colspan="7"><${Log} name=${each.function} request=${each.requestId} /></td></tr>`}`)}<//><${Cut} list=${invocations.data} most=${200} />`}`;
}

function Log({ name, request }) {
  const { data, error } = useData(`_emulator/functions/${name}/log`, ['invocation']);
  if (!data) return html`<${Loading} error=${error} />`;
  const lines = data.filter(line => line.includes(request));
  return lines.length > 0 ? html`<pre tabindex="0" aria-label="Log lines"><${T} text=${lines.join('\n')} lines /></pre>` : html`<p class="quiet">No line of this request is kept.</p>`;
}

// ---- events and callbacks, sent again as they were or edited

export function Events() {
  const events = useData('_emulator/events', ['upload', 'invocation', 'fault']);
  const callbacks = useData('_emulator/callbacks', ['callback']);
  return html`<h1>Events and callbacks</h1>
    <h2>Events that functions got</h2>
    ${!events.data ? html`<${Loading} error=${events.error} />` : events.data.length === 0 ? html`<${Empty}><p>No event came yet. Upload a file, or move the clock to the next timer.</p><//>`
      : html`<${Messages} label="Events" list=${events.data.slice(0, 100)} id=${each => each.requestId} what=${each => each.function} at=${each => each.at} note=${each => each.requestId}
          send=${(each, body) => ask('_emulator/events', 'POST', { function: each.function, body: body ?? each.body }).then(() => 'accepted')} /><${Cut} list=${events.data} most=${100} />`}
    <h2>Callbacks of IMS</h2>
    ${!callbacks.data ? html`<${Loading} error=${callbacks.error} />` : callbacks.data.length === 0 ? html`<${Empty}><p>IMS has called nobody back yet.</p><//>`
      : html`<${Messages} label="Callbacks" list=${callbacks.data.slice(0, 100)} id=${each => each.id} what=${each => `${each.type}: ${each.key}`} at=${each => each.at} note=${each => `answered ${each.status ?? 'nothing'}`}
          send=${(each, body) => ask(`_emulator/callbacks/${each.id}/replay`, 'POST', body === undefined ? {} : { body }).then(answer => `answered ${answer.status ?? 'nothing'}`)} /><${Cut} list=${callbacks.data} most=${100} />`}`;
}

function Messages({ label, list, id, what, at, note, send }) {
  const [opened, open] = useState(null);
  return html`<${Table} label=${label} head=${['Time', 'What', ['', 'mid'], '']}>${list.map(each => html`<tr key=${id(each)} class=${opened === id(each) ? 'picked' : ''}>
      <td class="tight">${clock(at(each))}</td><td><${T} text=${what(each)} /></td><td class="quiet mid"><${T} text=${note(each)} /></td>
      <td class="tight"><${Do} what="Send again" action=${() => send(each)} /> <button aria-expanded=${opened === id(each) ? 'true' : 'false'} onClick=${() => open(opened === id(each) ? null : id(each))}>Look, edit</button></td></tr>
    ${opened === id(each) && html`<tr><td colspan="4"><${Editor} body=${each.body} send=${body => send(each, body)} /></td></tr>`}`)}<//>`;
}

function Editor({ body, send }) {
  const box = useRef();
  return html`<textarea ref=${box} aria-label="Body" spellcheck="false" defaultValue=${pretty(body)}></textarea><div class="bar"><${Do} what="Send edited" className="main" action=${() => send(box.current.value)} /></div>`;
}

// ---- faults, the clock, reset

const faultKinds = { oss: ['fail', 'drop-request', 'drop-reply', 'delay'], ims: ['fail', 'drop-request', 'drop-reply', 'delay'], fc: ['fail', 'delay', 'duplicate', 'lose'], callback: ['delay', 'duplicate', 'lose'] };
const actions = {
  oss: ['*', 'PutObject', 'GetObject', 'HeadObject', 'DeleteObject', 'ListObjectsV2'], ims: ['*', 'StartWorkflow', 'RegisterMediaInfo', 'GetWorkflowTask', 'ListWorkflowTasks', 'GetMediaInfo'],
  fc: ['*', 'fc-workflow-trigger-ingest', 'fc-workflow-trigger-callback', 'fc-workflow-trigger-reconcile'], callback: ['*', 'WorkflowTaskComplete', 'RegisterMediaComplete'],
};
const presets = {
  'the answer of StartWorkflow is lost': { service: 'ims', action: 'StartWorkflow', kind: 'drop-reply' },
  'IMS throttles three times': { service: 'ims', action: '*', kind: 'fail', code: 'Throttling.User', status: 400, times: 3 },
  'the callback is lost': { service: 'callback', action: 'WorkflowTaskComplete', kind: 'lose' },
  'OSS answers 503 three times': { service: 'oss', action: '*', kind: 'fail', status: 503, times: 3 },
  'each tenth call of IMS fails': { service: 'ims', action: '*', kind: 'fail', status: 500, times: 1000, probability: 10, seed: 1 },
};
const fresh = { service: 'ims', action: 'StartWorkflow', kind: 'drop-reply', times: 1, probability: 100 };

export function Trouble() {
  const faults = useData('_emulator/faults', ['fault', 'clock']);
  const [fault, set] = useState(fresh);
  const change = name => event => set({ ...fault, [name]: event.target.value });
  const service = event => set({ ...fault, service: event.target.value, action: '*', kind: faultKinds[event.target.value][0] });
  const numbers = ['status', 'times', 'delayMilliseconds', 'probability', 'seed'];
  const add = async () => {
    const given = Object.entries(fault).filter(([, value]) => value !== '' && value !== undefined).map(([name, value]) => [name, numbers.includes(name) ? Number(value) : value]);
    await ask('_emulator/faults', 'POST', Object.fromEntries(given));
    return 'added';
  };
  const field = (label, name, size, extra = {}) => html`<label class="field">${label}<input size=${size} value=${fault[name] ?? ''} onInput=${change(name)} ...${extra} /></label>`;
  const digits = { inputmode: 'numeric', pattern: '[0-9]*' };

  return html`<h1>Faults and time</h1>
    <h2>Add a fault</h2>
    <label class="field preset">Begin with<select onChange=${event => presets[event.target.value] && set({ ...fresh, ...presets[event.target.value] })}><option value="">your own</option>${Object.keys(presets).map(name => html`<option value=${name}>${name}</option>`)}</select></label>
    <div class="form">
      <label class="field">Service<select value=${fault.service} onChange=${service}>${Object.keys(faultKinds).map(name => html`<option value=${name}>${name}</option>`)}</select></label>
      <label class="field">Action<input list="actions" value=${fault.action} size="26" onInput=${change('action')} /></label>
      <datalist id="actions">${actions[fault.service].map(name => html`<option value=${name}></option>`)}</datalist>
      <label class="field">Kind<select value=${fault.kind} onChange=${change('kind')}>${faultKinds[fault.service].map(name => html`<option value=${name}>${name}</option>`)}</select></label>
      ${fault.kind === 'fail' && field('Code', 'code', 16)}${fault.kind === 'fail' && field('Status', 'status', 5, digits)}
      ${fault.kind === 'delay' && field('Milliseconds', 'delayMilliseconds', 8, digits)}
      ${field('Times', 'times', 5, digits)}${field('Key contains', 'keyContains', 14)}${field('Of 100 calls', 'probability', 5, digits)}${field('Seed', 'seed', 8, digits)}
      <${Do} what="Add fault" className="main" action=${add} onDone=${faults.reload} />
    </div>
    <h2>Pending faults</h2>
    ${!faults.data ? html`<${Loading} error=${faults.error} />` : faults.data.length === 0 ? html`<p class="quiet">None: everything works.</p>`
      : html`<${Table} label="Pending faults" head=${['What', ['Times left', 'num'], '']}>${faults.data.map(each => html`<tr><td>${each.kind} of ${each.service} <${T} text=${each.action} />
          <span class="quiet"> <${T} text=${[each.code, each.status || null, each.delayMilliseconds ? `${each.delayMilliseconds} ms` : null, each.keyContains ? `for '${each.keyContains}'` : null, each.probability < 100 ? `${each.probability} of 100, seed ${each.seed}` : null].filter(Boolean).join(', ')} /></span></td>
        <td class="num">${each.times > 1e6 ? 'always' : each.times}</td><td><${Do} what="Remove" action=${() => ask(`_emulator/faults/${each.id}`, 'DELETE')} onDone=${faults.reload} /></td></tr>`)}<//>
      <div class="bar"><${Do} what="Remove all" action=${() => ask('_emulator/faults', 'DELETE')} onDone=${faults.reload} /></div>`}
    <${Time} />
    <h2>Begin anew</h2>
    <div class="bar"><${Do} what="Reset" className="danger" action=${() => ask('_emulator/reset', 'POST').then(() => 'everything is gone')} onDone=${faults.reload}
      confirm=${{ title: 'Reset the local cloud?', text: 'Every object, the ledger, tasks, assets, events and faults are deleted, and the functions are killed. Buckets and the clock stay.' }} />
      <span class="quiet">Deletes every object, run, task and fault of the local cloud.</span></div>`;
}

function Time() {
  const { data, error, reload } = useData('_emulator/clock', ['clock', 'task', 'invocation', 'callback']);
  useTick();
  const advance = body => () => ask('_emulator/clock/advance', 'POST', body).then(clock => date(clock.now));
  return html`<h2>Time</h2>
    ${!data ? html`<${Loading} error=${error} />` : html`<p class="mono">${date(now())}</p>
      <div class="bar">${[['+1 min', 60], ['+6 min', 360], ['+1 h', 3600], ['+1 day', 86400]].map(([text, seconds]) => html`<${Do} what=${text} action=${advance({ seconds })} onDone=${reload} />`)}
        <${Do} what="To the next timer" disabled=${data.due.length === 0} action=${advance({ toNext: true })} onDone=${reload} /></div>
      ${data.due.length === 0 ? html`<p class="quiet">Nothing waits for a later time.</p>` : html`<${Table} label="What is due" head=${['Due', ['In', 'num'], 'What']}>${data.due.slice(0, 30).map(due => html`<tr>
        <td class="tight">${date(due.at)}</td><td class="num">${span(Math.max(0, new Date(due.at) - now()))}</td><td><${T} text=${due.what} /></td></tr>`)}<//>`}`}`;
}

// ---- webhooks

export function Inbox() {
  const { data, error, reload } = useData('_emulator/inbox', ['delivery']);
  const answers = { 200: '200: taken', 410: '410: gone, send no more', 500: '500: try again', none: 'nothing at all' };
  return html`<h1>Webhook inbox</h1>
    <p class="quiet">Outcomes come here after <code>up --inbox</code>, or when your own <code>OUTCOME_WEBHOOKS</code> holds <code>${location.origin}/_emulator/inbox</code>. A sweep delivers them: move the clock to the next timer.</p>
    ${!data ? html`<${Loading} error=${error} />` : html`
      <div class="bar"><label class="field">The inbox answers<select value=${data.answer} onChange=${event => ask('_emulator/inbox', 'PUT', { answer: event.target.value }).then(reload)}>${Object.entries(answers).map(([value, text]) => html`<option value=${value}>${text}</option>`)}</select></label>
        <span class="end"><${Do} what="Empty it" disabled=${data.deliveries.length === 0} action=${() => ask('_emulator/inbox', 'DELETE')} onDone=${reload} /></span></div>
      ${data.deliveries.length === 0 ? html`<${Empty}><p>No webhook came yet.</p><//>` : html`<${Table} label="Webhooks" head=${['Time', 'webhook-id', 'Answered', 'Body']}>${data.deliveries.map(each => html`<tr>
        <td class="tight">${clock(each.at)}</td><td class="mono"><${T} text=${each.id} /></td><td class=${failed(each.answer !== '200')}>${each.answer}</td>
        <td><details><summary>${bytes(each.body.length)}</summary><pre tabindex="0" aria-label="Body"><${T} text=${pretty(each.body)} lines /></pre></details></td></tr>`)}<//>`}`}`;
}
