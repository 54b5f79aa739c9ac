// Runs a compiled library over patients: node execute.mjs LIBRARY.json < parameters.ndjson > values.ndjson
// The first line written is the list of expressions; then comes a line of their values for each patient.
import { readFileSync } from "node:fs";
import { createInterface } from "node:readline";
import cql from "cql-execution";

const library = new cql.Library(JSON.parse(readFileSync(process.argv[2], "utf8")));
const names = Object.keys(library.expressions);
const now = cql.DateTime.fromJSDate(new Date(0), 0);
process.stdout.write(JSON.stringify(names) + "\n");

for await (const line of createInterface({ input: process.stdin })) {
  // A context remembers each expression's value, so that what others read is worked out once.
  const context = new cql.PatientContext(library, null, null, JSON.parse(line), now);
  const values = [];
  for (const name of names) {
    const known = context.context_values[name];
    values.push(known === undefined ? await library.expressions[name].execute(context) : known);
  }
  process.stdout.write(JSON.stringify(values.map((value) => value ?? null)) + "\n");
}
