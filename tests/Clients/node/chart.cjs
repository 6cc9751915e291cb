// Holds what a chart renders to the published models; kinds of custom resources to the JSON schemas in a folder, KIND.schema.json.
// usage: node chart.cjs OBJECTS.json SCHEMAS; OBJECTS is { "rendering": [object, ...] }. Prints one JSON object.
'use strict';
const fs = require('node:fs');
const path = require('node:path');
const Ajv = require('ajv/dist/2020');
const { checkModel, problems } = require('./models.cjs');

const [file, schemas] = process.argv.slice(2);
const versions = { 'v1': 'V1', 'apps/v1': 'V1', 'policy/v1': 'V1', 'autoscaling/v2': 'V2', 'networking.k8s.io/v1': 'V1', 'rbac.authorization.k8s.io/v1': 'V1' };
const custom = Object.fromEntries(fs.readdirSync(schemas).map(f => [f.split('.')[0], new Ajv({ allErrors: true }).compile(JSON.parse(fs.readFileSync(path.join(schemas, f), 'utf8')))]));
const seen = {};

for (const [rendering, objects] of Object.entries(JSON.parse(fs.readFileSync(file, 'utf8')))) {
  for (const object of objects) {
    const at = `${rendering}: ${object.kind} ${object.metadata?.name}`;
    seen[object.kind] = (seen[object.kind] ?? 0) + 1;
    if (custom[object.kind]) {
      if (!custom[object.kind](object)) problems.push(...custom[object.kind].errors.map(e => `${at}${e.instancePath} ${e.message} ${JSON.stringify(e.params)}`));
      checkModel(object.metadata, 'V1ObjectMeta', `${at}: metadata`);
    } else if (versions[object.apiVersion]) {
      // The right version is in the model's name: V1Deployment, V2HorizontalPodAutoscaler.
      checkModel(object, versions[object.apiVersion] + object.kind, at);
    } else {
      problems.push(`${at}: nobody knows ${object.apiVersion}`);
    }
  }
}

process.stdout.write(JSON.stringify({ problems, seen }));
