/** How long the browser may take to begin reading, in ms. */
const PATIENCE = 10_000;

/** Gives texts, one after the other, to the browser as one file. */
export function download(name: string, texts: string[], type: string): void {
  const address = URL.createObjectURL(new Blob(texts, { type }));
  const link = document.createElement("a");
  link.href = address;
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(address), PATIENCE);
}
