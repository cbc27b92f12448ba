import { catalogWords, restsOnWords, verifiedWords } from "./footer.ts";
import { isFinding, isUndecided, isWidened } from "./gate-report.ts";
import { counted, figures, folded, listed } from "./grammar.ts";
import type { ChangeJson, GateReport, GroupJson } from "./json.ts";
import { headline, labelled, paragraph, type TextOptions } from "./layout.ts";
import { reaches } from "./level.ts";
import { statsLines } from "./stats-words.ts";

/** Groups of one change that are shown before the rest is counted; `--full` shows all. */
const SHOWN = 12;
const CHANGES = 20;

/** A gate's report in words. */
export function gateText(report: GateReport, options: TextOptions): string {
  const { failOn, changes } = report;
  const findings = changes.filter((change) => isFinding(change, failOn));
  const milder = changes.filter((change) => isWidened(change) && !isFinding(change, failOn));
  const open = changes.filter((change) => isUndecided(change) && !findings.includes(change));
  const lines = [...firstLine(report, findings, milder, open)];
  const numbers = new Map<GroupJson, number>();
  const shown = options.full ? [...findings, ...milder] : [...findings, ...milder].slice(0, CHANGES);
  for (const change of shown) lines.push("", ...widenedBlock(change, numbers, options.full));
  const hidden = findings.length + milder.length - shown.length;
  if (hidden > 0) lines.push("", `And ${figures(hidden, "policy", "policies")} more like these (--full shows them).`);
  const undecidedShown = options.full ? open : open.slice(0, CHANGES);
  for (const change of undecidedShown) lines.push("", ...undecidedBlock(change));
  if (open.length > undecidedShown.length) {
    lines.push(
      "",
      `And ${counted(open.length - undecidedShown.length)} more that are not decided (--full shows them).`,
    );
  }
  if (report.failOnRemoved) {
    const removing = changes.filter((change) => change.removedAccess.length > 0);
    for (const change of removing) lines.push("", ...removedBlock(change, options.full));
  }
  lines.push("", ...restLines(report, options.full));
  lines.push(...readLines(report));
  lines.push(...lastLine(report, findings, numbers, options.exit));
  if (options.stats === true) lines.push(...statsLines(report));
  return `${lines.join("\n")}\n`;
}

function firstLine(
  report: GateReport,
  findings: readonly ChangeJson[],
  milder: readonly ChangeJson[],
  open: readonly ChangeJson[],
): string[] {
  const { summary, notAnalysed, result } = report;
  const { changed, read } = summary;
  const unread = notAnalysed.length;
  if (findings.length > 0) {
    const one = findings.length === 1;
    const who = one && changed === 1 ? "The changed policy" : of(findings.length, changed);
    const words = `${who} ${one ? "allows something it" : "allow something they"} did not allow before.`;
    return headline("FAIL", words);
  }
  if (result === "fail") {
    return headline("FAIL", "Nothing new is allowed, but access was removed (--fail-on-removed).");
  }
  if (unread > 0) {
    const judged =
      changed === 0
        ? ""
        : ` The ${figures(changed, "changed policy", "changed policies")} that could be read allow nothing new.`;
    return headline("UNDECIDED", `${figures(unread, "document")} could not be read.${open.length > 0 ? "" : judged}`);
  }
  if (open.length > 0 && report.onUnknown !== "pass") {
    const others = changed - open.length - milder.length;
    const rest = others <= 0 ? "" : ` The other ${counted(others)} ${others === 1 ? "allows" : "allow"} nothing new.`;
    return headline("UNDECIDED", `${of(open.length, changed)} could not be decided.${rest}`);
  }
  if (result === "nothing") {
    return headline("UNDECIDED", "No policy was found in what was named, so nothing was judged.");
  }
  if (changed === 0) {
    return headline(
      "PASS",
      `No access change: ${figures(read, "policy read, it is not changed", "policies read, none changed")}.`,
    );
  }
  if (milder.length > 0) {
    const future = milder.every((change) => change.level === "future");
    const also = `${of(milder.length, changed)} also ${milder.length === 1 ? "reaches" : "reach"} what AWS may add.`;
    return headline("PASS", future ? `Nothing new today. ${also}` : belowWords(milder.length, report));
  }
  return headline(
    "PASS",
    `${changed === 1 ? "The changed policy allows" : `The ${counted(changed)} changed policies allow`} nothing new.`,
  );
}

function belowWords(some: number, { summary, failOn }: GateReport): string {
  return `${of(some, summary.changed)} ${some === 1 ? "allows" : "allow"} more, all of it below the level that fails (${failOn}).`;
}

function of(some: number, all: number): string {
  return `${counted(some)} of ${figures(all, "changed policy", "changed policies")}`;
}

const KINDS: Readonly<Record<string, string>> = {
  identity: "identity policy",
  resource: "resource policy",
  trust: "trust policy",
  boundary: "permissions boundary",
  session: "session policy",
  scp: "service control policy",
  rcp: "resource control policy",
  endpoint: "VPC endpoint policy",
};

function titleOf(change: ChangeJson): string[] {
  const { status } = change;
  const told =
    status === "modified" || status === "unchanged"
      ? ""
      : `, ${status}${change.note === "" ? "" : ` (${change.note})`}`;
  return paragraph(`${change.path}, ${KINDS[change.kind] ?? change.kind}${told}`);
}

function widenedBlock(change: ChangeJson, numbers: Map<GroupJson, number>, full: boolean): string[] {
  const lines = titleOf(change);
  const groups = [...change.newAccess, ...change.liftedDenials];
  const shown = full ? groups : groups.slice(0, SHOWN);
  for (const group of shown) {
    numbers.set(group, numbers.size + 1);
    const label = change.liftedDenials.includes(group) ? "Lifted" : "New";
    lines.push(...groupLines(group, label, numbers.size));
  }
  if (groups.length > shown.length) {
    lines.push(...labelled("", `and ${figures(groups.length - shown.length, "group")} more (--full shows them)`));
  }
  if (groups.length === 0) lines.push(...exampleOnly(change));
  for (const { actions, reason } of change.undecided) {
    lines.push(...labelled("Open", folded(actions, 6)), ...labelled("Why", reason.words));
  }
  return lines;
}

/** New access was found and could not be put into groups: the example stands for it. */
function exampleOnly({ verdict }: ChangeJson): string[] {
  if (verdict.witness === null) return [];
  const { action, resource } = verdict.witness.request;
  return labelled("Example", `${action} on ${resource.arn}`);
}

function groupLines(group: GroupJson, label: string, number: number | null): string[] {
  const { words } = group;
  const lines = labelled(label, words.new, number);
  if (words.who !== null) lines.push(...labelled("Who", words.who));
  lines.push(...labelled("On", words.on));
  if (words.when !== null) lines.push(...labelled("When", words.when));
  if (words.because !== null) lines.push(...labelled("Because", words.because));
  lines.push(...labelled("Example", words.example), ...labelled("", words.decided));
  const under = Object.entries(group.witness.under).map(([name, value]) => `${name} is ${value}`);
  if (under.length > 0)
    lines.push(...labelled("If", `${listed(under)} (AWS does not say; keyaki assumptions explains it)`));
  if (words.undo !== null) lines.push(...labelled("Undo", words.undo));
  return lines;
}

function undecidedBlock(change: ChangeJson): string[] {
  const lines = titleOf(change);
  if (change.undecided.length === 0)
    lines.push(...labelled("Why", change.verdict.reason?.words ?? "no reason was given"));
  for (const { actions, reason } of change.undecided) {
    lines.push(...labelled("Open", folded(actions, 6)), ...labelled("Why", reason.words));
  }
  return lines;
}

function removedBlock(change: ChangeJson, full: boolean): string[] {
  const groups = full ? change.removedAccess : change.removedAccess.slice(0, SHOWN);
  return [...titleOf(change), ...groups.flatMap((group) => groupLines(group, "Gone", null))];
}

/** The changes that need nobody's decision, in one paragraph. */
function restLines(report: GateReport, full: boolean): string[] {
  const { changes, failOn } = report;
  const quiet = changes.filter((change) => change.status !== "unchanged" && !isWidened(change) && !isUndecided(change));
  const most = full ? Number.POSITIVE_INFINITY : 6;
  const sentences: string[] = [];
  const list = (label: string, some: readonly ChangeJson[], note: (change: ChangeJson) => string) => {
    if (some.length === 0) return;
    const items = some.map((change) => (note(change) === "" ? change.path : `${change.path} (${note(change)})`));
    sentences.push(`${label}: ${folded(items, most)}.`);
  };
  list(
    "Same access",
    quiet.filter((change) => change.relation === "equivalent"),
    ({ note }) => note,
  );
  list(
    "Less access",
    quiet.filter((change) => change.relation === "less-permissive"),
    goneWords,
  );
  list(
    "Allows nothing new",
    quiet.filter((change) => change.relation !== "equivalent" && change.relation !== "less-permissive"),
    () => "whether it allows less is not decided",
  );
  const also = changes.filter(
    (change) => isWidened(change) && change.removedAccess.length > 0 && isFinding(change, failOn),
  );
  list("Also less access", also, goneWords);
  return sentences.length === 0 ? [] : paragraph(sentences.join(" "));
}

function goneWords({ removedAccess }: ChangeJson): string {
  // Combinations that no request has (an action on another service's resource) are shown only when there is nothing else.
  const real = removedAccess.filter((group) => !group.witness.hypothetical);
  const actions = [...new Set((real.length > 0 ? real : removedAccess).flatMap((group) => group.actions))];
  if (actions.length === 0) return "";
  const conditional = removedAccess.every((group) => group.when !== null);
  return `${folded(actions, 3)} ${conditional ? "partly gone" : "gone"}`;
}

function readLines(report: GateReport): string[] {
  const { summary, notAnalysed, tool, changes } = report;
  const lines: string[] = [];
  for (const { id, reason } of notAnalysed) lines.push(...paragraph(`Not read: ${id}: ${reason}.`));
  const { changed, read } = summary;
  const unchanged = read - changed;
  const also = unchanged > 0 && changed > 0 ? `; ${counted(unchanged)} not changed` : "";
  const whole =
    changed === 1
      ? `The changed policy was read whole${also}.`
      : `All ${counted(changed)} changed policies were read whole${also}.`;
  const doubtful = changes.filter((change) => !change.kindCertain && change.status !== "unchanged");
  const kinds = [...new Set(doubtful.map((change) => change.kind))];
  const told =
    kinds.length === 0 || kinds.every((kind) => kind === "identity")
      ? ""
      : ` Read as ${listed(kinds.map((kind) => KINDS[kind] ?? kind))}, told from the documents (--kind says otherwise).`;
  if (changed > 0)
    lines.push(
      ...paragraph(
        `${whole}${told} ${catalogWords(tool.catalog)} ${restsOnWords(changes.map(({ verdict }) => verdict))}`,
      ),
    );
  const verified = verifiedWords(changes.map(({ verdict }) => verdict));
  if (verified !== null) lines.push(...paragraph(verified));
  return lines;
}

function lastLine(
  report: GateReport,
  findings: readonly ChangeJson[],
  numbers: ReadonlyMap<GroupJson, number>,
  exit: number,
): string[] {
  if (exit === 1 && findings.length > 0) {
    const gravest = (["critical", "high", "medium", "low", "future"] as const).find((level) =>
      findings.some((change) => (change.level ?? "critical") === level),
    );
    const groups = [...numbers].filter(([group]) => group.level === gravest);
    const why = groups.slice(0, 3).map(([group, number]) => `${number}: ${group.words.level}`);
    const more = groups.length - why.length;
    const reason = why.length === 0 ? "" : ` (${why.join("; ")}${more > 0 ? `; ${more} more` : ""})`;
    return paragraph(`Level ${gravest}${reason}. Exit 1.`);
  }
  const because: Readonly<Record<number, string>> = {
    0: exitZero(report),
    1: "Exit 1: access was removed.",
    2: "Exit 2: not everything could be read.",
    3: "Exit 3. An undecided change never passes. --on-unknown warn reports it and exits 0.",
    4: "Exit 4: nothing to analyse.",
  };
  return paragraph(because[exit] ?? `Exit ${exit}.`);
}

function exitZero({ result, changes, failOn, onUnknown }: GateReport): string {
  if (result === "undecided") return "Exit 0, as --on-unknown warn asks. This is no pass.";
  if (onUnknown === "pass" && changes.some(isUndecided)) {
    return "Exit 0: what is not decided passes, as --on-unknown pass asks.";
  }
  const future = changes.some((change) => change.level === "future" && !reaches("future", failOn));
  return future ? "Level future, shown and not failed (--fail-on future fails it). Exit 0." : "Exit 0.";
}
