// Server-sent events over fetch: EventSource cannot send an API key.

import {send} from './api.js';

/** Reads the text format of the WHATWG HTML standard, section 9.2.6. */
export class EventParser {
  #rest = '';
  #data = [];
  #type = '';
  lastEventId = '';
  retry = undefined;

  /** The events that are complete with this piece. */
  push(text) {
    const events = [];
    this.#rest += text;
    // A CR at the end may be half of a line's end.
    const complete = this.#rest.endsWith('\r') ? this.#rest.slice(0, -1) : this.#rest;
    const lines = complete.split(/\r\n|\r|\n/);
    const unfinished = lines.pop();
    this.#rest = unfinished + this.#rest.slice(complete.length);
    for (const line of lines) {
      if (line === '') {
        if (this.#data.length) {
          events.push({type: this.#type || 'message', id: this.lastEventId, data: this.#data.join('\n')});
        }
        this.#data = [];
        this.#type = '';
      } else {
        this.#field(line);
      }
    }
    return events;
  }

  #field(line) {
    const colon = line.indexOf(':');
    if (colon === 0) {
      return;
    }
    const name = colon < 0 ? line : line.slice(0, colon);
    const value = colon < 0 ? '' : line.slice(colon + 1).replace(/^ /, '');
    if (name === 'data') {
      this.#data.push(value);
    } else if (name === 'event') {
      this.#type = value;
    } else if (name === 'id' && !value.includes('\0')) {
      this.lastEventId = value;
    } else if (name === 'retry' && /^\d+$/.test(value)) {
      this.retry = Number(value);
    }
  }
}

/**
 * Follows a stream until it is over (204, or onEvents answers true), the signal aborts, or the gateway refuses it. After
 * a broken connection it goes on where it was.
 */
export async function follow(path, {signal, onEvents, onState = () => {}, pause = wait}) {
  let lastEventId = '';
  let failures = 0;
  while (!signal.aborted) {
    const parser = new EventParser();
    parser.lastEventId = lastEventId;
    try {
      const headers = {Accept: 'text/event-stream', ...(lastEventId ? {'Last-Event-ID': lastEventId} : {})};
      const response = await send(path, {signal, headers});
      if (response.status === 204) {
        onState('ended');
        return;
      }
      onState('open');
      failures = 0;
      const reader = response.body.pipeThrough(new TextDecoderStream()).getReader();
      for (let piece = await reader.read(); !piece.done; piece = await reader.read()) {
        const events = parser.push(piece.value);
        lastEventId = parser.lastEventId;
        if (events.length && onEvents(events)) {
          await reader.cancel();
          onState('ended');
          return;
        }
      }
    } catch (failure) {
      if (failure.name === 'AbortError' || signal.aborted) {
        return;
      }
      if (failure.status >= 400 && failure.status < 500) {
        throw failure;
      }
    }
    failures++;
    onState('lost');
    await pause(Math.min(15_000, (parser.retry ?? 1000) * 2 ** Math.min(failures - 1, 4)), signal);
  }
}

export function wait(milliseconds, signal) {
  return new Promise(resolve => {
    const done = () => {
      clearTimeout(timer);
      signal?.removeEventListener('abort', done);
      resolve();
    };
    const timer = setTimeout(done, milliseconds);
    if (signal?.aborted) {
      done();
    } else {
      signal?.addEventListener('abort', done);
    }
  });
}
