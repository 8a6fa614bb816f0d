import { z } from "zod";
import { definePolicy } from "../framework/definePolicy";

const kinds = {
  "aws:iam/accessKey:AccessKey": ["access-key", "an access key"],
  "aws:iam/serviceSpecificCredential:ServiceSpecificCredential": [
    "git-credential",
    "a user name and password for git",
  ],
  "aws:iam/userLoginProfile:UserLoginProfile": ["login-profile", "a password for the console"],
  "aws:iam/sshKey:SshKey": ["ssh-key", "an SSH key for git"],
} as const;

const kind = z.enum(["access-key", "git-credential", "login-profile", "ssh-key"]);

export const forbidStaticCredentials = definePolicy({
  name: "iam-user-forbid-static-credentials",
  description: "People and machines sign in with credentials that expire.",
  severity: "high",
  url: "https://docs.aws.amazon.com/IAM/latest/UserGuide/best-practices.html",
  remediation: ["Assume a role, and sign:", "", "    git clone codecommit::eu-central-1://payments-api"],
  config: {
    forbidden: z
      .array(kind)
      .default(["access-key", "git-credential", "login-profile"])
      .describe("What no user may get. An SSH key's secret half never leaves its owner."),
  },
  types: Object.keys(kinds),
  judge: ({ type, name, props }, { forbidden }) => {
    const [found, words] = kinds[type as keyof typeof kinds];
    const user =
      [props.user, props.userName, props.username].find((value) => typeof value === "string") ?? "a user";
    return forbidden.includes(found)
      ? [`${name} gives ${user} ${words}, which does not expire. Use a role, or git-remote-codecommit.`]
      : [];
  },
});
