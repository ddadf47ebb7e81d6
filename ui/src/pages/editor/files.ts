const BYTES_MAX = 4 * 1024 * 1024;

/** Gives the text to the browser as a file. */
export function download(name: string, text: string): void {
  const address = URL.createObjectURL(new Blob([text], { type: "application/yaml" }));
  const link = document.createElement("a");
  link.href = address;
  link.download = name;
  link.click();
  URL.revokeObjectURL(address);
}

/** `demo/hello` becomes `hello.yaml`. */
export function fileName(path: string | null): string {
  const last = path?.slice(path.lastIndexOf("/") + 1).replace(/[^\w.-]+/g, "_") ?? "";
  return `${last.replace(/\.ya?ml$/, "") || "playbook"}.yaml`;
}

export async function textOf(file: File): Promise<string> {
  if (file.size > BYTES_MAX) {
    throw new Error(`${file.name} is larger than 4 MB: too long for a playbook`);
  }
  const text = await file.text();
  if (text.includes("\u0000")) {
    throw new Error(`${file.name} is not a text`);
  }
  return text.replace(/\r\n?/g, "\n");
}
