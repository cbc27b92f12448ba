import { expect, test } from "vitest";
import { pairTrees, policyKey, type SourceTree } from "../src/index.ts";
import { readText } from "../src/read-file.ts";
import { policy } from "./temporary.ts";

const tree = (id: string, content: string): SourceTree => ({
  kind: "directory",
  name: "x",
  texts: [readText({ id, path: id }, Buffer.from(content))],
  ignored: [],
  otherFiles: 0,
});
const statuses = (before: string, after: string) =>
  pairTrees(tree("old.json", before), tree("new.json", after), policyKey).map((change) => change.status);

test("a policy that was moved and laid out anew is renamed", () => {
  const laidOut = JSON.stringify(JSON.parse(policy("s3:GetObject")), null, 4);
  expect(statuses(policy("s3:GetObject"), laidOut)).toEqual(["renamed"]);
});

test("another policy, or a text that is none, is not", () => {
  expect(statuses(policy("s3:GetObject"), policy("s3:PutObject"))).toEqual(["added", "removed"]);
  expect(statuses('{"Statement": 1}', ' {"Statement": 1}')).toEqual(["added", "removed"]);
  const duplicate = policy("s3:GetObject").replace('"Effect":"Allow"', '"Effect":"Deny","Effect":"Allow"');
  expect(statuses(policy("s3:GetObject"), duplicate)).toEqual(["added", "removed"]);
});
