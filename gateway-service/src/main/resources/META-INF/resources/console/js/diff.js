// A unified diff, line by line.

/** Each line with what it is: added, removed, place or same. */
export function diffLines(unified) {
  return unified.replace(/\n$/, '').split('\n').map((text, index) => ({text, kind: kindOf(text, index)}));
}

function kindOf(text, index) {
  if (text.startsWith('@@') || (index < 2 && /^(---|\+\+\+) /.test(text))) {
    return 'place';
  }
  return text.startsWith('+') ? 'added' : text.startsWith('-') ? 'removed' : 'same';
}
