import { documentsOf, type Mutant, rewritten, type Statement } from "../mutant";
import type { Part } from "../scene";

/** Who may use what: trust policies, and the policies of keys, topics, queues, buckets. */
export function widerResourcePolicies(parts: readonly Part[]): Mutant[] {
  return documentsOf(parts).flatMap((document) =>
    document.statements
      .filter(({ Principal }) => Principal !== undefined)
      .flatMap((statement) =>
        changesOf(statement, document.part.goal.type).map(([what, replacement]) => ({
          name: `${document.part.goal.name}: ${statement.Sid} ${what}`,
          parts: rewritten(parts, document, statement, replacement),
        })),
      ),
  );
}

function changesOf(statement: Statement, type: string): [string, object | undefined][] {
  if (statement.Effect === "Deny") return [["is gone", undefined]];
  const { Condition, ...unconditional } = statement;
  return [
    ["is for everybody", { ...unconditional, Principal: "*" }],
    ["is for every account", { ...unconditional, Principal: { AWS: "*" } }],
    ...(type === "aws:iam/role:Role" ? federations(statement) : []),
    // A service acts for anybody's resources where nothing says for whose. Not every service tells.
    ...(Condition === undefined || type === "aws:iam/role:Role"
      ? []
      : [["lacks its condition", unconditional] as [string, object]]),
  ];
}

/** Whoever has a token of a provider, or one that somebody else was given. */
function federations(statement: Statement): [string, object][] {
  const github = "token.actions.githubusercontent.com";
  const account = "arn:aws:iam::123456789012";
  const oidc = { Federated: `${account}:oidc-provider/${github}` };
  const audience = { [`${github}:aud`]: "sts.amazonaws.com" };
  const taken = (Principal: object, Condition?: object) => ({
    ...{ Sid: statement.Sid, Effect: "Allow", Principal, Action: "sts:AssumeRoleWithWebIdentity" },
    ...(Condition && { Condition }),
  });
  return [
    ["is for all of GitHub", taken(oidc, { StringEquals: audience })],
    [
      "is for any repository of GitHub",
      taken(oidc, { StringEquals: audience, StringLike: { [`${github}:sub`]: "repo:*" } }),
    ],
    ["is for all of Google", taken({ Federated: "accounts.google.com" })],
    ["is for assertions for anybody", taken({ Federated: `${account}:saml-provider/company` })],
  ];
}
