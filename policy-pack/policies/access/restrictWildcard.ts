import { identitiesOf } from "../../access/identities";
import { oncePerGroup } from "../../access/oncePerGroup";
import type { Statement } from "../../access/policy";
import { definePolicy } from "../framework/definePolicy";
import { capitalised, who } from "../wording";
import { administratorsConfig, administratorsOf, isAmong } from "./administrators";
import { names, titled } from "./statements";

export const restrictWildcard = definePolicy({
  name: "codecommit-access-restrict-wildcard",
  description: "Only administrators are allowed all of CodeCommit.",
  severity: "high",
  url: "https://docs.aws.amazon.com/codecommit/latest/userguide/security-iam-awsmanpol.html",
  remediation: [
    "Name the actions that are needed, or attach AWSCodeCommitPowerUser and a deny of administration.",
  ],
  config: { administrators: administratorsConfig },
  judgeStack: (stack, { administrators }) => {
    const { names: declared } = administratorsOf(stack, administrators);
    const others = identitiesOf(stack.resources).all.filter((identity) => !isAmong(declared, identity));
    const found = others.flatMap((identity) =>
      identity.policies.flatMap(({ name, path, policy }) =>
        policy.statements.filter(allowsAll).map(({ label }) => ({ identity, name, path, label })),
      ),
    );
    return oncePerGroup(found, ({ name, label }) => `${name} ${label}`).map(
      ({ identity, name, path, label }) => ({
        message:
          `${capitalised(who(identity))} is allowed all of CodeCommit by ${titled(label)} of policy ${name} (${path}), ` +
          "and is no administrator. Name the actions that are needed.",
        ...(identity.urn !== undefined && { urn: identity.urn }),
      }),
    );
  },
});

/** Names an action that there is not, and so all that there are. */
const allowsAll = (statement: Statement) =>
  statement.effect === "Allow" && names(statement, "codecommit:Probe7f3a91");
