// What every view uses: the server's routes, its events, times, and text from outside.
import { html, render, useEffect, useRef, useState } from './vendor/htm-preact.js';

export { html, render, useEffect, useRef, useState };

/** Asks the server. A refusal is thrown with the server's own words. */
export async function ask(path, method = 'GET', body) {
  const reply = await fetch(path, {
    method, cache: 'no-store',
    ...(body === undefined ? {} : { headers: { 'Content-Type': 'application/json' }, body: JSON.stringify(body) }),
  });
  const text = await reply.text();
  const value = text && (reply.headers.get('content-type') ?? '').includes('json') ? JSON.parse(text) : null;
  if (!reply.ok) throw new Error(value ? `${value.code}: ${value.message}` : `The server answered ${reply.status}.`);
  return value;
}

// ---- events of the server

const kinds = ['run', 'upload', 'invocation', 'log', 'task', 'callback', 'delivery', 'fault', 'clock', 'reset', 'position'];
const listeners = new Set();
const connection = { isOpen: false, watchers: new Set() };

/** Opens the stream. The browser opens it again by itself after a break, and names the last event it has seen. */
export function openStream() {
  const source = new EventSource('api/stream');
  const tell = isOpen => { connection.isOpen = isOpen; connection.watchers.forEach(watcher => watcher(isOpen)); };
  source.onopen = () => tell(true);
  source.onerror = () => tell(false);
  kinds.forEach(kind => source.addEventListener(kind, event => listeners.forEach(listener => listener(kind, JSON.parse(event.data)))));
}

export function useConnection() {
  const [isOpen, set] = useState(connection.isOpen);
  useEffect(() => { connection.watchers.add(set); set(connection.isOpen); return () => connection.watchers.delete(set); }, []);
  return isOpen;
}

/** Calls back for each event of these kinds. */
export function useEvents(wanted, callback) {
  const latest = useRef(callback);
  latest.current = callback;
  useEffect(() => {
    const listener = (kind, data) => wanted.includes(kind) && latest.current(kind, data);
    listeners.add(listener);
    return () => listeners.delete(listener);
  }, [wanted.join()]);
}

/**
 * Reads a route, and reads it again after events of these kinds; several in a moment make one request. The path `first` is a quicker question of the
 * same kind: before there is any answer, it is asked first. `isStale` says that the answer to another path is still shown.
 */
export function useData(path, wanted = [], pause = 250, first = null) {
  const [state, set] = useState({ data: null, error: null });
  const asked = useRef(0);
  const timer = useRef(null);
  const isAnswered = useRef(false);

  const load = async () => {
    const own = ++asked.current;
    try {
      for (const part of first && !isAnswered.current ? [first, path] : [path]) {
        const data = await ask(part);
        if (own !== asked.current) return;
        isAnswered.current = true;
        set({ data, error: null, path });
      }
    } catch (problem) {
      if (own === asked.current) set(before => ({ ...before, error: problem.message }));
    }
  };

  useEffect(() => { load(); return () => { asked.current++; clearTimeout(timer.current); timer.current = null; }; }, [path]);
  useEvents([...wanted, 'reset'], () => { timer.current ??= setTimeout(() => { timer.current = null; load(); }, pause); });
  return { ...state, isStale: state.path !== path && !state.error, reload: load };
}

// ---- the address

/** #/runs?state=parked  is  { path: ['runs'], query } */
export function readAddress() {
  const [path, query] = location.hash.replace(/^#\/?/, '').split('?');
  return { path: path.split('/').filter(Boolean).map(decodeURIComponent), query: new URLSearchParams(query ?? '') };
}

export function setQuery(changes) {
  const { path, query } = readAddress();
  Object.entries(changes).forEach(([name, value]) => value ? query.set(name, value) : query.delete(name));
  const text = query.toString();
  history.replaceState(null, '', `#/${path.map(encodeURIComponent).join('/')}${text ? `?${text}` : ''}`);
  dispatchEvent(new HashChangeEvent('hashchange'));
}

export function useAddress() {
  const [address, set] = useState(readAddress);
  useEffect(() => {
    const change = () => set(readAddress());
    addEventListener('hashchange', change);
    return () => removeEventListener('hashchange', change);
  }, []);
  return address;
}

// ---- times: the cloud's, which may be ahead of the machine's

let ahead = 0;
export const setNow = now => { ahead = new Date(now) - Date.now(); };
export const now = () => new Date(Date.now() + ahead);

/** Draws again every second, for ages. */
export function useTick(seconds = 1) {
  const [, set] = useState(0);
  useEffect(() => { const timer = setInterval(() => set(count => count + 1), seconds * 1000); return () => clearInterval(timer); }, []);
}

export function span(milliseconds) {
  const seconds = milliseconds / 1000;
  if (seconds < 0) return `-${span(-milliseconds)}`;
  if (seconds < 10) return `${seconds.toFixed(seconds === Math.floor(seconds) ? 0 : seconds < 1 ? 2 : 1)} s`;
  if (seconds < 60) return `${Math.floor(seconds)} s`;
  const join = (large, unit, small, less) => small ? `${large} ${unit} ${small} ${less}` : `${large} ${unit}`;
  if (seconds < 3600) return join(Math.floor(seconds / 60), 'min', Math.floor(seconds % 60), 's');
  if (seconds < 86400) return join(Math.floor(seconds / 3600), 'h', Math.floor(seconds / 60 % 60), 'min');
  return join(Math.floor(seconds / 86400), 'd', Math.floor(seconds / 3600 % 24), 'h');
}

/** Rough, because it is read at a glance: seconds only within the first minute. */
export const age = at => {
  const passed = Math.max(0, now() - new Date(at));
  return span(passed < 60_000 ? Math.floor(passed / 1000) * 1000 : Math.floor(passed / 60_000) * 60_000);
};
export const clock = at => new Date(at).toISOString().slice(11, 19);
export const date = at => new Date(at).toISOString().slice(0, 19).replace('T', ' ') + 'Z';
export const bytes = count => count < 1000 ? `${count} B` : count < 1e6 ? `${(count / 1e3).toFixed(1)} KB` : count < 1e9 ? `${(count / 1e6).toFixed(1)} MB` : `${(count / 1e9).toFixed(1)} GB`;
export const count = number => number.toLocaleString('en');

// ---- text from outside: shown, never interpreted

// What moves the cursor, joins or turns the direction of text is written as its number.
const hidden = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Co}]/u;

/** The same as plain text, for titles. */
export const plain = text => [...String(text ?? '')].map(character => hidden.test(character) ? `\\u{${character.codePointAt(0).toString(16)}}` : character).join('');

export function T({ text, lines = false }) {
  const value = String(text ?? '');
  const isShown = character => !hidden.test(character) || (lines && (character === '\n' || character === '\t'));
  const parts = [];
  for (const character of value) {
    if (isShown(character)) {
      if (typeof parts.at(-1) === 'string') parts[parts.length - 1] += character; else parts.push(character);
    } else {
      parts.push(html`<span class="esc">${`\\u{${character.codePointAt(0).toString(16)}}`}</span>`);
    }
  }
  return html`<bdi dir="ltr">${parts}</bdi>`;
}

export const pretty = text => { try { return JSON.stringify(JSON.parse(text), null, 2); } catch { return text; } };

// ---- small parts

export const State = ({ state }) => html`<span class=${`state ${state}`}>${state}</span>`;
export const Problem = ({ text }) => text ? html`<div class="note bad" role="alert"><${T} text=${text} /></div>` : null;
export const Empty = ({ children }) => html`<div class="empty">${children}</div>`;
export const Loading = ({ error }) => error ? html`<${Problem} text=${error} />` : html`<p class="quiet">Reading…</p>`;
/** Says that a list is cut. */
export const Cut = ({ list, most }) => list.length > most ? html`<p class="quiet">The newest ${count(most)} of ${count(list.length)}.</p>` : null;
/** The start and the end of an id, whole in its title. */
export const Id = ({ id }) => id ? html`<span class="mono" title=${id}>${id.length > 14 ? `${id.slice(0, 6)}…${id.slice(-4)}` : id}</span>` : null;

export function Table({ head, children, className = '', label }) {
  // A table that is wider than its place can be scrolled with the keyboard.
  const box = useRef();
  useEffect(() => { box.current.tabIndex = box.current.scrollWidth > box.current.clientWidth ? 0 : -1; });
  return html`<div class="scroll" ref=${box} role="group" aria-label=${label}><table class=${className} aria-label=${label}>
    <thead><tr>${head.map(cell => { const [text, kind] = [].concat(cell); return html`<th scope="col" class=${kind ?? ''}>${text}</th>`; })}</tr></thead>
    <tbody>${children}</tbody></table></div>`;
}

/** A button that says what came of it. */
export function Do({ what, action, className, confirm, disabled, onDone }) {
  const [state, set] = useState({});
  const [isAsking, setAsking] = useState(false);
  const run = async note => {
    setAsking(false);
    set({ isBusy: true });
    try { set({ said: await action(note) ?? null }); onDone?.(); } catch (problem) { set({ error: problem.message }); }
  };
  return html`
    <button class=${className} disabled=${disabled || state.isBusy} onClick=${() => confirm ? setAsking(true) : run()}>${what}</button>
    ${isAsking && html`<${Confirm} ...${confirm} what=${what} onNo=${() => setAsking(false)} onYes=${run} />`}
    ${state.said && html`<span class="quiet" role="status"><${T} text=${state.said} /></span>`}
    ${state.error && html`<span class="bad" role="alert"><${T} text=${state.error} /></span>`}`;
}

function Confirm({ title, text, takesNote, what, onYes, onNo }) {
  const [note, setNote] = useState('');
  const box = useRef();
  useEffect(() => box.current.showModal(), []);
  return html`<dialog ref=${box} onClose=${onNo} aria-labelledby="confirm-title">
    <h1 id="confirm-title">${title}</h1>
    <p>${text}</p>
    ${takesNote && html`<label class="field">Why (kept in the ledger)<input value=${note} maxlength="500" onInput=${event => setNote(event.target.value)} /></label>`}
    <div class="bar"><button class="main" onClick=${() => onYes(note || undefined)}>${what}</button><button onClick=${onNo}>No, go back</button></div>
  </dialog>`;
}
