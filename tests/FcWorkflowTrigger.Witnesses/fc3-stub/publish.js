// Stands in for the publish, which takes its minute elsewhere: says that it ran.
require('node:fs').appendFileSync('notes.jsonl', `${JSON.stringify({ published: true })}\n`);
