// Checks documents against a JSON schema with a real validator. stdin: {"schema": FILE, "documents": [...]}.
// stdout: for each document a list of {"path", "message"}. The schema itself must keep to the validator's strict mode.
const fs = require("node:fs");
const Ajv = require("ajv/dist/2020");

const { schema, documents } = JSON.parse(fs.readFileSync(0, "utf8"));
const validate = new Ajv({ allErrors: true, strict: true, allowUnionTypes: true }).compile(JSON.parse(fs.readFileSync(schema, "utf8")));
const told = documents.map((document) => {
  validate(document);
  return (validate.errors ?? []).map((e) => ({
    path: e.instancePath + (e.params.additionalProperty ? "/" + e.params.additionalProperty : ""),
    message: e.message,
  }));
});
process.stdout.write(JSON.stringify(told));
