// Addresses of pages: #/tasks, #/tasks/ID, #/tasks?status=running.

/** The section, what it is about, and the parameters. */
export function read(hash) {
  const [path, search = ''] = hash.replace(/^#\/?/, '').split('?');
  const [section = '', ...rest] = path.split('/');
  let id;
  try {
    id = rest.length ? decodeURIComponent(rest.join('/')) : undefined;
  } catch {
    id = undefined;
  }
  return {section, id: id || undefined, parameters: new URLSearchParams(search)};
}

export function to(section, id, parameters = {}) {
  const given = Object.entries(parameters).filter(([, value]) => value);
  return '#/' + section + (id ? '/' + encodeURIComponent(id) : '')
    + (given.length ? '?' + new URLSearchParams(given) : '');
}
