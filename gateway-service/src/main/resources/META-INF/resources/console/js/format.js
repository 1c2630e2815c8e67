// How numbers, times and states are written.

const WORDS = {
  awaiting_approval: 'waits for approval',
  environment_ready: 'environment ready',
  timed_out: 'timed out',
};

/** Which of the four signals a state shows. */
const SIGNALS = {
  go: ['succeeded', 'completed', 'ready', 'deployed', 'granted', 'done', 'active', 'passed', 'approved'],
  caution: ['running', 'dispatched', 'retrying', 'cancelling', 'starting', 'awaiting_approval', 'pending', 'planning',
    'checking', 'generating', 'quoting', 'working', 'reviewing', 'paused', 'canary', 'validated', 'generated',
    'environment_ready'],
  stop: ['failed', 'refused', 'expired', 'rejected'],
};

export function words(state) {
  return WORDS[state] ?? String(state ?? 'unknown').replaceAll('_', ' ');
}

export function signal(state) {
  return Object.keys(SIGNALS).find(name => SIGNALS[name].includes(state)) ?? 'off';
}

/** Seconds of an ISO 8601 duration as the API writes it; undefined for anything else. */
export function seconds(iso) {
  const parts = /^(-)?P(?:(\d+)D)?(?:T(?:(-?\d+)H)?(?:(-?\d+)M)?(?:(-?[\d.]+)S)?)?$/.exec(iso ?? '');
  if (!parts || parts[0].length < 3) {
    return undefined;
  }
  const [, minus, days, hours, minutes, rest] = parts;
  const sum = (days ?? 0) * 86400 + (hours ?? 0) * 3600 + (minutes ?? 0) * 60 + Number(rest ?? 0);
  return minus ? -sum : sum;
}

/** 12 ms, 1.5 s, 3 min 5 s, 2 h 10 min, 3 d 4 h: of an ISO duration or of seconds. */
export function duration(value) {
  const all = typeof value === 'number' ? value : seconds(value);
  if (all === undefined || Number.isNaN(all)) {
    return '–';
  }
  if (all < 1) {
    return Math.round(all * 1000) + ' ms';
  }
  if (all < 60) {
    return Number(all.toFixed(all < 10 ? 1 : 0)) + ' s';
  }
  const [big, small, unit, less] = all < 3600 ? [60, 1, 'min', 's'] : all < 86400
    ? [3600, 60, 'h', 'min'] : [86400, 3600, 'd', 'h'];
  const whole = Math.floor(all / big);
  const rest = Math.floor((all - whole * big) / small);
  return `${whole} ${unit}` + (rest ? ` ${rest} ${less}` : '');
}

/** Dollars with as many digits as it takes to see something. */
export function money(value) {
  if (value === undefined || value === null || value === '') {
    return '–';
  }
  const amount = Number(value);
  if (!Number.isFinite(amount)) {
    return String(value);
  }
  const digits = amount === 0 || Math.abs(amount) >= 1 ? 2 : Math.min(8, 1 - Math.floor(Math.log10(Math.abs(amount))));
  return '$' + amount.toFixed(Math.max(2, digits));
}

export function bytes(value) {
  if (value === undefined || value === null) {
    return '–';
  }
  const units = ['B', 'KiB', 'MiB', 'GiB', 'TiB'];
  let amount = value;
  let unit = 0;
  while (amount >= 1024 && unit < units.length - 1) {
    amount /= 1024;
    unit++;
  }
  return Number(amount.toFixed(amount < 10 && unit ? 1 : 0)) + ' ' + units[unit];
}

export function gib(value) {
  return value === undefined || value === null ? '–' : Number(value.toFixed(value < 10 ? 2 : 0)) + ' GiB';
}

export function percent(share) {
  return share === undefined || share === null ? '–' : Number((share * 100).toFixed(1)) + ' %';
}

export function count(number, one, many = one + 's') {
  return `${number.toLocaleString('en')} ${number === 1 ? one : many}`;
}

/** How long ago, or in how long. */
export function ago(instant, now = Date.now()) {
  const at = Date.parse(instant);
  if (Number.isNaN(at)) {
    return '–';
  }
  const past = (now - at) / 1000;
  const coarse = value => value < 60 ? Math.floor(value) + ' s' : value < 3600 ? Math.floor(value / 60) + ' min'
    : value < 86400 ? Math.floor(value / 3600) + ' h' : Math.floor(value / 86400) + ' d';
  return Math.abs(past) < 5 ? 'now' : past > 0 ? coarse(past) + ' ago' : 'in ' + coarse(-past);
}

export function clock(instant) {
  const at = new Date(instant);
  return Number.isNaN(at.getTime()) ? '' : at.toLocaleTimeString('en-GB');
}

export function day(instant) {
  const at = new Date(instant);
  return Number.isNaN(at.getTime()) ? '' : at.toLocaleString('en-GB');
}

export function routeLabel(route) {
  return route ? [route.backend, route.tier, route.model, route.agent
    && route.agent + (route.agentVersion ? '@' + route.agentVersion : '')].filter(Boolean).join(' / ') : '–';
}

/** The end of an identifier is what differs. */
export function short(id) {
  const text = String(id ?? '');
  return text.length > 24 ? '…' + text.slice(-10) : text;
}
