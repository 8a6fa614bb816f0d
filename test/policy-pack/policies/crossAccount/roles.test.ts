import { forbidAnyPrincipal } from "../../../../policy-pack/policies/crossAccount/forbidAnyPrincipal";
import { limitSession } from "../../../../policy-pack/policies/crossAccount/limitSession";
import { requireExternalId } from "../../../../policy-pack/policies/crossAccount/requireExternalId";
import { requireMfa } from "../../../../policy-pack/policies/crossAccount/requireMfa";
import { restrictFederation } from "../../../../policy-pack/policies/crossAccount/restrictFederation";
import { requireSourceAccount } from "../../../../policy-pack/policies/crossAccount/requireSourceAccount";
import { document, resource, unknownString } from "../../fixtures";
import { judgesOne } from "../judging";

const partner = "arn:aws:iam::210987654321:root";
const take = {
  Sid: "Taken",
  Effect: "Allow",
  Principal: { AWS: partner },
  Action: "sts:AssumeRole",
  Condition: {
    StringEquals: { "sts:ExternalId": "payments-2026" },
    Bool: { "aws:MultiFactorAuthPresent": "true" },
  },
};
const role = resource("aws:iam/role:Role", "partner", {
  assumeRolePolicy: document(take),
  maxSessionDuration: 3600,
});
const trusts = (changed: object, ...more: object[]) => ({
  props: { assumeRolePolicy: document({ ...take, ...changed }, ...more) },
});
const service = { Principal: { Service: "lambda.amazonaws.com" }, Condition: undefined };
/** Gives nothing by itself. */
const tag = { ...take, Sid: "Tagged", Action: "sts:TagSession", Condition: undefined };

const unreadable = {
  "a trust that is not known yet": {
    props: { assumeRolePolicy: unknownString },
    says: "It cannot be told whom role partner trusts before the update. Compute its trust policy from what is known.",
  },
  "a trust that cannot be read": {
    ...trusts({ Unless: {} }),
    says: 'It cannot be told whom role partner trusts: Unknown element "Unless" in Taken.',
  },
  "a role without a trust": {
    props: { assumeRolePolicy: undefined },
    says: "Role partner has no trust policy.",
  },
};

describe("iam-role-forbid-any-principal", () => {
  const says =
    "Role partner trusts anybody in AWS by statement Taken of its trust policy. Name whom it trusts.";
  judgesOne(forbidAnyPrincipal, role, {
    ...unreadable,
    everybody: { ...trusts({ Principal: "*" }), says },
    "everybody with an account": { ...trusts({ Principal: { AWS: "*" } }), says },
    "everybody beside somebody": { ...trusts({ Principal: { AWS: [partner, "*"] } }), says },
    "every service": { ...trusts({ Principal: { Service: "*" } }), says },
    "everybody but somebody": { ...trusts({ Principal: undefined, NotPrincipal: { AWS: partner } }), says },
    "a deny of everybody": { ...trusts({}, { ...take, Effect: "Deny", Principal: "*" }), says: [] },
    "a service": { ...trusts(service), says: [] },
  });
});

describe("iam-role-require-external-id", () => {
  const says = (whom = partner) =>
    `Role partner trusts ${whom} with neither an external id nor an organization. Ask for \`sts:ExternalId\` or ` +
    "`aws:PrincipalOrgID`; an account of ours is named in `accounts`.";
  const asks = (Condition: object) => trusts({ Condition });
  judgesOne(requireExternalId, role, {
    ...unreadable,
    neither: { ...asks({ Bool: { "aws:MultiFactorAuthPresent": "true" } }), says: says() },
    "no condition at all": { ...trusts({ Condition: undefined }), says: says() },
    "any external id": { ...asks({ StringLike: { "sts:ExternalId": "*" } }), says: says() },
    "external ids by a pattern": { ...asks({ StringLike: { "sts:ExternalId": "pay*" } }), says: says() },
    "any organization": { ...asks({ StringLike: { "aws:PrincipalOrgID": "o-*" } }), says: says() },
    "one of two organizations by a pattern": {
      ...asks({ StringLike: { "aws:PrincipalOrgID": ["o-a1b2c3d4e5", "o-a1b2*"] } }),
      says: says(),
    },
    "a path of any organization": {
      ...asks({ "ForAnyValue:StringLike": { "aws:PrincipalOrgPaths": "o-*/r-ab12/*" } }),
      says: says(),
    },
    "an external id only where there is one": {
      ...asks({ StringEqualsIfExists: { "sts:ExternalId": "payments-2026" } }),
      says: says(),
    },
    "any but one external id": { ...asks({ StringNotEquals: { "sts:ExternalId": "x" } }), says: says() },
    "an organization": { ...asks({ StringEquals: { "aws:PrincipalOrgID": "o-a1b2c3d4e5" } }), says: [] },
    "a part of an organization": {
      ...asks({ "ForAnyValue:StringLike": { "aws:PrincipalOrgPaths": "o-a1b2c3d4e5/r-ab12/ou-ab12-1/*" } }),
      says: [],
    },
    "another account beside": {
      ...trusts({}, { ...take, Principal: { AWS: "321098765432" }, Condition: undefined }),
      says: says("321098765432"),
    },
    "an account of ours": {
      ...trusts({ Condition: undefined }),
      config: { accounts: ["210987654321"] },
      says: [],
    },
    "tags of a session": { ...trusts({}, tag), says: [] },
    "a service": { ...trusts(service), says: [] },
  });
});

describe("iam-role-restrict-federation", () => {
  const host = "token.actions.githubusercontent.com";
  const github = `arn:aws:iam::123456789012:oidc-provider/${host}`;
  const saml = "arn:aws:iam::123456789012:saml-provider/company";
  const federated = (Federated: string, Condition?: object) =>
    trusts({ Principal: { Federated }, Action: "sts:AssumeRoleWithWebIdentity", Condition });
  const aud = { [`${host}:aud`]: "sts.amazonaws.com" };
  const says = (provider: string, ...lacking: string[]) =>
    `Role partner trusts ${provider} by statement Taken of its trust policy, and does not name ${lacking.join(" and ")}. ` +
    "Ask for it with StringEquals, or with StringLike where the wildcard comes after the owner's name.";
  const subject = (value: string) =>
    federated(github, { StringEquals: aud, StringLike: { [`${host}:sub`]: value } });
  judgesOne(restrictFederation, role, {
    ...unreadable,
    "every token of GitHub": { ...federated(github), says: says(github, `${host}:aud`, `${host}:sub`) },
    "every repository of GitHub": {
      ...federated(github, { StringEquals: aud }),
      says: says(github, `${host}:sub`),
    },
    "any subject": { ...subject("*"), says: says(github, `${host}:sub`) },
    "any repository": { ...subject("repo:*"), says: says(github, `${host}:sub`) },
    "owners whose name begins alike": { ...subject("repo:exam*"), says: says(github, `${host}:sub`) },
    "a repository of that name of anybody": {
      ...subject("repo:*/payments-api:*"),
      says: says(github, `${host}:sub`),
    },
    "a subject only where there is one": {
      ...federated(github, {
        StringEquals: aud,
        StringEqualsIfExists: { [`${host}:sub`]: "repo:example/x" },
      }),
      says: says(github, `${host}:sub`),
    },
    "all subjects but one": {
      ...federated(github, { StringEquals: aud, StringNotEquals: { [`${host}:sub`]: "repo:example/x" } }),
      says: says(github, `${host}:sub`),
    },
    "a subject of another provider": {
      ...federated(github, { StringEquals: { ...aud, "gitlab.com:sub": "project_path:example/x" } }),
      says: says(github, `${host}:sub`),
    },
    "any audience": {
      ...federated(github, { StringLike: { [`${host}:aud`]: "*", [`${host}:sub`]: "repo:example/*" } }),
      says: says(github, `${host}:aud`),
    },
    "any namespace of a cluster": {
      ...federated(github, {
        StringEquals: aud,
        StringLike: { [`${host}:sub`]: "system:serviceaccount:*:deploy" },
      }),
      says: says(github, `${host}:sub`),
    },
    "everybody at Google": {
      ...federated("accounts.google.com"),
      says: says("accounts.google.com", "accounts.google.com:aud", "accounts.google.com:sub"),
    },
    "everybody of any identity pool": {
      ...federated("cognito-identity.amazonaws.com"),
      says: says(
        "cognito-identity.amazonaws.com",
        "cognito-identity.amazonaws.com:aud",
        "cognito-identity.amazonaws.com:amr",
      ),
    },
    "an assertion for anybody": { ...federated(saml), says: says(saml, "SAML:aud") },
    "an assertion for any audience": {
      ...federated(saml, { StringLike: { "SAML:aud": "https://*" } }),
      says: says(saml, "SAML:aud"),
    },
    "one repository": { ...subject("repo:example/payments-api:ref:refs/heads/main"), says: [] },
    "the repositories of one owner": { ...subject("repo:example/*"), says: [] },
    "the service accounts of a namespace": { ...subject("system:serviceaccount:payments:*"), says: [] },
    "an assertion for AWS": {
      ...federated(saml, { StringEquals: { "SAML:aud": "https://signin.aws.amazon.com/saml" } }),
      says: [],
    },
  });
});

describe("iam-role-require-mfa", () => {
  const says = `Role partner trusts ${partner} without a second factor. Ask for \`aws:MultiFactorAuthPresent\` with Bool.`;
  const asks = (Condition: object) => trusts({ Condition });
  judgesOne(
    requireMfa,
    role,
    {
      ...unreadable,
      none: { ...asks({ StringEquals: { "sts:ExternalId": "payments-2026" } }), says },
      "none, of any account": { ...trusts({ Condition: undefined }), config: { accounts: ["*"] }, says },
      "one only where the key is there": {
        ...asks({ BoolIfExists: { "aws:MultiFactorAuthPresent": "true" } }),
        says,
      },
      "its opposite": { ...asks({ Bool: { "aws:MultiFactorAuthPresent": "false" } }), says },
      "none, of an account of machines": {
        ...trusts({ Condition: undefined }),
        config: { accounts: ["321098765432"] },
        says: [],
      },
      "tags of a session": { ...trusts({}, tag), says: [] },
      "a service": { ...trusts(service), config: { accounts: ["*"] }, says: [] },
    },
    { config: { accounts: ["210987654321"] } },
  );
});

describe("iam-role-require-source-account", () => {
  const events = {
    ...take,
    Principal: { Service: "events.amazonaws.com" },
    Condition: { StringEquals: { "aws:SourceAccount": "123456789012" } },
  };
  const asks = (Condition: object | undefined) => ({
    props: { assumeRolePolicy: document({ ...events, Condition }) },
  });
  const says =
    "Role partner trusts events.amazonaws.com, whoever it asks for. Ask for `aws:SourceAccount` or `aws:SourceArn`.";
  const ofEvents = { ...role, props: { assumeRolePolicy: document(events) } };
  judgesOne(requireSourceAccount, ofEvents, {
    ...unreadable,
    "no condition": { ...asks(undefined), says },
    "any account": { ...asks({ StringLike: { "aws:SourceAccount": "*" } }), says },
    "an account only where there is one": {
      ...asks({ StringEqualsIfExists: { "aws:SourceAccount": "123456789012" } }),
      says,
    },
    "all accounts but one": { ...asks({ StringNotEquals: { "aws:SourceAccount": "123456789012" } }), says },
    "a source of any account": {
      ...asks({ ArnLike: { "aws:SourceArn": "arn:aws:events:*:*:rule/ccp-*" } }),
      says,
    },
    "a source of our account": {
      ...asks({ ArnLike: { "aws:SourceArn": "arn:aws:events:*:123456789012:rule/ccp-*" } }),
      says: [],
    },
    "a service that says nothing": { ...trusts(service), says: [] },
    "that service where the configuration says so": {
      ...trusts(service),
      config: { services: ["lambda.amazonaws.com"] },
      says: says.replace("events", "lambda"),
    },
  });
});

describe("iam-role-limit-session", () => {
  judgesOne(limitSession, role, {
    "a long one": {
      props: { maxSessionDuration: 9 * 3600 },
      says: "A session of role partner may last 9 hours, of 8 at most. Lower its `maxSessionDuration`.",
    },
    "one that is longer than its configuration wants": {
      props: { maxSessionDuration: 2 * 3600 },
      config: { hours: 1 },
      says: "A session of role partner may last 2 hours, of 1 at most. Lower its `maxSessionDuration`.",
    },
    "one that is not known yet": {
      props: { maxSessionDuration: unknownString },
      says: "It cannot be told before the update how long a session of role partner may be. Give it a number.",
    },
    "AWS's default": { props: { maxSessionDuration: undefined }, says: [] },
  });
});
