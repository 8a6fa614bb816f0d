/** Where a stack's resources live and how they are called. All of it is known at preview. */
export interface Place {
  /** `aws`, `aws-cn`, `aws-us-gov`. */
  readonly partition: string;
  /** The account, 12 digits. */
  readonly account: string;
  readonly region: string;
  /** What every physical name begins with: `ccp-<environment>`. */
  readonly prefix: string;
}

/** `ccp-<environment>`: never `codecommit…`, because AWSCodeCommitPowerUser may change rules and topics of that name. */
export function prefixOf(environment: string): string {
  return `ccp-${environment}`;
}

/** A repository's ARN has no `repository/` in it. Source: Service Authorization Reference, AWS CodeCommit. */
export function repositoryArn({ partition, account }: Place, region: string, name: string): string {
  return `arn:${partition}:codecommit:${region}:${account}:${name}`;
}

export function userArn({ partition, account }: Place, name: string): string {
  return `arn:${partition}:iam::${account}:user/${name}`;
}

/**
 * A user that somebody else made, under a path that nobody has told us, as `StringLike` matches it. User names are unique
 * in an account whatever their path, so nobody else is meant. Source: IAM user guide, "IAM identifiers".
 */
export function userArnPatterns(place: Place, name: string): readonly string[] {
  return [userArn(place, name), userArn(place, `*/${name}`)];
}

export function roleArn({ partition, account }: Place, name: string): string {
  return `arn:${partition}:iam::${account}:role/${name}`;
}

/** A managed policy: by name, with its path where it has one, one of this account; an ARN stays as it is. */
export function policyArn({ partition, account }: Place, nameOrArn: string): string {
  return nameOrArn.startsWith("arn:") ? nameOrArn : `arn:${partition}:iam::${account}:policy/${nameOrArn}`;
}

/** `Role/session` → the ARN of that session, in which `*` matches. */
export function roleSessionArn({ partition, account }: Place, roleSession: string): string {
  return `arn:${partition}:sts::${account}:assumed-role/${roleSession}`;
}

export function topicArn({ partition, account, region }: Place, topicName: string): string {
  return `arn:${partition}:sns:${region}:${account}:${topicName}`;
}

export function queueArn({ partition, account, region }: Place, queueName: string): string {
  return `arn:${partition}:sqs:${region}:${account}:${queueName}`;
}

export function functionArn({ partition, account, region }: Place, functionName: string): string {
  return `arn:${partition}:lambda:${region}:${account}:function:${functionName}`;
}

/** A rule of the default bus, the only one that CodeCommit sends events to. */
export function ruleArn({ partition, account, region }: Place, ruleName: string): string {
  return `arn:${partition}:events:${region}:${account}:rule/${ruleName}`;
}

export function awsManagedPolicyArn({ partition }: Place, name: string): string {
  return `arn:${partition}:iam::aws:policy/${name}`;
}

/** The key that encrypts repositories has this alias in every region, so that one statement covers all copies. */
export function repositoriesAlias(prefix: string): string {
  return `alias/${prefix}-repositories`;
}

export function operationsAlias(prefix: string): string {
  return `alias/${prefix}-operations`;
}

/**
 * One secret for each git credential, named so that a policy variable can tell whose it is. No user name has a "/" in
 * it: what begins with `…/ana/` is not of `ana-maria`.
 */
export function gitSecretName({ prefix }: Place, userName: string, credential: string): string {
  return `${prefix}/git-credentials/${userName}/${credential}`;
}
