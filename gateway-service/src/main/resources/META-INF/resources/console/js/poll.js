// Looks again and again, not while nobody looks at the page.

import {wait} from './sse.js';

/**
 * Calls `look` until the signal aborts or it answers false; with a failure, less and less often.
 * `again` on the result looks at once.
 */
export function poll(signal, everySeconds, look, onFailure = () => {}) {
  let pause = new AbortController();
  signal.addEventListener('abort', () => pause.abort(), {once: true});
  const run = async () => {
    let failures = 0;
    while (!signal.aborted) {
      try {
        if (await look() === false) {
          return;
        }
        failures = 0;
      } catch (failure) {
        if (signal.aborted || failure.name === 'AbortError') {
          return;
        }
        failures++;
        onFailure(failure);
      }
      await wait(everySeconds * 1000 * 2 ** Math.min(failures, 4), pause.signal);
      await visible(signal);
      pause = new AbortController();
    }
  };
  const ended = run();
  return {again: () => pause.abort(), ended};
}

function visible(signal) {
  if (document.visibilityState !== 'hidden') {
    return Promise.resolve();
  }
  return new Promise(resolve => {
    const look = () => {
      if (document.visibilityState !== 'hidden' || signal.aborted) {
        document.removeEventListener('visibilitychange', look);
        signal.removeEventListener('abort', look);
        resolve();
      }
    };
    document.addEventListener('visibilitychange', look);
    signal.addEventListener('abort', look, {once: true});
  });
}
