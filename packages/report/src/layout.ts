import { printable } from "@keyaki/policy";

/** How a report is put into words. */
export interface TextOptions {
  /** Nothing is folded. */
  readonly full: boolean;
  /** The run's exit code. */
  readonly exit: number;
  /** Where the time went, too. */
  readonly stats?: boolean;
}

/** Columns of a line, where its longest word permits. */
const WIDTH = 100;

/** Breaks words into lines of at most 100 columns; a longer word stands on a line of its own. */
export function wrap(text: string, indent: number, first: number = indent): string[] {
  const lines: string[] = [];
  let line = "";
  let room = WIDTH - first;
  for (const word of text.split(" ")) {
    if (line !== "" && [...line].length + 1 + [...word].length > room) {
      lines.push(line);
      line = word;
      room = WIDTH - indent;
    } else line = line === "" ? word : `${line} ${word}`;
  }
  lines.push(line);
  return lines.map((each, index) => (index === 0 ? each : `${" ".repeat(indent)}${each}`));
}

const INDENT = 5;
const LABEL = 9;

/** `  1  New      words`, the words wrapped under themselves. */
export function labelled(label: string, words: string, number: number | null = null): string[] {
  const head = `${(number === null ? "" : String(number)).padStart(INDENT - 2)}  ${label.padEnd(LABEL)}`;
  const [first = "", ...rest] = wrap(safe(words), INDENT + LABEL);
  return [`${head}${first}`.trimEnd(), ...rest];
}

/** A paragraph from the left margin. */
export function paragraph(words: string): string[] {
  return wrap(safe(words), 0);
}

/** Text from documents cannot move the cursor, change colours or reorder a line. */
export function safe(text: string): string {
  return printable(text);
}

/** The first line of a report: the verdict, then what a busy person needs. */
export function headline(word: string, words: string): string[] {
  // NO is as wide as YES, so that two answers stand under each other.
  const head = `${word.padEnd(3)}  `;
  const [first = "", ...rest] = wrap(safe(words), head.length, head.length);
  return [`${head}${first}`, ...rest];
}

const COLOURS: Readonly<Record<string, string>> = {
  PASS: "32",
  YES: "32",
  FAIL: "31",
  NO: "31",
  UNDECIDED: "33",
};

/** Colours the verdict words and the labels; the text is the same without. */
export function colourise(text: string): string {
  return text
    .split("\n")
    .map((line) => {
      const verdict = /^(PASS|YES|FAIL|NO|UNDECIDED)(?=\s)/.exec(line)?.[1];
      if (verdict !== undefined) return `\u001b[1;${COLOURS[verdict]}m${verdict}\u001b[0m${line.slice(verdict.length)}`;
      return line.replace(/^( {2,5}\d* {0,2})([A-Z][a-z]+)(?= {2,})/, "$1\u001b[1m$2\u001b[0m");
    })
    .join("\n");
}
