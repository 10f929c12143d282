// Writes what the pages take from the server's own description: the types of the API, how many characters each field takes, and
// between which numbers each number lies;
// `--check` only says whether they are up to date.
import { readFileSync, writeFileSync } from 'node:fs'
import openapi, { astToString } from 'openapi-typescript'

const source = new URL('../../crates/shop/tests/snapshots/openapi.json', import.meta.url)
const description = JSON.parse(readFileSync(source, 'utf8'))
// We call operations by their paths; their ids are the handlers' names, which repeat.
for (const path of Object.values(description.paths)) for (const operation of Object.values(path)) delete operation.operationId
const head = "// Written by `npm run client` from the server's OpenAPI description. Do not edit.\n\n"

/** The longest text that each field of a body takes. What a tag tells apart stands by its tag. */
function longest(schema) {
  const tagOf = (one) => Object.values(one.properties ?? {}).find((field) => field.enum?.length === 1)?.enum[0]
  if (schema.oneOf?.every(tagOf)) return Object.fromEntries(schema.oneOf.map((one) => [tagOf(one), longest(one)]))
  const parts = [schema, ...(schema.allOf ?? [])]
  const fields = parts.flatMap((part) => Object.entries(part.properties ?? {}))
  return Object.fromEntries(fields.filter(([, field]) => field.maxLength !== undefined).map(([name, field]) => [name, field.maxLength]))
}
/** The least and the most that each number of a body may be, as controls take them. */
function bounds(schema) {
  const parts = [schema, ...(schema.allOf ?? []), ...(schema.oneOf ?? [])]
  const fields = parts.flatMap((part) => Object.entries(part.properties ?? {}))
  return Object.fromEntries(fields.filter(([, field]) => field.maximum !== undefined).map(([name, field]) => [name, { min: field.minimum, max: field.maximum }]))
}
const numbers = Object.entries(description.components.schemas)
  .map(([name, schema]) => [name, bounds(schema)])
  .filter(([, fields]) => Object.keys(fields).length > 0)
  .map(([name, fields]) => `export const ${name} = ${JSON.stringify(fields)}\n`)

const limits = Object.entries(description.components.schemas)
  .map(([name, schema]) => [name, longest(schema)])
  .filter(([, fields]) => Object.values(fields).some((one) => typeof one === 'number' || Object.keys(one).length > 0))
  .map(([name, fields]) => `export const ${name} = ${JSON.stringify(fields)}\n`)

const files = {
  'schema.d.ts': head + astToString(await openapi(description, { alphabetize: true })),
  'bounds.ts': `${head}/** Between which numbers each number of a body lies, by the names of both. */\n${numbers.join('')}`,
  'limits.ts': `${head}/** How many characters each field of a body takes, by the names of both. */\n${limits.join('')}`,
}
for (const [name, text] of Object.entries(files)) {
  const file = new URL(`../src/api/${name}`, import.meta.url)
  if (!process.argv.includes('--check')) writeFileSync(file, text)
  else if (readFileSync(file, 'utf8') !== text) {
    console.error(`src/api/${name} is older than the API. Please run: npm run client`)
    process.exit(1)
  }
}
