import { readFileSync } from "node:fs";
import { Command } from "commander";

const { version, description } = JSON.parse(readFileSync(new URL("../package.json", import.meta.url), "utf8"));

await new Command("hillock").description(description).version(version).parseAsync();
