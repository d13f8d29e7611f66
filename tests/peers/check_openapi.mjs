// Checks an OpenAPI description against the schema of its version: `node check_openapi.mjs FILE` prints {"valid", "errors"}.
import { readFileSync } from "node:fs";
import { Validator } from "@seriousme/openapi-schema-validator";

const validator = new Validator();
const { valid, errors } = await validator.validate(JSON.parse(readFileSync(process.argv[2], "utf-8")));
console.log(JSON.stringify({ valid, version: validator.version, errors: errors ?? [] }));
