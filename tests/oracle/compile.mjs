// Compiles CQL libraries to ELM: node compile.mjs LIBRARY.cql ... writes LIBRARY.json beside each.
import { readFileSync, writeFileSync } from "node:fs";
import { SystemModelInfoProvider } from "@cqframework/cql/cql";
import { CqlTranslator, LibraryManager, ModelManager } from "@cqframework/cql/cql-to-elm";

const models = new ModelManager();
models.modelInfoLoader.registerModelInfoProvider(new SystemModelInfoProvider(), true);
// Annotations and places are for editors; without them the engine keeps no copy of every part's value.
const aside = new Set(["annotation", "localId", "locator", "signature"]);

for (const from of process.argv.slice(2)) {
  const translator = CqlTranslator.fromText(readFileSync(from, "utf8"), new LibraryManager(models));
  const errors = translator.errors.asJsReadonlyArrayView();
  for (const error of errors) console.error(`${from}:${error.locator?.startLine ?? ""}: ${error.message}`);
  if (errors.length > 0) process.exit(1);
  const elm = JSON.parse(translator.toJson());
  const kept = JSON.stringify(elm, (key, value) => (aside.has(key) ? undefined : value));
  writeFileSync(from.replace(/\.cql$/, ".json"), kept);
}
