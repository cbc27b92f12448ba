// Checked: the end-to-end tests run the built command.
import { main } from "@keyaki/cli";

process.exitCode = await main(process.argv.slice(2));
