import { identitiesOf, type Identity } from "../../policy-pack/access/identities";
import { parsePolicy, PolicyError, type Statement } from "../../policy-pack/access/policy";
import type { StackResource } from "../../policy-pack/access/resources";

/** Somebody whose access is told. */
export interface Subject {
  readonly identity: Identity;
  /** "user/ccp-dev-dana": names of users and of roles may be equal. */
  readonly id: string;
  /** What one must know about it, a few words each. */
  readonly notes: readonly string[];
}

export interface Subjects {
  readonly all: readonly Subject[];
  /** What keeps the whole answer from being certain, one clause each. */
  readonly gaps: readonly string[];
}

/**
 * The users and roles of a stack, and the groups that nobody is a member of yet, for whoever will be.
 *
 * @param account the one the stack belongs to
 * @param writer the role that writes copies
 */
export function subjectsOf(
  resources: readonly StackResource[],
  account: string,
  writer: string | undefined,
): Subjects {
  const { all, gaps } = identitiesOf(resources);
  const byUrn = new Map(resources.map((resource) => [resource.urn, resource]));
  const joined = new Set(all.filter(({ kind }) => kind === "user").flatMap(({ groups }) => groups));
  const told = all.filter(
    ({ kind, name, policies, gaps: own }) =>
      kind !== "group" || (!joined.has(name) && policies.length + own.length > 0),
  );
  const subjects = told.map((identity): Subject => {
    const resource = identity.urn === undefined ? undefined : byUrn.get(identity.urn);
    return {
      identity,
      id: `${identity.kind}/${identity.name}`,
      notes: [
        ...(identity.kind === "role" && identity.name === writer ? ["replication writer"] : []),
        ...(resource === undefined ? ["made elsewhere"] : takers(resource, account)),
        ...(identity.kind === "group" ? ["no member yet"] : []),
        ...(resource !== undefined && isBounded(resource) && identity.boundary === undefined
          ? ["its permissions boundary is not seen here"]
          : []),
      ],
    };
  });
  const order = ["user", "role", "group"];
  const place = ({ identity }: Subject) => order.indexOf(identity.kind);
  return {
    all: subjects.sort((a, b) => place(a) - place(b) || (a.identity.name < b.identity.name ? -1 : 1)),
    gaps,
  };
}

const isBounded = ({ props }: StackResource): boolean =>
  props.permissionsBoundary !== undefined && props.permissionsBoundary !== null;

/** Who takes a role: other accounts, services. The own account's people are the usual case and not told. */
function takers({ props: { assumeRolePolicy } }: StackResource, account: string): readonly string[] {
  if (typeof assumeRolePolicy !== "string") {
    return [];
  }
  try {
    return parsePolicy(assumeRolePolicy)
      .statements.filter(({ effect, actions }) => effect === "Allow" && actions.patterns.some(takesRole))
      .flatMap((statement) => takersOf(statement, account));
  } catch (error) {
    if (error instanceof PolicyError) {
      return ["who takes it cannot be read"];
    }
    throw error;
  }
}

const takesRole = (action: string): boolean => /^(\*|sts:(\*|assume.*))$/i.test(action);

function takersOf({ principals, conditions }: Statement, account: string): readonly string[] {
  const { AWS: people = [], Service: services = [], Federated: providers = [] } = principals?.ids ?? {};
  const everybody = [...(principals?.ids["*"] ?? []), ...people].includes("*");
  const accounts = people.map((principal) => /\d{12}/.exec(principal)?.[0]).filter((id) => id !== undefined);
  const others = [...new Set(accounts)].filter((id) => id !== account);
  const keys = conditions.map(({ key }) => key.toLowerCase());
  const terms = [
    ...(keys.includes("aws:multifactorauthpresent") ? ["MFA"] : []),
    ...(keys.includes("sts:externalid") ? ["external id"] : []),
    ...(keys.includes("aws:principalorgid") ? ["organization"] : []),
  ];
  const required = terms.length === 0 ? "" : ` with ${terms.join(", ")}`;
  return [
    ...(everybody ? [`cross-account: everybody${required}`] : []),
    ...others.map((id) => `cross-account: ${id}${required}`),
    ...services.map((service) => `service: ${service}`),
    ...providers.map((provider) => `signed in by ${provider}`),
  ];
}
