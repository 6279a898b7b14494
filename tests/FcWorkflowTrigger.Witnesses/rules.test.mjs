// ajv, another reader of draft 2020-12, against rules.schema.json: it must say of every sample what the loader's own tests say.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import Ajv2020 from 'ajv/dist/2020.js';

const read = path => JSON.parse(readFileSync(new URL(path, import.meta.url), 'utf8'));
const schema = read('../../src/FcWorkflowTrigger/rules.schema.json');
const samples = read('../FcWorkflowTrigger.Tests/Rules/rules-samples.json');
const validate = new Ajv2020({ strict: true, strictRequired: false, allErrors: true }).compile(schema);

test('the file that ships is valid', () => {
  assert.ok(validate(read('../../src/FcWorkflowTrigger/rules.json')), JSON.stringify(validate.errors));
});

for (const [name, file] of Object.entries(samples.valid)) {
  test(`valid: ${name}`, () => assert.ok(validate(file), JSON.stringify(validate.errors)));
}

for (const { rule, file, says, beyondSchema } of samples.invalid) {
  test(`${beyondSchema ? 'left to the loader' : 'refused'}: ${says}`, () => {
    assert.equal(validate(rule ? { version: 1, rules: [rule] } : file), beyondSchema === true);
  });
}

test('every field carries a description', () => {
  const fields = Object.entries(schema.$defs).flatMap(([, def]) => Object.entries(def.properties ?? {}));
  const silent = fields.filter(([, field]) => !field.description && !field.$ref).map(([name]) => name);
  assert.deepEqual(silent, []);
});
