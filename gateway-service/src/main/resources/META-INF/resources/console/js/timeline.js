// What happens in a task, drawn so that only what is new changes: a selection and what was opened stay.

import {h} from './dom.js';
import {bytes, clock, duration} from './format.js';
import {pill} from './ui.js';

export function drawTimeline(place, state) {
  const list = place.querySelector('ol') ?? place.appendChild(h('ol.timeline', {tabindex: 0, 'aria-label': 'What happens'}));
  const atEnd = list.scrollHeight - list.scrollTop - list.clientHeight < 40;
  place.querySelector('.note-above')?.remove();
  if (!state.entries.length || state.dropped) {
    list.before(h('p.quiet.note-above', {}, state.dropped
      ? `The first ${bytes(state.dropped)} of the output are not shown.` : 'No events yet, or they have expired.'));
  }
  list.hidden = !state.entries.length;
  state.entries.forEach((entry, index) => drawEntry(list, entry, list.children[index]));
  if (atEnd) {
    list.scrollTop = list.scrollHeight;
  }
}

function drawEntry(list, entry, item) {
  const seen = JSON.stringify(entry);
  if (item?.seen === seen) {
    return;
  }
  if (item && entry.kind === 'output') {
    item.querySelector('pre').textContent = entry.text;
    item.seen = seen;
    return;
  }
  const fresh = h('li', {class: entry.kind}, h('time', {datetime: entry.at}, clock(entry.at)), body(entry));
  fresh.seen = seen;
  const opened = fresh.querySelector('details');
  if (opened) {
    opened.open = item?.querySelector('details')?.open ?? false;
  }
  item ? item.replaceWith(fresh) : list.append(fresh);
}

function body(entry) {
  switch (entry.kind) {
    case 'output':
      return h(`pre.${entry.stream === 'stderr' ? 'stderr' : 'stdout'}`, {}, entry.text);
    case 'tool':
      return h('details', {},
        h('summary', {}, h('code', {}, entry.tool), ' ', entry.outcome ? pill(entry.outcome) : h('span.quiet', {}, 'runs'),
          entry.duration && h('span.quiet', {}, ' ' + duration(entry.duration))),
        h('pre', {}, entry.arguments), entry.result !== null && h('pre', {}, entry.result));
    default:
      return h('div', {}, entry.words, entry.detail && h('p.quiet', {}, entry.detail));
  }
}
