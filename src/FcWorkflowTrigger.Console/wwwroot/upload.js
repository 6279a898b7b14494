// Uploads to the local cloud: by a button, or by dropping files anywhere.
import { html, useEffect, useState, plain, T } from './lib.js';

let files = [];
const watchers = new Set();
const change = next => { files = next; watchers.forEach(watcher => watcher(files)); };

/** Uploads each file as uploads/<name>. Several at once, each with its progress. */
export function upload(list) {
  for (const file of list) {
    const entry = { name: file.name, done: 0, state: 'running' };
    const update = values => { Object.assign(entry, values); change([...files]); };
    const request = new XMLHttpRequest();
    request.open('PUT', `_emulator/buckets/media-in/object?key=${encodeURIComponent(`uploads/${file.name}`)}`);
    request.setRequestHeader('Content-Type', file.type || 'application/octet-stream');
    request.upload.onprogress = event => event.total && update({ done: event.loaded / event.total });
    request.onload = () => {
      update(request.status < 300 ? { done: 1, state: 'uploaded' } : { state: `refused (${request.status})` });
      // What went well need not be closed by hand.
      if (request.status < 300) setTimeout(() => change(files.filter(other => other !== entry)), 5000);
    };
    request.onerror = () => update({ state: 'not sent' });
    change([...files, entry]);
    request.send(file);
  }
}

export const Upload = () => html`<label class="upload">Upload files
  <input type="file" multiple onChange=${event => { upload(event.target.files); event.target.value = ''; }} /></label>`;

/** Takes files that are dropped on the page, and shows how far uploads are. */
export function Uploads() {
  const [list, set] = useState(files);
  useEffect(() => {
    watchers.add(set);
    const hasFiles = event => event.dataTransfer?.types.includes('Files');
    const mark = isOver => document.body.classList.toggle('dropping', isOver);
    const over = event => { if (hasFiles(event)) { event.preventDefault(); mark(true); } };
    const leave = event => { if (!event.relatedTarget) mark(false); };
    const drop = event => { if (hasFiles(event)) { event.preventDefault(); mark(false); upload(event.dataTransfer.files); } };
    addEventListener('dragover', over);
    addEventListener('dragleave', leave);
    addEventListener('drop', drop);
    return () => { watchers.delete(set); removeEventListener('dragover', over); removeEventListener('dragleave', leave); removeEventListener('drop', drop); };
  }, []);

  if (list.length === 0) return null;
  return html`<section class="uploads" aria-label="Uploads">
    ${list.slice(-5).map(file => html`<div title=${plain(file.name)}><${T} text=${file.name} /> <span class="quiet">${file.state}</span></div>
      ${file.state === 'running' && html`<progress value=${file.done} aria-label=${`Upload of ${plain(file.name)}`}></progress>`}`)}
    <div class="bar"><button onClick=${() => change(files.filter(file => file.state === 'running'))}>Close</button></div>
  </section>`;
}
