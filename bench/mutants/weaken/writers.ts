import { documentsOf, type Document, type Mutant, ofType, rewritten, type Statement } from "../mutant";
import { changed, type Part } from "../scene";

/** Others who take the role of a replica's writer, and more that it may do. */
export function freerWriters(parts: readonly Part[]): Mutant[] {
  return ofType(parts, "codecommit-platform:index:Replica").flatMap(({ outputs }) =>
    documentsOf(parts).flatMap((document) => {
      const { part, property, statements } = document;
      const isTrust = property === "assumeRolePolicy" && part.inputs.name === outputs.writer;
      if (isTrust) return trusts(parts, document, outputs.copies as readonly string[]);
      const keys = statements.find(({ Sid }) => Sid === "UseRepositoryKeys");
      return keys && String(part.inputs.name).startsWith(String(outputs.writer))
        ? keyUses(parts, document, keys)
        : [];
    }),
  );
}

function trusts(parts: readonly Part[], { part, statements }: Document, copies: readonly string[]): Mutant[] {
  const account = copies[0].split(":")[4];
  const more: [string, object][] = [
    ["the account", { AWS: `arn:aws:iam::${account}:root` }],
    ["another account", { AWS: "999999999999" }],
    ["a user", { AWS: `arn:aws:iam::${account}:user/mutant` }],
    ["another role", { AWS: `arn:aws:iam::${account}:role/mutant` }],
    ["an identity provider", { Federated: "accounts.google.com" }],
    ["a SAML provider", { Federated: `arn:aws:iam::${account}:saml-provider/mutant` }],
    ...["ec2", "codebuild", "glue", "ssm"].map((name): [string, object] => [
      name,
      { Service: `${name}.amazonaws.com` },
    ]),
  ];
  const named = more.map(([whom, Principal]): [string, readonly object[]] => [
    `may be taken by ${whom}`,
    [
      ...statements,
      {
        ...{ Sid: "Mutant", Effect: "Allow", Principal, Action: "sts:AssumeRole" },
        Condition: { StringEquals: { "aws:SourceAccount": account } },
      },
    ],
  ]);
  const loosened = [
    ["StringEqualsIfExists", account],
    ["StringLike", `${account.slice(0, 4)}*`],
    ["StringNotEquals", "999999999999"],
  ].map(([operator, value]): [string, readonly object[]] => [
    `asks for the account with ${operator} ${value}`,
    statements.map((statement) =>
      statement.Condition
        ? { ...statement, Condition: { [operator]: { "aws:SourceAccount": value } } }
        : statement,
    ),
  ]);
  return [...named, ...loosened].map(([what, Statement]) => ({
    name: `${part.goal.name}: ${what}`,
    parts: changed(parts, part.urn, {
      assumeRolePolicy: JSON.stringify({ Version: "2012-10-17", Statement }),
    }),
  }));
}

function keyUses(parts: readonly Part[], document: Document, keys: Statement): Mutant[] {
  const aliases = "kms:ResourceAliases";
  const changes: [string, object][] = [
    [
      "uses keys of any alias",
      { ...keys, Condition: { "ForAnyValue:StringLike": { [aliases]: "alias/*" } } },
    ],
    [
      "uses keys of all aliases but one",
      { ...keys, Condition: { StringNotLike: { [aliases]: "alias/other" } } },
    ],
    ["uses keys of any account", { ...keys, Resource: "*" }],
    [
      "uses the key of another account",
      { ...keys, Condition: undefined, Resource: "arn:aws:kms:eu-west-1:999999999999:key/1234abcd" },
    ],
  ];
  return changes.map(([what, statement]) => ({
    name: `${document.part.goal.name}: ${what}`,
    parts: rewritten(parts, document, keys, statement),
  }));
}
