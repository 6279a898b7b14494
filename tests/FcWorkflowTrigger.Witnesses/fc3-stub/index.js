// Stands in for the fc3 component, which the tool would download: writes down what it is told to deploy.
const { appendFileSync } = require('node:fs');
const { dirname, join } = require('node:path');

class Fc {
  // As the component does, it looks beside the deployment file, wherever the command was typed.
  async deploy({ yaml, props }) {
    appendFileSync(join(dirname(yaml.path), 'notes.jsonl'), `${JSON.stringify({ deployed: props })}\n`);
    return { url: { system_url: `https://${props.functionName}-abcdefghij.${props.region}.fcapp.run` } };
  }

  async getSchema() {
    return '{}';
  }
}

module.exports = Fc;
module.exports.default = Fc;
