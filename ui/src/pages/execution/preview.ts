import { Exact } from "../../api/exact";
import type { Json } from "../../api/types";

const LENGTH = 160;

/** The beginning of a value on one line, as people would write it; never walks through more than it shows. */
export function preview(value: Json, length = LENGTH): { text: string; isAll: boolean } {
  const writer = new Writer(length);
  writer.write(value, true);
  return { text: writer.text.slice(0, length), isAll: writer.text.length <= length };
}

class Writer {
  text = "";

  constructor(private readonly length: number) {}

  private get isFull(): boolean {
    return this.text.length > this.length;
  }

  write(value: Json, isTop = false): void {
    if (Array.isArray(value)) {
      this.list(value);
    } else if (value !== null && typeof value === "object" && !(value instanceof Exact)) {
      this.map(Object.entries(value), isTop);
    } else if (typeof value === "string") {
      this.text += isTop
        ? value.slice(0, this.length + 1)
        : JSON.stringify(value.slice(0, this.length + 1));
    } else {
      this.text += value === null ? "null" : String(value);
    }
  }

  private list(items: Json[]): void {
    this.text += "[";
    for (let index = 0; index < items.length && !this.isFull; index += 1) {
      this.text += index > 0 ? ", " : "";
      this.write(items[index] ?? null);
    }
    this.text += "]";
  }

  private map(entries: [string, Json][], isTop: boolean): void {
    this.text += isTop && entries.length > 0 ? "" : "{";
    for (let index = 0; index < entries.length && !this.isFull; index += 1) {
      const [name, value] = entries[index] ?? ["", null];
      this.text += `${index > 0 ? ", " : ""}${name}: `;
      this.write(value);
    }
    this.text += isTop && entries.length > 0 ? "" : "}";
  }
}
