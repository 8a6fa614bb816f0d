import { join } from "node:path";
import { upStack } from "../../../local/engine";
import { RecordingProvider } from "./shop";

/** Brings a stack up and is killed just before it would create "b". */
const directory = process.argv[2] ?? "";
const provider = new RecordingProvider();
provider.before = ({ name }) => {
  if (name === "b") {
    process.kill(process.pid, "SIGKILL");
  }
};
void upStack({
  projectDirectory: directory,
  stack: "dev",
  provider,
  stateDirectory: join(directory, "state"),
});
