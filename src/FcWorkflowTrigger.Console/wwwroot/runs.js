// The table of runs, and one run.
import { html, useState, useData, useTick, useAddress, setQuery, ask, age, span, date, bytes, count, now, plain, pretty, T, State, Id, Table, Do, Empty, Loading, Problem } from './lib.js';
import { Upload } from './upload.js';

const spans = { '1h': 3600, '24h': 86400, '7d': 7 * 86400, '30d': 30 * 86400, '120d': 120 * 86400 };
const pageSize = 50;
const depthStep = 2000; // RunQuery.DepthStep

export function Runs({ facts }) {
  const { query } = useAddress();
  const get = name => query.get(name) ?? '';
  const states = get('state').split(',').filter(Boolean);
  const since = spans[get('since')] ? get('since') : '24h';
  const page = Number(get('page')) || 0;
  const depth = Number(get('depth')) || depthStep;

  const wanted = new URLSearchParams({ state: states.join(), rule: get('rule'), text: get('text'), page, until: get('until'), depth });
  if (since !== '24h') wanted.set('since', new Date(Math.floor(now() / 60000) * 60000 - spans[since] * 1000).toISOString());
  const { data, error, isStale } = useData(`api/runs?${wanted}`, ['run'], 250, `api/runs?${wanted}&first=1`);

  const toggle = state => setQuery({ state: (states.includes(state) ? states.filter(other => other !== state) : [...states, state]).join(), page: '', depth: '' });
  const isFiltered = states.length > 0 || get('rule') || get('text') || get('until');

  return html`
    <div class="bar"><h1>Runs</h1>${facts.isLocal && html`<span class="end"><${Upload} /></span>`}</div>
    <div class="bar" role="group" aria-label="Filters">
      ${facts.states.map(state => html`<button aria-pressed=${states.includes(state) ? 'true' : 'false'} onClick=${() => toggle(state)}>
        <${State} state=${state} /> <span class="quiet">${data && !data.isFirst ? count(data.states[state] ?? 0) : ''}</span></button>`)}
    </div>
    <div class="form">
      <${Filter} label="Text in key, run or task" name="text" value=${get('text')} width="240px" />
      <${Filter} label="Rule" name="rule" value=${get('rule')} width="140px" />
      <label class="field">Ended in the last<select value=${since} onChange=${event => setQuery({ since: event.target.value, page: '', depth: '' })}>
        ${[['1h', 'hour'], ['24h', '24 hours'], ['7d', '7 days'], ['30d', '30 days'], ['120d', '120 days']].map(([value, text]) => html`<option value=${value}>${text}</option>`)}
      </select></label>
      ${isFiltered && html`<button onClick=${() => setQuery({ state: '', rule: '', text: '', until: '', page: '', depth: '' })}>Show all</button>`}
    </div>
    <${Problem} text=${error} />
    ${!data ? !error && html`<${Loading} />`
      : data.isFirst ? html`${data.rows.length > 0 && html`<${Rows} rows=${data.rows} />`}<${Loading} />`
      : html`
        ${data.rows.length === 0 ? html`<${NoRuns} facts=${facts} isFiltered=${isFiltered} looked=${data.looked} known=${data.known} />`
          : html`<${Rows} rows=${data.rows} /><${Pager} data=${data} page=${page} />`}
        <${Further} data=${data} depth=${depth} isBusy=${isStale} />`}`;
}

/** A search reads the records of so many runs and says where it ended. */
function Further({ data, depth, isBusy }) {
  if (data.hasMore || data.looked >= data.candidates) return isBusy ? html`<p class="quiet" role="status">Reading…</p>` : null;
  return html`<div class="note" role="status">
    Searched the newest ${count(data.looked)} of ${count(data.candidates)} runs of this time.
    ${' '}<button disabled=${isBusy} onClick=${() => setQuery({ depth: `${depth + depthStep}` })}>Search ${count(Math.min(depthStep, data.candidates - data.looked))} more</button>
    ${isBusy && html` <span class="quiet">Searching…</span>`}
  </div>`;
}

function Filter({ label, name, value, width }) {
  const [timer, setTimer] = useState(null);
  const change = event => {
    const text = event.target.value;
    clearTimeout(timer);
    setTimer(setTimeout(() => setQuery({ [name]: text, page: '', depth: '' }), 250));
  };
  return html`<label class="field">${label}<input type="search" value=${value} style=${{ width }} onInput=${change} /></label>`;
}

function Rows({ rows }) {
  useTick();
  const head = [['State', 'state'], 'Key', ['Rule', 'rule mid'], ['Workflow', 'workflow wide'], ['Age', 'age num'], ['Duration', 'took num mid'], ['Task', 'task wide'], ['Starts', 'tries num mid']];
  return html`<${Table} className="runs" label="Runs" head=${head}>
    ${rows.map(run => html`<tr key=${run.run}>
      <td><${State} state=${run.state} /></td>
      <td title=${plain(run.key ?? run.run)}><a href=${`#/runs/${run.run}`}>${run.key ? html`<${T} text=${run.key} />` : html`<span class="mono">${run.run}</span>`}</a>
        ${run.reason && html` <span class="quiet"><${T} text=${run.reason} /></span>`}</td>
      <td class="mid"><${T} text=${run.rule} /></td>
      <td class="wide"><${Id} id=${run.workflowId} /></td>
      <td class="num">${age(run.claimedAt ?? run.at)}</td>
      <td class="num mid">${run.claimedAt ? span(new Date(run.endedAt ?? now()) - new Date(run.claimedAt)) : ''}</td>
      <td class="wide"><${Id} id=${run.taskId} /></td>
      <td class="num mid">${run.attempts}</td>
    </tr>`)}
  <//>`;
}

function NoRuns({ facts, isFiltered, looked, known }) {
  return html`<${Empty}>
    ${isFiltered ? html`<p>None of ${count(looked < known ? looked : known)} runs fits these filters.</p>`
      : facts.isLocal ? html`<p>No runs yet.</p><p>Drop a file anywhere on this page: it becomes <code>oss://media-in/uploads/…</code>, and its run appears here.</p>`
      : html`<p>No run is open, and none ended in this time.</p><p>Upload a file that a rule takes, or ask <a href="#/rules">the rules</a> about one.</p>`}
  <//>`;
}

function Pager({ data, page }) {
  const first = page * pageSize + 1;
  const of = data.total === undefined || data.total === null ? ` of those that fit among the newest ${count(data.looked)}` : ` of ${count(data.total)}`;
  return html`<div class="bar">
    <span class="quiet">${count(first)}–${count(first + data.rows.length - 1)}${of}</span>
    <span class="end"><button disabled=${page === 0} onClick=${() => setQuery({ page: page > 1 ? `${page - 1}` : '' })}>Newer</button>
    ${' '}<button disabled=${!data.hasMore} onClick=${() => setQuery({ page: `${page + 1}` })}>Older</button></span>
  </div>`;
}

// ---- one run

const questions = {
  resume: 'The reconcile function looks at the run now and goes on with it. For a run whose start is unknown this sends one more start: look in IMS first whether a task runs.',
  cancel: 'The run ends. Nothing is started for it.',
  redrive: 'The same upload is started once more, as a run of its own. Asking twice starts one.',
};

export function Run({ id, facts }) {
  const { data, error, reload } = useData(`api/runs/${encodeURIComponent(id)}`, ['run', 'task', 'callback', 'delivery', 'clock'], 400);
  const [picked, pick] = useState(0);
  useTick();
  if (!data) return html`<${Loading} error=${error} />`;

  const { show } = data;
  const act = action => async note => {
    const result = await ask(`api/runs/${show.run}`, 'POST', { action, note });
    reload();
    if (!result.ok) throw new Error(`${result.code}: ${result.reason}`);
    return result.redrivenAs ? `Done, as run ${result.redrivenAs}.` : `Done${result.state ? `: now ${result.state}` : ''}.`;
  };

  return html`
    <p><a href="#/runs">Runs</a></p>
    <h1><${T} text=${show.verdict} /></h1>
    <p class="mono"><${T} text=${show.object} /></p>
    <${Problem} text=${error} />
    <div class="bar">
      ${data.actions.map(action => html`<${Do} key=${action} what=${action[0].toUpperCase() + action.slice(1)} className=${action === 'cancel' ? 'danger' : ''}
        action=${act(action)} confirm=${{ title: `${action[0].toUpperCase() + action.slice(1)} this run?`, text: questions[action], takesNote: true }} />`)}
    </div>
    <p><strong>Next:</strong> <${T} text=${show.next.what} />${show.next.by ? `, by ${date(show.next.by)}` : ''}.</p>
    <dl class="facts">
      <dt>State</dt><dd><${State} state=${show.state} /></dd>
      <dt>Run</dt><dd class="mono">${show.run}</dd>
      <dt>Rule</dt><dd><${T} text=${show.rule} />, workflow <span class="mono">${show.workflowId}</span></dd>
      ${show.taskUserData && html`<dt>User data</dt><dd><${T} text=${JSON.stringify(show.taskUserData)} /></dd>`}
      ${show.expectedBy && html`<dt>Expected</dt><dd>to end by ${date(show.expectedBy)}</dd>`}
      ${show.mark && html`<dt>Mark</dt><dd><${T} text=${JSON.stringify(show.mark)} /> <span class="quiet"><${T} text=${show.marked} /></span></dd>`}
      ${show.quietUntil && html`<dt>Quiet until</dt><dd>${date(show.quietUntil)}</dd>`}
      <dt>Object</dt><dd>${bytes(show.size)}, ETag <span class="mono"><${T} text=${show.eTag} /></span></dd>
      ${show.mediaId && html`<dt>Media</dt><dd class="mono">${show.mediaId}</dd>`}
      ${show.task && html`<dt>Task</dt><dd><span class="mono">${show.task.id}</span> ${show.task.status ?? html`<span class="warn"><${T} text=${show.task.problem} /></span>`}</dd>`}
      <dt>Claimed</dt><dd>${date(show.claimedAt)}, ${age(show.claimedAt)} ago</dd>
    </dl>
    <div class="two">
      <section><h2>What happened</h2><${Steps} steps=${data.steps} picked=${picked} onPick=${pick} /></section>
      <section><h2>Record ${picked} as it is in the ledger</h2><pre tabindex="0" aria-label="The record"><${T} text=${JSON.stringify(data.records[picked], null, 2)} lines /></pre></section>
    </div>
    ${show.deliveries.length > 0 && html`<h2>Deliveries of its outcome</h2>
      <${Table} label="Deliveries" head=${['Receiver', 'Last', ['Tries', 'num'], 'Next']}>${show.deliveries.map(delivery => html`<tr>
        <td><${T} text=${delivery.sink} /></td><td class=${delivery.last === 'delivered' ? 'good' : 'warn'}><${T} text=${delivery.last} /></td>
        <td class="num">${delivery.attempts}</td><td class="tight">${delivery.nextAt ? date(delivery.nextAt) : 'never'}</td></tr>`)}<//>`}
    ${data.event && html`<h2>The event as it came</h2><pre tabindex="0" aria-label="The event"><${T} text=${pretty(data.event)} lines /></pre>`}
    ${data.log.length > 0 && html`<h2>Log lines of its requests</h2><pre tabindex="0" aria-label="Log lines"><${T} text=${data.log.join('\n')} lines /></pre>`}
    <h2>The same on the command line</h2>
    <pre tabindex="0" aria-label="Commands">${show.commands.map(command => `${command.command}    # ${command.why}`).join('\n')}</pre>`;
}

function Steps({ steps, picked, onPick }) {
  const begin = Math.min(...steps.map(step => +new Date(step.from)));
  const end = Math.max(...steps.map(step => +(step.to ? new Date(step.to) : now())), begin + 1);
  const percent = at => (at - begin) / (end - begin) * 100;

  return html`<${Table} className="steps" label="Waterfall" head=${['Step', ['After', 'num'], ['Took', 'num'], ['', 'track']]}>
    ${steps.map(step => {
      const from = +new Date(step.from);
      const to = +(step.to ? new Date(step.to) : now());
      const left = Math.min(percent(from), 99);
      return html`<tr class=${step.seq === picked ? 'picked' : ''}>
        <td class=${step.kind === 'activity' ? 'activity' : ''}>
          ${step.seq === undefined || step.seq === null ? html`<${T} text=${step.what} />`
            : html`<button class="plain" aria-pressed=${step.seq === picked ? 'true' : 'false'} onClick=${() => onPick(step.seq)}><${T} text=${step.what} /></button>`}
          ${step.requestId && html`<div class="quiet">by <${Id} id=${step.instance} />, request <${Id} id=${step.requestId} /></div>`}
        </td>
        <td class="num">${span(from - begin)}</td>
        <td class="num">${to > from ? span(to - from) : ''}</td>
        <td class="track" aria-hidden="true"><div><i class=${`${step.isBad ? 'bad' : ''} ${step.to ? '' : 'running'}`} style=${{ left: `${left}%`, width: `${Math.max(0, Math.min(percent(to), 100) - left)}%` }}></i></div></td>
      </tr>`;
    })}
  <//>`;
}
