// JSON documents as trees that may say what JSON.stringify cannot: a name twice, a number of any form, a text that is no JSON at all.
import fc from "fast-check";

export type Tree =
  | { readonly is: "object"; readonly entries: readonly (readonly [string, Tree])[] }
  | { readonly is: "list"; readonly items: readonly Tree[] }
  /** Written as it stands. */
  | { readonly is: "plain"; readonly text: string };

export function treeOf(value: unknown): Tree {
  if (Array.isArray(value)) return { is: "list", items: value.map(treeOf) };
  if (typeof value !== "object" || value === null) return { is: "plain", text: JSON.stringify(value) };
  return { is: "object", entries: Object.entries(value).map(([name, held]) => [name, treeOf(held)] as const) };
}

/** The text of a tree; `between` stands after every comma, colon and bracket. */
export function written(tree: Tree, between = ""): string {
  if (tree.is === "plain") return tree.text;
  if (tree.is === "list") return `[${between}${tree.items.map((item) => written(item, between)).join(`,${between}`)}]`;
  const entries = tree.entries.map(([name, held]) => `${JSON.stringify(name)}:${between}${written(held, between)}`);
  return `{${between}${entries.join(`,${between}`)}}`;
}

/** Names that stand twice in one object, whatever their case. */
export function hasNameTwice(tree: Tree): boolean {
  if (tree.is === "plain") return false;
  if (tree.is === "list") return tree.items.some(hasNameTwice);
  const names = tree.entries.map(([name]) => name);
  return new Set(names).size < names.length || tree.entries.some(([, held]) => hasNameTwice(held));
}

const ODD_CHARACTERS = [
  "\u0000",
  "\n",
  "\r\n",
  "\u2028",
  "\ufeff",
  "\u202e",
  "\u200f",
  "e\u0301\u0323",
  "\ud800",
  "\udc00",
  "\u{1f600}",
  "\u{10ffff}",
  "\u212a",
  "\u0130",
  "ß",
  "\u007f",
  "\u0085",
  "\uffff",
  "\\",
  '"',
  "*",
  "?",
  "${",
  "}",
  "${*}",
  "${a",
  "${aws:username",
  "${aws:username,",
  "${aws:username, 'x'}",
  "${aws:username, '",
  "${${aws:username}}",
  "${}",
  ":",
  "::::::",
  "arn:",
  "/",
  "%2a",
  "​",
];
const LONG = [
  "a".repeat(5000),
  "*a".repeat(60),
  "?*".repeat(60),
  "*".repeat(3000),
  "${aws:username}*".repeat(12),
  ":".repeat(2000),
  "1".repeat(3000),
  "é".repeat(70_000),
];
const oddText = fc.oneof(
  {
    weight: 6,
    arbitrary: fc
      .array(fc.constantFrom(...ODD_CHARACTERS, "a", "s3:GetObject", "arn:aws:s3:::b/", "111122223333"), {
        maxLength: 4,
      })
      .map((parts) => parts.join("")),
  },
  { weight: 1, arbitrary: fc.constantFrom(...LONG) },
);

const ODD_SCALARS = [
  "null",
  "true",
  "false",
  "0",
  "-0",
  "1e999999999",
  "-1E400",
  "1".repeat(500),
  "0.1e-500",
  "9007199254740993",
  "NaN",
  "Infinity",
  "01",
  "0x1f",
  "1.",
  ".5",
  "+1",
  '""',
  "{}",
  "[]",
  "[[]]",
  "[{}]",
  '{"":""}',
  "'a'",
  "undefined",
  '"\\ud800"',
  '"\\u0000"',
  '"\\x41"',
  '"a\nb"',
  "",
  "/* a */ 1",
  "1,",
  "// a",
];
const oddValue: fc.Arbitrary<Tree> = fc.oneof(
  fc.constantFrom(...ODD_SCALARS).map((text): Tree => ({ is: "plain", text })),
  oddText.map((text): Tree => ({ is: "plain", text: JSON.stringify(text) })),
);

const HOWS = [
  "drop",
  "double",
  "rename",
  "recase",
  "replace",
  "list",
  "object",
  "empty",
  "deepen",
  "append",
  "prepend",
  "swap",
] as const;

interface Change {
  readonly at: number;
  readonly how: (typeof HOWS)[number];
  readonly text: string;
  readonly value: Tree;
  readonly depth: number;
}

const change: fc.Arbitrary<Change> = fc.record({
  at: fc.nat(),
  how: fc.constantFrom(...HOWS),
  text: oddText,
  value: oddValue,
  depth: fc.constantFrom(1, 3, 61, 70, 3000),
});

/** Trees near one of these: none to four changes. */
export function near(trees: fc.Arbitrary<Tree>): fc.Arbitrary<Tree> {
  return fc
    .tuple(
      trees,
      fc.oneof({ weight: 3, arbitrary: fc.array(change, { maxLength: 1 }) }, fc.array(change, { maxLength: 4 })),
    )
    .map(([tree, changes]) => changes.reduce(changed, tree));
}

function changed(tree: Tree, of: Change): Tree {
  const place = of.at % size(tree);
  return replaced(tree, place, of)[0] ?? of.value;
}

function size(tree: Tree): number {
  if (tree.is === "plain") return 1;
  const held = tree.is === "list" ? tree.items : tree.entries.map(([, each]) => each);
  return held.reduce((sum, each) => sum + size(each), 1);
}

type Entry = readonly [string, Tree];

/** The tree with its `place`th node changed: none, one or two in its stead. */
function replaced(tree: Tree, place: number, of: Change): Tree[] {
  if (place === 0) return nodesFor(tree, of);
  let left = place - 1;
  const entries: readonly Entry[] =
    tree.is === "object" ? tree.entries : tree.is === "list" ? tree.items.map((item): Entry => ["", item]) : [];
  const now = entries.flatMap(([name, held]): readonly Entry[] => {
    const here = left;
    left -= size(held);
    if (here < 0 || left >= 0) return [[name, held]];
    const names = here === 0 ? namesFor(name, of) : [name];
    const made = replaced(held, here, of);
    return made.map((each, at): Entry => [names[Math.min(at, names.length - 1)]!, each]);
  });
  return [tree.is === "object" ? { is: "object", entries: now } : { is: "list", items: now.map(([, held]) => held) }];
}

function namesFor(name: string, { how, text }: Change): string[] {
  if (how === "rename") return [text];
  if (how === "recase") return [name === name.toLowerCase() ? name.toUpperCase() : name.toLowerCase()];
  if (how === "double") return [name, name];
  return [name];
}

function nodesFor(tree: Tree, { how, text, value, depth }: Change): Tree[] {
  switch (how) {
    case "drop":
      return [];
    case "double":
      return [tree, tree];
    case "rename":
    case "recase":
      return [tree];
    case "replace":
      return [value];
    case "list":
      return [{ is: "list", items: [tree, value] }];
    case "object":
      return [{ is: "object", entries: [[text, tree]] }];
    case "empty":
      return [
        tree.is === "object"
          ? { is: "object", entries: [] }
          : tree.is === "list"
            ? { is: "list", items: [] }
            : { is: "plain", text: '""' },
      ];
    case "deepen":
      return [{ is: "plain", text: "[".repeat(depth) + written(tree) + "]".repeat(depth) }];
    case "append":
      return [spliced(tree, (old) => old + text)];
    case "prepend":
      return [spliced(tree, (old) => text + old)];
    case "swap":
      return [
        tree.is === "object"
          ? { is: "object", entries: [...tree.entries].reverse() }
          : spliced(tree, (old) => [...old].reverse().join("")),
      ];
  }
}

function spliced(tree: Tree, by: (text: string) => string): Tree {
  if (tree.is !== "plain" || !tree.text.startsWith('"')) return tree;
  try {
    return { is: "plain", text: JSON.stringify(by(JSON.parse(tree.text) as string)) };
  } catch {
    return tree;
  }
}
