export interface Piece {
  text: string;
  /** The line of the playbook that it names. */
  line: number | null;
}

const PLACE = /playbook line (\d+)|File "<[^">]*>", line (\d+)/g;

/**
 * A text (an error, a traceback) in pieces, those apart that name a line of the playbook. Lines of a code that stands for
 * itself are counted from `codeLine`, where the code begins.
 */
export function pieces(text: string, codeLine: number | null): Piece[] {
  const found: Piece[] = [];
  let at = 0;
  for (const match of text.matchAll(PLACE)) {
    const [whole, ofPlaybook, ofCode] = match;
    const line = ofPlaybook
      ? Number(ofPlaybook)
      : codeLine === null
        ? null
        : codeLine + Number(ofCode) - 1;
    if (line === null) {
      continue;
    }
    if (match.index > at) {
      found.push({ text: text.slice(at, match.index), line: null });
    }
    found.push({ text: ofPlaybook ? whole : `${whole} (playbook line ${line})`, line });
    at = match.index + whole.length;
  }
  if (at < text.length) {
    found.push({ text: text.slice(at), line: null });
  }
  return found;
}
