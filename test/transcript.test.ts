import { spawnSync } from "node:child_process";
import { readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { expect, test } from "vitest";

// The README's transcript is what the built command prints. KEYAKI_GOLDEN=write writes it anew.
const root = dirname(import.meta.dirname);
const readme = join(root, "README.md");
const PLACE = /(<!-- transcript: main command -->\n```\n)([\s\S]*?)(```\n<!-- \/transcript -->)/;
const ARGUMENTS = ["gate", "corpus/examples/widened/before", "corpus/examples/widened/after"];

test("the README shows what its first command prints", () => {
  const bin = join(root, "packages/keyaki/bin/keyaki.js");
  const env = { ...process.env, NO_COLOR: "1" };
  const { status, stdout, stderr } = spawnSync(process.execPath, [bin, ...ARGUMENTS], {
    cwd: root,
    env,
    encoding: "utf8",
  });
  expect({ status, stderr }).toEqual({ status: 1, stderr: "" });
  const transcript = `$ npx -y pnpm@10 keyaki ${ARGUMENTS.join(" ")}\n${stdout}`;
  const text = readFileSync(readme, "utf8");
  if (process.env.KEYAKI_GOLDEN === "write") {
    writeFileSync(
      readme,
      text.replace(PLACE, (_, before, __, after) => `${before}${transcript}${after}`),
    );
  } else {
    expect(PLACE.exec(text)?.[2]).toBe(transcript);
  }
});
