import type { ProofsJson } from "@keyaki/report";
import { z } from "zod";

// Nothing of a proof is believed, so these objects are strict only in what the checker reads.

const place = z.tuple([z.int().min(0), z.int().min(0)]);
const index = z.int().min(0);

const table = z.union([
  z.looseObject({
    field: z.string(),
    texts: z
      .array(z.union([z.string(), z.looseObject({ sets: z.string() })]))
      .describe("A text of each class; where none is known, which sets hold the class."),
  }),
  z.looseObject({
    field: z.literal("caller"),
    callers: z.array(z.looseObject({ kind: z.string(), parts: z.record(z.string(), z.string()) })),
  }),
  z.looseObject({
    field: z.literal("owner"),
    owned: z.array(z.looseObject({ resource: z.string(), owner: z.string() })),
  }),
  z.looseObject({ field: z.literal("clock"), instants: z.array(z.number()) }),
]);

const fact = z.union([
  z.looseObject({ fact: z.literal("widened"), atom: index }),
  z.looseObject({ fact: z.literal("instance"), atom: index, values: z.record(z.string(), z.string().nullable()) }),
  z.looseObject({ fact: z.literal("equal"), same: index, atom: index }),
  z.looseObject({ fact: z.literal("equal-text"), same: index, text: z.string() }),
  z.looseObject({ fact: z.literal("transitive"), atoms: z.tuple([index, index, index]) }),
  z.looseObject({ fact: z.literal("congruent"), same: index, atoms: z.tuple([index, index]) }),
  z.looseObject({ fact: z.literal("cancelled"), atoms: z.tuple([index, index]) }),
  z.looseObject({
    fact: z.literal("joint"),
    atom: index,
    reverse: z.boolean().exactOptional(),
    kind: z.string().nullable(),
  }),
]);

const reading = z.looseObject({
  value: z.string().describe("The value of resource-wildcard under which it is asked."),
  actions: z.array(z.string()).describe("An action of each class."),
  leaves: z.array(
    z.looseObject({
      axioms: z.array(z.string()),
      tables: z.array(table).describe("The classes of each field."),
      facts: z.array(fact).describe("Rules about equalities and policy variables, applied to atoms."),
      steps: z.array(z.int()).describe("Clauses ended by 0; each follows from those before by unit propagation."),
    }),
  ),
});

const document = z.looseObject({ source: z.string(), document: z.unknown() });

/** What `keyaki verify` checks. */
export const proofs: z.ZodType<ProofsJson> = z
  .looseObject({
    asked: z.looseObject({
      kind: z.string(),
      assume: z.record(z.string(), z.string()),
      axioms: z.boolean(),
      universe: z.string(),
      resourceAccount: z.string().nullable(),
    }),
    documents: z.looseObject({ left: z.array(document), right: z.array(document) }),
    claims: z.record(
      z.string(),
      z.union([
        z.looseObject({ none: z.string() }),
        z.looseObject({
          statements: z.array(z.looseObject({ source: z.string(), index, sid: z.string().nullable() })),
          axioms: z.array(z.string()),
          left: z.array(place),
          right: z.array(place),
          readings: z.array(reading),
        }),
      ]),
    ),
  })
  .describe(
    "Everything that is needed to check the answers again; of a change LEFT is AFTER.",
  ) as unknown as z.ZodType<ProofsJson>;
