// PostGraphile 4 on the benchmark's database (PGHOST and the like), one process, as its own guide sets up production.
const { createServer } = require("node:http");
const { Pool } = require("pg");
const { postgraphile } = require("postgraphile");

const pool = new Pool({ max: 10 });
const handler = postgraphile(pool, "public", {
  dynamicJson: true,
  graphiql: false,
  disableQueryLog: true,
  ignoreRBAC: true,
  setofFunctionsContainNulls: false,
  legacyRelations: "omit",
});
createServer(handler).listen(Number(process.env.PORT), "127.0.0.1");
