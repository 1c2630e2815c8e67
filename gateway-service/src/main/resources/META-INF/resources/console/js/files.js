// Files that a task left, saved by the browser.

/** The bytes of base64. */
export function bytesOf(base64) {
  return Uint8Array.from(atob(base64), character => character.charCodeAt(0));
}

/** Never shown in the page: whatever is in it, it is saved. */
export function download(file) {
  const address = URL.createObjectURL(new Blob([bytesOf(file.content)], {type: 'application/octet-stream'}));
  const link = document.createElement('a');
  link.href = address;
  link.download = file.path.split('/').at(-1) || 'file';
  document.body.append(link);
  link.click();
  link.remove();
  setTimeout(() => URL.revokeObjectURL(address), 10_000);
}
