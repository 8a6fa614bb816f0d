import { fields, items } from "../framework/inputs";
import { everyContainer } from "./containers";

const powerful = ["ALL", "SYS_ADMIN", "SYS_MODULE", "SYS_PTRACE", "NET_ADMIN"];

export const taskPrivileges = everyContainer({
  name: "ecs-task-forbid-privileges",
  description: "The containers of an ECS task have no powers over their host.",
  severity: "high",
  url: "https://docs.aws.amazon.com/AmazonECS/latest/developerguide/security-tasks-containers.html",
  remediation: [
    "Leave `privileged` and powerful `linuxParameters.capabilities.add` out of the container definition.",
  ],
  wrong: ({ privileged, linuxParameters }) => {
    if (privileged === true) return "is privileged: it is root on its host. Take `privileged` away.";
    const added = items(fields(fields(linuxParameters).capabilities).add).filter((capability) =>
      powerful.includes(String(capability)),
    );
    return added.length === 0
      ? undefined
      : `is given ${added.join(", ")}. Take that out of \`linuxParameters.capabilities.add\`.`;
  },
});
