// Compiles a CQL library to ELM: node compile.mjs LIBRARY.cql LIBRARY.json
import { readFileSync, writeFileSync } from "node:fs";
import { SystemModelInfoProvider } from "@cqframework/cql/cql";
import { CqlTranslator, LibraryManager, ModelManager } from "@cqframework/cql/cql-to-elm";

const [from, to] = process.argv.slice(2);
const models = new ModelManager();
models.modelInfoLoader.registerModelInfoProvider(new SystemModelInfoProvider(), true);
const translator = CqlTranslator.fromText(readFileSync(from, "utf8"), new LibraryManager(models));

const errors = translator.errors.asJsReadonlyArrayView();
for (const error of errors) {
  const place = error.locator ? `${from}:${error.locator.startLine}:${error.locator.startChar}` : from;
  console.error(`${place}: ${error.message}`);
}
if (errors.length > 0) process.exit(1);

// Annotations and places are for editors; without them the engine keeps no copy of every part's value.
const aside = new Set(["annotation", "localId", "locator", "signature"]);
writeFileSync(to, JSON.stringify(JSON.parse(translator.toJson()), (key, value) => (aside.has(key) ? undefined : value)));
