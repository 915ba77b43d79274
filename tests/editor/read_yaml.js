// Reads YAML as JavaScript programs do: a JSON list of texts from standard input; for each reader a list of values out,
// or of error messages. js-yaml 3 is the one that ajv-cli brings along.
const fs = require("fs");
const eemeli = require("yaml");
const js3 = require(require.resolve("js-yaml", { paths: [require.resolve("ajv-cli/package.json")] }));
const js4 = require("js-yaml-4");
const js5 = require("js-yaml");

const readers = {
  "js-yaml 3": js3.safeLoad,
  "js-yaml 4": js4.load,
  "js-yaml 5": js5.load,
  "yaml, 1.1": (text) => eemeli.parse(text, { version: "1.1" }),
  "yaml, 1.2": (text) => eemeli.parse(text),
};
const texts = JSON.parse(fs.readFileSync(0, "utf-8"));
const read = (reader, text) => {
  try {
    return reader(text);
  } catch (error) {
    return { error: String(error) };
  }
};
const values = Object.fromEntries(
  Object.entries(readers).map(([name, reader]) => [name, texts.map((text) => read(reader, text))]),
);
process.stdout.write(JSON.stringify(values));
