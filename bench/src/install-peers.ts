// `pnpm bench:peers`: installs what Keyaki is measured beside into an ignored folder, and says which solvers are there.
import { spawnSync } from "node:child_process";
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { hasSolver, NATIVE_SOLVERS, type NativeSolver, versionOf } from "../../test/native-solvers.ts";
import { loadPeer, PEERS, PEERS_FOLDER } from "./peers.ts";

mkdirSync(PEERS_FOLDER, { recursive: true });
const manifest = { private: true, description: "Peers of the bench, installed on demand.", dependencies: PEERS };
writeFileSync(join(PEERS_FOLDER, "package.json"), `${JSON.stringify(manifest, null, 2)}\n`);
const npm = spawnSync("npm", ["install", "--ignore-scripts", "--no-audit", "--no-fund"], {
  cwd: PEERS_FOLDER,
  stdio: "inherit",
});
if (npm.status !== 0) throw new Error(`npm ended with ${npm.status}`);
for (const [name, version] of Object.entries(PEERS)) {
  if ((await loadPeer(name)) === null) process.exitCode = 1;
  else console.log(`${name} ${version}`);
}
for (const name of Object.keys(NATIVE_SOLVERS) as NativeSolver[]) {
  const how = `not on the path: the Debian package ${name} has it (apt-get install ${name})`;
  console.log(`${name} ${hasSolver(name) ? versionOf(name) : how}`);
}
