const BYTES_MAX = 4 * 1024 * 1024;

export const YAML = "application/yaml";

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
