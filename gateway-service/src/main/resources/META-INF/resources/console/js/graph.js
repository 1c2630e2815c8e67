// Steps as a small graph: what depends on what, from left to right.

import {svg} from './dom.js';
import {signal, words} from './format.js';

const [WIDTH, HEIGHT, GAP_X, GAP_Y] = [174, 56, 36, 18];

/** Where each step stands: its layer is one after the last of those that it needs. */
export function layers(steps) {
  const known = new Map(steps.map(step => [step.id, step]));
  const layer = new Map();
  const find = (id, above) => {
    if (layer.has(id)) {
      return layer.get(id);
    }
    // A step that needs itself, over others or not, is drawn all the same.
    const needs = (known.get(id).dependsOn ?? []).filter(other => known.has(other) && !above.has(other) && other !== id);
    const own = needs.length ? 1 + Math.max(...needs.map(other => find(other, new Set([...above, id])))) : 0;
    layer.set(id, own);
    return own;
  };
  const rows = [];
  return steps.map(step => {
    const column = find(step.id, new Set());
    rows[column] = (rows[column] ?? -1) + 1;
    return {id: step.id, column, row: rows[column]};
  });
}

/** The drawing. The list of steps below it says the same in words. */
export function graph(steps, choose) {
  const places = layers(steps);
  const at = new Map(places.map(place => [place.id, {x: 2 + place.column * (WIDTH + GAP_X), y: 2 + place.row * (HEIGHT + GAP_Y)}]));
  const width = 4 + Math.max(...places.map(place => place.column + 1)) * (WIDTH + GAP_X) - GAP_X;
  const height = 4 + Math.max(...places.map(place => place.row + 1)) * (HEIGHT + GAP_Y) - GAP_Y;
  return svg('svg.graph', {viewBox: `0 0 ${width} ${height}`, width, height, role: 'img',
    'aria-label': `${steps.length} steps and what they depend on; listed below`},
  steps.flatMap(step => (step.dependsOn ?? []).filter(other => at.has(other)).map(other => edge(at.get(other), at.get(step.id)))),
  steps.map(step => node(step, at.get(step.id), choose)));
}

function edge(from, to) {
  const [x1, y1, x2, y2] = [from.x + WIDTH, from.y + HEIGHT / 2, to.x, to.y + HEIGHT / 2];
  const middle = (x1 + x2) / 2;
  return svg('path.edge', {d: `M${x1} ${y1} C${middle} ${y1} ${middle} ${y2} ${x2} ${y2}`});
}

function node(step, {x, y}, choose) {
  return svg(`g.node.${signal(step.status)}`, {transform: `translate(${x} ${y})`, onclick: () => choose(step.id)},
    svg('title', {}, step.name),
    svg('rect', {width: WIDTH, height: HEIGHT, rx: 8}),
    svg('circle', {cx: 14, cy: 19, r: 5}),
    svg('text.name', {x: 26, y: 23}, cut(step.name, 20)),
    svg('text.who', {x: 14, y: 43}, cut(`${words(step.status)} · ${step.agent ?? 'code'}`, 26)));
}

function cut(text, most) {
  return text.length > most ? text.slice(0, most - 1) + '…' : text;
}
