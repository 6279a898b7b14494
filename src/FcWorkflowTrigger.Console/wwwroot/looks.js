// Rules, health and charts.
import { html, useState, useData, ask, clock, date, age, count, span, T, Do, Table, Empty, Loading, Problem } from './lib.js';

export function Rules() {
  const { data, error } = useData('api/rules');
  return html`<h1>Rules</h1>
    ${!data ? html`<${Loading} error=${error} />` : html`
      ${data.file && html`<p class="mono quiet"><${T} text=${data.file} />${data.hash && ` (SHA-256 ${data.hash.slice(0, 12)}…)`}</p>`}
      ${data.problems.map(problem => html`<${Problem} text=${problem} />`)}
      <h2>Try an upload</h2><${Try} />
      ${data.text && html`<h2>The file</h2><pre class="lines" tabindex="0" aria-label="The rules file">${data.text.trimEnd().split('\n').map(line => html`<span><${T} text=${line} lines /></span>`)}</pre>`}`}`;
}

function Try() {
  const [object, setObject] = useState('oss://media-in/uploads/film.mp4');
  const [size, setSize] = useState('12000000');
  const [type, setType] = useState('video/mp4');
  const [meta, setMeta] = useState('');
  const [state, set] = useState({});

  const explain = async event => {
    event.preventDefault();
    try {
      const pairs = meta.split(',').map(pair => pair.trim()).filter(Boolean).map(pair => pair.split('='));
      set({ report: await ask('api/explain', 'POST', {
        object, ...(size ? { size: Number(size), contentType: type || null, meta: Object.fromEntries(pairs.map(([name, ...value]) => [name, value.join('=')])) } : {}),
      }) });
    } catch (problem) { set({ error: problem.message }); }
  };

  return html`<form class="form" onSubmit=${explain}>
    <label class="field">Object<input required value=${object} size="40" onInput=${event => setObject(event.target.value)} /></label>
    <label class="field">Bytes (empty: as it is in OSS)<input inputmode="numeric" pattern="[0-9]*" value=${size} size="14" onInput=${event => setSize(event.target.value)} /></label>
    <label class="field">Content type<input value=${type} size="14" onInput=${event => setType(event.target.value)} /></label>
    <label class="field">Metadata (k=v, k=v)<input value=${meta} size="18" onInput=${event => setMeta(event.target.value)} /></label>
    <button class="main">Explain</button>
  </form>
  <${Problem} text=${state.error} />
  ${state.report && html`<div role="status"><p class=${state.report.outcome === 'admitted' ? 'good' : 'warn'}><strong>
    ${state.report.outcome === 'admitted' ? 'The upload would run.' : state.report.outcome === 'refused' ? `The upload would not run: ${state.report.reason}.` : `This cannot be decided: ${state.report.reason}.`}</strong></p>
    <${Table} label="Verdicts" head=${['Rule', 'Verdict', 'Decided by', 'Because']}>${state.report.rules.map(rule => html`<tr>
      <td><${T} text=${rule.rule} /></td><td class=${rule.verdict === 'takes' ? 'good' : ''}>${rule.verdict}</td><td class="mono">${rule.field ?? ''}</td>
      <td><${T} text=${rule.because} />${rule.workflowId ? html`: workflow <span class="mono">${rule.workflowId}</span>` : ''}
        ${rule.sidecar && html`<div class="quiet"><${T} text=${`${rule.sidecar.object} is ${rule.sidecar.state}; ${rule.sidecar.then}`} /></div>`}</td></tr>`)}<//></div>`}`;
}

/** What `fcwt status` and `fcwt doctor` say. */
export function Health({ facts }) {
  const { data, error, reload } = useData('api/health', ['run', 'clock'], 1500);
  return html`<div class="bar"><h1>Health</h1><span class="end"><button onClick=${reload}>Look again</button></span></div>
    ${!data ? html`<${Loading} error=${error} />` : html`<${Problem} text=${error} /><${Status} report=${data.status} needs=${data.needs} />`}
    <h2>Doctor</h2><${Doctor} facts=${facts} />`;
}

function Status({ report, needs }) {
  const { lastSweep: sweep, oldestOpen: oldest } = report;
  return html`
    <p class=${needs.length > 0 ? 'bad' : 'good'}><strong>${needs.length > 0 ? html`A person is needed: ${report.parked || report.overdue ? html`<a href=${`#/runs?state=${['parked', 'overdue'].filter(state => report[state]).join()}`}>${needs.join(', ')}</a>` : needs.join(', ')}.` : 'No person is needed.'}</strong></p>
    <dl class="facts">
      <dt>Cloud</dt><dd>${report.cloud}, ${date(report.at)}</dd>
      <dt>Open</dt><dd>${count(report.open)}${report.waiting ? ` (${report.waiting} wait for a sidecar)` : ''}</dd>
      <dt>Overdue</dt><dd>${count(report.overdue)}</dd>
      <dt>Parked</dt><dd>${count(report.parked)}</dd>
      <dt>Ended today</dt><dd>${Object.entries(report.endedToday).map(([state, number]) => `${count(number)} ${state}`).join(', ') || 'none'}</dd>
      <dt>Oldest open</dt><dd>${oldest ? html`<a href=${`#/runs/${oldest.run}`}><${T} text=${oldest.key ?? oldest.run} /></a>, ${age(oldest.at)}` : 'none'}</dd>
      <dt>Not delivered</dt><dd>${count(report.undelivered)} outcomes</dd>
      <dt>Last sweep</dt><dd>${sweep ? html`${age(sweep.at)} ago: ${count(sweep.seen)} seen, ${count(sweep.finished)} finished, ${count(sweep.recovered)} recovered, ${count(sweep.parked)} parked,
        ${' '}${count(sweep.errors)} errors${sweep.isComplete ? '' : ', not all that were due'} (version <${T} text=${sweep.version} />)` : 'none recorded'}</dd>
    </dl>
    <h2>Budgets</h2>
    ${report.budgets.length === 0 ? html`<p class="quiet">No rule sets a budget, and no run holds a permit.</p>`
      : html`<${Table} label="Budgets" head=${['Of', 'Kind', ['Used', 'num'], ['Limit', 'num']]}>${report.budgets.map(budget => html`<tr>
        <td><${T} text=${budget.scope} /></td><td>${budget.kind}</td><td class="num">${count(budget.used)}</td><td class="num">${budget.limit ?? '–'}</td></tr>`)}<//>`}`;
}

const verdicts = [['fail', 'failed', 'bad'], ['warn', 'warned', 'warn'], ['not-checked', 'not checked', 'quiet'], ['pass', 'passed', 'good']];

function Doctor({ facts }) {
  const [results, set] = useState(null);
  const check = probe => async () => { set(await ask('api/doctor', 'POST', { probe })); };
  return html`
    <p class="quiet">Checks the deployment file, the rules, the policies and the cloud, as <code>fcwt doctor --cloud</code> does: about 50 requests, nothing is changed.</p>
    <div class="bar">
      <${Do} what="Check" className="main" action=${check(false)} />
      ${facts.canAct && html`<${Do} what="Check with writes" action=${check(true)} confirm=${{
        title: 'Check with writes?', text: 'As fcwt doctor --cloud --probe does: objects below probe/ of the ledger are written and deleted again, and each receiver of outcomes gets a signed test event.' }} />`}
    </div>
    ${results && html`
      <p role="status"><strong>${verdicts.map(([status, word, kind], index) => html`${index > 0 ? ', ' : ''}<span class=${kind}>${results.filter(result => result.status === status).length} ${word}</span>`)}.</strong></p>
      <${Table} label="Checks" head=${['Verdict', 'Check', 'What it saw']}>${verdicts.flatMap(([status, word, kind]) => results.filter(result => result.status === status).map(result => html`<tr key=${result.code}>
        <td class=${`tight ${kind}`}>${word}</td>
        <td><span class="mono">${result.code}</span><div class="quiet">${result.name}</div></td>
        <td><${T} text=${result.saw} />${result.answer && html` <span class="quiet">(answer: <${T} text=${result.answer} />)</span>`}
          ${result.fix && html`<div>Mend: <span class="mono"><${T} text=${result.fix} /></span></div><div class="quiet">Why: ${result.why}</div>`}</td></tr>`))}<//>`}`;
}

export function Charts() {
  const { data, error } = useData('api/charts', ['run', 'clock'], 3000);
  if (!data) return html`<h1>Charts</h1><${Loading} error=${error} />`;
  if (data.runs === 0) return html`<h1>Charts</h1><${Empty}><p>No run in the last 24 hours, so there is nothing to draw.</p><//>`;
  const seconds = value => value === undefined ? '' : span(value * 1000);
  return html`<h1>Charts</h1>
    <p class="quiet">The last 24 hours, in UTC. ${data.sampled < data.runs ? `Starts and times are of the newest ${count(data.sampled)} of ${count(data.runs)} runs.` : `${count(data.runs)} runs.`}
      ${' '}${count(data.undelivered)} outcomes are waiting to be delivered.</p>
    <h2>Starts and ends an hour</h2><${Bars} hours=${data.hours} />
    <h2>From upload to start</h2><${Times} hours=${data.hours} of="toStart" />
    <h2>From upload to end</h2><${Times} hours=${data.hours} of="toEnd" />
    <details><summary>The numbers</summary>
      <${Table} label="The numbers" head=${['Hour', ['Starts', 'num'], ['Succeeded', 'num'], ['Failed', 'num'], ['Canceled', 'num'], ['Rejected', 'num'], ['To start p50', 'num'], ['p95', 'num'], ['To end p50', 'num'], ['p95', 'num']]}>
        ${data.hours.map(hour => html`<tr><td class="tight">${date(hour.hour).slice(0, 16)}</td><td class="num">${hour.starts}</td>
          ${['succeeded', 'failed', 'canceled', 'rejected'].map(state => html`<td class="num">${hour.ends[state] ?? 0}</td>`)}
          ${[hour.toStart, hour.toEnd].map(quantiles => html`<td class="num">${seconds(quantiles?.p50)}</td><td class="num">${seconds(quantiles?.p95)}</td>`)}</tr>`)}<//>
    </details>`;
}

const wide = 960, high = 150, foot = 18, gutter = 46;
const place = (index, number) => gutter + (wide - gutter) * index / number;

function Frame({ hours, most, label, children }) {
  return html`<svg class="chart" viewBox=${`0 0 ${wide} ${high}`} preserveAspectRatio="none" role="img" aria-label=${label}>
    <line class="axis" x1=${gutter} x2=${wide} y1=${high - foot} y2=${high - foot} /><text x="0" y="12">${most}</text><text x="0" y=${high - foot}>0</text>
    ${hours.map((hour, index) => index % 4 === 0 && html`<text x=${place(index, hours.length)} y=${high - 4}>${clock(hour.hour).slice(0, 5)}</text>`)}
    ${children}</svg>`;
}

const Legend = ({ names }) => html`<div class="legend">${names.map(([kind, text]) => html`<span><i class=${`c-${kind}`}></i>${text}</span>`)}</div>`;

function Bars({ hours }) {
  const states = ['succeeded', 'failed', 'canceled', 'rejected'];
  const total = hour => states.reduce((sum, state) => sum + (hour.ends[state] ?? 0), 0);
  const most = Math.max(1, ...hours.map(hour => Math.max(hour.starts, total(hour))));
  const scale = value => value / most * (high - foot - 4);
  const width = (wide - gutter) / hours.length / 2 - 3;
  return html`<${Legend} names=${[['starts', 'starts'], ['succeeded', 'succeeded'], ['failed', 'failed or rejected'], ['canceled', 'canceled']]} />
    <${Frame} hours=${hours} most=${most} label="Starts and ends an hour; the numbers are in the table below">
      ${hours.map((hour, index) => {
        let base = high - foot;
        const left = place(index, hours.length);
        return html`<rect class="c-starts" x=${left} width=${width} y=${base - scale(hour.starts)} height=${scale(hour.starts)} />
          ${states.map(state => { const height = scale(hour.ends[state] ?? 0); base -= height; return html`<rect class=${`c-${state}`} x=${left + width + 1} width=${width} y=${base} height=${height} />`; })}`;
      })}
    <//>`;
}

function Times({ hours, of }) {
  const most = Math.max(0.001, ...hours.map(hour => hour[of]?.p95 ?? 0));
  const y = value => high - foot - value / most * (high - foot - 4);
  const x = index => place(index, hours.length) + (wide - gutter) / hours.length / 2;
  const known = hours.map((hour, index) => [index, hour[of]]).filter(([, quantiles]) => quantiles);
  return html`<${Legend} names=${[['p50', 'p50'], ['p95', 'p95']]} />
    <${Frame} hours=${hours} most=${span(most * 1000)} label=${`${of === 'toStart' ? 'From upload to start' : 'From upload to end'}, p50 and p95; the numbers are in the table below`}>
      ${['p50', 'p95'].map(name => html`<polyline class=${`stroke c-${name}`} points=${known.map(([index, quantiles]) => `${x(index)},${y(quantiles[name])}`).join(' ')} />
        ${known.map(([index, quantiles]) => html`<circle class=${`c-${name}`} cx=${x(index)} cy=${y(quantiles[name])} r="3" />`)}`)}
    <//>`;
}
