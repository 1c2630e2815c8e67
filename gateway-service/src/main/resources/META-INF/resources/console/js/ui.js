// Parts that all pages are made of.

import {announce, h} from './dom.js';
import {ago, day, signal, words} from './format.js';

/** A state as a signal: colour, and always the word. */
export function pill(state, kind = signal(state)) {
  return h(`span.pill.${kind}`, {}, words(state));
}

export function time(instant) {
  return instant ? h('time', {datetime: instant, title: day(instant)}, ago(instant)) : h('span', {}, '–');
}

export function heading(title, ...beside) {
  return h('div.heading', {}, h('h1', {tabindex: -1}, title), h('div.beside', {}, beside));
}

export function card(title, ...content) {
  return h('section.card', {}, title && h('h2', {}, title), content);
}

/** Facts: [['Name', value], ...]; those without a value are left out. */
export function facts(rows) {
  return h('dl.facts', {}, rows.filter(([, value]) => value !== undefined && value !== null && value !== false)
    .map(([name, value]) => h('div', {}, h('dt', {}, name), h('dd', {}, value))));
}

/** A table: columns [['Name', row => cell, 'class'], ...]. */
export function table(caption, columns, rows, empty = 'Nothing yet.') {
  if (!rows.length) {
    return h('p.empty', {}, empty);
  }
  return h('div.scroll', {tabindex: 0, role: 'region', 'aria-label': caption}, h('table', {},
    h('caption.unseen', {}, caption),
    h('thead', {}, h('tr', {}, columns.map(([name, , kind]) => h('th', {scope: 'col', class: kind}, name)))),
    h('tbody', {}, rows.map(row => h('tr', {}, columns.map(([, cell, kind]) => h('td', {class: kind}, cell(row))))))));
}

/** A failure in the words of the gateway. */
export function problem(failure) {
  const told = failure.problem ?? {title: 'Something went wrong in the console', detail: failure.message};
  return h('div.problem', {role: 'alert'},
    h('strong', {}, told.title ?? failure.message),
    told.detail && told.detail !== told.title && h('p', {}, told.detail),
    told.errors?.length > 0 && h('ul', {}, told.errors.map(one => h('li', {}, h('code', {}, one.field), ' ', one.message))),
    told.traceId && h('p.quiet', {}, 'Trace ', h('code', {}, told.traceId)));
}

/** A labelled field; `control` gets an id where it has none. */
let fields = 0;
export function field(label, control, hint) {
  control.id ||= 'field-' + ++fields;
  if (hint) {
    control.setAttribute('aria-describedby', control.id + '-hint');
  }
  return h('div.field', {}, h('label', {for: control.id}, label), control,
    hint && h('p.hint', {id: control.id + '-hint'}, hint));
}

export function select(options, properties = {}) {
  const element = h('select', {...properties, value: undefined}, options.map(option => {
    const [value, label] = Array.isArray(option) ? option : [option, words(option)];
    return h('option', {value, selected: value === properties.value}, label);
  }));
  return element;
}

/** A form: while `submit` runs it cannot be sent again; a failure is shown in it. */
export function form(properties, content, submit) {
  const trouble = h('div', {});
  const element = h('form', {...properties, novalidate: false}, content, trouble);
  element.addEventListener('submit', async event => {
    event.preventDefault();
    const buttons = [...element.querySelectorAll('button')].filter(one => !one.disabled);
    buttons.forEach(one => { one.disabled = true; });
    trouble.replaceChildren();
    try {
      await submit(element);
    } catch (failure) {
      if (failure.name !== 'AbortError') {
        trouble.replaceChildren(problem(failure));
      }
    } finally {
      buttons.forEach(one => { one.disabled = false; });
    }
  });
  return element;
}

/** A button that does something and shows beside itself why it could not. */
export function action(label, act, properties = {}) {
  const button = h('button', {type: 'button', ...properties, 'data-focus': properties['data-focus'] ?? 'action ' + label}, label);
  const holder = h('span.action', {}, button);
  button.addEventListener('click', async () => {
    button.disabled = true;
    holder.querySelector('.problem')?.remove();
    try {
      await act();
    } catch (failure) {
      if (failure.name !== 'AbortError') {
        holder.append(problem(failure));
      }
    } finally {
      button.disabled = false;
    }
  });
  return holder;
}

/** Asks in a dialog; a promise of what `fields` say, or of null. */
export function askFor(title, explanation, controls, confirm, kind = '') {
  return new Promise(resolve => {
    const dialog = h('dialog', {'aria-label': title});
    const values = () => Object.fromEntries(Object.entries(controls).map(([name, [, control]]) => [name, control.value]));
    let answer = null;
    dialog.append(h('form', {method: 'dialog', onsubmit: () => { answer = values(); }},
      h('h2', {}, title), explanation && h('p', {}, explanation),
      Object.values(controls).map(([label, control, hint]) => field(label, control, hint)),
      h('div.buttons', {},
        h('button', {type: 'button', onclick: () => dialog.close()}, 'Back'),
        h('button', {type: 'submit', class: 'primary ' + kind}, confirm))));
    dialog.addEventListener('close', () => {
      dialog.remove();
      resolve(answer);
    });
    document.body.append(dialog);
    dialog.showModal();
  });
}

/** How much of something is used; the words say it as well. */
export function meter(label, used, reserved, cap, text) {
  const share = value => cap > 0 ? Math.min(100, Math.max(0, value / cap * 100)) : 0;
  const bar = h('div.meter', {role: 'img', 'aria-label': `${label}: ${text}`},
    h('span.used', {}), h('span.reserved', {}));
  bar.children[0].style.width = share(used) + '%';
  bar.children[1].style.width = Math.min(100 - share(used), share(reserved)) + '%';
  bar.classList.toggle('high', cap > 0 && (used + reserved) / cap >= 0.8);
  return h('div.metered', {}, h('div.meter-words', {}, h('span', {}, label), h('span', {}, text)), bar);
}

/** A mean in its interval, on a line from 0 to `most`. */
export function interval(low, mean, high, most, text) {
  const at = value => Math.min(100, Math.max(0, value / (most || 1) * 100)) + '%';
  const line = h('span.interval', {role: 'img', 'aria-label': text}, h('i.range', {}), h('i.mean', {}));
  line.children[0].style.left = at(low);
  line.children[0].style.right = `calc(100% - ${at(high)})`;
  line.children[1].style.left = at(mean);
  return h('span.estimated', {}, line, h('span', {}, text));
}

/** A block of text with a button that copies it. */
export function block(text, label = 'Text') {
  // Browsers have no clipboard for pages that come over the network without encryption.
  const button = globalThis.navigator?.clipboard && h('button.small', {type: 'button', onclick: async () => {
    await navigator.clipboard.writeText(text);
    announce(label + ' copied');
  }}, 'Copy');
  return h('div.block', {}, button, h('pre', {tabindex: 0, 'aria-label': label}, text));
}

export function list(text) {
  return text.split(/[,\n]/).map(one => one.trim()).filter(Boolean);
}
