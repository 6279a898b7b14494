// ajv, another reader of draft 2020-12, against sidecar.schema.json: it must say of every sample what the loader's own tests say.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import Ajv2020 from 'ajv/dist/2020.js';

const read = path => JSON.parse(readFileSync(new URL(path, import.meta.url), 'utf8'));
const schema = read('../../src/FcWorkflowTrigger/sidecar.schema.json');
const samples = read('../FcWorkflowTrigger.Tests/Rules/Sidecars/sidecar-samples.json');
const validate = new Ajv2020({ strict: true, allErrors: true }).compile(schema);

test('the sample that people are shown is valid', () => {
  assert.ok(validate(read('../../events/sidecar.json')), JSON.stringify(validate.errors));
});

for (const [name, file] of Object.entries(samples.valid)) {
  test(`valid: ${name}`, () => assert.ok(validate(file), JSON.stringify(validate.errors)));
}

for (const { file, says, beyondSchema } of samples.invalid) {
  test(`${beyondSchema ? 'left to the loader' : 'refused'}: ${says}`, () => {
    assert.equal(validate(file), beyondSchema === true);
  });
}

test('every field carries a description', () => {
  const fields = Object.entries({ ...schema.properties, ...schema.properties.media.properties });
  assert.deepEqual(fields.filter(([, field]) => !field.description).map(([name]) => name), []);
});
