// Asks the gateway. Problems (RFC 9457) become ApiProblem; 401 asks for a key and tries again.

const KEY = 'signalbox.key';
let asking = null;
let askForKey = null;

export class ApiProblem extends Error {
  constructor(status, problem) {
    super(problem.detail ?? problem.title ?? `The gateway answered ${status}.`);
    this.status = status;
    this.problem = problem;
  }
}

/** Who asks a person for a key: a function that answers with a promise of it, or of null. */
export function whoAsksForKey(ask) {
  askForKey = ask;
}

/** Kept for this tab alone, until it is closed. */
export const key = {
  get: () => sessionStorage.getItem(KEY),
  set: value => value ? sessionStorage.setItem(KEY, value) : sessionStorage.removeItem(KEY),
};

export const get = (path, options) => call('GET', path, undefined, options);
export const post = (path, body, options) => call('POST', path, body, options);
export const put = (path, body, options) => call('PUT', path, body, options);
export const remove = (path, options) => call('DELETE', path, undefined, options);

/** The JSON of the answer; undefined where there is none. */
export async function call(method, path, body, options = {}) {
  const response = await send(path, {
    method,
    signal: options.signal,
    headers: {
      Accept: 'application/json, application/problem+json',
      ...(body === undefined ? {} : {'Content-Type': 'application/json'}),
      ...options.headers,
    },
    body: body === undefined ? undefined : JSON.stringify(body),
  });
  const text = await response.text();
  return text ? JSON.parse(text) : undefined;
}

/** A response that is fine, or an ApiProblem. */
export async function send(path, request) {
  for (;;) {
    const used = key.get();
    const headers = {...request.headers, ...(used ? {Authorization: 'Bearer ' + used} : {})};
    let response;
    try {
      response = await fetch(path, {...request, headers, credentials: 'omit', redirect: 'error'});
    } catch (failure) {
      if (failure.name === 'AbortError') {
        throw failure;
      }
      throw new ApiProblem(0, {title: 'The gateway does not answer', detail: 'Is it running? ./signalbox status tells.'});
    }
    if (response.ok) {
      return response;
    }
    const problem = await problemOf(response);
    if (response.status !== 401 || !askForKey || !(key.get() !== used || await ask(problem))) {
      throw new ApiProblem(response.status, problem);
    }
  }
}

/** However many requests are refused at once, a person is asked once. */
async function ask(problem) {
  asking ??= askForKey(problem).finally(() => { asking = null; });
  const given = await asking;
  if (given) {
    key.set(given);
  }
  return Boolean(given);
}

async function problemOf(response) {
  const text = await response.text();
  try {
    const problem = JSON.parse(text);
    return typeof problem === 'object' && problem !== null ? problem : {title: text};
  } catch {
    return {title: `The gateway answered ${response.status}`, detail: text.slice(0, 300) || undefined};
  }
}

/** The parameters that have a value. */
export function query(parameters) {
  const given = Object.entries(parameters).filter(([, value]) => value !== undefined && value !== null && value !== '');
  return given.length ? '?' + new URLSearchParams(given) : '';
}

export const id = encodeURIComponent;
