// Who is told by HTTP of what waits and what was decided.

import {get, id as path, post, remove} from './api.js';
import {announce, h} from './dom.js';
import {words} from './format.js';
import {action, block, field, form, list, pill, problem, table, time} from './ui.js';

const COLUMNS = again => [
  ['Address', one => one.url, 'words'],
  ['Told of', one => one.events.join(', ')],
  ['Status', one => [pill(one.status), one.disabledBecause && h('p.quiet', {}, one.disabledBecause)]],
  ['Last success', one => time(one.lastSuccessAt)],
  ['Failures', one => one.failures ? `${one.failures}: ${words(one.lastFailure)}` : 0],
  ['', one => action('Remove', async () => {
    await remove('/v1/webhooks/' + path(one.id));
    await again();
  }, {class: 'small', 'aria-label': 'Remove ' + one.url})],
];

/** Asked for when it is opened. */
export function webhooks(signal) {
  const place = h('div', {});
  const look = async () => {
    try {
      const {items} = await get('/v1/webhooks', {signal});
      place.replaceChildren(table('Webhooks', COLUMNS(look), items, 'Nobody is told.'));
    } catch (failure) {
      if (!signal.aborted) {
        place.replaceChildren(problem(failure));
      }
    }
  };
  return h('details.card', {ontoggle: event => event.currentTarget.open && look()},
    h('summary', {}, h('h2', {}, 'Webhooks')), place, registration(look));
}

function registration(look) {
  const url = h('input', {type: 'url', required: true, placeholder: 'https://example.org/signalbox'});
  const events = h('input', {placeholder: 'approval.requested, task.ended'});
  const secret = h('div', {role: 'status'});
  return form({class: 'inline'}, [field('Address', url), field('Events', events), h('button', {type: 'submit'}, 'Tell it'), secret], async () => {
    const made = await post('/v1/webhooks', {url: url.value.trim(), events: events.value.trim() ? list(events.value) : undefined});
    url.value = '';
    if (made.secret) {
      secret.replaceChildren(h('p', {}, 'Its deliveries are signed with this secret, which is shown once:'), block(made.secret, 'Secret'));
    }
    announce('Registered');
    await look();
  });
}
