// Holds objects to the models that Kubernetes' own client carries, which are made from the published OpenAPI: only fields that there are, of the right
// types, with all that are required. Problems gather in `problems`.
'use strict';
const fs = require('node:fs');
const path = require('node:path');
const k8s = require('@kubernetes/client-node');

const models = path.join(path.dirname(require.resolve('@kubernetes/client-node/package.json')), 'dist', 'gen', 'models');
const problems = [];
const required = {};

function requiredOf(model) {
  required[model] ??= [...fs.readFileSync(path.join(models, `${model}.d.ts`), 'utf8').matchAll(/^ {4}'?(\w+)'?: /gm)].map(m => m[1]);
  return required[model];
}

function check(value, type, at) {
  const list = /^Array<(.+)>$/.exec(type);
  const map = /^\{ \[key: string\]: (.+); \}$/.exec(type);
  if (list) {
    if (!Array.isArray(value)) problems.push(`${at} is no list`);
    else value.forEach((v, i) => check(v, list[1], `${at}[${i}]`));
  } else if (map) {
    if (value === null || typeof value !== 'object' || Array.isArray(value)) problems.push(`${at} is no map`);
    else for (const [key, v] of Object.entries(value)) check(v, map[1], `${at}.${key}`);
  } else if (type === 'string' || type === 'number' || type === 'boolean') {
    if (typeof value !== type) problems.push(`${at} is ${JSON.stringify(value)}, no ${type}`);
  } else if (type === 'Date' || type.endsWith('MicroTime')) {
    const form = type === 'Date' ? /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/ : /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{6}Z$/;
    if (!form.test(value)) problems.push(`${at} is ${JSON.stringify(value)}, no ${type}`);
  } else if (type === 'any' || type === 'object' || type === 'IntOrString') {
    return;
  } else {
    checkModel(value, type, at);
  }
}

function checkModel(value, type, at) {
  const model = k8s[type];
  if (!model?.attributeTypeMap) return problems.push(`${at}: the client has no model ${type}`);
  if (value === null || typeof value !== 'object' || Array.isArray(value)) return problems.push(`${at} is no object`);
  const fields = Object.fromEntries(model.attributeTypeMap.map(a => [a.baseName, a]));
  for (const [key, v] of Object.entries(value)) {
    if (!fields[key]) problems.push(`${at}.${key} is not in ${type}`);
    else if (v !== null) check(v, fields[key].type, `${at}.${key}`);
  }
  const names = Object.fromEntries(model.attributeTypeMap.map(a => [a.name, a.baseName]));
  for (const name of requiredOf(type)) {
    if (names[name] && (value[names[name]] === undefined || value[names[name]] === null)) problems.push(`${at}.${names[name]} is missing, and ${type} needs it`);
  }
}

module.exports = { check, checkModel, problems };
