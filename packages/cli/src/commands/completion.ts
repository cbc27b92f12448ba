import type { Command } from "commander";
import { type ExitCode, UsageError } from "../exit.ts";
import type { Run } from "../run.ts";

interface Verb {
  readonly name: string;
  readonly words: string;
  readonly flags: readonly { readonly flag: string; readonly words: string; readonly values: readonly string[] }[];
}

/** `keyaki completion`: a script made from the verbs and flags that there are. */
export async function completionCommand(shell: string, program: Command, run: Run): Promise<ExitCode> {
  const make = { bash, zsh, fish }[shell];
  if (make === undefined) throw new UsageError(`completion knows bash, zsh and fish, not "${shell}".`);
  await run.io.stdout.write(make(verbsOf(program)));
  return 0;
}

function verbsOf(program: Command): readonly Verb[] {
  return program.commands.map((command) => ({
    name: command.name(),
    words: command.description(),
    flags: command.options
      .filter((option) => option.long !== undefined && option.long !== null)
      .map((option) => ({ flag: option.long ?? "", words: option.description, values: option.argChoices ?? [] })),
  }));
}

function bash(verbs: readonly Verb[]): string {
  const cases = verbs.map(
    (verb) => `    ${verb.name}) flags="${verb.flags.map(({ flag }) => flag).join(" ")} --help" ;;`,
  );
  const values = choices(verbs).map(
    ([flag, list]) => `    ${flag}) COMPREPLY=($(compgen -W "${list.join(" ")}" -- "$word")); return ;;`,
  );
  return `# bash completion for keyaki: source <(keyaki completion bash)
_keyaki() {
  local word="\${COMP_WORDS[COMP_CWORD]}" before="\${COMP_WORDS[COMP_CWORD-1]}" flags=""
  if [ "$COMP_CWORD" -eq 1 ]; then
    COMPREPLY=($(compgen -W "${verbs.map(({ name }) => name).join(" ")} --help --version" -- "$word"))
    return
  fi
  case "$before" in
${values.join("\n")}
  esac
  case "\${COMP_WORDS[1]}" in
${cases.join("\n")}
  esac
  if [[ "$word" == -* ]]; then
    COMPREPLY=($(compgen -W "$flags" -- "$word"))
  else
    COMPREPLY=($(compgen -f -- "$word"))
  fi
}
complete -o filenames -F _keyaki keyaki
`;
}

function zsh(verbs: readonly Verb[]): string {
  const names = verbs.map(({ name, words }) => `    '${name}:${quoted(words)}'`);
  const cases = verbs.map(({ name, flags }) => {
    const specs = flags.map(({ flag, words, values }) => {
      const list = values.length === 0 ? "" : `:value:(${values.join(" ")})`;
      return `      '*${flag}[${quoted(words).replace(/[[\]:]/g, "\\$&")}]${list}'`;
    });
    return `    ${name}) _arguments \\\n${[...specs, "      '*:file:_files'"].join(" \\\n")} ;;`;
  });
  return `#compdef keyaki
# zsh completion for keyaki: keyaki completion zsh > "\${fpath[1]}/_keyaki"
_keyaki() {
  local -a verbs
  verbs=(
${names.join("\n")}
  )
  if (( CURRENT == 2 )); then
    _describe 'verb' verbs
    return
  fi
  local verb="$words[2]"
  shift words
  (( CURRENT-- ))
  case "$verb" in
${cases.join("\n")}
  esac
}
if [ "$funcstack[1]" = "_keyaki" ]; then _keyaki "$@"; else compdef _keyaki keyaki; fi
`;
}

function fish(verbs: readonly Verb[]): string {
  const names = verbs.map(({ name, words }) => {
    return `complete -c keyaki -n __fish_use_subcommand -f -a ${name} -d '${quoted(words)}'`;
  });
  const flags = verbs.flatMap(({ name, flags: list }) =>
    list.map(({ flag, words, values }) => {
      const given = values.length === 0 ? "" : ` -x -a '${values.join(" ")}'`;
      return `complete -c keyaki -n '__fish_seen_subcommand_from ${name}' -l ${flag.slice(2)} -d '${quoted(words)}'${given}`;
    }),
  );
  return `# fish completion for keyaki: keyaki completion fish | source\n${[...names, ...flags].join("\n")}\n`;
}

function quoted(words: string): string {
  return words.replace(/'/g, "’");
}

/** Flags whose values are known, each once. */
function choices(verbs: readonly Verb[]): readonly (readonly [string, readonly string[]])[] {
  const found = new Map(verbs.flatMap(({ flags }) => flags.map(({ flag, values }) => [flag, values] as const)));
  return [...found].filter(([, values]) => values.length > 0);
}
