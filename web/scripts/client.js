// Writes the types of the API from the server's own description; `--check` only says whether they are up to date.
import { readFileSync, writeFileSync } from 'node:fs'
import openapi, { astToString } from 'openapi-typescript'

const source = new URL('../../crates/shop/tests/snapshots/openapi.json', import.meta.url)
const types = new URL('../src/api/schema.d.ts', import.meta.url)
const description = JSON.parse(readFileSync(source, 'utf8'))
// We call operations by their paths; their ids are the handlers' names, which repeat.
for (const path of Object.values(description.paths)) for (const operation of Object.values(path)) delete operation.operationId
const head = "// Written by `npm run client` from the server's OpenAPI description. Do not edit.\n\n"
const text = head + astToString(await openapi(description, { alphabetize: true }))

if (process.argv.includes('--check')) {
  if (readFileSync(types, 'utf8') !== text) {
    console.error('src/api/schema.d.ts is older than the API. Please run: npm run client')
    process.exit(1)
  }
} else {
  writeFileSync(types, text)
}
