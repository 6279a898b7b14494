// The frame: which view the address names, and the connection to the server.
import { html, render, useEffect, useState, ask, openStream, setNow, now, date, useAddress, useConnection, useEvents, useTick, T } from './lib.js';
import { Runs, Run } from './runs.js';
import { Rules, Health, Charts } from './looks.js';
import { Activity, Objects, Ims, Functions, Events, Trouble, Inbox, Recorder } from './local.js';
import { Uploads } from './upload.js';

const views = [['runs', 'Runs', Runs], ['rules', 'Rules', Rules], ['health', 'Health', Health], ['charts', 'Charts', Charts]];
const localViews = [
  ['activity', 'Activity', Activity], ['objects', 'Objects', Objects], ['ims', 'IMS', Ims], ['functions', 'Functions', Functions], ['events', 'Events', Events],
  ['trouble', 'Faults, time', Trouble], ['inbox', 'Inbox', Inbox],
];

function Page({ facts }) {
  const { path } = useAddress();
  const name = path[0] ?? 'runs';
  const all = facts.isLocal ? [...views, ...localViews] : views;
  const [, title, View] = all.find(([own]) => own === name) ?? [null, 'Not found', NotFound];
  useEffect(() => { document.title = `${path[1] ? `Run ${path[1].slice(0, 8)}` : title} – FcWorkflowTrigger`; }, [title, path[1]]);
  useEvents(['clock'], (_, data) => setNow(data.now));
  const link = ([own, text]) => html`<a href=${`#/${own}`} aria-current=${own === name ? 'page' : null}>${text}</a>`;

  return html`<div class="shell">
    <a class="skip" href=${location.hash || '#/runs'} onClick=${event => { event.preventDefault(); document.querySelector('main').focus(); }}>To the content</a>
    <header class="side">
      <div class="name">FcWorkflowTrigger</div><div class="where"><${T} text=${facts.cloud} />${facts.canAct ? '' : ', read only'}</div>
      <nav aria-label="Views">${views.map(link)}${facts.isLocal && html`<div class="part">Local cloud</div>${localViews.map(link)}`}</nav>
      <${Live} />
    </header>
    <main tabindex="-1">${name === 'runs' && path[1] ? html`<${Run} id=${path[1]} facts=${facts} key=${path[1]} />` : html`<${View} facts=${facts} key=${name} />`}</main>
    ${facts.isLocal && html`<${Recorder} /><${Uploads} />`}
  </div>`;
}

function Live() {
  const isOpen = useConnection();
  useTick();
  return html`<div class="live">${isOpen ? html`<span class="state succeeded">live</span>` : html`<span class="state canceled" role="status">connecting…</span>`}<div class="wide">${date(now())}</div></div>`;
}

const NotFound = () => html`<h1>There is no such view</h1><p><a href="#/runs">To the runs</a></p>`;

function Start() {
  const [state, set] = useState({});
  useEffect(() => {
    ask('api/facts').then(facts => { setNow(facts.now); set({ facts }); openStream(); }, problem => set({ problem: problem.message }));
  }, []);
  return state.facts ? html`<${Page} facts=${state.facts} />` : state.problem ? html`<main><h1>The console cannot be shown</h1><p role="alert">${state.problem}</p></main>` : null;
}

render(html`<${Start} />`, document.getElementById('page'));
