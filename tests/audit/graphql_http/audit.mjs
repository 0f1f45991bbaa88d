// Asks a running server what GraphQL over HTTP asks of servers, and writes what was found as one JSON object.
import { auditServer } from 'graphql-http'

const results = await auditServer({ url: process.argv[2] })
const found = results.map(({ id, name, status, reason }) => ({ id, name, status, reason: reason ?? null }))
process.stdout.write(JSON.stringify(found))
